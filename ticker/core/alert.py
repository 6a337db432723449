"""When a story is worth an alert, and why: the one decision, pure.

A story is hot when several publishers reported it for the first time within a short span, or when an editor
marks it as breaking. It alerts once; again only when it has grown much since (escalation) or an editor marks
it after that. What was hot while nobody was to be alerted is remembered as told, so that no flood follows.

Knows stories, their copies and what was told before; must not know how an alert is sent or kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Final

from ticker.core.edits import is_muted
from ticker.core.model import Instant  # noqa: TC001 - the store reads the annotations of Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Copy, Story, StoryId

HOUR: Final = 3600.0

_NAMED: Final = 6  # publishers that an alert names in its reasons


class AlertKind(StrEnum):
    """Why a story alerts: several publishers have it, an editor marked it, or it has grown since."""

    CORROBORATED = "corroborated"
    BREAKING = "breaking"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What a desk alerts by; durations are seconds.

    `publishers` (families count once) that report a story first `within` this span, the last of them within
    the hour, make it hot; 0 = only editors do. Again after `cooldown`, when the story has `growth` times the
    publishers it had at its last alert; at most `per_story` alerts a story, and `per_hour` in any hour over
    all desks.
    """

    publishers: int = 4
    within: float = 20 * 60.0
    growth: float = 2.0
    cooldown: float = 30 * 60.0
    per_story: int = 3
    per_hour: int = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a story last: when, at how many publishers, whether it was marked as breaking.

    `times` counts its alerts; 0 = it was hot in silence only.
    """

    at: Instant
    publishers: int
    breaking: bool
    times: int


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `id` is its name for ever; `why` explains it in words, the rule first."""

    id: str
    desk: str
    story: StoryId
    kind: AlertKind
    headline: str
    url: str
    lang: str
    publishers: tuple[str, ...]
    copies: int
    at: Instant
    times: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be done about a story: an alert, or a reason for silence ("" = it is not even hot).

    `told` is what is to be remembered of it from now on, None = nothing new.
    """

    alert: Alert | None = None
    told: Told | None = None
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an alert depends on beside its story: the instant, and what else was told.

    `desk` is where it happens; `hush` is why nobody is to be alerted now ("" = not so); `recent` are the
    instants of the last alerts of all desks.
    """

    desk: str
    now: Instant
    hush: str = ""
    recent: Sequence[Instant] = ()


def decide(
    story: Story, copies: Sequence[Copy], rules: AlertRules, told: Told | None, around: Circumstances
) -> Finding:
    """Whether `story` with these copies alerts now."""
    now = around.now
    voices = _first_reports(story, copies)
    newest = voices[-1][0] if voices else 0.0
    # feeds are polled minutes apart: the span ends at the last report, which only has to be of this hour
    burst = [voice for voice in voices if voice[0] > newest - rules.within]
    is_hot = 0 < rules.publishers <= len(burst) and newest > now - max(rules.within, HOUR)
    if not (is_hot or story.breaking):
        return Finding()
    if story.held:
        return Finding(silence="an editor holds the story back")
    marked = story.breaking and not (told is not None and told.breaking)
    if told is not None and not marked:
        enough = ceil(max(told.publishers, 1) * rules.growth)
        if not is_hot or len(voices) < enough:
            return Finding(silence=f"told at {told.publishers} publishers; again at {enough}")
        if now - told.at < rules.cooldown:
            return Finding(
                silence=f"told {_span(now - told.at)} ago; not again within {_span(rules.cooldown)}"
            )
    times = told.times if told is not None else 0
    fresh = Told(now, len(voices), story.breaking, times)
    if around.hush:
        return Finding(told=fresh, silence=around.hush)
    if times >= rules.per_story:
        return Finding(told=fresh, silence=f"told {times} times already; no story alerts more often")
    lately = sum(now - at < HOUR for at in around.recent)
    if lately >= rules.per_hour and not marked:  # an editor who asks for an alert gets one
        return Finding(
            silence=f"{lately} alerts within the last hour; no more than {rules.per_hour} are sent"
        )
    fresh = replace(fresh, times=times + 1)
    kind = AlertKind.BREAKING if marked else AlertKind.ESCALATED if times else AlertKind.CORROBORATED
    return Finding(
        alert=Alert(
            id=f"{around.desk}-{story.id}-{fresh.times}-{now:.0f}",
            desk=around.desk,
            story=story.id,
            kind=kind,
            headline=story.headline,
            url=story.url,
            lang=story.lang,
            publishers=tuple(dict.fromkeys(name for _, name in voices)),
            copies=story.copies,
            at=now,
            times=fresh.times,
            why=_why(kind, burst, rules, told, now),
        ),
        told=fresh,
    )


def inherit(mine: Told | None, others: Told | None) -> Told | None:
    """What was told of a story that has taken in another one, or that has come out of it."""
    if mine is None or others is None:
        return mine or others
    return Told(
        at=max(mine.at, others.at),
        publishers=max(mine.publishers, others.publishers),
        breaking=mine.breaking or others.breaking,
        times=max(mine.times, others.times),
    )


def _first_reports(story: Story, copies: Sequence[Copy]) -> list[tuple[Instant, str]]:
    """The first report of each voice that counts: when, and the publisher's name; earliest first."""
    first: dict[str, tuple[Instant, str]] = {}
    for copy in copies:
        entry = copy.entry
        if is_muted(entry, story.edits):
            continue
        known = first.get(entry.voice)
        if known is None or entry.time < known[0]:
            first[entry.voice] = entry.time, entry.publisher or entry.voice
    return sorted(first.values())


def _why(
    kind: AlertKind,
    burst: Sequence[tuple[Instant, str]],
    rules: AlertRules,
    told: Told | None,
    now: Instant,
) -> tuple[str, ...]:
    lines = []
    if kind is AlertKind.BREAKING:
        lines.append("an editor marked it as breaking")
    else:
        lines.append(
            f"{len(burst)} publishers within {_span(rules.within)}; the rule asks for {rules.publishers}"
        )
    if kind is AlertKind.ESCALATED and told is not None:
        lines.append(
            f"it was told {_span(now - told.at)} ago at {told.publishers} publishers and has grown since"
        )
    if burst:
        begin = burst[0][0]
        # the number stands between words: behind a right-to-left name it would be drawn into that
        named = [name if at == begin else f"after {_span(at - begin)} {name}" for at, name in burst[:_NAMED]]
        more = f" and {len(burst) - _NAMED} more" if len(burst) > _NAMED else ""
        lines.append(f"first {', then '.join(named)}{more}")
    return tuple(lines)


def _span(seconds: float) -> str:
    """A duration in words, to the minute from one minute on."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / HOUR:.1f} h"
