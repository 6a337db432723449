"""The servers that are compared, each started on a free port, and what they cost.

ticker (`ticker run --role serve` over a private store), nginx with nchan, and nats-server over websocket; the
latter two as Debian packages them: `apt-get install nginx-light libnginx-mod-nchan nats-server`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ticker.store.embedded import EmbeddedServer
from ticker.store.keys import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

_TICKS = os.sysconf("SC_CLK_TCK")
EPOCH = "e0000bench01"
DESK = "main"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def message(number: int, epoch: str = EPOCH) -> bytes:
    """An update as the desk commits it, about 850 bytes, with the run's own mark."""
    story = {
        "id": str(number % 400 + 1),
        "headline": f"Harbour council weighs plan {number} for the northern ferry line after three storms",
        "url": f"https://wire.example/2026/11/23/harbour-council-plan-{number}",
        "lang": "en",
        "score": 249365.21 + number,
        "copies": 7,
        "publishers": ["Example Wire", "Selwyn Gazette", "Kalmar Post", "صحيفة الساحل"],
        "first_seen": "2026-11-23T09:00:00.000Z",
        "last_seen": "2026-11-23T09:04:10.000Z",
        "breaking": False,
        "breaking_until": None,
        "pinned": False,
        "pin": None,
        "urgency": None,
        "original": None,
        "held": False,
    }
    update = {
        "epoch": epoch,
        "offset": number,
        "op": "changed",
        "story": story,
        "n": number,
        "ns": time.monotonic_ns(),
    }
    return json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass
class Peer:
    """A running server: where its clients connect, how a message gets in, which processes it is."""

    name: str
    port: int
    pids: list[int]
    publish: Callable[[int], None]
    stop: Callable[[], None]
    beside: list[int] = field(default_factory=list)  # processes that work for it: the store

    def cpu(self) -> float:
        """CPU seconds so far, of the server itself."""
        return sum(map(_cpu, self.pids))

    def cpu_beside(self) -> float:
        """CPU seconds so far, of what works for it."""
        return sum(map(_cpu, self.beside))

    def memory(self) -> int:
        """Bytes that are its own now."""
        return sum(map(_memory, self.pids))


def _cpu(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / _TICKS


def _memory(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
    return int(found[1]) * 1024 if found else 0


def _until(what: Callable[[], bool], patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not what():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Store:
    """A private store with a desk whose updates are written as a commit writes them."""

    def __init__(self, folder: Path) -> None:
        self.server = EmbeddedServer(folder / "data")
        self.server.start()
        path = self.server.url.removeprefix("unix://")
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(path)
        prefix = f"ticker:{{{DESK}}}:"
        self._meta, self._updates = f"{prefix}meta", f"{prefix}updates"
        self._ask("HSET", self._meta, "schema", SCHEMA, "epoch", EPOCH, "offset", "0")
        self.pid = int(re.search(rb"process_id:(\d+)", self._ask("INFO", "server"))[1])  # type: ignore[index]  # it says so

    def publish(self, number: int) -> None:
        """One update, in one step."""
        data = message(number)
        self.line.sendall(
            _resp("MULTI")
            + _resp("XADD", self._updates, f"{number}-0", "u", data)
            + _resp("HSET", self._meta, "offset", str(number))
            + _resp("EXEC")
        )
        got = b""
        while got.count(b"\r\n") < 6:
            got += self.line.recv(4096)

    def _ask(self, *words: str) -> bytes:
        self.line.sendall(_resp(*words))
        time.sleep(0.05)
        return self.line.recv(1 << 16)


def _resp(*words: str | bytes) -> bytes:
    parts = [word.encode() if isinstance(word, str) else word for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)


def start_ticker(folder: Path, store: Store, *, count: int = 1) -> list[Peer]:
    """That many `serve` processes over one store."""
    peers = []
    for number in range(count):
        port = free_port()
        config = folder / f"ticker-{number}.yaml"
        config.write_text(
            json.dumps(
                {
                    "redis": {"url": store.server.url},
                    "serve": {"port": port, "rate": 10_000},
                    "data_dir": str(folder),
                }
            ),
            "utf-8",
        )
        log = (folder / f"ticker-{number}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "ticker", "run", "--role", "serve", "--config", str(config)],
            stdout=log,
            stderr=log,
        )
        _until(lambda port=port: _answers(port))  # type: ignore[misc]  # mypy cannot see the default
        peers.append(Peer("ticker", port, [process.pid], store.publish, _ender(process), beside=[store.pid]))
    return peers


def start_nchan(folder: Path) -> Peer:
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(
        f"""
        load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
        worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
        worker_rlimit_nofile 20000;
        events {{ worker_connections 8000; }}
        http {{
          access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
          fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
          keepalive_requests 1000000;
          server {{
            listen 127.0.0.1:{port} backlog=2048;
            location = /sub {{ nchan_subscriber websocket; nchan_channel_id news;
                               nchan_subscriber_first_message newest; }}
            location = /pub {{ nchan_publisher; nchan_channel_id news; nchan_message_buffer_length 100; }}
          }}
        }}""",
        "utf-8",
    )
    process = subprocess.Popen(["nginx", "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    _until(lambda: _answers(port))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def publish(number: int) -> None:
        body = message(number)
        line.sendall(b"POST /pub HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        got = line.recv(4096)
        assert got.startswith(b"HTTP/1.1 20"), got

    return Peer("nchan", port, [process.pid, *map(int, children)], publish, _ender(process))


def start_nats(folder: Path) -> Peer:
    port, plain = free_port(), free_port()
    config = folder / "nats.conf"
    config.write_text(
        f'host: 127.0.0.1\nport: {plain}\nmax_pending: 1MB\nwrite_deadline: "10s"\n'
        f"websocket {{ host: 127.0.0.1, port: {port}, no_tls: true }}\n",
        "utf-8",
    )
    process = subprocess.Popen(
        ["nats-server", "-c", str(config), "-l", str(folder / "nats.log")], stderr=subprocess.DEVNULL
    )
    _until(lambda: _answers(port) and _answers(plain))
    line = socket.create_connection(("127.0.0.1", plain))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.recv(4096)
    line.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\n')

    def publish(number: int) -> None:
        body = message(number)
        line.sendall(b"PUB news %d\r\n%b\r\n" % (len(body), body))

    return Peer("nats", port, [process.pid], publish, _ender(process))


def missing() -> str:
    """Which peer is not installed; "" = all are there."""
    wanted = {"nginx": "nginx-light libnginx-mod-nchan", "nats-server": "nats-server"}
    absent = [package for program, package in wanted.items() if not shutil.which(program)]
    if not absent and not Path("/usr/lib/nginx/modules/ngx_nchan_module.so").exists():
        absent = ["libnginx-mod-nchan"]
    return f"apt-get install {' '.join(absent)}" if absent else ""


def _ender(process: subprocess.Popen[bytes]) -> Callable[[], None]:
    def stop() -> None:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    return stop
