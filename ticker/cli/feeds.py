"""`feeds list | import | export`: the feeds as things to look at and to carry around."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import ConfigOption, JsonOption, PlainOption, get_config, print_json, run_async

if TYPE_CHECKING:
    from ticker.config import Config, FeedConfig
    from ticker.core.model import FeedState

group = typer.Typer(help="Feeds: their health, and OPML in and out.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(group, name="feeds")


@group.command("list")
def list_feeds(
    config: ConfigOption = None, *, as_json: JsonOption = False, plain: PlainOption = False
) -> None:
    """List the configured feeds with their health as the running ticker sees it."""
    settings = get_config(config)
    states = run_async(_states(settings))
    rows = [_row(feed, (states or {}).get((feed.desk, feed.url))) for feed in settings.feeds]
    if as_json:
        print_json({"running": states is not None, "feeds": rows})
        return
    _show(settings, rows, running=states is not None, plain=plain)


async def _states(settings: Config) -> dict[tuple[str, str], FeedState] | None:
    """What the store knows of the feeds; None when no ticker runs on this data."""
    from ticker.service.attach import reading, running_url

    if running_url(settings) is None:
        return None
    states = {}
    for desk in settings.desks:
        async with reading(settings, desk) as store:
            for state in await store.feeds():
                states[desk, state.feed] = state
    return states


def _row(feed: FeedConfig, state: FeedState | None) -> dict[str, Any]:
    from ticker.core.view import iso

    def at(instant: float | None) -> str | None:
        return None if instant is None else iso(instant)

    row: dict[str, Any] = {
        "url": feed.url,
        "publisher": feed.publisher,
        "desk": feed.desk,
        "kind": feed.kind,
        "lang": feed.lang,
        "interval": feed.interval,
        "paused": feed.paused,
        "health": "waiting",
    }
    if feed.paused:
        row["health"] = "paused"
    if state is None or not state.polls:
        return row
    return row | {
        "health": "failing" if state.error else "ok",
        "polled": at(state.polled),
        "ok_at": at(state.ok_at),
        "next_poll": at(state.next_poll),
        "status": state.status,
        "polls": state.polls,
        "not_modified": state.not_modified,
        "entries": state.entries,
        "failures": state.failures,
        "redirects": state.redirects,
        "warnings": list(state.warnings),
        "error": {"kind": state.error, "message": state.error_text} if state.error else None,
    }


def _show(settings: Config, rows: list[dict[str, Any]], *, running: bool, plain: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import ago, shown

    out = console(plain=plain)
    if not rows:
        where = settings.path or "config.yaml"
        out.print(f"no feeds are configured; add them under `feeds:` in {where} or `ticker feeds import`")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("health", "polled", "entries", "304"):
        table.add_column(name, justify="right" if name != "health" else "left", no_wrap=True)
    table.add_column("publisher", no_wrap=True)
    table.add_column("feed", overflow="fold")
    for row in rows:
        error = row.get("error")
        detail = f"{row['url']}\n{error['kind']}: {shown(error['message'])}" if error else row["url"]
        table.add_row(
            {"ok": "✓ ok", "failing": "✗ failing", "paused": "‖ paused"}.get(row["health"], "· waiting"),
            ago(row["polled"]) if row.get("polled") else "–",
            str(row.get("entries", "–")),
            str(row.get("not_modified", "–")),
            Text(shown(row["publisher"])),
            Text(detail),
        )
    out.print(table)
    if not running:
        out.print(f"\nno ticker runs on {settings.data_dir}: health is shown while one does")


@group.command("import")
def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="An OPML file of another reader.")],
    config: ConfigOption = None,
    desk: Annotated[
        str | None, typer.Option("--desk", metavar="NAME", help="The desk for all of them.")
    ] = None,
) -> None:
    """Add the feeds of an OPML file to the configuration; comments and order there stay as they are."""
    from ticker.config import add_feeds
    from ticker.ingest.files import read_file
    from ticker.ingest.opml import import_opml as read_opml
    from ticker.service.attach import desk_name

    settings = get_config(config)
    path = settings.path or Path("config.yaml")
    name = desk_name(settings, desk)
    found = read_opml(read_file(file, settings.fetch.max_bytes))
    wanted = [
        {"url": one.url, "publisher": one.title, "desk": name} | ({"lang": one.lang} if one.lang else {})
        for one in found
    ]
    added = add_feeds(path, wanted)
    typer.echo(f"{path}: {len(added)} feeds added, {len(wanted) - len(added)} were there already")


@group.command("export")
def export_opml(
    config: ConfigOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; default: standard output.")
    ] = None,
) -> None:
    """Write the configured feeds as OPML, desks as folders."""
    from ticker.errors import UsageError
    from ticker.ingest.opml import export_opml as write_opml

    text = write_opml(get_config(config).feeds)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror or error}") from error
