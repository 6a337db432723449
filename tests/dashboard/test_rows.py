"""Lines: what they say, and that they fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ticker.core.model import FeedState
from ticker.dashboard.commands import COMMANDS, commands, listed
from ticker.dashboard.detail import detail
from ticker.dashboard.feeds import answers, feed_page, in_order, none_answers, nothing_lines
from ticker.dashboard.footer import Place, footer_line
from ticker.dashboard.header import header_line, notice
from ticker.dashboard.help import help_lines
from ticker.dashboard.live import Link, LinkState
from ticker.dashboard.look import DARK, Look
from ticker.dashboard.rows import column_line, story_line, stream_lines
from ticker.dashboard.source import Status
from ticker.dashboard.state import News, Stream
from ticker.terminal import Bidi, Mode, cells

OFF = Look(DARK, Mode(Bidi.OFF))
APP = Look(DARK, Mode(Bidi.APP))


@pytest.fixture(scope="module")
def quake(night: Any) -> Any:
    return next(view for view in night.stories() if view["id"] == "s1")


def plain(story: Any, now: float, **options: Any) -> str:
    options = {"width": 110, "best": story["score"], "news": News.NEW, "selected": True, **options}
    return story_line(story, OFF, now=now, **options).plain


def test_a_story_line_says_all_of_it(quake: Any, night: Any) -> None:
    line = plain(quake, night.NOW)
    assert line.startswith("▌ ‼  ●")
    for part in ("━━━", "×6", " 5", "41m"):
        assert part in line
    assert line.rstrip().endswith(quake["headline"])


def test_signs_stand_beside_colours(quake: Any, night: Any) -> None:
    pinned = {**quake, "breaking": False, "pinned": True}
    assert plain(pinned, night.NOW, news=News.GROWN).startswith("▌ ▲  +")
    assert plain({**quake, "breaking": False}, night.NOW, selected=False, news=News.NOTHING).startswith(
        "      "
    )


def test_many_copies_keep_the_columns(quake: Any, night: Any) -> None:
    many = {**quake, "copies": 1234, "publishers": [str(number) for number in range(200)]}
    few, full = plain(quake, night.NOW), plain(many, night.NOW)
    assert "×99+" in full
    assert full.index(quake["headline"]) == few.index(quake["headline"])


@pytest.mark.parametrize(("below", "bar"), [(0, "━━━"), (1, "━━╸"), (5, "╸"), (500, "╸")])
def test_heat_falls_by_half_lives(quake: Any, night: Any, below: float, bar: str) -> None:
    line = plain(quake, night.NOW, best=quake["score"] + below)
    assert line[7:10].rstrip() == bar


def test_where_the_terminal_orders_rows_one_text_stands_on_each(quake: Any, night: Any) -> None:
    """A publisher's name would be reordered together with the headline."""
    options: Any = {"width": 140, "now": night.NOW, "best": 1.0, "news": News.NOTHING, "selected": False}
    roomy = story_line(quake, APP, **options).plain
    lone = story_line(quake, Look(DARK, Mode(Bidi.TERMINAL)), **options).plain
    assert "ﻞﺣﺎﺴﻟﺍ ﺮﺒﺧ" in roomy
    assert quake["publishers"][0] not in lone


@given(
    st.text(max_size=200),
    st.integers(30, 200),
    st.sampled_from([Mode(Bidi.APP), Mode(Bidi.APP, words=True), Mode(Bidi.OFF)]),
    st.booleans(),
)
def test_no_headline_makes_a_line_too_long(
    quake: Any, headline: str, width: int, mode: Mode, selected: bool
) -> None:
    entry = {**quake["entries"][1], "publisher": headline, "title": headline + "x", "relation": headline}
    story: Any = {**quake, "headline": headline, "publishers": [headline], "lang": headline, "url": headline}
    story["entries"] = [entry, {**entry, "reasons": [headline], "former": [headline]}]
    look = Look(DARK, mode)
    line = story_line(story, look, width=width, now=0.0, best=0.0, news=News.NEW, selected=selected)
    assert cells(line.plain) <= width
    for row in detail(story, look, width=width, now=0.0).lines:
        assert cells(row.plain) <= width


