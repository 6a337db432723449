"""Alerts are kept in one step, once; one process watches; switches hold until they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.alert import Alert, AlertKind, Told
from ticker.errors import FencedError
from ticker.store import Alerts
from ticker.store.alerts import KEPT, Due, Switch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

NOW = 1_795_000_000.0
TOLD = Told(NOW, 4, breaking=False, times=1)


@pytest.fixture
async def alerts(client: Redis) -> AsyncIterator[Alerts]:
    """The alerts of this store, empty before and after."""
    one = Alerts(client)
    keys = (one.keys.meta, one.keys.log, one.keys.told, one.keys.due, one.keys.switches)
    await client.delete(*keys)
    yield one
    await client.delete(*keys)


def alert(number: int = 1) -> Alert:
    return Alert(
        id=f"main-{number}-1-{NOW:.0f}",
        desk="main",
        story=str(number),
        kind=AlertKind.CORROBORATED,
        headline="جسر الميناء يغلق",
        url="https://a.example/1",
        lang="ar",
        publishers=("Wire", "Gazette"),
        copies=5,
        at=NOW,
        times=1,
        why=("4 publishers within 20 min; the rule asks for 4",),
    )


async def commit(alerts: Alerts, owner: str, begin: str, end: str, *given: Alert) -> None:
    told = {one.story: TOLD for one in given}
    await alerts.commit(
        owner,
        "main",
        begin=begin,
        end=end,
        told=told,
        alerts=given,
        senders=["command", "webhook:https://h/"],
    )


async def test_one_process_watches_until_it_gives_up_or_dies(alerts: Alerts) -> None:
    assert await alerts.hold("one", 60) is not None
    assert await alerts.hold("two", 60) is None
    assert await alerts.hold("one", 60) == 0
    await alerts.hold("one", 0)
    alone = await alerts.hold("two", 60)
    assert alone is not None
    assert alone < 60
    assert await alerts.hold("one", 60) is None


async def test_a_commit_is_what_is_read_back(alerts: Alerts) -> None:
    await alerts.hold("one", 60)
    await commit(alerts, "one", "", "e:5", alert(1), alert(2))
    watched = await alerts.load()
    assert watched.cursors == {"main": "e:5"}
    assert watched.told == {("main", "1"): TOLD, ("main", "2"): TOLD}
    recent = await alerts.recent()
    assert [shown["story"] for _, shown in recent] == ["2", "1"]
    assert recent[0][1]["headline"] == "جسر الميناء يغلق"
    assert [shown["story"] for _, shown in await alerts.follow(recent[1][0])] == ["2"]
    due = await alerts.due()
    assert set(due) == {
        (alert(number).id, sender) for number in (1, 2) for sender in ("command", "webhook:https://h/")
    }
    first = due[alert(1).id, "command"]
    assert b'"story":"1"' in first.alert
    await alerts.failed(alert(1).id, "command", Due(1, NOW + 5, first.alert))
    assert (await alerts.due())[alert(1).id, "command"].tried == 1
    await alerts.sent(alert(1).id, "command")
    assert (alert(1).id, "command") not in await alerts.due()


async def test_the_same_commit_again_changes_nothing(alerts: Alerts) -> None:
    await alerts.hold("one", 60)
    await commit(alerts, "one", "", "e:5", alert(1))
    await commit(alerts, "one", "", "e:5", alert(1))
    assert len(await alerts.recent()) == 1


async def test_an_id_from_the_future_does_not_stop_the_trimming(alerts: Alerts, client: Redis) -> None:
    """As a clock that was a year ahead leaves one: every id after it is from the future too."""
    await client.xadd(alerts.keys.log, {"a": b"{}"}, id="1900000000000-0")
    await alerts.hold("one", 60)
    await commit(alerts, "one", "", "e:5", *(alert(number) for number in range(KEPT + 200)))

    newest: Any = await client.xrevrange(alerts.keys.log, count=1)
    assert newest[0][0].startswith(b"1900000000000-")
    assert await client.xlen(alerts.keys.log) <= KEPT + 100


async def test_who_does_not_watch_or_stands_elsewhere_writes_nothing(alerts: Alerts) -> None:
    await alerts.hold("one", 60)
    await commit(alerts, "one", "", "e:5")
    with pytest.raises(FencedError, match="another process"):
        await commit(alerts, "two", "e:5", "e:6", alert(1))
    with pytest.raises(FencedError, match="stands at e:5"):
        await commit(alerts, "one", "e:4", "e:6", alert(1))
    assert await alerts.recent() == []


async def test_what_is_told_no_more_is_forgotten(alerts: Alerts) -> None:
    await alerts.hold("one", 60)
    await commit(alerts, "one", "", "e:5", alert(1))
    await alerts.commit("one", "main", begin="e:5", end="e:6", told={"1": None}, alerts=[], senders=[])
    assert (await alerts.load()).told == {}


async def test_switches_are_kept_and_end(alerts: Alerts) -> None:
    await alerts.switch_off(Switch("Amal", NOW), "main")
    await alerts.switch_off(Switch("Amal", NOW, NOW + 60), "main", "17")
    switches = await alerts.switches()
    assert set(switches) == {"main", "main 17"}
    assert switches["main"].holds(NOW + 1e9)
    assert switches["main 17"].holds(NOW + 59)
    assert not switches["main 17"].holds(NOW + 60)
    assert await alerts.switch_on("main")
    assert not await alerts.switch_on("main")
