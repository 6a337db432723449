"""A minute of fuzzing in the suite; `make fuzz` does it for ten."""

from __future__ import annotations

import secrets

import pytest

from tests.fuzz.fuzz import fuzz
from tests.fuzz.targets import TARGETS, run


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_crashes_takes_a_second_or_lets_a_forbidden_character_out(target: str) -> None:
    seed = secrets.randbelow(2**31)
    print(f"seed {seed}: python -m tests.fuzz.fuzz --target {target} --seed {seed}")
    tried, _, failures = fuzz(target, 20.0, seed)
    assert failures == []
    assert tried > 10


FILLERS = [
    "\r\n",
    " ",
    "\t/",
    " on",
    " onx",
    "<",
    "< ",
    "<!--",
    "<script>",
    "</script ",
    "&",
    "&#",
    "<a ",
    "<a b=",
]


@pytest.mark.parametrize("filler", FILLERS)
def test_no_filler_of_a_title_takes_a_second(filler: str) -> None:
    """Searches that look back over what they have passed take seconds here; found by fuzzing."""
    for title in (f"<{filler * 2000}", f"a <script>{filler * 2000}", f"<a {filler * 2000}>", filler * 2000):
        run("text", title.encode())
