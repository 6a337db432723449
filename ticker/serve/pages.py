"""`/`, `/overlay` and their parts under `/web/`: files of the package, with the policy they work under.

They hold no news, so nobody needs a token for them. Knows the files and their headers; must not know what the
pages show.
"""

from __future__ import annotations

from hashlib import blake2b
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from ticker.serve.paging import is_known
from ticker.serve.problems import Problem

if TYPE_CHECKING:
    from ticker.serve.desks import Desks

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a page may load and do: its own files, its own server, and no text ever becomes markup."""

# a graphics system shows the overlay in a frame of its own, and there is nothing in it to click
OVERLAY_POLICY: Final = PAGE_POLICY.replace("frame-ancestors 'none'; ", "")

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_POLICIES: Final = {"index.html": PAGE_POLICY, "overlay.html": OVERLAY_POLICY}
_ADDRESS: Final = "{{ticker}}"  # where a saved file finds the server that it came from


def router(_: Desks) -> APIRouter:
    """The paths; what they answer is read once."""
    paths = APIRouter(include_in_schema=False)
    files = {file.name: file.read_bytes() for file in resources.files("ticker.serve.web").iterdir()}

    def answer(request: Request, name: str) -> Response:
        body = files[name]
        tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"Cache-Control": "no-cache", "ETag": tag}
        if name in _POLICIES:
            # not every browser takes 'self' to mean the socket as well; the guard knows the host to be ours
            host = request.headers["host"]
            socket = f"connect-src 'self' ws://{host} wss://{host};"
            headers["Content-Security-Policy"] = _POLICIES[name].replace("connect-src 'self';", socket)
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)

    @paths.get("/")
    async def page(request: Request) -> Response:
        """The live stream for people."""
        return answer(request, "index.html")

    @paths.get("/overlay")
    async def overlay(request: Request) -> Response:
        """The ticker for video."""
        return answer(request, "overlay.html")

    @paths.get("/overlay/spx.html")
    async def template(request: Request) -> Response:
        """A template for SPX to be saved among its own: it shows this server's overlay in a frame."""
        here = escape(str(request.base_url).rstrip("/"))
        return Response(
            files["spx.html"].decode().replace(_ADDRESS, here),
            media_type=_TYPES["html"],
            headers={"Content-Disposition": 'attachment; filename="ticker.html"'},
        )

    @paths.get("/web/{name}")
    async def part(request: Request, name: str) -> Response:
        """A script, a style or a picture."""
        if name not in files or name.endswith(".html"):
            raise Problem("unknown-path", "there is no such part of a page")
        return answer(request, name)

    return paths
