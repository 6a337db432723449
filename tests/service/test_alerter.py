"""The watch over alerts on real parts: a desk and its writer, a webhook's server, a program."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import secrets
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from ticker import clock
from ticker.config import Config
from ticker.core.model import Action, DeskSettings, Entry, Tick, Verb
from ticker.core.verbs import ends
from ticker.core.view import AlertView
from ticker.service.alerter import Alerter
from ticker.service.messengers import signature
from ticker.service.senders import WAITS, Senders
from ticker.service.writer import Writer
from ticker.store import Alerts, DeskStore, connect
from ticker.store.alerts import Switch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

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


async def test_a_webhook_gets_it_signed(watched: Callable[..., Any], hook: Hook) -> None:
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until(lambda: hook.got)
        headers, body = hook.got[0]
        alert = json.loads(body)
        assert alert == (await desk.told())[0]
        assert headers["webhook-id"] == alert["id"]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        await until_empty(desk)
        assert len(hook.got) == 1


async def until_empty(desk: Desk) -> None:
    """Wait until all that the desk has said was judged, and nothing is due any more."""
    await desk.until_judged()
    async with asyncio.timeout(20):
        while await desk.alerts.due():
            await asyncio.sleep(0.005)


async def test_a_webhook_is_tried_again_until_it_takes_it(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [503, 429, 200]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == 3
        assert len({headers["webhook-id"] for headers, _ in hook.got}) == 1


@pytest.mark.parametrize("status", [400, 410, 307])
async def test_a_refusal_or_a_redirect_is_final(watched: Callable[..., Any], hook: Hook, status: int) -> None:
    hook.answers = [status]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == 1
        assert f"answered {status}" in reasons(desk)


def reasons(desk: Desk) -> str:
    return "\n".join(str(event.get("reason")) for event in desk.heard)


async def test_one_that_never_answers_well_is_given_up(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [500]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == len(FAST) + 1
        assert any("given up" in event["event"] for event in desk.heard)


async def test_a_webhook_obeys_the_address_policy_of_feeds(watched: Callable[..., Any], hook: Hook) -> None:
    port = hook.url.split(":")[2].partition("/")[0]
    urls = [
        hook.url,
        f"http://localhost:{port}/",
        f"http://0x7f000001:{port}/",
        "http://169.254.169.254/latest",
    ]
    async with watched(webhooks=urls, allow=()) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert hook.got == []
        assert reasons(desk).count("fetch.allow_hosts") >= 3


async def test_a_command_reads_it_from_its_input_and_no_shell_is_between(
    watched: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    title = "$(touch pwned); `touch pwned` | storm hits the harbour of Ashby && more"
    command = [sys.executable, "-c", program, str(out), "; touch pwned"]
    async with watched(command=command) as desk:
        await desk.report(title, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert json.loads(out.read_bytes())["headline"] == title
        assert [one.name for one in tmp_path.iterdir()] == ["out"]  # noqa: ASYNC240 - a test's own folder


async def test_a_program_that_fails_or_is_not_there_is_said(watched: Callable[..., Any]) -> None:
    program = "import sys; sys.exit('the bell is broken')"
    async with watched(command=[sys.executable, "-c", program]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert "the bell is broken" in reasons(desk)
    async with watched(command=["no-such-program-here"]) as desk:
        await desk.report(BANK, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert "there is no program no-such-program-here" in reasons(desk)


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


async def test_what_is_due_outlives_a_restart(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [503]
    async with watched(webhooks=[hook.url]) as desk:
        desk.senders._waits = (0.2,) * 50
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until(lambda: hook.got)
    hook.answers = [200]
    before = len(hook.got)
    async with watched(webhooks=[hook.url]) as desk:
        await until_empty(desk)
        assert len(hook.got) == before + 1


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
    page = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
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
