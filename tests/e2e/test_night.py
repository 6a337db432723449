"""One night of an editor, three times: by keys in a real terminal, from the shell, and over HTTP.

Three desks of one real `ticker run` read the same feeds. What the editor does to each is the same, and so has
to be what comes of it: stories, members, pins, titles, what the public sees, what matching obeys, the audit.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.night_editors import Desk, Newsroom
from tests.e2e.night_steps import KEYS, NIGHT, SHELL, TEXT, TITLES, TWICE, WEB
from tests.support.loopback import free_port
from tests.support.waiting import until
from ticker.core.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Screen
    from tests.e2e.house import House
    from tests.e2e.runner import Runner

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def night(
    tmp_path_factory: pytest.TempPathFactory,
    served: House,
    starts: Callable[..., Runner],
    screen: Callable[..., Screen],
) -> Iterator[tuple[Newsroom, Desk]]:
    """The whole night, done on all three desks."""
    wires = {
        "Northgate Wire": served.open_feed("a", "rss", list(TITLES.values())),
        "Harbour Post": served.open_feed("b", "rss", []),
    }
    feeds = [
        {"url": url, "publisher": name, "desk": desk, "interval": "1s"}
        for desk in (KEYS, SHELL, WEB)
        for name, url in wires.items()
    ]
    port = free_port()
    one = starts(
        tmp_path_factory.mktemp("night"),
        feeds,
        {name: {} for name in (KEYS, SHELL, WEB)},
        serve={"port": port},
        screen={"editor": "mona"},
    )
    one.start()
    newsroom = Newsroom(one.config, port)
    desks = (KEYS, SHELL, WEB)
    until(lambda: all(len(newsroom.stories(desk)) == len(TITLES) for desk in desks))
    for name in TWICE:
        served.add("b", TITLES[name])
    until(lambda: all(sum(len(story["entries"]) for story in newsroom.stories(desk)) == 12 for desk in desks))
    first = newsroom.stories(SHELL)
    newsroom.ids = {
        name: one["id"] for name, title in TITLES.items() for one in first if one["headline"] == title
    }
    newsroom.copies = {
        name: f"#{story['entries'][-1]['ordinal']}"
        for name, key in newsroom.ids.items()
        for story in first
        if story["id"] == key
    }
    _, out, _ = newsroom.ask("token", "create", "mona", "--role", "editor")
    newsroom.token = re.search(r"tk_\S+", out)[0]  # type: ignore[index]  # it prints one
    command = [sys.executable, "-m", "ticker", "dash", "--desk", KEYS, "--config", str(one.config)]
    desk = Desk(screen(shlex.join(command), 120, 40), newsroom)
    desk.screen.until("● live", "First steps")
    desk.screen.press("Escape")
    desk.screen.until("● live", without="First steps")
    for step in NIGHT:
        desk.do(step)
        newsroom.by_shell(step)
        newsroom.by_http(step)
    newsroom.ended = {name: (newsroom.stories(name), newsroom.audit(name)) for name in desks}
    yield newsroom, desk
    desk.screen.press("q")
    assert one.stop() == 0


def test_every_verb_was_used_and_none_was_refused(night: tuple[Newsroom, Desk]) -> None:
    newsroom, _ = night
    for desk in (KEYS, SHELL, WEB):
        _, lines = newsroom.ended[desk]
        assert {line["verb"] for line in lines} == {str(verb) for verb in VERBS}
        assert [line["verb"] for line in lines] == [step.verb for step in NIGHT]
        assert {(line["by"], line["refused"]) for line in lines} == {("mona", None)}


def without_times(value: object) -> Any:
    """The same with every instant as the hours that it lies ahead of now, or as past."""
    now = datetime.now(UTC)

    def told(found: re.Match[str]) -> str:
        ahead = (datetime.fromisoformat(found[0]) - now).total_seconds() / 3600
        return "past" if ahead < 0 else f"in {round(ahead, 1)} h"

    return json.loads(re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", told, json.dumps(value)))


def test_the_three_nights_end_the_same(night: tuple[Newsroom, Desk]) -> None:
    newsroom, _ = night
    kept = (
        "id",
        "headline",
        "original",
        "copies",
        "pinned",
        "breaking",
        "breaking_until",
        "urgency",
        "held",
        "edits",
    )

    def state(desk: str) -> Any:
        stories, _ = newsroom.ended[desk]
        pinned = [story["id"] for story in stories if story["pinned"]]
        shown = {
            story["id"]: {name: story.get(name) for name in kept}
            | {"members": [[one["publisher"], one["title"], one["muted"]] for one in story["entries"]]}
            for story in stories
        }
        return without_times({"pinned": pinned, "stories": dict(sorted(shown.items()))})

    by_keys = state(KEYS)
    assert by_keys == state(SHELL)
    assert by_keys == state(WEB)
    stories = {story["headline"]: story for story in by_keys["stories"].values()}
    ids = newsroom.ids
    assert by_keys["pinned"] == [ids["bank"], ids["ferry"]]
    ferry, fire = stories[TEXT["ferry"]], stories[TITLES["fire"]]
    assert (ferry["breaking"], ferry["urgency"], ferry["original"]) == (True, 2, TITLES["ferry"])
    assert [note["text"] for note in ferry["edits"]["notes"]] == ["asked the union"]
    assert (fire["breaking"], fire["edits"]["boost"]) == (False, 1.0), "its mark was undone in the audit"
    assert stories[TITLES["bridge"]]["members"] == [
        ["Northgate Wire", TITLES["bridge"], False],
        ["Northgate Wire", TITLES["floods"], True],
        ["Harbour Post", TITLES["bridge"], False],
    ]
    assert stories[TEXT["seen"]]["members"] == [["Northgate Wire", TITLES["port"], False]]
    assert stories[TITLES["port"]]["members"] == [["Harbour Post", TITLES["port"], False]]
    assert {one[1] for one in stories[TITLES["bank"]]["members"]} == {TITLES["bank"], TITLES["pension"]}
    held = {story["headline"] for story in stories.values() if story["held"]}
    assert held == {TITLES["teachers"], TITLES["metro"]}


def test_audit_and_constraints_are_the_same(night: tuple[Newsroom, Desk]) -> None:
    newsroom, _ = night
    names = (
        "action",
        "verb",
        "stories",
        "entries",
        "text",
        "source",
        "value",
        "until",
        "before",
        "after",
        "of",
        "stands",
    )

    def trail(desk: str) -> Any:
        return without_times([{name: line[name] for name in names} for line in newsroom.ended[desk][1]])

    def taught(desk: str) -> list[tuple[Any, ...]]:
        _, out, _ = newsroom.ask("label", "export", "--desk", desk)
        lines = [json.loads(line) for line in out.splitlines()]
        return sorted((line["a"], line["b"], line["label"], line["action"]) for line in lines)

    assert trail(KEYS) == trail(SHELL)
    assert trail(KEYS) == trail(WEB)
    assert taught(KEYS) == taught(SHELL) == taught(WEB)
    assert {(line[2], line[3]) for line in taught(KEYS)} >= {(1, "14"), (0, "15")}, "a merge and a split"


def test_what_comes_later_obeys(night: tuple[Newsroom, Desk], served: House) -> None:
    newsroom, _ = night
    served.add("b", TITLES["floods"])
    served.add("b", TITLES["ferry"])

    def obeyed(desk: str) -> bool:
        members = {
            one["headline"]: [entry["title"] for entry in one["entries"]] for one in newsroom.stories(desk)
        }
        return len(members[TEXT["ferry"]]) == 2 and members[TITLES["bridge"]].count(TITLES["floods"]) == 2

    until(lambda: all(obeyed(desk) for desk in (KEYS, SHELL, WEB)))


def test_the_screen_and_the_public_show_it(night: tuple[Newsroom, Desk]) -> None:
    newsroom, desk = night
    desk.screen.press("3", "/", "C-u", "Enter")
    shown = desk.screen.until("[3 Curated", "⊘", "▲", TITLES["teachers"][:30])
    assert "‼" in shown
    desk.screen.press("2")
    desk.screen.until("[2 Breaking 1]", TEXT["ferry"][:30], without=TITLES["fire"])
    public = [newsroom.get(f"/v1/stories?desk={name}&limit=50") for name in (KEYS, SHELL, WEB)]
    lists = [[story["headline"] for story in json.loads(text)["stories"]] for text in public]
    assert lists[0][:2] == [TITLES["bank"], TEXT["ferry"]]
    assert sorted(lists[0]) == sorted(lists[1]) == sorted(lists[2])
    for desk_name in (KEYS, SHELL, WEB):
        feed = newsroom.get(f"/feeds/{desk_name}.rss")
        assert TEXT["ferry"] in feed
        assert TITLES["teachers"] not in feed
        assert TITLES["metro"] not in feed
        assert "asked the union" not in feed
