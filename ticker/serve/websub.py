"""`/websub/ID`: where WebSub hubs confirm a subscription and bring what is new.

The id in the address is the secret between this server and one hub; what is brought must be signed as well.
It is put into the store for the role `poll`, which reads it as it reads a polled document.

Knows this path; must not know feeds or documents.
"""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from ticker import clock
from ticker.core import websub
from ticker.serve.desks import Desks
from ticker.serve.guard import PUSH_PATH
from ticker.store import Hubs, Push

MOST: int = 1_000_000
"""Bytes of a push that are taken; of a bigger one only that there is something new."""
_CHALLENGE = 2000


def router(desks: Desks) -> APIRouter:
    """The path, over the store of `desks`."""
    paths = APIRouter(include_in_schema=False)  # for hubs, not for clients of the API
    hubs = Hubs(desks.redis)

    @paths.get(PUSH_PATH + "{name}")
    async def confirm(name: str, request: Request) -> Response:
        """Answer a hub's question whether a subscription is meant (WebSub, 5.3), or hear its refusal."""
        asked = request.query_params
        subscription = await hubs.get(name)
        mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
        if subscription is None or topic != subscription.topic:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        if mode == "denied":
            reason = asked.get("hub.reason", "")[:200]
            await hubs.put(replace(subscription, state="refused", reason=reason))
            return Response(status_code=HTTPStatus.NO_CONTENT)
        challenge = asked.get("hub.challenge", "")
        wanted = "unsubscribe" if subscription.state == "ending" else "subscribe"
        if mode != wanted or not 0 < len(challenge) <= _CHALLENGE:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        if mode == "unsubscribe":
            await hubs.drop(name)
        else:
            until = clock.now() + websub.lease(asked.get("hub.lease_seconds", ""))
            await hubs.put(replace(subscription, state="on", until=until, tries=0, reason=""))
        return PlainTextResponse(challenge)

    @paths.post(PUSH_PATH + "{name}")
    async def bring(name: str, request: Request) -> Response:
        """Take what a hub brings (WebSub, 7); what it has not signed is thrown away, and said to be fine."""
        subscription = await hubs.get(name)
        if subscription is None or subscription.state == "ending":
            return Response(status_code=HTTPStatus.GONE)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST:
                await hubs.push(Push(name, "", b""))
                return Response(status_code=HTTPStatus.ACCEPTED)
        if websub.is_signed(request.headers.get("x-hub-signature", ""), subscription.secret, body):
            await hubs.push(Push(name, request.headers.get("content-type", "")[:200], body))
        else:
            desks.log.warning("a push without a good signature is thrown away", feed=subscription.feed)
        return Response(status_code=HTTPStatus.ACCEPTED)

    return paths
