"""One story with all its copies, as lines: who said what, when, and why it belongs here.

Knows story views; must not know widgets.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.dashboard.hand import hand_lines
from ticker.dashboard.opened import entry_key
from ticker.dashboard.rows import instant
from ticker.dashboard.spark import in_words, sparkline
from ticker.dashboard.timeline import timeline_lines
from ticker.terminal import age, ago, cells, counted, cut, display, line, pad, safe, wrap

if TYPE_CHECKING:
    from collections.abc import Container

    from rich.text import Text

    from ticker.core.view import EntryView, StoryView
    from ticker.dashboard.look import Look
    from ticker.dashboard.opened import EntryKey

_SAME = "the same words"
_INDENT = 2
_RELATION = 16
_BARS = 24


@dataclass(frozen=True, slots=True)
class Detail:
    """The lines of an open story; `copies` says at which line each copy begins."""

    lines: list[Text]
    copies: tuple[tuple[EntryKey, int], ...] = ()

    def line_of(self, key: EntryKey | None) -> int | None:
        """Return the first line of a copy."""
        return next((start for one, start in self.copies if one == key), None)

    def at(self, row: int) -> EntryKey | None:
        """Return the copy that a line belongs to."""
        return next((one for one, start in reversed(self.copies) if start <= row), None)


def detail(
    story: StoryView,
    look: Look,
    *,
    width: int,
    now: float,
    cursor: EntryKey | None = None,
    marked: Container[EntryKey] = (),
) -> Detail:
    """Lay a story out; one without `entries` (still being fetched) says so.

    `cursor` is the copy that the keys act on (None = the keys are elsewhere), `marked` those that are marked.
    """
    palette = look.palette
    lines = [line((part, palette.strong)) for part in _wrapped(story["headline"], look, width, 0)]
    lines += [line((part, palette.text)) for part in _wrapped(_figures(story), look, width, 0)]
    lines += [line((part, palette.quiet)) for part in _wrapped(_times(story, now), look, width, 0)]
    lines += hand_lines(story, look, width=width, now=now)
    lines += [line((part, palette.accent)) for part in _wrapped(story["url"], look, width, 0)]
    if "entries" not in story:
        return Detail([*lines, line(""), line(("reading its copies…", palette.quiet))])
    lines.append(_arrivals(story, look, width, now))
    lines += _publishers(story, look, width)
    timeline = timeline_lines(story, look, width=width, now=now)
    if timeline:
        lines += [line(""), *timeline]
    copies: list[tuple[EntryKey, int]] = []
    for entry in story["entries"]:
        lines.append(line(""))
        key = entry_key(entry)
        copies.append((key, len(lines)))
        sign = signs.MARKED if key in marked else " "
        lines += _entry_lines(entry, story, look, width, now, sign=sign, here=key == cursor)
    return Detail(lines, tuple(copies))


def _arrivals(story: StoryView, look: Look, width: int, now: float) -> Text:
    arrived = [instant(entry["received"]) for entry in story.get("entries", ())]
    bars = max(4, min(_BARS, width - 28))
    drawn = sparkline(arrived, width=bars, now=now)
    words = cut(in_words(arrived, width=bars, now=now), max(0, width - cells(drawn) - 1))
    return line((drawn, look.palette.heat), (f" {words}", look.palette.quiet))


def _publishers(story: StoryView, look: Look, width: int) -> list[Text]:
    """Name the publishers, one a line where the terminal orders rows, for each may be right-to-left."""
    counts = Counter(entry["publisher"] or entry["feed"] for entry in story.get("entries", ()))
    parts = [
        display(name, width=24, mode=look.mode) + (f" ×{count}" if count > 1 else "")
        for name, count in counts.most_common()
    ]
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and not look.one_to_a_row and cells(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(part)
    return [line((text, look.palette.accent)) for text in lines]


def _entry_lines(
    entry: EntryView, story: StoryView, look: Look, width: int, now: float, *, sign: str, here: bool
) -> list[Text]:
    palette = look.palette
    said = entry["published"] or entry["received"]
    lead = f"{sign}{age(now - instant(said)):>4}  "
    founded = not entry["reasons"] and entry is story["entries"][0]
    word = display(entry["relation"], width=_RELATION - 5, mode=look.mode)
    # What matching had held apart can be here by an editor's merge or move only.
    placed = "by an editor" if entry["relation"] == "distinct" else f"{word} {entry['score']:.2f}"
    relation = "first" if founded else placed
    # The name comes last: it may be right-to-left.
    publisher = _wrapped(entry["publisher"] or entry["feed"], look, max(1, width - _RELATION - 10), 0)
    head = line(
        (signs.CURSOR if here else " ", palette.accent),
        (lead, palette.quiet),
        (pad(relation, _RELATION + 2), _relation_style(entry["relation"], look)),
    )
    head.append(publisher[0] if publisher else "", palette.accent)
    if here:
        look.select(head, width)
    lines = [head]
    reasons = ["muted: neither leads nor counts", *entry["reasons"]] if entry["muted"] else entry["reasons"]
    if entry["title"] != story["headline"] or founded:
        lines += [line((part, palette.text)) for part in _wrapped(entry["title"], look, width, _INDENT)]
    else:
        lines.append(line(" " * _INDENT, (_SAME, palette.quiet)))
        reasons = [reason for reason in reasons if reason != _SAME]  # said just now
    for former in entry["former"]:
        parts = _wrapped(f"before: {former}", look, width, _INDENT)
        lines += [line((part, palette.quiet)) for part in parts]
    if reasons:
        parts = _wrapped("why: " + "; ".join(reasons), look, width, _INDENT, listed=True)
        lines += [line((part, palette.quiet)) for part in parts]
    return lines


def _relation_style(relation: str, look: Look) -> str:
    return look.palette.warn if relation == "update" else look.palette.text


def _wrapped(text: str, look: Look, width: int, indent: int, *, listed: bool = False) -> list[str]:
    parts = wrap(text, width - indent, mode=look.mode, rtl_align=True, listed=listed)
    return [" " * indent + part for part in parts]


def _figures(story: StoryView) -> str:
    copies, voices = story["copies"], len(story["publishers"])
    return f"×{counted(copies, 'copy', 'copies')} · {counted(voices, 'publisher')}"


def _times(story: StoryView, now: float) -> str:
    first, last = (now - instant(story[key]) for key in ("first_seen", "last_seen"))
    return f"first {ago(first)} · last {ago(last)} · story {safe(story['id'])}"
