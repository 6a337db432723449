"""Finds the story or the copy that an action names, or says where it went and what to do.

A desk remembers nothing of a story that has left its window. When that was is told by the updates:
`gone_story` and `farewell` are for those who read them.

Knows the shelf and the journal as they stand; changes neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker.core.audit import minute
from ticker.core.model import Op
from ticker.errors import ActionError

if TYPE_CHECKING:
    from ticker.core.journal import Journal
    from ticker.core.model import Ordinal, Story, StoryId
    from ticker.core.shelf import Shelf
    from ticker.core.view import UpdateView

LOOK = "`ticker top` shows what is live"
_GONE = re.compile(r"story (\d+) has left the window")


def gone_story(reason: str) -> StoryId:
    """The story that a refusal of kind `gone` is about; "" where it is about something else."""
    found = _GONE.match(reason)
    return found[1] if found else ""


def farewell(update: UpdateView) -> str:
    """Say how and when a story left the desk, from the update by which it did (`expired` or `merged`)."""
    story, when = update["story"]["id"], f" at {minute(update['at'])}" if "at" in update else ""
    if update["op"] == Op.MERGED:
        return f"story {story} went into story {update.get('into', '')}{when}, which is no longer live"
    return f"story {story} left the window{when}"


class Whereabouts:
    """Answers for one desk."""

    def __init__(self, shelf: Shelf, journal: Journal) -> None:
        self._shelf = shelf
        self._journal = journal

    def story(self, name: StoryId) -> Story:
        """The live story of this id.

        Raises:
            ActionError: `unknown`, `gone` or `merged`, with where it is now.
        """
        found = self._shelf.stories.get(name)
        if found is not None:
            return found
        now = self.now_in(name)
        if now is not None:
            raise ActionError("merged", f"story {name} is part of story {now} now: name that one")
        number = _number(name)
        if number is None or number >= self._shelf.next_ordinal:
            raise ActionError("unknown", f"there is no story {name!r}: {LOOK}")
        home = self._shelf.home.get(number)
        if home is not None:
            raise ActionError("unknown", f"there is no story {name}, but copy #{name} of story {home}")
        raise ActionError("gone", f"story {name} has left the window, or went into one that has: {LOOK}")

    def now_in(self, name: StoryId) -> StoryId | None:
        """The live story that a story which is no more went into, where that is known."""
        story, seen = name, {name}
        while (act := self._journal.absorbed(story)) is not None:
            story = next(one.into for one in act.absorbed if one.story == story)
            if story in self._shelf.stories:
                return story
            if story in seen:
                break
            seen.add(story)
        founder = _number(story)
        if founder is None:
            return None
        home, copy = self._shelf.home.get(founder), self._shelf.copies.get(founder)
        return home if copy is not None and not copy.via else None

    def copy(self, name: str, story: Story | None = None) -> Ordinal:
        """The live copy that `name` means: its ordinal, with or without `#`, or its entry's id.

        Raises:
            ActionError: `unknown` or `gone`; or `unfit` where it may mean several.
        """
        copies = self._shelf.copies
        within = "" if story is None else f" in story {story.id}"
        among = copies if story is None else story.members
        number = _number(name.removeprefix("#"))
        found = {number} if number is not None and number in among else set()
        if not name.startswith("#"):
            found |= {one for one in among if copies[one].entry.id == name}
        if len(found) == 1:
            return found.pop()
        if found:
            those = ", ".join(f"'#{one}'" for one in sorted(found)[:5])
            raise ActionError("unfit", f"{name!r} may mean {len(found)} copies{within}: say one of {those}")
        where = f"`ticker why {story.id}` shows its copies" if story else LOOK
        if number in copies:
            raise ActionError("unknown", f"copy {name} is in story {self._shelf.home[number]}, not{within}")
        if number is not None and number < self._shelf.next_ordinal:
            raise ActionError(
                "gone", f"copy {name} is no longer live{within}, or its feed has changed it: {where}"
            )
        raise ActionError("unknown", f"there is no copy {name!r}{within}: {where}")


def _number(name: str) -> int | None:
    return int(name) if name.isascii() and name.isdecimal() and 0 < len(name) < 19 else None
