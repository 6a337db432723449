"""YAML text as a Document, and what its parser finds wrong in words that help.

Knows PyYAML's two parsers and their complaints; must not know the options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from ticker.config.document import Builder, UnreadableError
from ticker.config.problems import Problem
from ticker.config.units import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker.config.document import Document

_FAST: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINTS: Final = (
    ("'\\t'", "indent with spaces, not tabs"),
    ("mapping values are not allowed", 'check the indentation, and put text with a colon in quotes: "a: b"'),
    ("found undefined alias", "put text that begins with * in quotes"),
    ("'@'", "put the text in quotes"),
    ("'`'", "put the text in quotes"),
    ("'%'", "put the text in quotes"),
    ("escape c", "double the backslash, or use single quotes"),
    ("quoted scalar", "close the quotes"),
    ("flow sequence", "close the bracket: ]"),
    ("flow mapping", "close the brace: }"),
    ("block mapping", "check the indentation of this line and of those above"),
    ("block collection", "check the indentation of this line and of those above"),
)


def read(text: str) -> Document:
    """Read YAML text. Raises UnreadableError where it cannot be understood as YAML at all."""
    try:
        return Builder(events(text, _FAST)).build()
    except yaml.YAMLError as terse:
        # libyaml is 20 times faster, the other parser says better what is wrong and where
        try:
            return Builder(events(text, yaml.SafeLoader)).build()
        except yaml.YAMLError as wordy:
            told = wordy if isinstance(wordy, (yaml.MarkedYAMLError, yaml.reader.ReaderError)) else terse
            raise UnreadableError(_problem(told, text)) from wordy


def events(text: str, loader: Any) -> Iterator[Any]:
    """What a parser of PyYAML reports, its stray errors turned into YAMLError."""
    try:
        yield from yaml.parse(text, Loader=loader)
    except (ValueError, OverflowError) as error:
        # PyYAML itself lets these pass: "\UFFFFFFFF", "%YAML 1.<thousands of digits>"
        raise yaml.YAMLError("a character escape or a version is out of range") from error


def _problem(error: yaml.YAMLError, text: str) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - (before.rfind("\n") + 1) + 1
        return Problem(
            (), f"not YAML: character {error.character:#x} is not allowed; remove it", line, column
        )
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem((), f"not YAML: {plain(str(error))}", 1)
    mark = error.problem_mark or error.context_mark
    what = ", ".join(part for part in (error.context, error.problem) if part)
    hint = next((f"; {hint}" for sign, hint in _HINTS if sign in what), "")
    if error.context_mark and mark and error.context_mark.line != mark.line:
        what = f"{what} (it began on line {error.context_mark.line + 1})"
    where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem((), f"not YAML: {plain(what)}{hint}", *where)
