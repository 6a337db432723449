"""A source that holds the night in memory and plays a desk to the dashboard.

Knows the promise of a `dashboard.source.Source`; must not know the words of the night.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from night.desk import ALARMS, LOG, feeds
from night.hands import AUDIT
from night.views import bare, ranked, stories
from ticker.dashboard.source import Resync, Status
from ticker.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ticker.core.acts import Outcome
    from ticker.core.audit import AuditView
    from ticker.core.model import Action, FeedState
    from ticker.core.view import AlertView, StoryView, TopView, UpdateView

EPOCH = "night"


class MemorySource:
    """A `dashboard.source.Source` in memory: real order of things, no transport.

    `publish` makes a change that listeners see; `error` is what the next calls raise; `trim` forgets old
    updates, so that who is behind must take a fresh snapshot; `torn` = everybody always is.
    """

    def __init__(
        self, views: Sequence[StoryView] | None = None, *, known: Sequence[FeedState] | None = None
    ) -> None:
        self.views = {view["id"]: view for view in (stories() if views is None else views)}
        self.known: Sequence[FeedState] = feeds() if known is None else known
        self.alarms = list(ALARMS)
        self.epoch = EPOCH
        self.offset = 0
        self.stale = ""
        self.error: Exception | None = None
        self.torn = False
        self._log: list[UpdateView] = []
        self._changed = asyncio.Condition()

    async def publish(self, op: str, view: StoryView, *, into: str = "") -> UpdateView:
        """Change a story and tell whoever listens."""
        self.offset += 1
        if op in {"expired", "merged"}:
            self.views.pop(view["id"], None)
        else:
            self.views[view["id"]] = view
        update: UpdateView = {"epoch": self.epoch, "offset": self.offset, "op": op, "story": bare(view)}
        if into:
            update["into"] = into
        self._log.append(update)
        await self.wake()
        return update

    async def wake(self) -> None:
        """Let waiting listeners look again (after `error` or `epoch` was set)."""
        async with self._changed:
            self._changed.notify_all()

    def trim(self, keep: int = 0) -> None:
        """Forget all updates but the last ones."""
        self._log = self._log[len(self._log) - keep :] if keep else []

    def _check(self) -> None:
        if self.error is not None:
            raise self.error

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranking."""
        self._check()
        return {
            "desk": "main",
            "epoch": self.epoch,
            "offset": self.offset,
            "stories": [bare(view) for view in ranked(list(self.views.values())) if not view["held"]][:limit],
        }

    async def updates(self, after: int) -> AsyncIterator[UpdateView]:
        """Yield what is published."""
        epoch = self.epoch
        while True:
            self._check()
            if (
                epoch != self.epoch
                or (self._log and self._log[0]["offset"] > after + 1)
                or self._behind(after)
            ):
                raise Resync
            for update in [one for one in self._log if one["offset"] > after]:
                after = update["offset"]
                yield update
            async with self._changed:
                if after == self.offset and self.error is None and epoch == self.epoch:
                    await self._changed.wait()

    def _behind(self, after: int) -> bool:
        return self.torn or (not self._log and after < self.offset)

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story."""
        self._check()
        return self.views.get(story_id)

    async def feeds(self) -> Sequence[FeedState]:
        """Return the feeds."""
        self._check()
        return self.known

    async def alerts(self, count: int) -> Sequence[AlertView]:
        """Return the desk's alerts."""
        self._check()
        return self.alarms[:count]

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Refuse: this night is told, not edited (`newsroom.Newsroom` has a desk behind it)."""
        del wait
        raise ActionError("unfit", f"{action.verb}: nobody edits this night")

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return what editors have done so far."""
        self._check()
        return [line for line in AUDIT if int(line["action"]) > (after or 0)][-count:]

    async def held(self) -> Sequence[StoryView]:
        """Return what the public must not see."""
        self._check()
        return [bare(view) for view in ranked(list(self.views.values())) if view["held"]]

    async def log(self, lines: int) -> Sequence[str] | None:
        """Return the engine's log."""
        self._check()
        return LOG[-lines:]

    async def status(self) -> Status:
        """Return fixed figures."""
        self._check()
        return Status(
            desk="main",
            epoch=self.epoch,
            offset=self.offset,
            stories=len(self.views),
            copies=sum(view["copies"] for view in self.views.values()),
            stale=bool(self.stale),
            message=self.stale,
        )
