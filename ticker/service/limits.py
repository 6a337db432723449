"""What the configuration says about fetching, as the fetcher takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.ingest.fetch import FetchLimits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.config import FetchConfig


def fetch_limits(config: FetchConfig, *, also: Iterable[str] = ()) -> FetchLimits:
    """Limits and allowed hosts; `also` names hosts that the operator asks for by hand."""
    return FetchLimits(
        timeout=config.timeout,
        max_bytes=config.max_bytes,
        max_redirects=config.max_redirects,
        allow_hosts=frozenset((*config.allow_hosts, *also)),
        user_agent=config.user_agent,
    )
