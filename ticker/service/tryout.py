"""An action tried on a copy of the desk: what it would do, before it is done.

Knows how a desk is loaded; writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.audit import audit_view
from ticker.core.desk import Desk
from ticker.errors import ActionError

if TYPE_CHECKING:
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.store import DeskStore


async def rehearsed(store: DeskStore, action: Action) -> AuditView:
    """What the desk as committed would make of an action; nothing is written. Raises ActionError likewise."""
    desk = Desk.restore((await store.load()).snapshot, (await store.readings()).values())
    desk.apply(action)
    verdicts = desk.drain().verdicts
    if not verdicts:
        raise ActionError("unfit", f"an action of the id {action.id} was done already")
    view = audit_view(verdicts[-1])
    if view["refused"] is not None:
        raise ActionError(view["refused"], view["reason"])
    return view
