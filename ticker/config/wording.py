"""What pydantic finds wrong with a value, in the words of config.yaml.

Knows the options and pydantic's kinds of errors; must not know lines or files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ticker.config.options import Config, section_of
from ticker.config.problems import did_you_mean
from ticker.config.units import duration, duration_text, plain, quoted, size_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from ticker.config.problems import Loc

_KINDS: Final = {
    "int_type": "is no whole number",
    "float_type": "is no number",
    "finite_number": "is no number",
    "bool_type": "is neither true nor false",
    "path_type": "is no path",
    "string_type": "is no text; put it in quotes",
    "model_type": 'stands where options belong; write each as "name: value" on a line of its own',
    "dict_type": 'stands where names belong; write each as "name: …" on a line of its own',
    "tuple_type": 'stands where a list belongs; write each item on a line of its own after "- "',
}
_BOUNDS: Final = {
    "greater_than_equal": ("ge", "less than the minimum"),
    "less_than_equal": ("le", "more than the maximum"),
}


def in_words(error: ValidationError, section: str = "") -> Iterator[tuple[Loc, str]]:
    """Field and text of everything that pydantic found wrong with a Config, or with one item of a section."""
    for detail in error.errors(include_url=False):
        if detail["type"] != "default_factory_not_called":  # follows from another problem, which is told
            yield detail["loc"], _say(detail, (section, *detail["loc"]) if section else detail["loc"])


def _say(detail: ErrorDetails, loc: Loc) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    option = _option_at(loc)
    if kind == "missing":
        return f"missing; write e.g. {_example(loc, option)}"
    if kind == "extra_forbidden":
        return _unknown(loc)
    if kind in {"literal_error", "enum"}:
        choices = [word.strip("' ") for word in re.split(r",| or ", context["expected"])]
        meant = did_you_mean(value, choices) if isinstance(value, str) else ""
        return f"{quoted(value)} is none of {', '.join(choices)}{meant}"
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{in_unit(value, option)} is {words} {in_unit(context[bound], option)}"
    if kind == "value_error":
        return str(context["error"])
    return f"{quoted(value)} {_KINDS[kind]}" if kind in _KINDS else _length(kind, context, detail["msg"])


def _length(kind: str, context: Mapping[str, Any], message: str) -> str:
    if kind == "string_too_long":
        return f"too long; at most {context['max_length']} characters"
    if kind in {"string_too_short", "too_short"}:
        return "empty; give one, or leave the option out"
    return plain(message)


def in_unit(value: Any, option: FieldInfo | None) -> str:
    """A number as people write it for that option: "5m", "10MB", "3"."""
    unit = (
        option.json_schema_extra.get("unit")
        if option and isinstance(option.json_schema_extra, dict)
        else None
    )
    if unit == "seconds":
        return duration_text(duration(value))  # as written, where the option may also be empty
    return size_text(value) if unit == "bytes" else f"{value:,g}" if isinstance(value, float) else str(value)


def _option_at(loc: Loc) -> FieldInfo | None:
    names = [part for part in loc if isinstance(part, str)]
    section = section_of(names[0]) if len(names) > 1 else Config
    return section.model_fields.get(names[-1]) if section and names else None


def _unknown(loc: Loc) -> str:
    section = (section_of(str(loc[0])) if len(loc) > 1 else Config) or Config
    known = list(section.model_fields)
    meant = did_you_mean(str(loc[-1]), known)
    return "unknown option" + (meant or f"; known here: {', '.join(known)}")


def _example(loc: Loc, option: FieldInfo | None) -> str:
    example = option.examples[0] if option and option.examples else "…"
    return f"{loc[-1]}: {example}"
