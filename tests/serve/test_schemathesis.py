"""What schemathesis makes of the OpenAPI document, put to a real server: what fits it and what does not.

Every answer is one that the document names, in its shape, and no error of ours. Strangers and the readers of
another desk ask for exactly what is not theirs, and are told nothing of it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from ticker import clock
from ticker.core.model import Action, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
HOAX = "Kalmar mayor resigns over the ferry contract"
NOTE = "ask the mayor's office, Amal"
NOT_ASKED = {"/v1/events", "/v1/live", "/readyz"}
"""A stream that does not end, a socket (both: tests/serve/live), and what says 503 as nobody keeps a desk."""
KEPT = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    schemathesis.checks.not_a_server_error,
]


class Asker:
    """Puts every operation to the server at `url`, as `token`; as it should be and not."""

    def __init__(self, url: str, document: dict[str, Any], token: str = "") -> None:
        self._url = url
        self._schema = schemathesis.openapi.from_dict(document)
        self._token = token
        self.asked = 0

    def _signed(self, request: Any) -> Any:
        """Put the token on a request that is ready, where schemathesis cannot leave it out."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def ask(self, times: int, *, desk: str = "", unheard: Collection[str] = ()) -> None:
        """Hold every answer against the document; `desk`: ask for this one; `unheard` must not be told."""
        found: Any = self._schema.get_all_operations()
        for operation in (one.ok() for one in found):
            names = {one["name"] for one in operation.definition.raw.get("parameters", [])}
            if operation.path in NOT_ASKED or (desk and "desk" not in names):
                continue
            for mode in GenerationMode:
                self._put(operation, mode, times, {"desk": desk, "id": "1"} if desk else {}, unheard)

    def _put(
        self,
        operation: Any,
        mode: GenerationMode,
        times: int,
        fixed: dict[str, str],
        unheard: Collection[str],
    ) -> None:
        @settings(
            max_examples=times,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def put(case: Any) -> None:
            if fixed:
                case.query = {**(case.query if isinstance(case.query, dict) else {}), "desk": fixed["desk"]}
                case.path_parameters = {name: fixed[name] for name in case.path_parameters or ()}
            response = case.call(self._url, auth=self._signed, timeout=10)
            self.asked += 1
            case.validate_response(response, checks=KEPT)
            for text in unheard:
                assert text not in response.text, case.as_curl_command()

        with suppress(Unsatisfiable):  # where it takes nothing, nothing can be wrong
            put()


# the server beside it, in this process, draws its own random numbers meanwhile
@pytest.mark.filterwarnings(
    "ignore:Do not use the .random. module:hypothesis.errors.HypothesisDeprecationWarning"
)
@pytest.mark.slow
async def test_every_answer_is_in_the_document_and_nobody_hears_what_is_not_theirs(
    opened: Callable[..., Any],
) -> None:
    async with opened(serve={"port": 0, "rate": 100_000}, more=("other",)) as newsroom:
        await newsroom.publish(HOAX, BRIDGE)
        now = clock.now()
        for number, (verb, text) in enumerate(((Verb.NOTE, NOTE), (Verb.SPIKE, "a hoax, Amal"))):
            await newsroom.store.act(Action(f"a{number}", verb, "Amal", now, ("1",), text=text))
        url, desk = newsroom.server.url, newsroom.desk
        async with newsroom.http.get("/openapi.json") as response:
            document = await response.json()
        stranger = Asker(url, document)
        await asyncio.to_thread(stranger.ask, 4, desk=desk, unheard=(HOAX, "Amal"))
        outsider = Asker(url, document, await newsroom.token("reader", "other"))
        await asyncio.to_thread(outsider.ask, 4, desk=desk, unheard=(HOAX, "Amal", BRIDGE))
        admin = Asker(url, document, await newsroom.token("admin"))
        await asyncio.to_thread(admin.ask, 12)
        assert min(stranger.asked, outsider.asked) > 30
        assert admin.asked > 250
        assert [one for one in newsroom.heard if one["level"] in {"error", "warning"}] == []
