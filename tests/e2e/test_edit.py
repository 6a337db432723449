"""Editors at the command line of a real `ticker run`: every verb, its outcome, and its refusals."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.waiting import until
from ticker import clock
from ticker.cli import main
from ticker.config import load
from ticker.core.model import DeskSettings, Tick, Verb
from ticker.core.verbs import VERBS
from ticker.service.attach import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.e2e.house import House
    from tests.e2e.runner import Runner

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

LINES = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
    "=Wildfire near Monte Verano forces 1,200 people from homes",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
]


class Newsroom:
    """A desk with five stories, and an editor's shell, whose commands run in this process."""

    def __init__(self, config: Path, desk: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._config = config
        self.desk = desk
        self._capsys = capsys
        until(lambda: len(self.stories()) == len(LINES), 60)
        ids = {story["headline"]: story["id"] for story in self.stories().values()}
        self.ids = [ids[line] for line in LINES]

    def ask(self, *words: str) -> tuple[int, str, str]:
        """One command: exit code, standard output, standard error."""
        self._capsys.readouterr()
        if "--desk" not in words:
            words = (*words, "--desk", self.desk)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["ticker", *words, "--config", str(self._config)])
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        out, err = self._capsys.readouterr()
        return code, out, err

    def pass_time(self, seconds: float) -> None:
        """Let the desk's time pass, by an event in its log like those of its writer."""

        async def tick() -> None:
            async with reading(load(self._config), self.desk) as store:
                await store.append_event(Tick(clock.now() + seconds))

        asyncio.run(tick())

    def stories(self, *options: str) -> dict[str, dict[str, Any]]:
        code, out, _ = self.ask("top", "--all", "--copies", "--json", *options)
        return {} if code else {story["id"]: story for story in json.loads(out)["stories"]}

    def edit(self, *words: str) -> dict[str, Any]:
        """An action that goes through: `{"action", "stories"}`."""
        code, out, err = self.ask("edit", *words, "--as", "amal", "--json")
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        assert found.keys() == {"action", "stories"}
        return found

    def refused(self, code: int, *words: str) -> str:
        """An action that does not: one line that says why."""
        ended, out, err = self.ask("edit", *words, "--json")
        assert (ended, out, err.count("\n")) == (code, "", 1), err
        return err

    def audit(self, *options: str) -> str:
        code, out, err = self.ask("audit", *options)
        assert code == 0, err
        return out


DESKS = [f"desk-{number}" for number in range(8)]


@pytest.fixture(scope="module")
def engine(
    served: House, starts: Callable[..., Runner], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Iterator[str]]]:
    """A running ticker, and desks of it that no test has touched."""
    url = served.open_feed("outlet", "rss", LINES)
    feeds = [{"url": url, "publisher": "Outlet", "desk": desk, "interval": "1s"} for desk in DESKS]
    one = starts(tmp_path_factory.mktemp("edit"), feeds, {desk: {} for desk in DESKS})
    one.start()
    yield one.config, iter(DESKS)
    assert one.stop() == 0


@pytest.fixture
def newsroom(engine: tuple[Path, Iterator[str]], capsys: pytest.CaptureFixture[str]) -> Newsroom:
    config, desks = engine
    return Newsroom(config, next(desks), capsys)


def test_marks_from_the_shell(newsroom: Newsroom) -> None:
    bridge, bank, ferry, fire, strike = newsroom.ids
    edit = newsroom.edit
    assert edit("pin", ferry, bank) == {"action": "1", "stories": [ferry, bank]}
    assert edit("pin", fire, "--place", "1")["stories"] == [fire]
    assert edit("unpin", bank)["stories"] == [bank]
    assert list(newsroom.stories())[:2] == [fire, ferry]
    edit("breaking", ferry, "--for", "2h")
    edit("urgency", ferry, bridge, "2")
    edit("retitle", ferry, "Kalmar ferries: no end in sight")
    edit("boost", strike, "--by", "-3")
    edit("note", ferry, "asked the union")
    story = newsroom.stories()[ferry]
    assert (story["breaking"], story["urgency"], story["pinned"]) == (True, 2, True)
    assert (story["headline"], story["original"]) == ("Kalmar ferries: no end in sight", LINES[2])
    assert story["edits"]["notes"][0]["text"] == "asked the union"
    assert newsroom.stories()[strike]["edits"]["boost"] == -3.0

    edit("spike", bank, "--reason", "old")
    edit("embargo", bridge, "--until", "2h")
    assert set(newsroom.stories()) == {ferry, fire, strike}
    held = newsroom.stories("--held")
    assert held[bank]["edits"]["reason"] == "old"
    assert held[bridge]["edits"]["embargo_until"]
    edit("restore", bank)
    edit("embargo", bridge)
    assert set(newsroom.stories()) == set(newsroom.ids)


