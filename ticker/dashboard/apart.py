"""Why two stories are apart: the matcher's own answer for their closest headlines.

Knows story views and the matcher; must not know how it is shown. Importing it reads the matcher's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.match import THRESHOLDS, match
from ticker.core.model import Grain
from ticker.core.text import headline
from ticker.dashboard.rows import instant

if TYPE_CHECKING:
    from ticker.core.match import Match
    from ticker.core.text import Headline
    from ticker.core.view import EntryView, StoryView

# Copies of each story that are compared: the founder and the newest say the most, the rest repeats them.
_SAMPLE = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """The closest pair of two stories' headlines, what the matcher says of it, and the score that joins."""

    left: str
    right: str
    match: Match
    bar: float = THRESHOLDS[Grain.STORIES]


def closest(left: StoryView, right: StoryView) -> Verdict | None:
    """Return the pair that comes nearest to being one story; None where a story has no copies here.

    Takes up to tens of milliseconds: call it beside the event loop.
    """
    best: Verdict | None = None
    ours = [(entry["title"], _headline(entry)) for entry in _sample(left)]
    theirs = [(entry["title"], _headline(entry)) for entry in _sample(right)]
    for title, one in ours:
        for other_title, other in theirs:
            found = match(one, other)
            if best is None or found.score > best.match.score:
                best = Verdict(title, other_title, found)
    return best


def _sample(story: StoryView) -> list[EntryView]:
    entries = story.get("entries", [])
    return entries if len(entries) <= _SAMPLE else [entries[0], *entries[-_SAMPLE + 1 :]]


def _headline(entry: EntryView) -> Headline:
    return headline(
        entry["title"],
        time=instant(entry["published"] or entry["received"]),
        publisher=entry["publisher"],
        lang=entry["lang"],
    )
