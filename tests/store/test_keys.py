"""Names of keys: one slot for a desk, an order in equal scores, a document that does not rot."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.cluster import key_slot  # type: ignore[attr-defined,unused-ignore]  # not in redis-py's public list

from ticker.errors import UsageError
from ticker.store.keys import SCHEMA, SHARED, SPECS, DeskKeys, rank_member, story_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "redis-keys.md"


def names(keys: DeskKeys) -> list[str]:
    return [getattr(keys, field.name) for field in fields(keys)]


@given(st.text(min_size=1, max_size=20))
def test_all_keys_of_a_desk_share_one_slot_or_the_name_is_refused(desk: str) -> None:
    try:
        keys = DeskKeys.of(desk)
    except UsageError:
        return
    tagged = {key_slot(name.encode()) for name in names(keys)}

    assert tagged == {key_slot(desk.encode())}
    assert len(set(names(keys))) == len(SPECS)


@pytest.mark.parametrize("desk", ["", "a b", "a{b", "}", "a\n", "\u202eabc"])
def test_a_name_that_cannot_be_a_hash_tag_is_refused(desk: str) -> None:
    with pytest.raises(UsageError, match="no space or brace"):
        DeskKeys.of(desk)


def test_desks_spread_over_slots() -> None:
    slots = {key_slot(DeskKeys.of(desk).meta.encode()) for desk in ("main", "sport", "أخبار")}

    assert len(slots) == 3


@given(st.lists(st.integers(1, 10**15), unique=True))
def test_members_of_the_rank_sort_as_bytes_like_the_numbers_they_name(ids: list[int]) -> None:
    members = sorted(rank_member(str(one)).encode() for one in ids)

    assert [int(story_of(member.decode())) for member in members] == sorted(ids)


def test_the_document_names_every_key_its_type_and_what_it_holds() -> None:
    document = DOCUMENT.read_text("utf-8")
    rows = [line for line in document.splitlines() if line.startswith("| `ticker:{desk}:")]
    expected = [f"| `ticker:{{desk}}:{spec.part}` | {spec.kind} | {spec.holds} |" for spec in SPECS]

    assert rows == expected, "copy into docs/redis-keys.md:\n" + "\n".join(expected)
    shared = [
        line for line in document.splitlines() if line.startswith("| `ticker:") and "{desk}" not in line
    ]
    assert shared == [f"| `ticker:{spec.part}` | {spec.kind} | {spec.holds} |" for spec in SHARED]
    assert f"Schema version: **{SCHEMA}**" in document


def test_the_table_and_the_names_agree() -> None:
    assert [spec.part for spec in SPECS] == [field.name for field in fields(DeskKeys)]
