"""From what one unit costs to the machines that a load needs, and to what gives way first.

Pure arithmetic: every line of a plan carries its formula, so that it can be checked by hand.

Knows costs and loads; must not know how a cost was measured (`measure.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

FILE: Final = 4e6
"""Bytes that a configuration file may have (`ticker.config.loader.MAX_FILE`)."""

DAY: Final = 86_400.0
MB: Final = 1e6
GB: Final = 1e9


@dataclass(frozen=True)
class Costs:
    """Measured: microseconds of one core (`_us`; `redis_` = of the server's) and bytes, for one unit each.

    `fold` holds rows of (live copies of the desk, µs an entry, bytes of the writer's process a live copy).
    """

    poll_same_us: float
    redis_poll_same_us: float
    poll_document_us: float
    redis_poll_document_us: float
    intake_new_us: float
    redis_intake_new_us: float
    intake_known_us: float
    redis_intake_known_us: float
    fold: list[list[float]]
    commit_us: float
    redis_commit_us: float
    turn_us: float
    turn_leader_us: float
    turn_poller_us: float
    redis_turn_us: float
    turn_bytes: float
    config_us: float
    config_bytes: float
    file_bytes: float
    redis_copy_bytes: float
    redis_seen_bytes: float
    redis_feed_bytes: float
    redis_update_bytes: float
    redis_record_bytes: float
    aof_entry_bytes: float
    client_us: float

    def fold_at(self, live: float) -> tuple[float, float]:
        """µs an entry and bytes a live copy at a window of `live`: between two rows by the logarithm."""
        rows = sorted(self.fold)
        if live <= rows[0][0]:
            return rows[0][1], rows[0][2]
        for low, high in pairwise(rows):
            if live <= high[0]:
                part = math.log(live / low[0]) / math.log(high[0] / low[0])
                return low[1] + part * (high[1] - low[1]), low[2] + part * (high[2] - low[2])
        last = rows[-1]
        if len(rows) == 1:
            return last[1], last[2]
        low = rows[-2]
        slope = (last[1] - low[1]) / math.log(last[0] / low[0])
        return last[1] + max(0.0, slope) * math.log(live / last[0]), last[2]


@dataclass(frozen=True)
class Load:
    """What is to be carried, by machines of `cores` and `memory` of which `busy` may be used.

    `peak`: the busiest minute over the mean. `big`: the biggest desk's share. `interval`: mean seconds
    between two polls of a feed. `document`: entries in a feed's document.
    """

    feeds: float = 1e6
    entries_a_day: float = 1e7
    desks: float = 100
    big: float = 0.05
    interval: float = 1_800
    document: float = 30
    window_days: float = 3
    seen_days: float = 30
    peak: float = 3
    clients: float = 100_000
    updates_an_entry: float = 1.1
    log_keep: float = 10_000
    updates_keep: float = 20_000
    cores: float = 8
    memory: float = 32 * GB
    busy: float = 0.6

    @property
    def entries(self) -> float:
        """Entries a second, mean."""
        return self.entries_a_day / DAY

    @property
    def polls(self) -> float:
        """Polls a second, mean."""
        return self.feeds / self.interval

    @property
    def news_polls(self) -> float:
        """Polls a second that find news: one entry each, the dearest case."""
        return min(self.polls, self.entries)


@dataclass(frozen=True)
class Need:
    """What one part of the whole needs: cores (at the peak), bytes, machines, and by which formula."""

    part: str
    cores: float
    memory: float
    machines: int
    formula: str


@dataclass(frozen=True)
class Limit:
    """Something that cannot be spread: the share of it that the load uses; above 1 it gives way."""

    what: str
    used: float
    formula: str


def _machines(load: Load, cores: float, memory: float) -> int:
    return max(1, math.ceil(max(cores / load.cores, memory / load.memory)))


def needs(load: Load, cost: Costs) -> list[Need]:
    """What each role and Redis need."""
    same = load.polls - load.news_polls
    news = load.news_polls
    poll_us = load.polls * (cost.turn_poller_us + cost.turn_us + cost.turn_leader_us)
    poll_us += same * cost.poll_same_us + news * (
        cost.poll_document_us
        + (load.document - load.entries / news) * cost.intake_known_us
        + load.entries / news * cost.intake_new_us
    )
    live = load.entries_a_day * load.window_days
    fold_us, copy_bytes = cost.fold_at(live / load.desks)
    desk_us = load.entries * (fold_us + cost.commit_us)
    serve_us = load.entries / load.desks * load.updates_an_entry * load.clients * cost.client_us
    redis_us = redis_cpu(load, cost)
    scale = load.peak / load.busy / 1e6
    memory = redis_memory(load, cost)
    rows = [
        (
            "poll",
            poll_us * scale,
            2 * load.feeds * (cost.turn_bytes + cost.config_bytes),
            "(polls·turn + 304s·poll + documents·(poll + known) + entries·intake)·peak/busy; 2·feeds·bytes",
        ),
        (
            "desk",
            desk_us * scale,
            live * copy_bytes,
            "entries·(fold + commit)·peak/busy; live copies·bytes of a copy in the writer",
        ),
        (
            "serve",
            serve_us * scale,
            load.clients * 50e3,
            "entries/desks·updates an entry·clients·client·peak/busy (a client follows one desk)",
        ),
        (
            "Redis",
            redis_us * scale,
            2 * memory,
            "polls, intake and commits in Redis·peak/busy; memory twice: a replica, or the copy of a rewrite",
        ),
    ]
    return [Need(part, cores, size, _machines(load, cores, size), why) for part, cores, size, why in rows]


def redis_cpu(load: Load, cost: Costs) -> float:
    """µs a second of all Redis nodes together, mean."""
    return (
        load.polls * cost.redis_turn_us
        + (load.polls - load.news_polls) * cost.redis_poll_same_us
        + load.news_polls * (cost.redis_poll_document_us + load.document * cost.redis_intake_known_us)
        + load.entries * (cost.redis_intake_new_us + cost.redis_commit_us)
    )


def redis_memory(load: Load, cost: Costs) -> float:
    """Bytes of all Redis nodes together, without replicas."""
    return (
        load.entries_a_day * load.window_days * cost.redis_copy_bytes
        + load.entries_a_day * load.seen_days * cost.redis_seen_bytes
        + load.feeds * cost.redis_feed_bytes
        + load.desks * (load.log_keep * cost.redis_record_bytes + load.updates_keep * cost.redis_update_bytes)
    )


def cells(load: Load, cost: Costs) -> int:
    """How many cells the load needs: each has a configuration, a Redis and so a leader of its own."""
    shared = [limit.used for limit in limits(load, cost) if "biggest desk" not in limit.what]
    return max(1, math.ceil(max(shared)))


def limits(load: Load, cost: Costs, cells: int = 1) -> list[Limit]:
    """What cannot be spread over machines within one of so many cells, the tightest first."""
    big, feeds, polls = load.big, load.feeds / cells, load.polls / cells
    live = load.entries_a_day * load.window_days * big
    fold_us, copy_bytes = cost.fold_at(live)
    one = replace(load, entries_a_day=load.entries_a_day * big, feeds=load.feeds * big, desks=1)
    found = [
        Limit(
            "the leader's core (all turns of all feeds)",
            polls * (cost.turn_us + cost.turn_leader_us) * load.peak / load.busy / 1e6,
            "polls·(turn + giving and hearing)·peak/busy",
        ),
        Limit(
            "the turns' slot in Redis: core",
            polls * cost.redis_turn_us * load.peak / load.busy / 1e6,
            "polls·turn in Redis·peak/busy",
        ),
        Limit(
            "the leader's memory (a turn and the configuration of every feed)",
            feeds * (cost.turn_bytes + cost.config_bytes) / load.memory,
            "feeds·(turn + configuration)/memory",
        ),
        Limit(
            "a start: every process reads the configuration of all feeds, within a minute",
            feeds * cost.config_us / 60e6,
            "feeds·configuration/60 s",
        ),
        Limit(
            "the configuration file, which may have 4 MB", feeds * cost.file_bytes / FILE, "feeds·bytes/4 MB"
        ),
        Limit(
            "the biggest desk's core (its writer)",
            load.entries * big * (fold_us + cost.commit_us) * load.peak / load.busy / 1e6,
            "entries·share·(fold + commit)·peak/busy",
        ),
        Limit(
            "the biggest desk's memory (its writer)",
            live * copy_bytes / load.memory,
            "live·share·copy/memory",
        ),
        Limit(
            "the biggest desk's slot in Redis: core",
            redis_cpu(one, replace(cost, redis_turn_us=0.0)) * load.peak / load.busy / 1e6,
            "its polls, intake and commits·peak/busy",
        ),
        Limit(
            "the biggest desk's slot in Redis: memory",
            2 * redis_memory(one, cost) / load.memory,
            "2·(live·copy + entries of the seen days·seen + feeds·feed + log + updates)/memory",
        ),
    ]
    return sorted(found, key=lambda limit: -limit.used)
