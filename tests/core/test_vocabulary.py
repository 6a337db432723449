"""The numbers of the words of a live window."""

from __future__ import annotations

from ticker.core.vocabulary import Vocabulary


def test_room_is_made_for_more_words_than_any_window_so_far_had() -> None:
    # by half each time: from 1,024 it comes to 59,049, which is odd
    vocabulary, words = Vocabulary(), 100_000
    for first in range(0, words, 1000):
        vocabulary.count(tuple(f"word{number}" for number in range(first, first + 1000)))
    assert len(vocabulary.counts) == words + 1
    assert len(vocabulary.logs) > words
    assert vocabulary("word99999") > 0
