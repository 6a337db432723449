"""Which stories a client wants, and how far down the ranking they must be looked for.

Knows story views and the parameters that choose among them; must not know the paths.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AwareDatetime, Field

from ticker.core.fold import fold
from ticker.core.roles import Role
from ticker.core.view import iso
from ticker.serve.access import require
from ticker.serve.answers import Asked
from ticker.serve.paging import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.view import StoryView, TopView
    from ticker.serve.access import Visitor
    from ticker.store import DeskStore

MOST: Final = 5_000
"""Stories in one answer at most."""

_LATEST: Final = 253_402_300_799.0  # the end of the year 9999
_DEPTHS: Final = (256, 4096, None)  # most filters are satisfied near the top: read all of a big desk last


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a story must satisfy; the empty value of a field asks for nothing.

    `words` must all occur in the headline or in a publisher's name, `publishers` names of which one
    must be there, `lang` a BCP 47 range (`ar` also finds `ar-EG`), `since` an instant as views write it.
    Texts are folded as the matcher folds them: hamza, marks and case do not matter.
    """

    lang: str = ""
    publishers: frozenset[str] = frozenset()
    min_publishers: int = 1
    words: tuple[str, ...] = ()
    breaking: bool = False
    since: str = ""

    @classmethod
    def of(
        cls, *, lang: str, publishers: Iterable[str], min_publishers: int, q: str, breaking: bool = False
    ) -> Wanted:
        """Read the values of a query."""
        return cls(
            lang.lower(),
            frozenset(map(_folded, publishers)),
            min_publishers,
            tuple(_folded(q).split()),
            breaking,
        )

    def __bool__(self) -> bool:
        return self != Wanted()

    def __call__(self, story: StoryView) -> bool:
        """Tell whether the story is wanted."""
        if len(story["publishers"]) < self.min_publishers or story["last_seen"] < self.since:
            return False
        if self.breaking and not story["breaking"]:
            return False
        lang = story["lang"].lower()
        if self.lang and lang != self.lang and not lang.startswith(f"{self.lang}-"):
            return False
        names = [_folded(name) for name in story["publishers"]] if self.publishers or self.words else []
        if self.publishers and self.publishers.isdisjoint(names):
            return False
        if not self.words:
            return True
        text = "\n".join((_folded(story["headline"]), *names))
        return all(word in text for word in self.words)


class AsEditor(Asked):
    """Whether an editor asks to see what editors see."""

    editing: bool = Field(
        default=False,
        description="`true`: as editors see it, with stories that are held, `edits`, and who did what. Needs "
        "the role `editor`.",
    )

    def check(self, visitor: Visitor) -> None:
        """Make sure that the visitor may ask for that.

        Raises:
            Problem: not so.
        """
        if self.editing:
            require(visitor, Role.EDITOR)


class ChosenStories(Asked):
    """The parameters that choose among stories."""

    lang: str = Field(
        default="",
        max_length=35,
        pattern=r"^[A-Za-z0-9-]*$",
        description="Language of the lead headline (BCP 47); `ar` also finds `ar-EG`.",
        examples=["ar"],
    )
    publisher: list[Annotated[str, Field(max_length=100)]] = Field(
        default=[],
        max_length=20,
        description="A publisher that must be among the story's; given several times: one of them.",
    )
    min_publishers: int = Field(
        default=1, ge=1, le=1_000, description="How many publishers must have the story."
    )
    q: str = Field(
        default="",
        max_length=200,
        description="Words that must all occur in the headline or a publisher's name; hamza, marks and case "
        "do not matter.",
    )
    breaking: bool = Field(default=False, description="`true`: only what is marked as breaking.")

    def wanted(self) -> Wanted:
        """What they ask for."""
        return Wanted.of(
            lang=self.lang,
            publishers=self.publisher,
            min_publishers=self.min_publishers,
            q=self.q,
            breaking=self.breaking,
        )


class AskedFilters(ChosenStories):
    """The parameters of every answer that lists stories."""

    limit: int = Field(default=50, ge=1, le=MOST, description="How many stories at most.")
    since: AwareDatetime | None = Field(
        default=None,
        description="Only stories with a headline since then (ISO 8601 with a zone).",
        examples=["2026-11-23T09:00:00Z"],
    )

    def wanted(self) -> Wanted:
        """What they ask for."""
        if self.since is None:
            return super().wanted()
        instant = min(max(self.since.timestamp(), 0.0), _LATEST)
        return replace(super().wanted(), since=iso(instant))


async def best(
    store: DeskStore,
    wanted: Wanted,
    *,
    limit: int,
    entries: bool = False,
    held: bool = False,
    after: Place | None = None,
) -> TopView:
    """The `limit` best wanted stories that stand after a place, all of one moment, as editors see them.

    With `held` those that the public must not see now stand last.
    """
    if not (wanted or held or after):
        return await store.top(limit=limit, entries=entries)
    depths = (None,) if held else _DEPTHS
    for depth in depths:
        found = await store.top(limit=depth, entries=entries, held=held)
        below = (story for story in found["stories"] if after is None or Place.of(story) > after)
        kept = [story for story in below if wanted(story)]
        if len(kept) >= limit or depth is None or len(found["stories"]) < depth:
            break
    if held:
        kept.sort(key=Place.of)
    return {**found, "stories": kept[:limit]}


def _folded(text: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFKC", text).casefold()).split())
