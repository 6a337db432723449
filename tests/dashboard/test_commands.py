"""The table of commands, and other keys for it."""

from __future__ import annotations

import pytest

from ticker.dashboard.commands import COMMANDS, also, commands, shown_key
from ticker.errors import UsageError


def bound(keys: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {command.name: command.keys for command in commands(keys)}


def test_every_command_has_its_own_keys_and_words() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    arabic = [also(key) for key in keys if also(key)]
    assert len(arabic) == len(set(arabic))
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert all(command.text and command.group for command in COMMANDS)


def test_a_key_goes_to_whom_the_user_gives_it() -> None:
    given = bound({"quit": "Q ctrl+x", "filter": "j"})
    assert given["quit"] == ("Q", "ctrl+x")
    assert given["filter"] == ("j",)
    assert given["next"] == ("down",)
    assert bound({"bidi": ""})["bidi"] == ()
    assert bound({})["next"] == ("j", "down")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"spik": "x"}, "is no command; "),
        ({"fliter": "x"}, "did you mean “filter”?"),
        ({"help": "x", "quit": "y x"}, "“x” is given to both"),
        ({"help": "ctrl+"}, "“ctrl+” is no key"),
        ({"help": "Ctrl+X"}, "“Ctrl+X” is no key"),
        ({"help": "ctrl+c"}, "ctrl+c always quits"),
    ],
)
def test_what_cannot_be_bound_is_one_line(keys: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        commands(keys)
    assert said in str(caught.value)
    assert str(caught.value).startswith("screen.keys: ")


def test_keys_are_printed_as_people_know_them() -> None:
    assert [shown_key(key) for key in ("down", "ctrl+p", "x", "f5")] == ["↓", "^p", "x", "f5"]
