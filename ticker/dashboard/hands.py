"""An editor's actions on their way to the desk: one after the other, none lost, each answered in words.

Knows the desk and the shape of an action; must not know keys or widgets.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Protocol

from ticker.core.model import Action, Verb
from ticker.core.verbs import check, ends, tidied
from ticker.dashboard.live import reason_of
from ticker.errors import ActionError, UnreachableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.acts import Outcome
    from ticker.dashboard.source import Editor

# Seconds before each further attempt while the desk does not answer; the last one repeats.
DELAYS = (0.5, 1.0, 2.0, 5.0)
# Actions that may wait: more is no editor but a stuck key.
MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an action: `kind` "" = done, else why it was not; `text` says it to the editor."""

    action: Action
    text: str
    kind: str = ""


class Told(Protocol):
    """Who hears what becomes of actions. Called on the event loop; must not block."""

    def answered(self, answer: Answer) -> None:
        """Hear that an action was done or refused."""
        ...

    def waits(self, text: str) -> None:
        """Hear that the desk does not answer, and what it said last."""
        ...


class Hands:
    """Sends actions in the order in which they were meant, and waits for each before the next."""

    def __init__(self, desk: Editor, told: Told, *, editor: str, delays: Sequence[float] = DELAYS) -> None:
        self._desk = desk
        self._told = told
        self._editor = editor
        self._delays = delays
        self._waiting: deque[Action] = deque()
        self._more = asyncio.Event()

    def __len__(self) -> int:
        """How many actions are on their way."""
        return len(self._waiting)

    def do(
        self,
        verb: Verb,
        *,
        at: float,
        seen: int,
        stories: Sequence[str] = (),
        entries: Sequence[str] = (),
        text: str = "",
        source: str = "",
        value: float | None = None,
        until: float | None = None,
        action: str = "",
    ) -> None:
        """Put an action on its way; the fields are those of `Action`.

        Raises UsageError where it has no form or too many wait; nothing is sent then.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise UsageError(
                f"{len(self._waiting)} actions wait already; nothing more is taken until they are done"
            )
        wanted = Action(
            id=uuid.uuid4().hex,
            verb=verb,
            by=self._editor,
            at=at,
            stories=tuple(stories),
            entries=tuple(entries),
            text=text,
            source=source,
            value=value,
            until=ends(verb, until, at),
            action=action,
            seen=seen,
        )
        wanted = tidied(wanted)
        check(wanted)
        self._waiting.append(wanted)
        self._more.set()

    async def run(self) -> NoReturn:
        """Send what waits, until cancelled."""
        while True:
            while self._waiting:
                answer = await self._send(self._waiting[0])
                self._waiting.popleft()
                self._told.answered(answer)
            self._more.clear()
            await self._more.wait()

    async def _send(self, action: Action) -> Answer:
        """Send one action until the desk has answered: the same id counts once, however often it is sent."""
        failed = 0
        while True:
            try:
                outcome: Outcome = await self._desk.act(action)
            except ActionError as error:
                return Answer(action, error.message, error.kind)
            except UsageError as error:
                return Answer(action, str(error), "form")
            except UnreachableError as error:
                self._told.waits(f"{action.verb} is not done yet: {reason_of(error)}")
            except Exception as error:  # noqa: BLE001 - whatever else a source raises is the answer
                return Answer(action, f"{action.verb}: {reason_of(error)}", "failed")
            else:
                return Answer(action, outcome.said or f"{action.verb}: done")
            await asyncio.sleep(self._delays[min(failed, len(self._delays) - 1)])
            failed += 1
