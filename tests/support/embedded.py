"""The embedded server as a test speaks to it.

Knows its socket and its lock; must not know what a test expects.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from redis import Redis

from ticker.store.server_home import ServerHome

if TYPE_CHECKING:
    from pathlib import Path

    from ticker.store.embedded import EmbeddedServer


def speak(server: EmbeddedServer) -> Redis:
    return Redis.from_url(server.url, protocol=2, decode_responses=True)


def is_gone(data_dir: Path) -> bool:
    """Whether no server process lives on this directory."""
    claim = ServerHome(data_dir).claim()
    if claim is None:
        return False
    os.close(claim)
    return True
