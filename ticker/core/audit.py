"""The audit: every action as a line that says who, when, what, before, after.

The line is what the store keeps, what programs read and what editors are told; nothing else is known of an
action that the window has dropped. Knows verdicts; must not know where the lines go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypedDict

from ticker.core.model import Entry
from ticker.core.view import edits_view, iso

if TYPE_CHECKING:
    from ticker.core.acts import LabelledPair, Verdict
    from ticker.core.model import Story

_TITLE = 300
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z")


class EntryTold(TypedDict):
    """One side of a labelled pair: what matching looks at, and whose it was."""

    id: str
    feed: str
    publisher: str
    family: str
    title: str
    summary: str
    url: str
    lang: str
    time: float


class PairTold(TypedDict):
    """What a merge (`same`) or a split says of two entries."""

    a: EntryTold
    b: EntryTold
    same: bool


class AuditView(TypedDict):
    """One action.

    `action` is its number; `refused` the kind of refusal and `reason` its line, else null. `stories` are
    those that it changed or made, or that were named where it was refused; `before` and `after` show each
    as far as it changed, null = there was no such story. `of` is the action that an undo or redo meant,
    `stands` whether that stands since. `offset` is that of the desk after it.
    """

    action: str
    id: str
    at: str
    by: str
    verb: str
    stories: list[str]
    entries: list[str]
    text: str
    source: str
    value: float | None
    until: str | None
    before: dict[str, dict[str, Any] | None]
    after: dict[str, dict[str, Any] | None]
    refused: str | None
    reason: str
    of: str | None
    stands: bool
    offset: int
    pairs: list[PairTold]


def audit_view(verdict: Verdict) -> AuditView:
    """Show what became of one action."""
    action = verdict.action
    before, after = {}, {}
    for was, now in zip(verdict.before, verdict.after, strict=True):
        story = was or now
        if story is not None:
            before[story.id], after[story.id] = _differences(was, now)
    return {
        "action": str(verdict.number),
        "id": action.id,
        "at": iso(action.at),
        "by": action.by,
        "verb": str(action.verb),
        "stories": list(action.stories if verdict.refused else verdict.stories),
        "entries": list(action.entries),
        "text": action.text,
        "source": action.source,
        "value": action.value,
        "until": None if action.until is None else iso(action.until),
        "before": before,
        "after": after,
        "refused": verdict.refused or None,
        "reason": verdict.reason,
        "of": str(verdict.of) if verdict.of else None,
        "stands": verdict.stands,
        "offset": verdict.offset,
        "pairs": [_pair(pair) for pair in verdict.pairs],
    }


def _differences(was: Story | None, now: Story | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What is told of a story before and after: all that differs; the headline always."""
    one, other = _standing(was), _standing(now)
    if one is None or other is None:
        return one, other
    if was is not None and now is not None and was.members != now.members:
        one["entries"] = [f"#{member}" for member in was.members if member not in now.members]
        other["entries"] = [f"#{member}" for member in now.members if member not in was.members]
    same = {key for key in one if one[key] == other[key] and key != "headline"}
    return (
        {key: value for key, value in one.items() if key not in same},
        {key: value for key, value in other.items() if key not in same},
    )


def _standing(story: Story | None) -> dict[str, Any] | None:
    if story is None:
        return None
    edits = story.edits
    return {
        "headline": story.headline,
        "copies": story.copies,
        "pin": edits.pin,
        "breaking_until": iso(edits.breaking) if edits.breaking else None,
        "urgency": edits.urgency or None,
        **edits_view(edits),
    }


def _pair(pair: LabelledPair) -> PairTold:
    return {"a": _told(pair.a), "b": _told(pair.b), "same": pair.same}


def _told(entry: Entry) -> EntryTold:
    return {
        "id": entry.id,
        "feed": entry.feed,
        "publisher": entry.publisher,
        "family": entry.family,
        "title": entry.title,
        "summary": entry.summary,
        "url": entry.url,
        "lang": entry.lang,
        "time": entry.time,
    }


def entry_of(told: EntryTold) -> Entry:
    """The entry of a labelled pair, as far as matching looks at it."""
    return Entry(**told, received=told["time"])


def line_of(view: AuditView) -> str:
    """What an action did, in one line without its number, editor and time."""
    if view["refused"]:
        return f"refused: {view['reason']}"
    parts = [part for story in view["before"] for part in _changes(story, view)]
    if not parts:
        named = ", ".join(view["stories"])
        return f"story {named}: it was so already" if named else "nothing was left to change"
    return "; ".join(parts)


def minute(iso: str) -> str:
    """An instant of a view (ISO 8601, UTC) as people read it."""
    return f"{iso[:10]} {iso[11:16]} UTC"


def _changes(story: str, view: AuditView) -> list[str]:
    was, now = view["before"][story], view["after"][story]
    if was is None:
        return [f"story {story} is there: “{_short((now or {}).get('headline', ''))}”"]
    if now is None:
        return [f"story {story} “{_short(was['headline'])}” went into another"]
    said = [
        _turned(key.replace("_", " "), _value(was[key]), _value(now[key]))
        for key in sorted(was.keys() & now.keys() - {"entries", "headline"})
    ]
    if was["headline"] != now["headline"]:
        said.insert(0, _turned("headline", f"“{_short(was['headline'])}”", f"“{_short(now['headline'])}”"))
        return [f"story {story}: {', '.join(said)}"]
    return [f"story {story} “{_short(now['headline'])}”: {', '.join(said)}"] if said else []


def _turned(what: str, was: str, now: str) -> str:
    """A change in words: an arrow between two right-to-left texts would point the wrong way."""
    return f"{what} {was}, now {now}" if was[0] == now[0] == "“" else f"{what} {was} → {now}"


def _value(value: Any) -> str:
    if value is None or (not value and isinstance(value, str | list)):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(f"“{_short(one['text'] if isinstance(one, dict) else one)}”" for one in value)
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return minute(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _TITLE else text[: _TITLE - 1] + "…"
