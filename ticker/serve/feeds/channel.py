"""What a feed says, whatever its format: the stories of a desk, and those that have left it.

Knows the contents of a feed and which characters may stand in it; must not know any format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.view import StoryView, TopView

START: Final = "1970-01-01T00:00:00.000Z"
"""When a feed without stories was changed last: a feed must say some instant, and always the same."""

# controls, bidi embeddings, overrides and isolates, surrogates and what XML cannot hold
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def plain(text: str) -> str:
    """`text` as one line without controls and without characters that would turn its direction over."""
    return " ".join(_UNWANTED.sub("", unicodedata.normalize("NFC", text)).split())


def web_address(url: str) -> str:
    """The URL where it is one of the web, else "": a feed never carries `javascript:` or the like."""
    try:
        parts = urlsplit(plain(url))
    except ValueError:
        return ""
    return plain(url) if parts.scheme in {"http", "https"} and parts.netloc else ""


def story_uri(desk: str, story_id: str) -> str:
    """The name of a story for ever: the same in every format, at every address."""
    return f"urn:ticker:story:{desk}:{story_id}"


@dataclass(frozen=True, slots=True)
class Item:
    """One story. Instants are ISO 8601 in UTC; `url` "" = it has no page; `lang` "" = not known.

    `urgency` is an editor's, 1 (most) to 9; None = no editor has said.
    """

    uri: str
    id: str
    headline: str
    url: str
    lang: str
    publishers: tuple[str, ...]
    copies: int
    first_seen: str
    updated: str
    breaking: bool
    pinned: bool
    urgency: int | None
    score: float

    @property
    def about(self) -> str:
        """Who has it and how often, in words."""
        times = "1 report" if self.copies == 1 else f"{self.copies} reports"
        return f"{times} by {', '.join(self.publishers)}" if self.publishers else times

    @property
    def marks(self) -> list[str]:
        """What editors said of it, in words."""
        return [word for word, said in (("breaking", self.breaking), ("pinned", self.pinned)) if said]


@dataclass(frozen=True, slots=True)
class Gone:
    """One story that has left: `reason` is `spiked` or `merged`, `into` the uri of its new story or "".

    Its headline is not told: whoever has it knows it, and nobody else is to.
    """

    uri: str
    when: str
    reason: str
    into: str = ""

    @property
    def about(self) -> str:
        """Why it left, in words."""
        return f"merged into {self.into}" if self.into else "taken back by an editor"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: `self_url` is where it is, filters included, `home` the page for people."""

    desk: str
    self_url: str
    home: str
    epoch: str
    offset: int
    items: tuple[Item, ...]
    gone: tuple[Gone, ...]

    @property
    def title(self) -> str:
        """What a reader lists it under."""
        return f"ticker: {self.desk}"

    @property
    def about(self) -> str:
        """One sentence on what it is."""
        return f"The ranked stories of the desk {self.desk}, each once."

    @property
    def uri(self) -> str:
        """The feed's own name."""
        return f"urn:ticker:desk:{self.desk}"

    @property
    def updated(self) -> str:
        """When something in it changed last."""
        return max((*(item.updated for item in self.items), *(one.when for one in self.gone)), default=START)


def channel(top: TopView, gone: Iterable[Gone], *, self_url: str, home: str) -> Channel:
    """A feed of the stories in `top` and of those that are `gone` (a live one is not)."""
    items = tuple(_item(top["desk"], story) for story in top["stories"])
    live = {item.uri for item in items}
    return Channel(
        desk=top["desk"],
        self_url=self_url,
        home=home,
        epoch=top["epoch"],
        offset=top["offset"],
        items=items,
        gone=tuple(one for one in gone if one.uri not in live),
    )


def _item(desk: str, story: StoryView) -> Item:
    return Item(
        uri=story_uri(desk, story["id"]),
        id=story["id"],
        headline=plain(story["headline"]),
        url=web_address(story["url"]),
        lang=story["lang"],
        publishers=tuple(map(plain, story["publishers"])),
        copies=story["copies"],
        first_seen=story["first_seen"],
        updated=story["last_seen"],
        breaking=story["breaking"],
        pinned=story["pinned"],
        urgency=story["urgency"],
        score=story["score"],
    )


def instant(iso: str) -> datetime:
    """The instant that an ISO text names."""
    return datetime.fromisoformat(iso).astimezone(UTC)
