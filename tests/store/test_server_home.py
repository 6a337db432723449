"""The place of an embedded server: whose it is, who may look in, and what lies there from before."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ticker.errors import ServerError
from ticker.store import find_server
from ticker.store.embedded import EmbeddedServer
from ticker.store.server_home import LONGEST_SOCKET, Note, ServerHome


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
