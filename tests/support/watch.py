"""A desk under the watch for alerts, and a webhook's server that takes them.

Knows the alerter and its senders; must not know what a test expects of them.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from ticker import clock
from ticker.core.model import Action, Entry, Verb
from ticker.core.verbs import ends

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker.service.alerter import Alerter
    from ticker.service.senders import Senders
    from ticker.store import Alerts, DeskStore


BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"


BANK = "Central bank of Norland holds rates at 4.25 percent"


SECRET = "a secret of sixteen letters"  # noqa: S105 - of this test


FAST = (0.02, 0.02, 0.02)


@dataclass
class Hook:
    """A webhook's server: what it got, and with which statuses it answers (the last one again and again)."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        headers = {"Location": "/elsewhere"} if status == 307 else {}
        return web.Response(status=status, headers=headers)


@dataclass
class Desk:
    """One desk with its writer, and the watch over it."""

    store: DeskStore
    alerts: Alerts
    alerter: Alerter
    senders: Senders
    heard: list[dict[str, Any]]
    watching: asyncio.Task[None]

    async def report(self, title: str, *publishers: str) -> None:
        """Let publishers say it now; waits until the desk has taken it in."""
        now = clock.now()
        await self.store.append(
            [
                Entry(f"{name}-{title}", f"https://{name}.example/rss", name, title, now, now)
                for name in publishers
            ]
        )
        async with asyncio.timeout(20):
            while (await self.store.status()).lag:
                await asyncio.sleep(0.005)

    async def edit(self, verb: Verb, *stories: str) -> None:
        """Let an editor do something."""
        now = clock.now()
        action = Action(secrets.token_hex(8), verb, "Amal", now, stories, until=ends(verb, None, now))
        await self.store.act(action)

    async def until_judged(self) -> None:
        """Wait until the watch has seen all that the desk has said."""
        status = await self.store.status()
        async with asyncio.timeout(20):
            while self.alerter.places.get(self.store.desk) != f"{status.epoch}:{status.offset}":
                await asyncio.sleep(0.005)

    async def told(self) -> list[Any]:
        """The alerts so far, oldest first."""
        await self.until_judged()
        return [alert for _, alert in reversed(await self.alerts.recent())]


async def until(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.005)


async def until_empty(desk: Desk) -> None:
    """Wait until all that the desk has said was judged, and nothing is due any more."""
    await desk.until_judged()
    async with asyncio.timeout(20):
        while await desk.alerts.due():
            await asyncio.sleep(0.005)


def reasons(desk: Desk) -> str:
    return "\n".join(str(event.get("reason")) for event in desk.heard)
