"""An alert sent to a URL, signed as Standard Webhooks has it.

Knows how to send one and what an answer means; must not know when, how often, or what an alert is about.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
from hashlib import sha256
from typing import Final

import aiohttp
from yarl import URL

from ticker import clock
from ticker.errors import FetchError
from ticker.ingest.guard import Guard
from ticker.service.sending import GiveUpError, NotSentError

_TIMEOUT: Final = 10.0
_AGAIN: Final = frozenset({408, 425, 429})  # refusals that may pass; so may every 5xx


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
