"""How long work lies when the process that does it is killed while another of its role stands by.

Of a desk: until another process has it, and has committed something where there is something to commit; of
the polls: until another leads. Knows who holds what in the store; must not know why somebody was killed.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import redis

from tests.support.threads import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.crew import Worker

_GLANCE = 0.02


@dataclass
class Post:
    """What one process of a role holds: its lease, and the fields that show its work."""

    role: str
    lease: str
    work: str
    fields: tuple[str, str]
    owner: str = ""
    token: int = 0
    done: str = ""
    killed_at: float = 0.0
    killed_token: int = 0
    void: int = 0
    """Takeovers that cannot be counted: whoever stood by was killed as well."""
    taken: list[float] = field(default_factory=list)
    """Seconds."""

    def look(self, client: Any) -> None:
        """See who holds the post, and whether it works."""
        owner, token = client.hmget(self.lease, "owner", "token")
        self.owner, self.token = (owner or b"").decode(), int(token or 0)
        done, wanted = (
            (one or b"0").decode().partition("-")[0] for one in client.hmget(self.work, *self.fields)
        )
        works, self.done = done != self.done or done == wanted, done
        if self.killed_at and self.token > self.killed_token and works:
            self.taken.append(time.monotonic() - self.killed_at)
            self.killed_at = 0.0

    def killed(self, victim: Worker, *, stood_by: bool) -> None:
        """A process is dead; `stood_by`: another of its role was ready."""
        if victim.role != self.role:
            return
        if self.killed_at:
            self.killed_at, self.void = 0.0, self.void + 1
        if f":{victim.pid}:" in self.owner:
            if stood_by:
                self.killed_at, self.killed_token = time.monotonic(), self.token
            else:
                self.void += 1

    def __str__(self) -> str:
        seconds = " ".join(f"{one:.2f}" for one in sorted(self.taken))
        return f"{self.role}: {len(self.taken)} takeovers ({self.void} void), seconds: {seconds}"


class Takeovers:
    """Both posts of a server; `killed` is told of every process that is killed."""

    def __init__(self) -> None:
        self.posts = (
            Post("desk", "ticker:{main}:lease", "ticker:{main}:meta", ("cursor", "appended")),
            Post("poll", "ticker:{poll}/meta", "ticker:{poll}/meta", ("sent", "nothing")),
        )
        self._lock = threading.Lock()

    def killed(self, victim: Worker, others: list[Worker]) -> None:
        """A process is dead now; `others` live."""
        stood_by = any(one.role == victim.role and one.said("event=started") for one in others)
        with self._lock:
            for post in self.posts:
                post.killed(victim, stood_by=stood_by)

    def look(self, client: Any) -> None:
        """See how things stand, where the server answers."""
        with self._lock, suppress(redis.RedisError):
            for post in self.posts:
                post.look(client)


@contextmanager
def takeovers_of(port: int) -> Iterator[Takeovers]:
    """Watch a server inside the block."""
    takeovers = Takeovers()

    def watch(over: threading.Event) -> None:
        while not over.wait(_GLANCE):
            takeovers.look(client)

    with redis.Redis(port=port, protocol=2) as client, beside(watch):
        yield takeovers
