"""One client of the live socket: frames in, bytes out, flow control, and the end.

What comes in is parsed by the protocol core of `websockets`. What goes out was framed by `wire` and is
written to the transport as it is. The transport's own buffer is the only queue of a client: when it is over
its mark the client is `paused` and gets nothing more until it has read.

Knows one connection; must not know rooms or what the messages say.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, Side
from websockets.protocol import Protocol as Core

from ticker.serve.live.wire import PONG, SAID, Close

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from websockets.extensions import Extension

    from ticker.serve.access import Visitor
    from ticker.serve.limits import Limits
    from ticker.serve.live.history import View

MOST: Final = 4_096
"""Bytes that a client's message may have."""

_SLICE: Final = 65_536  # bytes written at once of a large message
_PINGS: Final = 20  # messages that a client may send at once, and in ten seconds
# of the kernel's struct tcp_info: segments under way, bytes acknowledged, bytes not sent yet
_INFO: Final = struct.Struct("=24xI92xQ16xI")
_INFO_SIZE: Final = _INFO.size
_CARRIED: Final = 8_192  # bytes between two looks: the system of a program that reads nothing takes fewer
_PING: Final = Frame(Opcode.PING, b"").serialize(mask=False)

_QUIET: Final = logging.getLogger("ticker.serve.live")  # what a client does wrong is no news for the log
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


class _Said(msgspec.Struct, forbid_unknown_fields=True):
    type: str


