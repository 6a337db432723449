"""Where the feeds stand in the text of a configuration, and how to change them without touching the rest.

Works on the text, not on data: comments, order, quotes and line ends stay as their author left them.
Every change may meet a layout that it does not know; whoever calls for it reads the result again.

Knows YAML's layout; must not know files or what makes a feed valid.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

ORDER: Final = (
    "url",
    "publisher",
    "desk",
    "lang",
    "kind",
    "selector",
    "interval",
    "min_interval",
    "max_interval",
    "weight",
    "paused",
)
_PLAIN: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
# words that one YAML version or another takes for something else
_TAKEN: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class UnknownLayoutError(Exception):
    """The feeds stand in a way that cannot be changed safely."""


@dataclass(frozen=True, slots=True)
class _Feeds:
    """Character positions: of the value of `feeds` and of its items. `flow`: written in brackets."""

    start: int
    end: int
    column: int
    flow: bool
    items: tuple[tuple[int, int], ...] = ()


def append(text: str, feeds: Sequence[Mapping[str, Any]]) -> str:
    """`text` with `feeds` as further items, one a line. Raises UnknownLayoutError."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = [_item(feed) for feed in feeds]
    root, found = _find(text)
    if found is None:
        if root is not None and root.flow_style:
            raise UnknownLayoutError
        indent = " " * (root.start_mark.column if root is not None else 0)
        gap = line_end if text.strip() else ""
        block = [f"{indent}feeds:", *(f"{indent}  - {line}" for line in lines)]
        return _ended(text, line_end) + gap + line_end.join(block) + line_end
    inner = text[found.start : found.end]
    if found.flow and (found.items or root.flow_style or inner[1:-1].strip()):
        at, glue = (found.items[-1][1], ", ") if found.items else (found.start + 1, "")
        return text[:at] + glue + ", ".join(lines) + text[at:]
    indent = " " * (found.column if found.items else root.start_mark.column + 2)
    if not found.items:
        # an empty list or an explicit null gives way to the items below it
        text = text[: found.start].rstrip(" ") + text[found.end :]
        at = _line_end(text, len(text[: found.start].rstrip(" ")))
    else:
        at = _line_end(text, found.items[-1][1])
    head = _ended(text[:at], line_end)
    return head + "".join(f"{indent}- {line}{line_end}" for line in lines) + text[at:]


def delete(text: str, positions: Collection[int]) -> str:
    """`text` without the feeds at `positions`; comments around them stay. Raises UnknownLayoutError."""
    _, found = _find(text)
    if found is None:
        raise UnknownLayoutError
    for position in sorted(positions, reverse=True):
        start, end = (_flow_span if found.flow else _block_span)(text, found, position)
        text = text[:start] + text[end:]
    return text


def pause(text: str, positions: Collection[int], *, paused: bool) -> str:
    """`text` with `paused: true` (or false) in the feeds at `positions`. Raises UnknownLayoutError."""
    events: list[Any] = list(yaml.parse(text, Loader=yaml.SafeLoader))
    value = _value_of(events, _root(events), "feeds")
    if value is None:
        raise UnknownLayoutError
    items = list(_items(events, value))
    for position in sorted(positions, reverse=True):
        at = items[position]
        if not isinstance(events[at], yaml.MappingStartEvent):
            raise UnknownLayoutError
        said = _value_of(events, at, "paused")
        word = "true" if paused else "false"
        if said is not None:
            start, end = events[said].start_mark.index, events[said].end_mark.index
            text = text[:start] + word + text[end:]
        elif paused:
            text = _added(text, events, at, f"paused: {word}")
    return text


def add_desks(text: str, names: Sequence[str]) -> str:
    """`text` with these names among its desks, all defaults. Raises UnknownLayoutError."""
    events: list[Any] = list(yaml.parse(text, Loader=yaml.SafeLoader))
    root = _root(events)
    value = None if root is None else _value_of(events, root, "desks")
    if value is None:
        if root is not None and events[root].flow_style:
            raise UnknownLayoutError
        line_end = "\r\n" if "\r\n" in text else "\n"
        gap = line_end if text.strip() else ""
        block = line_end.join(["desks:", *(f"  {name}: {{}}" for name in ("main", *names))])
        return _ended(text, line_end) + gap + block + line_end
    if not isinstance(events[value], yaml.MappingStartEvent):
        raise UnknownLayoutError
    for name in reversed(names):
        text = _added(text, events, value, f"{name}: {{}}")
    return text


