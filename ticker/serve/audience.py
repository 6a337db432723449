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
from ticker.store.codec import unpack_update

if TYPE_CHECKING:
    from ticker.core.view import StoryView, TopView, UpdateGist

_encoder = msgspec.json.Encoder()


def public_update(gist: UpdateGist, data: bytes) -> bytes | None:
    """The update `data`, whose gist this is, as the public may read it; None = not at all."""
    spiked = gist.op == Op.SPIKED
    if gist.story.held and not spiked:
        return None
    if gist.by is None and gist.story.edits is None and not spiked:
        return data
    view = unpack_update(data)
    shown = {key: value for key, value in view.items() if key not in {"by", "action"}}
    left = {"left": True} if spiked else {}
    return _encoder.encode({**shown, "story": public_story(view["story"]), **left})


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