_said = msgspec.json.Decoder(_Said)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who a client is and what it has asked for; `limit` = stories of a snapshot."""

    visitor: Visitor
    view: View
    limit: int


class Keeper(Protocol):
    """Whoever has to know what becomes of a client: its room."""

    def discard(self, client: Connection) -> None:
        """Hear that it is gone."""

    def catch_up(self, client: Connection) -> None:
        """Hear that it has read, after it had been paused."""


class Connection(asyncio.Protocol):
    """Speaks to one client.

    `sent` is the offset that it has everything up to, in the history `epoch` (-1 while it enters). `level` =
    it gets what comes, as it comes. `open` = messages may still be written, by `write`, as whole frames.

    A room asks all of its clients for every update, and what is spread over the memory is what costs then: so
    the attributes stand in slots, and `open` is one of them.
    """

    __slots__ = (
        "_acknowledged",
        "_allowance",
        "_drained",
        "_heard",
        "_inside",
        "_keeper",
        "_limits",
        "_line",
        "_loop",
        "_owes_pong",
        "_pinged_at",
        "_protocol",
        "_reaper",
        "_transport",
        "closed_with",
        "ended",
        "epoch",
        "guest",
        "level",
        "open",
        "paused_at",
        "sent",
        "task",
        "view",
        "write",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        guest: Guest,
        extensions: Sequence[Extension],
        limits: Limits,
        keeper: Keeper,
    ) -> None:
        self.guest = guest
        self.view = guest.view
        self.epoch = ""
        self.sent = -1
        self.level = False
        self.paused_at: float | None = None
        self.open = True
        self.ended = False
        self.task: asyncio.Task[None] | None = None
        self._transport = transport
        self.write: Callable[[bytes], None] = transport.write
        self._protocol = Core(Side.SERVER, max_size=MOST, logger=_QUIET)
        self._protocol.extensions = list(extensions)
        self._limits = limits
        self._keeper = keeper
        self._loop = asyncio.get_running_loop()
        self._drained = asyncio.Event()
        self._drained.set()
        self._inside = False  # a large message is half-way out: nothing may come between
        self._allowance = float(_PINGS)
        self._heard = self._loop.time()
        self._reaper: asyncio.TimerHandle | None = None
        self.closed_with: int | None = None
        self._pinged_at: float | None = None
        self._owes_pong = False
        self._acknowledged = 0
        transport.set_write_buffer_limits(high=limits.socket_high, low=limits.socket_high // 4)
        self._line: Any = transport.get_extra_info("socket")
        # what waits in the system is out of our sight, so it is little
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.socket_system)

    # out

    def stuck(self) -> bool:
        """Whether it has not read what it was sent: it gets nothing more until it has."""
        return self.paused_at is not None

    async def write_large(self, frame: bytes) -> None:
        """Send one frame piece by piece, as the client reads."""
        self._inside = True
        piece = memoryview(frame)
        for start in range(0, len(frame), _SLICE):
            await self._drained.wait()
            if not self.open:
                return
            self._transport.write(piece[start : start + _SLICE])
        self._inside = False
        self._flush()

    async def drained(self) -> None:
        """Wait until it has read, or is gone."""
        await self._drained.wait()

    def close(self, code: Close) -> None:
        """Say why it is over and end it: in order where the client reads, soon in any case."""
        if self.closed_with is None:
            self.closed_with = code
        if not self.open:
            return
        self.open = False
        if self._inside:
            self.ended = True
            self._transport.abort()  # a close frame inside a message would be part of it
            return
        self._protocol.send_close(code, SAID[code])
        self._drained.set()
        self._flush()
        if code is Close.TOO_MUCH:
            self._transport.pause_reading()
        self._reap()

    def shutdown(self) -> None:
        """The server stops (uvicorn's word)."""
        self.close(Close.GOING_AWAY)

    # is anybody there?

    def ask_alive(self) -> None:
        """Send a ping, which every websocket answers by itself as soon as its program reads."""
        if self._pinged_at is None and not self._inside:
            self._pinged_at = self._loop.time()
            self._owes_pong = True
            self._transport.write(_PING)

    def is_slow(self, now: float) -> bool:
        """Whether it has neither read nor answered for too long, though the line would have let it."""
        stall = self._limits.socket_stall
        if self.paused_at is not None and now - self.paused_at > stall:
            return True
        return self._pinged_at is not None and now - self._pinged_at > stall and not self._is_on_the_way()

    def _is_on_the_way(self) -> bool:
        """Whether what was sent is still being carried: a long line, not a program that does not read."""
        if not hasattr(socket, "TCP_INFO") or sys.platform != "linux":
            return False
        info = self._line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_SIZE)
        if len(info) < _INFO_SIZE:
            return False
        unacknowledged, acknowledged, unsent = _INFO.unpack(info)
        moved, self._acknowledged = acknowledged - self._acknowledged, acknowledged
        return moved >= _CARRIED and bool(unacknowledged or unsent)

    # the transport speaks

    def data_received(self, data: bytes) -> None:
        """Bytes have come in."""
        self._pinged_at = None  # whatever it says: it is there, and reads
        self._protocol.receive_data(data)
        self._look()
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and self.open:
                self._take(event)
        self._flush()
        if not self.open:
            self._reap()

    def eof_received(self) -> bool:
        """No more will come in."""
        self._protocol.receive_eof()
        self._look()
        self._flush()
        return False

    def pause_writing(self) -> None:
        """The buffer is over its mark."""
        self.paused_at = self._loop.time()
        if self.open:
            self._drained.clear()

    def resume_writing(self) -> None:
        """The client has read."""
        self.paused_at = None
        self._drained.set()
        if self.open and not self._inside:
            self._keeper.catch_up(self)

    def connection_lost(self, _: Exception | None) -> None:
        """It is over."""
        self.open = False
        self.ended = True
        self._drained.set()
        if self._reaper is not None:
            self._reaper.cancel()
        if self.task is not None:
            self.task.cancel()
        self._keeper.discard(self)

    # in

    def _look(self) -> None:
        """See whether what came in was the end."""
        if self._protocol.state is not OPEN:
            self.open = False

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG and self._owes_pong:
            self._owes_pong = False
            return
        now = self._loop.time()
        self._allowance = min(_PINGS, self._allowance + (now - self._heard) * _PINGS / 10) - 1
        self._heard = now
        if self._allowance < 0:
            self.close(Close.TOO_MUCH)
        elif frame.opcode is Opcode.BINARY or frame.opcode is Opcode.CONT or not frame.fin:
            self.close(Close.NOT_UNDERSTOOD)
        elif frame.opcode is Opcode.TEXT:
            self._read(bytes(frame.data))

    def _read(self, text: bytes) -> None:
        try:
            text.decode()
        except UnicodeDecodeError:
            self.close(Close.BAD_TEXT)
            return
        try:
            said = _said.decode(text)
        except (msgspec.DecodeError, RecursionError):
            self.close(Close.NOT_UNDERSTOOD)
            return
        if said.type != "ping":
            self.close(Close.NOT_UNDERSTOOD)
        elif not (self._inside or self.stuck()):
            self.write(PONG.framed(deflate=False))

    def _flush(self) -> None:
        """Write what the protocol core wants out: pongs, close frames, the end."""
        if self._inside:
            return
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            elif not self._transport.is_closing():
                self._transport.close()

    def _reap(self) -> None:
        """See to it that the connection ends, whether the client reads or not."""
        if self._reaper is None and not self.ended:
            self._reaper = self._loop.call_later(self._limits.farewell, self._transport.abort)
