"""Reasons in both languages and in the titles' own spelling; none may stay in English alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ticker.core import match as matching
from ticker.core.cluster import Window
from ticker.core.match import match
from ticker.core.model import DeskSettings
from ticker.core.speech import in_arabic, say, spelled
from ticker.core.text import headline

_TOLD = "Engineers closed both lanes of the old harbour bridge after a night storm tore its railing."


def reasons() -> set[str]:
    """Every kind of reason that the matcher and the window give, from our own pairs."""
    found: set[str] = set()
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        one, other = (
            headline(row[side], time=7200.0 * place, publisher="one", summary=_TOLD)
            for place, side in enumerate("ab")
        )
        found.update(reason.text for reason in match(one, other).reasons)
    storm, chaos = "Harbour bridge shut after storm damage", "Chaos at harbour crossing after night storm"
    helped = match(headline(storm, summary=_TOLD), headline(chaos, summary=_TOLD))
    fire = (f"Wildfire near Monte Verano kills {n}, hundreds flee" for n in (5, 8))
    burning = match(*(headline(title, time=60.0 * place) for place, title in enumerate(fire)))
    for pair in (burning, helped, match(headline("😀"), headline("😀")), match(headline(""), headline("x"))):
        found.update(reason.text for reason in pair.reasons)
    window = Window(DeskSettings())
    told = [storm, "Ferry strike enters third day", "Museum finds lost maps", chaos, f"{storm} today"]
    for ordinal, title in enumerate(told, 1):
        window.add(ordinal, headline(f"Courier: {title}", feed="f"), "1" if title.startswith(storm) else "2")
    found.update(window.place(headline(storm)).reasons)
    return found


def test_every_reason_can_be_told_in_arabic() -> None:
    told = reasons()
    assert {one for one in told if in_arabic(one) == one} == set()
    kinds = {f"{text}: " for text in matching._KINDS.values()}
    assert {kind for kind in kinds if not any(one.startswith(kind) for one in told)} == set()
    for start in ("one disaster", "the summaries agree", "decoration", "2 h apart", "a number changed"):
        assert any(one.startswith(start) for one in told), start
    assert any(one.endswith("members of the story agree") for one in told)


@pytest.mark.parametrize(
    ("reason", "arabic"),
    [
        ("shared: ليما, زلزال", "المشترك: ليما، زلزال"),
        ("a number changed: 1,200 ≠ 900", "تغيّر رقم: 1,200 ≠ 900"),
        ("12 h apart", "الفارق بينهما بالساعات: 12"),
        ("the summaries agree (0.21 → 0.99)", "الملخصان يتفقان (من 0.21 إلى 0.99)"),
        ("shared: … and {n}", "المشترك: … and {n}"),
        ("a reason that nobody knows: x", "a reason that nobody knows: x"),
    ],
)
def test_what_is_told_in_arabic(reason: str, arabic: str) -> None:
    assert in_arabic(reason) == arabic


def test_words_are_spelled_as_the_titles_spell_them() -> None:
    titles = ["«الجماعة الإسلامية» تؤجّل مليونيتها", "سوء حالته.. Rovers beat Wanderers"]
    assert spelled("shared: الجماعه, الاسلاميه", titles) == "shared: الجماعة, الإسلامية"
    assert spelled("roles swapped: rover ↔ wanderer", titles) == "roles swapped: Rovers ↔ Wanderers"
    assert spelled("only in one: سو / —", titles) == "only in one: سوء / —"
    assert spelled("the same words", titles) == "the same words"
    assert say("only in one: سو / حالته", titles, "ar") == "في أحدهما فقط: سوء / حالته"
