"""What the reader sees of a ranking: the window, the selection, and what is new.

The list is live, the reader's place is not: while a story is selected, or the window has been
scrolled, that story keeps its line and everything else moves around it; what arrives above the window is
only counted. At the top with nothing selected the list flows. The selection never passes to another story
by itself, or a key would act on one that nobody chose: when its story leaves the list, nothing is selected
(a merged story's place is taken by the one that absorbed it).

Knows ranks and lines; must not know widgets, keys or colours. `now` is always an argument.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ticker.core.model import Op
from ticker.dashboard.ranking import GONE, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.query import Query
    from ticker.core.view import StoryView, TopView, UpdateView

# How long a story counts as new, or as grown, after it arrived here: two glances at the screen.
NEW_FOR = 120.0


class News(StrEnum):
    """What has happened to a story lately, as seen from this screen."""

    NEW = "new"
    GROWN = "grown"
    NOTHING = ""


class Stream:
    """A window of `height` lines on a ranking; `top` is the rank of its first line.

    `left` is the update by which the selected story left the desk, until another is selected.
    """

    def __init__(self, base: Query | None = None) -> None:
        self.ranking = Ranking(base)
        self.height = 1
        self.top = 0
        self.selected: str | None = None
        self._anchor: tuple[str, int] | None = None
        self._selected_rank = 0
        self._lost = False
        self.left: UpdateView | None = None
        self._news: dict[str, tuple[float, News]] = {}
        self._unseen: set[str] = set()

    # -- what comes in

    def load(self, top: TopView, now: float) -> None:
        """Take a snapshot, the first or one after a gap; the reader's place is kept."""
        first = not self.ranking.epoch
        arrived = self.ranking.load(top)
        if not first:
            for story_id in arrived:
                self._note(story_id, News.NEW, now)
        self._settle()

    def apply(self, update: UpdateView, now: float) -> bool:
        """Apply one update; False = it had been applied before and nothing changed."""
        story = update["story"]
        before = self.ranking.get(story["id"])
        if not self.ranking.apply(update):
            return False
        if self.ranking.get(story["id"]) is None:
            self._forget(story["id"])
        elif before is None:
            self._note(story["id"], News.NEW, now)
        elif story["copies"] > before["copies"]:
            self._note(story["id"], News.GROWN, now)
        selected = self.selected
        if update["op"] == Op.MERGED and self.selected == story["id"] and update.get("into") in self.ranking:
            self.selected = update.get("into")
            if self._anchor is not None and self.selected is not None:
                self._anchor = (self.selected, self._anchor[1])
        self._settle()
        if selected == story["id"] and self.selected is None and update["op"] in GONE:
            self.left = update
        return True

    def filter(self, query: Query) -> None:
        """Show only what `query` matches; a selection that it hides is given up."""
        self.ranking.filter(query)
        if self.selected is not None and self.selected not in self.ranking:
            self.selected = None
            self._anchor = None
        self._settle()

    def again(self, now: float) -> bool:
        """Let the time of the news pass; True = the list may have changed by that alone."""
        if not self.ranking.again(now):
            return False
        self._settle()
        return True

    # -- what the reader does

    def resize(self, height: int) -> None:
        """Give the window another height; the selected story stays inside it."""
        self.height = max(1, height)
        self._reveal()

    def move(self, lines: int) -> None:
        """Move the selection; with none yet, the first step selects the first line of the window.

        Where the selected story has left the list, the step selects what stands in its place.
        """
        rank = self._rank()
        self._select(self._start() if rank is None else rank + lines)

    def page(self, pages: int) -> None:
        """Move the selection by whole windows, keeping one line in common."""
        rank = self._rank()
        self._select((self._start() if rank is None else rank) + pages * max(1, self.height - 1))

    def scroll(self, lines: int) -> None:
        """Move the window, not the selection."""
        self.top = self._within(self.top + lines)
        self._hold()

    def select_line(self, line: int) -> bool:
        """Select the story on a line of the window; False = there is none."""
        if not 0 <= line < len(self.rows()):
            return False
        self._select(self.top + line)
        return True

    def choose(self, story_id: str) -> bool:
        """Select a story by its id; False = the list does not show it."""
        rank = self.ranking.index(story_id)
        if rank is None:
            return False
        self._select(rank)
        return True

    def follow(self) -> None:
        """Go to the top, select nothing and let the list flow."""
        self.selected = self.left = None
        self._lost = False
        self.top = 0
        self._hold()

    def end(self) -> None:
        """Select the last story."""
        self._select(len(self.ranking) - 1)

    # -- what is shown

    @property
    def following(self) -> bool:
        """Whether the list flows: nothing selected, window at the top."""
        return self._anchor is None

    @property
    def new_above(self) -> int:
        """How many stories have arrived above the window since the reader last saw the top.

        Counted when asked, not on every update: hundreds may wait above.
        """
        ranks = {story_id: self.ranking.index(story_id) for story_id in self._unseen}
        self._unseen = {key for key, rank in ranks.items() if rank is not None and rank < self.top}
        return len(self._unseen)

    def rows(self) -> Sequence[StoryView]:
        """Return the stories of the window."""
        return self.ranking.between(self.top, self.top + self.height)

    def current(self) -> StoryView | None:
        """Return the selected story, or the first one while the list flows."""
        if self.selected is not None:
            return self.ranking.get(self.selected)
        return self.ranking.at(0) if len(self.ranking) and self.following else None

    def news(self, story_id: str, now: float) -> News:
        """Tell whether a story is new or has grown within `NEW_FOR` seconds."""
        since, news = self._news.get(story_id, (0.0, News.NOTHING))
        return news if news and now - since < NEW_FOR else News.NOTHING

    def tidy(self, now: float) -> None:
        """Forget news that are none any more; keeps memory flat over a night."""
        self._news = {key: value for key, value in self._news.items() if now - value[0] < NEW_FOR}

    # -- the window

    def _note(self, story_id: str, news: News, now: float) -> None:
        since, known = self._news.get(story_id, (now, news))
        fresh = known is News.NEW and now - since < NEW_FOR
        self._news[story_id] = (since, known) if fresh else (now, news)
        if news is News.NEW and self._anchor is not None:
            self._unseen.add(story_id)

    def _forget(self, story_id: str) -> None:
        self._news.pop(story_id, None)
        self._unseen.discard(story_id)

    def _rank(self) -> int | None:
        return None if self.selected is None else self.ranking.index(self.selected)

    def _start(self) -> int:
        """The rank at which a selection begins anew: where the lost one stood, else the window's first."""
        place = self.ranking.index(self._anchor[0]) if self._lost and self._anchor else None
        return self.top if place is None else place

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self.ranking) - self.height))

    def _select(self, rank: int) -> None:
        if not len(self.ranking):
            return
        rank = max(0, min(rank, len(self.ranking) - 1))
        self._lost, self.left = False, None
        self.selected = self.ranking.at(rank)["id"]
        self._reveal()

    def _reveal(self) -> None:
        """Bring the selected story into the window, moving it as little as possible."""
        rank = self._rank()
        if rank is not None:
            self.top = max(rank - self.height + 1, min(self.top, rank))
        self.top = self._within(self.top)
        self._hold()

    def _hold(self) -> None:
        """Remember which story keeps its line from now on."""
        rank = self._rank()
        if rank is not None:
            self._selected_rank = rank
        held = rank if rank is not None or not self._lost else self._start()
        if held is not None and self.top <= held < min(self.top + self.height, len(self.ranking)):
            self._anchor = (self.ranking.at(held)["id"], held - self.top)
        elif len(self.ranking) and (self.selected is not None or self.top > 0 or self._lost):
            self._anchor = (self.ranking.at(self.top)["id"], 0)
        else:
            self._anchor = None
            self._lost = False
            self._unseen.clear()

    def _settle(self) -> None:
        """After a change of the ranking: keep the anchor on its line, give up a selection that is gone."""
        if self.selected is not None and self.selected not in self.ranking:
            self.selected, self._lost = None, True
            self._anchor = self._beside(self._selected_rank)
        if self._anchor is not None:
            place = self.ranking.index(self._anchor[0])
            if place is not None:
                self.top = place - self._anchor[1]
            else:
                self._anchor = self._beside(self.top + self._anchor[1])
        else:
            self.top = 0
        self.top = self._within(self.top)
        self._hold()

    def _beside(self, rank: int) -> tuple[str, int] | None:
        """Anchor the window on the story that has moved up to a rank, on the line where that rank stood."""
        if not len(self.ranking):
            return None
        place = min(rank, len(self.ranking) - 1)
        return self.ranking.at(place)["id"], max(0, rank - self.top)
