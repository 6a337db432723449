"""The consumer's side: follow a desk of a ticker server, ask it, curate; from async code or without.

    async with Client("http://127.0.0.1:8080", token=…) as ticker:
        async for event in ticker.follow("main", lang="ar"):
            …                                                  # Snapshot, then Change after Change

    client.py     the same for async code      blocking.py   and without asyncio
    course.py     what both know: cursor, messages, when to come back; no I/O
    asking.py     paths, parameters and answers; no I/O
    source.py     what a reader of one desk may ask, whoever answers
    remote.py     that, over a server: for the dashboard

Knows the protocol (docs/protocol.md); must not know the server's insides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.client.course import Board, Change, Snapshot

if TYPE_CHECKING:
    from ticker.client.blocking import BlockingClient
    from ticker.client.client import Client

__all__ = ["BlockingClient", "Board", "Change", "Client", "Snapshot"]

# the network stack is for those who use it: the dashboard on its own store does not
_LATE = {"BlockingClient": "blocking", "Client": "client"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only for what is imported late

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