def test_columns_say_where_the_window_stands(night: Any) -> None:
    stream = Stream()
    stream.resize(5)
    assert "of" not in column_line(stream, OFF, width=80).plain
    stream.load(
        {"desk": "", "epoch": "e", "offset": 0, "stories": [night.bare(one) for one in night.stories()]}, 0.0
    )
    total = len(night.stories())
    assert f"1–5 of {total}" in column_line(stream, OFF, width=80).plain
    stream.scroll(5)
    fresh: Any = {**night.bare(night.stories()[3]), "id": "new", "score": 1e9}
    stream.apply({"epoch": "e", "offset": 1, "op": "created", "story": fresh}, 0.0)
    assert "▲ 1 new above (g)" in column_line(stream, OFF, width=80).plain
    assert len(stream_lines(stream, OFF, width=80, now=night.NOW, clock=0.0)) == 5


def test_the_detail_shows_every_copy_with_its_evidence(quake: Any, night: Any) -> None:
    text = "\n".join(line.plain for line in detail(quake, OFF, width=60, now=night.NOW).lines)
    for part in (
        "×6 copies · 5 publishers",
        "first 41m ago · last 4m ago",
        "breaking",
        "rewording 0.86",
        "Meridian Desk",
        "update 0.79",
        "why: numbers agree: 34",
        "https://news.example/1",
    ):
        assert part in text
    assert text.count("first   ") == 1


def test_a_story_without_its_copies_says_so(quake: Any, night: Any) -> None:
    lines = detail(night.bare(quake), OFF, width=60, now=night.NOW).lines
    assert lines[-1].plain == "reading its copies…"


def test_former_titles_and_same_words(quake: Any, night: Any) -> None:
    entry = {**quake["entries"][1], "title": quake["headline"], "former": ["as it was"]}
    story: Any = {**quake, "entries": [quake["entries"][0], entry]}
    shown = detail(story, OFF, width=80, now=night.NOW).lines
    text = "\n".join(line.plain for line in shown)
    assert "the same words" in text
    assert "before: as it was" in text


def test_feeds_that_fail_come_first_with_their_reason(night: Any) -> None:
    lines = [line.plain for line in feed_page(in_order(night.feeds()), OFF, width=90, now=night.NOW).lines]
    assert lines[1].startswith(" failing ×3")
    assert "HTTP 503" in lines[3]
    assert any(line.startswith(" ok") and "Meridian Desk" in line for line in lines)
    assert answers(night.feeds()) == (4, 1, 0)


def test_a_feed_that_was_never_asked_waits() -> None:
    feed = FeedState(
        feed="https://a.example/rss", url="https://b.example/rss", next_poll=100.4, warnings=("moved",)
    )
    lines = [line.plain for line in feed_page([feed], OFF, width=90, now=100.0).lines]
    assert lines[1].split()[:2] == ["waiting", "never"]
    assert "0.4 s" in lines[1]
    assert "https://a.example/rss → https://b.example/rss" in lines[2]
    assert lines[3].strip() == "moved"
    assert "due" in feed_page([replace(feed, next_poll=9.0)], OFF, width=90, now=100.0).lines[1].plain
    assert "—" in feed_page([replace(feed, next_poll=None)], OFF, width=90, now=100.0).lines[1].plain


def test_a_quiet_and_a_paused_feed_say_so() -> None:
    feed = FeedState("https://a.example/", "https://a.example/", "A", polled=90.0, ok_at=90.0, rhythm=600.0)
    quiet = replace(feed, quiet=True, news=(100.0 - 7200.0,))
    lines = [line.plain for line in feed_page([quiet], OFF, width=90, now=100.0).lines]
    assert lines[1].split()[0] == "quiet"
    assert "10 min" in lines[1]
    assert "its last news is 2h old" in lines[3]
    assert (
        feed_page([replace(feed, paused=True)], OFF, width=90, now=100.0).lines[1].plain.split()[0]
        == "paused"
    )


