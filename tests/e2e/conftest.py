"""A house of growing feeds and a real `ticker run` beside it, as fixtures: each ends with its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.house import House
from tests.e2e.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def starts() -> Iterator[Callable[..., Runner]]:
    """`starts(folder, feeds, desks, **options)`: what `runner` makes, in a folder of the caller's."""
    started: list[Runner] = []

    def make(folder: Path, feeds: list[dict[str, Any]], desks: dict[str, Any], **more: Any) -> Runner:
        started.append(Runner(folder, feeds, desks, **more))
        return started[-1]

    yield make
    for one in started:
        if one.process is not None:
            one.kill()


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house that the tests of a module share."""
    one = House()
    yield one
    one.close()


@pytest.fixture
def house() -> Iterator[House]:
    one = House()
    yield one
    one.close()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Callable[..., Runner]]:
    started: list[Runner] = []

    def make(feeds: list[dict[str, Any]], desks: dict[str, Any] | None = None) -> Runner:
        one = Runner(tmp_path, feeds, desks)
        started.append(one)
        return one

    yield make
    for one in started:
        if one.process is not None:
            one.kill()
