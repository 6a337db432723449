"""What is kept of editors' actions: the journal that undo and matching need, and the audit's lines.

Knows the shapes; must not know how an action is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.model import UNTOUCHED, Action, Edits, StoryId

if TYPE_CHECKING:
    from ticker.core.model import Entry, Story


@dataclass(frozen=True, slots=True)
class Retouch:
    """One story's edits before and after an action."""

    story: StoryId
    before: Edits
    after: Edits


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A story that an action merged into another: the parts and the edits it had.

    `notes` are the numbers of the notes that it brought along.
    """

    story: StoryId
    into: StoryId
    parts: tuple[str, ...]
    edits: Edits
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A copy (by feed and entry id, which outlive its ordinals) that an action took to another part.

    `story` held it before; `source` and `target` are parts.
    """

    feed: str
    entry: str
    story: StoryId
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Act:
    """An applied action as the desk's journal keeps it: what undo, redo and matching need of it.

    `number` counts 1, 2, 3 … within the desk. `order` is the number of the action that applied or undid it
    last (itself, an undo or a redo), `offset` and `hand` say when and by whom that was. `stories` are those
    whose copies it changed, `made` names the part (and the story) that a split or move made, `born` the
    edits that it began with. `of` is
    what an undo or redo changed (0 = this is neither), `stands` then whether it stood after that.
    """

    number: int
    action: Action
    order: int
    offset: int
    hand: str
    stands: bool = True
    retouched: tuple[Retouch, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    cuts: tuple[Cut, ...] = ()
    stories: tuple[StoryId, ...] = ()
    made: str = ""
    born: Edits = UNTOUCHED
    of: int = 0


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """What an editor's merge (`same`) or split says about two entries, as they were."""

    a: Entry
    b: Entry
    same: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one action: a line of the audit.

    `refused` is the kind of refusal ("" = applied) and `reason` its line. `before` and `after` are the
    stories that it changed, in the order in which the outcome names them; None = there was none.
    `of` is the action that an undo or redo meant (0 = neither), `stands` whether that stands since.
    """

    number: int
    action: Action
    offset: int
    refused: str = ""
    reason: str = ""
    stories: tuple[StoryId, ...] = ()
    before: tuple[Story | None, ...] = ()
    after: tuple[Story | None, ...] = ()
    pairs: tuple[LabelledPair, ...] = ()
    of: int = 0
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an editor is told of an applied action: its number, the stories it changed or made, a line."""

    action: str
    stories: tuple[StoryId, ...]
    said: str = ""
