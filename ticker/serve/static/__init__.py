"""`/ticker.js`, the JavaScript module by which pages follow a desk, and `/asyncapi.json`.

Knows two files; must not know what they say.
"""

from hashlib import blake2b
from importlib import resources
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from ticker.serve.answers import QUERY, Asked, json
from ticker.serve.desks import Desks
from ticker.serve.live.messages import document
from ticker.serve.paging import is_known


def router(_: Desks) -> APIRouter:
    """The paths; they are no secret, whoever may come to the page may have them."""
    paths = APIRouter(include_in_schema=False)
    script = (resources.files(__name__) / "ticker.js").read_bytes()
    headers = {"ETag": f'"{blake2b(script, digest_size=12).hexdigest()}"', "Cache-Control": "no-cache"}

    @paths.get("/ticker.js")
    async def ticker_js(request: Request, _: Annotated[Asked, QUERY]) -> Response:
        """The module; 304 for whoever has it."""
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(script, headers=headers, media_type="text/javascript")

    @paths.get("/asyncapi.json")
    async def asyncapi(_: Annotated[Asked, QUERY]) -> Response:
        """What the live socket carries, for programs."""
        return json(document())

    return paths
