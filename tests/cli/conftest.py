"""The real command line, run as its users run it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def ticker() -> Callable[..., subprocess.CompletedProcess[str]]:
    """`ticker("check", "x", cwd=…)`: run it to its end; a traceback fails the test."""

    def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "ticker", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **options,  # type: ignore[call-overload]  # cwd and env alone
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done  # type: ignore[no-any-return]  # the overload is lost with the options

    return run
