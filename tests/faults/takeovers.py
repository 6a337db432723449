"""How long work lies when the process that does it is killed: a desk, and the lead of the polls.

Knows who holds what in the store; must not know why somebody was killed.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import redis

if TYPE_CHECKING:
    from types import TracebackType

_GLANCE = 0.02


@dataclass
class _Post:
    """A lease, and the hash in which its holder's work shows ("" = the lease itself is the work)."""

    lease: str
    work: str
    mark: str
    owner: str = ""
    token: int = 0
    done: str = ""
    killed_at: float = 0.0
    killed_token: int = 0
    taken: list[float] = field(default_factory=list)

    def look(self, client: Any) -> None:
        owner, token = client.hmget(self.lease, "owner", "token")
        done = (client.hget(self.work, self.mark) or b"").decode()
        self.owner, self.token = (owner or b"").decode(), int(token or 0)
        moved, self.done = done != self.done, done
        if self.killed_at and self.token > self.killed_token and moved:
            self.taken.append(time.monotonic() - self.killed_at)
            self.killed_at = 0.0


class Takeovers:
    """Watches a server from enter to exit; `killed` is told of every process that is killed."""

    def __init__(self, port: int) -> None:
        self._client: Any = redis.Redis(port=port, protocol=2)
        self.desk = _Post("ticker:{main}:lease", "ticker:{main}:meta", "cursor")
        self.polls = _Post("ticker:{poll}/meta", "ticker:{poll}/meta", "sent")
        self._ended = threading.Event()
        self._lock = threading.Lock()

    def killed(self, pid: int) -> None:
        """A process is dead now; where it held a post, the time until another works begins."""
        with self._lock:
            for post in (self.desk, self.polls):
                if f":{pid}:" in post.owner:
                    post.killed_at, post.killed_token = time.monotonic(), post.token

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(10)
        self._client.close()

    def _watch(self) -> None:
        while not self._ended.wait(_GLANCE):
            with self._lock, suppress(redis.RedisError):
                self.desk.look(self._client)
                self.polls.look(self._client)
