"""Which stories a client wants, and how far down the ranking they must be looked for.

Knows story views; must not know HTTP.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.core.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.view import StoryView, TopView
    from ticker.store import DeskStore

_DEPTHS: Final = (256, 4096, None)  # most filters are satisfied near the top: read all of a big desk last


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a story must satisfy; the empty value of a field asks for nothing.

    `words` must all occur in the headline or in a publisher's name, `publishers` names of which one
    must be there, `lang` a BCP 47 range (`ar` also finds `ar-EG`). Texts are folded as the matcher
    folds them: hamza, marks and case do not matter.
    """

    lang: str = ""
    publishers: frozenset[str] = frozenset()
    min_publishers: int = 1
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, lang: str, publishers: Iterable[str], min_publishers: int, q: str) -> Wanted:
        """Read the values of a query."""
        return cls(
            lang.lower(),
            frozenset(map(_folded, publishers)),
            min_publishers,
            tuple(_folded(q).split()),
        )

    def __bool__(self) -> bool:
        return self != Wanted()

    def __call__(self, story: StoryView) -> bool:
        """Tell whether the story is wanted."""
        if len(story["publishers"]) < self.min_publishers:
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


async def best(store: DeskStore, wanted: Wanted, *, limit: int, entries: bool) -> TopView:
    """The `limit` best stories that are wanted, all of one moment."""
    if not wanted:
        return await store.top(limit=limit, entries=entries)
    for depth in _DEPTHS:
        found = await store.top(limit=depth, entries=entries)
        kept = [story for story in found["stories"] if wanted(story)]
        if len(kept) >= limit or depth is None or len(found["stories"]) < depth:
            break
    return {**found, "stories": kept[:limit]}


def _folded(text: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFKC", text).casefold()).split())
