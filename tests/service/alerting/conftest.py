"""A webhook's server, and a desk under watch."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from tests.support.watch import FAST, SECRET, Desk, Hook
from ticker import clock
from ticker.config import Config
from ticker.core.model import DeskSettings, Tick
from ticker.service.alerter import Alerter
from ticker.service.senders import Senders
from ticker.service.writer import Writer
from ticker.store import Alerts, DeskStore, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    one = Hook()
    app = web.Application()
    app.router.add_post("/{path:.*}", one.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/alerts"
    yield one
    await runner.cleanup()


@pytest.fixture
async def watched(server: str, log: Any, heard: list[dict[str, Any]]) -> AsyncIterator[Callable[..., Any]]:
    """Open a desk under watch for a while.

    Use it as `async with watched(command=[…]) as desk`; options are those of `alerts`.
    """
    redis = await connect(server)
    alerts = Alerts(redis)
    keys = (alerts.keys.meta, alerts.keys.log, alerts.keys.told, alerts.keys.due, alerts.keys.switches)
    await redis.delete(*keys)

    @asynccontextmanager
    async def open_one(
        *, desk: str = "main", allow: tuple[str, ...] = ("127.0.0.1",), **options: Any
    ) -> AsyncIterator[Desk]:
        settings = {"alert_publishers": 3, "alert_within": "10m"}
        config = Config.model_validate(
            {
                "desks": {desk: settings},
                "alerts": {"secret": SECRET, "quiet_start": "0s", **options},
                "fetch": {"allow_hosts": list(allow)},
            }
        )
        store = DeskStore(redis, desk)
        writer = Writer(store, DeskSettings(), owner="w", clock=clock.now, log=log)
        senders = Senders(config, alerts, clock.now, log, waits=FAST)
        alerter = Alerter(config, {desk: store}, alerts, senders, owner="a", clock=clock.now, log=log)
        tasks = [asyncio.create_task(writer.run()), asyncio.create_task(alerter.run())]
        await asyncio.wait_for(writer.ready.wait(), 10)
        await asyncio.wait_for(alerter.ready.wait(), 10)
        try:
            yield Desk(store, alerts, alerter, senders, heard, tasks[1])
        finally:
            alerter.stop()
            writer.stop()
            await store.append_event(Tick(clock.now()))
            await asyncio.wait_for(asyncio.gather(*tasks), 10)

    yield open_one
    await redis.flushdb()  # the server is this test run's own
    await redis.aclose()
