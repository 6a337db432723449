"""What a feed may try on a terminal, through every view: nothing of it arrives, markup is data."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ticker.core.model import FeedState
from ticker.terminal import Bidi, cells

SCENES = sorted(path.stem for path in (Path(__file__).parents[2] / "docs" / "img").glob("*.svg"))
"""Every view: the handbook has a picture of each."""

ATTACKS = [
    "Trump [sic] said",
    "[@click=app.quit]free money[/]",
    "[/b] unopened [bold red on blue]",
    "\x1b[2J\x1b[31mcleared",
    "\x1b]52;c;b3duZWQ=\x07clip",
    "\x1b]8;;https://evil.example\x1b\\link",
    "\x9b31mc1 \x90sixel\x9c",
    "bell\x07 back\x08\x08space",
    "new\nline\rreturn\ttab\x0b\x0c",
    "\u202egnp.exe\u202c over",
    "\u2066iso\u2067late\u2069",
    "sep\u2028ara\u2029tor",
    "tag\U000e0041\U000e007f",
    "zal\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308go",
    "half\ud83d pair",
    "{braces} %s %(x)s \\x1b \\u202e",
]


def attack(night: Any) -> Any:
    """A source in which every text is an attack."""
    views = []
    for number, text in enumerate(ATTACKS):
        entry = {
            **night.stories()[0]["entries"][0],
            "id": text,
            "feed": text,
            "publisher": text,
            "title": text,
            "url": text,
            "relation": text,
            "reasons": [text],
            "former": [text],
            "lang": text,
        }
        other = {**entry, "title": f"other {text}"}
        views.append(
            {
                **night.stories()[0],
                "id": f"s{number}{text}",
                "headline": text,
                "url": text,
                "lang": text,
                "score": float(-number),
                "publishers": [text],
                "entries": [entry, other],
                "pinned": False,
                "pin": None,
            }
        )
    for view, text in zip(views[::2], ATTACKS[::2], strict=True):
        view["original"] = text
        view["edits"] = {
            "spiked": False,
            "reason": text,
            "boost": 1.0,
            "embargo_until": None,
            "muted_sources": [text],
            "muted_phrases": [text],
            "notes": [{"by": text, "at": view["first_seen"], "text": text, "action": "1"}],
        }
    views[-1] |= {"held": True, "edits": {**views[0]["edits"], "spiked": True}}
    feeds = [
        FeedState(
            feed=text,
            url=text + "x",
            publisher=text,
            polled=1.0,
            ok_at=1.0,
            error="status",
            error_text=text,
            warnings=(text,),
        )
        for text in ATTACKS
    ]
    source = Attacked(night)(views, known=feeds)
    source.alarms = [
        {**source.alarms[0], "id": text, "kind": text, "headline": text, "story": text, "why": [text]}
        for text in ATTACKS
    ]
    source.stale = "".join(ATTACKS)
    return source


def Attacked(night: Any) -> Any:  # noqa: N802 - it makes a class
    """A source whose log and audit are attacks too."""

    class Source(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def log(self, lines: int) -> list[str]:
            return ATTACKS[:lines]

        async def audit(self, after: int | None = None, *, count: int = 500) -> list[Any]:
            line = (await super().audit(after, count=count))[0]
            told = [{**line, "by": text, "verb": text, "text": text, "source": text} for text in ATTACKS]
            return [
                {
                    **one,
                    "action": str(number),
                    "stories": [one["text"]],
                    "refused": one["text"] if number % 2 else None,
                    "reason": one["text"],
                    "before": {one["text"]: {"headline": one["text"], "notes": []}},
                    "after": {one["text"]: {"headline": one["text"], "notes": [{"text": one["text"]}]}},
                }
                for number, one in enumerate(told)
            ]

    return Source


def check_text(text: str) -> None:
    """No character does anything."""
    kinds = {unicodedata.category(char) for char in text}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp", "Cn"}
    assert {char for char in text if unicodedata.category(char) == "Cf"} <= {"\u200c", "\u200d"}


def check(screen: Any) -> None:
    """No character of any cell does anything."""
    check_text("".join(screen.lines))
    metas = [
        segment.style.meta
        for strip in screen.strips
        for segment in strip
        if segment.style and segment.style.meta
    ]
    assert not any("click" in key for meta in metas for key in meta)


@pytest.mark.parametrize(
    ("bidi", "size"), [(Bidi.APP, (80, 30)), (Bidi.TERMINAL, (100, 40)), (Bidi.OFF, (150, 60))]
)
async def test_every_view_shows_attacks_as_text(
    night: Any, run: Any, bidi: Bidi, size: tuple[int, int]
) -> None:
    async with run(attack(night), bidi=bidi, size=size) as screen:
        await screen.sees("Trump [sic] said", "[@click=app.quit]free money", "[2J[31mcleared", "stale")
        check(screen)
        await screen.press("j", "enter")
        for _ in ATTACKS:
            await screen.sees("×3 copies ·")
            check(screen)
            await screen.press("j")
        await screen.press("y")
        check(screen)
        await screen.press("F")
        await screen.sees("failing")
        for _ in range(4):
            check(screen)
            await screen.press("pagedown")
        for key, words in (
            ("3", ("⊘",)),
            ("5", ("[@click=app.quit]free money",)),
            ("6", ("[@click=app.quit]", "story Trump [sic]")),
            ("7", ("[@click=app.quit]free money", "{braces} %s")),
        ):
            await screen.press(key)
            await screen.sees(*words)
            for _ in ATTACKS:
                await screen.press("j")
                check(screen)
        await screen.press("1", "g", "j", "j", "space", "equals_sign")
        await screen.sees("Why they are apart")
        for _ in range(4):
            check(screen)
            await screen.press("pagedown")
        await screen.press("escape", "escape", "slash")
        screen.app.parts.prompt.entry.value = "no\u202esuch[b]"
        await screen.sees("no story matches", "nosuch[b]")
        check(screen)
        assert screen.app.is_running


@pytest.mark.parametrize("scene", SCENES)
async def test_every_picture_of_attacks_is_text_at_every_size(night: Any, pictures: Any, scene: str) -> None:
    shots = await pictures.shots(pictures.BY_NAME[scene], source=attack(night), themes=["light"])
    for shot in shots:
        check_text("".join(shot.text))
        assert all(cells(row) == shot.size[0] for row in shot.text)
        drawn = "".join(ET.fromstring(shot.svg).itertext())  # noqa: S314 - our own picture
        check_text(drawn.replace("\n", ""))
    assert len(shots) == len(pictures.SIZES)


async def test_an_error_of_the_source_is_text_too(night: Any, run: Any) -> None:
    source = night.MemorySource()
    source.error = OSError("".join(ATTACKS))
    async with run(source, live=False) as screen:
        await screen.sees("disconnected: Trump [sic] said")
        check(screen)


async def test_the_clipboard_gets_clean_text(night: Any, run: Any) -> None:
    async with run(attack(night)) as screen:
        await screen.press("j", "j", "j", "j", "y")
        assert screen.app.clipboard == "[2J[31mcleared\n[2J[31mcleared"
