"""The embedded server: one for a data directory, ours alone, gone with its owner, and never its data."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from filelock import FileLock
from redis import Redis

from tests.support.embedded import is_gone, speak
from ticker.errors import ServerError
from ticker.store import embedded, find_server
from ticker.store.embedded import EmbeddedServer
from ticker.store.server_home import Note, ServerHome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OWNER = """
import sys, time
{before}
from ticker.store.embedded import EmbeddedServer
server = EmbeddedServer(sys.argv[1]).start()
print(server.adopted, server.url, flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def owner(data_dir: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start another process that joins or owns the server until its input ends, or until it is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(before: str = "") -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", OWNER.format(before=before), str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        with child:
            child.kill()


def said(child: subprocess.Popen[str]) -> tuple[bool, str]:
    """What another process says of its server: adopted, URL."""
    assert child.stdout is not None
    adopted, url = child.stdout.readline().split()
    return adopted == "True", url


def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.005)


def test_a_server_is_started_for_us_alone_and_without_a_port(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        path = Path(unquote(urlsplit(server.url).path))
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert not server.adopted
        wanted = {
            "port": "0",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "auto-aof-rewrite-min-size": str(128 << 20),
            "maxmemory-policy": "noeviction",
            "save": "",
        }
        assert {name: redis.config_get(name)[name] for name in wanted} == wanted


def test_data_outlives_the_server(data_dir: Path) -> None:
    server = EmbeddedServer(data_dir)
    for number in range(3):
        with server, speak(server) as redis:
            assert redis.incr("starts") == number + 1


def test_a_server_that_was_stopped_is_gone_for_good(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server:
        assert find_server(data_dir) == server.url == EmbeddedServer.find(data_dir)
        alive = [server.alive]

    alive.append(server.alive)
    assert alive == [True, False]
    assert find_server(data_dir) is None
    assert is_gone(data_dir)
    server.stop()
    with pytest.raises(ServerError, match="has not been started"):
        _ = server.url


def test_a_killed_server_comes_back_with_its_data(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server:
        with speak(server) as redis:
            redis.set("headline", "kept")
            os.kill(int(redis.info("server")["process_id"]), signal.SIGKILL)
        wait_for(lambda: not server.alive)

        server.start()

        assert not server.adopted
        with speak(server) as redis:
            assert redis.get("headline") == "kept"


def test_starting_what_is_alive_changes_nothing(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        before = redis.info("server")["run_id"]

        server.start()

        assert redis.info("server")["run_id"] == before
        assert not server.adopted


def test_a_second_process_joins_and_leaves_the_server_running(
    data_dir: Path, owner: Callable[..., subprocess.Popen[str]]
) -> None:
    with EmbeddedServer(data_dir) as server:
        other = owner()
        assert said(other) == (True, server.url)

        other.communicate("")

        assert other.returncode == 0
        assert server.alive


def test_two_objects_of_one_process_share_one_server(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as first, EmbeddedServer(data_dir) as second:
        assert (first.adopted, second.adopted) == (False, True)
        assert first.url == second.url


def test_one_that_joined_takes_over_when_the_owner_has_stopped(data_dir: Path) -> None:
    first = EmbeddedServer(data_dir).start()
    with EmbeddedServer(data_dir) as second:
        first.stop()
        assert not second.alive

        second.start()

        assert not second.adopted
        assert second.alive


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_a_killed_owner_leaves_no_orphan_and_loses_no_data(
    data_dir: Path, owner: Callable[..., subprocess.Popen[str]]
) -> None:
    for number in range(5):
        child = owner()
        adopted, url = said(child)
        with Redis.from_url(url, protocol=2) as redis:
            assert redis.incr("lives") == number + 1
        child.kill()
        child.wait()
        assert not adopted

    # the next one starts at once, while the former server may still be on its way down
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        assert not server.adopted
        assert redis.get("lives") == "5"


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_the_server_ends_when_its_owner_is_killed(
    data_dir: Path, owner: Callable[..., subprocess.Popen[str]]
) -> None:
    child = owner()
    said(child)
    assert not is_gone(data_dir)

    child.kill()
    child.wait()

    wait_for(lambda: is_gone(data_dir))
    assert find_server(data_dir) is None


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        assert os.getpgid(redis.info("server")["process_id"]) != os.getpgid(0)


def test_an_orphan_that_stays_is_taken_over_and_ended_by_its_new_owner(
    data_dir: Path, owner: Callable[..., subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on systems without a death signal: there the server outlives a killed owner."""
    monkeypatch.setattr(embedded, "ORPHAN_LIMIT", 0.02)
    child = owner("sys.platform = 'plan9'")
    _, url = said(child)
    child.kill()
    child.wait()

    with EmbeddedServer(data_dir) as server:
        assert server.adopted
        assert server.url == url

    assert is_gone(data_dir)


def test_damaged_data_is_named_with_its_mend_and_nothing_stays_behind(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        redis.set("headline", "kept")
    damaged = data_dir / "server" / "appendonlydir" / "appendonly.aof.1.incr.aof"
    damaged.write_bytes(b"*3\r\n$3\r\nSET\r\nno length\r\n" + damaged.read_bytes())

    with pytest.raises(ServerError) as refused:
        EmbeddedServer(data_dir).start()

    assert f"{damaged} is damaged" in str(refused.value)
    assert "valkey-check-aof --fix" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert is_gone(data_dir)
    shutil.rmtree(damaged.parent)
    with EmbeddedServer(data_dir) as server:
        assert not server.adopted


def test_a_last_write_cut_short_by_a_crash_is_dropped_and_the_rest_kept(data_dir: Path) -> None:
    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        redis.set("first", "kept")
        redis.set("second", "cut")
    log = data_dir / "server" / "appendonlydir" / "appendonly.aof.1.incr.aof"
    log.write_bytes(log.read_bytes()[:-4])

    with EmbeddedServer(data_dir) as server, speak(server) as redis:
        assert redis.keys() == ["first"]


def test_a_lock_without_a_server_behind_it_is_explained(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "START_LIMIT", 0.05)
    home = ServerHome(data_dir)
    home.prepare()
    home.write_note(Note(str(home.folder / "valkey.sock"), 22, 11))

    with (
        FileLock(home.lock),
        pytest.raises(ServerError, match=r"another ticker \(process 11, server 22\) holds"),
    ):
        EmbeddedServer(data_dir).start()


def test_a_server_is_refused_to_another_thread(data_dir: Path) -> None:
    refused: list[str] = []

    def start() -> None:
        try:
            EmbeddedServer(data_dir).start()
        except ServerError as error:
            refused.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert refused == ["the embedded server can only be started from the main thread"]
