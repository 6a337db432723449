"""Editors' actions in Redis: into the log once, and what became of them.

Knows how an action is written, waited for and looked up; must not know what it does.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ticker.core.acts import Outcome
from ticker.core.audit import entry_of, line_of
from ticker.core.verbs import check, tidied
from ticker.core.whereabouts import LOOK, farewell, gone_story
from ticker.errors import ActionError, StoreError, UnreachableError
from ticker.store import codec
from ticker.store.log import SLICE, wait_for_stream

if TYPE_CHECKING:
    from ticker.core.audit import AuditView
    from ticker.core.model import Action, Entry
    from ticker.store.departures import Departures
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys

TAKEOVER: Final = 6.0
"""Seconds in which another process takes a desk over whose writer died."""

_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class EditorsPair:
    """What an editor's standing merge (`same`) or split says of two entries. `at` is ISO 8601."""

    a: Entry
    b: Entry
    same: bool
    by: str
    at: str
    action: str


class Actions:
    """The actions of one desk; `departures` says when a story left that an action names in vain."""

    def __init__(self, engine: Engine, keys: DeskKeys, desk: str, departures: Departures) -> None:
        self._engine = engine
        self._keys = keys
        self._desk = desk
        self._departures = departures

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Do what an editor asks: written, applied and committed when this returns.

        Idempotent by `action.id`: the same call again has the effect and the outcome of once.
        `wait` is how many seconds the desk may take.

        Raises:
            UsageError: the action's form is wrong; nothing was written.
            ActionError: the desk refused it; nothing was changed.
            UnreachableError: nobody keeps the desk (nothing was written), or it did not answer in time
                (it may still; ask again with the same id).
        """
        action = tidied(action)
        check(action)
        record = codec.ACTION.pack(action)
        clock = asyncio.get_running_loop().time
        deadline = clock() + wait
        while True:
            state, last, line = await self._ask(action.id, record)
            left = deadline - clock()
            if state == b"done":
                return await self._outcome(action, line)
            if state == b"passed":
                raise StoreError(
                    f"the desk could not apply the action: it is kept as a dead letter with the reason, see "
                    f"`ticker letters list` ({action.id})"
                )
            if state == b"waiting" and left > 0:
                await wait_for_stream(self._engine, self._keys.audit, f"{last}-0", 1, min(left, SLICE))
            elif state == b"waiting":
                raise UnreachableError(
                    f"desk {self._desk} did not apply the action within {wait:g} s; it is written and may "
                    f"still be applied: `ticker audit` shows it, the same id asks again ({action.id})"
                )
            elif clock() - (deadline - wait) > min(wait, TAKEOVER):
                raise UnreachableError(
                    f"nobody keeps desk {self._desk}, nothing was written: start `ticker run`, then repeat"
                )
            else:
                await asyncio.sleep(0.1)

    async def _ask(self, action_id: str, record: bytes) -> tuple[bytes, int, bytes]:
        keys = self._keys
        state, _, last, line = await self._engine.run(
            "act",
            (keys.meta, keys.intake, keys.told, keys.acted, keys.audit, keys.lease),
            action_id,
            record,
        )
        return state, last, line

    async def _outcome(self, action: Action, line: bytes) -> Outcome:
        if not line:
            return Outcome(action.id, action.stories, "done long ago: the audit no longer has it")
        view = codec.unpack_verdict(line)
        if view["refused"] is not None:
            gone = gone_story(view["reason"]) if view["refused"] == "gone" else ""
            left = await self._departures.departure(gone) if gone else None
            raise ActionError(view["refused"], f"{farewell(left)}: {LOOK}" if left else view["reason"])
        return Outcome(view["action"], tuple(view["stories"]), line_of(view))

    async def audit(self, after: int | None = None, *, count: int = 500) -> list[AuditView]:
        """Lines of the audit in order: the first `count` after an action's number, or (None) the newest."""
        if after is None:
            rows = await self._engine.call("XREVRANGE", self._keys.audit, "+", "-", "COUNT", count)
            rows.reverse()
        else:
            rows = await self._engine.call("XRANGE", self._keys.audit, f"({after}-0", "+", "COUNT", count)
        return [codec.unpack_verdict(_value(row)) for _, row in rows]

    async def labels(self) -> list[EditorsPair]:
        """The labelled pairs that standing merges, splits and moves amount to, in order."""
        found: dict[str, list[EditorsPair]] = {}
        undone: set[str] = set()
        after = 0
        while lines := await self.audit(after, count=_PAGE):
            after = int(lines[-1]["action"])
            for line in lines:
                if line["of"] is not None and line["refused"] is None:
                    (undone.discard if line["stands"] else undone.add)(line["of"])
                elif line["pairs"]:
                    found[line["action"]] = [
                        EditorsPair(
                            entry_of(pair["a"]),
                            entry_of(pair["b"]),
                            pair["same"],
                            line["by"],
                            line["at"],
                            line["action"],
                        )
                        for pair in line["pairs"]
                    ]
        return [pair for action, pairs in found.items() if action not in undone for pair in pairs]


def _value(row: Any) -> bytes:
    """The `v` of a stream's record, in either shape that redis-py gives it."""
    value: bytes = row[b"v"] if isinstance(row, dict) else row[row.index(b"v") + 1]
    return value
