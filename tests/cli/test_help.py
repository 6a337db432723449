"""The command line explains itself, and starts without what a command does not need."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from ticker.cli.app import _MODULES, _made, app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TREE = typer.main.get_command(app)
CONTRACT = [
    "run",
    "dash",
    "top",
    "tail",
    "why",
    "demo",
    "doctor",
    "check",
    "replay",
    "match",
    "backtest",
    "label",
]


def commands(command: Any = TREE, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


ALL = dict(commands())


@pytest.mark.parametrize("path", ALL, ids=lambda path: " ".join(path) or "ticker")
def test_every_command_and_option_says_what_it_is(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert command.help
    assert command.help.strip()[0].isupper()
    for parameter in command.params:
        if not getattr(parameter, "hidden", False):
            assert parameter.help, f"{' '.join(path)}: {parameter.name}"


def test_the_contract_holds() -> None:
    assert set(CONTRACT) <= {path[0] for path in ALL if path}
    assert {("config", "check"), ("feeds", "list"), ("feeds", "import"), ("feeds", "export")} <= set(ALL)
    takes_config = [path for path, command in ALL.items() if any(p.name == "config" for p in command.params)]
    assert {("run",), ("dash",), ("top",), ("tail",), ("why",), ("doctor",), ("check",)} <= set(takes_config)


def test_every_command_that_a_module_has_can_be_called() -> None:
    for module in set(_MODULES.values()):
        assert set(_made(module)) == {name for name, home in _MODULES.items() if home == module}
    homes = {
        path.stem
        for path in (ROOT / "ticker" / "cli").glob("*.py")
        if "def add_to(app" in path.read_text("utf-8")
    }
    assert homes <= set(_MODULES.values())


@pytest.mark.parametrize(
    "path", [("replay",), ("backtest",), ("label",), ("label", "export"), ("match",), ("why",)]
)
def test_the_tools_of_matching_give_an_example(path: tuple[str, ...]) -> None:
    assert f"Example: ticker {path[0]} " in ALL[path].help.replace("\n", " ")


def test_commands_in_the_documents_exist() -> None:
    seen = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for line in re.findall(r"^\$ ticker (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            words = shlex.split(line, comments=True)
            path = tuple(words[:2]) if tuple(words[:2]) in ALL else tuple(words[:1])
            assert path in ALL, f"{page.name}: ticker {line}"
            options = {name for p in ALL[path].params for name in (*p.opts, *p.secondary_opts)}
            for word in words:
                if word.startswith("--"):
                    assert word in options, f"{page.name}: ticker {line}"
            seen += 1
    assert seen >= 10


def imported(*words: str) -> set[str]:
    code = (
        "import sys; sys.argv = sys.argv[1:]\n"
        "from ticker.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "ticker", *words], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


HEAVY = {"redis", "textual", "aiohttp", "fastapi", "feedparser", "structlog", "numpy", "lxml"}


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["match", "one two three", "one two four"]])
def test_light_commands_import_nothing_heavy(words: list[str]) -> None:
    assert not (HEAVY | {"rich.console", "yaml", "asyncio"}) & imported(*words)


def test_a_file_is_checked_without_the_network_stack() -> None:
    assert not {"redis", "textual", "aiohttp", "structlog", "numpy"} & imported(
        "check", str(ROOT / "README.md")
    )


def test_reading_the_stream_imports_no_matcher_and_no_screen() -> None:
    assert not {"textual", "aiohttp", "structlog", "numpy", "feedparser"} & imported("top")


def test_the_shell_completes_verbs() -> None:
    """What `--install-completion` sets up for bash asks the program like this."""
    asked = {"_TICKER_COMPLETE": "complete_bash", "COMP_WORDS": "ticker edit re", "COMP_CWORD": "2"}
    done = subprocess.run(
        [Path(sys.executable).with_name("ticker")],
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert set(done.stdout.split()) == {"restore", "retitle", "redo"}