def test_copies_and_undo_from_the_shell(newsroom: Newsroom) -> None:
    bridge, bank, ferry, *_ = newsroom.ids
    edit = newsroom.edit
    assert edit("merge", ferry, bridge, bank)["stories"] == [ferry]
    assert newsroom.stories()[ferry]["copies"] == 3
    copies = {entry["title"]: entry["ordinal"] for entry in newsroom.stories()[ferry]["entries"]}
    _, made = edit("split", ferry, str(copies[LINES[0]]))["stories"]
    assert newsroom.stories()[made]["headline"] == LINES[0]
    assert edit("move", str(copies[LINES[1]]), made)["stories"] == [ferry, made]
    assert newsroom.stories()[made]["copies"] == 2
    edit("mute", made, "--phrase", "norland")
    assert [entry["muted"] for entry in newsroom.stories()[made]["entries"]] == [False, True]
    edit("unmute", made, "--phrase", "Norland")

    undo = edit("undo")
    assert [entry["muted"] for entry in newsroom.stories()[made]["entries"]] == [False, True]
    edit("redo", str(int(undo["action"]) - 1))
    for _ in ("unmute", "mute", "move", "split", "merge"):
        edit("undo")
    stories = newsroom.stories()
    assert set(stories) == set(newsroom.ids)
    assert {story["copies"] for story in stories.values()} == {1}


def test_the_audit_from_the_shell(newsroom: Newsroom) -> None:
    bridge, bank, ferry, fire, _ = newsroom.ids
    newsroom.edit("retitle", ferry, "=Ours")
    newsroom.edit("merge", bridge, bank)
    newsroom.edit("urgency", fire, "1")
    newsroom.refused(1, "pin", "999", "--as", "omar")
    trail = json.loads(newsroom.audit("--all", "--json"))
    assert trail["desk"] == newsroom.desk
    assert [(line["action"], line["by"]) for line in trail["actions"]] == [
        ("1", "amal"),
        ("2", "amal"),
        ("3", "amal"),
        ("4", "omar"),
    ]
    (retitled,) = json.loads(newsroom.audit("--verb", "retitle", "--json"))["actions"]
    assert (retitled["before"], retitled["after"]) == (
        {ferry: {"headline": LINES[2]}},
        {ferry: {"headline": "=Ours"}},
    )
    assert "went into another" in newsroom.audit("--story", bank, "--by", "amal", "--since", "1h", "--done")
    assert "refused: there is no story '999'" in newsroom.audit("--refused")
    assert newsroom.audit("--by", "nobody") == ""
    assert newsroom.audit("-n", "1").startswith("    4  ")
    rows = list(csv.DictReader(newsroom.audit("--all", "--csv").splitlines()))
    assert [row["text"] for row in rows] == ["'=Ours", "", "", ""]
    assert newsroom.ask("audit", "--json", "--csv")[0] == 2


def test_bad_use_gets_one_line_that_says_what_to_do(newsroom: Newsroom) -> None:
    bridge, bank, *_ = newsroom.ids
    assert "no story '999': `ticker top` shows" in newsroom.refused(1, "pin", "999")
    assert "1 (most) to 9" in newsroom.refused(2, "urgency", bank, "12")
    assert "takes 2 to 200 stories, not 1" in newsroom.refused(2, "merge", bank)
    assert "named twice" in newsroom.refused(2, "pin", bank, bank)
    assert "either a source or a phrase" in newsroom.refused(2, "mute", bank)
    assert "neither an instant" in newsroom.refused(2, "breaking", bank, "--for", "soon")
    assert "end has passed" in newsroom.refused(1, "embargo", bank, "--until", "2020-01-01")
    assert "there is no desk 'x'" in newsroom.refused(2, "pin", bank, "--desk", "x")
    assert "no other copy" in newsroom.refused(1, "split", bank, bank)
    assert "no action 99" in newsroom.refused(1, "undo", "99")
    assert "nothing to undo" in newsroom.refused(1, "undo", "--as", "sami")
    newsroom.edit("merge", bridge, bank)
    assert f"part of story {bridge} now" in newsroom.refused(1, "pin", bank)
    newsroom.edit("retitle", bridge, "Amal's")
    line = newsroom.refused(1, "retitle", bridge, "Omar's", "--as", "omar", "--seen", "1")
    assert f"amal changed story {bridge} after what you saw" in line
    before = newsroom.stories()
    _, tried, _ = newsroom.ask("edit", "undo", "--as", "amal", "--dry-run")
    assert "nothing was done; it would do: story" in tried
    assert newsroom.stories() == before


