"""The questions to a server: path and parameters, and what becomes of the answer.

`client` and `blocking` send them. Knows the HTTP API; must not know how a request is sent.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from ticker.client.course import problem, query
from ticker.core.view import iso
from ticker.errors import RemoteError, UsageError

if TYPE_CHECKING:
    from ticker.core.model import Action

TIMEOUT: Final = 30.0
"""Seconds for one answer."""

_NEXT: Final = re.compile(r'<([^>]+)>;\s*rel="next"')


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `body` None = none."""

    path: str
    parameters: dict[str, Any] = field(default_factory=dict)
    method: str = "GET"
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def target(self) -> str:
        """Path and query."""
        asked = query(self.parameters)
        return f"{self.path}?{asked}" if asked else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    body: bytes
    link: str = ""

    def value(self, base: str) -> Any:
        """What it says.

        Raises:
            RemoteError: the server refused, or says nothing that can be read.
        """
        if not 200 <= self.status < 300:
            raise problem(base, self.status, self.body)
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise RemoteError("protocol", self.status, f"{base} answers with what is no JSON") from error

    def next_page(self) -> str:
        """Where the next page is; "" = this was the last."""
        found = _NEXT.search(self.link)
        return found[1] if found else ""


def base_of(url: str) -> str:
    """The address of a server, as it is put before paths.

    Raises:
        UsageError: it is none.
    """
    try:
        parts = urlsplit(url.strip())
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or parts.path.strip("/"):
        raise UsageError(f"{url!r} is no address of a ticker server; write e.g. https://ticker.example.org")
    if parts.username or parts.password:
        raise UsageError("the address holds a user or password; a token is given beside it")
    return f"{parts.scheme}://{parts.netloc}"


def bearer(token: str) -> dict[str, str]:
    """The header that shows a token; "" = none."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def stories(desk: str | None, filters: dict[str, Any]) -> Request:
    """The ranked stories."""
    return Request("/v1/stories", {"desk": desk, **filters})


def story(story_id: str, desk: str | None, *, editing: bool) -> Request:
    """One story with its copies."""
    return Request(f"/v1/stories/{quote(story_id, safe='')}", {"desk": desk, "editing": editing or None})


def updates(after: str, desk: str | None, limit: int) -> Request:
    """Updates after a cursor."""
    return Request("/v1/updates", {"after": after, "desk": desk, "limit": limit})


def feeds(desk: str | None) -> Request:
    """The feeds of a desk and their health."""
    return Request("/v1/feeds", {"desk": desk})


def alerts(desk: str | None, limit: int) -> Request:
    """The latest alerts of a desk."""
    return Request("/v1/alerts", {"desk": desk, "limit": limit})


def act(action: Action, desk: str | None) -> Request:
    """An editor's action; the server knows who and when. The same id again is done once."""
    body = {
        "desk": desk,
        "verb": str(action.verb),
        "stories": list(action.stories),
        "entries": list(action.entries),
        "text": action.text,
        "source": action.source,
        "value": action.value,
        "until": None if action.until is None else iso(action.until),
        "action": action.action,
        "seen": action.seen,
    }
    return Request("/v1/actions", method="POST", body=body, headers={"Idempotency-Key": action.id})


def audit(desk: str | None, after: int | None, limit: int) -> Request:
    """What editors have done."""
    return Request("/v1/actions", {"desk": desk, "after": after, "limit": limit})


DESKS: Final = Request("/v1/desks")
ME: Final = Request("/v1/me")
