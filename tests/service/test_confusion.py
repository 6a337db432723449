"""The confusion view: which mistakes a replay made, and what the desk saw when it made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.model import DeskSettings, Entry, Relation
from ticker.service.confusion import confusions, confusions_view
from ticker.service.examine import Cause, examine
from ticker.service.lines import Line
from ticker.service.replay import run

if TYPE_CHECKING:
    from ticker.service.examine import Apart

HOUR = 3600.0
START = 1_790_000_000.0
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
REWORDED = "Port Selwyn harbour bridge shut after cracks appear in two pillars"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"
BANK = "Central bank of Norland holds rates at 4.25 percent"


def told(*rows: tuple[str, str], hours: tuple[float, ...] = ()) -> list[Line]:
    """Lines of (title, gold story), an hour apart unless `hours` says when."""
    lines = []
    for place, (title, story) in enumerate(rows):
        at = START + HOUR * (hours[place] if hours else place)
        source = f"outlet {place}"
        lines.append(
            Line(
                Entry(id=f"e{place}", feed=source, publisher=source, title=title, received=at, time=at), story
            )
        )
    return lines


def apart(lines: list[Line], place: int, mate: int, settings: DeskSettings | None = None) -> Apart:
    """What kept the line at `place` from the one at `mate`."""
    found = examine(lines, settings or DeskSettings(), {place: [mate]})[place].apart
    assert found is not None
    return found


def test_a_false_merge_shows_the_join_that_made_it() -> None:
    lines = told((BRIDGE, "bridge"), (BANK, "bank"), (REWORDED, "another bridge"))
    result = run(lines, DeskSettings())
    found = confusions(result, DeskSettings(), 5)
    assert found.misses == ()
    (mistake,) = found.merges
    assert (mistake.label, mistake.wrong) == (result.story(0), 1)
    assert [(part.label, part.places) for part in mistake.parts] == [
        ("another bridge", (2,)),
        ("bridge", (0,)),
    ]
    ((place, why),) = mistake.decisions.items()
    assert (place, why.via, why.apart) == (2, 0, None)
    assert why.copy.relation is Relation.REWORDING
    assert any(reason.startswith("shared: ") for reason in why.copy.reasons)
    assert why.copy.score == result.scores[2]


def test_a_miss_shows_what_kept_the_parts_asunder() -> None:
    lines = told((BRIDGE, "one"), (STRIKE, "two"), (BANK, "one"))
    found = confusions(run(lines, DeskSettings()), DeskSettings(), 5)
    assert found.merges == ()
    (mistake,) = found.misses
    assert (mistake.label, mistake.wrong, len(mistake.parts)) == ("one", 1, 2)
    ((place, why),) = mistake.decisions.items()
    assert (place, why.via) == (2, -1)
    assert why.apart is not None
    assert (why.apart.cause, why.apart.nearest) == (Cause.SCORE, 0)


def test_stories_that_became_one_show_the_headline_that_brought_them_together() -> None:
    lines = told((BRIDGE, "a"), (STRIKE, "b"), (REWORDED, "a"))
    result = run(lines, DeskSettings())
    # as if the third headline had joined both stories
    result.merged, result.merged_at = {result.homes[1]: result.homes[0]}, {result.homes[1]: 2}
    (mistake,) = confusions(result, DeskSettings(), 5).merges
    assert (list(mistake.decisions), mistake.unions) == ([2], frozenset({2}))
    (view,) = confusions_view(result, confusions(result, DeskSettings(), 5))["false_merges"]
    assert [one["united"] for one in view["decisions"]] == [True]


def test_the_worst_come_first_and_no_more_than_asked() -> None:
    rows = [(BRIDGE, "a"), (BRIDGE, "b"), (BRIDGE, "c"), (STRIKE, "d"), (STRIKE, "e")]
    lines = told(*rows)
    result = run(lines, DeskSettings())
    assert [one.wrong for one in confusions(result, DeskSettings(), 5).merges] == [3, 1]
    assert [one.wrong for one in confusions(result, DeskSettings(), 1).merges] == [3]


def test_a_mate_that_expired_is_said_to_be_gone() -> None:
    lines = told((BRIDGE, "one"), (BRIDGE, "one"), hours=(0, 80))
    assert apart(lines, 1, 0).cause is Cause.EXPIRED


def test_a_veto_is_named() -> None:
    kenya, poland = (
        f"President of {place} arrives in Geneva for climate talks" for place in ("Kenya", "Poland")
    )
    found = apart(told((kenya, "one"), (poland, "one")), 1, 0)
    assert (found.cause, found.nearest) == (Cause.VETO, 0)
    assert found.match is not None
    assert found.match.reasons[0].kind.startswith("veto-")


def test_members_that_disagree_outvote_one_that_matches() -> None:
    inquiry = "Inquiry into cracks in two pillars found in Port Selwyn"
    ferries = "Selwyn ferries run free as harbour bridge closes"
    minutes = tuple(place / 60 for place in range(14))
    lines = told((BRIDGE, "x"), *[(inquiry, "x")] * 12, (ferries, "x"), hours=minutes)
    found = apart(lines, 13, 0)
    assert (found.cause, found.nearest) == (Cause.MEMBERS, 0)
    assert found.match is not None
    assert found.agreed is not None
    assert found.agreed < 0.4 < found.match.score


def test_a_stronger_story_takes_the_headline() -> None:
    storm, airport = "Storm closes old harbour bridge", "Snow shuts Kalmar airport for second night"
    lines = told((storm, "x"), (airport, "y"), (f"{airport} as storm closes harbour bridge", "x"))
    found = apart(lines, 2, 0, DeskSettings(threshold=0.05))
    assert found.cause is Cause.STRONGER


def test_a_mate_that_the_index_did_not_bring_up_was_never_weighed() -> None:
    lines = told((BRIDGE, "x"), (f"{BANK}, officials say", "x"))
    found = apart(lines, 1, 0, DeskSettings(threshold=0.0))
    assert (found.cause, found.agreed) == (Cause.UNSEEN, None)


def test_programs_read_the_same_evidence() -> None:
    lines = told((BRIDGE, "one"), (REWORDED, "two"), (BANK, "two"))
    result = run(lines, DeskSettings())
    view = confusions_view(result, confusions(result, DeskSettings(), 5))
    (merge,) = view["false_merges"]
    assert merge["wrong_pairs"] == 1
    assert {part["story"] for part in merge["parts"]} == {"one", "two"}
    (joined,) = merge["decisions"]
    assert (joined["title"], joined["beside"]["title"]) == (REWORDED, BRIDGE)
    assert joined["source"] == "outlet 1"
    assert joined["time"] == "2026-09-21T15:13:20.000Z"
    (miss,) = view["misses"]
    (lost,) = miss["decisions"]
    assert (lost["title"], lost["apart"]["cause"], lost["apart"]["nearest"]["title"]) == (
        BANK,
        "score",
        REWORDED,
    )
    assert 0 <= lost["apart"]["score"] < 0.4