WORDS: dict[Verb, tuple[str, ...]] = {
    Verb.URGENCY: ("2",),
    Verb.RETITLE: ("Mine",),
    Verb.SPLIT: ("1",),
    Verb.MUTE: ("--phrase", "nowhere"),
    Verb.UNMUTE: ("--phrase", "nowhere"),
    Verb.EMBARGO: ("--until", "2h"),
    Verb.NOTE: ("hi",),
}
"""What each verb needs behind its stories."""


def test_each_verb_misused_says_what_to_do(newsroom: Newsroom) -> None:
    """An unknown story, one that is part of another, and an editor's unseen work, for the whole table."""
    bridge, bank, ferry, *_ = newsroom.ids
    newsroom.edit("merge", bridge, bank)
    for verb, spec in VERBS.items():

        def on(story: str, verb: Verb = verb) -> tuple[str, ...]:
            words = {Verb.MERGE: (bridge, story), Verb.MOVE: ("1", story)}.get(verb, (story,))
            return (str(verb), *words, *WORDS.get(verb, ()))

        if spec.stories == (0, 0):
            assert f"there is no action 99 to {verb}: `ticker audit`" in newsroom.refused(1, str(verb), "99")
            continue
        assert "there is no story '999': `ticker top` shows" in newsroom.refused(1, *on("999"))
        assert f"part of story {bridge} now: name that one" in newsroom.refused(1, *on(bank))
        if verb in {Verb.MERGE, Verb.SPLIT, Verb.MOVE, Verb.NOTE, Verb.UNPIN, Verb.RESTORE, Verb.UNMUTE}:
            continue  # told for those that end a thing in tests/serve/test_actions.py
        newsroom.edit(*on(ferry))
        line = newsroom.refused(1, *on(ferry), "--as", "omar", "--seen", "1")
        assert f"amal changed story {ferry} after what you saw" in line, verb
        assert line.rstrip().endswith("look again, then repeat")


def test_each_verb_on_a_story_that_has_left_says_when_it_did(newsroom: Newsroom) -> None:
    bridge, bank, *_ = newsroom.ids
    newsroom.edit("note", bridge, "asked")
    newsroom.pass_time(DeskSettings().window + 1)
    until(lambda: not newsroom.stories(), 20)
    gone = re.compile(
        r"ticker: story \d+ left the window at [\d-]{10} [\d:]{5} UTC: `ticker top` shows what is live"
    )
    for verb, spec in VERBS.items():
        words = {Verb.MERGE: (bridge, bank), Verb.MOVE: (bank, bridge)}.get(verb, (bank,))
        line = newsroom.refused(
            1, str(verb), *(words if spec.stories != (0, 0) else ("1",)), *WORDS.get(verb, ())
        )
        if spec.stories == (0, 0):
            assert f"there is no action 1 to {verb}: `ticker audit`" in line
        else:
            assert gone.fullmatch(line.strip()), line
    assert "there is no story '999'" in newsroom.refused(1, "pin", "999")
    code, _, err = newsroom.ask("why", bank)
    assert code == 1
    assert gone.fullmatch(err.strip()), err


def test_a_command_repeated_with_its_key_is_done_once(newsroom: Newsroom) -> None:
    first = newsroom.edit("note", newsroom.ids[0], "once", "--id", "k1")
    assert newsroom.edit("note", newsroom.ids[0], "once", "--id", "k1") == first
    assert len(newsroom.stories()[newsroom.ids[0]]["edits"]["notes"]) == 1


def test_where_nothing_runs_it_says_what_to_start(runner: Callable[..., Runner]) -> None:
    done = runner([]).ask("edit", "pin", "1")
    assert done.returncode == 1
    assert "start one with `ticker` or `ticker run`" in done.stderr
    assert os.linesep not in done.stderr.strip()
