"""What asks for an editor's eyes.

The desk's alerts, stories that begin to match a query of one's own, feeds that fail, a desk that stops, an
action that was refused.

Knows queries, views and feed states; must not know how an alert is shown or rung.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.query import Query
from ticker.dashboard import look as signs
from ticker.dashboard.roll import HEAD, Roll
from ticker.dashboard.rows import instant
from ticker.terminal import age, cells, cut, display, line, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from ticker.core.model import FeedState
    from ticker.core.view import AlertView, StoryView
    from ticker.dashboard.look import Look

# Failures in a row from which a feed is worth an alert: one alone is weather.
_FAILURES = 3
# Lines at the foot for the whole of the selected alert, and for what explains it.
_WHOLE, _WHY = 2, 3
# On fewer lines than these there are only alerts.
_LEAST = 9
_KIND = 16


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at. `kind` is one word, `story` the id it is about ("" = none), `why` explains it."""

    number: int
    at: float
    kind: str
    text: str
    story: str = ""
    why: str = ""


class Alerts:
    """Raises alerts from what comes in; `roll` holds them, `waiting` those not yet told to the user."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._rules = tuple((text, Query.parse(text)) for text in rules)
        self._matching: dict[str, set[str]] = {text: set() for text in rules}
        self._failing: set[str] | None = None
        self._told: set[str] | None = None
        self._trouble: str | None = None
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

    def desk(self, newest_first: Sequence[AlertView]) -> None:
        """Look at the desk's own alerts: those that were there before this screen are history, not news."""
        known, self._told = self._told, {alert["id"] for alert in newest_first}
        for alert in reversed(newest_first):
            if known is None or alert["id"] not in known:
                self.add(
                    alert["kind"],
                    alert["headline"],
                    instant(alert["at"]),
                    alert["story"],
                    why="; ".join(alert["why"]),
                    told=known is not None,
                )

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
        if text and self._trouble == "":
            self.add("desk", text, now)
        elif self._trouble and not text:
            self.add("desk", "live again", now)
        if text == "" or self._trouble is not None:  # a desk that has never been live has not stopped
            self._trouble = text

    def add(
        self, kind: str, text: str, now: float, story: str = "", *, why: str = "", told: bool = True
    ) -> None:
        """Raise one; with `told` False it is only listed."""
        self._count += 1
        alert = Alert(self._count, now, kind, text, story, why)
        self.roll.add(alert)
        if told:
            self.waiting.append(alert)
            self.unseen += 1

    def seen(self) -> None:
        """The reader has looked at them."""
        self.unseen = 0


def alert_lines(alerts: Alerts, look: Look, *, width: int, height: int, now: float) -> list[Text]:
    """Return a head and a window of alerts, newest first; at its foot the whole of the selected one."""
    palette = look.palette
    if not len(alerts.roll):
        return [line(""), line(("  nothing has asked for you yet", palette.quiet))]
    foot = _WHOLE + _WHY + 1 if height > _LEAST else 0
    alerts.roll.resize(height - HEAD - foot)
    lines = [line((cut(f"  {'age':>4}  {'why':<{_KIND + 2}}what", width), palette.quiet))]
    for alert in alerts.roll.rows():
        selected = alerts.roll.is_selected(alert)
        lead = f" {age(now - alert.at):>4}  "
        kind = pad(display(alert.kind, width=_KIND, mode=look.mode), _KIND + 2)
        room = max(0, width - len(lead) - cells(kind) - 2)
        text = line(
            (signs.CURSOR if selected else " ", palette.accent),
            (lead, palette.quiet),
            (kind, palette.breaking if alert.kind == "breaking" else palette.warn),
            (display(alert.text, width=room, mode=look.mode, rtl_align=True), palette.text),
        )
        if selected:
            look.select(text, width)
        lines.append(text)
    current = alerts.roll.current()
    if current is not None and foot:
        lines += [line("")] * (HEAD + alerts.roll.height - len(lines))
        lines.append(line(("─" * width, palette.quiet)))
        whole = wrap(current.text, width - 3, mode=look.mode, rtl_align=True)[:_WHOLE]
        lines += [line("  ", (part, palette.text)) for part in whole]
        why = wrap(current.why, width - 3, mode=look.mode, listed=True)[:_WHY]
        lines += [line("  ", (part, palette.quiet)) for part in why]
    return lines
