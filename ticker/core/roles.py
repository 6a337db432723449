"""Who may do what: three roles, each of which may do all that the one before it may.

Knows the roles; must not know tokens, requests or actions.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """`reader` sees, `editor` also curates, `admin` also sees to the newsroom itself."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        """Tell whether who has this role may do what needs that one."""
        return _RANK[self] >= _RANK[needed]


_RANK: Final = {role: place for place, role in enumerate(Role)}
