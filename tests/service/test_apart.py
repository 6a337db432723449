"""A process apart where no copy can be made: a command, told where the store is, ended with the rest."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

from ticker.service.apart import Apart

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import pathlib, sys
pathlib.Path(sys.argv[1]).write_text(sys.stdin.readline())
sys.stdin.read()
"""


async def test_a_command_is_told_the_store_and_ended(tmp_path: Path, log: Any, heard: list[Any]) -> None:
    told = tmp_path / "told"
    async with Apart([sys.executable, "-c", CHILD, str(told)], log) as apart:
        process = apart._process
        assert process is not None
        assert not told.exists()
        apart.join("unix:///s")
        while not (told.exists() and told.read_text() == "unix:///s\n"):
            await asyncio.sleep(0.01)
    assert await process.wait() < 0, "by a signal: it would have read on for ever"
    assert heard == []
