"""Write docs/configuration.md from the declared options: `python -m ticker.config.reference`.

Knows how the page looks; must not hold a word about any single option.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from ticker.config.loader import ALERT_SECRET, DATA_DIR, REDIS_URL
from ticker.config.options import Config, section_of
from ticker.config.wording import in_unit

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

PAGE: Final = Path("docs") / "configuration.md"

_HEAD: Final = f"""\
# Configuration

<!-- generated from ticker/config/sections/ by `python -m ticker.config.reference`; edit there -->

ticker reads one file, `config.yaml`, found in this order:

1. the file named with `--config`
2. `config.yaml` in the current folder
3. `ticker/config.yaml` in your configuration directory (Linux: `~/.config`, macOS:
   `~/Library/Application Support`, Windows: `%LOCALAPPDATA%`)
4. none: every option has its default, and there are no feeds

Environment variables that stand above the file; set but empty, they count as not set.

| variable | stands above |
|---|---|
| `{DATA_DIR}` | `data_dir`; a relative path starts at the current folder |
| `{REDIS_URL}` | `redis.url` |
| `{ALERT_SECRET}` | `alerts.secret` |

**Durations** are a number with a unit, or several from large to small: `500ms`, `20s`, `5m`, `1h30m`,
`72h`, `30d`, `2w`. A number alone is seconds. **Sizes** are `10MB` (10,000,000 bytes), `512KiB` (524,288
bytes); a number alone is bytes. An option that is left empty has its default.

The file is UTF-8 and follows the core schema of YAML 1.2: `no` is a word, not false. Tags (`!…`), merge
keys (`<<`) and names given twice are refused. Anchors and aliases work.

A mistake is told with file, line and field, all mistakes at once, and the exit code is 2:

```
config.yaml:14: feeds[2].intervall: unknown option; did you mean "interval"?
```

While ticker runs, a saved change of desks, publishers, feeds and alerts is applied without a restart; what
stands in `data_dir`, `redis`, `fetch`, `serve` and `screen` holds from the next start. When the changed file
holds a mistake, the mistake is told and the configuration in use stays.
"""


_WORDS: Final = {str: "text", int: "whole number", float: "number", bool: "`true`, `false`", Path: "path"}
_OF_UNIT: Final = {"seconds": "duration", "bytes": "size"}


def reference() -> str:
    """The whole page."""
    plain = {name: option for name, option in Config.model_fields.items() if section_of(name) is None}
    parts = [_HEAD, "## Top level\n\n" + _table(plain)]
    for name, option in Config.model_fields.items():
        section = section_of(name)
        if section is not None:
            about = " ".join((section.__doc__ or "").split())
            parts.append(f"## `{name}`{_shape(option)}\n\n{about}\n\n{_table(section.model_fields)}")
    return "\n".join(parts)


def _shape(option: FieldInfo) -> str:
    origin = get_origin(option.annotation)
    return ": one for each name" if origin is dict else ": a list" if origin is tuple else ""


def _table(options: dict[str, FieldInfo]) -> str:
    rows = ["| option | type | unit | default | what it does |", "|---|---|---|---|---|"]
    for name, option in options.items():
        unit = _extra(option, "unit") or "–"
        rows.append(f"| `{name}` | {_kind(option)} | {unit} | {_default(option)} | {_about(option)} |")
    return "\n".join(rows) + "\n"


def _extra(option: FieldInfo, key: str) -> str:
    extra = option.json_schema_extra
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""


def _kind(option: FieldInfo) -> str:
    text = _OF_UNIT.get(_extra(option, "unit")) or _type(option.annotation)
    least, most = (
        next((getattr(piece, sign) for piece in option.metadata if hasattr(piece, sign)), None)
        for sign in ("ge", "le")
    )
    if least is None or most is None:
        return text
    return f"{text}, {in_unit(least, option)} to {in_unit(most, option)}"


def _type(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    if get_origin(annotation) in {tuple, dict}:
        return "list of text" if get_origin(annotation) is tuple else "text for each name"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{choice}`" for choice in annotation)
    if annotation in _WORDS:
        return _WORDS[annotation]
    # an optional or an annotated type: the first of its parts is the type itself
    return _type(get_args(annotation)[0])


def _default(option: FieldInfo) -> str:
    if option.is_required():
        return "**required**"
    if text := _extra(option, "default_text"):
        return text
    default = option.get_default(call_default_factory=True)
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, int | float):
        return f"`{in_unit(default, option)}`"
    return f"`{default}`" if default else "none"


def _about(option: FieldInfo) -> str:
    examples = ", ".join(f"`{example}`" for example in option.examples or ())
    return " ".join(filter(None, (option.description, examples and f"Example: {examples}.")))


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")
