"""The figures are there, are right, stand in the page and in the dashboard, and are told to nobody else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prometheus_client.core import CounterMetricFamily
from prometheus_client.parser import text_string_to_metric_families

from ticker.core.model import FeedState
from ticker.serve.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"


async def figures(newsroom: Any, **headers: str) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    async with newsroom.http.get("/metrics", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        text = await response.text()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_they_say_what_is(opened: Callable[..., Any]) -> None:
    feed = "https://wire.example/rss"
    async with opened(feeds=(feed,)) as newsroom, newsroom.listen() as listener:
        await newsroom.publish(BRIDGE)
        await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
        await listener.take(2)
        desk = newsroom.desk
        state = FeedState(
            feed, feed, desk=desk, polls=7, entries=5, failures=3, error="http", ok_at=1_795_000_000.0
        )
        await newsroom.store.save_feed(state)
        found = await figures(newsroom)
        assert found["ticker_desk_stories", desk] == 1
        assert found["ticker_desk_copies", desk] == 2
        assert found["ticker_desk_offset", desk] == 2
        assert found["ticker_desk_lag_records", desk] == 0
        assert found["ticker_desk_writer", desk] == 1
        assert found["ticker_desk_age_seconds", desk] >= 0
        assert found["ticker_update_delay_seconds", desk] >= 0
        assert found["ticker_updates_total", desk, "created"] == 1
        assert found["ticker_matches_total", desk, "repeat"] == 1
        assert found["ticker_matches_total", desk, "distinct"] == 1
        assert found["ticker_feeds", desk, "http"] == 1
        assert found["ticker_feed_failures", desk, feed] == 3
        assert found["ticker_feed_entries_total", desk, feed] == 5
        assert found["ticker_feed_polls_total", desk, feed] == 7
        assert found["ticker_feed_age_seconds", desk, feed] > 0
        assert found["ticker_clients", "events", desk] == 1
        assert found["ticker_clients", "websocket", desk] == 0
        assert found["ticker_clients_slow_total", desk] == 0
        before = found.get(("ticker_requests_total", "404"), 0)
        async with newsroom.http.get("/nothing") as response:
            assert response.status == 404
        assert (await figures(newsroom))["ticker_requests_total", "404"] == before + 1


async def test_a_veto_is_counted_and_stands_in_the_evidence(opened: Callable[..., Any]) -> None:
    async with opened() as newsroom, newsroom.listen() as listener:
        await newsroom.publish(BRIDGE, "Quake of 6.5 shakes Izmir coast")
        await newsroom.publish("Quake of 5.6 shakes Izmir coast", publisher="Selwyn Gazette")
        updates = [json.loads(event.data) for event in await listener.take(3)]
        assert [update["entry"].get("veto") for update in updates] == [None, None, "number"]
        found = await figures(newsroom)
        assert found["ticker_vetoes_total", newsroom.desk, "number"] == 1
        assert sum(name == "ticker_vetoes_total" for name, *_ in found) == 1


async def test_who_may_not_see_a_desk_sees_no_figure_of_it(opened: Callable[..., Any]) -> None:
    async with opened(serve={"port": 0, "public": False}, more=("other",)) as newsroom:
        async with newsroom.http.get("/metrics") as response:
            assert response.status == 401
        token = await newsroom.token("reader", "other")
        found = await figures(newsroom, Authorization=f"Bearer {token}")
        assert ("ticker_desk_stories", "other") in found
        assert newsroom.desk not in {label for labels in found for label in labels}


def shown(name: str) -> str:
    """A figure's name as it is told."""
    return f"{name}_total" if METRICS[name][0] is CounterMetricFamily else name


def test_the_page_lists_them_all() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(ticker_\w+)` \| (\w+) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert [(name, labels, about) for name, _, labels, about in rows] == [
        (shown(name), ", ".join(f"`{label}`" for label in labels), about)
        for name, (_, about, labels) in METRICS.items()
    ]


def test_the_dashboard_asks_for_nothing_else() -> None:
    board = json.loads((DOCS / "grafana.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [variable.get("query", "") for variable in board["templating"]["list"]]
    names = {name for text in asked for name in re.findall(r"\bticker_\w+", text)}
    assert names <= {shown(name) for name in METRICS}
    assert len(names) > 12
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(set(places)) == len(places)
