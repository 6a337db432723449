"""How a path is written down and answered: JSON made once, and what OpenAPI says of it.

Knows answers in general; must not know one path from another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from ticker.serve.problems import KINDS, MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}


class Asked(BaseModel):
    """The query of a path; a parameter that it does not have is refused."""

    model_config = ConfigDict(extra="forbid")


class OfDesk(Asked):
    """A query about one desk."""

    desk: str | None = Field(
        default=None, max_length=100, description="Which desk; without it the first of the configuration."
    )


QUERY: Final = Query()

DENIALS: Final = ("token-needed", "bad-token", "not-allowed", "unknown-desk")
"""The problems of every path about a desk that editors may see more of."""


def json(
    value: Mapping[str, Any], headers: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    """Answer with JSON, readable scripts kept as they are."""
    return Response(msgspec.json.encode(value), status, headers, "application/json")


def described(shape: type[BaseModel], example: Mapping[str, Any], *problems: str) -> dict[int | str, Any]:
    """What OpenAPI says of a path's answers: the good one, and the kinds of problem it may have."""
    return {
        200: {
            "model": shape,
            "description": (shape.__doc__ or "").partition("\n")[0],
            "content": {"application/json": {"example": example}},
        },
        **troubles(*problems),
    }


def troubles(*kinds: str) -> dict[int | str, Any]:
    """What OpenAPI says of a path's problems."""
    by_status: dict[int | str, list[str]] = {}
    for kind in (*kinds, "bad-query", "too-many-requests"):
        by_status.setdefault(KINDS[kind][0], []).append(kind)
    return {
        status: {
            "description": "; ".join(f"{KINDS[kind][1]} (`{kind}`)" for kind in found),
            "content": {
                MEDIA_TYPE: {
                    "schema": _PROBLEM,
                    "example": {
                        "type": f"urn:ticker:problem:{found[0]}",
                        "title": KINDS[found[0]][1],
                        "status": status,
                    },
                }
            },
        }
        for status, found in by_status.items()
    }
