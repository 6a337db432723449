"""`audit`: who did what, when, and what it was before and after."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ticker.cli.common import ConfigOption, DeskOption, JsonOption, get_config, print_json, run_async
from ticker.core.model import Verb

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.core.audit import AuditView
    from ticker.service.audit import Asked


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("audit")(audit)


def audit(
    config: ConfigOption = None,
    desk: DeskOption = None,
    limit: Annotated[
        int, typer.Option("-n", "--limit", min=1, metavar="N", help="The newest N actions that fit.")
    ] = 50,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that are kept.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Those of this editor.")] = "",
    verb: Annotated[Verb | None, typer.Option("--verb", help="Those of this kind.")] = None,
    story: Annotated[str, typer.Option("--story", metavar="STORY", help="Those about this story.")] = "",
    since: Annotated[
        str,
        typer.Option("--since", metavar="WHEN", help="Those since 2026-11-23T18:00Z, or of the last 2h."),
    ] = "",
    refused: Annotated[
        bool | None,
        typer.Option("--refused/--done", help="Those that the desk refused, or did. Default: both."),
    ] = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
) -> None:
    """Show what editors did: who, when, what, before and after; the newest last.

    Example: ticker audit --all --csv > audit.csv
    """
    from ticker.errors import UsageError
    from ticker.service.audit import Asked

    if as_json and as_csv:
        raise UsageError("--json or --csv, not both")
    asked = Asked(by, str(verb or ""), story, _since(since), refused)
    name, lines = run_async(_audit(get_config(config), desk, asked, None if everything else limit))
    if as_json:
        print_json({"desk": name, "actions": lines})
    elif as_csv:
        from ticker.service.audit import csv_of

        sys.stdout.write(csv_of(lines))
    else:
        _show(lines)


async def _audit(
    config: Config, desk: str | None, asked: Asked, limit: int | None
) -> tuple[str, list[AuditView]]:
    from ticker.service.attach import reading
    from ticker.service.audit import audited

    async with reading(config, desk) as store:
        return store.desk, await audited(store, asked, limit)


def _since(text: str) -> str:
    """An instant, or how long ago it was, as ISO 8601; "" = none."""
    from ticker import clock
    from ticker.cli.when import instant
    from ticker.core.view import iso

    return iso(instant(text, clock.now(), ago=True)) if text else ""


def _show(lines: list[AuditView]) -> None:
    from ticker.cli.text import shown
    from ticker.core.audit import line_of

    for line in lines:
        of = f" {line['of']}" if line["of"] else ""
        typer.echo(
            f"{line['action']:>5}  {line['at'][:19]}Z  {shown(line['by'])}  {line['verb']}{of}  "
            f"{shown(line_of(line))}"
        )
    if not lines:
        typer.echo("no action fits; `ticker edit --help` shows what editors do", err=True)
