"""What editors have done this night: the audit, and what shows of it in the stories.

Knows the editors' actions; must not know how they are applied (`newsroom.Newsroom` has a desk for that).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from night.told import EVENTS, NOW
from ticker.core.view import iso

if TYPE_CHECKING:
    from ticker.core.audit import AuditView
    from ticker.core.view import EditsView, NoteView


def _edits(**changed: Any) -> EditsView:
    untouched: EditsView = {
        "spiked": False,
        "reason": "",
        "boost": 0.0,
        "embargo_until": None,
        "muted_sources": [],
        "muted_phrases": [],
        "notes": [],
    }
    untouched.update(changed)  # type: ignore[typeddict-item]  # the names are those above
    return untouched


def _note(by: str, minutes: float, text: str, action: int) -> NoteView:
    return {"by": by, "at": iso(NOW - minutes * 60), "text": text, "action": str(action)}


_RINGS = "coastguard rings back at 20:15"

# What a story shows of it, by its number.
HANDS: dict[int, dict[str, Any]] = {
    1: {"breaking": True, "breaking_until": iso(NOW + 900)},
    2: {"pinned": True, "pin": 1.0},
    4: {"urgency": 2, "edits": _edits(notes=[_note("mona", 6, _RINGS, 4)])},
    6: {
        "headline": "Minister resigns after harbour inquiry",
        "original": EVENTS[5].headline,
    },
    8: {"held": True, "edits": _edits(spiked=True, reason="yesterday's strike, not today's")},
    9: {"edits": _edits(boost=2.0, muted_sources=["خبر الساحل"])},
    11: {"held": True, "edits": _edits(embargo_until=iso(NOW + 5400))},
}


def _line(number: int, minutes: float, by: str, verb: str, story: str, **more: Any) -> AuditView:
    """Return a line of the audit."""
    line: AuditView = {
        "action": str(number),
        "id": f"night-{number}",
        "at": iso(NOW - minutes * 60),
        "by": by,
        "verb": verb,
        "stories": [story],
        "entries": [],
        "text": "",
        "source": "",
        "value": None,
        "until": None,
        "before": {},
        "after": {},
        "refused": None,
        "reason": "",
        "of": None,
        "stands": True,
        "offset": number,
        "pairs": [],
    }
    line.update(more)  # type: ignore[typeddict-item]  # the names are those above
    return line


def _changed(story: str, key: str, was: object, now: object) -> dict[str, Any]:
    headline = EVENTS[int(story[1:]) - 1].headline
    return {
        "before": {story: {"headline": headline, key: was}},
        "after": {story: {"headline": headline, key: now}},
    }


AUDIT: tuple[AuditView, ...] = (
    _line(1, 90, "mona", "pin", "s2", value=1.0, **_changed("s2", "pin", None, 1.0)),
    _line(2, 66, "سامر", "spike", "s8", text="not today's", **_changed("s8", "spiked", "no", "yes")),
    _line(3, 37, "mona", "breaking", "s1", **_changed("s1", "breaking_until", None, iso(NOW + 900))),
    _line(4, 6, "mona", "note", "s4", text=_RINGS, **_changed("s4", "notes", [], [_RINGS])),
    _line(5, 5, "سامر", "urgency", "s3", value=1.0, **_changed("s3", "urgency", None, 1)),
    _line(6, 4, "سامر", "undo", "s3", of="5", stands=False, **_changed("s3", "urgency", 1, None)),
    _line(
        7,
        2,
        "سامر",
        "retitle",
        "s6",
        text="Minister goes",
        refused="conflict",
        reason="mona gave story s6 another headline meanwhile: look at it, then repeat",
    ),
)
