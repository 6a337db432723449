"""An invented agency, for feeds that go on and on telling news.

Knows words; must not know who tells them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SUBJECTS = ["minister", "harbour", "museum", "airline", "striker", "judge", "volcano", "bakery", "senate"]
DEEDS = ["opens", "closes", "sues", "praises", "leaves", "buys", "floods", "defends", "repairs", "sells"]
PLACES = ["Kalmar", "Dunmore", "Westmark", "Ashby", "Selwyn", "Verano", "Norland", "Perdida", "Lisbeth"]


def sentence(dice: random.Random) -> str:
    """An invented agency line; two of them hardly ever say the same."""
    name = "".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiou") for _ in range(4)).title()
    return (
        f"{name} {dice.choice(SUBJECTS)} {dice.choice(DEEDS)} {dice.choice(SUBJECTS)} "
        f"in {dice.choice(PLACES)} after {dice.choice(PLACES)} {dice.choice(DEEDS)} {dice.choice(SUBJECTS)}"
    )
