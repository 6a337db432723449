"""The overlay in a real browser: what is on air, which way it moves, and the calls of graphics systems."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"
METRO = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"
TEXTS = "[...document.querySelectorAll('.item:not(.after, .gone) .text')].map(one => one.textContent)"
PLACE = "document.getElementById('track').getBoundingClientRect()"


async def aired(newsroom: Any, tab: Any, query: str = "") -> None:
    await tab.goto(f"{newsroom.server.url}/overlay?{query}")
    await tab.until(f"{TEXTS}.length >= 1")


async def test_english_moves_to_the_left_and_arabic_to_the_right(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await newsroom.publish(METRO, STRIKE, lang="ar", publisher="صحيفة الساحل")
    await aired(newsroom, tab, "lang=en&speed=400")
    before = await tab.js(f"{PLACE}.left")
    await tab.until(f"{PLACE}.left < {before} - 50")
    # the first letter comes first: at the left end of what enters from the right
    assert await tab.js("document.documentElement.dataset.direction") == "ltr"

    await aired(newsroom, tab, "lang=ar&speed=400")
    before = await tab.js(f"{PLACE}.right")
    await tab.until(f"{PLACE}.right > {before} + 50")
    assert await tab.js("document.documentElement.dataset.direction") == "rtl"
    await tab.until(f"{TEXTS}.length >= 2")
    order = await tab.js(
        "[...document.querySelectorAll('.item')].map(one => one.getBoundingClientRect().right)"
    )
    assert order == sorted(order, reverse=True)  # what comes later follows on the left
    assert set(await tab.js(TEXTS)) == {METRO, STRIKE}
    assert not tab.problems


async def test_a_mixed_crawl_goes_as_most_of_it_reads_and_each_headline_keeps_its_own(
    newsroom: Any, tab: Any
) -> None:
    await newsroom.publish(METRO, STRIKE, lang="ar", publisher="صحيفة الساحل")
    await newsroom.publish(BRIDGE)
    await aired(newsroom, tab, "speed=1500")
    await tab.until(f"{TEXTS}.length === 3")
    assert await tab.js("document.documentElement.dataset.direction") == "rtl"
    directions = (
        "[...document.querySelectorAll('.text')].map(one => [one.lang, getComputedStyle(one).direction])"
    )
    assert dict(await tab.js(directions)) == {"ar": "rtl", "en": "ltr"}


@pytest.mark.parametrize("mode", ["crawl", "flip"])
async def test_what_is_new_comes_next(newsroom: Any, tab: Any, mode: str) -> None:
    await newsroom.publish(BRIDGE)
    await aired(newsroom, tab, f"mode={mode}")
    await newsroom.publish(BANK)
    await newsroom.publish(BANK, publisher="Selwyn Gazette")
    await tab.until(f"next() || {TEXTS}.includes({BANK!r})")
    assert not tab.problems


@pytest.mark.parametrize("mode", ["crawl", "flip"])
async def test_a_spiked_or_merged_story_leaves_the_air_at_once(
    newsroom: Any, tab: Any, act: Callable[..., Any], mode: str
) -> None:
    await newsroom.publish(BRIDGE, BANK, FERRY)
    await aired(newsroom, tab, f"mode={mode}&speed={400 if mode == 'crawl' else 60}")
    (first, *_) = await tab.js(TEXTS)
    if mode == "crawl":  # it stands on the screen, and what follows must not jump into its place
        await tab.until(f"{PLACE}.left < 800")
        where = "[...document.querySelectorAll('.item')].map(one => one.getBoundingClientRect().width)"
        widths = await tab.js(where)
    await act(newsroom, "spike", first)
    await tab.until(f"!{TEXTS}.includes({first!r}) && {TEXTS}.length >= 1")
    if mode == "crawl":
        assert (await tab.js(where))[0] == pytest.approx(widths[0], abs=1)
    left = [headline for headline in (BRIDGE, BANK, FERRY) if headline != first]
    await act(newsroom, "merge", *left)
    await tab.until(f"new Set({TEXTS}).size <= 1")
    (headline,) = [story["headline"] for story in (await newsroom.store.top())["stories"]]
    await act(newsroom, "retitle", headline, text="Norland: bridge, bank and ferries in one day")
    await tab.until(
        f"{TEXTS}.length && {TEXTS}.every(text => text === 'Norland: bridge, bank and ferries in one day')"
    )
    assert not tab.problems


async def test_the_flip_shows_one_headline_and_fits_it(newsroom: Any, tab: Any) -> None:
    long = f"{BRIDGE} while engineers of the ministry look for the cause and ferries carry the traffic"
    await newsroom.publish(long)
    await tab.size(800, 300)
    await aired(newsroom, tab, "mode=flip&size=30")
    box = await tab.js(
        "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(document.querySelector('.text'))"
    )
    assert box[0] <= box[1] + 2
    assert await tab.js("document.querySelector('.item').classList.contains('long')")
    assert await tab.js("document.querySelector('#bar').getBoundingClientRect().bottom") == 300


async def test_a_restart_of_the_server_leaves_no_blank(
    newsroom: Any, tab: Any, served: Callable[..., Any]
) -> None:
    await newsroom.publish(BRIDGE, BANK)
    async with served(newsroom) as server:
        port = int(server.url.rpartition(":")[2])
        await tab.goto(f"{server.url}/overlay?speed=1500")
        await tab.until(f"{TEXTS}.length >= 2 && document.documentElement.dataset.state === 'live'")
        await tab.js(
            "window.least = Infinity; (function look() {"
            "least = Math.min(least, document.querySelectorAll('.item').length);"
            "requestAnimationFrame(look); })()"
        )
    await tab.until("document.documentElement.dataset.state === 'waiting'")
    await newsroom.publish(FERRY)
    before = await tab.js(f"{PLACE}.left")
    await tab.until(f"Math.abs({PLACE}.left - {before}) > 50")  # it goes on moving
    async with served(newsroom, port):
        await tab.until(f"document.documentElement.dataset.state === 'live' && {TEXTS}.includes({FERRY!r})")
        assert await tab.js("least") >= 1
        assert [one for one in tab.problems if not one.startswith("network:")] == []


async def test_looks_are_chosen_by_url_and_nonsense_is_passed_over(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    await tab.size(1000, 400)
    await aired(
        newsroom, tab, "theme=light&position=top&edge=20&size=50&label=LATEST&accent=00ff00&count=nonsense"
    )
    style = "getComputedStyle(document.getElementById({!r})).{}"
    assert await tab.js("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert await tab.js("getComputedStyle(document.documentElement).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert await tab.js(style.format("label", "backgroundColor")) == "rgb(0, 255, 0)"
    assert await tab.js("document.getElementById('label').textContent") == "LATEST"
    assert await tab.js("document.getElementById('bar').getBoundingClientRect().top") == 20
    assert await tab.js("getComputedStyle(document.body).fontSize") == "50px"
    assert not tab.problems


async def test_reduced_motion_changes_without_moving(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await tab.media(prefers_reduced_motion="reduce")
    await aired(newsroom, tab)
    assert await tab.js("document.documentElement.dataset.mode") == "flip"
    assert await tab.js("getComputedStyle(document.querySelector('.item')).transitionDuration") == "0s"
    assert await tab.js("document.getElementById('track').style.transform") == ""


async def test_it_obeys_graphics_systems(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await tab.goto(f"{newsroom.server.url}/overlay?autoplay=0")
    await tab.until("document.documentElement.dataset.state === 'live'")
    assert await tab.js("document.getElementById('bar').hidden")
    await tab.js('update(\'{"f0": "NEWS", "f1": "flip", "f2": "60"}\')')
    await tab.js("runAnimationIN()")
    await tab.until(f"{TEXTS}.length === 1 && !document.getElementById('bar').classList.contains('out')")
    first = (await tab.js(TEXTS))[0]
    assert await tab.js("document.getElementById('label').textContent") == "NEWS"
    await tab.js("next()")
    await tab.until(f"{TEXTS}.length === 1 && {TEXTS}[0] !== {first!r}")
    await tab.js(
        'update(\'<templateData><componentData id="f0"><data id="text" value="A &amp; B"/></componentData>'
        '<componentData id="f3"><data id="text" value="1"/></componentData></templateData>\')'
    )
    assert await tab.js("document.getElementById('label').textContent") == "A & B"
    await tab.js("runAnimationOUT()")
    await tab.until("document.querySelectorAll('.item').length === 0")
    assert await tab.js("document.getElementById('bar').classList.contains('out')")
    await tab.js("play()")
    await tab.until(f"{TEXTS}.length === 1")
    await tab.js(
        "const made = { id: 'f0', textContent: 'FROM SPX' };"
        "document.body.append(Object.assign(document.createElement('div'), made)); runTemplateUpdate()"
    )
    assert await tab.js("document.getElementById('label').textContent") == "FROM SPX"
    fields = await tab.js("SPXGCTemplateDefinition.DataFields.map(one => one.field)")
    assert fields == [f"f{number}" for number in range(7)]
    assert not tab.problems


async def test_the_template_for_spx_works_from_another_server(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    async with newsroom.http.get("/overlay/spx.html") as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="ticker.html"'
        text = await response.text()
    assert text.count(newsroom.server.url) == 2
    async with other_server(text) as url:
        await tab.goto(url)
        await obeys_spx(tab)


@asynccontextmanager
async def other_server(text: str) -> AsyncIterator[str]:
    """A graphics system that serves the saved template from a place of its own."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/templates/ticker.html", page)
    app.router.add_get("/favicon.ico", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/templates/ticker.html"
    finally:
        await runner.cleanup()


async def obeys_spx(tab: Any) -> None:
    definition = await tab.js("SPXGCTemplateDefinition")
    assert {
        "description",
        "playserver",
        "playchannel",
        "playlayer",
        "webplayout",
        "out",
        "steps",
        "DataFields",
    } <= set(definition)
    await tab.js("update(JSON.stringify({ f0: 'ON AIR', f1: 'flip' })), play()")
    await tab.until("ready")
    shown = await tab.in_frames("document.body.innerText", lambda text: BRIDGE in text)
    assert "ON AIR" in shown
    await tab.js("stop()")
    await tab.in_frames("document.getElementById('bar').className", lambda name: name == "out")
    assert not tab.problems


async def test_axe_finds_nothing_serious(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    await newsroom.publish(METRO, lang="ar")
    await tab.media(prefers_reduced_motion="reduce")
    for theme in ("dark", "light"):
        await aired(newsroom, tab, f"label=LATEST&theme={theme}")
        assert await tab.serious() == []


async def test_it_keeps_within_its_filters(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await aired(newsroom, tab, "min_publishers=2&speed=2000")
    await tab.until(f"{TEXTS}.length >= 2")
    assert set(await tab.js(TEXTS)) == {BRIDGE}
    await newsroom.publish(METRO, lang="ar")
    await newsroom.publish(METRO, lang="ar", publisher="صحيفة الساحل")
    await tab.until(f"{TEXTS}.includes({METRO!r})")
    assert BANK not in await tab.js(TEXTS)


async def test_where_reading_needs_a_token_it_takes_one_after_the_hash(
    opened: Callable[..., Any], tab: Any
) -> None:
    async with opened(serve={"port": 0, "public": False}) as newsroom:
        await newsroom.publish(BRIDGE)
        await tab.goto(f"{newsroom.server.url}/overlay")
        await tab.until("document.documentElement.dataset.state === 'refused'")
        token = await newsroom.token("reader")
        await tab.goto(f"{newsroom.server.url}/overlay?mode=flip#token={token}")
        await tab.until(f"{TEXTS}[0] === {BRIDGE!r}")
        assert token not in str(newsroom.heard)
