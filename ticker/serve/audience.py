"""Who sees what of a story: the public, or an editor who asks to see it as editors do.

The public sees no story that is held, and nothing of what editors laid over a story, nor who did it. When a
story becomes held the public is told so (op `spiked`, marked `left`), and that is the last it hears of it
until it is back.

Knows views; must not know roles or paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ticker.core.model import Op
from ticker.core.view import UpdateView
from ticker.errors import StoreError

if TYPE_CHECKING:
    from ticker.core.view import StoryView, TopView

_update = msgspec.json.Decoder(UpdateView)
_encoder = msgspec.json.Encoder()


def read_update(data: bytes) -> UpdateView:
    """A stored update.

    Raises:
        StoreError: the bytes are no update.
    """
    try:
        return _update.decode(data)
    except msgspec.DecodeError as error:
        raise StoreError(f"a stored update cannot be read: {error}") from error


def public_update(view: UpdateView, data: bytes) -> bytes | None:
    """The update `data` as the public may read it; None = not at all."""
    story, spiked = view["story"], view["op"] == Op.SPIKED
    if story["held"] and not spiked:
        return None
    if "by" not in view and "edits" not in story and not spiked:
        return data
    shown = {key: value for key, value in view.items() if key not in {"by", "action"}}
    left = {"left": True} if spiked else {}
    return _encoder.encode({**shown, "story": public_story(story), **left})


def public_story(story: StoryView) -> StoryView:
    """The story without what is for editors alone."""
    if "edits" not in story:
        return story
    shown = story.copy()
    del shown["edits"]
    return shown


def public_top(top: TopView) -> TopView:
    """The ranked stories without what is for editors alone; the store has left out those that are held."""
    return {**top, "stories": [public_story(story) for story in top["stories"] if not story["held"]]}
