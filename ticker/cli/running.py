"""`ticker`, `run` and `dash`: start the work, show it, or join what already runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ticker.cli.common import ConfigOption, DeskOption, PlainOption, get_config, run_async

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from ticker.client.feedbook import FeedBook
    from ticker.client.source import Editor, Source
    from ticker.config import Config
    from ticker.service.engine import Engine


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("run")(run)
    app.command("dash")(dash)


def everything(config: Path | None, *, plain: bool) -> None:
    """What `ticker` alone does."""
    settings = get_config(config)
    if run_async(_everything(config, settings, plain=plain)) == "demo":
        from ticker.cli.demo import demo

        demo()


async def _everything(path: Path | None, settings: Config, *, plain: bool) -> str | None:
    from ticker.service.attach import is_running
    from ticker.service.engine import Engine

    if await is_running(settings):
        return await show(settings, None, None, plain=plain)
    async with Engine(path, settings.data_dir / "ticker.log") as engine:
        return await show(settings, None, engine, plain=plain)


async def show(
    settings: Config,
    desk: str | None,
    engine: Engine | None,
    *,
    plain: bool,
    read_only: bool = False,
) -> str | None:
    """The dashboard on a terminal, the plain stream elsewhere. Returns what the user asked for next."""
    from ticker.service.attach import desk_name
    from ticker.service.feedbook import ConfigFeeds
    from ticker.service.source import StoreSource

    name = desk_name(settings, desk)
    source = StoreSource(settings, name, engine)
    try:
        return await _show(
            settings,
            source,
            source,
            name,
            plain=plain,
            read_only=read_only,
            book=ConfigFeeds(settings, name, only=True),
        )
    finally:
        await source.close()


async def _show(
    settings: Config,
    source: Source,
    editor: Editor | None,
    name: str,
    *,
    plain: bool,
    read_only: bool,
    book: FeedBook | None = None,
) -> str | None:
    from ticker import clock

    if plain or not (sys.stdout.isatty() and sys.stdin.isatty()):
        from ticker.dashboard.plain import stream_plain

        await stream_plain(source, sys.stdout, notes=sys.stderr, clock=clock.now)
        return None
    from ticker.cli.screen import check_keys, screen_settings
    from ticker.dashboard.app import Dashboard

    check_keys(settings)
    told = screen_settings(settings, read_only=read_only)
    app = Dashboard(source, editor, book=book, title=name, clock=clock.now, settings=told)
    return await app.run_async()


def run(
    config: ConfigOption = None,
    role: Annotated[
        str,
        typer.Option(
            "--role", metavar="ROLE", help="all, or one role of several processes: poll, desk, serve, alert."
        ),
    ] = "all",
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
    attached: Annotated[
        bool, typer.Option("--attached", hidden=True, help="End when standard input closes.")
    ] = False,
    joined: Annotated[
        bool, typer.Option("--joined", hidden=True, help="So too, and the store's URL is its first line.")
    ] = False,
) -> None:
    """Run without a screen: poll the feeds, keep the stories, log to standard error.

    SIGTERM or Ctrl-C ends in order; a second Ctrl-C ends at once.
    """
    import asyncio
    import gc
    import os

    gc.disable()  # until the service begins: modules and options are no garbage
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's own threads: nothing here needs them
    from ticker.errors import UsageError
    from ticker.service.apart import polls_apart
    from ticker.service.logs import get_log
    from ticker.service.run import ROLES
    from ticker.service.run import run as run_service

    if role not in ROLES:
        raise UsageError(f"--role {role}: unknown; one of {', '.join(ROLES)}")
    settings = get_config(config)
    log = get_log(verbose=verbose)
    loop = _loop()
    apart = polls_apart(settings, log, verbose=verbose) if role == "all" else None
    if apart is not None and apart.copy():
        role, apart, joined = "poll", None, True
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(run_service(settings, role, log, apart=apart, attached=attached, joined=joined))


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker loop where the platform has it."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def dash(
    config: ConfigOption = None,
    desk: DeskOption = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="A ticker server elsewhere: https://ticker.example.org"),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="The token for it, as `ticker token` printed it."),
    ] = None,
    *,
    plain: PlainOption = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Only look: no key changes anything on the desk.")
    ] = False,
) -> None:
    """Show the dashboard of a ticker that already runs on this data, or of a server; starts nothing."""
    from ticker.errors import UsageError

    settings = get_config(config)
    if url is None:
        if token_file is not None:
            raise UsageError("--token-file goes with --url")
        run_async(_dash(settings, desk, plain=plain, read_only=read_only))
    else:
        token = _token(token_file)
        run_async(_dash_of(settings, url, desk, token, plain=plain, read_only=read_only))


def _token(file: Path | None) -> str:
    from ticker.errors import UsageError

    if file is None:
        return ""
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read as a token: {error}") from error
    if not text.startswith("tk_") or len(text.split()) != 1:
        raise UsageError(f"{file}: holds no token; `ticker token create NAME > FILE` writes one")
    return text


async def _dash_of(
    settings: Config, url: str, desk: str | None, token: str, *, plain: bool, read_only: bool
) -> None:
    from ticker.client.remote import RemoteSource

    source = RemoteSource(url, desk, token=token)
    try:
        top = await source.top(limit=1)  # what is refused is said before a screen opens
        editor = await source.editor()
        await _show(settings, source, editor, top["desk"], plain=plain, read_only=read_only)
    finally:
        await source.close()


async def _dash(settings: Config, desk: str | None, *, plain: bool, read_only: bool) -> None:
    from ticker.errors import UnreachableError
    from ticker.service.attach import running_url

    if running_url(settings) is None:
        raise UnreachableError(
            f"no ticker runs on {settings.data_dir}; start one with `ticker` or `ticker run`"
        )
    await show(settings, desk, None, plain=plain, read_only=read_only)
