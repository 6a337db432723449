"""`letters list | retry | drop`: records that broke a desk, and what is to become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
    from collections.abc import Awaitable, Callable

    from ticker.config import Config
    from ticker.store import DeskStore, Letter

group = typer.Typer(
    help="Dead letters: records that broke a desk three times; try them again or drop them.",
    no_args_is_help=True,
)

NumbersArgument = Annotated[
    list[int] | None, typer.Argument(metavar="[NUMBER]...", help="As `ticker letters list` shows them.")
]
AllOption = Annotated[bool, typer.Option("--all", help="All that the desk has.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(group, name="letters")


@group.command("list")
def list_letters(
    config: ConfigOption = None,
    desk: DeskOption = None,
    *,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """List a desk's dead letters: what each record says and why the desk gave it up."""
    settings = get_config(config)
    letters = run_async(_letters(settings, desk))
    rows = [_row(letter) for letter in letters]
    if as_json:
        print_json({"letters": rows})
        return
    if not rows:
        typer.echo("there is no dead letter: the desk could apply every record")
        return
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import shown

    out = console(plain=plain)
    for row in rows:
        out.print(Text(f"{row['number']}  {row['at']}  {row['what']}: {shown(row['says'])}"), soft_wrap=True)
        out.print(Text(f"    {row['tries']} tries: {shown(row['reason'])}"), soft_wrap=True)


@group.command("retry")
def retry(
    numbers: NumbersArgument = None,
    config: ConfigOption = None,
    desk: DeskOption = None,
    *,
    all_of_them: AllOption = False,
) -> None:
    """Give dead letters to the desk once more, as the newest records of its log.

    Worth it after an upgrade: what broke the desk may no longer. The same command again changes nothing.
    """
    from ticker.errors import TickerError

    async def one(store: DeskStore, letter: Letter) -> str:
        number = await store.retry_letter(letter)
        if not number:
            raise TickerError(f"letter {letter.number} is gone: somebody else took it")
        return f"letter {letter.number} is record {number} of the log now"

    _each(get_config(config), desk, numbers, one, all_of_them=all_of_them)


@group.command("drop")
def drop(
    numbers: NumbersArgument = None,
    config: ConfigOption = None,
    desk: DeskOption = None,
    *,
    all_of_them: AllOption = False,
) -> None:
    """Throw dead letters away for good: what they say is in no story."""

    async def one(store: DeskStore, letter: Letter) -> str:
        await store.drop_letter(letter.number)
        return f"letter {letter.number} is dropped"

    _each(get_config(config), desk, numbers, one, all_of_them=all_of_them)


def _each(
    settings: Config,
    desk: str | None,
    numbers: list[int] | None,
    work: Callable[[DeskStore, Letter], Awaitable[str]],
    *,
    all_of_them: bool,
) -> None:
    from ticker.errors import TickerError, UsageError
    from ticker.service.attach import reading

    if bool(numbers) == all_of_them:
        raise UsageError("name the letters by their numbers, or say --all; `ticker letters list` shows them")

    async def each() -> None:
        async with reading(settings, desk) as store:
            found = {letter.number: letter for letter in await store.letters()}
            strange = [number for number in numbers or () if number not in found]
            if strange:
                raise TickerError(
                    f"desk {store.desk} has no dead letter {', '.join(map(str, strange))}; "
                    "`ticker letters list` shows those it has"
                )
            for number in numbers or found:
                typer.echo(await work(store, found[number]))

    run_async(each())


async def _letters(settings: Config, desk: str | None) -> list[Letter]:
    from ticker.service.attach import reading

    async with reading(settings, desk) as store:
        return await store.letters()


def _row(letter: Letter) -> dict[str, Any]:
    from ticker.core.view import iso

    what, says = _said(letter)
    return {
        "number": letter.number,
        "at": iso(letter.at),
        "what": what,
        "says": says,
        "tries": letter.tries,
        "reason": letter.reason,
    }


def _said(letter: Letter) -> tuple[str, str]:
    """What kind of record a letter holds, and what it says to a reader."""
    from ticker.core.model import Action, Entry
    from ticker.store import Poison

    event = letter.event()
    if isinstance(event, Entry):
        return "entry", f"{event.title} ({event.publisher}, {event.feed})"
    if isinstance(event, Action):
        return "action", f"{event.verb} by {event.by} on {', '.join(event.stories)}"
    if isinstance(event, Poison):
        return "unreadable", f"{len(letter.record)} bytes of kind {letter.kind!r}"
    return type(event).__name__.lower(), repr(event)
