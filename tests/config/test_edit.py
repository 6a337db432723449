"""Feeds added to and taken from a file that a person wrote: all else stays as it was, byte for byte."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.config import ConfigError, FeedConfig, add_desks, add_feeds, load, pause_feeds, remove_feeds
from ticker.config.layout import append
from ticker.config.loader import load_text
from ticker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NEW = {"url": "https://n.example/rss", "publisher": "Neu: ein [Blatt]", "desk": "main", "lang": "no"}
ITEM = '{url: "https://n.example/rss", publisher: "Neu: ein [Blatt]", lang: "no"}'

ADDED = {
    "after the last item, before comments and other sections": (
        (
            "feeds:   # mine\n"
            "  # first\n"
            "  - url: https://a.example/1   # one\n"
            "    lang: en  # English\n"
            "  # - url: https://off.example/\n"
            "\n"
            "# the rest\n"
            "serve: {port: 1}\n"
        ),
        (
            "feeds:   # mine\n"
            "  # first\n"
            "  - url: https://a.example/1   # one\n"
            "    lang: en  # English\n"
            f"  - {ITEM}\n"
            "  # - url: https://off.example/\n"
            "\n"
            "# the rest\n"
            "serve: {port: 1}\n"
        ),
    ),
    "items without indent": (
        "feeds:\n- {url: 'https://a.example/1'}\nserve: {port: 1}\n",
        f"feeds:\n- {{url: 'https://a.example/1'}}\n- {ITEM}\nserve: {{port: 1}}\n",
    ),
    "no line end at the end": (
        "feeds:\n  - {url: 'https://a.example/1'}  # last",
        f"feeds:\n  - {{url: 'https://a.example/1'}}  # last\n  - {ITEM}\n",
    ),
    "lines that end as on Windows": (
        "feeds:\r\n  - {url: 'https://a.example/1'}\r\nserve: {port: 1}\r\n",
        f"feeds:\r\n  - {{url: 'https://a.example/1'}}\r\n  - {ITEM}\r\nserve: {{port: 1}}\r\n",
    ),
    "no feeds yet": ("serve: {port: 1}  # p\n", f"serve: {{port: 1}}  # p\n\nfeeds:\n  - {ITEM}\n"),
    "nothing yet": ("", f"feeds:\n  - {ITEM}\n"),
    "only comments": ("# mine\n", f"# mine\n\nfeeds:\n  - {ITEM}\n"),
    "a section with nothing but comments": (
        "feeds:  # none yet\n  # - url: x\nserve: {port: 1}\n",
        f"feeds:  # none yet\n  - {ITEM}\n  # - url: x\nserve: {{port: 1}}\n",
    ),
    "an explicit null": ("feeds: ~  # none\n", f"feeds:  # none\n  - {ITEM}\n"),
    "an empty list": ("feeds: []  # none\nserve: {}\n", f"feeds:  # none\n  - {ITEM}\nserve: {{}}\n"),
    "an empty list with a remark inside": (
        "feeds: [  # none\n  ]\n",
        f"feeds: [{ITEM}  # none\n  ]\n",
    ),
    "a list in brackets": (
        "feeds: [{url: 'https://a.example/1'}, {url: 'https://a.example/2'} # two\n  ]  # end\n",
        f"feeds: [{{url: 'https://a.example/1'}}, {{url: 'https://a.example/2'}}, {ITEM} # two\n  ]  # end\n",
    ),
    "everything in braces": ("{feeds: [], serve: {port: 1}}\n", f"{{feeds: [{ITEM}], serve: {{port: 1}}}}\n"),
    "the last item is an alias": (
        (
            "feeds:\n  - &a {url: 'https://a.example/1'}\n  - {url: 'https://a.example/2', lang: &l ar}\n"
            "  - {url: 'https://a.example/3', lang: *l}\nserve: {}\n"
        ),
        (
            "feeds:\n  - &a {url: 'https://a.example/1'}\n  - {url: 'https://a.example/2', lang: &l ar}\n"
            f"  - {{url: 'https://a.example/3', lang: *l}}\n  - {ITEM}\nserve: {{}}\n"
        ),
    ),
    "text over several lines": (
        "feeds:\n  - url: >-\n      https://a.example/1\n\n# end\n",
        f"feeds:\n  - url: >-\n      https://a.example/1\n  - {ITEM}\n\n# end\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), ADDED.values(), ids=ADDED)
def test_a_feed_is_added_and_all_else_stays(folder: Path, before: str, after: str) -> None:
    path = folder / "config.yaml"
    path.write_bytes(before.encode())
    assert add_feeds(path, [NEW]) == ["https://n.example/rss"]
    assert path.read_bytes().decode() == after
    assert load(path, environ={}).feeds[-1] == FeedConfig(**NEW)  # type: ignore[arg-type]  # strings, all of them


def test_what_is_there_already_is_skipped(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text("desks: {main: {}, night: {}}\nfeeds:\n  - {url: 'https://a.example/1'}\n")
    wanted: list[dict[str, Any]] = [
        {"url": "HTTPS://A.example:443/1#top"},
        {"url": "https://a.example/1", "desk": "night", "publisher": "", "lang": None},
        {"url": "https://a.example/2", "interval": 600.0, "paused": True, "weight": 0.5},
        {"url": "https://a.example/2"},
    ]
    assert add_feeds(path, wanted) == ["https://a.example/1", "https://a.example/2"]
    assert path.read_text().splitlines()[3:] == [
        '  - {url: "https://a.example/1", desk: night}',
        '  - {url: "https://a.example/2", interval: 600, weight: 0.5, paused: true}',
    ]
    text = path.read_text()
    assert add_feeds(path, wanted) == []
    assert path.read_text() == text


def test_a_file_that_is_not_there_is_created(folder: Path) -> None:
    path = folder / "new" / "config.yaml"
    assert add_feeds(path, [NEW]) == ["https://n.example/rss"]
    assert path.read_text().startswith("# ticker: ")
    assert len(load(path, environ={}).feeds) == 1


def test_link_mode_and_byte_order_mark_stay(folder: Path) -> None:
    target = folder / "target.yaml"
    target.write_bytes(b"\xef\xbb\xbfserve: {port: 1}\n")
    target.chmod(0o640)
    path = folder / "config.yaml"
    path.symlink_to("target.yaml")
    add_feeds(path, [NEW])
    assert path.is_symlink()
    assert target.read_bytes().startswith(b"\xef\xbb\xbfserve")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(one.name for one in folder.iterdir()) == ["config.yaml", "target.yaml"]


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        ({"url": "ftp://a.example"}, r"feed 2 of those to be added: url: .* is no web address"),
        ({"publisher": "A"}, r"feed 2 of those to be added: url: missing; write e.g. url: https://"),
        ({"url": "https://b.example/", "desk": "nigt"}, r'there is no desk "nigt"; the desks are: main'),
        (
            {"url": "https://b.example/", "color": "red"},
            r"feed 2 of those to be added: color: unknown option",
        ),
    ],
)
def test_a_feed_that_cannot_be_used_changes_nothing(folder: Path, feed: dict[str, Any], told: str) -> None:
    path = folder / "config.yaml"
    path.write_text("# mine\n")
    with pytest.raises(UsageError, match=told):
        add_feeds(path, [NEW, feed])
    assert path.read_text() == "# mine\n"


@pytest.mark.parametrize(
    "text",
    [
        "serve: {port: 1}\n...\n",
        "{serve: {port: 1}}\n",
        "feeds: &f []\ndesks: {main: {}}\n",
        "serve: {}\rfeeds: []\rfetch: {}\r",
    ],
)
def test_an_unusual_layout_is_left_to_its_author(folder: Path, text: str) -> None:
    path = folder / "config.yaml"
    path.write_bytes(text.encode())
    with pytest.raises(ConfigError, match="edit its feeds by hand"):
        add_feeds(path, [NEW])
    assert path.read_bytes().decode() == text


def test_a_broken_file_is_told_and_left_alone(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text("feeds: [\n")
    with pytest.raises(ConfigError, match=r"config.yaml:2:1: not YAML"):
        add_feeds(path, [NEW])
    assert path.read_text() == "feeds: [\n"


@pytest.mark.skipif(os.name == "nt", reason="there is no such folder")
def test_a_folder_that_takes_no_file_is_told(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written: "):
        add_feeds(folder / "file" / "config.yaml", [NEW])


REMOVED = {
    "first, with its remark on the line": (
        "feeds:\n  # one\n  - url: https://a.example/x  # x\n    lang: en\n  # two\n  - {url: 'https://a.example/2'}\n",
        "feeds:\n  # one\n  # two\n  - {url: 'https://a.example/2'}\n",
    ),
    "last": (
        "feeds:\n- {url: 'https://a.example/1'}\n-\n  url: https://a.example/x\n# end\nserve: {}\n",
        "feeds:\n- {url: 'https://a.example/1'}\n# end\nserve: {}\n",
    ),
    "only": ("feeds:\n  - {url: 'https://a.example/x'}\nserve: {}\n", "feeds:\nserve: {}\n"),
    "in brackets, first": (
        "feeds: [{url: 'https://a.example/x'}, {url: 'https://a.example/2'}]\n",
        "feeds: [{url: 'https://a.example/2'}]\n",
    ),
    "in brackets, last": (
        "feeds: [{url: 'https://a.example/1'}, {url: 'https://a.example/x'}]\n",
        "feeds: [{url: 'https://a.example/1'}]\n",
    ),
    "on two desks": (
        (
            "desks: {main: {}, night: {}}\nfeeds:\n  - {url: 'https://a.example/x'}\n"
            "  - {url: 'https://a.example/2'}\n  - {url: 'https://a.example/x', desk: night}\n"
        ),
        "desks: {main: {}, night: {}}\nfeeds:\n  - {url: 'https://a.example/2'}\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), REMOVED.values(), ids=REMOVED)
def test_a_feed_is_taken_out_and_all_else_stays(folder: Path, before: str, after: str) -> None:
    path = folder / "config.yaml"
    path.write_text(before)
    assert set(remove_feeds(path, ["https://a.example/x"])) == {"https://a.example/x"}
    assert path.read_text() == after
    assert remove_feeds(path, ["https://a.example/x"]) == []


def test_a_feed_is_taken_out_of_one_desk_alone(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text(REMOVED["on two desks"][0])
    assert remove_feeds(path, ["https://a.example/x"], desk="night") == ["https://a.example/x"]
    assert [feed.desk for feed in load(path, environ={}).feeds] == ["main", "main"]


def test_a_remark_among_brackets_is_not_lost(folder: Path) -> None:
    path = folder / "config.yaml"
    text = "feeds: [{url: 'https://a.example/x'}, # mine\n  {url: 'https://a.example/2'}]\n"
    path.write_text(text)
    with pytest.raises(ConfigError, match="edit its feeds by hand"):
        remove_feeds(path, ["https://a.example/x"])
    assert path.read_text() == text


names = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=30).filter(
    str.strip
)


@given(st.sampled_from([before for before, _ in ADDED.values()]), names, st.integers(60, 3600))
def test_any_name_survives_being_written(before: str, name: str, interval: int) -> None:
    feed = {"url": "https://n.example/rss", "publisher": name, "interval": interval}
    try:
        wanted = FeedConfig.model_validate(feed)
    except ValueError:
        return  # unassigned characters are no names
    after = load_text(append(before, [feed]), None, environ={})
    assert after.feeds[-1] == wanted


PAUSED = {
    "in braces": (
        "feeds: [{url: 'https://a.example/1'}]  # x\n",
        "feeds: [{url: 'https://a.example/1', paused: true}]  # x\n",
    ),
    "one a line": (
        "feeds:\n  # a\n  - url: https://a.example/1  # b\n    lang: ar  # c\n  # d\n",
        "feeds:\n  # a\n  - url: https://a.example/1  # b\n    lang: ar  # c\n    paused: true\n  # d\n",
    ),
    "said already": (
        "feeds:\n  - {paused: false, url: 'https://a.example/1'}\n",
        "feeds:\n  - {paused: true, url: 'https://a.example/1'}\n",
    ),
    "without a line end": (
        "feeds:\n- url: https://a.example/1",
        "feeds:\n- url: https://a.example/1\n  paused: true\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), PAUSED.values(), ids=PAUSED)
def test_a_feed_is_paused_and_all_else_stays(folder: Path, before: str, after: str) -> None:
    path = folder / "config.yaml"
    path.write_text(before)
    assert pause_feeds(path, ["https://A.example/1"], paused=True) == ["https://a.example/1"]
    assert path.read_text() == after
    assert pause_feeds(path, ["https://a.example/1"], paused=True) == []
    assert pause_feeds(path, ["https://a.example/1"], paused=False) == ["https://a.example/1"]
    assert not load(path, environ={}).feeds[0].paused


def test_only_the_feed_of_the_desk_is_paused(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text(
        "desks: {main: {}, b: {}}\nfeeds:\n  - {url: 'https://a.example/1'}\n"
        "  - {url: 'https://a.example/1', desk: b}\n"
    )
    pause_feeds(path, ["https://a.example/1"], paused=True, desk="b")
    assert [feed.paused for feed in load(path, environ={}).feeds] == [False, True]


def test_a_feed_that_cannot_be_paused_safely_is_left_alone(folder: Path) -> None:
    path = folder / "config.yaml"
    text = "feeds:\n  - &a {url: 'https://a.example/1'}\nserve: {port: 1}\n"
    shared = text + "fetch: {user_agent: &u x}\n" + "publishers: {x: {family: *u}}\n"
    path.write_text(shared)
    assert pause_feeds(path, ["https://a.example/1"], paused=True) == ["https://a.example/1"]
    alias = "feeds:\n  - url: &u 'https://a.example/1'\n    publisher: p\n  - url: *u\n    desk: main2\n"
    path.write_text("desks: {main: {}, main2: {}}\n" + alias)
    assert pause_feeds(path, ["https://a.example/1"], paused=True, desk="main2") == ["https://a.example/1"]
    assert [feed.paused for feed in load(path, environ={}).feeds] == [False, True]


DESKS = {
    "none yet": ("serve: {port: 1}\n", "serve: {port: 1}\n\ndesks:\n  main: {}\n  night: {}\n"),
    "an empty file": ("", "desks:\n  main: {}\n  night: {}\n"),
    "one a line": (
        "desks:\n  main:\n    window: 24h  # x\n# y\nserve: {port: 1}\n",
        "desks:\n  main:\n    window: 24h  # x\n  night: {}\n# y\nserve: {port: 1}\n",
    ),
    "in braces": ("desks: {main: {window: 24h}}  # x\n", "desks: {main: {window: 24h}, night: {}}  # x\n"),
}


@pytest.mark.parametrize(("before", "after"), DESKS.values(), ids=DESKS)
def test_a_desk_is_added_and_all_else_stays(folder: Path, before: str, after: str) -> None:
    path = folder / "config.yaml"
    path.write_text(before)
    assert add_desks(path, ["night", "main", "night"]) == ["night"]
    assert path.read_text() == after
    assert list(load(path, environ={}).desks) == ["main", "night"]
