"""Page after page of a ranking that moves, and answers that a client has already.

A page begins after a place, not after a number of stories: what has come in above since shifts nothing, and
no story is left out that has not moved.

Knows places in a ranking and HTTP's validators; must not know the paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from starlette.requests import Request

    from ticker.core.view import StoryView

AFTER: Final = r"^h?[ps]-?\d{1,20}(\.\d{1,20})?:\d{1,20}$"
"""The form of a place in a request."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a story stands: pinned ones by their pin; then by score; the older one first; held ones last."""

    held: bool
    rest: bool
    key: float
    id: int

    @classmethod
    def of(cls, story: StoryView) -> Self:
        """Where a story stands now."""
        pin = story["pin"]
        key = -story["score"] if pin is None else pin
        return cls(story["held"], pin is None, key, int(story["id"]))

    @classmethod
    def read(cls, text: str) -> Self:
        """A place as a link names it; its form has been checked."""
        place = text.removeprefix("h")
        key, _, story_id = place[1:].partition(":")
        rest = place[0] == "s"
        return cls(place != text, rest, -float(key) if rest else float(key), int(story_id))

    def __str__(self) -> str:
        """As a link names it."""
        key = f"s{-self.key!r}" if self.rest else f"p{self.key!r}"
        return f"{'h' if self.held else ''}{key}:{self.id}"


def next_page(request: Request, last: Place) -> str:
    """The `Link` header that names the page after `last` (RFC 8288)."""
    url = request.url.include_query_params(after=str(last))
    return f'<{url.path}?{url.query}>; rel="next"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has the answer of this tag already (RFC 9110, 13.1.2)."""
    tags = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in tags.split(","))
