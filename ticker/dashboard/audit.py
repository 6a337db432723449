"""The audit as a list: who did what when, to which stories, and what became of it; newest first.

Knows the lines of the audit; must not know widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.audit import line_of
from ticker.dashboard import look as signs
from ticker.dashboard.roll import HEAD
from ticker.dashboard.rows import instant
from ticker.terminal import age, cells, cut, display, line, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ticker.core.audit import AuditView
    from ticker.dashboard.look import Look
    from ticker.dashboard.roll import Roll

_EDITOR, _VERB, _STATE = 13, 10, 10
# Lines at the foot for the whole of the selected action.
_WHOLE = 4
# On fewer lines than these there are only actions.
_LEAST = 9


def audit_lines(
    roll: Roll[AuditView], look: Look, *, width: int, height: int, now: float, undone: frozenset[str]
) -> list[Text]:
    """Return a head and a window of the audit, one action a line; at its foot the whole of the selected one.

    `undone` are the numbers of actions that an undo has taken back.
    """
    palette = look.palette
    if not len(roll):
        return [line(""), line(("  no editor has done anything yet", palette.quiet))]
    foot = _WHOLE + 1 if height > _LEAST else 0
    roll.resize(height - HEAD - foot)
    heads = f"{'no.':>6} {'age':>4}  {'editor':<{_EDITOR}}{'verb':<{_VERB}}{'state':<{_STATE}}what changed"
    lines = [line((cut(heads, width), palette.quiet))]
    lines += [
        _row(view, look, width=width, now=now, undone=undone, selected=roll.is_selected(view))
        for view in roll.rows()
    ]
    current = roll.current()
    if current is not None and foot:
        lines += [line("")] * (HEAD + roll.height - len(lines))
        lines.append(line(("─" * width, palette.quiet)))
        whole = wrap(_whole(current), width - 2, mode=look.mode, ltr=True)[:_WHOLE]
        lines += [line("  ", (part, palette.text)) for part in whole]
    return lines


def taken_back(views: Sequence[AuditView]) -> frozenset[str]:
    """Return the numbers of the actions that do not stand, from lines in order (oldest first)."""
    gone: set[str] = set()
    for view in views:
        if view["of"] is not None and view["refused"] is None:
            (gone.discard if view["stands"] else gone.add)(view["of"])
    return frozenset(gone)


def _row(
    view: AuditView, look: Look, *, width: int, now: float, undone: frozenset[str], selected: bool
) -> Text:
    palette = look.palette
    state, style = _state(view, look, undone)
    by, verb, state = (
        pad(display(text, width=width - 1, mode=look.mode), width)
        for text, width in ((view["by"], _EDITOR), (view["verb"], _VERB), (state, _STATE))
    )
    number = display(view["action"], width=5, mode=look.mode)
    lead = [
        (signs.CURSOR if selected else " ", palette.accent),
        (f"{number:>5} {age(now - instant(view['at'])):>4}  ", palette.quiet),
        (by, palette.accent),
        (verb, palette.strong),
        (state, style),
    ]
    room = max(0, width - sum(cells(part) for part, _ in lead) - 1)
    text = line(*lead, (display(line_of(view), width=room, mode=look.mode, ltr=True), palette.text))
    text.truncate(width)
    if selected:
        look.select(text, width)
    return text


def _state(view: AuditView, look: Look, undone: frozenset[str]) -> tuple[str, str]:
    if view["refused"]:
        return view["refused"], look.palette.bad
    return ("undone", look.palette.warn) if view["action"] in undone else ("", look.palette.quiet)


def _whole(view: AuditView) -> str:
    asked = [view["text"] and f"“{view['text']}”", view["source"]]
    asked += [f"{view['value']:g}" if view["value"] is not None else "", view["until"] or ""]
    said = " ".join(filter(None, asked))
    stories = ", ".join(view["stories"])
    head = f"{view['action']}, {view['by']}: {view['verb']} {stories}" + (f" ({said})" if said else "")
    return f"{head}: {line_of(view)}"
