"""`feeds list | check | export`: the feeds as things to look at and to carry around."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli import feeds_edit
from ticker.cli.common import (
    ConfigOption,
    JsonOption,
    PlainOption,
    get_config,
    print_json,
    run_async,
    write_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.config import Config, FeedConfig
    from ticker.core.model import FeedState
    from ticker.errors import RefusedError
    from ticker.ingest.document import Document

    Known = dict[tuple[str, str], tuple[FeedState, tuple[int, int]]]

group = typer.Typer(
    help="Feeds: find and add them, their health, pause and remove, OPML in and out.", no_args_is_help=True
)

_SIGNS = {
    "ok": "✓ ok",
    "failing": "✗ failing",
    "quiet": "○ quiet",
    "gone": "✗ gone",
    "paused": "‖ paused",
    "waiting": "· waiting",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    feeds_edit.add_to(group)
    app.add_typer(group, name="feeds")


@group.command("list")
def list_feeds(
    config: ConfigOption = None, *, as_json: JsonOption = False, plain: PlainOption = False
) -> None:
    """List the configured feeds with their health as the running ticker sees it.

    `every` is the time between polls now, `news` what usually lies between two pieces of its news, `repeats`
    the share of its entries so far that say what another said.
    """
    settings = get_config(config)
    known = run_async(_known(settings))
    rows = [_row(feed, (known or {}).get((feed.desk, feed.url))) for feed in settings.feeds]
    if as_json:
        print_json({"running": known is not None, "feeds": rows})
        return
    _show(settings, rows, running=known is not None, plain=plain)


async def _known(settings: Config) -> Known | None:
    """What the store knows of the feeds; None when no ticker runs on this data."""
    from ticker.service.attach import reading, running_url

    if running_url(settings) is None:
        return None
    known: Known = {}
    for desk in settings.desks:
        async with reading(settings, desk) as store:
            counts = await store.tally()
            for state in await store.feeds():
                known[desk, state.feed] = state, counts.get(state.feed, (0, 0))
    return known


def _row(feed: FeedConfig, known: tuple[FeedState, tuple[int, int]] | None) -> dict[str, Any]:
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
        "health": "paused" if feed.paused else "waiting",
    }
    if known is None or not known[0].polls:
        return row
    state, (placed, repeats) = known
    return row | {
        "health": _health(feed, state),
        "interval": state.interval,
        "rhythm": state.rhythm or None,
        "last_news": at(state.news[-1] if state.news else None),
        "polled": at(state.polled),
        "ok_at": at(state.ok_at),
        "next_poll": at(state.next_poll),
        "status": state.status,
        "polls": state.polls,
        "not_modified": state.not_modified,
        "entries": state.entries,
        "placed": placed,
        "repeats": repeats,
        "failures": state.failures,
        "redirects": state.redirects,
        "moved_to": state.url if state.url != state.feed else None,
        "push": state.push or None,
        "warnings": list(state.warnings),
        "error": {"kind": state.error, "message": state.error_text} if state.error else None,
    }


def _health(feed: FeedConfig, state: FeedState) -> str:
    if feed.paused:
        return "paused"
    if state.error:
        return "gone" if state.error == "http_410" else "failing"
    return "quiet" if state.quiet else "ok"


def _show(settings: Config, rows: list[dict[str, Any]], *, running: bool, plain: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import ago, shown
    from ticker.terminal import duration

    out = console(plain=plain)
    if not rows:
        where = settings.path or "config.yaml"
        out.print(f"no feeds are configured in {where}; find and add one with `ticker feeds add URL`")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("health", "polled", "every", "news", "entries", "repeats"):
        table.add_column(name, justify="left" if name == "health" else "right", no_wrap=True)
    table.add_column("publisher", no_wrap=True)
    table.add_column("feed", overflow="fold")
    for row in rows:
        asked = bool(row.get("polled"))
        table.add_row(
            _SIGNS[row["health"]],
            ago(row["polled"]) if asked else "–",
            duration(row["interval"]) if row["interval"] else "–",
            duration(row["rhythm"]) if row.get("rhythm") else "–",
            str(row.get("entries", "–")),
            f"{round(100 * row['repeats'] / row['placed'])} %" if row.get("placed") else "–",
            Text(shown(row["publisher"])),
            Text("\n".join([row["url"], *map(shown, _remarks(row))])),
        )
    out.print(table)
    if not running:
        out.print(f"\nno ticker runs on {settings.data_dir}: health is shown while one does")


def _remarks(row: dict[str, Any]) -> list[str]:
    """What has to be said of a feed beside its figures, a line each."""
    remarks = []
    if error := row.get("error"):
        remarks.append(f"{error['kind']}: {error['message']}")
    if row.get("moved_to"):
        remarks.append(f"moved for good to {row['moved_to']}: write that address down")
    if row["health"] == "quiet":
        remarks.append(f"strangely quiet: its last news is of {row['last_news']}")
    return remarks


@group.command("check")
def check_feeds(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FEED]...", help="A URL, a publisher, or a part of either; default: all."),
    ] = None,
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Ask the configured feeds once, now, and say how each answers; exit 1 if one fails.

    Nothing is stored.
    """
    from ticker.cli.common import console
    from ticker.cli.text import shown
    from ticker.service.choose import chosen

    settings = get_config(config)
    asked = chosen(settings, feeds) if feeds else list(settings.feeds)
    outcomes = run_async(_ask(settings, asked))
    if as_json:
        print_json([_outcome(feed, outcome) for feed, outcome in zip(asked, outcomes, strict=True)])
    else:
        out = console(plain=plain)
        for feed, outcome in zip(asked, outcomes, strict=True):
            row = _outcome(feed, outcome)
            if row["error"]:
                out.print(f"✗ {feed.url}\n  {row['error']['kind']}: {shown(row['error']['message'])}")
                continue
            out.print(f"✓ {feed.url}\n  {row['kind']}, {row['entries']} entries: {shown(row['newest'])}")
            for warning in row["warnings"]:
                out.print(f"  warning: {shown(warning)}")
    if not all(hasattr(outcome, "items") for outcome in outcomes):
        raise typer.Exit(1)


