"""A list that grows at its top, newest first, with a reader's place in it that does not move.

Knows items by a key; must not know what they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

T = TypeVar("T")

KEPT = 1000
"""Items that stay; older ones are in the audit and in the log."""

HEAD = 1
"""Lines that the heads of its columns take where it is drawn."""


class Roll(Generic[T]):
    """Items newest first, `kept` at most; a window of `height` lines on them, and at most one selected."""

    def __init__(self, key: Callable[[T], Hashable], *, kept: int = KEPT) -> None:
        self._key = key
        self._kept = kept
        self._items: list[T] = []
        self.height = 1
        self.top = 0
        self._selected: Hashable | None = None

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: T) -> None:
        """Put one on top; what the reader looks at stays on its line."""
        self._items.insert(0, item)
        del self._items[self._kept :]
        if self._selected is not None or self.top > 0:
            self.top += 1
        self._bound()

    def load(self, items: Iterable[T]) -> None:
        """Replace all by `items`, newest first; the selected one stays on its line."""
        before = self._place()
        self._items = list(items)[: self._kept]
        after = self._place()
        if before is not None and after is not None:
            self.top += after - before
        elif after is None:
            self._selected = None
        self._bound()

    def resize(self, height: int) -> None:
        """Give the window another height."""
        self.height = max(1, height)
        self._reveal()

    def move(self, lines: int) -> None:
        """Move the selection; with none yet, select the window's first."""
        place = self._place()
        self._select(self.top if place is None else place + lines)

    def page(self, pages: int) -> None:
        """Move by whole windows."""
        self.move(pages * max(1, self.height - 1))

    def scroll(self, lines: int) -> None:
        """Move the window, not the selection."""
        self.top += lines
        self._bound()

    def follow(self) -> None:
        """Go to the newest and select nothing."""
        self._selected, self.top = None, 0

    def end(self) -> None:
        """Select the oldest."""
        self._select(len(self._items) - 1)

    def select_line(self, line: int) -> bool:
        """Select what stands on a line of the window; False = nothing does."""
        if not 0 <= line < len(self.rows()):
            return False
        self._select(self.top + line)
        return True

    def rows(self) -> Sequence[T]:
        """Return what the window shows."""
        return self._items[self.top : self.top + self.height]

    def current(self) -> T | None:
        """Return the selected item."""
        place = self._place()
        return None if place is None else self._items[place]

    def is_selected(self, item: T) -> bool:
        """Tell whether this item is the selected one."""
        return self._selected is not None and self._key(item) == self._selected

    def _place(self) -> int | None:
        if self._selected is None:
            return None
        return next((i for i, item in enumerate(self._items) if self._key(item) == self._selected), None)

    def _select(self, place: int) -> None:
        if self._items:
            place = max(0, min(place, len(self._items) - 1))
            self._selected = self._key(self._items[place])
            self._reveal()

    def _reveal(self) -> None:
        place = self._place()
        if place is not None:
            self.top = max(place - self.height + 1, min(self.top, place))
        self._bound()

    def _bound(self) -> None:
        self.top = max(0, min(self.top, len(self._items) - self.height))
