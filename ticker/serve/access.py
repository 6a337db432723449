"""Who asks, and what they may: from an `Authorization` header or a ticket to a `Visitor`.

Every path says the role that it needs, as its parameter:

    READER = desks.access.needs(Role.READER)
    async def stories(visitor: Annotated[Visitor, READER], …): desk = desks.get(asked.desk, visitor)

A desk that a visitor may not see is answered as one that does not exist.

Knows tokens and roles; must not know paths.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any, Final

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from ticker import clock
from ticker.core.roles import Role
from ticker.serve.problems import Problem
from ticker.serve.rate import Rate
from ticker.store import Token, Tokens

BEARER: Final = HTTPBearer(
    auto_error=False, description="A token of `ticker token create`, as `Authorization: Bearer tk_…`."
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `token` "" = nobody in particular; `desks` () = all."""

    role: Role
    name: str = ""
    token: str = ""
    desks: tuple[str, ...] = ()

    @classmethod
    def of(cls, token: Token) -> "Visitor":
        """Whoever shows that token."""
        return cls(token.role, token.name, token.id, token.desks)

    def sees(self, desk: str) -> bool:
        """Whether this desk exists for the visitor."""
        return not self.desks or desk in self.desks


ANYBODY: Final = Visitor(Role.READER)
"""Who shows no token where reading is public."""


class Access:
    """Tells visitors from strangers; `public` = who shows no token may read. `rate` counts tokens."""

    def __init__(self, tokens: Tokens, rate: Rate, *, public: bool) -> None:
        self._tokens = tokens
        self._rate = rate
        self.public = public

    async def visitor(self, authorization: str) -> Visitor:
        """Who shows this header ("" = none).

        Raises:
            Problem: it is not good, one is needed, or it asks too often.
        """
        if not authorization:
            if not self.public:
                raise Problem("token-needed", "send Authorization: Bearer tk_… (`ticker token create`)")
            return ANYBODY
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Problem("bad-token", "the scheme is Bearer")
        token = await self._tokens.find(text.strip(), clock.now())
        if token is None:
            raise Problem("bad-token", "it is unknown, revoked or expired")
        self._rate.check(token.id, monotonic())
        return Visitor.of(token)

    async def take(self, ticket: str) -> Visitor:
        """Who shows this ticket; it is good once.

        Raises:
            Problem: it is not good.
        """
        token = await self._tokens.take(ticket, clock.now())
        if token is None:
            raise Problem("bad-token", "the ticket is unknown, taken already or too old; get another one")
        return Visitor.of(token)

    async def ticket(self, visitor: Visitor) -> str:
        """A ticket for a visitor who has shown a token.

        Raises:
            Problem: none was shown.
        """
        if not visitor.token:
            raise Problem("token-needed", "a ticket stands for a token; who has none needs none")
        return await self._tokens.ticket(visitor.token)

    def needs(self, role: Role) -> Any:
        """The dependency by which a path says which role it needs; its value is the `Visitor`."""
        return Depends(_asks(self.visitor, role))


def require(visitor: Visitor, role: Role) -> None:
    """Make sure that the visitor has at least this role.

    Raises:
        Problem: not so.
    """
    if not visitor.role.covers(role):
        if not visitor.token:
            raise Problem("token-needed", f"this needs the token of an {role}")
        raise Problem("not-allowed", f"this needs the role {role}; the token has {visitor.role}")


def _asks(visitor_of: Callable[[str], Awaitable[Visitor]], role: Role) -> Callable[..., Awaitable[Visitor]]:
    async def ask(
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],  # for the OpenAPI document
    ) -> Visitor:
        visitor = await visitor_of(request.headers.get("authorization", ""))
        request.scope["state"]["token"] = visitor.token  # for the log
        require(visitor, role)
        return visitor

    return ask
