"""`/v1/actions` over real HTTP: done whole or refused with a reason, once, by editors alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ticker import clock
from ticker.core.model import DeskSettings, Tick, Verb
from ticker.core.roles import Role
from ticker.core.verbs import VERBS
from ticker.serve import shapes
from ticker.store import Tokens

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
GONE = re.compile(
    r"story \d+ left the window at 20\d\d-\d\d-\d\d \d\d:\d\d UTC: `ticker top` shows what is live"
)
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"


async def act(newsroom: Any, token: str, key: str = "", **body: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if key:
        headers["Idempotency-Key"] = key
    async with newsroom.http.post("/v1/actions", json=body, headers=headers) as response:
        found = await response.json()
        if response.status == 200:
            shapes.Done.model_validate(found)
        else:
            shapes.ProblemShape.model_validate(found)
        return response.status, found


async def ids(newsroom: Any) -> dict[str, str]:
    return {story["headline"]: story["id"] for story in (await newsroom.store.top(held=True))["stories"]}


async def test_an_editor_acts_and_the_audit_says_who(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    story = (await ids(newsroom))[BRIDGE]
    token = await newsroom.token("editor")
    status, done = await act(newsroom, token, verb="retitle", stories=[story], text="جسر الميناء يغلق")
    assert status == 200
    assert done["stories"] == [story]
    assert done["said"]
    assert "جسر الميناء يغلق" in await ids(newsroom)
    status, _ = await act(newsroom, token, verb="undo", action=done["action"])
    assert status == 200
    assert BRIDGE in await ids(newsroom)
    headers = {"Authorization": f"Bearer {token}"}
    async with newsroom.http.get("/v1/actions", headers=headers) as response:
        found = await response.json()
    shapes.Audit.model_validate(found)
    assert [(one["verb"], one["by"], one["of"]) for one in found["actions"]] == [
        ("retitle", "a test", None),
        ("undo", "a test", done["action"]),
    ]
    async with newsroom.http.get("/v1/actions?after=1&limit=1", headers=headers) as response:
        assert [one["verb"] for one in (await response.json())["actions"]] == ["undo"]


async def test_a_breaking_mark_has_its_default_end_and_ends_by_a_past_one(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE)
    story = (await ids(newsroom))[BRIDGE]
    token = await newsroom.token("editor")
    for until, breaking in (
        (None, True),
        ("2001-01-01T00:00:00Z", False),
        ("2091-01-01T00:00:00+03:00", True),
    ):
        status, found = await act(newsroom, token, verb="breaking", stories=[story], until=until)
        assert status == 200, found
        (shown,) = (await newsroom.store.top())["stories"]
        assert shown["breaking"] is breaking


async def test_the_same_key_again_has_the_effect_and_the_answer_of_once(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE)
    story = (await ids(newsroom))[BRIDGE]
    token, other = await newsroom.token("editor"), await newsroom.token("editor")
    once = await act(newsroom, token, "k1", verb="note", stories=[story], text="call the harbour")
    assert await act(newsroom, token, "k1", verb="note", stories=[story], text="call the harbour") == once
    assert len(await newsroom.store.audit()) == 1
    await act(newsroom, other, "k1", verb="note", stories=[story], text="mine")  # another token's key
    assert len(await newsroom.store.audit()) == 2


async def test_who_may_not_act_does_not(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE)
    story = (await ids(newsroom))[BRIDGE]
    spike = {"verb": "spike", "stories": [story], "desk": newsroom.desk}
    elsewhere = await newsroom.token("editor", "elsewhere")
    for token, status in (("", 401), (await newsroom.token("reader"), 403), (elsewhere, 404)):
        assert (await act(newsroom, token, **spike))[0] == status
    assert BRIDGE in {one["headline"] for one in (await newsroom.store.top())["stories"]}
    async with newsroom.http.get("/v1/actions") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({"verb": "spike", "stories": ["999"]}, "action-unknown", 404),
        ({"verb": "merge", "stories": ["1"]}, "bad-action", 422),
        ({"verb": "spike", "stories": ["1"], "value": 3}, "bad-action", 422),
        ({"verb": "explode", "stories": ["1"]}, "bad-query", 422),
        ({"verb": "spike", "stories": ["1"], "by": "somebody else"}, "bad-query", 422),
        ({"verb": "breaking", "stories": ["1"], "until": "soon"}, "bad-query", 422),
        ({"verb": "split", "stories": ["1"], "entries": ["#1"]}, "action-unfit", 422),
        ({"verb": "undo", "action": "77"}, "action-unknown", 404),
    ],
)
async def test_what_cannot_be_done_says_why(
    newsroom: Any, body: dict[str, Any], kind: str, status: int
) -> None:
    await newsroom.publish(BRIDGE)
    found_status, found = await act(newsroom, await newsroom.token("editor"), **body)
    assert (found_status, found["type"]) == (status, f"urn:ticker:problem:{kind}")
    assert found["detail"]


# What each verb needs beside its stories; `theirs` is what another editor does first and it would overwrite.
ASKED: dict[Verb, dict[str, Any]] = {
    Verb.PIN: {"theirs": {}},
    Verb.UNPIN: {"theirs": {"verb": "pin"}},
    Verb.BREAKING: {"theirs": {"until": "2091-01-01T00:00:00Z"}},
    Verb.URGENCY: {"value": 2, "theirs": {"value": 5}},
    Verb.SPIKE: {"theirs": {}},
    Verb.RESTORE: {"theirs": {"verb": "spike"}},
    Verb.RETITLE: {"text": "Mine", "theirs": {"text": "Theirs"}},
    Verb.MERGE: {},
    Verb.SPLIT: {"entries": ["#1"]},
    Verb.MOVE: {"entries": ["#1"]},
    Verb.BOOST: {"value": 1, "theirs": {"value": 4}},
    Verb.MUTE: {"source": "Outlet", "theirs": {"source": "Outlet"}},
    Verb.UNMUTE: {"source": "Outlet", "theirs": {"verb": "mute", "source": "Outlet"}},
    Verb.EMBARGO: {"until": "2091-01-01T00:00:00Z", "theirs": {"until": "2092-01-01T00:00:00Z"}},
    Verb.NOTE: {"text": "hi"},
    Verb.UNDO: {"action": "99"},
    Verb.REDO: {"action": "99"},
}


@pytest.mark.parametrize("verb", VERBS)
async def test_each_verb_misused_says_what_to_do(newsroom: Any, verb: Verb) -> None:
    """An unknown story, one that is part of another, one that has left, no rights, unseen work of another."""
    await newsroom.publish(BRIDGE, BANK, FERRY)
    named = await ids(newsroom)
    bridge, bank, ferry = named[BRIDGE], named[BANK], named[FERRY]
    tokens = Tokens(newsroom.redis)
    amal, omar = [(await tokens.create(name, Role.EDITOR, now=clock.now()))[1] for name in ("Amal", "Omar")]
    body = {"verb": str(verb), **{key: value for key, value in ASKED[verb].items() if key != "theirs"}}

    def on(story: str) -> dict[str, Any]:
        stories = [] if verb in {Verb.UNDO, Verb.REDO} else [bridge, story] if verb is Verb.MERGE else [story]
        return {**body, "stories": stories}

    assert (await act(newsroom, "", **on(ferry)))[0] == 401
    status, found = await act(newsroom, await newsroom.token("reader"), **on(ferry))
    assert (status, found["type"]) == (403, "urn:ticker:problem:not-allowed")
    assert "editor" in found["detail"]
    status, found = await act(newsroom, amal, **on("999"))
    assert (status, found["type"]) == (404, "urn:ticker:problem:action-unknown")
    assert "`ticker " in found["detail"], "it says where to look"
    if on(ferry)["stories"]:
        assert (await act(newsroom, amal, verb="merge", stories=[bridge, bank]))[0] == 200
        status, found = await act(newsroom, amal, **on(bank))
        assert found["type"] == "urn:ticker:problem:action-merged", found
        assert found["detail"].endswith(f"is part of story {bridge} now: name that one")
    if "theirs" in ASKED[verb]:
        seen = (await newsroom.store.top())["offset"]
        theirs = {"verb": str(verb), "stories": [ferry], **ASKED[verb]["theirs"]}
        assert (await act(newsroom, omar, **theirs))[0] == 200
        status, found = await act(newsroom, amal, **on(ferry), seen=seen)
        assert (status, found["type"]) == (409, "urn:ticker:problem:action-conflict")
        assert "Omar changed story" in found["detail"]
        assert found["detail"].endswith("look again, then repeat")
    if on(ferry)["stories"]:
        await newsroom.store.append_event(Tick(clock.now() + DeskSettings().window + 1))
        status, found = await act(newsroom, amal, **on(ferry))
        assert (status, found["type"]) == (410, "urn:ticker:problem:action-gone")
        assert GONE.fullmatch(found["detail"]), found["detail"]


async def test_two_editors_do_not_overwrite_each_other(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE)
    story = (await ids(newsroom))[BRIDGE]
    seen = (await newsroom.store.top())["offset"]
    tokens = Tokens(newsroom.redis)
    amal, noor = [(await tokens.create(name, Role.EDITOR, now=clock.now()))[1] for name in ("Amal", "Noor")]
    assert (await act(newsroom, amal, verb="retitle", stories=[story], text="One", seen=seen))[0] == 200
    status, found = await act(newsroom, noor, verb="retitle", stories=[story], text="Two", seen=seen)
    assert (status, found["type"]) == (409, "urn:ticker:problem:action-conflict")
    assert "Amal" in found["detail"]
    assert "One" in await ids(newsroom)
