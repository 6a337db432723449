"""Keys for a dashboard that runs headless: each is obeyed before the next, and nothing waits by the clock.

Textual's own pilot waits after each key until the process looks idle, three times 20 ms at best.

Knows Textual's pilot; must not know what a key does.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

if TYPE_CHECKING:
    from textual.pilot import Pilot

# A key goes from the app to what has the focus, and what that says of it back to the app.
_WAYS = 3


async def press(pilot: Pilot[str | None], *keys: str) -> None:
    """Press keys, named as Textual names them or as the one character that they type."""
    driver = pilot.app._driver  # noqa: SLF001 - what Textual's pilot does
    assert driver is not None
    for key in keys:
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        event = Key(name, _typed(name))
        event.set_sender(pilot.app)
        driver.send_message(event)
        await settled(pilot)


async def settled(pilot: Pilot[str | None]) -> None:
    """Wait until all that is on its way between the widgets has arrived, and is laid out."""
    for _ in range(_WAYS):
        await pilot._wait_for_screen()  # noqa: SLF001 - what Textual's pilot does
    for screen in pilot.app.screen_stack:
        screen._on_timer_update()  # noqa: SLF001 - the same, also for what can be seen below another screen
    await pilot._wait_for_screen()  # noqa: SLF001 - the same


def _typed(name: str) -> str | None:
    """Return the character that a key types; None = it types none."""
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        return name if len(name) == 1 else None
