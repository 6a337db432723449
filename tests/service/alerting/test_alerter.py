"""The watch over alerts on real parts: a desk and its writer, a webhook's server, a program."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.watch import BANK, BRIDGE, SECRET, Hook, until
from ticker import clock
from ticker.config import Config
from ticker.core.model import Verb
from ticker.core.view import AlertView
from ticker.service.alerter import Alerter
from ticker.service.senders import WAITS, Senders
from ticker.service.webhook import signature
from ticker.store import Alerts, connect
from ticker.store.alerts import Switch

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_corroboration_alerts_once_and_says_why(watched: Callable[..., Any]) -> None:
    async with watched() as desk:
        await desk.report(BRIDGE, "Wire", "Gazette")
        await desk.report(BANK, "Wire")
        assert await desk.told() == []
        await desk.report(BRIDGE, "Post")
        (alert,) = await desk.told()
        assert alert["headline"] == BRIDGE
        assert alert["kind"] == "corroborated"
        assert set(alert["publishers"]) == {"Wire", "Gazette", "Post"}
        assert alert["why"][0] == "3 publishers within 10 min; the rule asks for 3"
        await desk.report(BRIDGE, "Herald")
        assert len(await desk.told()) == 1


async def test_editors_disarm_and_mute(watched: Callable[..., Any]) -> None:
    async with watched() as desk:
        await desk.alerts.switch_off(Switch("Amal", clock.now()), "main")
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        assert await desk.told() == []
        await desk.alerts.switch_on("main")
        await desk.report(BANK, "Wire")
        bank = next(story["id"] for story in (await desk.store.top())["stories"] if story["headline"] == BANK)
        await desk.alerts.switch_off(Switch("Amal", clock.now()), "main", bank)
        await desk.report(BANK, "Gazette", "Post")
        assert await desk.told() == []
        said = [event["reason"] for event in desk.heard if event["event"] == "no alert"]
        assert "alerts of this desk are disarmed by Amal" in said
        assert "the story is muted by Amal" in said


async def test_an_editors_mark_alerts_and_a_merge_does_not_alert_again(watched: Callable[..., Any]) -> None:
    async with watched() as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await desk.report(BANK, "Wire")
        (told,) = await desk.told()
        bank = next(story["id"] for story in (await desk.store.top())["stories"] if story["headline"] == BANK)
        await desk.edit(Verb.BREAKING, bank)
        await desk.edit(Verb.BREAKING, bank)
        alerts = await desk.told()
        assert [(alert["kind"], alert["headline"]) for alert in alerts] == [
            ("corroborated", BRIDGE),
            ("breaking", BANK),
        ]
        assert alerts[1]["why"][0] == "an editor marked it as breaking"
        await desk.edit(Verb.MERGE, bank, told["story"])  # the one that was told goes into the other
        await desk.report(BRIDGE, "Herald")
        assert len(await desk.told()) == 2
        await desk.edit(Verb.SPIKE, bank)
        await desk.report(BRIDGE, *(f"Paper {number}" for number in range(6)))
        assert len(await desk.told()) == 2


async def test_a_first_start_is_quiet_and_its_news_stay_told(watched: Callable[..., Any]) -> None:
    async with watched(quiet_start="5m") as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        assert await desk.told() == []
    async with watched(quiet_start="0s") as desk:  # nobody watched for a moment: no first start any more
        await desk.report(BRIDGE, "Herald")
        assert await desk.told() == []
        await desk.report(BANK, "Wire", "Gazette", "Post")
        assert [alert["headline"] for alert in await desk.told()] == [BANK]


async def test_what_happened_while_nobody_watched_is_made_up_for(
    watched: Callable[..., Any], hook: Hook
) -> None:
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BANK, "Wire")
        await desk.until_judged()
        desk.alerter.stop()
        await desk.watching
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        assert await desk.alerts.recent() == []
    async with watched(webhooks=[hook.url]) as desk:
        assert [alert["headline"] for alert in await desk.told()] == [BRIDGE]
        await until(lambda: hook.got)


async def test_a_new_history_of_the_desk_swallows_no_alert_and_repeats_none(
    watched: Callable[..., Any], server: str
) -> None:
    """As after a restart of Redis: the updates of the old history are gone, the stories are not."""
    redis: Any = await connect(server)
    async with watched(quiet_start="0s") as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        assert len(await desk.told()) == 1
        desk.alerter._config = desk.alerter._config.model_copy(
            update={"alerts": desk.alerter._config.alerts.model_copy(update={"quiet_start": 300.0})}
        )
        before = (await desk.store.status()).epoch
        await redis.hset(desk.store.keys.lease, "run", "another server")
        await desk.report(BANK, "Wire", "Gazette", "Post")
        assert (await desk.store.status()).epoch != before
        assert [alert["headline"] for alert in await desk.told()] == [BRIDGE, BANK]
        await desk.report(BRIDGE, "Herald")
        assert len(await desk.told()) == 2
    await redis.aclose()


async def test_a_stop_while_the_watch_is_taken_is_heard(server: str, log: Any) -> None:
    class Slow(Alerts):
        async def hold(self, owner: str, ttl: float) -> float | None:
            alone = await super().hold(owner, ttl)
            if not alerter._stop.is_set():
                alerter.stop()
            return alone

    redis = await connect(server)
    config = Config.model_validate({"desks": {"main": {}}})
    alerts = Slow(redis)
    senders = Senders(config, alerts, clock.now, log)
    alerter = Alerter(config, {}, alerts, senders, owner="a", clock=clock.now, log=log)
    await asyncio.wait_for(alerter.run(), 10)
    await redis.flushdb()
    await redis.aclose()


def test_the_page_says_what_is_so() -> None:
    """The waits, and how a signature is checked, as docs/alerts.md has them."""
    page = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert "1 s, 5 s, 30 s, 2, 5, 10, 15 and 20\nminutes" in page
    assert (1, 5, 30, *(60 * minutes for minutes in (2, 5, 10, 15, 20))) == WAITS
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    namespace: dict[str, Any] = {}
    exec(code, namespace)  # noqa: S102 - the project's own page
    body = b'{"headline": "x"}'
    headers = {
        "webhook-id": "a",
        "webhook-timestamp": "1",
        "webhook-signature": signature(SECRET.encode(), "a", "1", body),
    }
    assert namespace["is_genuine"](SECRET, headers, body)
    assert not namespace["is_genuine"](SECRET, headers, body + b" ")
    shown = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])
    assert set(shown) == set(AlertView.__annotations__)
