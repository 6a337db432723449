"""`token create | list | revoke`: who may use the API, and as what."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import ConfigOption, JsonOption, PlainOption, get_config, print_json, run_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ticker.config import Config
    from ticker.store import Token, Tokens

group = typer.Typer(help="Access to the API: tokens and their roles.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(group, name="token")


@group.command("create")
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will hold it; shown in lists and notes.")],
    config: ConfigOption = None,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="reader, editor (curates) or admin.")
    ] = "reader",
    desk: Annotated[
        list[str] | None,
        typer.Option("--desk", metavar="NAME", help="Only this desk; may be repeated. Default: all."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="TIME", help="Good for this long: 12h, 30d.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Make a token and print it: this once, for only its hash is kept.

    Example: ticker token create studio --role editor > token.txt
    """
    from ticker import clock
    from ticker.config import duration
    from ticker.core.roles import Role
    from ticker.errors import UsageError
    from ticker.service.attach import desk_name

    if role not in list(Role):
        raise UsageError(f"--role {role}: unknown; one of {', '.join(Role)}")
    settings = get_config(config)
    desks = tuple(desk_name(settings, one) for one in desk or ())
    now = clock.now()
    try:
        until = None if expires is None else now + duration(expires)
    except ValueError as error:
        raise UsageError(f"--expires: {error}") from error

    async def make() -> tuple[Token, str]:
        async with _tokens(settings) as tokens:
            return await tokens.create(name, Role(role), now=now, desks=desks, expires=until)

    token, text = run_async(make())
    if as_json:
        print_json({**_row(token), "token": text})
        return
    typer.echo(text)
    typer.echo(f"token {token.id} for {token.name}: keep it, it is not shown again", err=True)


@group.command("list")
def list_tokens(
    config: ConfigOption = None, *, as_json: JsonOption = False, plain: PlainOption = False
) -> None:
    """List the tokens: whose they are and what they allow, never the tokens themselves."""
    settings = get_config(config)

    async def found() -> list[Token]:
        async with _tokens(settings) as tokens:
            return await tokens.all()

    rows = [_row(token) for token in run_async(found())]
    if as_json:
        print_json({"tokens": rows})
        return
    if not rows:
        typer.echo("there is no token; `ticker token create NAME --role editor` makes one")
        return
    from rich.table import Table

    from ticker.cli.common import console
    from ticker.cli.text import shown

    table = Table(box=None, pad_edge=False, header_style="" if plain else "bold")
    for column in ("id", "name", "role", "desks", "created", "expires"):
        table.add_column(column, no_wrap=column in {"id", "role"})
    for row in rows:
        table.add_row(
            row["id"],
            shown(row["name"]),
            row["role"],
            ", ".join(row["desks"]) or "all",
            row["created"],
            row["expires"] or "never",
        )
    console(plain=plain).print(table)


@group.command("revoke")
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as `token list` shows it.")],
    config: ConfigOption = None,
) -> None:
    """Make a token worthless. Live sockets that were opened with it are closed within seconds."""
    from ticker.errors import TickerError

    settings = get_config(config)

    async def drop() -> bool:
        async with _tokens(settings) as tokens:
            return await tokens.revoke(token_id)

    if not run_async(drop()):
        raise TickerError(f"there is no token {token_id!r}; `ticker token list` shows those there are")
    typer.echo(f"token {token_id} is revoked")


def _row(token: Token) -> dict[str, Any]:
    from ticker.core.view import iso

    return {
        "id": token.id,
        "name": token.name,
        "role": str(token.role),
        "desks": list(token.desks),
        "created": iso(token.created),
        "expires": None if token.expires is None else iso(token.expires),
    }


@asynccontextmanager
async def _tokens(settings: Config) -> AsyncIterator[Tokens]:
    """The tokens of the store that is configured; the embedded one is started if it does not run."""
    from contextlib import ExitStack

    from ticker.store import Tokens, connect
    from ticker.store.embedded import EmbeddedServer

    with ExitStack() as stack:
        url = settings.redis.url or stack.enter_context(EmbeddedServer(settings.data_dir)).url
        redis = await connect(url)
        try:
            yield Tokens(redis)
        finally:
            await redis.aclose()
