"""Which terminal gets which order."""

from __future__ import annotations

import pytest

from ticker.terminal import Bidi, resolve
from ticker.terminal.bidi import EXPLICIT, IMPLICIT

# environment, what a full-screen program does, what a program that prints lines does, words
TERMINALS = [
    pytest.param({"TERM": "xterm-256color"}, Bidi.APP, Bidi.APP, False, id="xterm and the unknown"),
    pytest.param({"TERM": "alacritty"}, Bidi.APP, Bidi.APP, False, id="alacritty"),
    pytest.param({"TERM": "xterm-kitty"}, Bidi.APP, Bidi.APP, True, id="kitty turns words itself"),
    pytest.param({"KITTY_WINDOW_ID": "1", "TMUX": "x"}, Bidi.APP, Bidi.APP, True, id="kitty under tmux"),
    pytest.param({"VTE_VERSION": "7600"}, Bidi.APP, Bidi.TERMINAL, False, id="vte obeys BDSM"),
    pytest.param({"VTE_VERSION": "5600"}, Bidi.APP, Bidi.APP, False, id="vte before bidi"),
    pytest.param({"VTE_VERSION": "x"}, Bidi.APP, Bidi.APP, False, id="vte of no version"),
    pytest.param(
        {"VTE_VERSION": "7600", "TMUX": "x"}, Bidi.TERMINAL, Bidi.TERMINAL, False, id="vte under tmux"
    ),
    pytest.param({"TERM_PROGRAM": "mintty"}, Bidi.APP, Bidi.TERMINAL, False, id="mintty obeys BDSM"),
    pytest.param({"KONSOLE_VERSION": "230800"}, Bidi.TERMINAL, Bidi.TERMINAL, False, id="konsole"),
    pytest.param({"TERM": "mlterm-256color"}, Bidi.TERMINAL, Bidi.TERMINAL, False, id="mlterm"),
    pytest.param({"TERM_PROGRAM": "Apple_Terminal"}, Bidi.TERMINAL, Bidi.TERMINAL, False, id="apple"),
    pytest.param({"TERM": "putty-256color"}, Bidi.TERMINAL, Bidi.TERMINAL, False, id="putty"),
    pytest.param({"TERM_PROGRAM": "iTerm.app"}, Bidi.APP, Bidi.APP, False, id="iterm, off by default there"),
    pytest.param({"WT_SESSION": "1"}, Bidi.APP, Bidi.APP, False, id="windows terminal"),
    pytest.param({}, Bidi.APP, Bidi.APP, False, id="nothing known"),
]


@pytest.mark.parametrize(("environ", "screen", "lines", "words"), TERMINALS)
def test_auto_looks_at_the_terminal(
    environ: dict[str, str], screen: Bidi, lines: Bidi, *, words: bool
) -> None:
    full, printed = (resolve(Bidi.AUTO, environ, screen=on) for on in (True, False))
    assert (full.bidi, printed.bidi) == (screen, lines)
    assert full.words is printed.words is words


@pytest.mark.parametrize("chosen", [Bidi.APP, Bidi.TERMINAL, Bidi.OFF])
def test_a_choice_is_obeyed(chosen: Bidi) -> None:
    assert resolve(chosen, {"KONSOLE_VERSION": "230800"}, screen=True).bidi is chosen


def test_the_key_goes_round_and_keeps_what_is_known_of_the_terminal() -> None:
    first = resolve(Bidi.AUTO, {"TERM": "xterm-kitty"}, screen=True)
    modes = [first, first.next(), first.next().next()]
    assert {mode.bidi for mode in modes} == {Bidi.APP, Bidi.TERMINAL, Bidi.OFF}
    assert all(mode.words for mode in modes)
    assert modes[-1].next() == first


def test_only_app_asks_the_terminal_to_keep_its_hands_off() -> None:
    mode = resolve(Bidi.APP, {}, screen=True)
    assert [one.request for one in (mode, mode.next(), mode.next().next())] == [EXPLICIT, IMPLICIT, IMPLICIT]
