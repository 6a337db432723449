"""`redis`: where stories are kept, and for how long what is kept beside them.

Knows the options of the store; must not know what the store does with them.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from pydantic import Field

from ticker.config.sections.section import SECONDS, Section
from ticker.config.values import Count, Duration, RedisUrl


class RedisConfig(Section):
    """Where stories are kept."""

    url: RedisUrl | None = Field(
        default=None,
        repr=False,
        description="A Redis or Valkey server (7.0 or newer) of your own: `redis://`, `rediss://` (TLS), "
        "`unix://`, `redis+sentinel://` or `redis+cluster://`. Without it ticker runs the "
        "embedded server on `data_dir`. The environment variable `TICKER_REDIS_URL` stands above it.",
        examples=["redis://127.0.0.1:6379/0"],
    )
    log_keep: Count = Field(
        default=10_000,
        ge=100,
        le=10_000_000,
        json_schema_extra={"unit": "records"},
        description="Records of a desk's intake log that stay once applied, for replays and audits.",
    )
    updates_keep: Count = Field(
        default=20_000,
        ge=100,
        le=10_000_000,
        json_schema_extra={"unit": "updates"},
        description="Updates that stay: a consumer that was away for no more than these misses nothing.",
    )
    seen_keep: Duration = Field(
        default=30 * 86_400.0,
        ge=3600,
        le=366 * 86_400,
        json_schema_extra=SECONDS,
        description="How long an entry is known after it left its feed. Longer than every desk's window, or "
        "an old item that comes back would be news.",
    )

    @property
    def shown_url(self) -> str:
        """The URL as it may be shown: without a password. "" where there is none."""
        if not self.url:
            return ""
        parts = urlsplit(self.url)
        account, at, host = parts.netloc.rpartition("@")
        user, colon, _ = account.partition(":")
        masked = f"{user}{colon and ':***'}{at}{host}"
        # query parameters may carry a password as well
        return urlunsplit((parts.scheme, masked, parts.path, "…" if parts.query else "", ""))
