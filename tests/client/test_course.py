"""What a follower knows, without a network: messages, cursor, order, when to come back."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ticker.client import asking
from ticker.client.course import LEAST, MOST, Board, Change, Course, Snapshot, place, problem, query
from ticker.errors import RemoteError, UsageError


def course(**more: Any) -> Course:
    settings = {"desk": "main", "cursor": None, "filters": {}, "chance": lambda: 1.0, **more}
    return Course("https://ticker.example.org/", **settings)


def story(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "score": 1.0,
        "pin": None,
        "held": False,
        "headline": f"story {number}",
        **more,
    }


def test_the_url_carries_desk_filters_and_cursor() -> None:
    one = course(cursor="e:5", filters={"publisher": ["A&B", "C"], "breaking": True, "q": None})
    parts = urlsplit(one.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("wss", "ticker.example.org", "/v1/live")
    assert parse_qs(parts.query) == {
        "desk": ["main"],
        "cursor": ["e:5"],
        "publisher": ["A&B", "C"],
        "breaking": ["true"],
    }


def test_messages_become_events_and_move_the_cursor() -> None:
    one = course()
    assert one.take('{"type":"hello","desk":"main","epoch":"e","offset":9,"ping":10}') is None
    assert (one.patience, one.cursor) == (22.5, None)
    snapshot = one.take(
        json.dumps({"type": "snapshot", "epoch": "e", "offset": 9, "complete": True, "stories": []})
    )
    assert snapshot == Snapshot("e", 9, [], complete=True)
    assert snapshot.cursor == one.cursor == "e:9"
    update = {"epoch": "e", "offset": 12, "op": "changed", "story": story(1)}
    change = one.take(json.dumps({"type": "update", "left": True, **update}).encode())
    assert isinstance(change, Change)
    assert (change.update, change.left, change.gone) == (update, True, True)
    assert one.cursor == "e:12"
    assert one.take('{"type":"ping","epoch":"e","offset":15}') is None
    assert one.cursor == "e:15"
    assert one.take('{"type":"recovered","epoch":"e","from":15}') is None
    assert one.take('{"type":"of a later version"}') is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '{"type":"snapshot"}', b"\xff", '{"type":"update"}'])
def test_what_is_no_message_is_an_error(text: str | bytes) -> None:
    with pytest.raises(RemoteError, match=r"no message of ticker\.v1\.json") as error:
        course().take(text)
    assert error.value.kind == "protocol"


def test_waits_grow_up_to_a_limit_and_start_anew_after_a_message() -> None:
    one = course()
    waits = [one.lost() for _ in range(8)]
    assert waits == [min(MOST, LEAST * 2**n) for n in range(8)]
    one.take('{"type":"pong"}')
    assert one.lost() == LEAST
    assert course(chance=lambda: 0.0).lost() == LEAST / 2
    for _ in range(2_000):
        assert one.lost() <= MOST


@pytest.mark.parametrize("code", [4500, 4501, 4502, 4503, 4999])
def test_a_code_that_says_do_not_come_back_is_obeyed(code: int) -> None:
    with pytest.raises(RemoteError, match="closed the socket: no more") as error:
        course().lost(code=code, reason="no more")
    assert error.value.status == code
    assert course().lost(code=4000) == course().lost(code=1006) == LEAST


@pytest.mark.parametrize("status", [401, 403, 404, 422])
def test_a_refusal_that_waiting_does_not_mend_is_an_error(status: int) -> None:
    body = json.dumps({"type": "urn:ticker:problem:bad-token", "title": "No", "detail": "it is old"})
    with pytest.raises(RemoteError, match=r"ticker.example.org: No: it is old") as error:
        course().refused(status, body.encode())
    assert (error.value.kind, error.value.status) == ("bad-token", status)
    assert course().refused(503, b"") == LEAST


def test_an_error_that_is_no_problem_document_still_has_a_line() -> None:
    assert str(problem("http://a:1", 502, b"<html>")) == "a:1: HTTP 502"


def test_the_board_is_what_the_events_add_up_to() -> None:
    board = Board()
    board.take(Snapshot("e", 1, [story(1), story(2), story(10)], complete=True))  # type: ignore[list-item]  # as much of a story as matters
    for op, one in (
        ("changed", story(2, score=5.0)),
        ("pinned", story(10, pin=2.0)),
        ("created", story(3, pin=1.0)),
        ("expired", story(1)),
        ("created", story(4)),
        ("created", story(5)),
    ):
        board.take(Change({"epoch": "e", "offset": 2, "op": op, "story": one}))  # type: ignore[typeddict-item]  # same
    assert [one["id"] for one in board.ranked()] == ["3", "10", "2", "4", "5"]
    assert sorted(board.stories.values(), key=place) == board.ranked()


def test_addresses_of_servers() -> None:
    assert asking.base_of(" https://ticker.example.org/ ") == "https://ticker.example.org"
    assert asking.base_of("http://[::1]:8080") == "http://[::1]:8080"
    for wrong in (
        "",
        "ticker.example.org",
        "ftp://x",
        "http://",
        "http://x/page",
        "http://x?token=1",
        "http://[",
        "http://x:y",
    ):
        with pytest.raises(UsageError, match="no address of a ticker server"):
            asking.base_of(wrong)
    with pytest.raises(UsageError, match="user or password"):
        asking.base_of("https://me:secret@ticker.example.org")


def test_queries_leave_out_nothing_but_none() -> None:
    assert query({"a": None, "b": [], "c": 0, "d": "", "e": "é&"}) == "c=0&d=&e=%C3%A9%26"
