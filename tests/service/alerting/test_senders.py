"""How alerts are sent: signed, tried again, given up, to programs and webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.watch import BANK, BRIDGE, FAST, SECRET, Hook, reasons, until, until_empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


async def test_a_webhook_gets_it_signed(watched: Callable[..., Any], hook: Hook) -> None:
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until(lambda: hook.got)
        headers, body = hook.got[0]
        alert = json.loads(body)
        assert alert == (await desk.told())[0]
        assert headers["webhook-id"] == alert["id"]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        await until_empty(desk)
        assert len(hook.got) == 1


async def test_a_webhook_is_tried_again_until_it_takes_it(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [503, 429, 200]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == 3
        assert len({headers["webhook-id"] for headers, _ in hook.got}) == 1


@pytest.mark.parametrize("status", [400, 410, 307])
async def test_a_refusal_or_a_redirect_is_final(watched: Callable[..., Any], hook: Hook, status: int) -> None:
    hook.answers = [status]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == 1
        assert f"answered {status}" in reasons(desk)


async def test_one_that_never_answers_well_is_given_up(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [500]
    async with watched(webhooks=[hook.url]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert len(hook.got) == len(FAST) + 1
        assert any("given up" in event["event"] for event in desk.heard)


async def test_a_webhook_obeys_the_address_policy_of_feeds(watched: Callable[..., Any], hook: Hook) -> None:
    port = hook.url.split(":")[2].partition("/")[0]
    urls = [
        hook.url,
        f"http://localhost:{port}/",
        f"http://0x7f000001:{port}/",
        "http://169.254.169.254/latest",
    ]
    async with watched(webhooks=urls, allow=()) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert hook.got == []
        assert reasons(desk).count("fetch.allow_hosts") >= 3


async def test_a_command_reads_it_from_its_input_and_no_shell_is_between(
    watched: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    title = "$(touch pwned); `touch pwned` | storm hits the harbour of Ashby && more"
    command = [sys.executable, "-c", program, str(out), "; touch pwned"]
    async with watched(command=command) as desk:
        await desk.report(title, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert json.loads(out.read_bytes())["headline"] == title
        assert [one.name for one in tmp_path.iterdir()] == ["out"]  # noqa: ASYNC240 - a test's own folder


async def test_a_program_that_fails_or_is_not_there_is_said(watched: Callable[..., Any]) -> None:
    program = "import sys; sys.exit('the bell is broken')"
    async with watched(command=[sys.executable, "-c", program]) as desk:
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert "the bell is broken" in reasons(desk)
    async with watched(command=["no-such-program-here"]) as desk:
        await desk.report(BANK, "Wire", "Gazette", "Post")
        await until_empty(desk)
        assert "there is no program no-such-program-here" in reasons(desk)


async def test_what_is_due_outlives_a_restart(watched: Callable[..., Any], hook: Hook) -> None:
    hook.answers = [503]
    async with watched(webhooks=[hook.url]) as desk:
        desk.senders._waits = (0.2,) * 50
        await desk.report(BRIDGE, "Wire", "Gazette", "Post")
        await until(lambda: hook.got)
    hook.answers = [200]
    before = len(hook.got)
    async with watched(webhooks=[hook.url]) as desk:
        await until_empty(desk)
        assert len(hook.got) == before + 1
