"""Editors on the page: signing in, and what they do to stories, in a real browser over a real desk."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from ticker.core.model import Verb
from ticker.store import Alerts

if TYPE_CHECKING:
    from collections.abc import Callable

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"
METRO = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"
HEADLINES = "[...document.querySelectorAll('#stories .headline')].map(one => one.innerText)"
TOLD = "document.getElementById('told').innerText"


async def signed_in(newsroom: Any, tab: Any, role: str = "editor", count: int = 1) -> None:
    """Open the page and sign in with a token of that role."""
    await tab.goto(newsroom.server.url)
    await tab.until(f"{HEADLINES}.length >= {count}")
    await enter(tab, await newsroom.token(role))
    await tab.until("document.getElementById('sign').innerText.includes('a test')")
    await tab.until(f"{HEADLINES}.length >= {count}")


async def enter(tab: Any, token: str) -> None:
    await tab.js("document.getElementById('door').open || document.getElementById('sign').click()")
    await tab.js("(token.value = '', token.focus())")
    await tab.type(token)
    await tab.press("Enter")


async def opened_story(tab: Any, headline: str) -> None:
    await tab.until(f"{HEADLINES}.includes({headline!r})")
    rows = "[...document.querySelectorAll('#stories .headline')]"
    await tab.js(f"{rows}.find(one => one.innerText === {headline!r}).click()")
    await tab.until(f"document.querySelector('#detail h2')?.innerText === {headline!r}")


async def test_a_bad_token_is_said_and_a_good_one_opens_the_tools(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    await tab.goto(newsroom.server.url)
    await tab.until(f"{HEADLINES}.length === 1")
    assert await tab.js("document.getElementById('held').hidden")
    await enter(tab, "tk_00000000_nonsense")
    await tab.until("document.getElementById('door-trouble').innerText.includes('not good')")
    await enter(tab, await newsroom.token("editor"))
    await tab.until("!document.getElementById('door').open && !document.getElementById('held').hidden")
    await tab.until(f"{HEADLINES}.length === 1")
    await opened_story(tab, BRIDGE)
    assert await tab.js("document.querySelectorAll('#detail .tools button').length") > 5
    assert await tab.serious() == []
    await tab.goto(newsroom.server.url)  # the tab remembers
    await tab.until("document.getElementById('sign').innerText.includes('a test')")
    await tab.click("#sign")
    await tab.until("document.getElementById('held').hidden")
    await opened_story(tab, BRIDGE)
    assert await tab.js("document.querySelectorAll('#detail .tools').length") == 0
    assert await tab.js("sessionStorage.length") == 0
    assert [one for one in tab.problems if "401" not in one] == []


async def test_readers_get_no_tools(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    await signed_in(newsroom, tab, "reader")
    await opened_story(tab, BRIDGE)
    assert await tab.js("document.querySelectorAll('#detail .tools').length") == 0


async def test_where_reading_needs_a_token_the_page_asks_for_it(opened: Callable[..., Any], tab: Any) -> None:
    async with opened(serve={"port": 0, "public": False}) as newsroom:
        await newsroom.publish(BRIDGE)
        await tab.goto(newsroom.server.url)
        await tab.until("document.getElementById('door').open")
        assert BRIDGE not in await tab.js("document.body.innerText")
        await enter(tab, await newsroom.token("reader"))
        await tab.until(f"{HEADLINES}[0] === {BRIDGE!r}")
        await newsroom.publish(METRO, lang="ar")
        await tab.until(f"{HEADLINES}.includes({METRO!r})")
        await tab.click("#sign")
        await tab.until("document.getElementById('door').open")
        assert BRIDGE not in await tab.js("document.body.innerText")


async def test_an_editor_mutes_the_alerts_of_a_story(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE)
    await signed_in(newsroom, tab)
    await opened_story(tab, BRIDGE)
    await tab.click("#detail [data-do=alertsMute]")
    await tab.until(f"{TOLD}.includes('alerts nobody')")
    story = (await newsroom.store.top())["stories"][0]["id"]
    assert f"{newsroom.desk} {story}" in await Alerts(newsroom.redis).switches()
    assert not tab.problems


async def test_the_tools_do_what_they_say_and_take_it_back(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await signed_in(newsroom, tab, count=2)
    await opened_story(tab, BANK)
    await tab.click("#detail [data-do=pin]")
    await tab.until(f"{HEADLINES}[0] === {BANK!r} && document.querySelector('#detail [data-do=unpin]')")
    await tab.click("#detail [data-do=breaking]")
    await tab.until("document.querySelector('#detail [data-do=unbreak]')")
    await tab.click("#detail [data-do=unbreak]")
    await tab.until("document.querySelector('#detail [data-do=breaking]')")
    await tab.click("#detail [data-do=retitle]")
    await tab.js("document.querySelector('#detail .tools form input').select()")
    await tab.type("البنك المركزي يثبت الفائدة")
    await tab.press("Enter")
    await tab.until(f"{HEADLINES}[0] === 'البنك المركزي يثبت الفائدة'")
    await tab.until("document.getElementById('detail').innerText.includes('the feeds say')")
    await tab.until("document.querySelector('#told button')")
    await tab.click("#told button")  # undo
    await tab.until(f"{HEADLINES}[0] === {BANK!r}")
    await tab.until("document.querySelector('#detail [data-do=spike]')")
    await tab.click("#detail [data-do=spike]")
    await tab.until(f"!{HEADLINES}.includes({BANK!r})")
    await tab.until("document.querySelector('#detail [data-do=restore]')")  # an editor still sees it
    await tab.click("#held")
    await tab.until(f"document.getElementById('shelf-list').innerText.includes({BANK!r})")
    assert await tab.serious() == []
    await tab.click("#shelf-list button")
    await tab.until(f"{HEADLINES}.includes({BANK!r})")
    audit = await newsroom.store.audit()
    assert [(line["verb"], line["by"], line["refused"]) for line in audit] == [
        (verb, "a test", None)
        for verb in ("pin", "breaking", "breaking", "retitle", "undo", "spike", "restore")
    ]
    assert not tab.problems


async def test_keys_mark_merge_and_split(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK, FERRY)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await signed_in(newsroom, tab, count=3)
    for headline in (BANK, FERRY):
        await tab.js(
            "[...document.querySelectorAll('#stories .headline')]"
            f".find(one => one.innerText === {headline!r}).focus()"
        )
        await tab.press("m")
    await tab.until("document.getElementById('merge').innerText === 'Merge 2'")
    assert await tab.js("document.querySelectorAll('#stories .is-marked').length") == 2
    await tab.click("#merge")
    await tab.until(f"{HEADLINES}.length === 2 && document.getElementById('merging').hidden")
    await opened_story(tab, BANK)
    await tab.until("document.querySelectorAll('#detail .copies input').length === 2")
    await tab.click("#detail [data-do=split]")
    await tab.until(f"{TOLD}.includes('Tick')")
    await tab.js(
        "[...document.querySelectorAll('#detail .copies input')]"
        f".find(one => one.ariaLabel === {FERRY!r}).click()"
    )
    await tab.click("#detail [data-do=split]")
    await tab.until(f"{HEADLINES}.length === 3 && {HEADLINES}.includes({FERRY!r})")
    await tab.until("document.querySelectorAll('#detail .copies > li').length === 1")
    await tab.press("u")
    await tab.until(f"{HEADLINES}.length === 2")
    await tab.press("p")
    await tab.until("document.querySelector('#stories > .is-pinned')")
    assert not tab.problems


async def rare(tab: Any, key: str, value: str = "") -> None:
    """Do one of the rarer things to the open story."""
    await tab.until("document.querySelector('#detail [data-do=rare]')")
    await tab.click("#detail [data-do=rare]")
    form = "document.querySelector('#detail [data-form=more]')"
    await tab.js(f"({form}[0].value = {key!r}, {form}[0].dispatchEvent(new Event('input')))")
    if value:
        await tab.js(f"{form}[1].value = {value!r}")
    await tab.js(f"{form}.requestSubmit()")
    await tab.until(f"!{form} || {form}.hidden")


async def test_every_other_verb_stands_in_one_form(newsroom: Any, tab: Any) -> None:
    await newsroom.publish(BRIDGE, BANK, FERRY)
    await newsroom.publish(BRIDGE.removesuffix(" found in two pillars"), publisher="Selwyn Gazette")
    await signed_in(newsroom, tab, count=3)
    await opened_story(tab, BRIDGE)
    ids = {story["headline"]: story["id"] for story in (await newsroom.store.top())["stories"]}
    laid = "document.querySelector('#detail .laid')?.innerText ?? ''"
    await rare(tab, "note", "ask the mayor's office")
    await tab.until(f'({laid}).includes("ask the mayor\'s office")')
    for width in (360, 1280):
        await tab.size(width, 700)
        await tab.until("document.querySelector('#detail [data-do=rare]')")
        await tab.click("#detail [data-do=rare]")
        assert await tab.js(
            "[...document.querySelectorAll('#detail .tools form:not([hidden]) *')].every((one) =>"
            " one.getBoundingClientRect().right <= document.documentElement.clientWidth)"
        )
        await tab.click("#detail [data-do=rare]")
    await rare(tab, "urgency", "2")
    await tab.until(f"({laid}).includes('urgency 2')")
    await rare(tab, "boost", "1.5")
    await tab.until(f"({laid}).includes('boost 1.5')")
    await rare(tab, "muteSource", "Selwyn Gazette")
    await tab.until(f"({laid}).includes('muted Selwyn Gazette')")
    assert await tab.serious() == []
    await tab.click("#detail [data-do=unmute]")
    await tab.until(f"!({laid}).includes('muted')")
    await rare(tab, "mutePhrase", "two pillars")
    await tab.until(f"({laid}).includes('muted two pillars')")
    await rare(tab, "pinAt", "1")
    await tab.until("document.querySelector('#detail [data-do=unpin]')")
    await rare(tab, "breakingFor", "45")
    await tab.until("document.querySelector('#detail [data-do=unbreak]')")
    await rare(tab, "embargo", "2099-01-01T00:00")
    await tab.until(f"({laid}).includes('embargo until')")
    await rare(tab, "embargo")
    await tab.until(f"!({laid}).includes('embargo')")
    await tab.js("document.querySelector('#detail .copies input').click()")
    await rare(tab, "move", ids[FERRY])
    await tab.until("document.querySelectorAll('#detail .copies > li').length === 1")
    await rare(tab, "spikeWhy", "a hoax")
    await tab.until(f"({laid}).includes('a hoax')")
    await tab.js("document.activeElement.blur()")
    await tab.press("u")
    await tab.until(f"!({laid}).includes('a hoax')")
    await tab.press("U")
    await tab.until(f"({laid}).includes('a hoax')")
    audit = await newsroom.store.audit()
    assert [line["refused"] for line in audit] == [None] * len(audit)
    assert [str(line["verb"]) for line in audit] == [
        *("note", "urgency", "boost", "mute", "unmute", "mute", "pin", "breaking", "embargo", "embargo"),
        *("move", "spike", "undo", "redo"),
    ]
    assert not tab.problems


def test_the_page_asks_for_every_verb() -> None:
    asked = "".join(
        (resources.files("ticker.serve.web") / name).read_text(encoding="utf-8")
        for name in ("page.js", "edit.js", "more.js")
    )
    assert {str(verb) for verb in Verb} <= set(re.findall(r"\"(\w+)\"", asked))


async def test_what_was_seen_is_what_stands_there_though_a_new_connection_has_nothing_yet(
    newsroom: Any, tab: Any, act: Callable[..., Any]
) -> None:
    """An offset of 0 would let an editor undo unseen what another one did."""
    await newsroom.publish(BRIDGE)
    await signed_in(newsroom, tab)
    await act(newsroom, "retitle", BRIDGE, text="Amal's")
    await tab.until(f'{HEADLINES}[0] === "Amal\'s"')
    await tab.js("window.WebSocket = class { constructor() { window.tried = true } close() {} }")
    await tab.js("(q.value = 'harbour', q.dispatchEvent(new Event('input', { bubbles: true })))")
    await tab.until("window.tried")
    await tab.js("(window.ask = fetch, window.fetch = (to, how) => (window.sent = how, ask(to, how)))")
    await tab.js("document.querySelector('#stories .headline').focus()")
    before = (await newsroom.store.status()).offset
    await tab.press("p")
    await tab.until("window.sent")
    assert await tab.js("JSON.parse(sent.body).seen") == before


async def test_what_another_editor_changed_is_refused_and_said(
    newsroom: Any, tab: Any, act: Callable[..., Any]
) -> None:
    await newsroom.publish(BRIDGE)
    await signed_in(newsroom, tab)
    await opened_story(tab, BRIDGE)
    await tab.click("#detail [data-do=retitle]")
    await tab.js("document.querySelector('#detail .tools form input').select()")
    await tab.type("Mine")
    await act(newsroom, "retitle", BRIDGE, text="Amal's")
    await tab.until(f'{HEADLINES}[0] === "Amal\'s"')
    # what is being written stays, though the story changed under it
    assert await tab.js("document.querySelector('#detail .tools form input').value") == "Mine"
    await tab.press("Enter")
    await tab.until(f"{TOLD}.includes('Amal')")
    assert await tab.js("document.querySelector('#detail .tools form input').value") == "Mine"
    assert (await newsroom.store.top())["stories"][0]["headline"] == "Amal's"
    assert [one for one in tab.problems if "409" not in one] == []
