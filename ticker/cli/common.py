"""What all commands share: their common options, JSON out, a console each for data and narration.

Knows how a command speaks; must not know what it says.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from rich.console import Console

    from ticker.config import Config


class Language(StrEnum):
    """What evidence can be told in."""

    EN = "en"
    AR = "ar"


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration file. Default: ./config.yaml, else the one in your config directory, "
        "else built-in defaults.",
    ),
]
DeskOption = Annotated[
    str | None, typer.Option("--desk", metavar="NAME", help="Which desk; default: the first one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text.")]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Explain in English or in Arabic. Default: your locale, else English."),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Plain lines: no colour, no boxes; good for screen readers.")
]


def get_config(path: Path | None) -> Config:
    """Load the configuration that `--config` and the search order mean."""
    from ticker.config import load

    return load(path)


def print_json(value: Any) -> None:
    """One JSON value on one line of standard output, readable Arabic kept as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_lines(out: Path | None, lines: list[str]) -> None:
    """Lines to a file that a user named, None = standard output. Raises UsageError."""
    from ticker.errors import UsageError

    text = "".join(line + "\n" for line in lines)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror or error}") from error


def console(*, plain: bool = False) -> Console:
    """The console for data (standard output). Honours NO_COLOR, pipes and `--plain`."""
    from rich.console import Console

    return Console(highlight=False, no_color=plain or None, emoji=False, markup=False)


def narrator() -> Console:
    """The console for narration and progress (standard error)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)


T = TypeVar("T")


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end; asyncio is imported by the commands that need it only."""
    import asyncio

    return asyncio.run(work)
