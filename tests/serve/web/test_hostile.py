"""Nothing that a feed says runs anywhere: headlines, publishers and links as an attacker would write them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from ticker import clock
from ticker.core.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = "window.ran=1"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f'"><script>{RUN}</script>',
    f"'-{RUN}-'",
    f'" autofocus onfocus="{RUN}',
    f"javascript:{RUN}//",
    f"</title><script>{RUN}</script>",
    f"</textarea><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<a href=javascript:{RUN}>click</a>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example/>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"]]><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"<ScRiPt\x00>{RUN}</sCrIpT>",
    f"<details open ontoggle={RUN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "\u202eexe.cod\u202c event: reset\ndata: {}\n\n",
    "id: x:1\nevent: spiked",
)
LINKS = (
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "//evil.example/",
    f"JaVaScRiPt:{RUN}",
)


async def attacked(newsroom: Any, hostile: Sequence[str] = HOSTILE) -> None:
    """Put the corpus into the log as it is, past everything that cleans feeds."""
    now = clock.now()
    await newsroom.store.append(
        [
            Entry(
                id=f"x{number}",
                feed="https://evil.example/rss",
                publisher=text,
                title=f"{WORDS[number]} {text}",
                received=now,
                time=now,
                lang='en"><script>' if number % 2 else "en",
                url=LINKS[number % len(LINKS)],
                family=f"f{number}",
            )
            for number, text in enumerate(hostile)
        ]
    )

    async with asyncio.timeout(20):
        while (await newsroom.store.status()).lag:
            await asyncio.sleep(0.01)


# four words a headline that no other one has: each is to be a story of its own
WORDS = """ashby bakery cinema dunmore
eclipse ferry garden harbour
island jungle kalmar library
meadow norland orchestra pillar
quarry railway selwyn teacher
umbrella volcano westmark xylophone
yacht zebra anchor bridge
castle desert engine forest
glacier hospital insect jacket
kitchen lantern market needle
oyster parade quilt rocket
saddle temple uniform valley
window yogurt airport balcony
cactus dentist emerald factory
giraffe hammer icicle jewel
kettle lizard magnet notebook
olive penguin quarter ribbon
scissors tractor urchin violin
walnut yardstick zipper acorn
biscuit candle dolphin elbow
fountain goblet helmet iguana
jasmine kayak lemon mirror
nectar otter pepper quiver""".splitlines()

INJECTED = """
    [...document.querySelectorAll(
        'script:not([src]), img, svg, iframe, style, base, math, meta[http-equiv], a[href]')]
        .filter(one => one.tagName !== 'A' || !/^https?:/.test(one.href)).map(one => one.outerHTML)
"""


async def quiet(tab: Any) -> None:
    """Nothing ran, nothing was injected, nothing complained."""
    assert await tab.js("window.ran") is None
    assert await tab.js(INJECTED) == []
    assert not tab.problems


async def test_the_page_shows_them_as_text(newsroom: Any, tab: Any) -> None:
    await tab.goto(newsroom.server.url)
    await attacked(newsroom)
    shown = [story["headline"] for story in (await newsroom.store.top())["stories"]]
    assert len(shown) > 12  # some are one story: their texts stand in its detail
    rows = f"document.querySelectorAll('#stories > li').length === {len(shown)}"
    await tab.until(rows)
    await quiet(tab)
    await tab.goto(newsroom.server.url)  # now from a snapshot
    await tab.until(rows)
    texts = await tab.js("[...document.querySelectorAll('#stories .headline')].map(one => one.textContent)")
    assert set(texts) >= {text for text in shown if text.isprintable()}
    assert not set("".join(texts)) & set("\u202e\u202c\x00\n")
    for number in range(1, len(shown) + 1):
        await tab.click(f"#stories > li:nth-child({number}) .headline")
        await tab.until("document.querySelectorAll('#detail .copies > li').length >= 1")
        assert await tab.js("document.querySelectorAll('#detail a').length") == 0
        await tab.press("o")
        await quiet(tab)
        await tab.press("Escape")
    await tab.press("/")
    await tab.type(HOSTILE[1])
    await quiet(tab)


async def test_the_overlay_shows_them_as_text(newsroom: Any, tab: Any) -> None:
    await attacked(newsroom)
    for query in (
        "mode=flip",
        f"label=<img src=x onerror={RUN}>&accent=red;x&color=%22%3E",
        "speed=2000&count=50",
    ):
        await tab.goto(f"{newsroom.server.url}/overlay?{query}")
        await tab.until("document.querySelectorAll('.item').length >= 1")
        for _ in range(6):
            await tab.js("next()")
        data = f'<data id="text" value="&lt;img src=x onerror={RUN}&gt;"/>'
        data = f'<templateData><componentData id="f0">{data}</componentData></templateData>'
        await tab.js(f"update({json.dumps(data)})")
        assert "<img" in await tab.js("document.getElementById('label').textContent")
        await quiet(tab)
