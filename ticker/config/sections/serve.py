"""`serve`: where the API and the live socket listen, and who may read.

Knows the options of the way out; must not know the server.
"""

from __future__ import annotations

from pydantic import Field

from ticker.config.sections.section import Section
from ticker.config.values import Count, FilePath, Flag, HostName, ListenHost, Origin, is_loopback


class ServeConfig(Section):
    """The HTTP API and the live socket."""

    host: ListenHost = Field(
        default="127.0.0.1",
        description="The address to listen on. Any other than this machine's own needs a token first: "
        "`ticker token create`.",
        examples=["::"],
    )
    port: Count = Field(default=8080, ge=0, le=65_535, description="The TCP port; 0 takes a free one.")
    public: Flag | None = Field(
        default=None,
        description="Whether who shows no token may read. Curating needs a token always.",
        json_schema_extra={"default_text": "`true` on this machine alone, else `false`"},
    )
    names: tuple[HostName, ...] = Field(
        default=(),
        description="Names that the server answers to, beside its address and this machine's own.",
        examples=["ticker.example.org"],
    )
    origins: tuple[Origin, ...] = Field(
        default=(),
        description="Sites whose pages may use the API and the live socket, beside the server's own (CORS).",
        examples=["https://news.example.org"],
    )
    tls_cert: FilePath | None = Field(
        default=None,
        description="A certificate chain (PEM): the server then speaks HTTPS only. Relative to the "
        "configuration file.",
    )
    tls_key: FilePath | None = Field(
        default=None, description="The certificate's private key (PEM); without it, it is in `tls_cert`."
    )
    rate: Count = Field(
        default=100,
        ge=1,
        le=100_000,
        json_schema_extra={"unit": "requests a second"},
        description="What one address, and one token wherever it is used, may ask on average; ten times "
        "as many at once.",
    )

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def reads_without_token(self) -> bool:
        """Whether who shows no token may read."""
        return self.local if self.public is None else self.public
