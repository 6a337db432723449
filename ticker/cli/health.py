"""`doctor` and `config check`: is everything in order, said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

from ticker.cli.common import ConfigOption, JsonOption, PlainOption, get_config, print_json, run_async

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.core.model import FeedState
    from ticker.store import DeskStatus

group = typer.Typer(help="The configuration: is it right, and which one is it?", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("doctor")(doctor)
    app.add_typer(group, name="config")


@group.command("check")
def check_config(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Read the configuration and say what it means; exit 2 with file, line and fix where it is wrong."""
    from ticker.cli.screen import check_keys

    settings = get_config(config)
    check_keys(settings)
    report = {
        "file": str(settings.path) if settings.path else None,
        "data_dir": str(settings.data_dir),
        "desks": list(settings.desks),
        "feeds": len(settings.feeds),
        "publishers": len({feed.publisher for feed in settings.feeds}),
    }
    if as_json:
        print_json(report)
        return
    typer.echo(f"{settings.path or 'built-in defaults'}: in order")
    typer.echo(f"data in {settings.data_dir}")
    typer.echo(
        f"{len(settings.desks)} desks ({', '.join(settings.desks)}), {report['feeds']} feeds "
        f"of {report['publishers']} publishers"
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, `warn` (works, but look) or `bad` (does not work), and what to do."""

    what: str
    state: Literal["ok", "warn", "bad"]
    text: str


def doctor(config: ConfigOption = None, *, as_json: JsonOption = False, plain: PlainOption = False) -> None:
    """Look at the configuration, the store, the desks and the feeds; say what is wrong and how to mend it.

    Exit 1 when something does not work.
    """
    settings = get_config(config)
    findings = [*_machine(settings), *run_async(_store(settings)), *_server(settings)]
    if as_json:
        print_json([{"what": one.what, "state": one.state, "text": one.text} for one in findings])
    else:
        from rich.text import Text

        from ticker.cli.common import console
        from ticker.cli.text import shown

        out = console(plain=plain)
        marks = {"ok": "✓ ok  ", "warn": "! look", "bad": "✗ bad "}
        for one in findings:
            out.print(Text(f"{marks[one.state]}  {one.what}: {shown(one.text)}"), soft_wrap=True)
    if any(one.state == "bad" for one in findings):
        raise typer.Exit(1)


def _machine(settings: Config) -> list[Finding]:
    import os
    import platform

    from ticker import __version__
    from ticker.errors import ServerError
    from ticker.store.server_binary import find_binary

    findings = [
        Finding("ticker", "ok", f"{__version__} on Python {platform.python_version()}, {platform.system()}"),
        Finding("config", "ok", f"{settings.path or 'built-in defaults'}, {len(settings.feeds)} feeds"),
    ]
    if not settings.feeds:
        findings.append(Finding("feeds", "warn", "none is configured; see `ticker feeds import --help`"))
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    writable = os.access(folder, os.W_OK)
    findings.append(
        Finding(
            "data",
            "ok" if writable else "bad",
            f"{settings.data_dir}" + ("" if writable else " is not writable"),
        )
    )
    if settings.redis.url is None:
        try:
            findings.append(Finding("server", "ok", f"embedded, {find_binary()}"))
        except ServerError as error:
            findings.append(Finding("server", "bad", str(error)))
    return findings


async def _store(settings: Config) -> list[Finding]:
    from ticker.errors import StoreError
    from ticker.service.attach import connected, reading, running_url
    from ticker.store import keeps_a_log

    if running_url(settings) is None:
        return [Finding("running", "warn", f"no ticker runs on {settings.data_dir}; start one with `ticker`")]
    findings: list[Finding] = []
    try:
        async with connected(settings) as redis:
            if not await keeps_a_log(redis):
                findings.append(
                    Finding(
                        "redis", "warn", "its restart forgets the news: set appendonly yes in its settings"
                    )
                )
        for desk in settings.desks:
            async with reading(settings, desk) as store:
                status = await store.status()
                findings += _desk(desk, status)
                if status.letters:
                    newest = (await store.letters(newest=1))[-1:]
                    findings += _letters(desk, status, newest[0].reason if newest else "")
                findings += [_feed(state) for state in await store.feeds()]
    except StoreError as error:
        return [*findings, Finding("store", "bad", str(error))]
    return findings


def _server(settings: Config) -> list[Finding]:
    """What the server that is configured says of itself: /healthz, /readyz and /metrics."""
    from ticker.service.attach import running_url
    from ticker.service.looking import ask, figures

    serve = settings.serve
    if not serve.port or running_url(settings) is None:
        return []
    host = serve.host if serve.host not in {"0.0.0.0", "::"} else "localhost"  # noqa: S104 - compared, not bound
    base = f"{'https' if serve.tls_cert else 'http'}://{f'[{host}]' if ':' in host else host}:{serve.port}"
    status, _ = ask(f"{base}/healthz")
    if status != 200:
        return [Finding("API", "warn", f"nothing answers at {base}; `ticker run --role serve` serves it")]
    status, said = ask(f"{base}/readyz")
    findings = [Finding("API", "ok" if status == 200 else "bad", f"{base}: {said}")]
    status, said = ask(f"{base}/metrics")
    if status == 401:
        return [*findings, Finding("metrics", "ok", "only with a token, as is every reading here")]
    for name, value in figures(said).items():
        if name.startswith("ticker_clients_slow_total") and value:
            findings.append(Finding("clients", "warn", f"{value:g} were closed as they read too slowly"))
        if name.startswith("ticker_requests_total") and '"5' in name and value:
            findings.append(Finding("answers", "warn", f"{value:g} with status {name.split(chr(34))[1]}"))
        if name.startswith("ticker_desk_age_seconds") and value > _OLD:
            findings.append(
                Finding("desk", "warn", f"{name.split(chr(34))[1]} stands still for {value:.0f} s")
            )
    return findings


_OLD = 120.0  # seconds: a desk that is kept ticks every ten
_BACKLOG = 5_000  # records: a desk folds that many in a few seconds


def _desk(desk: str, status: DeskStatus) -> list[Finding]:
    what = f"desk {desk}"
    findings = [Finding(what, "ok", f"{status.stories} stories of {status.copies} copies")]
    if status.trouble:
        remedy = "" if status.refusal else "; start `ticker run`"
        findings.append(Finding(what, "bad", status.trouble + remedy))
    elif status.lag > _BACKLOG:
        findings.append(
            Finding(what, "warn", f"{status.lag} records wait; it catches up or needs a machine of its own")
        )
    return findings


def _letters(desk: str, status: DeskStatus, newest: str) -> list[Finding]:
    lost = f"; {status.letters_lost} older ones had to give way" if status.letters_lost else ""
    text = (
        f"{status.letters} dead letters: records that broke it and are in no story{lost}; the newest: "
        f"{newest}; `ticker letters list --desk {desk}` shows them, `retry` or `drop` ends it"
    )
    return [Finding(f"desk {desk}", "warn", text)]


def _feed(state: FeedState) -> Finding:
    from ticker.cli.text import ago_instant

    what = f"feed {state.feed}"
    if state.error:
        return Finding(what, "warn", f"{state.failures} times in a row: {state.error_text}")
    asked = "never asked" if state.polled is None else f"asked {ago_instant(state.polled)} ago"
    return Finding(what, "ok", f"{asked}, {state.entries} entries")
