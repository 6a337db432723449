"""`ticker token`: made, listed, revoked, on a data directory that nobody runs on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]


def configured(folder: Path) -> str:
    file = folder / "config.yaml"
    file.write_text("data_dir: data\ndesks: {main: {}, sport: {}}\n", encoding="utf-8")
    return str(file)


def test_a_token_is_made_listed_and_revoked(ticker: Ticker, tmp_path: Path) -> None:
    config = configured(tmp_path)
    words = ["--role", "editor", "--desk", "sport", "--expires", "30d", "--config", config]
    made = ticker("token", "create", "studio", *words)
    assert made.returncode == 0, made.stderr
    token = made.stdout.strip()
    assert token.startswith("tk_")
    assert "not shown again" in made.stderr
    listed = json.loads(ticker("token", "list", "--json", "--config", config).stdout)["tokens"]
    assert [(one["name"], one["role"], one["desks"]) for one in listed] == [("studio", "editor", ["sport"])]
    assert listed[0]["id"] in token
    table = ticker("token", "list", "--config", config).stdout
    assert "studio" in table
    assert token.rpartition("_")[2] not in table + json.dumps(listed)
    revoked = ticker("token", "revoke", listed[0]["id"], "--config", config)
    assert (revoked.returncode, revoked.stdout) == (0, f"token {listed[0]['id']} is revoked\n")
    again = ticker("token", "revoke", listed[0]["id"], "--config", config)
    assert again.returncode == 1
    assert "there is no token" in again.stderr
    assert "there is no token; " in ticker("token", "list", "--config", config).stdout


def test_what_cannot_be_meant_is_said_in_one_line(ticker: Ticker, tmp_path: Path) -> None:
    config = configured(tmp_path)
    for words, said in (
        (["--role", "boss"], "--role boss: unknown; one of reader, editor, admin"),
        (["--desk", "nowhere"], "there is no desk 'nowhere'; the configuration has: main, sport"),
        (["--expires", "soon"], '--expires: "soon" is no duration'),
    ):
        done = ticker("token", "create", "studio", *words, "--config", config)
        assert done.returncode == 2, words
        assert done.stderr.startswith(f"ticker: {said}"), done.stderr
        assert done.stdout == ""
