"""What an editor is asked for in one line.

Knows words; must not know widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `done` gets the text; `typed` every state of it, and says what is wrong with it.

    `cancelled` is called when the line is left without an answer.
    """

    label: str
    done: Callable[[str], Awaitable[None] | None]
    value: str = ""
    typed: Callable[[str], str] | None = None
    cancelled: Callable[[], None] | None = None