def _added(text: str, events: list[Any], at: int, entry: str) -> str:
    """`text` with one more entry at the end of the mapping that begins at event `at`."""
    opening: Any = events[at]
    after = _after(events, at)
    if opening.flow_style:
        close: int = events[after - 1].start_mark.index
        inner = text[opening.start_mark.index + 1 : close].rstrip()
        if "#" in text[opening.start_mark.index + 1 + len(inner) : close]:
            raise UnknownLayoutError
        glue = ", " if inner else ""
        cut: int = opening.start_mark.index + 1 + len(inner)
        return text[:cut] + glue + entry + text[close:]
    line_end = "\r\n" if "\r\n" in text else "\n"
    end = _line_end(text, _end(text, events, at, after))
    head = _ended(text[:end], line_end)
    indent: int = opening.start_mark.column
    return f"{head}{' ' * indent}{entry}{line_end}{text[end:]}"


def _root(events: list[Any]) -> int | None:
    return next((i for i, event in enumerate(events) if isinstance(event, yaml.MappingStartEvent)), None)


def _value_of(events: list[Any], at: int | None, key: str) -> int | None:
    """Where the value of `key` begins in the mapping at event `at`; None = it has none."""
    if at is None:
        return None
    place = at + 1
    while not isinstance(events[place], yaml.MappingEndEvent):
        value = place + 1
        if isinstance(events[place], yaml.ScalarEvent) and events[place].value == key:
            return value
        place = _after(events, value)
    return None


def _items(events: list[Any], at: int) -> Iterator[int]:
    """Where each item of the sequence at event `at` begins."""
    if not isinstance(events[at], yaml.SequenceStartEvent):
        raise UnknownLayoutError
    place = at + 1
    while not isinstance(events[place], yaml.SequenceEndEvent):
        yield place
        place = _after(events, place)


def _block_span(text: str, found: _Feeds, position: int) -> tuple[int, int]:
    start, end = found.items[position]
    dash = re.compile(rf"^ {{{found.column}}}-(?=\s)", re.MULTILINE)
    above = found.items[position - 1][1] if position else found.start - found.column
    dashes = list(dash.finditer(text, above, start + 1))
    if not dashes:
        raise UnknownLayoutError
    return dashes[-1].start(), _line_end(text, end)


def _flow_span(text: str, found: _Feeds, position: int) -> tuple[int, int]:
    items = found.items
    own_start, own_end = start, end = items[position]
    if position + 1 < len(items):
        end = items[position + 1][0]
    elif position:
        start = items[position - 1][1]
    if "#" in text[start:own_start] + text[own_end:end]:
        raise UnknownLayoutError
    return start, end


def _find(text: str) -> tuple[Any, _Feeds | None]:
    """The event that opens the root mapping (None: no options yet), and where its `feeds` stand."""
    events: list[Any] = list(yaml.parse(text, Loader=yaml.SafeLoader))
    at = next((i for i, event in enumerate(events) if isinstance(event, yaml.MappingStartEvent)), None)
    if at is None:
        return None, None
    root: Any = events[at]
    at += 1
    while not isinstance(events[at], yaml.MappingEndEvent):
        value, after = at + 1, _after(events, at + 1)
        if events[at].value == "feeds":
            return root, _feeds(text, events, value, after)
        at = after
    return root, None


def _feeds(text: str, events: list[Any], at: int, after: int) -> _Feeds:
    opening: Any = events[at]
    start, end = opening.start_mark.index, _end(text, events, at, after)
    column = opening.start_mark.column
    if isinstance(opening, yaml.ScalarEvent):
        return _Feeds(start, end, column, flow=False)
    if not isinstance(opening, yaml.SequenceStartEvent):
        raise UnknownLayoutError
    items = []
    item = at + 1
    while item < after - 1:
        following = _after(events, item)
        items.append((events[item].start_mark.index, _end(text, events, item, following)))
        item = following
    return _Feeds(start, end, column, flow=bool(opening.flow_style), items=tuple(items))


def _after(events: list[Any], at: int) -> int:
    """The index that follows the node which begins at `at`."""
    depth = 0
    while True:
        depth += isinstance(events[at], yaml.CollectionStartEvent)
        depth -= isinstance(events[at], yaml.CollectionEndEvent)
        at += 1
        if depth == 0:
            return at


def _end(text: str, events: list[Any], at: int, after: int) -> int:
    """Where a node's own text ends; for a block, the marks only say where the next thing begins."""
    ends: Iterator[int] = (
        event.end_mark.index
        for event in events[at:after]
        if event.end_mark.index > event.start_mark.index or isinstance(event, yaml.ScalarEvent)
        if not (isinstance(event, yaml.CollectionStartEvent) and not event.flow_style)
    )
    start: int = events[at].start_mark.index
    return max(len(text[: max(ends, default=start)].rstrip()), start)


def _line_end(text: str, at: int) -> int:
    """Where the line after the one that holds `at` begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _ended(text: str, line_end: str) -> str:
    return text if not text or text.endswith("\n") else text + line_end


def _item(feed: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_value(feed[key])}" for key in ORDER if key in feed) + "}"


def _value(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _TAKEN:
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
