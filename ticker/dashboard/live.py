"""Keep a listener in step with a source: snapshot, updates, snapshot again where there is a gap.

An error of the source is told and the source asked again, later each time; nothing ends but by
cancelling. Shared by the dashboard and the plain line stream.

Knows the protocol's order of things; must not know who listens or how it looks.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn, Protocol

from ticker.dashboard.source import Resync

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ticker.core.view import TopView, UpdateView

# Seconds before each further attempt; the last one repeats.
DELAYS = (0.5, 1.0, 2.0, 5.0, 10.0)


class Link(StrEnum):
    """How the connection stands."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class LinkState:
    """A link, and for a lost one why and in how many seconds it is tried again."""

    link: Link = Link.CONNECTING
    reason: str = ""
    retry_in: float = 0.0


class Followed(Protocol):
    """What is needed of a source to be kept in step with it: see `client.source.Source`."""

    async def top(self, *, limit: int | None) -> TopView:
        """Return a snapshot."""
        ...

    def updates(self, after: int) -> AsyncIterator[UpdateView]:
        """Yield what follows it."""
        ...


class Listener(Protocol):
    """Who is kept in step. Called on the event loop; must not block."""

    def on_top(self, top: TopView) -> None:
        """Take a whole snapshot."""
        ...

    def on_update(self, update: UpdateView) -> None:
        """Take one change after it."""
        ...

    def on_link(self, state: LinkState) -> None:
        """Hear how the connection stands."""
        ...


def reason_of(error: BaseException) -> str:
    """Return an error as one line: its text, else its name."""
    return str(error).strip() or type(error).__name__


async def follow(
    source: Followed, listener: Listener, *, limit: int | None = None, delays: Sequence[float] = DELAYS
) -> NoReturn:
    """Feed `listener` from `source` until cancelled. `limit` bounds the snapshots.

    Errors of the source are told to the listener; errors of the listener are raised.
    """
    steps = _Steps(listener)
    while True:
        try:
            await steps.live(source, limit)
            reason = "the stream of updates ended"
        except Resync:
            if steps.failed == 0:
                steps.failed = 1  # at once, but not in a circle
                continue
            reason = "updates were missed"
        except _LostError as lost:
            reason = str(lost)
        delay = delays[min(steps.failed, len(delays) - 1)]
        steps.failed += 1
        listener.on_link(LinkState(Link.LOST, reason, delay))
        await asyncio.sleep(delay)


class _Steps:
    """One connection after the other; `failed` counts those that brought no update."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.failed = 0

    async def live(self, source: Followed, limit: int | None) -> None:
        """Take a snapshot and the updates after it; returns where they end, raises where they break."""
        top = await _top(source, limit)
        self._listener.on_top(top)
        self._listener.on_link(LinkState(Link.LIVE))
        async for update in _updates(source, top["offset"]):
            if update["epoch"] != top["epoch"]:
                raise Resync
            self.failed = 0
            self._listener.on_update(update)


class _LostError(Exception):
    """The source failed; an error of the listener is never taken for one of its."""


async def _top(source: Followed, limit: int | None) -> TopView:
    try:
        return await source.top(limit=limit)
    except Resync:
        raise
    except Exception as error:
        raise _LostError(reason_of(error)) from error


async def _updates(source: Followed, after: int) -> AsyncIterator[UpdateView]:
    try:
        async for update in source.updates(after):
            yield update
    except Resync:
        raise
    except Exception as error:
        raise _LostError(reason_of(error)) from error
