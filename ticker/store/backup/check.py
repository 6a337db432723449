"""Do the lines of a backup make sense together? Asked before anything of a store is touched.

Keeps numbers, never records: a backup of any size is checked in little memory.

Knows what has to hold between lines; must not know files or Redis.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticker.errors import StoreError, UsageError
from ticker.store import codec
from ticker.store.backup import lines
from ticker.store.keys import DeskKeys

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ticker.store.backup.lines import Line


@dataclass(slots=True)
class DeskSum:
    """What a backup holds of one desk."""

    name: str
    state: lines.State | None = None
    stories: set[int] = field(default_factory=set)
    copies: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    acts: int = 0
    audit: int = 0
    seen: int = 0
    feeds: int = 0
    letters: int = 0
    records: set[int] = field(default_factory=set)
    last: int = 0


def check(path: Path, all_of_them: Iterable[tuple[int, Line]]) -> dict[str, DeskSum]:
    """Read all lines; what they hold of each desk, in order.

    Raises:
        UsageError: they do not make a whole; which line, and why.
    """
    desks: dict[str, DeskSum] = {}
    desk: DeskSum | None = None
    told: tuple[str, ...] = ()
    for number, line in all_of_them:
        where = f"{path}: line {number}"
        try:
            if isinstance(line, lines.Head):
                told = line.desks
            elif isinstance(line, lines.OfDesk):
                _of_desk(desk, line)
            else:
                if desk is not None:
                    _close(desk)
                desk = _opened(desks, line) if isinstance(line, lines.Desk) else None
                if isinstance(line, lines.AlertLine):
                    codec.unpack_alert(bytes(line.line))
                elif isinstance(line, lines.DueLine):
                    codec.unpack_alert(line.due.alert)
        except (ValueError, StoreError, UsageError) as error:
            raise UsageError(f"{where}: {error}") from error
    if tuple(desks) != told:
        raise UsageError(f"{path}: its head names the desks {list(told)!r}, it holds {list(desks)!r}")
    return desks


def _opened(desks: dict[str, DeskSum], line: lines.Desk) -> DeskSum:
    if line.name in desks:
        raise ValueError(f"desk {line.name!r} comes twice")
    DeskKeys.of(line.name)
    desk = desks[line.name] = DeskSum(line.name)
    return desk


def _of_desk(desk: DeskSum | None, line: lines.OfDesk) -> None:  # noqa: C901, PLR0912 - one case for each type
    if desk is None:
        raise ValueError("belongs to no desk")
    match line:
        case lines.State():
            if desk.state is not None:
                raise ValueError("the desk's state comes twice")
            codec.SETTINGS.pack(line.settings)
            desk.state = line
        case lines.StoryLine(story):
            number = _own(desk.stories, story.id, "story")
            if not number or story.lead not in story.members or len(set(story.members)) < len(story.members):
                raise ValueError(f"story {story.id} does not hold its own lead, or holds a copy twice")
            if not desk.members.isdisjoint(story.members):
                raise ValueError(f"story {story.id} holds a copy of another story")
            desk.members.update(story.members)
        case lines.CopyLine(copy):
            _own(desk.copies, str(copy.ordinal), "copy")
        case lines.ActLine():
            desk.acts += 1
        case lines.Audit():
            codec.unpack_verdict(bytes(line.line))
            desk.audit += 1
        case lines.Seen(ids):
            desk.seen += len(ids)
        case lines.Titles(hashes):
            for pair in hashes.items():
                _ = [bytes.fromhex(part) for part in pair]
        case lines.Feed():
            desk.feeds += 1
        case lines.Record():
            line.packed()
            if line.number <= desk.last:
                raise ValueError(f"record {line.number} stands after record {desk.last}")
            desk.last = line.number
            desk.records.add(line.number)
        case lines.Letter():
            line.record.packed()
            desk.letters += 1
        case _:
            pass


def _own(kept: set[int], name: str, what: str) -> int:
    """Take a number that may come once."""
    if not name.isascii() or not name.isdigit() or int(name) in kept or name != str(int(name)):
        raise ValueError(f"{what} {name!r} comes twice, or is no number")
    kept.add(int(name))
    return int(name)


def _close(desk: DeskSum) -> None:
    """What has to hold once a desk is whole."""
    state = desk.state
    if state is None:
        raise ValueError(f"desk {desk.name} has no state: some lines are missing")
    if desk.copies != desk.members:
        raise ValueError(f"desk {desk.name}: copies and stories do not belong to each other")
    if max(desk.stories | desk.copies, default=0) >= state.next_ordinal:
        raise ValueError(f"desk {desk.name}: a number is above the desk's counter")
    waiting = {number for number in desk.records if number > state.cursor}
    if len(waiting) != state.appended - state.cursor or max(waiting, default=0) > state.appended:
        raise ValueError(f"desk {desk.name}: records that are not applied yet are missing")
