"""Waiting for what a test has set going, on a condition and never for a time.

Knows the clock; must not know what is waited for.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def until(what: Callable[[], T | None], seconds: float = 60.0) -> T:
    """Ask until the answer is true, and return it; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.02)
