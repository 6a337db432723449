"""How a story's headline changed: each revision, and the numbers that are not those of the one before.

Knows story views and what a number looks like; must not know widgets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.model import Relation
from ticker.core.numbers import SMALL
from ticker.core.query import folded
from ticker.dashboard.rows import instant
from ticker.terminal import age, display, line, pad, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.core.view import EntryView, StoryView
    from ticker.dashboard.look import Look

_TOKEN = re.compile(r"\d+(?:[.,٫٬:/-]\d+)*|\w+")
_AGE = 6


@dataclass(frozen=True, slots=True)
class Revision:
    """One headline of a story at one instant. `fresh` are its numbers, as written, that are new to it.

    `gone` and `came` are the values, as they are read out.
    """

    at: float
    title: str
    publisher: str
    fresh: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()


def revisions(story: StoryView) -> list[Revision]:
    """Return the story's headlines in the order of arrival, each once; needs the story's `entries`."""
    found: list[Revision] = []
    seen: set[str] = set()
    for entry in story.get("entries", ()):
        if found and entry["relation"] != Relation.UPDATE and not entry["former"]:
            continue
        for title in (*entry["former"], entry["title"]):
            key = folded(title)
            if key not in seen:
                seen.add(key)
                found.append(_revision(entry, title, found))
    return found


def numbers(title: str) -> dict[str, str]:
    """Return the numbers of a title: value as it is read out -> how it is written there."""
    found: dict[str, str] = {}
    for token in _TOKEN.findall(title):
        if token[0].isdecimal():
            found.setdefault("".join(folded(token).split()), token)
        elif (value := SMALL.get(folded(token))) is not None:
            found.setdefault(f"{value:g}", token)
    return found


def _revision(entry: EntryView, title: str, before: list[Revision]) -> Revision:
    publisher = entry["publisher"] or entry["feed"]
    at = instant(entry["published"] or entry["received"])
    if not before:
        return Revision(at, title, publisher)
    old, new = numbers(before[-1].title), numbers(title)
    came = tuple(value for value in new if value not in old)
    gone = tuple(value for value in old if value not in new) if came else ()
    return Revision(at, title, publisher, tuple(new[value] for value in came), gone, came)


def timeline_lines(story: StoryView, look: Look, *, width: int, now: float) -> list[Text]:
    """Return the revisions as lines; [] where the headline has never changed."""
    found = revisions(story)
    if len(found) < 2:
        return []
    palette = look.palette
    lines = [line((f"Headline, {len(found)} versions", palette.strong))]
    for one in found:
        lead = pad(age(now - one.at), _AGE)
        note = _note(one)
        parts = wrap(one.title, width - _AGE, mode=look.mode, rtl_align=True)
        for place, part in enumerate(parts):
            text = line((lead if place == 0 else " " * _AGE, palette.quiet), (part, palette.text))
            for token in one.fresh:
                _highlight(text, display(token, width=None, mode=look.mode), palette.warn)
            lines.append(text)
        if note:
            lines.append(line(" " * _AGE, (note, palette.warn)))
    return lines


def _note(one: Revision) -> str:
    """Say what changed in words: colour and underline alone say nothing to many.

    One number in another's place is one that has changed; a magnitude is no toll, and among many
    none is guessed.
    """
    if not one.came:
        return ""
    if len(one.gone) == len(one.came) == 1 and ("." in one.gone[0]) == ("." in one.came[0]):
        return f"{one.gone[0]} → {one.came[0]}"
    return f"new: {', '.join(one.came)}"


def _highlight(text: Text, token: str, style: str) -> None:
    for found in re.finditer(rf"(?<!\d){re.escape(token)}(?!\d)", text.plain):
        if found.start() >= _AGE:
            text.stylize(f"{style} underline", found.start(), found.end())
