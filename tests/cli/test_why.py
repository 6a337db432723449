"""`why` and `match --explain` as editors read them: English, Arabic, in a pipe and in a real terminal."""

from __future__ import annotations

import json
import os
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest

from ticker.terminal import Bidi, Mode, wrap

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]

STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"
ROWS = [
    ("نبض الرملة", STRIKE),
    ("مرصد الساحل", f"عاجل | {STRIKE}"),
    ("Marsh Courier", "عمال ميناء الرملة يواصلون الإضراب لليوم الرابع"),
]
EGYPT, IRAQ = (f"رئيس {country} يصل إلى جنيف لمحادثات المناخ" for country in ("مصر", "العراق"))


def test_why_tells_how_each_copy_came_in(
    ticker: Ticker, live_desk: Callable[[list[tuple[str, str]]], Path]
) -> None:
    config = str(live_desk(ROWS))
    said = ticker("why", "1", "--config", config, "--lang", "en").stdout.splitlines()
    assert said[0] == STRIKE
    assert said[1].startswith("story 1: 3 copies, 3 publishers, score ")
    founded = said.index("  copy 1: founded the story")
    assert said[founded - 1] == f"  {STRIKE}"
    assert "  copy 2: repeat, score 1.00, beside" in said
    assert "    · the same words" in said
    shared = next(line for line in said if line.startswith("    · shared: "))
    assert "الإضراب" in shared  # as the title spells it, not as it was folded
    told = ticker("why", "1", "--config", config, "--lang", "ar").stdout.splitlines()
    assert told[1].startswith("القصة 1: النسخ 3، الناشرون 3، الترتيب ")
    assert "  النسخة 1: بدأت بها القصة" in told
    assert "    · الكلمات نفسها" in told
    assert not any("shared" in line or "score" in line for line in told)
    found = json.loads(ticker("why", "1", "--config", config, "--json").stdout)
    assert [one["relation"] for one in found["entries"]] == ["distinct", "repeat", "rewording"]
    gone = ticker("why", "99", "--config", config)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "there is no live story '99'" in gone.stderr


def test_match_explains_in_either_language(ticker: Ticker) -> None:
    said = ticker("match", EGYPT, IRAQ, "--explain", "--lang", "en").stdout.splitlines()
    assert said[0].startswith("not the same story: distinct, score 0.")
    assert said[1] == "  × another place: مصر ≠ العراق"
    assert said[2].startswith("  + shared: ")
    assert "رئيس" in said[2]
    assert said[3][2:] in {f"{sign} only in one: مصر / العراق" for sign in "+−"}
    told = ticker("match", EGYPT, IRAQ, "--explain", "--lang", "ar").stdout.splitlines()
    assert told[0].startswith("ليست القصة نفسها: خبر آخر، الدرجة 0.")
    assert told[1] == "  × مكان آخر: مصر ≠ العراق"
    assert len(told) == len(said)


@pytest.mark.parametrize(
    ("locale", "first"),
    [({"LC_ALL": "ar_EG.UTF-8"}, "القصة نفسها"), ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "the same story")],
)
def test_the_locale_chooses_the_language(ticker: Ticker, locale: dict[str, str], first: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in {"LC_MESSAGES", "LANG"}}
    assert ticker("match", EGYPT, EGYPT, env=environ | locale).stdout.startswith(first)


def test_arabic_evidence_stands_right_in_a_terminal_without_bidi(screen: Callable[[str], Any]) -> None:
    command = shlex.join([sys.executable, "-m", "ticker", "match", EGYPT, IRAQ, "--explain", "--lang", "ar"])
    one = screen(f"unset COLUMNS LINES; TERM=xterm-256color {command}; cat")
    app = Mode(Bidi.APP)
    (place,) = wrap("× مكان آخر: مصر ≠ العراق", 68, mode=app, rtl=True)
    (legend,) = wrap("+ معه، − ضده، × يمنعه", 68, mode=app, rtl=True)
    shown = one.until(place, legend).splitlines()
    assert f"{' ' * (68 - len(place))}{place}" in [line.rstrip() for line in shown]
