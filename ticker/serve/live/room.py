"""The clients of one desk: each update is written to each of them once, one write a client and tick.

Clients that get the same bytes stand in one group. A client that is entering or paused stands in none: it is
given what it missed from the history when it has read, so a slow one costs an offset, not a queue.

Knows clients and the history; must not know how a client enters (`entry`) or where updates come from.
"""

from __future__ import annotations

from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from ticker.serve.live import wire
from ticker.serve.live.history import History, Sieve
from ticker.serve.live.wire import Close

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticker.serve.limits import Limits
    from ticker.serve.live.connection import Connection
    from ticker.serve.live.history import Record, View


class Group:
    """Clients of one view that have everything up to the head."""

    def __init__(self, view: View) -> None:
        self.members: set[Connection] = set()
        self.sieve = Sieve(view)


class Room:
    """The clients of one desk."""

    def __init__(self, limits: Limits, restart: Callable[[Connection], None]) -> None:
        self.history = History(limits.history_updates, limits.history_bytes)
        self.slow = 0
        self._limits = limits
        self._restart = restart
        self._clients: dict[Connection, None] = {}  # in the order of their turns to be asked
        self._groups: dict[View, Group] = {}
        self._early: set[Connection] = set()

    def __len__(self) -> int:
        return len(self._clients)

    def __iter__(self) -> Iterator[Connection]:
        """All clients, in no order."""
        return iter(tuple(self._clients))

    # clients

    def add(self, client: Connection) -> None:
        """Count a client that enters."""
        self._clients[client] = None

    def discard(self, client: Connection) -> None:
        """Forget a client that is gone."""
        self._clients.pop(client, None)
        self._leave(client)

    def catch_up(self, client: Connection) -> None:
        """Give a client what is between its offset and the head, and let it stand with the others.

        A client whose offset the history does not cover enters anew.
        """
        history = self.history
        if not client.open or client.stuck() or client.sent < 0:
            return
        if client.sent > history.head:
            self._early.add(client)  # the store was asked by itself and has told it more
            return
        if not history.covers(history.epoch, client.sent):
            self._restart(client)
            return
        sieve = Sieve(client.view)
        while client.sent < history.head:
            records = history.after(client.sent, self._limits.page)
            if data := _framed(client.view, sieve, records):
                client.write(data)
            client.sent = records[-1].offset
            if client.stuck():
                return
        client.level = True
        group = self._groups.get(client.view)
        if group is None:
            group = self._groups[client.view] = Group(client.view)
        group.members.add(client)

    def _leave(self, client: Connection) -> None:
        client.level = False
        self._early.discard(client)
        group = self._groups.get(client.view)
        if group is not None:
            group.members.discard(client)
            if not group.members:
                del self._groups[client.view]

    # updates

    def begin(self, epoch: str, offset: int) -> None:
        """The desk stands at this place, and what came before does not lead there."""
        if (epoch, offset) == (self.history.epoch, self.history.head):
            return
        self.history.begin(epoch, offset)
        for client in tuple(self._clients):
            if client.sent >= 0:  # those that are entering see it by themselves
                self._leave(client)
                self._restart(client)

    def publish(self, records: Sequence[Record]) -> None:
        """Write updates, which follow each other, to everybody who stands at the head before them."""
        epoch, before = records[0].epoch, records[0].offset - 1
        if epoch == self.history.epoch and before < self.history.head:
            records = [one for one in records if one.offset > self.history.head]
            if not records:
                return
        elif (epoch, before) != (self.history.epoch, self.history.head):
            self.begin(epoch, before)
        self.history.add(records)
        head = self.history.head
        for view, group in tuple(self._groups.items()):
            data = _framed(view, group.sieve, records)
            fell_behind = []
            for client in group.members:
                if client.paused_at is not None:
                    fell_behind.append(client)
                    continue
                client.sent = head
                if data and client.open:
                    client.write(data)
            for client in fell_behind:
                self._leave(client)
        for client in tuple(self._early):
            self._early.discard(client)
            self.catch_up(client)

    # time

    def ping(self) -> None:
        """Tell everybody at the head that the connection lives, and how far it is."""
        message = wire.ping(self.history.epoch, self.history.head).framed(deflate=False)
        for group in tuple(self._groups.values()):
            for client in tuple(group.members):
                if client.open and not client.stuck():
                    client.write(message)

    def ask_alive(self, share: float) -> None:
        """Ask those whose turn it is, that share of all, whether they are there; not who must read first.

        In turns, as a thousand questions and answers at once would hold up the next update.
        """
        for client in list(islice(self._clients, ceil(share * len(self._clients)))):
            del self._clients[client]
            self._clients[client] = None
            if client.open and not client.stuck():
                client.ask_alive()

    def sweep(self, now: float) -> None:
        """Close those who have neither read nor answered for too long, or are too far behind."""
        for client in tuple(self._clients):
            if client.open and (client.is_slow(now) or self._is_far_behind(client)):
                self.slow += 1
                client.close(Close.SLOW)

    def _is_far_behind(self, client: Connection) -> bool:
        history = self.history
        if client.sent < 0 or client.level or not client.stuck():
            return False
        if not history.covers(history.epoch, client.sent):
            return True
        return history.behind(client.sent) > self._limits.waiting_bytes

    def close(self, code: Close) -> None:
        """Send everybody away."""
        for client in tuple(self._clients):
            client.close(code)


def _framed(view: View, sieve: Sieve, records: Sequence[Record]) -> bytes:
    return b"".join(one.message.framed(deflate=view.deflate) for one in sieve.through(records))
