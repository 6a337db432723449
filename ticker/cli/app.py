"""The command tree: one Typer app whose commands are made when they are asked for; what `ticker` alone does.

Knows the names of the commands and where each is; must not know what one takes or does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer
from typer.core import TyperGroup
from typer.main import get_group

from ticker import __version__
from ticker.cli.common import ConfigOption, PlainOption

if TYPE_CHECKING:
    from collections.abc import Iterator

# Command → the module in ticker.cli whose `add_to` registers it; in the order of `ticker --help`.
_MODULES: Final = {
    "run": "running",
    "dash": "running",
    "top": "stream",
    "tail": "stream",
    "why": "why",
    "match": "judge",
    "replay": "judge",
    "backtest": "backtest",
    "check": "check",
    "demo": "demo",
    "doctor": "health",
    "audit": "audit",
    "backup": "backup",
    "restore": "backup",
    "label": "label",
    "feeds": "feeds",
    "config": "health",
    "token": "token",
    "alerts": "alerts",
    "edit": "edit",
    "letters": "letters",
}


@cache
def _made(module: str) -> dict[str, Any]:
    """The commands of a module of ticker.cli by name."""
    part = typer.Typer(rich_markup_mode=None)
    import_module(f"ticker.cli.{module}").add_to(part)
    return cast("dict[str, Any]", get_group(part).commands)


class _Commands(Mapping[str, Any]):
    """Every command by its name; one that nobody asks for costs no start."""

    def __getitem__(self, name: str) -> Any:
        return _made(_MODULES[name])[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


class _Tree(TyperGroup):
    """What Typer makes of `app`, with its commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("Any", _Commands())


app = typer.Typer(
    name="ticker",
    cls=_Tree,
    help="One story, once: polls news feeds, collapses repeated headlines into stories, ranks them live.",
    epilog="First steps: `ticker demo` shows a news day at 60 times its speed; `ticker` runs your own feeds.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ticker {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def ticker(
    context: typer.Context,
    config: ConfigOption = None,
    plain: PlainOption = False,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Run everything with the dashboard, or attach to the ticker that already runs on this data.

    Where the output is no terminal (a pipe, a log) it prints the plain stream instead.
    """
    context.obj = config
    if context.invoked_subcommand is None:
        from ticker.cli import running

        running.everything(config, plain=plain)
