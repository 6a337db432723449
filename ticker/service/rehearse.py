"""A made-up alert, sent once by everything that the configuration names: does it arrive?

Knows one alert that is none; must not know how a sender sends.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from ticker import clock
from ticker.core.alert import Alert, AlertKind
from ticker.core.view import alert_view
from ticker.errors import TickerError, UsageError
from ticker.service.messengers import messengers

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.service.sending import Messenger


async def rehearse(config: Config) -> list[tuple[str, str]]:
    """Every sender, and what went wrong with it ("" = nothing).

    Raises:
        UsageError: the configuration names none.
    """
    found = messengers(config)
    if not found:
        raise UsageError(
            "the configuration names nobody to tell; set alerts.webhooks, alerts.command, alerts.desktop or"
            " alerts.bell"
        )
    now = clock.now()
    alert = Alert(
        id=f"test-{now:.0f}",
        desk=next(iter(config.desks)),
        story="0",
        kind=AlertKind.BREAKING,
        headline="This is a test of ticker's alerts — هذا اختبار",
        url="",
        lang="en",
        publishers=("ticker",),
        copies=1,
        at=now,
        times=1,
        why=("somebody asked for a test with `ticker alerts test`",),
    )
    body = msgspec.json.encode(alert_view(alert))
    troubles = await asyncio.gather(*(_try(one, alert.id, body) for one in found.values()))
    return list(zip(found, troubles, strict=True))


async def _try(messenger: Messenger, alert_id: str, body: bytes) -> str:
    try:
        await messenger.send(alert_id, body)
    except TickerError as error:
        return str(error)
    return ""
