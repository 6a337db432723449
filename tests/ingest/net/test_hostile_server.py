"""Every behaviour of the shared hostile server: ends with a reason or a good body, reaches nothing else."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.loopback import free_port
from ticker.errors import FetchError
from ticker.ingest.fetch import Fetched, Fetcher, FetchLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = [pytest.mark.shared, pytest.mark.slow]

TIMEOUT = 2.0
MAX_BYTES = 10_000_000

# behaviours that are odd but harmless: a body must come of them
GOOD = {
    "ok",
    "no-length",
    "redirect-301",
    "redirect-303",
    "redirect-307",
    "redirect-308",
    "redirect-chain",
    "304",
    "etag-every-time",
    "etag-same-new-body",
    "empty-200",
    "flap",
    "shrink",
}
# what must be told apart, by kind
KINDS = {
    "timeout": {"stall", "slow-body", "slowloris-headers", "stall-mid-body", "endless-drip", "slow-ok"},
    "too_big": {"gzip-bomb", "gzip-endless", "endless-body", "endless-chunked", "cl-huge"},
    "reset": {"reset", "reset-mid-body", "close-early", "chunked-cut"},
    "protocol": {
        "http09",
        "garbage",
        "ssh-banner",
        "header-1mb",
        "header-10000",
        "endless-headers",
        "cl-nan",
    },
    "redirects": {"redirect-loop", "redirect-ping", "redirect-none", "redirect-empty"},
    "bad_scheme": {"redirect-file", "redirect-gopher", "redirect-data", "redirect-javascript"},
    "blocked_address": {
        "redirect-localhost",
        "redirect-name",
        "redirect-decimal",
        "redirect-hex",
        "redirect-octal",
        "redirect-short",
        "redirect-zero",
        "redirect-v6",
        "redirect-v4mapped",
        "redirect-fullwidth",
        "redirect-127-8",
        "redirect-metadata",
        "redirect-metadata-v6",
        "redirect-private",
        "redirect-userinfo",
    },
    "http_410": {"410"},
    "http_429": {"429", "429-junk", "429-huge"},
    "http_304": {"304-always"},
    "http_206": {"206"},
}


def bomb() -> bytes:
    """A gzip stream of about 1 MB that unpacks to 1 GB: one flushed block, a thousand times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    return head + (packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)) * 1000


@pytest.fixture
async def hostile(shared: Path, tmp_path: Path) -> AsyncIterator[str]:
    """The hostile server on free ports; its own end of life is set, should this test be killed."""
    script = shared / "tools" / "hostile_server.py"
    if not script.exists():
        pytest.skip("the hostile server is not among the shared tools")
    (tmp_path / "gzip_bomb.xml.gz").write_bytes(bomb())
    ports = ("--port", str(free_port()), "--canary", str(free_port()))
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        *ports,
        *("--corpus", str(tmp_path), "--life", "120"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    try:
        assert b"hostile server" in await server.stdout.readline()
        yield f"http://127.0.0.1:{ports[1]}"
    finally:
        server.kill()
        await server.wait()
        server._transport.close()  # type: ignore[attr-defined]  # else 3.11 warns when it is collected


async def test_every_behaviour_ends_and_the_good_feeds_do_not_suffer(hostile: str) -> None:
    hasty = FetchLimits(timeout=TIMEOUT, max_bytes=MAX_BYTES, allow_hosts=frozenset({"127.0.0.1"}))
    patient = replace(hasty, timeout=60.0)  # so that a busy machine fails no answer that does come
    answered = GOOD.union(*KINDS.values()) - KINDS["timeout"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with Fetcher(hasty) as quick, Fetcher(patient) as steady:

        async def outcome(path: str) -> Fetched | FetchError:
            known = path.removeprefix("/b/") in answered or path.startswith("/gen")
            try:
                return await (steady if known else quick).fetch(hostile + path)
            except FetchError as error:
                return error

        async def facts(path: str) -> Any:
            fetched = await steady.fetch(hostile + path)
            return json.loads(fetched.body or b"")

        behaviours = (await facts("/"))["behaviours"]
        good = [f"/gen?feed={number}" for number in range(20)]
        async with asyncio.timeout(60):
            results = await asyncio.gather(
                *(outcome(f"/b/{name}") for name in behaviours), *map(outcome, good)
            )
        stats = await facts("/_stats")

    of = dict(zip(behaviours, results, strict=False))
    assert len(behaviours) > 90
    assert stats["canary"] == []
    for result in results[len(behaviours) :]:
        assert isinstance(result, Fetched), result
    for name in GOOD & of.keys():
        assert isinstance(of[name], Fetched), of[name]
    for kind, names in KINDS.items():
        for name in names & of.keys():
            error = of[name]
            assert isinstance(error, FetchError), name
            assert error.kind == kind, error
    for name, result in of.items():
        if isinstance(result, FetchError):
            assert result.message.startswith(f"{hostile}/b/{name}"), result
            assert result.message.isprintable()
        else:
            assert len(result.body or b"") <= MAX_BYTES
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000, "kilobytes"
