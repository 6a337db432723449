"""`feeds add | pause | resume | remove | import`: the feeds in config.yaml, its comments left as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import ConfigOption, JsonOption, PlainOption, get_config, print_json, run_async

if TYPE_CHECKING:
    from ticker.client.feedbook import Added, Offer
    from ticker.ingest.opml import Subscription

FeedsArgument = Annotated[
    list[str], typer.Argument(metavar="FEED...", help="A URL, a publisher, or a part that means one feed.")
]
_SHOWN = 5  # headlines of a preview


def add_to(group: typer.Typer) -> None:
    """Register the commands of this module."""
    group.command("add")(add)
    group.command("pause")(pause)
    group.command("resume")(resume)
    group.command("remove")(remove)
    group.command("import")(import_opml)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, or any page of the site.")],
    config: ConfigOption = None,
    *,
    desk: Annotated[
        str | None, typer.Option("--desk", metavar="NAME", help="The desk; default: the first one.")
    ] = None,
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Who speaks; default: as guessed.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="The language: ar, en-GB.")] = "",
    selector: Annotated[
        str, typer.Option("--selector", metavar="CSS", help="Take the headlines of the page: .ticker li a")
    ] = "",
    interval: Annotated[
        str, typer.Option("--interval", metavar="TIME", help="Fix the time between polls: 5m.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added; add nothing.")
    ] = False,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Find the feed of a site, or the ticker on its page, show what it would bring, and add it.

    The address itself is tried first, then the feeds that its page names, then the usual addresses, then
    the headlines on the page.
    """
    from ticker.errors import RefusedError
    from ticker.service.attach import desk_name
    from ticker.service.feedbook import ConfigFeeds

    settings = get_config(config)
    book = ConfigFeeds(settings, desk_name(settings, desk))
    try:
        offer = run_async(book.find(url, selector=selector))
    except RefusedError as error:
        typer.echo(f"refused ({error.kind}): {error.message}", err=True)
        raise typer.Exit(1) from None
    feed = book.options(offer, publisher=publisher, lang=lang, interval=interval)
    if not as_json:
        _preview(offer, feed, plain=plain)
    done: Added | None = None
    if not dry_run:
        done = run_async(book.add(offer, publisher=publisher, lang=lang, interval=interval))
    if as_json:
        print_json(_report(offer, feed, str(book.path), added=done is not None and done.new))
    elif done is None:
        typer.echo(f"nothing was written; without --dry-run it is added to {book.path}")
    else:
        typer.echo(f"{book.path}: {done.said}")
        if done.warning:
            typer.echo(done.warning, err=True)


def _report(offer: Offer, feed: dict[str, Any], path: str, *, added: bool) -> dict[str, Any]:
    from ticker.core.view import iso

    return {
        "feed": feed,
        "file": path,
        "added": added,
        "title": offer.title,
        "entries": [
            {"title": title, "published": None if published is None else iso(published)}
            for title, published in offer.headlines
        ],
        "warnings": list(offer.warnings),
        "also": list(offer.also),
        "tried": list(offer.tried),
    }


def _preview(offer: Offer, feed: dict[str, Any], *, plain: bool) -> None:
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import ago_instant, shown

    out = console(plain=plain)
    what = f"the headlines of a page ({offer.selector})" if offer.kind == "page" else offer.form
    out.print(f"{offer.url}", style="bold")
    out.print(f"  {what}, {len(offer.headlines)} entries, published by {shown(feed['publisher'])}")
    out.print(f"  desk {feed['desk']}, language {feed.get('lang') or 'not known'}")
    for title, published in offer.headlines[:_SHOWN]:
        age = "–" if published is None else ago_instant(published)
        out.print(Text(f"{age:>6}  {shown(title)}"))
    if len(offer.headlines) > _SHOWN:
        out.print(f"        and {len(offer.headlines) - _SHOWN} more")
    for warning in offer.warnings:
        out.print(f"  warning: {shown(warning)}")
    for other in offer.also:
        out.print(f"  the page also names {other}")


def pause(feeds: FeedsArgument, config: ConfigOption = None) -> None:
    """Leave feeds unasked, but listed; what they have said stays."""
    _set_paused(feeds, config, paused=True)


def resume(feeds: FeedsArgument, config: ConfigOption = None) -> None:
    """Ask paused feeds again."""
    _set_paused(feeds, config, paused=False)


def _set_paused(feeds: list[str], config: Path | None, *, paused: bool) -> None:
    from ticker.service.attach import desk_name
    from ticker.service.choose import chosen
    from ticker.service.feedbook import ConfigFeeds

    settings = get_config(config)
    meant = chosen(settings, feeds)
    book = ConfigFeeds(settings, desk_name(settings, None))
    changed = run_async(book.pause([feed.url for feed in meant], paused=paused))
    for feed in meant:
        word = ("paused" if paused else "asked again") if feed.url in changed else "as it was"
        typer.echo(f"{feed.url}: {word}")


def remove(feeds: FeedsArgument, config: ConfigOption = None) -> None:
    """Take feeds out of the configuration; stories that they are part of stay until they expire."""
    from ticker.service.attach import desk_name
    from ticker.service.choose import chosen
    from ticker.service.feedbook import ConfigFeeds

    settings = get_config(config)
    meant = chosen(settings, feeds)
    book = ConfigFeeds(settings, desk_name(settings, None))
    for url in run_async(book.remove([feed.url for feed in meant])):
        typer.echo(f"{url}: removed")


def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="An OPML file of another reader.")],
    config: ConfigOption = None,
    desk: Annotated[
        str | None,
        typer.Option("--desk", metavar="NAME", help="One desk for all; default: a desk for each folder."),
    ] = None,
) -> None:
    """Add the feeds of an OPML file to the configuration; comments and order there stay as they are.

    Each folder becomes the desk of its name, which is made where there is none; feeds outside of folders,
    and folders whose name has no Latin letters, go to the first desk.
    """
    from ticker.config import add_desks, add_feeds
    from ticker.ingest.files import read_file
    from ticker.ingest.opml import import_opml as read_opml
    from ticker.service.attach import desk_name

    settings = get_config(config)
    path = settings.path or Path("config.yaml")
    name = desk_name(settings, desk)
    found = read_opml(read_file(file, settings.fetch.max_bytes))
    desks = {one.folder: name if desk else _desk_of(one, name) for one in found}
    made = add_desks(path, list(desks.values()))
    wanted = [
        {"url": one.url, "publisher": one.title, "desk": desks[one.folder], "lang": one.lang} for one in found
    ]
    added = add_feeds(path, wanted)
    typer.echo(f"{path}: {len(added)} feeds added, {len(wanted) - len(added)} were there already")
    if made:
        typer.echo(f"new desks: {', '.join(made)}")


def _desk_of(one: Subscription, default: str) -> str:
    """The desk of a folder: its name in lower case, what is no letter or digit as a hyphen."""
    import re

    return re.sub(r"[^a-z0-9]+", "-", one.folder.lower()).strip("-")[:32].strip("-") or default
