"""What each role is made of, and that it loads nothing heavy beside: every process pays for its start."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"aiohttp", "apscheduler", "fastapi", "lxml", "numpy", "rapidfuzz", "ticker.core.lexicon"}
NEEDS = {
    "poll": {"aiohttp", "apscheduler", "lxml"},
    "desk": {"numpy", "rapidfuzz", "ticker.core.lexicon"},
    "serve": {"fastapi", "lxml"},
    "alert": set[str](),
}
CODE = """
import sys
from ticker.service import run, senders
run._import_parts(frozenset({sys.argv[1]}))
print(*sys.modules)
"""


@pytest.mark.parametrize("role", NEEDS)
def test_a_role_imports_what_it_needs_and_nothing_else_that_is_heavy(role: str) -> None:
    done = subprocess.run([sys.executable, "-c", CODE, role], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == NEEDS[role]
