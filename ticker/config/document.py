"""Parser events as plain data, with the line on which each value begins.

Takes the core schema of YAML 1.2, where `no` is a word (and Norway's language) and `1:30` is text. Tags
and merge keys are refused, aliases are bounded: nothing in a file can run code or fill the memory.

Knows YAML's events; must not know the options or how text is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from ticker.config.problems import Problem
from ticker.config.units import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker.config.problems import Loc

MAX_DEPTH: Final = 24
MAX_NODES: Final = 200_000

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
# longer than any number that an option takes: such digits stay text
_INT: Final = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,3})?", re.ASCII
)


@dataclass(slots=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None), the line of each value, and what was refused."""

    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, loc: Loc) -> int | None:
        """The line on which the value at `loc` begins, else the nearest that encloses it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc)


class UnreadableError(Exception):
    """Text that is no YAML document; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """One list or mapping that is being read. `key` waits for its value.

    `names`: the line of each key so far. `drops`: that value is read but not kept. `deaf`: nothing in here
    is kept, so its lines are not noted either.
    """

    value: Any
    loc: Loc
    anchor: str | None = None
    key: str | None = None
    names: dict[str, int] = field(default_factory=dict)
    drops: bool = False
    deaf: bool = False
    size: int = 1
    depth: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: Any
    size: int
    depth: int


class Builder:
    """Builds a Document from parser events, without recursion."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._document = Document()
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0

    def build(self) -> Document:
        """Read all events. Raises UnreadableError for what no configuration may be."""
        documents = 0
        for event in self._events:
            line = event.start_mark.line + 1
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise _refused("a second document begins here; remove the line ---", line)
                case yaml.ScalarEvent():
                    self._scalar(event, line)
                case yaml.AliasEvent():
                    self._alias(event, line)
                case yaml.SequenceStartEvent():
                    self._open([], event, line)
                case yaml.MappingStartEvent():
                    self._open({}, event, line)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._close()
        return self._document

    def _say(self, loc: Loc, text: str, line: int) -> None:
        self._document.problems.append(Problem(loc, text, line))

    def _scalar(self, event: Any, line: int) -> None:
        frame = self._awaiting_key()
        if frame is not None:
            self._key(frame, event.value, line)
            return
        value = _resolve(event.value) if event.implicit[0] and event.tag is None else event.value
        loc = self._place(line)
        self._check_tag(event, loc, line)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._count(1, 0, line)
        self._put(value, 1, 0)

    def _awaiting_key(self) -> _Frame | None:
        frame = self._stack[-1] if self._stack else None
        return frame if frame is not None and isinstance(frame.value, dict) and frame.key is None else None

    def _key(self, frame: _Frame, key: str, line: int) -> None:
        loc = (*frame.loc, key)
        frame.key = key
        frame.drops = True
        if key == "<<":
            self._say(loc, "merge keys are not taken; write the options out", line)
        elif key in frame.names:
            self._say(loc, f"given twice (first on line {frame.names[key]}); keep one", line)
        else:
            frame.drops = False
            frame.names[key] = line
            self._note(loc, line)

    def _note(self, loc: Loc, line: int) -> None:
        if not (self._stack and self._stack[-1].deaf):
            self._document.lines[loc] = line

    def _alias(self, event: Any, line: int) -> None:
        if self._awaiting_key() is not None:
            raise _refused("an alias stands where the name of an option belongs; write the name", line)
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            # unknown aliases are refused by the parser only when it composes
            name = plain(event.anchor, 40)
            raise _refused(
                f"*{name} stands for nothing before it; put text that begins with * in quotes", line
            )
        self._place(line)
        self._count(anchored.size, anchored.depth, line)
        self._put(anchored.value, anchored.size, anchored.depth)

    def _open(self, value: Any, event: Any, line: int) -> None:
        if self._awaiting_key() is not None:
            raise _refused("a list or section stands where the name of an option belongs", line)
        loc = self._place(line)
        self._check_tag(event, loc, line)
        self._count(1, 1, line)
        above = self._stack[-1] if self._stack else None
        deaf = above is not None and (above.deaf or above.drops)
        self._stack.append(_Frame(value, loc, event.anchor, deaf=deaf))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.size, frame.depth)
        self._put(frame.value, frame.size, frame.depth)

    def _place(self, line: int) -> Loc:
        """Where the value that begins now will stand."""
        if not self._stack:
            self._note((), line)
            return ()
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            loc: Loc = (*frame.loc, len(frame.value))
            self._note(loc, line)
            return loc
        return (*frame.loc, frame.key or "")

    def _put(self, value: Any, size: int, depth: int) -> None:
        if not self._stack:
            self._document.data = value
            return
        frame = self._stack[-1]
        frame.size += size
        frame.depth = max(frame.depth, depth + 1)
        if isinstance(frame.value, list):
            frame.value.append(value)
            return
        if not frame.drops:
            frame.value[frame.key] = value
        frame.key, frame.drops = None, False

    def _check_tag(self, event: Any, loc: Loc, line: int) -> None:
        if event.tag is not None:
            self._say(
                loc, f"the tag {plain(event.tag, 60)} is not taken; remove it or put the text in quotes", line
            )

    def _count(self, nodes: int, depth: int, line: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise _refused(
                f"more than {MAX_NODES:,} values, aliases counted in full; make the file smaller", line
            )
        if len(self._stack) + depth > MAX_DEPTH:
            raise _refused(f"nested deeper than {MAX_DEPTH} levels; no option needs that", line)


def _refused(text: str, line: int) -> UnreadableError:
    return UnreadableError(Problem((), text, line))


def _resolve(text: str) -> Any:
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
