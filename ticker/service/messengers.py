"""How one alert reaches people: a webhook, a command, the desktop, the terminal's bell.

Each takes the alert as the JSON that readers see. Knows how to send one; must not know when, how often, or
what an alert is about.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
from html import escape
from typing import TYPE_CHECKING, Final

from ticker.service.sending import GiveUpError, NotSentError

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.service.sending import Messenger

_COMMAND_TIMEOUT: Final = 30.0
_SHOWN: Final = 300  # characters of a program's complaint


def messengers(config: Config) -> dict[str, Messenger]:
    """All that the configuration asks for, by a name that stays as long as it does."""
    alerts = config.alerts
    found: dict[str, Messenger] = {}
    if alerts.webhooks:
        from ticker.service.webhook import Webhook  # noqa: PLC0415 - a tenth of a second for those who have one

        for url in alerts.webhooks:
            found[f"webhook:{url}"] = Webhook(url, alerts.secret, config.fetch.allow_hosts)
    if alerts.command:
        found["command"] = Command(alerts.command)
    if alerts.desktop:
        found["desktop"] = Desktop()
    if alerts.bell:
        found["bell"] = Bell()
    return found


class Command:
    """Runs a program with fixed arguments: nothing of an alert is ever part of the command line."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words

    async def send(self, alert_id: str, body: bytes) -> None:
        """Run it once, the alert on its standard input."""
        await run(self._words, body + b"\n", {"TICKER_ALERT": alert_id})


class Desktop:
    """A notification by the system's own program."""

    async def send(self, alert_id: str, body: bytes) -> None:
        """Show it once."""
        del alert_id
        alert = json.loads(body)
        title, text = str(alert["headline"]), "; ".join(map(str, alert["why"]))
        if sys.platform == "darwin":
            script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
            await run(("osascript", "-e", script, title, text))
        else:
            # the body may hold markup, so what stands in it is escaped; the summary may not
            await run(("notify-send", "--app-name=ticker", "--", title, escape(text, quote=False)))


class Bell:
    """Rings the terminal that ticker runs in, where it runs in one; the dashboard rings by itself."""

    async def send(self, alert_id: str, body: bytes) -> None:
        """Ring once."""
        del alert_id, body
        if sys.stderr.isatty():
            sys.stderr.write("\a")
            sys.stderr.flush()


async def run(words: tuple[str, ...], text: bytes = b"", more: dict[str, str] | None = None) -> None:
    """Run a program without a shell, with `text` as its input. Raises NotSentError, GiveUpError."""
    program = shutil.which(words[0])
    if program is None:
        raise GiveUpError(f"there is no program {words[0]}; install it, or change alerts in config.yaml")
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *words[1:],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | (more or {}),
            start_new_session=True,  # a Ctrl-C in the terminal is not for it
        )
    except OSError as error:
        raise GiveUpError(f"{words[0]} cannot be run: {error.strerror or error}") from error
    try:
        async with asyncio.timeout(_COMMAND_TIMEOUT):
            _, said = await process.communicate(text)
    except TimeoutError as error:
        raise NotSentError(f"{words[0]} ran longer than {_COMMAND_TIMEOUT:.0f} s and was ended") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        words_said = " ".join(said.decode(errors="replace").split())[:_SHOWN]
        raise NotSentError(f"{words[0]} ended with {process.returncode}: {words_said}")