def test_nothing_answers_only_when_nothing_ever_did() -> None:
    dead = FeedState(feed="a", url="a", polled=1.0, error="dns", error_text="no such host")
    assert none_answers([dead, dead])
    assert none_answers([])
    assert not none_answers([dead, replace(dead, ok_at=0.5)])
    assert not none_answers([dead, FeedState(feed="b", url="b")])
    text = "\n".join(line.plain for line in nothing_lines([dead, dead], OFF, width=60))
    assert "None of the 2 feeds answers" in text
    assert text.count("no such host") == 2
    assert "demo" in text
    assert "The only feed" in nothing_lines([dead], OFF, width=60)[1].plain
    assert "no feeds" in nothing_lines([], OFF, width=60)[1].plain


STATUS = Status(desk="main", epoch="e", offset=1, stories=1, copies=3200)


@pytest.mark.parametrize(
    ("link", "trouble", "word"),
    [
        (LinkState(), "", "connecting…"),
        (LinkState(Link.LIVE), "", "live"),
        (LinkState(Link.LIVE), "no writer", "stale"),
        (LinkState(Link.LOST, "refused", 2.0), "", "disconnected"),
    ],
)
@pytest.mark.parametrize("width", [20, 80, 200])
def test_health_is_always_a_word_on_the_first_line(
    link: LinkState, trouble: str, word: str, width: int
) -> None:
    line = header_line("main", OFF, status=STATUS, feeds=[], link=link, trouble=trouble, width=width).plain
    assert word in line
    assert cells(line) <= width


def test_the_header_counts(night: Any) -> None:
    live = LinkState(Link.LIVE)
    line = header_line(
        "main", OFF, status=STATUS, feeds=night.feeds(), link=live, trouble="", rate=12.4, lag=0.42, width=120
    ).plain
    for part in ("1 story", "12/min", "lag 0.4 s", "feeds 4/5 ok", "3,200 copies"):
        assert part in line


def test_the_notice_gives_the_reason() -> None:
    assert notice(LinkState(Link.LIVE), "") == ""
    assert notice(LinkState(Link.LIVE), "no writer\x1b[0m") == "stale: no writer[0m"
    assert notice(LinkState(Link.LOST, "refused", 2.0), "") == "disconnected: refused — trying again in 2.0 s"


@pytest.mark.parametrize("width", [30, 60, 80, 200])
@pytest.mark.parametrize("place", [place for place in Place if place is not Place.TYPING])
def test_the_footer_never_leaves_help_and_quit_out(place: Place, width: int) -> None:
    line = footer_line(COMMANDS, place, OFF, width=width, notes=[], demo=True).plain
    assert cells(line.rstrip()) <= width
    assert line.endswith("? help  q quit  ")
    assert "d demo" in line
    assert "3 marked" in footer_line(COMMANDS, place, OFF, width=width, notes=["3 marked"], demo=False).plain


def test_the_footer_names_the_keys_that_act_here() -> None:
    def said(place: Place) -> str:
        return footer_line(commands({"split": "c"}), place, OFF, width=120, notes=[], demo=False).plain

    assert "c split  v move to a story  M mute  Esc back" in said(Place.COPIES)
    assert "m merge  = compare  Esc unmark" in said(Place.MARKED)
    assert "m merge" not in said(Place.LIST)
    assert "a add  w pause  X remove" in said(Place.FEEDS)
    assert "filter" not in said(Place.FEEDS) + said(Place.LOG) + said(Place.OVER)
    assert said(Place.TYPING).split("  ")[:2] == [" Enter take it", "Esc leave it"]


def test_the_help_names_every_key_and_what_bidi_does() -> None:
    for bidi in (Bidi.APP, Bidi.TERMINAL, Bidi.OFF):
        mode = Mode(bidi, terminal="VTE")
        text = "\n".join(line.plain for line in help_lines(COMMANDS, Look(DARK, mode), width=100))
        beside = help_lines(COMMANDS, Look(DARK, mode), width=200)
        assert len(beside) < 0.6 * len(text.splitlines())
        assert all(cells(line.plain) <= 200 for line in beside)
        said = " ".join(text.split())
        assert all(one.shown in text and one.text in said for one in listed(COMMANDS))
        assert "this looks like VTE" in text
