"""The watch over all desks: their updates become alerts, which are kept before anybody is told.

One process has the watch at a time. It reads each desk's updates from where the watch stood, asks the core
what they amount to, and writes alerts, what was told and the new place in one step: no alert is lost or given
twice. `senders` then tell people, and try again as long as it makes sense.

Knows where updates come from and the order of the steps; must not know when a story alerts or how an alert
is sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker.core.alert import HOUR, Circumstances, decide, inherit
from ticker.core.view import from_iso
from ticker.errors import FencedError, GapError, StoreError
from ticker.service.terms import in_terms
from ticker.tasks import until_one_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import structlog

    from ticker.config import Config
    from ticker.core.alert import Alert, AlertRules, Told
    from ticker.core.model import Instant, StoryId
    from ticker.core.view import UpdateGist
    from ticker.service.senders import Senders
    from ticker.store import Alerts, DeskStore
    from ticker.store.alerts import Switch

_TTL: Final = 3.0  # seconds that a dead watcher blocks the next one
_BLOCK: Final = 1.0
_RETRY: Final = 0.5
_BATCH: Final = 1_000
_TICK: Final = 0.25  # seconds between two looks at a desk on which much happens
_SAVE: Final = 5.0  # seconds after which a place without news is written down


@dataclass(slots=True)
class _Watch:
    """What is known of one desk while it is watched. `saved` is the place that is written down."""

    store: DeskStore
    saved: str
    epoch: str = ""
    offset: int = 0
    saved_at: Instant = 0.0
    quiet_until: Instant = 0.0
    told: dict[StoryId, Told] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.epoch}:{self.offset}"


class _Shown(NamedTuple):
    """What of a story says whether it may alert; the story that it went `into`."""

    id: StoryId
    publishers: int
    breaking: bool
    into: StoryId = ""


class Alerter:
    """Watches over the desks of `stores` while it may, until stopped."""

    def __init__(
        self,
        config: Config,
        stores: Mapping[str, DeskStore],
        alerts: Alerts,
        senders: Senders,
        *,
        owner: str,
        clock: Callable[[], float],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._stores = stores
        self._alerts = alerts
        self._senders = senders
        self._owner = owner
        self._clock = clock
        self._log = log
        self._stop = asyncio.Event()
        self._changed = asyncio.Event()
        self._recent: deque[Instant] = deque(maxlen=10_000)
        self.ready = asyncio.Event()
        self.places: dict[str, str] = {}
        """Up to which update, by desk, everything was judged."""

    def stop(self) -> None:
        """Ask for the end."""
        self._stop.set()
        self._changed.set()

    def configure(self, config: Config) -> None:
        """Take over a changed configuration; `stores` has changed with it."""
        self._config = config
        self._changed.set()

    async def run(self) -> None:
        """Watch whenever no other process does."""
        await in_terms(
            self._try,
            self._stop,
            lambda: _RETRY,
            self._log,
            lost="another process watches over alerts",
            failed="the store failed; the watch over alerts starts again",
        )

    async def _try(self) -> bool:
        alone = await self._alerts.hold(self._owner, _TTL)
        if alone is not None:
            await self._term(alone)
        return alone is not None

    async def _term(self, alone: float) -> None:
        """Watch until something ends it, or the desks change; nobody did for `alone` seconds."""
        self._changed.clear()
        if self._stop.is_set():  # asked while the watch was taken
            return
        watched = await self._alerts.load()
        self._recent.clear()
        self._recent.extend(from_iso(alert["at"]) for _, alert in reversed(await self._alerts.recent(500)))
        jobs = [self._hold(), self._senders.run(), self._changed.wait()]
        for name, store in self._stores.items():
            told = {story: what for (desk, story), what in watched.told.items() if desk == name}
            watch = _Watch(store, watched.cursors.get(name, ""), told=told)
            jobs.append(self._follow(name, watch, alone))
        try:
            await until_one_ends(jobs)
        finally:
            with suppress(StoreError):  # the watch then ends by itself
                await self._alerts.hold(self._owner, 0)

    async def _hold(self) -> None:
        while True:
            await asyncio.sleep(_TTL / 4)
            if await self._alerts.hold(self._owner, _TTL) is None:
                raise FencedError("the watch went to another process")

    # one desk

    async def _follow(self, desk: str, watch: _Watch, alone: float) -> None:
        watch.epoch, _, offset = watch.saved.rpartition(":")
        watch.offset = int(offset or 0)
        if not watch.epoch:
            await self._begin(desk, watch)
        elif alone > self._config.alerts.quiet_start:
            watch.quiet_until = self._clock() + self._config.alerts.quiet_start
        self.ready.set()
        while True:
            try:
                updates = await watch.store.gists(watch.offset, epoch=watch.epoch, count=_BATCH, block=_BLOCK)
            except GapError:
                await self._look_anew(desk, watch)
                continue
            if updates:
                watch.offset = updates[-1].offset
                await self._judge(desk, watch, updates)
            self.places[desk] = watch.place
            if 0 < len(updates) < _BATCH:
                await asyncio.sleep(_TICK)

    async def _begin(self, desk: str, watch: _Watch) -> None:
        """Watch from now on: what came before is not looked at, and nothing alerts for a while."""
        status = await watch.store.status()
        watch.epoch, watch.offset = status.epoch, status.offset
        watch.quiet_until = self._clock() + self._config.alerts.quiet_start
        await self._save(desk, watch, {}, [])

    async def _look_anew(self, desk: str, watch: _Watch) -> None:
        """Updates are missing, as after a restart of Redis: judge every story as it stands."""
        watch.epoch, watch.offset, stories = await watch.store.stories()
        live = {story.id for story in stories}
        gone: dict[StoryId, Told | None] = {story: None for story in watch.told if story not in live}
        for story in gone:
            del watch.told[story]
        self._log.info("the history of the desk is another; every story is looked at", desk=desk)
        shown = [_Shown(story.id, len(story.publishers), story.breaking) for story in stories]
        await self._decide(desk, watch, shown, gone)
        if watch.saved != watch.place and not self._changed.is_set():
            await self._save(desk, watch, {}, [])

    async def _judge(self, desk: str, watch: _Watch, updates: Sequence[UpdateGist]) -> None:
        changed: dict[StoryId, Told | None] = {}
        for update in updates:
            changed |= _moved(watch.told, update)
        await self._decide(desk, watch, list(map(_shown, updates)), changed)

    async def _decide(
        self,
        desk: str,
        watch: _Watch,
        shown: Sequence[_Shown],
        changed: dict[StoryId, Told | None],
    ) -> None:
        """Decide about stories and those they went into; write that and `changed` down."""
        if desk not in self._config.desks:
            return
        rules = self._config.alerts.rules(self._config.desks[desk])
        alerts: list[Alert] = []
        if stories := _worth_a_look(shown, rules, watch.told):
            switches = await self._alerts.switches()
            for story_id in stories:
                if self._changed.is_set():  # the term ends; what is not written is decided in the next
                    return
                if (found := await watch.store.story(story_id)) is None:
                    continue
                now = self._clock()
                is_quiet = now < watch.quiet_until and not found[0].breaking
                recent = [*(at for at in self._recent if now - at < HOUR), *(one.at for one in alerts)]
                around = Circumstances(desk, now, _hush(switches, desk, story_id, now, is_quiet), recent)
                finding = decide(*found, rules, watch.told.get(story_id), around)
                if finding.told is not None:
                    watch.told[story_id] = changed[story_id] = finding.told
                if finding.alert is not None:
                    alerts.append(finding.alert)
                elif finding.silence:
                    self._log.debug("no alert", desk=desk, story=story_id, reason=finding.silence)
        if changed or alerts or self._clock() - watch.saved_at > _SAVE:
            await self._save(desk, watch, changed, alerts)

    async def _save(
        self, desk: str, watch: _Watch, told: Mapping[StoryId, Told | None], alerts: list[Alert]
    ) -> None:
        await self._alerts.commit(
            self._owner,
            desk,
            begin=watch.saved,
            end=watch.place,
            told=told,
            alerts=alerts,
            senders=self._senders.names,
        )
        watch.saved, watch.saved_at = watch.place, self._clock()
        self._recent.extend(alert.at for alert in alerts)
        for alert in alerts:
            self._log.info(
                "alert",
                desk=desk,
                story=alert.story,
                kind=str(alert.kind),
                headline=alert.headline,
                why="; ".join(alert.why),
            )
        if alerts:
            self._senders.wake()


def _shown(update: UpdateGist) -> _Shown:
    story = update.story
    return _Shown(story.id, len(story.publishers), story.breaking, update.into)


def _worth_a_look(shown: Sequence[_Shown], rules: AlertRules, told: Mapping[StoryId, Told]) -> list[StoryId]:
    """The stories that may alert, each once: most are known to be none."""
    stories: dict[StoryId, None] = {}
    for story in shown:
        known = told.get(story.id)
        least = rules.publishers if known is None else max(rules.publishers, known.publishers * rules.growth)
        is_marked = story.breaking and not (known is not None and known.breaking)
        if story.into or is_marked or 0 < least <= story.publishers:
            stories.update(dict.fromkeys(filter(None, (story.id, story.into))))
    return list(stories)


def _moved(told: dict[StoryId, Told], update: UpdateGist) -> dict[StoryId, Told | None]:
    """What is to be remembered under other names now: stories merged, came out of others, or left."""
    story, into = update.story.id, update.into
    mine = told.get(story)
    if mine is None:
        return {}
    changed: dict[StoryId, Told | None] = {}
    if into and (heir := inherit(told.get(into), mine)) is not None:
        told[into] = changed[into] = heir
    if update.op in {"merged", "expired"}:
        del told[story]
        changed[story] = None
    return changed


def _hush(switches: Mapping[str, Switch], desk: str, story: StoryId, now: Instant, is_quiet: bool) -> str:
    """Why nobody is to be alerted of a story now; "" = somebody may be."""
    for name, what in ((desk, "alerts of this desk are disarmed"), (f"{desk} {story}", "the story is muted")):
        switch = switches.get(name)
        if switch is not None and switch.holds(now):
            return f"{what} by {switch.by}"
    return "quiet start: what comes now is not new" if is_quiet else ""
