"""How one alert reaches people: a webhook, a command, the desktop, the terminal's bell.

Each takes the alert as the JSON that readers see. Knows how to send one; must not know when, how often, or
what an alert is about.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hmac
import json
import os
import shutil
import sys
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final, Protocol

import aiohttp
from yarl import URL

from ticker import clock
from ticker.errors import FetchError, TickerError
from ticker.ingest.guard import Guard

if TYPE_CHECKING:
    from ticker.config import Config

_TIMEOUT: Final = 10.0
_COMMAND_TIMEOUT: Final = 30.0
_SHOWN: Final = 300  # characters of a program's complaint
_AGAIN: Final = frozenset({408, 425, 429})  # refusals that may pass; so may every 5xx


class NotSentError(TickerError):
    """It did not work this time; another time it may."""


class GiveUpError(TickerError):
    """It will never work as it is."""


class Messenger(Protocol):
    """One way to tell people."""

    async def send(self, alert_id: str, body: bytes) -> None:
        """Tell them; `body` is the alert as JSON. Raises NotSentError, GiveUpError."""


def messengers(config: Config) -> dict[str, Messenger]:
    """All that the configuration asks for, by a name that stays as long as it does."""
    alerts = config.alerts
    found: dict[str, Messenger] = {
        f"webhook:{url}": Webhook(url, alerts.secret, config.fetch.allow_hosts) for url in alerts.webhooks
    }
    if alerts.command:
        found["command"] = Command(alerts.command)
    if alerts.desktop:
        found["desktop"] = Desktop()
    if alerts.bell:
        found["bell"] = Bell()
    return found


class Webhook:
    """POSTs to a URL, signed as Standard Webhooks has it; the address policy is that of feeds."""

    def __init__(self, url: str, secret: str, allow_hosts: tuple[str, ...]) -> None:
        self._url = URL(url)
        self._secret = _key(secret)
        self._guard = Guard(allow_hosts)

    async def send(self, alert_id: str, body: bytes) -> None:
        """Post once."""
        moment = f"{clock.now():.0f}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "ticker",
            "webhook-id": alert_id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(self._secret, alert_id, moment, body),
        }
        try:
            local = self._guard.is_local_hop(self._url, self._url)
            async with (
                aiohttp.ClientSession(
                    connector=self._guard.connector(local=local),
                    timeout=aiohttp.ClientTimeout(total=_TIMEOUT),
                    trust_env=False,
                ) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status = answer.status
        except FetchError as error:
            raise GiveUpError(f"{self._url.host}: {error.message}") from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            if refused := _refusal(error):
                raise GiveUpError(f"{self._url.host}: {refused.message}") from error
            raise NotSentError(
                f"{self._url.host} cannot be reached: {str(error) or 'no answer in time'}"
            ) from error
        if 200 <= status < 300:
            return
        said = f"{self._url.host} answered {status}"
        if status in _AGAIN or status >= 500:
            raise NotSentError(said)
        raise GiveUpError(said)


def signature(key: bytes, alert_id: str, moment: str, body: bytes) -> str:
    """The header `webhook-signature` of Standard Webhooks: HMAC-SHA256 over id, time and body."""
    signed = b".".join((alert_id.encode(), moment.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()


def _key(secret: str) -> bytes:
    """The bytes of a secret: those in `whsec_…`, else the text itself."""
    if secret.startswith("whsec_"):
        with contextlib.suppress(binascii.Error):
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    return secret.encode()


def _refusal(error: BaseException | None) -> FetchError | None:
    """The address policy's own words, where it was what stopped a connection."""
    while error is not None:
        if isinstance(error, FetchError):
            return error
        error = error.__cause__ or error.__context__
    return None


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
