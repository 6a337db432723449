"""What is wrong is told with file, line, field and the fix: golden lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from _pytest.mark import ParameterSet


def _cases() -> list[ParameterSet]:
    text = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    found = []
    for case in text.split("\n## ")[1:]:
        title, _, body = case.partition("\n")
        lines = body.splitlines(keepends=True)
        given = "".join(line for line in lines if not line.startswith("=> "))
        told = [f"config.yaml:{line[3:].rstrip()}" for line in lines if line.startswith("=> ")]
        found.append(pytest.param(given.rstrip("\n") + "\n", told, id=title))
    return found


@pytest.mark.parametrize(("given", "told"), _cases())
def test_a_mistake_is_told_with_its_line_and_fix(
    errors_of: Callable[..., list[str]], given: str, told: list[str]
) -> None:
    assert errors_of(given) == told


def test_a_control_character_is_told_with_its_place(errors_of: Callable[..., list[str]]) -> None:
    assert errors_of("a: 1\nb: \x07\n") == [
        "config.yaml:2:4: not YAML: character 0x7 is not allowed; remove it"
    ]


def test_a_password_is_not_repeated(errors_of: Callable[..., list[str]]) -> None:
    found = errors_of(
        "redis: {url: 'tcp://:hunter2@h', log_keep: x}\nfeeds: [{url: 'ftp://me:hunter2@h/'}]\n",
        {"TICKER_REDIS_URL": "redis://:hunter2@["},
    )
    assert len(found) == 3
    assert "hunter2" not in "".join(found)


def test_all_problems_are_told_at_once_in_the_order_of_the_file(errors_of: Callable[..., list[str]]) -> None:
    found = errors_of(
        "feeds:\n"
        "  - {url: 'https://a.example/1', intervall: 5m}\n"
        "  - {url: 'https://a.example/2', desk: mian}\n"
        "  - {url: 'https://a.example/3', kind: page}\n"
        "  - {url: 'https://a.example/2'}\n"
        "serve: {port: x}\n"
        "serve: {port: 1}\n"
    )
    assert [line.split(": ")[:2] for line in found] == [
        ["config.yaml:2", "feeds[0].intervall"],
        ["config.yaml:3", "feeds[1].desk"],
        ["config.yaml:4", "feeds[2].selector"],
        ["config.yaml:6", "serve.port"],
        ["config.yaml:7", "serve"],
    ]


def test_hundreds_of_problems_are_cut_short(errors_of: Callable[..., list[str]]) -> None:
    found = errors_of("feeds:\n" + "".join(f"  - {{url: ftp://h{i}.example/}}\n" for i in range(300)))
    assert len(found) == 21
    assert found[-1] == "config.yaml: … and 280 more like these"


def test_a_mistake_in_the_environment_names_the_variable(errors_of: Callable[..., list[str]]) -> None:
    environ = {"TICKER_REDIS_URL": "http://h", "TICKER_DATA_DIR": "\x1b[2J"}
    assert errors_of("serve: {port: x}\n", environ) == [
        "TICKER_DATA_DIR: no usable path; write e.g. ~/ticker-data",
        "TICKER_REDIS_URL: no Redis URL; write redis://host:6379/0, rediss:// for TLS, or unix:///path/to/socket",
        'config.yaml:1: serve.port: "x" is no whole number',
    ]


def test_aliases_cannot_fill_the_memory(errors_of: Callable[..., list[str]]) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    (line,) = errors_of(bomb)
    assert line.endswith("more than 200,000 values, aliases counted in full; make the file smaller")


def test_what_stands_under_a_doubled_name_does_not_move_other_lines(
    errors_of: Callable[..., list[str]],
) -> None:
    found = errors_of("serve:\n  port: x\nserve:\n  port: 1\n  port: 2\n")
    assert found == [
        'config.yaml:2: serve.port: "x" is no whole number',
        "config.yaml:3: serve: given twice (first on line 1); keep one",
        "config.yaml:5: serve.port: given twice (first on line 4); keep one",
    ]


def test_a_message_carries_no_escape_sequence(errors_of: Callable[..., list[str]]) -> None:
    found = errors_of('"\\e[2J\\u202e": 1\nserve: {host: "\\e]0;x\\a"}\n')
    assert all(line.isprintable() for line in found)
