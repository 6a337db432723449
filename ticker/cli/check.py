"""`check`: what ticker would take from a URL or a file, before it is configured."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import ConfigOption, JsonOption, PlainOption, get_config, print_json, run_async

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.ingest.page import Proposal
    from ticker.ingest.parse import Document


class Kind(StrEnum):
    """What a target is read as."""

    FEED = "feed"
    PAGE = "page"
    TICKER = "ticker"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("check")(check)


def check(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A URL (http, https) or a file.")],
    kind: Annotated[
        Kind,
        typer.Option(
            "--as", help="A feed, a web page with a ticker, or plain ticker text whose items are glued."
        ),
    ] = Kind.FEED,
    selector: Annotated[
        str | None,
        typer.Option("--selector", metavar="CSS", help="Where the items are on a page: .ticker li a"),
    ] = None,
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Read a feed, a page or a ticker once and show its entries, warnings or the reason of refusal.

    A page without --selector: the repeated, headline-like groups of elements are proposed, best first,
    and the best is used. Exit 1 when the target is refused.
    """
    from ticker.errors import RefusedError

    settings = get_config(config)
    proposals: list[Proposal] = []
    try:
        body, content_type, url = _read(target, settings)
        if kind is Kind.PAGE and selector is None:
            proposals = _proposals(body, content_type)
            selector = proposals[0].selector if proposals else None
        document = _parse(body, content_type, url, kind, selector)
    except RefusedError as error:
        if as_json:
            print_json(_report(target, None, proposals, error))
        else:
            typer.echo(f"refused ({error.kind}): {error.message}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        print_json(_report(target, document, proposals, None))
    else:
        _show(document, proposals, plain=plain)


def _read(target: str, config: Config) -> tuple[bytes, str, str]:
    """The target's bytes, content type and address."""
    from ticker.ingest.files import read_file

    if target.lower().startswith(("http://", "https://")):
        return run_async(_fetch(target, config))
    return read_file(Path(target), config.fetch.max_bytes), "", ""


async def _fetch(url: str, config: Config) -> tuple[bytes, str, str]:
    from urllib.parse import urlsplit

    from ticker.ingest.fetch import Fetcher
    from ticker.service.limits import fetch_limits

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""  # the fetcher says what is wrong with the URL
    # a host that the operator names on the command line is asked, local or not
    also = {host} if host else set()
    async with Fetcher(fetch_limits(config.fetch, also=also)) as fetcher:
        fetched = await fetcher.fetch(url)
    return fetched.body or b"", fetched.content_type, fetched.url


def _parse(body: bytes, content_type: str, url: str, kind: Kind, selector: str | None) -> Document:
    from ticker.ingest.document import Reading
    from ticker.ingest.worker import parse_guarded

    return parse_guarded(
        body, Reading(content_type=content_type, url=url, kind=kind.value, selector=selector)
    )


def _proposals(body: bytes, content_type: str) -> list[Proposal]:
    from ticker.ingest.decode import decode
    from ticker.ingest.page import propose

    return propose(decode(body, content_type=content_type).text)


def _report(
    target: str, document: Document | None, proposals: list[Proposal], error: Any | None
) -> dict[str, Any]:
    from ticker.core.view import iso

    report: dict[str, Any] = {"feed": {"target": target}, "entries": [], "warnings": [], "error": None}
    if document is not None:
        report["feed"] |= {
            "kind": document.kind,
            "title": document.title,
            "url": document.url,
            "lang": document.lang,
            "skipped": document.skipped,
        }
        report["entries"] = [
            {
                "id": item.id,
                "title": item.title,
                "url": item.url,
                "published": None if item.published is None else iso(item.published),
                "lang": item.lang or document.lang,
            }
            for item in document.items
        ]
        report["warnings"] = list(document.warnings)
    if proposals:
        report["proposals"] = [
            {"selector": one.selector, "count": one.count, "samples": list(one.samples)} for one in proposals
        ]
    if error is not None:
        report["error"] = {"kind": error.kind, "message": error.message}
    return report


def _show(document: Document, proposals: list[Proposal], *, plain: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import ago_instant, shown

    out = console(plain=plain)
    name = shown(document.title) or "(no title)"
    out.print(f"{name} · {document.kind} · {len(document.items)} entries", style="bold")
    for warning in document.warnings:
        out.print(f"warning: {shown(warning)}")
    for one in proposals[:5]:
        mark = "used" if one is proposals[0] else "or"
        out.print(f"{mark:>4}  --selector {one.selector!r}  ({one.count} elements)")
    table = Table(box=None, pad_edge=False)
    table.add_column("age", justify="right", no_wrap=True)
    table.add_column("headline")
    for item in document.items:
        table.add_row("–" if item.published is None else ago_instant(item.published), Text(shown(item.title)))
    out.print(table)
