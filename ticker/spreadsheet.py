"""Texts that no spreadsheet takes for a formula.

Knows what starts a formula; must not know what the texts mean.
"""

from typing import Final

# the full-width forms included
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: str) -> str:
    """The text, with a quote before it where a spreadsheet would run it."""
    runs = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    return f"'{value}" if runs else value
