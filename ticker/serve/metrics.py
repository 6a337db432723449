"""`/metrics`: how the newsroom does, for Prometheus.

Figures of desks and feeds come from the store, so every server tells the same; those of clients, requests and
updates are of this process since its start.

Knows the names of the figures (`METRICS`) and where they come from; must not know what is alarming.
"""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response

from ticker import __version__, clock
from ticker.core.model import FeedState
from ticker.core.roles import Role
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, Asked, troubles
from ticker.serve.desks import Desks, ServedDesk
from ticker.store import DeskStatus

METRICS: Final[dict[str, tuple[Any, str, tuple[str, ...]]]] = {
    "ticker_build": (GaugeMetricFamily, "1; the version of this server.", ("version",)),
    "ticker_desk_stories": (GaugeMetricFamily, "Live stories.", ("desk",)),
    "ticker_desk_copies": (GaugeMetricFamily, "Live copies.", ("desk",)),
    "ticker_desk_offset": (GaugeMetricFamily, "Updates that the desk's history has had.", ("desk",)),
    "ticker_desk_lag_records": (GaugeMetricFamily, "Records of the log that are not applied yet.", ("desk",)),
    "ticker_desk_log_records": (GaugeMetricFamily, "Records of the log that are kept.", ("desk",)),
    "ticker_desk_writer": (GaugeMetricFamily, "1 while a process keeps the desk.", ("desk",)),
    "ticker_desk_stale": (
        GaugeMetricFamily,
        "1 while nothing new is taken in: no process keeps the desk, or Redis takes no writes.",
        ("desk",),
    ),
    "ticker_desk_letters": (GaugeMetricFamily, "Dead letters: records that the desk gave up.", ("desk",)),
    "ticker_desk_age_seconds": (GaugeMetricFamily, "Since the desk's time: it ticks by itself.", ("desk",)),
    "ticker_update_delay_seconds": (
        GaugeMetricFamily,
        "From the fetch of an entry to its update here, the last one.",
        ("desk",),
    ),
    "ticker_updates": (CounterMetricFamily, "Updates seen here.", ("desk", "op")),
    "ticker_matches": (CounterMetricFamily, "Entries seen here by how they joined.", ("desk", "relation")),
    "ticker_vetoes": (
        CounterMetricFamily,
        "Entries seen here that a veto kept out of a likelier story, by what differs.",
        ("desk", "veto"),
    ),
    "ticker_feeds": (GaugeMetricFamily, "Feeds by how their last poll went.", ("desk", "error")),
    "ticker_feed_failures": (GaugeMetricFamily, "Failed polls in a row.", ("desk", "feed")),
    "ticker_feed_age_seconds": (GaugeMetricFamily, "Since the last good poll.", ("desk", "feed")),
    "ticker_feed_entries": (CounterMetricFamily, "Entries that were new to the desk.", ("desk", "feed")),
    "ticker_feed_polls": (CounterMetricFamily, "Polls.", ("desk", "feed")),
    "ticker_clients": (GaugeMetricFamily, "Who listens: `websocket` or `events`.", ("desk", "by")),
    "ticker_clients_behind": (GaugeMetricFamily, "Websockets that do not read at present.", ("desk",)),
    "ticker_clients_slow": (CounterMetricFamily, "Websockets closed as they were too slow.", ("desk",)),
    "ticker_requests": (CounterMetricFamily, "Answers by status.", ("status",)),
}
"""Every figure: its kind, what it says, its labels. docs/operations.md mirrors this table."""


class _Figures(Collector):
    """The figures of one moment."""

    def __init__(self) -> None:
        self._metrics: dict[str, Any] = {
            name: kind(name, about, labels=labels) for name, (kind, about, labels) in METRICS.items()
        }

    def add(self, name: str, value: float, *labels: str) -> None:
        """Set one."""
        self._metrics[name].add_metric(labels, value)

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        return self._metrics.values()


def router(desks: Desks) -> APIRouter:
    """The path, answered from `desks`."""
    paths = APIRouter(tags=["house"])
    reader = desks.access.needs(Role.READER)

    async def figures_of(desk: ServedDesk) -> tuple[DeskStatus, list[FeedState]]:
        async with desks.reads:
            return await desk.store.status(), await desk.store.feeds()

    @paths.get(
        "/metrics",
        summary="Figures for Prometheus",
        response_class=Response,
        responses={
            200: {
                "description": "As docs/operations.md lists them.",
                "content": {
                    "text/plain": {"schema": {"type": "string"}, "example": "ticker_desk_stories 240"}
                },
            },
            **troubles("token-needed", "bad-token", "store-away"),
        },
    )
    async def metrics(_: Annotated[Asked, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """Of the desks that you see."""
        figures, served = _Figures(), desks.seen_by(visitor)
        figures.add("ticker_build", 1, __version__)
        for code, count in desks.answered.items():
            figures.add("ticker_requests", count, str(code))
        for desk, (status, feeds) in zip(served, await asyncio.gather(*map(figures_of, served)), strict=True):
            _desk(figures, desk, status)
            _feeds(figures, desk.name, feeds)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(figures)
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return paths


def _desk(figures: _Figures, desk: ServedDesk, status: DeskStatus) -> None:
    name, room = desk.name, desk.entrance.room
    figures.add("ticker_desk_stories", status.stories, name)
    figures.add("ticker_desk_copies", status.copies, name)
    figures.add("ticker_desk_offset", status.offset, name)
    figures.add("ticker_desk_lag_records", status.lag, name)
    figures.add("ticker_desk_log_records", status.log_length, name)
    figures.add("ticker_desk_writer", bool(status.owner), name)
    figures.add("ticker_desk_stale", bool(status.trouble), name)
    figures.add("ticker_desk_letters", status.letters, name)
    if status.now:
        figures.add("ticker_desk_age_seconds", max(0.0, clock.now() - status.now), name)
    if desk.fanout.delay is not None:
        figures.add("ticker_update_delay_seconds", desk.fanout.delay, name)
    for op, count in desk.fanout.ops.items():
        figures.add("ticker_updates", count, name, op)
    for relation, count in desk.fanout.relations.items():
        figures.add("ticker_matches", count, name, relation)
    for veto, count in desk.fanout.vetoes.items():
        figures.add("ticker_vetoes", count, name, veto)
    figures.add("ticker_clients", len(room), name, "websocket")
    figures.add("ticker_clients", len(desk.fanout), name, "events")
    figures.add("ticker_clients_behind", sum(client.stuck() for client in room), name)
    figures.add("ticker_clients_slow", room.slow, name)


def _feeds(figures: _Figures, desk: str, feeds: list[FeedState]) -> None:
    now = clock.now()
    errors: dict[str, int] = {"": 0}
    for feed in feeds:
        errors[feed.error] = errors.get(feed.error, 0) + 1
        figures.add("ticker_feed_failures", feed.failures, desk, feed.feed)
        figures.add("ticker_feed_entries", feed.entries, desk, feed.feed)
        figures.add("ticker_feed_polls", feed.polls, desk, feed.feed)
        if feed.ok_at is not None:
            figures.add("ticker_feed_age_seconds", max(0.0, now - feed.ok_at), desk, feed.feed)
    for error, count in errors.items():
        figures.add("ticker_feeds", count, desk, error)
