"""What asks for an editor's eyes: stories that begin to match a rule, feeds that fail, a desk that stops.

Knows queries, story views and feed states; must not know how an alert is shown or rung.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.query import Query
from ticker.dashboard.roll import Roll
from ticker.terminal import age, display, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from ticker.core.model import FeedState
    from ticker.core.view import StoryView
    from ticker.dashboard.look import Look

# Failures in a row from which a feed is worth an alert: one alone is weather.
_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at. `kind` is one word, `story` the id it is about ("" = none)."""

    number: int
    at: float
    kind: str
    text: str
    story: str = ""


class Alerts:
    """Raises alerts from what comes in; `roll` holds them, `waiting` those not yet told to the user."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._rules = tuple((text, Query.parse(text)) for text in rules)
        self._matching: dict[str, set[str]] = {text: set() for text in rules}
        self._failing: set[str] | None = None
        self._trouble = ""
        self._count = 0
        self.roll: Roll[Alert] = Roll(lambda alert: alert.number)
        self.unseen = 0
        self.waiting: deque[Alert] = deque(maxlen=100)

    def start(self, stories: Iterable[StoryView], now: float, *, first: bool) -> None:
        """Take a snapshot: the first one is where the night stands, a later one may bring alerts."""
        stories = list(stories)
        live = {story["id"] for story in stories}
        for known in self._matching.values():
            known.intersection_update(live)
        for story in stories:
            self.look(story, now, told=not first)

    def look(self, story: StoryView, now: float, *, told: bool = True) -> None:
        """Look at a story that has changed; `told` False = only remember what it matches."""
        for text, query in self._rules:
            known = self._matching[text]
            if not query.matches(story, now):
                known.discard(story["id"])
            elif story["id"] not in known:
                known.add(story["id"])
                if told:
                    self.add(text, story["headline"], now, story["id"])

    def gone(self, story_id: str) -> None:
        """Forget a story that has left the desk."""
        for known in self._matching.values():
            known.discard(story_id)

    def feeds(self, states: Sequence[FeedState], now: float) -> None:
        """Look at the feeds: alert when one has failed several times in a row, and when it is back."""
        failing = {feed.feed for feed in states if feed.error and feed.failures >= _FAILURES}
        before, self._failing = self._failing, failing
        if before is None:
            return
        for feed in states:
            if feed.feed in failing - before:
                self.add("feed", f"{feed.publisher or feed.feed}: {feed.error_text or feed.error}", now)
            elif feed.feed in before and not feed.error:
                self.add("feed", f"{feed.publisher or feed.feed} answers again", now)
            elif feed.feed in before and feed.error:
                failing.add(feed.feed)  # still failing, though its count began anew

    def trouble(self, text: str, now: float) -> None:
        """Hear what keeps the desk from being live ("" = nothing)."""
        if text and not self._trouble:
            self.add("desk", text, now)
        elif self._trouble and not text:
            self.add("desk", "live again", now)
        self._trouble = text

    def add(self, kind: str, text: str, now: float, story: str = "") -> None:
        """Raise one."""
        self._count += 1
        alert = Alert(self._count, now, kind, text, story)
        self.roll.add(alert)
        self.waiting.append(alert)
        self.unseen += 1

    def seen(self) -> None:
        """The reader has looked at them."""
        self.unseen = 0


def alert_lines(alerts: Alerts, look: Look, *, width: int, now: float) -> list[Text]:
    """Return the window of alerts, one a line, newest first."""
    palette = look.palette
    if not len(alerts.roll):
        return [line(""), line(("  nothing has asked for you yet", palette.quiet))]
    lines = []
    for alert in alerts.roll.rows():
        selected = alerts.roll.is_selected(alert)
        lead = f"{'▌' if selected else ' '} {age(now - alert.at):>4}  "
        kind = display(alert.kind, width=16, mode=look.mode)
        kind += " " * (16 - len(kind)) + "  "
        room = max(0, width - len(lead) - len(kind) - 1)
        text = line(
            (lead, palette.quiet),
            (kind, palette.breaking if alert.kind == "breaking" else palette.warn),
            (display(alert.text, width=room, mode=look.mode, rtl_align=True), palette.text),
        )
        if selected:
            text.stylize(f"on {palette.cursor}")
        lines.append(text)
    return lines
