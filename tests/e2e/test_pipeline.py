"""The whole way with real processes: feeds on a local server, `ticker run`, and the real command line."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.house import House
    from tests.e2e.runner import Runner

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

EN = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
]
AR = [
    "انقطاع الكهرباء عن أحياء واسعة في مدينة السلمانية بعد عاصفة رملية",
    "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
]


def feed(url: str, publisher: str, **more: Any) -> dict[str, Any]:
    return {"url": url, "publisher": publisher, "interval": "1s", **more}


def six(house: House) -> list[dict[str, Any]]:
    return [
        feed(house.open_feed("alpha", "rss", EN), "Alpha"),
        feed(house.open_feed("beta", "atom", EN[:2]), "Beta"),
        feed(house.open_feed("gamma", "json", EN[1:]), "Gamma"),
        feed(
            house.open_feed("delta", "page", [*AR, *AR]),
            "Delta",
            kind="page",
            selector=".ticker li a",
            lang="ar",
        ),
        feed(house.open_feed("epsilon", "win1256", AR), "Epsilon", lang="ar"),
        feed(house.open_feed("zeta", "rss", EN), "Zeta"),
        feed(house.open_feed("eta", "rss", EN), "Eta"),
    ]


def holding(top: dict[str, Any] | None, title: str) -> dict[str, Any] | None:
    for story in (top or {"stories": []})["stories"]:
        if any(entry["title"] == title for entry in story["entries"]):
            found: dict[str, Any] = story
            return found
    return None


def test_six_formats_and_a_broken_feed(house: House, runner: Callable[..., Runner]) -> None:
    feeds = six(house)
    house.broken.add("eta")
    ticker = runner(feeds)
    ticker.start()

    def complete() -> dict[str, Any] | None:
        top = ticker.top()
        return top if top and sum(s["copies"] for s in top["stories"]) == 19 else None

    top = until(complete)
    assert len(top["stories"]) == 6
    bridge = holding(top, EN[0])
    assert bridge is not None
    assert bridge["publishers"] == sorted(bridge["publishers"], key=bridge["publishers"].index)
    assert set(bridge["publishers"]) == {"Alpha", "Beta", "Zeta"}
    power = holding(top, AR[0])
    assert power is not None
    assert power["copies"] == 3, "the page shows its item twice, the windows-1256 feed once"
    assert power["lang"] == "ar"
    assert {entry["id"] for entry in bridge["entries"]} == {"alpha-0", "beta-0", "zeta-0"}
    assert [story["score"] for story in top["stories"]] == sorted(
        (story["score"] for story in top["stories"]), reverse=True
    )

    new = "Volcano on Isla Perdida erupts, airport shut until Tuesday"
    key = house.add("alpha", new)
    until(lambda: house.served["alpha"].get(key))
    until(lambda: holding(ticker.top(), new))
    seen = time.time() - house.served["alpha"][key]
    print(f"poll to `top --json`: {seen:.2f} s, start of the command included")

    until(lambda: house.not_modified["beta"] >= 2)
    listed = json.loads(ticker.ask("feeds", "list", "--json").stdout)
    health = {row["publisher"]: row for row in listed["feeds"]}
    assert health["Eta"]["health"] == "failing"
    assert "500" in health["Eta"]["error"]["message"]
    assert all(health[name]["health"] == "ok" for name in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon"))
    assert health["Beta"]["not_modified"] >= 2
    assert house.hits["eta"] < house.hits["alpha"], "a failing feed is asked less often"
    assert ticker.stop() == 0
    assert "Traceback" not in ticker.log()


def test_tail_resumes_and_why_explains(house: House, runner: Callable[..., Runner]) -> None:
    ticker = runner([feed(house.open_feed("alpha", "rss", EN), "Alpha")])
    ticker.start()

    def complete() -> dict[str, Any] | None:
        top = ticker.top()
        return top if top and len(top["stories"]) == 3 else None

    top = until(complete)
    cursor = f"{top['epoch']}:0"
    done = ticker.ask("tail", "--json", "--since", cursor, "--count", "3")
    updates = [json.loads(line) for line in done.stdout.splitlines()]
    assert [update["offset"] for update in updates] == [1, 2, 3]
    assert {update["op"] for update in updates} == {"created"}
    assert {update["epoch"] for update in updates} == {top["epoch"]}
    why = json.loads(ticker.ask("why", top["stories"][0]["id"], "--json").stdout)
    assert why["headline"] == top["stories"][0]["headline"]
    assert why["rank"][0]["voice"] == "Alpha"
    gone = ticker.ask("why", "987654")
    assert gone.returncode == 1
    assert gone.stderr.startswith("ticker: there is no live story '987654'")
    old = ticker.ask("tail", "--since", "not-this-epoch:1")
    assert old.returncode == 1


def test_an_edited_configuration_is_applied_without_restart(
    house: House, runner: Callable[..., Runner]
) -> None:
    first = feed(house.open_feed("alpha", "rss", EN[:1]), "Alpha")
    second = feed(house.open_feed("beta", "atom", EN[1:2]), "Beta")
    ticker = runner([first])
    ticker.start()
    until(lambda: holding(ticker.top(), EN[0]))
    ticker.write([first, second])
    until(lambda: holding(ticker.top(), EN[1]))
    ticker.config.write_text("feeds: [{url: 'ftp://nowhere'}]\n", encoding="utf-8")
    until(lambda: "the old one stays" in ticker.log())
    house.add("alpha", EN[2])
    ticker.write([first])
    until(lambda: holding(ticker.top(), EN[2]))
    asked = house.hits["beta"]
    until(lambda: house.hits["alpha"] and ticker.log().count("in use") >= 2)
    before = house.hits["alpha"]
    until(lambda: house.hits["alpha"] > before + 2)
    assert house.hits["beta"] <= asked + 1, "a removed feed is not asked any more"


def test_a_second_ticker_on_the_same_data_stands_by_and_takes_over(
    house: House, runner: Callable[..., Runner]
) -> None:
    ticker = runner([feed(house.open_feed("alpha", "rss", EN), "Alpha")])
    ticker.start()
    until(ticker.top)
    first = ticker.process
    assert first is not None
    ticker.start()
    try:
        until(lambda: "another process keeps the desk; this one stands by" in ticker.log())
    finally:
        first.kill()  # the server goes with it
        first.wait(10)
    title = "Lighthouse keepers of Selwyn sue the harbour board"
    house.add("alpha", title)
    until(lambda: holding(ticker.top(), title))
    assert ticker.stop() == 0


def test_nothing_runs_is_one_clear_line(runner: Callable[..., Runner]) -> None:
    ticker = runner([])
    done = ticker.ask("top")
    assert done.returncode == 1
    assert done.stderr.startswith("ticker: no ticker runs on ")


def test_a_screenless_ticker_prints_the_plain_stream(house: House, runner: Callable[..., Runner]) -> None:
    ticker = runner([feed(house.open_feed("alpha", "rss", EN), "Alpha")])
    process = subprocess.Popen(
        [sys.executable, "-m", "ticker", "--config", str(ticker.config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert {title for title in EN for line in lines if title in line} == set(EN)
        until(ticker.top)
    finally:
        process.terminate()
        process.communicate(timeout=15)
    until(lambda: ticker.top() is None)
