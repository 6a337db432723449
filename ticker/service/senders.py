"""Telling people of alerts: every sender until it is told, or until it makes no sense any more.

What is due stands in the store, so a restart forgets nothing. Knows when to try and when to give up; must not
know how one sender sends (`messengers` does).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ticker.service.messengers import messengers
from ticker.service.sending import GiveUpError, NotSentError
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    import structlog

    from ticker.config import Config
    from ticker.service.sending import Messenger
    from ticker.store import Alerts
    from ticker.store.alerts import Due

WAITS: Final = (1.0, 5.0, 30.0, 120.0, 300.0, 600.0, 900.0, 1200.0)
"""Seconds between tries: about an hour together; then an alert is no news any more."""

_LOOK: Final = 5.0


class Senders:
    """Sends what is due while it runs."""

    def __init__(
        self,
        config: Config,
        alerts: Alerts,
        clock: Callable[[], float],
        log: structlog.typing.FilteringBoundLogger,
        *,
        waits: tuple[float, ...] = WAITS,
    ) -> None:
        self._alerts = alerts
        self._clock = clock
        self._log = log
        self._waits = waits
        self._some = asyncio.Event()
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.configure(config)

    def configure(self, config: Config) -> None:
        """Send by what `config` says from now on."""
        self._messengers: dict[str, Messenger] = messengers(config)

    @property
    def names(self) -> list[str]:
        """Who is to be told of every alert."""
        return list(self._messengers)

    def wake(self) -> None:
        """Look at once: something is due."""
        self._some.set()

    async def run(self) -> None:
        """Send without end."""
        try:
            while True:
                self._some.clear()
                wait = await self._round()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._some.wait(), wait)
        finally:
            await cancel(list(self._under_way.values()))
            self._under_way.clear()

    async def _round(self) -> float:
        """Begin what is due now; seconds until something else is."""
        now = self._clock()
        wait = _LOOK
        for name, due in (await self._alerts.due()).items():
            if name in self._under_way:
                continue
            if due.next > now:
                wait = min(wait, due.next - now)
                continue
            task = asyncio.create_task(self._send(*name, due))
            self._under_way[name] = task
            task.add_done_callback(partial(self._ended, name))
        return max(wait, 0.05)

    def _ended(self, name: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._under_way.pop(name, None)
        self._some.set()  # it may be due again sooner than the next look
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("sending an alert broke", alert=name[0], reason=repr(error), exc_info=error)

    async def _send(self, alert_id: str, sender: str, due: Due) -> None:
        messenger = self._messengers.get(sender)
        log = self._log.bind(alert=alert_id, sender=sender.partition(":")[0])
        if messenger is None:
            log.warning("an alert is not sent: the configuration has no such sender any more")
            await self._alerts.sent(alert_id, sender)
            return
        try:
            await messenger.send(alert_id, due.alert)
        except GiveUpError as error:
            log.error("an alert cannot be sent; given up", reason=str(error))  # noqa: TRY400 - its one line says all
        except NotSentError as error:
            if due.tried < len(self._waits):
                wait = self._waits[due.tried]
                log.warning(
                    "an alert was not sent; tried again", reason=str(error), tried=due.tried + 1, wait=wait
                )
                again = replace(due, tried=due.tried + 1, next=self._clock() + wait)
                await self._alerts.failed(alert_id, sender, again)
                return
            log.error(  # noqa: TRY400 - its one line says all
                "an alert was not sent; given up", reason=str(error), tried=due.tried + 1
            )
        else:
            log.debug("an alert was sent")
        await self._alerts.sent(alert_id, sender)
