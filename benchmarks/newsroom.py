"""A source over a real desk in memory: what editors do to it, the core decides. No store, no transport.

For tests and pictures of the dashboard; outlets and events are invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import night

from ticker.core.acts import Outcome
from ticker.core.audit import audit_view
from ticker.core.desk import Desk
from ticker.core.model import Entry
from ticker.core.view import story_view, update_view
from ticker.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker.core.acts import Verdict
    from ticker.core.audit import AuditView
    from ticker.core.model import Action, Event
    from ticker.core.view import StoryView

NEWS = (
    ("Northgate Wire", "Harbour bridge in Port Selwyn closes after cracks found in two pillars"),
    ("Harbour Post", "Harbour bridge in Port Selwyn closes after cracks found in two pillars"),
    ("The Lantern", "Central bank of Norland holds rates at 4.25 percent"),
    ("خبر الساحل", "إضراب عمال ميناء الرملة يدخل يومه الرابع"),
    ("نداء الضفتين", "إضراب عمال ميناء الرملة يدخل يومه الرابع"),
    ("Meridian Desk", "Wildfire near Monte Verano forces 1,200 people from homes"),
    ("Harbour Post", "Teachers in Westmark vote to end six-week walkout"),
    ("Northgate Wire", "Parliament of Norland rejects pension bill by nine votes"),
)


class Newsroom(night.MemorySource):
    """A desk that holds `NEWS` and obeys actions. `down` = it does not answer them."""

    def __init__(self, news: Iterable[tuple[str, str]] = NEWS) -> None:
        super().__init__([])
        self.desk = Desk()
        self.verdicts: list[Verdict] = []
        self.sent: list[Action] = []
        self.down: Exception | None = None
        for place, (publisher, title) in enumerate(news):
            self._fold(_entry(place, publisher, title))
        self.trim()

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Apply an action as the desk's writer would; the same id counts once."""
        del wait
        self.sent.append(action)
        if self.down is not None:
            raise self.down
        known = [verdict for verdict in self.verdicts if verdict.action.id == action.id]
        if not known:
            self._fold(action)
            await self.wake()
            known = [self.verdicts[-1]]
        verdict = known[0]
        if verdict.refused:
            raise ActionError(verdict.refused, verdict.reason)
        return Outcome(str(verdict.number), verdict.stories, f"{action.verb}: done, action {verdict.number}")

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return what became of every action."""
        self._check()
        return [audit_view(verdict) for verdict in self.verdicts if verdict.number > (after or 0)][-count:]

    async def report(self, publisher: str, title: str) -> None:
        """Let an outlet report something."""
        self._fold(_entry(len(self.desk.copies) + 1000, publisher, title))
        await self.wake()

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story."""
        self._check()
        story = self.desk.stories.get(story_id)
        return None if story is None else story_view(story, [self.desk.copies[one] for one in story.members])

    def _fold(self, event: Event) -> None:
        updates = self.desk.apply(event)
        changes = self.desk.drain()
        self.verdicts += changes.verdicts
        for update in updates:
            cause = changes.causes.get(update.entry)
            self._log.append(update_view(update, self.epoch, cause))
        self.offset = changes.offset
        self.views = {story.id: story_view(story) for story in self.desk.stories.values()}


def _entry(place: int, publisher: str, title: str) -> Entry:
    at = night.NOW - 600 + place
    return Entry(
        id=str(place),
        feed=f"https://{place}.example/rss",
        publisher=publisher,
        title=title,
        received=at,
        time=at,
        url=f"https://news.example/{place}",
        lang="ar" if not title.isascii() else "en",
    )
