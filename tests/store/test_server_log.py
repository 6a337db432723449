"""What a server that did not start says last, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker.store.server_log import explain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (b"", "it said nothing"),
        (
            b"1:M 23 Nov 2026 19:04:02.907 # Bad directive\n1:M 23 Nov 2026 19:04:02.908 * bye\n",
            "Bad directive",
        ),
        (b"1:M 23 Nov 2026 19:04:02.907 # write: No space left on device\n", "the disk of"),
        (b"1:M 23 Nov 2026 19:04:02.907 # Invalid AOF manifest file format\n", "move it away"),
        (
            b"1:M 23 Nov 2026 19:04:02.907 # Unable to obtain the AOF file a.aof length. stat: x\n",
            "move it away",
        ),
        (b"loader: not found\n", "loader: not found"),
        (b"1:M 23 Nov 2026 19:04:02.907 # WARNING Memory overcommit must be enabled!\nend\n", "end"),
    ],
)
def test_the_log_s_last_words_become_one_line(tmp_path: Path, words: bytes, expected: str) -> None:
    log = tmp_path / "server.log"
    log.write_bytes(b"1:M 23 Nov 2026 19:04:02.907 # an older start\n" + words)

    found = explain(log, log.stat().st_size - len(words))

    assert expected in found
    assert "older start" not in found
    assert "\n" not in found


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "cannot be read: no such file" in explain(tmp_path / "server.log", 0)
