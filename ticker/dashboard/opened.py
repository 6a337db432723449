"""The copies of the open story: which one the keys act on, which are marked.

Knows entry views; must not know lines or widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker.core.view import EntryView, StoryView

EntryKey = tuple[str, str]


def entry_key(entry: EntryView) -> EntryKey:
    """Return what names one copy inside its story: its feed and its id there."""
    return entry["feed"], entry["id"]


class Opened:
    """A cursor on the copies of one story. New copies do not move it; a copy that is gone gives it up.

    Keys that come before the copies have been read are obeyed when they have.
    """

    def __init__(self) -> None:
        self.story: StoryView | None = None
        self.cursor: EntryKey | None = None
        self.marked: set[EntryKey] = set()
        self._waiting = False
        self._later: list[Callable[[], None]] = []

    @property
    def story_id(self) -> str:
        """The open story's id; "" = none is open."""
        return self.story["id"] if self.story else ""

    @property
    def known(self) -> bool:
        """Whether its copies have come."""
        return bool(self._keys())

    def take(self, story: StoryView | None) -> None:
        """Hear which story is open now, as it stands."""
        if self.story is None or story is None or story["id"] != self.story["id"]:
            self.cursor = None
            self._waiting = False
            self._later.clear()
            self.marked.clear()
        self.story = story
        keys = self._keys()
        if keys:
            if self._waiting:
                self.first()
                later, self._later = self._later, []
                for do in later:
                    do()
            self.marked &= set(keys)
            if self.cursor not in keys:
                self.cursor = None

    def move(self, lines: int) -> None:
        """Move the cursor; with none yet, to the first copy."""
        keys = self._keys()
        if not keys:
            if self._waiting:
                self._later.append(lambda: self.move(lines))
            return
        place = keys.index(self.cursor) + lines if self.cursor in keys else 0
        self.cursor = keys[max(0, min(place, len(keys) - 1))]

    def first(self) -> None:
        """Go to the first copy; as soon as there is one, where the copies are still being read."""
        keys = self._keys()
        self._waiting = not keys
        self.cursor = keys[0] if keys else None

    def last(self) -> None:
        """Go to the last copy."""
        keys = self._keys()
        self.cursor = keys[-1] if keys else None

    def choose(self, key: EntryKey) -> None:
        """Go to one copy."""
        if key in self._keys():
            self.cursor = key

    def mark(self) -> None:
        """Mark the copy under the cursor, or unmark it."""
        if self.cursor is not None:
            self.marked ^= {self.cursor}
        elif self._waiting:
            self._later.append(self.mark)

    def chosen(self) -> list[EntryView]:
        """Return the marked copies, else the one under the cursor, in the story's order."""
        wanted = self.marked or ({self.cursor} if self.cursor else set())
        entries = self.story.get("entries", []) if self.story else []
        return [entry for entry in entries if entry_key(entry) in wanted]

    def _keys(self) -> list[EntryKey]:
        return [entry_key(entry) for entry in self.story.get("entries", [])] if self.story else []
