"""`alerts list | test | arm | disarm | mute | unmute`: what was told, and what is to be told no more."""

from __future__ import annotations

from contextlib import asynccontextmanager
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
    from collections.abc import AsyncIterator

    from ticker.config import Config
    from ticker.core.view import AlertView
    from ticker.store import Alerts
    from ticker.store.alerts import Switch

group = typer.Typer(help="Alerts: what was told and why, arm and mute.", no_args_is_help=True)

ForOption = Annotated[
    str | None, typer.Option("--for", metavar="TIME", help="For this long: 30m, 2h. Default: until undone.")
]
ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", envvar="USER", help="Who does it; default: your user name.")
]
StoryArgument = Annotated[
    str, typer.Argument(metavar="STORY", help="The story's id, as `ticker top` shows it.")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(group, name="alerts")


@group.command("list")
def list_alerts(
    config: ConfigOption = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1000, metavar="N", help="How many alerts at most.")
    ] = 20,
    *,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """List the latest alerts with their reasons, newest first, and what is switched off."""
    from ticker import clock

    async def found() -> tuple[list[AlertView], dict[str, Switch]]:
        async with _alerts(get_config(config)) as alerts:
            return [alert for _, alert in await alerts.recent(limit)], await alerts.switches()

    recent, switches = run_async(found())
    off = {name: switch for name, switch in switches.items() if switch.holds(clock.now())}
    if as_json:
        print_json({"alerts": recent, "off": [_row(name, switch) for name, switch in off.items()]})
        return
    from ticker.cli.common import console
    from ticker.cli.text import ago, lines, shown

    out = console(plain=plain)
    for name, switch in off.items():
        out.print(f"{_what(name)} by {shown(switch.by)}")
    if not recent:
        out.print("there was no alert yet; docs/alerts.md says when there is one")
    for alert in recent:
        out.print(f"{ago(alert['at'])}  {alert['desk']}  story {alert['story']}  {alert['kind']}")
        for text in (alert["headline"], *alert["why"]):
            for line in lines(text, 4, ltr=text is not alert["headline"]):
                out.print(line, soft_wrap=True)


@group.command("test")
def rehearse_alert(config: ConfigOption = None) -> None:
    """Send a made-up alert by everything that `alerts` in config.yaml names, and say what became of it."""
    from ticker.cli.common import narrator
    from ticker.errors import TickerError
    from ticker.service.rehearse import rehearse

    settings = get_config(config)
    failed = 0
    for sender, trouble in run_async(rehearse(settings)):
        failed += bool(trouble)
        narrator().print(f"{sender}: {trouble or 'sent'}", soft_wrap=True)
    if failed:
        raise TickerError(f"{failed} of the senders failed")


@group.command("arm")
def arm(config: ConfigOption = None, desk: DeskOption = None) -> None:
    """Let a desk alert again."""
    was = _switch_on(get_config(config), desk, "")
    typer.echo("alerts are armed" if was else "alerts were not disarmed")


@group.command("disarm")
def disarm(
    config: ConfigOption = None, desk: DeskOption = None, lasts: ForOption = None, by: ByOption = "somebody"
) -> None:
    """Let a desk alert nobody. What breaks meanwhile does not alert afterwards, unless it grows."""
    _switch_off(get_config(config), desk, "", lasts, by)
    typer.echo("alerts are disarmed")


@group.command("mute")
def mute(
    story: StoryArgument,
    config: ConfigOption = None,
    desk: DeskOption = None,
    lasts: ForOption = None,
    by: ByOption = "somebody",
) -> None:
    """Let one story alert nobody."""
    _switch_off(get_config(config), desk, story, lasts, by)
    typer.echo(f"story {story} is muted")


@group.command("unmute")
def unmute(story: StoryArgument, config: ConfigOption = None, desk: DeskOption = None) -> None:
    """Let a muted story alert again."""
    was = _switch_on(get_config(config), desk, story)
    typer.echo(f"story {story} is unmuted" if was else f"story {story} was not muted")


def _switch_off(settings: Config, desk: str | None, story: str, lasts: str | None, by: str) -> None:
    from ticker import clock
    from ticker.config import duration
    from ticker.errors import UsageError
    from ticker.service.attach import desk_name
    from ticker.store.alerts import Switch

    name = desk_name(settings, desk)
    now = clock.now()
    try:
        until = None if lasts is None else now + duration(lasts)
    except ValueError as error:
        raise UsageError(f"--for: {error}") from error

    async def switch() -> None:
        async with _alerts(settings) as alerts:
            await alerts.switch_off(Switch(by, now, until), name, story)

    run_async(switch())


def _switch_on(settings: Config, desk: str | None, story: str) -> bool:
    """Whether it was off."""
    from ticker.service.attach import desk_name

    name = desk_name(settings, desk)

    async def switch() -> bool:
        async with _alerts(settings) as alerts:
            return await alerts.switch_on(name, story)

    return run_async(switch())


def _row(name: str, switch: Switch) -> dict[str, str | None]:
    from ticker.core.view import iso

    desk, _, story = name.partition(" ")
    return {
        "desk": desk,
        "story": story or None,
        "by": switch.by,
        "at": iso(switch.at),
        "until": None if switch.until is None else iso(switch.until),
    }


def _what(name: str) -> str:
    desk, _, story = name.partition(" ")
    return f"story {story} of {desk} is muted" if story else f"alerts of {desk} are disarmed"


@asynccontextmanager
async def _alerts(settings: Config) -> AsyncIterator[Alerts]:
    """The alerts of the store that runs now."""
    from ticker.service.attach import connected
    from ticker.store import Alerts

    async with connected(settings) as redis:
        yield Alerts(redis)
