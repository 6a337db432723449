"""Why a line of a replay ended where it did: what carried it in, and what kept it from its mates.

A second pass over the same lines asks the desk at the very moment of a decision, so the answer is what
the desk saw then: its rarities, its live stories, its scores. Knows replays; must not know gold labels
or how to print.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ticker.core.arrival import batches_in_order
from ticker.core.match import THRESHOLDS
from ticker.service.lines import line_view
from ticker.service.replay import Player

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticker.core.cluster import Considered
    from ticker.core.match import Match
    from ticker.core.model import Copy, DeskSettings, Entry
    from ticker.service.lines import Line


class Cause(StrEnum):
    """What kept a headline from a mate's story."""

    EXPIRED = "expired"
    """None of its mates was live any more."""
    VETO = "veto"
    SCORE = "score"
    """The two headlines alone score too little."""
    UNSEEN = "unseen"
    """The two match, but the window did not bring the mate up: too few rare words in common."""
    MEMBERS = "members"
    """The two match, but the other members of the mate's story do not agree."""
    STRONGER = "stronger"
    """Another story scored higher."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Why a headline did not join its mates: `nearest` is the likest live one's place (-1 = none live).

    `match` is how the two stand, `agreed` the score of the mate's story (None = not weighed), `needed`
    the threshold that both have to reach.
    """

    cause: Cause
    needed: float
    nearest: int = -1
    match: Match | None = None
    agreed: float | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A line at the moment it was decided: the copy with its evidence, and why its mates stay apart.

    `via` is the place of the line it matched best, -1 = none. `apart` is None where no mates were asked for.
    """

    copy: Copy
    via: int
    apart: Apart | None


def examine(
    lines: Sequence[Line], settings: DeskSettings, asked: Mapping[int, Sequence[int]]
) -> dict[int, Examined]:
    """Replay `lines` up to the last place in `asked`, and look closely at each of those places.

    `asked` maps a place to the places of its mates: the lines that it might have joined, but did not.
    """
    player = Player(settings)
    threshold = THRESHOLDS[settings.grain] if settings.threshold is None else settings.threshold
    left = len(asked)
    examined: dict[int, Examined] = {}
    places: dict[int, int] = {}
    for place in batches_in_order([line.entry for line in lines]):
        if not left:
            break
        entry = lines[place].entry
        player.pass_time(entry.received)
        apart = None
        if mates := asked.get(place):
            apart = _apart(player, entry, {mate: lines[mate].entry for mate in mates}, threshold)
        _, copy = player.tell(entry)
        places.setdefault(copy.ordinal, place)
        if place in asked:
            examined[place] = Examined(copy, places.get(copy.via, -1), apart)
            left -= 1
    return examined


def _apart(player: Player, entry: Entry, mates: dict[int, Entry], threshold: float) -> Apart:
    """What keeps `entry` from the stories of its mates, at this moment."""
    desk = player.desk
    live = {
        place: held
        for place, mate in mates.items()
        if (held := desk.story_of(mate.feed, mate.id)) is not None
    }
    if not live:
        return Apart(Cause.EXPIRED, threshold)
    matches = {place: desk.compare(entry, copy.ordinal) for place, (_, copy) in live.items()}
    nearest = max(live, key=lambda place: (matches[place].same, matches[place].score, -place))
    found, home = matches[nearest], live[nearest][0].id
    weighed = next((one for one in desk.consider(entry) if one.story == home), None)
    if not found.same:
        return Apart(_refusal(found), threshold, nearest, found, None if weighed is None else weighed.score)
    return _outvoted(nearest, found, weighed, threshold)


def _outvoted(nearest: int, found: Match, weighed: Considered | None, threshold: float) -> Apart:
    """The pair matches; its story does not, or not best."""
    if weighed is None:
        return Apart(Cause.UNSEEN, threshold, nearest, found)
    if weighed.score < threshold:
        return Apart(Cause.MEMBERS, threshold, nearest, found, weighed.score)
    if not weighed.match.same:  # the story speaks through its likest member, and that one is refused
        return Apart(_refusal(weighed.match), threshold, nearest, weighed.match, weighed.score)
    return Apart(Cause.STRONGER, threshold, nearest, found, weighed.score)


def _refusal(found: Match) -> Cause:
    return Cause.VETO if any(reason.kind.startswith("veto-") for reason in found.reasons) else Cause.SCORE


def examined_view(lines: Sequence[Line], place: int, one: Examined) -> dict[str, Any]:
    """One decision as programs read it: the line, how it joined and why its mates stay apart."""
    copy = one.copy
    view: dict[str, Any] = {
        **line_view(lines[place]),
        "relation": str(copy.relation),
        "score": round(copy.score, 4),
        "reasons": list(copy.reasons),
    }
    if one.via >= 0:
        view["beside"] = line_view(lines[one.via])
    if one.apart is not None:
        view["apart"] = _apart_view(lines, one.apart)
    return view


def _apart_view(lines: Sequence[Line], apart: Apart) -> dict[str, Any]:
    view: dict[str, Any] = {"cause": str(apart.cause), "needed": apart.needed}
    if apart.nearest >= 0:
        view["nearest"] = line_view(lines[apart.nearest])
    if apart.match is not None:
        view |= {
            "relation": str(apart.match.relation),
            "score": round(apart.match.score, 4),
            "reasons": [reason.text for reason in apart.match.reasons],
        }
    if apart.agreed is not None:
        view["story_score"] = round(apart.agreed, 4)
    return view
