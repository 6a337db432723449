"""A file that is no backup, or no whole one, is refused in one line before anything is written."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.backup.both import Both, rewritten, rows_of
from ticker.errors import UsageError
from ticker.service.backup import backup
from ticker.store.backup import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


async def refused(both: Both) -> str:
    """The one line that a restore says of a bad file; nothing was written."""
    with pytest.raises(UsageError) as error:
        await both.restore()
    assert await both.there.dbsize() == 0
    text = str(error.value)
    assert "\n" not in text
    assert str(both.file) in text
    return text


def damaged(path: Path) -> Iterator[None]:
    """The file cut at many places, then with a byte changed at many places."""
    data, random_ = path.read_bytes(), random.Random(7)
    for cut in sorted({0, 1, 9, 10, len(data) - 1, *random_.sample(range(len(data)), 40)}):
        path.write_bytes(data[:cut])
        yield
    for place in random_.sample(range(10, len(data)), 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        yield


async def test_a_file_that_is_cut_or_damaged_anywhere_is_refused_whole(both: Both) -> None:
    await both.lived(5)
    await backup(both.config, both.file)
    for _ in damaged(both.file):
        await refused(both)


async def test_a_file_that_does_not_make_sense_is_refused_with_its_line(both: Both) -> None:
    await both.lived(5)
    await backup(both.config, both.file)
    good = rows_of(both.file)

    def at(kind: str) -> int:
        return next(place for place, row in enumerate(good) if row["type"] == kind)

    last = max(place for place, row in enumerate(good) if row["type"] == "record")

    async def told(change: Any) -> str:
        rows = json.loads(json.dumps(good))
        change(rows)
        rewritten(both.file, rows)
        return await refused(both)

    def shared(rows: list[dict[str, Any]]) -> None:
        first = rows[at("story")]["story"]["members"][0]
        rows[at("story") + 1]["story"]["members"].append(first)

    assert "no backup" in await told(lambda rows: rows.clear() or rows.append({"hello": 1}))
    assert "begins with one head" in await told(lambda rows: rows.pop(0))
    assert "later one" in await told(lambda rows: rows[0].update(format=99))
    assert "names the desks" in await told(lambda rows: rows[0].update(desks=["other"]))
    assert "no space or brace" in await told(lambda rows: rows[1].update(name="a b"))
    assert "cut short" in await told(lambda rows: rows.pop())
    assert "behind the end" in await told(lambda rows: rows.extend([rows[-1], rows[-2]]))
    assert "belong" in await told(lambda rows: rows.pop(at("copy")))
    assert "belong" in await told(lambda rows: rows.pop(at("story")))
    assert "are missing" in await told(lambda rows: rows.pop(last))
    assert "comes twice" in await told(lambda rows: rows.insert(at("story"), rows[at("story")]))
    assert "comes twice" in await told(lambda rows: rows.insert(at("state"), rows[at("state")]))
    assert "stands after" in await told(lambda rows: rows.insert(last, rows[last]))
    assert "no number" in await told(lambda rows: rows[at("story")]["story"].update(id="x"))
    assert "own lead" in await told(lambda rows: rows[at("story")]["story"].update(lead=9999))
    assert "of another story" in await told(shared)
    assert "counter" in await told(lambda rows: rows[at("state")].update(next_ordinal=2))
    assert "has no state" in await told(lambda rows: rows.pop(at("state")))
    assert "line of the audit" in await told(lambda rows: rows[at("audit")].update(line={"action": 1}))
    assert "Expected" in await told(lambda rows: rows[at("seen")].update(ids={"zz": 1}))
    assert "Expected" in await told(lambda rows: rows[at("copy")]["copy"]["entry"].update(title=None))
    assert "Expected" in await told(lambda rows: rows[at("state")].update(cursor=10**30))


HEAD = (
    json.dumps({"type": "ticker-backup", "format": 1, "ticker": "x", "at": "", "desks": []}).encode() + b"\n"
)


async def test_hostile_files_end_in_one_line(both: Both) -> None:
    for data, said in (
        (b"", "is cut short"),
        (b"plain text", "no backup"),
        (gzip.compress(b"[" * 100_000 + b"\n"), "no backup"),
        (gzip.compress(HEAD + b'{"type":"token","x":' + b"[" * 50_000 + b"\n"), "line 2"),
        (gzip.compress(HEAD + b"\xff\xfe\n"), "line 2"),
        (gzip.compress(HEAD + b'{"type":"alert","line":{"id":"\\ud800"}}\n'), "line 2"),
        (gzip.compress(HEAD + b"a" * (17 * 2**20)), "longer than 16 MB"),
    ):
        both.file.write_bytes(data)
        assert said in await refused(both)
    both.file.unlink()
    assert "cannot be read" in await refused(both)
    both.file.mkdir()
    assert "cannot be read" in await refused(both)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticker.store.backup.file.FREE", 2**20)
    path = tmp_path / "bomb.gz"
    line = json.dumps({"type": "acted", "ids": {"a" * 1000: 1}}).encode() + b"\n"
    path.write_bytes(gzip.compress(HEAD + line * 20_000))
    count = 0
    with pytest.raises(UsageError, match="200 times its size"):
        for count, _ in read(path):  # noqa: B007 - how far it came
            pass
    assert count < 20_000
