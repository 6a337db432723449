"""A real server of the test's own: started, killed and started again on the same data and port.

Knows the server's life; must not know what is stored in it.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import redis

from tests.support.loopback import free_port
from tests.support.waiting import until
from ticker.store.server_binary import find_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType


class RedisServer:
    """One server on a loopback port; `options` are further words of its command line.

    With `sentinel`, the text of its configuration, it is a Sentinel. In a `with` it runs.
    """

    def __init__(
        self,
        *options: str,
        port: int | None = None,
        sentinel: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ticker-test-"))
        self.port = port or free_port()
        self._options = options
        self._sentinel = sentinel
        self._environ = {**os.environ, **(environ or {})}
        self.process: subprocess.Popen[bytes] | None = None
        self.client = redis.Redis(port=self.port, socket_timeout=5, protocol=2)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        if self._sentinel:
            config = self.folder / "sentinel.conf"
            config.write_text(self._sentinel, encoding="utf-8")
            command = [str(find_binary()), str(config), *options, "--sentinel"]
        else:
            command = [str(find_binary()), *options, "--save", "", "--appendonly", "yes"]
            command += ["--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
            command += ["--repl-diskless-sync-delay", "0", *self._options]
        # a write beyond the limit of `fill_disk` shall fail, not end the server
        patient = ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen([*patient, *command], stdout=log, stderr=log, env=self._environ)
        end = time.monotonic() + 30
        while True:
            try:
                self.client.ping()
            except redis.AuthenticationError:
                return  # it does, and wants the password of its options
            except redis.RedisError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text("utf-8")
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.01)
            else:
                return

    def append_only_file(self) -> Path:
        """Where it writes what it is told."""
        (found,) = self.folder.rglob("*.incr.aof")
        return found

    def fill_disk(self) -> None:
        """Let every further write to its files fail."""
        self._limit_files(self.append_only_file().stat().st_size)

    def free_disk(self) -> None:
        """Let it write again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        assert self.process is not None
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """An orderly end: everything is on disk."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None
        self.client.connection_pool.disconnect()

    def close(self) -> None:
        """End it and remove its data."""
        self.kill()
        self.client.close()
        shutil.rmtree(self.folder)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def cluster_of_one() -> Iterator[str]:
    """A cluster of one node, which minds slots as one of many does; its URL."""
    with RedisServer("--cluster-enabled", "yes", "--cluster-port", str(free_port())) as node:
        client: Any = node.client
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        until(lambda: b"cluster_state:ok" in client.execute_command("CLUSTER", "INFO"))
        yield f"redis+cluster://127.0.0.1:{node.port}"
