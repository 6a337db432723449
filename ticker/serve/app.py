"""The application: its paths, its errors, its guard and its OpenAPI document.

Knows which parts there are; must not know what they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware

from ticker import __version__
from ticker.serve import (
    actions,
    alerts,
    house,
    metrics,
    pages,
    problems,
    shapes,
    static,
    stories,
    updates,
    websub,
)
from ticker.serve.feeds import paths as feeds
from ticker.serve.guard import Guard
from ticker.serve.live import paths as live
from ticker.serve.rate import Rate

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ticker.serve.desks import Desks

_ABOUT = """Live, de-duplicated, ranked headlines.

A *cursor* is `EPOCH:OFFSET`: the place in a desk's updates. Take `/v1/stories`, then follow
`/v1/events?cursor=EPOCH:OFFSET` with the epoch and offset of that answer, and you miss nothing.
Errors are problem+json (RFC 9457).
"""


def make_app(desks: Desks) -> ASGIApp:
    """The whole application over `desks`."""
    app = FastAPI(
        title="ticker",
        version=__version__,
        description=_ABOUT,
        docs_url=None,  # its scripts come from another host
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app, desks.log)
    for part in (stories, updates, live, actions, house, metrics, alerts, feeds, pages, static, websub):
        app.include_router(part.router(desks))
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(
                get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
            )
            schema = shapes.ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"] |= {**schema.pop("$defs"), "Problem": schema}
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's documented way
    if desks.config.serve.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=desks.config.serve.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "Idempotency-Key"],
            expose_headers=["ETag", "Link", "Retry-After"],
            max_age=600,
        )
    return Guard(app, desks.doors, Rate(desks.config.serve.rate), desks.answered, desks.log)
