"""`ticker alerts`: what was told, arm and mute, and a rehearsal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]


def test_switches_are_set_listed_and_taken_back(
    ticker: Ticker, live_desk: Callable[[list[tuple[str, str]]], Path]
) -> None:
    config = ["--config", str(live_desk([("Wire", "Harbour bridge in Port Selwyn closes")]))]
    assert "there was no alert yet" in ticker("alerts", "list", *config).stdout
    done = ticker("alerts", "disarm", "--for", "2h", "--by", "Amal", *config)
    assert (done.returncode, done.stdout) == (0, "alerts are disarmed\n")
    assert ticker("alerts", "mute", "1", "--by", "Amal", *config).returncode == 0
    listed = json.loads(ticker("alerts", "list", "--json", *config).stdout)
    assert listed["alerts"] == []
    off = {one["story"]: one for one in listed["off"]}
    assert set(off) == {None, "1"}
    assert off[None]["by"] == "Amal"
    assert off[None]["until"]
    assert off["1"]["until"] is None
    text = ticker("alerts", "list", *config).stdout
    assert "alerts of main are disarmed by Amal" in text
    assert "story 1 of main is muted by Amal" in text
    assert ticker("alerts", "arm", *config).stdout == "alerts are armed\n"
    assert ticker("alerts", "arm", *config).stdout == "alerts were not disarmed\n"
    assert ticker("alerts", "unmute", "1", *config).stdout == "story 1 is unmuted\n"
    assert json.loads(ticker("alerts", "list", "--json", *config).stdout)["off"] == []
    bad = ticker("alerts", "disarm", "--for", "soon", *config)
    assert bad.returncode == 2
    assert bad.stderr.startswith('ticker: --for: "soon" is no duration')


def test_a_rehearsal_says_what_arrived(ticker: Ticker, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("data_dir: data\n", encoding="utf-8")
    none = ticker("alerts", "test", "--config", str(config))
    assert none.returncode == 2
    assert "names nobody to tell" in none.stderr

    out = tmp_path / "out"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    command = json.dumps([sys.executable, "-c", program, str(out)])
    config.write_text(f"data_dir: data\nalerts: {{command: {command}}}\n", encoding="utf-8")
    good = ticker("alerts", "test", "--config", str(config))
    assert (good.returncode, good.stderr) == (0, "command: sent\n")
    assert json.loads(out.read_text(encoding="utf-8"))["kind"] == "breaking"

    config.write_text(
        'data_dir: data\nalerts: {webhooks: ["http://127.0.0.1:9/"], secret: "sixteen letters!"}\n',
        encoding="utf-8",
    )
    bad = ticker("alerts", "test", "--config", str(config))
    assert bad.returncode == 1
    assert "webhook:http://127.0.0.1:9/: 127.0.0.1" in bad.stderr
    assert "fetch.allow_hosts" in bad.stderr
