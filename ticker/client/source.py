"""What a reader of one desk may ask, whoever answers: Redis, a remote server, a test.

Knows the shapes; must not know where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ticker.core.acts import Outcome
    from ticker.core.audit import AuditView
    from ticker.core.model import Action, FeedState
    from ticker.core.view import AlertView, StoryView, TopView, UpdateView


class Resync(Exception):  # noqa: N818 - no error: it tells the reader to take a fresh snapshot
    """Updates after the given offset cannot be had without a gap: take `top` again and go on from there."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the desk does. `stale` = nobody writes to it or it is behind; `message` then says so in words.

    `stories` and `copies` are what the window holds, `letters` the records that the desk gave up and `letter`
    why the newest of them was ("" = not to be had here). Rate and lag are measured by whoever shows them.
    """

    desk: str
    epoch: str
    offset: int
    stories: int = 0
    copies: int = 0
    stale: bool = False
    message: str = ""
    letters: int = 0
    letter: str = ""


class Editor(Protocol):
    """What an editor may do to one desk; the same over Redis and over a server."""

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Do it: applied and committed when this returns; the same `action.id` again is done once.

        Raises UsageError (form), ActionError (refused: `kind` and a line) or UnreachableError (repeat it).
        """
        ...

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return lines of the audit in order: the first `count` after an action's number, or the newest."""
        ...

    async def held(self) -> Sequence[StoryView]:
        """Return the stories that the public must not see now, as editors see them."""
        ...


class Source(Protocol):
    """One desk, read only. Any exception but Resync is shown to the user and the call tried again."""

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranked stream at one offset; `limit` None = all stories."""
        ...

    def updates(self, after: int) -> AsyncIterator[UpdateView]:
        """Yield every update whose offset is greater than `after`, live and without end.

        Raises Resync where the next update is no longer kept, or belongs to a new epoch.
        """
        ...

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story with its `entries`, or None when the window no longer holds it."""
        ...

    async def feeds(self) -> Sequence[FeedState]:
        """Return what is known of every configured feed of the desk."""
        ...

    async def alerts(self, count: int) -> Sequence[AlertView]:
        """Return the desk's latest alerts, newest first."""
        ...

    async def status(self) -> Status:
        """Return how the desk does now."""
        ...

    async def log(self, lines: int) -> Sequence[str] | None:
        """Return the last `lines` lines of the log of who runs the desk; None = not to be had here."""
        ...
