"""An editor at work on a running ticker: from the shell, over HTTP, and by keys in a real terminal.

Knows how a step is done in each way; must not know what is to come of it.
"""

from __future__ import annotations

import io
import json
import re
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.night_steps import KEYS, SHELL, TITLES, WEB, WORDS
from tests.support.waiting import until
from ticker.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Screen
    from tests.e2e.night_steps import Step


class Newsroom:
    """A running ticker with three desks, and everything that asks it."""

    def __init__(self, config: Path, port: int) -> None:
        self.config = config
        self.base = f"http://127.0.0.1:{port}"
        self.token = ""
        self.ids: dict[str, str] = {}
        self.copies: dict[str, str] = {}
        self.ended: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}

    def ask(self, *words: str) -> tuple[int, str, str]:
        """One command, run in this process: exit code, standard output, standard error."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr("sys.argv", ["ticker", *words, "--config", str(self.config)])
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        return code, out.getvalue(), err.getvalue()

    def told(self, *words: str) -> Any:
        code, out, err = self.ask(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def stories(self, desk: str) -> list[dict[str, Any]]:
        code, out, _ = self.ask("top", "--all", "--copies", "--held", "--json", "--desk", desk)
        found: list[dict[str, Any]] = [] if code else json.loads(out)["stories"]
        return found

    def audit(self, desk: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.told("audit", "--all", "--desk", desk)["actions"]
        return found

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.base + path, timeout=10) as answer:  # noqa: S310 - loopback
            text: str = answer.read().decode()
        return text

    def by_shell(self, step: Step) -> None:
        """Do it with `ticker edit`."""
        named = [step.on] if step.on else []
        if step.verb == "merge":
            named += step.mark
        words = [self.ids[name] for name in named] + [self._filled(word) for word in step.words]
        if step.verb == "move":
            words = [self.copies[step.on], *(self.ids[name] for name in step.mark)]
        self.told("edit", step.verb, *words, "--as", "mona", "--desk", SHELL)

    def by_http(self, step: Step) -> None:
        """Do it with `POST /v1/actions`."""
        named = [step.on] if step.on else []
        named = {"merge": [step.on, *step.mark], "move": [*step.mark]}.get(step.verb, named)
        body = {"desk": WEB, "verb": step.verb, "stories": [self.ids[name] for name in named], **step.body}
        if "until" in body:
            until = datetime.now(UTC) + timedelta(hours=int(body["until"][:-1]))
            body["until"] = until.isoformat()
        if "entries" in body:
            body["entries"] = [self._filled(entry) for entry in body["entries"]]
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.base}/v1/actions", json.dumps(body).encode(), headers)  # noqa: S310 - loopback
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - loopback
            assert answer.status == 200

    def _filled(self, word: str) -> str:
        found = re.fullmatch(r"\{#(\w+)\}", word)
        return self.copies[found[1]] if found else word


class Desk:
    """The dashboard of one desk in a real terminal."""

    def __init__(self, screen: Screen, newsroom: Newsroom) -> None:
        self.screen = screen
        self._newsroom = newsroom
        self._done = 0

    def do(self, step: Step) -> None:
        """Do it with keys, and wait until it stands in the audit."""
        for name in step.mark:
            self._select(name)
            self.screen.press("Space")
        if step.tab == "6":
            self._find_line(step.words[0])
        elif step.on:
            self._select(step.on, step.tab)
        if step.copies:
            self.screen.press("Enter")
            self.screen.until("┃ ▌", f"· story {self._newsroom.ids[step.on]}\n")  # its copies have come
        for key in step.keys:
            if key.startswith("="):
                self.screen.type(key[1:])
            else:
                self.screen.press(key)
        self._done += 1
        try:
            until(lambda: len(self._newsroom.audit(KEYS)) == self._done, 20)
        except pytest.fail.Exception:
            pytest.fail(f"{step} did nothing; on the screen stands\n{self.screen.text}")

    def _select(self, name: str, tab: str = "1") -> None:
        """Filter to the one story and select it."""
        word = next(word for word in TITLES[name].split() if word in WORDS)
        self.screen.press(tab, "/", "C-u")
        self.screen.type(word)
        self.screen.press("Enter", "j")

    def _find_line(self, number: str) -> None:
        """Move down the audit to an action."""
        self.screen.press("6")
        self.screen.until("[6 Audit", f" {self._done:>5} ")
        self.screen.press(*["j"] * (self._done - int(number) + 1))
        self.screen.until(f"▌{number:>5} ")
