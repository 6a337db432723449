"""One desk in Redis, as the rest of ticker sees it: its log, its writer, its state, its views.

    async with one client:   store = DeskStore(await connect(url), "main")
    way in                   append, append_event, save_feed
    the one writer           acquire, renew, release · load, read, commit · readings, keep_readings
    editors                  act · audit, labels
    readers                  top, stories, story, departure, updates, updates_raw, gists
                             headlines, feeds, feed, tally, status
    dead letters             tries, tried · letters, retry_letter, drop_letter

Every call raises `UnreachableError` where Redis is away or cannot do it now (the same call may be
repeated: no write has twice the effect), `SchemaError` where the data is another version's, else
`StoreError`.

Knows which part does what; must not know how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.store.actions import Actions
from ticker.store.commit import Commits, Retention
from ticker.store.departures import Departures
from ticker.store.engine import Engine
from ticker.store.feeds import Feeds
from ticker.store.keys import DeskKeys
from ticker.store.lease import Lease
from ticker.store.letters import Letters
from ticker.store.log import Log
from ticker.store.readings import KeptReadings
from ticker.store.views import Views

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster


class DeskStore:
    """The store of the desk named `desk`; the client stays the caller's to close."""

    def __init__(
        self, redis: Redis | RedisCluster, desk: str = "main", *, retention: Retention | None = None
    ) -> None:
        self.desk = desk
        self.keys = DeskKeys.of(desk)
        engine = Engine(redis)
        log = Log(engine, self.keys)
        lease = Lease(engine, self.keys)
        commits = Commits(engine, self.keys, retention or Retention())
        views = Views(engine, self.keys, desk)
        feeds = Feeds(engine, self.keys)
        departures = Departures(engine, self.keys)
        actions = Actions(engine, self.keys, desk, departures)
        letters = Letters(engine, self.keys)
        readings = KeptReadings(engine, self.keys)

        self.append = log.append
        self.append_event = log.append_event
        self.read = log.read
        self.acquire = lease.acquire
        self.renew = lease.renew
        self.release = lease.release
        self.load = commits.load
        self.commit = commits.commit
        self.readings = readings.readings
        self.keep_readings = readings.keep_readings
        self.top = views.top
        self.stories = views.stories
        self.story = views.story
        self.departure = departures.departure
        self.updates = views.updates
        self.updates_raw = views.updates_raw
        self.gists = views.gists
        self.act = actions.act
        self.audit = actions.audit
        self.labels = actions.labels
        self.headlines = views.headlines
        self.status = views.status
        self.feeds = feeds.feeds
        self.feed = feeds.feed
        self.save_feed = feeds.save_feed
        self.forget_feed = feeds.forget_feed
        self.tally = feeds.tally
        self.tries = letters.tries
        self.tried = letters.tried
        self.letters = letters.letters
        self.retry_letter = letters.retry
        self.drop_letter = letters.drop