async def _ask(settings: Config, feeds: Sequence[FeedConfig]) -> list[Document | RefusedError]:
    """What comes of each feed, asked side by side, one thing at a time at a host."""
    import asyncio
    from urllib.parse import urlsplit

    from ticker.errors import RefusedError
    from ticker.ingest.document import Reading
    from ticker.ingest.fetch import Fetcher
    from ticker.ingest.hosts import Hosts
    from ticker.ingest.worker import Parser
    from ticker.service.limits import fetch_limits, manners_at

    hosts = Hosts()
    places = asyncio.Semaphore(settings.fetch.concurrency)

    async with Fetcher(fetch_limits(settings.fetch)) as fetcher, Parser() as parser:

        async def ask(feed: FeedConfig) -> Document | RefusedError:
            turn = hosts.turn(urlsplit(feed.url).netloc, manners_at(feed, settings.fetch))
            try:
                async with turn, places, fetcher.fetched(feed.url) as fetched:
                    how = Reading(fetched.content_type, fetched.url, feed.kind, feed.selector, feed.lang)
                    return await parser.parse(fetched.body or b"", how)
            except RefusedError as error:
                return error

        return await asyncio.gather(*map(ask, feeds))


def _outcome(feed: FeedConfig, outcome: Document | RefusedError) -> dict[str, Any]:
    from ticker.errors import RefusedError

    row: dict[str, Any] = {"url": feed.url, "publisher": feed.publisher, "desk": feed.desk}
    if isinstance(outcome, RefusedError):
        return row | {"error": {"kind": outcome.kind, "message": outcome.message}}
    return row | {
        "kind": outcome.kind,
        "entries": len(outcome.items),
        "newest": outcome.items[0].title if outcome.items else "",
        "warnings": list(outcome.warnings),
        "error": None,
    }


@group.command("export")
def export_opml(
    config: ConfigOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; default: standard output.")
    ] = None,
) -> None:
    """Write the configured feeds as OPML, desks as folders."""
    from ticker.ingest.opml import export_opml as write_opml

    write_lines(out, write_opml(get_config(config).feeds).splitlines())
