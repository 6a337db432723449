"""One night of an editor, three times: by keys in a real terminal, from the shell, and over HTTP.

Three desks of one real `ticker run` read the same feeds. What the editor does to each is the same, and so has
to be what comes of it: stories, members, pins, titles, what the public sees, what matching obeys, the audit.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.loopback import free_port
from ticker.cli import main
from ticker.core.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

TITLES = {
    "bridge": "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "bank": "Central bank of Norland holds rates at 4.25 percent",
    "ferry": "Ferry strike in Kalmar enters third day as talks collapse",
    "fire": "Wildfire near Monte Verano forces 1,200 people from homes",
    "comet": "Astronomers in Chile photograph rare double comet",
    "teachers": "Teachers in Westmark vote to end six-week walkout",
    "floods": "Floods cut rail line between Dunmore and Ashby",
    "pension": "Parliament of Norland rejects pension bill by nine votes",
    "port": "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "metro": "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة",
}
TWICE = ("bridge", "port")  # what a second publisher reports in the same words
TEXT = {"seen": "ميناء الرملة: الإضراب في يومه الرابع", "ferry": "Kalmar ferries: no end in sight"}
KEYS, SHELL, WEB = "keys", "shell", "web"


@dataclass(frozen=True)
class Step:
    """One thing that the editor does: as keys after the story is selected, as words, as a body.

    `on` is the story, `mark` others that are marked first; `words` stand behind the verb and the stories (for
    `split` and `move` they are the whole of it), `{name}` there is a story's id, `{#name}` its second copy.
    """

    verb: str
    on: str
    keys: Sequence[str]
    words: Sequence[str] = ()
    body: dict[str, Any] = field(default_factory=dict)
    mark: Sequence[str] = ()
    tab: str = "1"
    copies: bool = False  # whether the keys act in the open story


TEXT_KEYS = ("C-u",)
NIGHT = (
    Step("pin", "ferry", ("p",)),
    Step("pin", "bank", ("p",)),
    Step("pin", "bank", ("[",), ("--place", "1"), {"value": 1}),
    Step("pin", "fire", ("p",)),
    Step("unpin", "fire", ("P",)),
    Step("breaking", "fire", ("b",)),
    Step("breaking", "ferry", ("f", "C-u", "=2h", "Enter"), ("--for", "2h"), {"until": "2h"}),
    Step("urgency", "ferry", ("i", "=2", "Enter"), ("2",), {"value": 2}),
    Step("spike", "teachers", ("x", "=old", "Enter"), ("--reason", "old"), {"text": "old"}),
    Step("spike", "comet", ("x", "Enter")),
    Step("restore", "comet", ("r",), tab="3"),
    Step(
        "retitle",
        "ferry",
        ("t", "C-u", f"={TEXT['ferry']}", "Enter"),
        (TEXT["ferry"],),
        {"text": TEXT["ferry"]},
    ),
    Step(
        "retitle", "port", ("t", "C-u", f"={TEXT['seen']}", "Enter"), (TEXT["seen"],), {"text": TEXT["seen"]}
    ),
    Step("merge", "bridge", ("m",), mark=("floods",)),
    Step("split", "port", ("j", "s"), ("{#port}",), {"entries": ["{#port}"]}, copies=True),
    Step("move", "pension", ("v",), (), {"entries": ["{#pension}"]}, mark=("bank",), copies=True),
    Step("boost", "fire", ("+",), ("--by", "1"), {"value": 1}),
    Step("boost", "comet", ("-",), ("--by", "-1"), {"value": -1}),
    Step(
        "mute",
        "bridge",
        ("M", "C-u", "=Harbour Post", "Enter"),
        ("--source", "Harbour Post"),
        {"source": "Harbour Post"},
    ),
    Step(
        "mute",
        "bridge",
        ("M", "C-u", '="rail line"', "Enter"),
        ("--phrase", "rail line"),
        {"text": "rail line"},
    ),
    Step(
        "unmute",
        "bridge",
        ("N", "C-u", "=Harbour Post", "Enter"),
        ("--source", "Harbour Post"),
        {"source": "Harbour Post"},
    ),
    Step("embargo", "metro", ("e", "=6h", "Enter"), ("--until", "6h"), {"until": "6h"}),
    Step(
        "note", "ferry", ("n", "=asked the union", "Enter"), ("asked the union",), {"text": "asked the union"}
    ),
    Step("undo", "", ("u",)),
    Step("redo", "", ("U",)),
    Step("undo", "", ("u",), ("6",), {"action": "6"}, tab="6"),
)


class Newsroom:
    """A running ticker with three desks, and everything that asks it."""

    def __init__(self, config: Path, port: int) -> None:
        self.config = config
        self.base = f"http://127.0.0.1:{port}"
        self.token = ""
        self.ids: dict[str, str] = {}
        self.copies: dict[str, str] = {}
        self.ended: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}

    def ask(self, *words: str) -> tuple[int, str, str]:
        """One command, run in this process: exit code, standard output, standard error."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr("sys.argv", ["ticker", *words, "--config", str(self.config)])
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        return code, out.getvalue(), err.getvalue()

    def told(self, *words: str) -> Any:
        code, out, err = self.ask(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def stories(self, desk: str) -> list[dict[str, Any]]:
        code, out, _ = self.ask("top", "--all", "--copies", "--held", "--json", "--desk", desk)
        found: list[dict[str, Any]] = [] if code else json.loads(out)["stories"]
        return found

    def audit(self, desk: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.told("audit", "--all", "--desk", desk)["actions"]
        return found

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.base + path, timeout=10) as answer:  # noqa: S310 - loopback
            text: str = answer.read().decode()
        return text

    def by_shell(self, step: Step) -> None:
        """Do it with `ticker edit`."""
        named = [step.on] if step.on else []
        if step.verb == "merge":
            named += step.mark
        words = [self.ids[name] for name in named] + [self._filled(word) for word in step.words]
        if step.verb == "move":
            words = [self.copies[step.on], *(self.ids[name] for name in step.mark)]
        self.told("edit", step.verb, *words, "--as", "mona", "--desk", SHELL)

    def by_http(self, step: Step) -> None:
        """Do it with `POST /v1/actions`."""
        named = [step.on] if step.on else []
        named = {"merge": [step.on, *step.mark], "move": [*step.mark]}.get(step.verb, named)
        body = {"desk": WEB, "verb": step.verb, "stories": [self.ids[name] for name in named], **step.body}
        if "until" in body:
            until = datetime.now(UTC) + timedelta(hours=int(body["until"][:-1]))
            body["until"] = until.isoformat()
        if "entries" in body:
            body["entries"] = [self._filled(entry) for entry in body["entries"]]
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.base}/v1/actions", json.dumps(body).encode(), headers)  # noqa: S310 - loopback
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - loopback
            assert answer.status == 200

    def _filled(self, word: str) -> str:
        found = re.fullmatch(r"\{#(\w+)\}", word)
        return self.copies[found[1]] if found else word


