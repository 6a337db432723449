"""The web page in a real browser: what it shows, how it is steered, and that nothing in a headline runs."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"
METRO = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"
HEADLINES = "[...document.querySelectorAll('#stories .headline')].map(one => one.innerText)"
STATE = "document.getElementById('state').dataset.state"


async def opened_page(newsroom: Any, tab: Any, query: str = "", count: int = 0) -> None:
    await tab.goto(f"{newsroom.server.url}/{query}")
    await tab.until(f"{STATE} === 'live' && {HEADLINES}.length >= {count}")


async def filled(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await newsroom.publish(METRO, publisher="صحيفة الساحل", lang="ar")


async def test_new_stories_and_copies_appear_in_the_order_of_the_desk(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BANK)
    await opened_page(newsroom, tab, count=1)
    await newsroom.publish(METRO, lang="ar", publisher="صحيفة الساحل")
    await tab.until(f"{HEADLINES}.includes({METRO!r})")
    await newsroom.publish(BRIDGE)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await tab.until("document.querySelector('#stories > li').innerText.includes('2 publishers')")
    top = await newsroom.store.top()
    assert await tab.js(HEADLINES) == [story["headline"] for story in top["stories"]]
    assert not tab.problems


async def test_what_editors_do_is_seen_at_once(newsroom: Any, tab: Any, act: Callable[..., Any]) -> None:
    await filled(newsroom)
    await newsroom.publish(FERRY)
    await opened_page(newsroom, tab, count=4)
    await act(newsroom, "pin", FERRY)
    await tab.until(f"{HEADLINES}[0] === {FERRY!r}")
    await act(newsroom, "breaking", METRO)
    await tab.until("document.querySelector('#stories .is-breaking')?.innerText.includes('BREAKING')")
    assert await tab.js("document.title.startsWith('●')")
    await act(newsroom, "retitle", FERRY, text="Kalmar's ferries stay in port")
    await tab.until(f'{HEADLINES}[0] === "Kalmar\'s ferries stay in port"')
    await tab.click("#stories .headline")
    await tab.until("document.getElementById('detail').innerText.includes('the feeds say')")
    await act(newsroom, "merge", "Kalmar's ferries stay in port", BANK)
    await tab.until(f"{HEADLINES}.length === 3 && !{HEADLINES}.includes({BANK!r})")
    await tab.until("document.querySelectorAll('#detail .copies > li').length === 2")
    await act(newsroom, "spike", BRIDGE)
    await tab.until(f"{HEADLINES}.length === 2 && !{HEADLINES}.includes({BRIDGE!r})")
    await act(newsroom, "restore", BRIDGE)
    await tab.until(f"{HEADLINES}.includes({BRIDGE!r})")
    await tab.until("!document.getElementById('detail').hidden")
    await act(newsroom, "spike", "Kalmar's ferries stay in port")
    await tab.until("document.getElementById('detail').hidden")
    top = await newsroom.store.top()
    assert await tab.js(HEADLINES) == [story["headline"] for story in top["stories"]]
    assert [one for one in tab.problems if "404" not in one] == []


async def test_each_headline_runs_in_its_own_direction(newsroom: Any, tab: Any) -> None:
    await filled(newsroom)
    await opened_page(newsroom, tab, count=3)
    looks = await tab.js(
        """[...document.querySelectorAll('#stories > li')].map(row => {
            const span = row.querySelector('.headline > span'), box = span.getBoundingClientRect();
            const range = document.createRange();
            range.selectNodeContents(span);
            const text = range.getBoundingClientRect();
            const side = text.left - box.left < box.right - text.right ? 'left' : 'right';
            return [span.innerText, span.lang, span.dir, row.dir, side];
        })"""
    )
    by_title = {title: rest for title, *rest in looks}
    assert by_title[METRO] == ["ar", "auto", "rtl", "right"]
    assert by_title[BRIDGE] == ["en", "auto", "ltr", "left"]


async def test_a_story_opens_with_its_evidence_and_closes(newsroom: Any, tab: Any) -> None:
    await filled(newsroom)
    await opened_page(newsroom, tab, count=3)
    await tab.press("j")
    await tab.until("document.activeElement.className === 'headline'")
    await tab.press("Enter")
    await tab.until("document.querySelectorAll('#detail .copies > li').length === 2")
    text = await tab.js("document.getElementById('detail').innerText")
    assert "Example Wire" in text
    assert "Selwyn Gazette" in text
    assert "same words" in text
    assert "null" not in text
    assert "undefined" not in text
    assert await tab.js("document.querySelector('[aria-expanded=true]').innerText") == BRIDGE

    await newsroom.publish(BRIDGE, publisher="Kalmar Post")
    await tab.until("document.querySelectorAll('#detail .copies > li').length === 3")
    await tab.press("Escape")
    await tab.until("document.getElementById('detail').hidden")
    assert await tab.js("document.activeElement.innerText") == BRIDGE
    assert not tab.problems


async def test_search_is_the_desks_own_and_stays_live(newsroom: Any, tab: Any) -> None:
    await filled(newsroom)
    await newsroom.publish("أمطار غزيرة تغلق مدارس الرملة", publisher="صحيفة الساحل", lang="ar")
    await opened_page(newsroom, tab, count=4)
    await tab.press("/")
    await tab.type("امطار")  # without its hamza
    await tab.until(f"{HEADLINES}.length === 1 && {HEADLINES}[0].startsWith('أمطار')")
    await tab.press("Escape")
    await tab.until(f"{HEADLINES}.length === 4")
    await tab.js("(lang.value = 'en', lang.dispatchEvent(new Event('input', { bubbles: true })))")
    await tab.until(f"{HEADLINES}.length === 2")
    await newsroom.publish(FERRY)
    await tab.until(f"{HEADLINES}.includes({FERRY!r})")
    assert await tab.js("location.search") == "?lang=en"
    await tab.goto(f"{newsroom.server.url}/?q=bridge&min_publishers=2")
    await tab.until(f"{HEADLINES}.length === 1 && {HEADLINES}[0] === {BRIDGE!r}")
    assert not tab.problems


async def test_nothing_moves_under_who_reads_further_down(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(*[f"{place} reports a storm of strength number {place}" for place in PLACES])
    await tab.size(900, 500)
    await opened_page(newsroom, tab, count=len(PLACES))
    await tab.js("scrollTo(0, 400)")
    await tab.until("scrollY > 300")
    before = await tab.js(HEADLINES)
    await newsroom.publish(FERRY)
    await newsroom.publish(FERRY, publisher="Kalmar Post")
    await tab.until("document.getElementById('fresh').innerText === '1 new story'")
    assert await tab.js(HEADLINES) == before
    await tab.press("g")
    await tab.until(f"{HEADLINES}[0] === {FERRY!r} && scrollY === 0")
    assert not tab.problems


PLACES = """Ashby
Dunmore
Kalmar
Westmark
Norland
Verano
Selwyn
Marlow
Torvik
Brenna
Caldas
Ostrava
Lindholm
Pereira""".splitlines()


async def test_it_goes_on_after_a_restart_of_the_server(
    newsroom: Any, tab: Any, served: Callable[..., Any]
) -> None:
    async with served(newsroom) as server:
        port = int(server.url.rpartition(":")[2])
        await newsroom.publish(BRIDGE)
        await tab.goto(server.url)
        await tab.until(f"{STATE} === 'live' && {HEADLINES}.length === 1")
    await tab.until(f"{STATE} === 'waiting'")
    await newsroom.publish(METRO, lang="ar")
    assert await tab.js(HEADLINES) == [BRIDGE]  # what was there stays
    async with served(newsroom, port):
        await tab.until(f"{HEADLINES}.includes({METRO!r})")
        await newsroom.publish(BANK)
        await tab.until(f"{HEADLINES}.includes({BANK!r})")
        assert [one for one in tab.problems if not one.startswith("network:")] == []


async def test_a_desk_that_does_not_exist_is_said_and_a_token_is_asked_for(newsroom: Any, tab: Any) -> None:
    await tab.goto(f"{newsroom.server.url}/?desk=elsewhere")
    await tab.until(f"{STATE} === 'refused'")
    assert "desk" in await tab.js("document.getElementById('told').innerText")


async def test_it_fits_a_telephone(newsroom: Any, tab: Any) -> None:
    await filled(newsroom)
    await tab.size(360, 640, mobile=True)
    await opened_page(newsroom, tab, count=3)
    assert await tab.js("document.documentElement.scrollWidth <= innerWidth")
    await tab.click("#stories .headline")
    await tab.until("!document.getElementById('detail').hidden")
    box = await tab.js(
        "JSON.parse(JSON.stringify(document.getElementById('detail').getBoundingClientRect()))"
    )
    assert (box["left"], box["width"], box["height"]) == (0, 360, 640)
    await tab.click("#detail .close")
    await tab.until("document.getElementById('detail').hidden")


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_axe_finds_nothing_serious(newsroom: Any, tab: Any, scheme: str) -> None:
    await filled(newsroom)
    await tab.media(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
    await opened_page(newsroom, tab, count=3)
    assert await tab.serious() == []
    await tab.click("#stories .headline")
    await tab.until("!document.getElementById('detail').hidden")
    assert await tab.serious() == []
    await tab.press("?")
    await tab.until("document.getElementById('help').open")
    assert await tab.serious() == []


async def test_it_speaks_arabic_and_takes_arabic_keys(newsroom: Any, tab: Any) -> None:
    await filled(newsroom)
    await opened_page(newsroom, tab, "?ui=ar", count=3)
    assert await tab.js("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert await tab.js("document.getElementById('state').innerText") == "مباشر"
    rows = await tab.js(
        "[...document.querySelectorAll('#stories > li')].map(one => [one.dir, one.innerText])"
    )
    assert {row_dir for row_dir, text in rows if BRIDGE in text} == {"ltr"}
    assert any("مصدران" in text for _, text in rows)
    for _ in range(2):
        await tab.js("dispatchEvent(new KeyboardEvent('keydown', { key: 'ت', code: 'KeyJ' }))")
    assert await tab.js("document.activeElement === document.querySelectorAll('#stories .headline')[1]")
    await tab.press("Enter")
    await tab.until("!document.getElementById('detail').hidden")
    assert await tab.serious() == []
    english = await tab.js("document.body.innerText.match(/publisher|report|Search|Keys|Theme|live/g)")
    assert english is None
    assert not tab.problems


def test_both_languages_say_the_same_things() -> None:
    text = (resources.files("ticker.serve.web") / "words.js").read_text(encoding="utf-8")
    tables = re.findall(r"const (?:EN|AR) = \{(.*?)\n\};", text, re.DOTALL)
    keys = [set(re.findall(r'(?:^|[\s,])("?[\w/?]+"?): (?=["{])', table)) for table in tables]
    assert keys[0] - keys[1] <= {"one", "other"}
    assert keys[1] - keys[0] <= {"two", "few", "many"}
    assert len(keys[0]) > 40


async def test_the_theme_follows_the_system_until_it_is_chosen(newsroom: Any, tab: Any) -> None:
    back = "getComputedStyle(document.body).backgroundColor"
    await tab.media(prefers_color_scheme="light")
    await opened_page(newsroom, tab)
    light = await tab.js(back)
    await tab.media(prefers_color_scheme="dark")
    dark = await tab.js(back)
    assert dark != light
    await tab.press("T")
    assert await tab.js(back) == light
    await opened_page(newsroom, tab)
    assert await tab.js(back) == light
    assert not tab.problems
