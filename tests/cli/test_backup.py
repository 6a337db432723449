"""`ticker backup` and `ticker restore` from a shell, on embedded servers."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


def test_a_desk_moves_to_another_machine_in_a_file(
    live_desk: Callable[..., Path],
    ticker: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    config = live_desk([("Kestrel Post", "Ferry strike ends"), ("Ufuq", "أفق: إغلاق الجسر القديم")])
    file, new = tmp_path / "b.jsonl.gz", tmp_path / "new.yaml"
    new.write_text("data_dir: data\n", encoding="utf-8")

    written = ticker("backup", str(file), "--config", str(config))
    assert written.returncode == 0
    assert f"{file}: {file.stat().st_size} bytes" in written.stdout

    filled = ticker("restore", str(file), "--json", "--config", str(new))
    assert json.loads(filled.stdout)["desks"][0] | {"seen": 0, "feeds": 0} == {
        "desk": "main",
        "stories": 2,
        "copies": 2,
        "audit": 0,
        "seen": 0,
        "feeds": 0,
        "letters": 0,
    }
    kept = ticker("restore", str(file), "--config", str(new))
    assert (kept.returncode, kept.stdout) == (1, "")
    assert "desk main is not restored: it holds 2 stories" in kept.stderr
    assert (
        "desk main: 2 stories of 2 copies"
        in ticker("restore", str(file), "--overwrite", "--config", str(new)).stdout
    )
    with EmbeddedServer(tmp_path / "data"):
        running = ticker("restore", str(file), "--overwrite", "--config", str(new))
    assert running.returncode == 1
    assert "stop it first" in running.stderr
    evil = gzip.compress(
        b'{"type":"ticker-backup","format":9,"ticker":"\\u001b[31m\\u2028x","at":"","desks":[]}\n'
    )
    (tmp_path / "evil.gz").write_bytes(evil)
    refused = ticker("restore", str(tmp_path / "evil.gz"), "--config", str(new))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "\x1b" not in refused.stderr
