"""Which voices tell each story, and with how many copies.

Most stories have one copy, so a lone voice is kept as its bare name: a counter for each would weigh more than
the story. Knows names and counts; must not know copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.model import StoryId


class Voices:
    """Counts of voices by story."""

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: dict[StoryId, str | dict[str, int]] = {}

    def has(self, story_id: StoryId, voice: str) -> bool:
        """Whether a copy of the story is by this voice."""
        known = self._of.get(story_id, {})
        return known == voice if isinstance(known, str) else voice in known

    def add(self, story_id: StoryId, voice: str) -> None:
        """Count one more copy."""
        known = self._of.get(story_id)
        if known is None:
            self._of[story_id] = voice
            return
        if isinstance(known, str):
            known = self._of[story_id] = {known: 1}
        known[voice] = known.get(voice, 0) + 1

    def remove(self, story_id: StoryId, voice: str) -> None:
        """Take a counted copy back."""
        known = self._of[story_id]
        if isinstance(known, str):
            del self._of[story_id]
            return
        known[voice] -= 1
        if not known[voice]:
            del known[voice]

    def recount(self, story_id: StoryId, voices: Iterable[str]) -> None:
        """Count a story anew, from the voice of each of its copies."""
        self.forget(story_id)
        for voice in voices:
            self.add(story_id, voice)

    def forget(self, story_id: StoryId) -> None:
        """The story is no more."""
        self._of.pop(story_id, None)
