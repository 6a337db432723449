"""One story with all its copies, as lines: who said what, when, and why it belongs here.

Knows story views; must not know widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.dashboard.rows import instant
from ticker.terminal import age, display, line, pad, safe, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.core.view import EntryView, StoryView
    from ticker.dashboard.look import Look

_SAME = "the same words"
_INDENT = 2
_RELATION = 16


def detail_lines(story: StoryView, look: Look, *, width: int, now: float) -> list[Text]:
    """Return the story's lines; a story without `entries` (still being fetched) says so."""
    palette = look.palette
    lines = [line((part, palette.strong)) for part in _wrapped(story["headline"], look, width, 0)]
    lines.append(line((_figures(story), palette.text)))
    lines.append(line((_times(story, now), palette.quiet)))
    marks = [name for name, on in (("breaking", story["breaking"]), ("pinned", story["pinned"])) if on]
    if marks:
        lines.append(line((" · ".join(marks), palette.breaking if story["breaking"] else palette.pinned)))
    lines += [line((part, palette.accent)) for part in _wrapped(story["url"], look, width, 0)]
    if "entries" not in story:
        return [*lines, line(""), line(("reading its copies…", palette.quiet))]
    for entry in story["entries"]:
        lines.append(line(""))
        lines += _entry_lines(entry, story, look, width, now)
    return lines


def _entry_lines(entry: EntryView, story: StoryView, look: Look, width: int, now: float) -> list[Text]:
    palette = look.palette
    said = entry["published"] or entry["received"]
    lead = f"{age(now - instant(said)):>4}  "
    founded = not entry["reasons"] and entry is story["entries"][0]
    word = display(entry["relation"], width=_RELATION - 5, mode=look.mode)
    relation = "first" if founded else f"{word} {entry['score']:.2f}"
    # The name comes last: it may be right-to-left.
    publisher = _wrapped(entry["publisher"] or entry["feed"], look, max(1, width - _RELATION - 8), 0)
    head = line(
        (lead, palette.quiet), (pad(relation, _RELATION + 2), _relation_style(entry["relation"], look))
    )
    head.append(publisher[0] if publisher else "", palette.accent)
    lines = [head]
    reasons = entry["reasons"]
    if entry["title"] != story["headline"] or founded:
        lines += [line((part, palette.text)) for part in _wrapped(entry["title"], look, width, _INDENT)]
    else:
        lines.append(line(" " * _INDENT, (_SAME, palette.quiet)))
        reasons = [reason for reason in reasons if reason != _SAME]  # said just now
    for former in entry["former"]:
        parts = _wrapped(f"before: {former}", look, width, _INDENT)
        lines += [line((part, palette.quiet)) for part in parts]
    if reasons:
        parts = _wrapped("why: " + "; ".join(reasons), look, width, _INDENT, ltr=True)
        lines += [line((part, palette.quiet)) for part in parts]
    return lines


def _relation_style(relation: str, look: Look) -> str:
    return look.palette.warn if relation == "update" else look.palette.text


def _wrapped(text: str, look: Look, width: int, indent: int, *, ltr: bool = False) -> list[str]:
    parts = wrap(text, width - indent, mode=look.mode, rtl_align=True, ltr=ltr)
    return [" " * indent + part for part in parts]


def _figures(story: StoryView) -> str:
    copies, publishers = story["copies"], len(story["publishers"])
    return (
        f"×{copies} {'copy' if copies == 1 else 'copies'} · "
        f"{publishers} {'publisher' if publishers == 1 else 'publishers'}"
    )


def _times(story: StoryView, now: float) -> str:
    first, last = (now - instant(story[key]) for key in ("first_seen", "last_seen"))
    return f"first {_ago(first)} · last {_ago(last)} · {safe(story['id'])}"


def _ago(seconds: float) -> str:
    text = age(seconds)
    return text if text == "now" else f"{text} ago"
