"""The units and the compose file under docs/deploy: every command is one that the command line takes."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from ticker.cli.app import app
from ticker.config.loader import ALERT_SECRET, DATA_DIR, REDIS_URL
from ticker.service.run import ROLES

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
VARIABLES = {ALERT_SECRET, DATA_DIR, REDIS_URL}
UNITS = sorted(DEPLOY.glob("*.service"))


def parsed(words: list[str]) -> dict[str, Any]:
    """What the command line makes of the words, its command not run; a usage error fails the test."""
    command: Any = typer.main.get_command(app)
    context: Any = None
    while True:
        context = command.make_context(words[0] if words else "ticker", list(words), parent=context)
        if not hasattr(command, "resolve_command"):
            return {"command": context.command.name, **context.params}
        rest = [*context._protected_args, *context.args]
        _, command, words = command.resolve_command(context, rest)


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names keep their case
    read.read(path, encoding="utf-8")
    return read


def test_the_check_itself_finds_a_wrong_word() -> None:
    for words in (["run", "--rolle", "poll"], ["bakup", "f"], ["backup"]):
        with pytest.raises(Exception, match=r"No such|Missing"):
            parsed(words)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is(path: Path) -> None:
    service = unit(path)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program == "/opt/ticker/bin/ticker"
    for role in ROLES if "%i" in words else ("",):
        found = parsed([role if word == "%i" else word for word in words])
        assert found["config"] == "/etc/ticker/config.yaml"
        if role:
            assert found["role"] == role
    for line in path.read_text(encoding="utf-8").splitlines():
        if name := re.match(r"Environment=(\w+)=", line):
            assert name[1] in VARIABLES
    said = path.read_text(encoding="utf-8")
    for role in re.findall(r"ticker@(\w+)", said):
        if role != "service":
            assert role in ROLES


def test_a_unit_leaves_time_to_drain_and_kills_nothing_but_the_process_that_asks_for_it() -> None:
    for path in UNITS:
        service = unit(path)["Service"]
        if service["Type"] == "exec":
            assert service["KillMode"] == "mixed", "the embedded server ends after its owner"
            assert int(service["TimeoutStopSec"]) > 10
            assert service["RestartPreventExitStatus"] == "2"


def test_the_compose_file_starts_commands_that_there_are() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    redis = services.pop("redis")["command"]
    options = dict(zip(redis[1::2], redis[2::2], strict=True))
    assert options["--maxmemory-policy"] == "noeviction"
    assert (options["--appendonly"], options["--appendfsync"]) == ("yes", "everysec")
    roles = set()
    for service in services.values():
        found = parsed(service["command"])
        roles.add(found.get("role"))
        assert set(service["environment"]) <= VARIABLES
        assert any(volume.split(":")[1] == str(found["config"]) for volume in service["volumes"])
    assert roles == {*ROLES, None} - {"all"}


def test_the_commands_that_the_comments_give_are_there() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    given = re.findall(r"run --rm poll (.*)", text)
    assert given
    for words in given:
        assert parsed(shlex.split(words))["role"] == "editor"


def test_the_image_starts_a_command_that_there_is() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    words = yaml.safe_load(re.findall(r"^CMD (.*)$", text, re.MULTILINE)[0])
    assert parsed(words)["command"] == "run"
    assert yaml.safe_load(re.findall(r"^ENTRYPOINT (.*)$", text, re.MULTILINE)[0]) == ["ticker"]
    assert set(re.findall(r"^ENV (\w+)=", text, re.MULTILINE)) <= VARIABLES


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("systemd is not installed here: nobody to ask")
    for path in [*UNITS, *DEPLOY.glob("*.timer")]:
        text = path.read_text(encoding="utf-8").replace("/opt/ticker/bin/ticker", "/bin/true")
        name = path.name.replace("@.", "@poll.")
        (tmp_path / name).write_text(text, encoding="utf-8")
    for path in tmp_path.iterdir():
        command = [verifier, "verify", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert str(path.name) not in done.stderr, done.stderr
