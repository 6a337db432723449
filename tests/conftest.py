"""What all tests share: where the development data lies, when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no failure
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED = Path(__file__).parents[1] / ".." / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared development data; the test is skipped, with the reason, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared development data is not beside this checkout")
    return SHARED.resolve()