class Desk:
    """The dashboard of one desk in a real terminal."""

    def __init__(self, screen: Any, newsroom: Newsroom) -> None:
        self.screen = screen
        self._newsroom = newsroom
        self._done = 0

    def do(self, step: Step, wait_for: Callable[..., Any]) -> None:
        """Do it with keys, and wait until it stands in the audit."""
        for name in step.mark:
            self._select(name)
            self.screen.press("Space")
        if step.tab == "6":
            self._find_line(step.words[0])
        elif step.on:
            self._select(step.on, step.tab)
        if step.copies:
            self.screen.press("Enter")
            self.screen.until("┃ ▌", f"· story {self._newsroom.ids[step.on]}\n")  # its copies have come
        for key in step.keys:
            if key.startswith("="):
                self.screen.type(key[1:])
            else:
                self.screen.press(key)
        self._done += 1
        try:
            wait_for(lambda: len(self._newsroom.audit(KEYS)) == self._done, 20)
        except pytest.fail.Exception:
            pytest.fail(f"{step} did nothing; on the screen stands\n{self.screen.text}")

    def _select(self, name: str, tab: str = "1") -> None:
        """Filter to the one story and select it."""
        word = next(word for word in TITLES[name].split() if word in WORDS)
        self.screen.press(tab, "/", "C-u")
        self.screen.type(word)
        self.screen.press("Enter", "j")

    def _find_line(self, number: str) -> None:
        """Move down the audit to an action."""
        self.screen.press("6")
        self.screen.until("[6 Audit", f" {self._done:>5} ")
        self.screen.press(*["j"] * (self._done - int(number) + 1))
        self.screen.until(f"▌{number:>5} ")


WORDS = {
    "pillars",
    "rates",
    "Kalmar",
    "Wildfire",
    "comet",
    "Westmark",
    "Floods",
    "pension",
    "الرملة",
    "المترو",
}


@pytest.fixture(scope="module")
def night(
    tmp_path_factory: pytest.TempPathFactory,
    served: Any,
    starts: Callable[..., Any],
    screen: Callable[..., Any],
    patiently: Callable[..., Any],
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
    patiently(lambda: all(len(newsroom.stories(desk)) == len(TITLES) for desk in desks))
    for name in TWICE:
        served.add("b", TITLES[name])
    patiently(
        lambda: all(sum(len(story["entries"]) for story in newsroom.stories(desk)) == 12 for desk in desks)
    )
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
        desk.do(step, patiently)
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


def test_what_comes_later_obeys(
    night: tuple[Newsroom, Desk], served: Any, patiently: Callable[..., Any]
) -> None:
    newsroom, _ = night
    served.add("b", TITLES["floods"])
    served.add("b", TITLES["ferry"])
    for desk in (KEYS, SHELL, WEB):

        def members(desk: str = desk) -> dict[str, list[str]]:
            return {one["headline"]: [e["title"] for e in one["entries"]] for one in newsroom.stories(desk)}

        patiently(lambda members=members: len(members()[TEXT["ferry"]]) == 2)
        patiently(lambda members=members: members()[TITLES["bridge"]].count(TITLES["floods"]) == 2)


def test_the_screen_and_the_public_show_it(night: tuple[Newsroom, Desk]) -> None:
    newsroom, desk = night
    desk.screen.press("3", "/", "C-u", "Enter")
    shown = desk.screen.until("[3 Curated", "⊘", "▲", TITLES["teachers"][:30])
    assert "‼" in shown
    desk.screen.press("2")
    shown = desk.screen.until("[2 Breaking 1]", TEXT["ferry"][:30])
    assert TITLES["fire"] not in shown
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
