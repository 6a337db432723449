"""`top` and `tail`: read the stream that a running ticker keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ticker.cli.common import (
    ConfigOption,
    DeskOption,
    JsonOption,
    PlainOption,
    get_config,
    print_json,
    run_async,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticker.config import Config
    from ticker.core.view import StoryView, TopView, UpdateView


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("top")(top)
    app.command("tail")(tail)


def top(
    config: ConfigOption = None,
    desk: DeskOption = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="How many stories.")] = 20,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All live stories.")] = False,
    copies: Annotated[bool, typer.Option("--copies", help="With every copy of each story.")] = False,
    held: Annotated[
        bool, typer.Option("--held", help="With the stories that editors hold back, at the end.")
    ] = False,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show the ranked stories as they stand now.

    Example: ticker top --all --copies --json | jq '.stories[] | {headline, copies, publishers}'
    """
    most = None if everything else limit
    found, trouble = run_async(_top(get_config(config), desk, most, copies=copies, held=held))
    if trouble:
        typer.echo(f"stale: {trouble}", err=True)
    if as_json:
        print_json(found)
    else:
        _show_top(found, plain=plain)


async def _top(
    config: Config, desk: str | None, limit: int | None, *, copies: bool, held: bool
) -> tuple[TopView, str]:
    """The ranked stories, and why they may be stale."""
    from ticker.service.attach import reading

    async with reading(config, desk) as store:
        return await store.top(limit=limit, entries=copies, held=held), (await store.status()).trouble


def _show_top(found: TopView, *, plain: bool) -> None:
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import shown

    out = console(plain=plain)
    if not found["stories"]:
        out.print(f"desk {found['desk']} holds no story yet; `ticker feeds list` shows how its feeds are")
        return
    if plain:
        for place, story in enumerate(found["stories"], 1):
            out.print(_plain_line(place, story), soft_wrap=True)
            for entry in story.get("entries", ()):
                out.print(
                    f"    copy {entry['ordinal']}: {entry['relation']} {entry['score']:.2f}  "
                    f"{shown(entry['publisher'])}  {shown(entry['title'])}",
                    soft_wrap=True,
                )
        return
    for text, style in _rows(found["stories"]):
        out.print(Text(text, style=style), soft_wrap=True)


def _rows(stories: Sequence[StoryView]) -> Iterator[tuple[str, str]]:
    """The table, row by row with its style; a headline is cut in reading order to what the line has left."""
    from ticker.cli.text import ago, fitted

    heads = ("#", "id", "×", "pub", "age")
    cells = [
        (
            str(place),
            story["id"],
            str(story["copies"]),
            str(len(story["publishers"])),
            ago(story["last_seen"]),
        )
        for place, story in enumerate(stories, 1)
    ]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]

    def lead(row: Iterable[str]) -> str:
        return "".join(f"{cell:>{width}} " for cell, width in zip(row, widths, strict=True))

    yield f"{lead(heads)}headline", "bold"
    used = len(lead(heads))
    for row, story in zip(cells, stories, strict=True):
        mark = "‼ " if story["breaking"] else "▲ " if story["pinned"] else "⊘ " if story["held"] else ""
        yield f"{lead(row)}{mark}{fitted(story['headline'], used + len(mark))}", ""
        for entry in story.get("entries", ()):
            told = f"{entry['relation']} {entry['score']:.2f}  "
            copy = lead(("", f"#{entry['ordinal']}", "", "", "")) + "  " + told
            yield copy + fitted(f"{entry['publisher']}: {entry['title']}", len(copy)), "dim"


def _plain_line(place: int, story: StoryView) -> str:
    from ticker.cli.text import ago, shown
    from ticker.terminal import counted

    marks = [name for name in ("breaking", "pinned", "held") if story[name]]
    if story["urgency"]:
        marks.append(f"urgency {story['urgency']}")
    said = "".join(f", {mark}" for mark in marks)
    copies = counted(story["copies"], "copy", "copies")
    voices = counted(len(story["publishers"]), "publisher")
    told = f"story {story['id']}, {copies}, {voices}, {ago(story['last_seen'])}{said}"
    return f"{place}. {shown(story['headline'])} ({told})"


def tail(
    config: ConfigOption = None,
    desk: DeskOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="EPOCH:OFFSET", help="Resume after this cursor; default: from now on."
        ),
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", min=1, help="End after N updates.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Follow the updates as they happen: one a line, until interrupted.

    Each JSON line has epoch, offset, op and story; `--since EPOCH:OFFSET` goes on after that update
    and misses none, or says that the history does not reach back so far (exit 1).
    """
    run_async(_tail(get_config(config), desk, since, count, as_json=as_json))


async def _tail(
    config: Config, desk: str | None, since: str | None, count: int | None, *, as_json: bool
) -> None:
    from ticker.service.attach import reading
    from ticker.service.follow import cursor_of, follow

    async with reading(config, desk) as store:
        left = count
        async for update in follow(store, cursor_of(since)):
            if as_json:
                print_json(update)
            else:
                typer.echo(_tail_line(update))
            if left is not None:
                left -= 1
                if left <= 0:
                    return


def _tail_line(update: UpdateView) -> str:
    from ticker.cli.text import shown

    story = update["story"]
    line = f"{update['offset']}  {update['op']:<8} ×{story['copies']:<3} {shown(story['headline'])}"
    if "entry" in update:
        entry = update["entry"]
        line += f"  [{shown(entry['publisher'])}, {entry['relation']} {entry['score']:.2f}]"
    if "into" in update:
        line += f"  into story {update['into']}"
    return line + (f"  by {shown(update['by'])}, action {update['action']}" if "action" in update else "")
