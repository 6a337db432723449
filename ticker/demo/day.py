"""The written news day: outlets, what they told and when, which event it was, and what must stay apart.

All of it is invented. English and Arabic reports of one happening are two events: nobody expects a
match across languages.

Knows the data files and their words; must not know how a day is served, matched or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from typing import Any

import yaml

_LANGUAGES = ("ar", "en")
_PARTS = ("events", "sections")
_SUFFIX = {
    "rss20": "rss",
    "rss1256": "rss",
    "rdf": "rdf",
    "atom": "atom",
    "json": "json",
    "page": "html",
    "line": "txt",
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented publisher with one feed. `away` are the minutes of the day its server is down."""

    key: str
    name: str
    lang: str
    format: str
    family: str = ""
    weight: float = 1.0
    away: tuple[tuple[int, int], ...] = ()

    @property
    def path(self) -> str:
        """Where its feed lies on the demo's server, as in `/marafi.rss`."""
        return f"/{self.key}.{_SUFFIX[self.format]}"


@dataclass(frozen=True, slots=True)
class Written:
    """One entry of the day: told by `outlet` at `minute` of the day; `event` is the written truth."""

    id: str
    minute: int
    outlet: str
    title: str
    event: str
    lang: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """Events that look alike, in a few words why; no two of them may share a story."""

    why: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """A whole news day, `entries` in the order of telling; `start` and `end` are minutes of the day."""

    outlets: tuple[Outlet, ...]
    entries: tuple[Written, ...]
    traps: tuple[Trap, ...]
    start: int = 5 * 60
    end: int = 23 * 60

    @cached_property
    def events(self) -> frozenset[str]:
        """The keys of all events that were told."""
        return frozenset(entry.event for entry in self.entries)

    def by(self, outlet: str) -> tuple[Written, ...]:
        """What one outlet told, in order."""
        return tuple(entry for entry in self.entries if entry.outlet == outlet)


def load_day() -> Day:
    """Read the news day that ships with ticker."""
    entries = [entry for lang in _LANGUAGES for entry in _told(lang)]
    entries.sort(key=lambda entry: entry.minute)
    traps = tuple(Trap(why=trap["why"], events=tuple(trap["events"])) for trap in _read("traps"))
    return Day(outlets=load_outlets(), entries=tuple(_numbered(entries)), traps=traps)


def load_outlets() -> tuple[Outlet, ...]:
    """Read the outlets alone, in the order in which they are listed."""
    return tuple(
        Outlet(key=key, **{**row, "away": tuple(_span(span) for span in row.get("away", ()))})
        for key, row in _read("outlets").items()
    )


def _told(lang: str) -> list[Written]:
    return [
        Written(
            id="",
            minute=_minute(line["at"]),
            outlet=line["outlet"],
            title=line["title"],
            event=event,
            lang=lang,
            # only who told it first wrote more than a title: a shared summary would give the truth away
            summary=row.get("summary", "") if place == 0 else "",
        )
        for part in _PARTS
        for event, row in _read(f"{lang}-{part}").items()
        for place, line in enumerate(row["told"])
    ]


def _numbered(entries: list[Written]) -> list[Written]:
    """Give each entry its id: the outlet and its number there, so that an id tells nothing of the event."""
    count: dict[str, int] = {}
    numbered = []
    for entry in entries:
        count[entry.outlet] = number = count.get(entry.outlet, 0) + 1
        numbered.append(replace(entry, id=f"{entry.outlet}-{number:03}"))
    return numbered


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minute(start), _minute(end)


def _read(name: str) -> Any:
    text = resources.files(__package__).joinpath("newsday", f"{name}.yaml").read_text(encoding="utf-8")
    # the C loader reads the day in a tenth of the time; some builds of PyYAML come without it
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
