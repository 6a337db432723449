"""The command tree: one Typer app, its groups, and what `ticker` alone does."""

from __future__ import annotations

from typing import Annotated

import typer

from ticker import __version__
from ticker.cli import (
    alerts,
    audit,
    backtest,
    backup,
    check,
    demo,
    edit,
    feeds,
    health,
    judge,
    label,
    letters,
    running,
    stream,
    token,
    why,
)
from ticker.cli.common import ConfigOption, PlainOption

app = typer.Typer(
    name="ticker",
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
        running.everything(config, plain=plain)


running.add_to(app)
stream.add_to(app)
why.add_to(app)
judge.add_to(app)
backtest.add_to(app)
label.add_to(app)
check.add_to(app)
feeds.add_to(app)
demo.add_to(app)
health.add_to(app)
token.add_to(app)
alerts.add_to(app)
edit.add_to(app)
audit.add_to(app)
letters.add_to(app)
backup.add_to(app)
