"""`ticker letters`: what a desk gave up can be read, tried again and dropped from a shell."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import yaml

from ticker.core.model import Changes, Entry
from ticker.store import DeskStore, Letter, codec, connect

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Harbour bridge shut \x1b[31m after cracks"


async def _give_up(url: str) -> None:
    redis = await connect(url)
    store = DeskStore(redis, "main")
    token = await store.acquire("test", 60)
    assert token is not None
    loaded = await store.load()
    entry = Entry("e", "https://kestrel.example/rss", "Kestrel Post", TITLE, 1_790_000_000.0, 1_790_000_000.0)
    letters = [
        Letter(101, *codec.pack_event(entry), "RuntimeError: a bug", 3, 1_790_000_000.0),
        Letter(102, b"z", b"??", "no known kind of record", 3, 1_790_000_060.0),
    ]
    await store.append([entry] * 102)
    await store.commit(
        token=token,
        epoch=loaded.epoch,
        after=loaded.cursor,
        cursor="102-0",
        changes=Changes(offset=loaded.snapshot.offset, next_ordinal=loaded.snapshot.next_ordinal),
        letters=letters,
    )
    await store.release("test", token)
    await redis.aclose()


def test_letters_are_listed_tried_again_and_dropped(
    live_desk: Callable[..., Path], ticker: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    config = live_desk([("Kestrel Post", "Ferry strike ends")])
    words = ("--config", str(config))
    asyncio.run(_give_up(yaml.safe_load(config.read_text(encoding="utf-8"))["redis"]["url"]))

    listed = ticker("letters", "list", *words)
    assert listed.returncode == 0
    assert "\x1b" not in listed.stdout
    assert "101  2026-09-21T14:13:20" in listed.stdout
    assert "after cracks (Kestrel Post, https://kestrel.example/rss)" in listed.stdout
    assert "3 tries: RuntimeError: a bug" in listed.stdout
    rows = json.loads(ticker("letters", "list", "--json", *words).stdout)["letters"]
    assert [(row["number"], row["what"]) for row in rows] == [(101, "entry"), (102, "unreadable")]
    doctor = ticker("doctor", *words).stdout
    assert "2 dead letters: records that broke it and are in no story; the newest: no known kind" in doctor

    neither = ticker("letters", "retry", *words)
    assert (neither.returncode, neither.stdout) == (2, "")
    assert "name the letters" in neither.stderr
    strange = ticker("letters", "drop", "7", *words)
    assert (strange.returncode, strange.stdout) == (1, "")
    assert "has no dead letter 7" in strange.stderr

    assert "letter 101 is record" in ticker("letters", "retry", "101", *words).stdout
    assert ticker("letters", "drop", "--all", *words).stdout == "letter 102 is dropped\n"
    assert "no dead letter" in ticker("letters", "list", *words).stdout
