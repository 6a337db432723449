"""A minute of fuzzing in the suite; `make fuzz` does it for ten."""

from __future__ import annotations

import secrets

import pytest

from tests.fuzz.fuzz import fuzz
from tests.fuzz.targets import TARGETS


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_crashes_takes_a_second_or_lets_a_forbidden_character_out(target: str) -> None:
    seed = secrets.randbelow(2**31)
    print(f"seed {seed}: python -m tests.fuzz.fuzz --target {target} --seed {seed}")
    tried, _, failures = fuzz(target, 20.0, seed)
    assert failures == []
    assert tried > 10
