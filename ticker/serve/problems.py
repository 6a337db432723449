"""Errors as a program reads them: problem+json (RFC 9457).

Knows how a problem looks; must not know when one arises, but for those of the framework itself.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ticker.errors import StoreError, UnreachableError

if TYPE_CHECKING:
    import structlog
    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE: Final = "application/problem+json"

KINDS: Final = {
    "bad-query": (422, "The query cannot be used"),
    "no-host": (400, "The request names no host"),
    "length-needed": (411, "A body needs its length"),
    "too-large": (413, "The body is too large"),
    "wrong-host": (421, "This server does not answer for that host"),
    "unknown-path": (404, "There is nothing at this path"),
    "unknown-desk": (404, "There is no such desk"),
    "unknown-story": (404, "There is no such live story"),
    "method-not-allowed": (405, "This path does not take that method"),
    "token-needed": (401, "A token is needed"),
    "bad-token": (401, "The token is not good"),
    "not-allowed": (403, "The token's role does not cover this"),
    "wrong-origin": (403, "Pages of that origin may not do this"),
    "too-many-requests": (429, "You ask too often"),
    "upgrade-needed": (426, "This path speaks websocket"),
    "bad-upgrade": (400, "The websocket handshake cannot be used"),
    "bad-action": (422, "The action cannot be used"),
    "action-unknown": (404, "There is no such story, copy or action"),
    "action-gone": (410, "It was there, and has left the desk"),
    "action-merged": (409, "The story is part of another one"),
    "action-conflict": (409, "Another editor was quicker"),
    "action-blocked": (409, "A later action stands on it"),
    "action-unfit": (422, "It cannot be done to this story"),
    "gap": (410, "The cursor is too old or of another history"),
    "store-away": (503, "The store does not answer"),
    "not-ready": (503, "Not everything works"),
    "too-many-listeners": (503, "Too many clients listen already"),
    "broken": (500, "Something broke here"),
}
"""Every kind of problem: its status and its title."""

_FORMS: Final = {"lang": 'must be a language tag, e.g. "ar" or "en-GB"', "story": "must be a story's id"}

RETRY_AFTER: Final = 2
"""Seconds that a client is asked to wait where the same request may go through later."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An answer that is no success; `more` are members beside the standard ones."""

    def __init__(self, kind: str, detail: str = "", **more: Any) -> None:
        super().__init__(detail or kind)
        self.kind = kind
        self.status, self.title = KINDS[kind]
        self.detail = detail
        self.more = more

    def body(self) -> bytes:
        """The problem as JSON."""
        value = {"type": f"urn:ticker:problem:{self.kind}", "title": self.title, "status": self.status}
        if self.detail:
            value["detail"] = self.detail
        return msgspec.json.encode(value | self.more)

    def headers(self) -> dict[str, str]:
        """What the answer carries beside its type."""
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return {"Retry-After": str(RETRY_AFTER)}
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return {"Retry-After": "1"}
        if self.status == HTTPStatus.UPGRADE_REQUIRED:
            return {"Upgrade": "websocket"}
        if self.status == HTTPStatus.UNAUTHORIZED:
            return {"WWW-Authenticate": "Bearer"}
        return {}

    def response(self) -> Response:
        """The answer."""
        return Response(self.body(), self.status, self.headers(), MEDIA_TYPE)


def install(app: FastAPI, log: structlog.typing.FilteringBoundLogger) -> None:
    """Let `app` answer every error with a problem."""

    async def said(_: Request, error: Exception) -> Response:
        return _problem_of(error).response()

    async def store(_: Request, error: Exception) -> Response:
        if not isinstance(error, UnreachableError):  # an outage is logged once, by the desk's reader
            log.error("the store refuses", reason=str(error))
        return Problem("store-away", "the same request may go through later").response()

    async def broken(_: Request, __: Exception) -> Response:
        return Problem("broken", "the log says more").response()  # the guard logs it

    app.add_exception_handler(Exception, broken)
    app.add_exception_handler(Problem, said)
    app.add_exception_handler(HTTPException, said)
    app.add_exception_handler(RequestValidationError, said)
    app.add_exception_handler(StoreError, store)


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _bad_query(error)
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "GET")
        return Problem("method-not-allowed", f"{allowed}{', HEAD' if 'GET' in allowed else ''} may be sent")
    return Problem("unknown-path", "the paths stand in /openapi.json")


def _bad_query(error: RequestValidationError) -> Problem:
    wrong = [
        {"in": str(one["loc"][0]), "name": str(one["loc"][-1]), "detail": _in_words(one)}
        for one in error.errors()
    ]
    return Problem("bad-query", "; ".join(f"{one['name']}: {one['detail']}" for one in wrong), errors=wrong)


def _in_words(one: Any) -> str:
    if one["type"] == "extra_forbidden":
        return "there is no such parameter"
    if one["type"] == "string_pattern_mismatch":
        return _FORMS.get(str(one["loc"][-1]), "must be of the form EPOCH:OFFSET")
    return str(one["msg"]).replace("Input should be", "must be")
