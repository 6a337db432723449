"""The one list of verbs: what an action must be like, who may do it, and that its page says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.model import Action, Verb
from ticker.core.roles import Role
from ticker.core.verbs import BREAKING_FOR, VERBS, VerbSpec, check, ends, may, plain, tidied
from ticker.errors import UsageError

PAGE = Path(__file__).parents[2] / "docs" / "curation.md"
NOW = 1_790_000_000.0


def action(verb: Verb, *stories: str, **fields: Any) -> Action:
    return Action("k", verb, **{"by": "amal", "at": NOW, "stories": stories, **fields})


def test_every_verb_stands_in_the_table_once() -> None:
    assert list(VERBS) == list(Verb)
    assert all(spec.verb is verb for verb, spec in VERBS.items())


@pytest.mark.parametrize(
    "good",
    [
        action(Verb.PIN, "1", "2"),
        action(Verb.PIN, "1", value=1),
        action(Verb.URGENCY, "1", value=0.0),
        action(Verb.RETITLE, "1"),
        action(Verb.SPLIT, "1", entries=("#2", "#3")),
        action(Verb.MOVE, "1", entries=("x",)),
        action(Verb.BOOST, "1", value=-20),
        action(Verb.MUTE, "1", source="Wire"),
        action(Verb.EMBARGO, "1", until=NOW),
        action(Verb.UNDO),
        action(Verb.REDO, action="17"),
    ],
    ids=lambda one: str(one.verb),
)
def test_a_form_that_fits(good: Action) -> None:
    check(good)


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (action(Verb.PIN), "takes 1 to 200 stories, not 0"),
        (action(Verb.PIN, "1", "2", value=1), "a place is for one story"),
        (action(Verb.PIN, "1", value=0), "a whole number from 1 on"),
        (action(Verb.PIN, "1", value=1.5), "a whole number from 1 on"),
        (action(Verb.PIN, "1", value=float("inf")), "no number to use"),
        (action(Verb.URGENCY, "1"), "needs 1 to 9, or 0"),
        (action(Verb.URGENCY, "1", value=float("nan")), "no number to use"),
        (action(Verb.URGENCY, "1", value=2.5), "1 (most) to 9"),
        (action(Verb.RETITLE, "1", "2"), "takes 1 story, not 2"),
        (action(Verb.RETITLE, "1", text="x" * 501), "longer than 500"),
        (action(Verb.NOTE, "1"), "needs the note"),
        (action(Verb.MERGE, "1"), "takes 2 to 200 stories, not 1"),
        (action(Verb.MERGE, "1", "1"), "'1' is named twice"),
        (action(Verb.SPLIT, "1"), "takes 1 to 200 copies, not 0"),
        (action(Verb.MOVE, "1", entries=("a", "b")), "takes 1 copy, not 2"),
        (action(Verb.UNPIN, "1", text="why"), "takes no text"),
        (action(Verb.BOOST, "1", value=21), "-20 to 20, not 21"),
        (action(Verb.MUTE, "1"), "either a source or a phrase"),
        (action(Verb.MUTE, "1", source="a", text="b"), "either a source or a phrase"),
        (action(Verb.BREAKING, "1", until=float("inf")), "no instant"),
        (action(Verb.UNDO, "1"), "takes no stories, not 1"),
        (action(Verb.PIN, "1", by=""), "needs an id and an editor"),
    ],
    ids=lambda one: str(one.verb) if isinstance(one, Action) else "",
)
def test_a_form_that_does_not(bad: Action, line: str) -> None:
    with pytest.raises(UsageError) as refused:
        check(bad)
    assert line in str(refused.value)
    assert str(refused.value).startswith(str(bad.verb))


numbers = st.none() | st.floats() | st.integers(-5, 30)
words = st.text(max_size=8)


@given(
    st.builds(
        Action,
        id=words,
        verb=st.sampled_from(Verb),
        by=words,
        at=st.just(NOW),
        stories=st.lists(words, max_size=3).map(tuple),
        entries=st.lists(words, max_size=3).map(tuple),
        text=words,
        source=words,
        value=numbers,
        until=numbers,
        action=words,
    )
)
def test_whatever_comes_is_judged_in_one_line(wild: Action) -> None:
    line = ""
    try:
        check(tidied(wild))
    except UsageError as error:
        line = str(error)
    assert line.isprintable()


@given(st.text())
def test_words_become_plain_and_stay_so(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert once == once.strip()
    assert not set(once) & set("\x1b\x9b\n\r\t\u202e\u2066\u2028\ud800")


def test_a_breaking_mark_lasts_twenty_minutes_unless_said() -> None:
    assert ends(Verb.BREAKING, None, NOW) == NOW + BREAKING_FOR == NOW + 1200
    assert ends(Verb.BREAKING, NOW + 1, NOW) == NOW + 1
    assert ends(Verb.EMBARGO, None, NOW) is None


def test_readers_read_and_editors_edit() -> None:
    assert not any(may(Role.READER, verb) for verb in Verb)
    assert all(may(Role.EDITOR, verb) and may(Role.ADMIN, verb) for verb in Verb)


def row(spec: VerbSpec) -> str:
    """The verb as docs/curation.md has it."""
    counts = [
        "—" if most == 0 else str(least) if least == most else f"{least} or more"
        for least, most in (spec.stories, spec.entries)
    ]
    arguments = ", ".join(
        f"`{one.field}`" + (f" (`--{one.option}`)" if one.option else "") + ("" if one.needed else "?")
        for one in spec.arguments
    )
    cells = [f"`{spec.verb}`", *counts, arguments or "—", spec.role.name.lower(), spec.help]
    return f"| {' | '.join(cells)} |"


def test_the_page_has_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    expected = "\n".join(row(spec) for spec in VERBS.values())
    assert expected in page, f"copy into docs/curation.md:\n{expected}"
