"""Every option once: its name, type, default, bounds, unit and what it is for.

`docs/configuration.md` is generated from here. Durations are seconds and sizes bytes once read.

Knows the options; must not know files, lines or the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from urllib.parse import urlsplit, urlunsplit

from platformdirs import user_data_dir
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from ticker import __version__
from ticker.config.values import (
    AllowedHost,
    CallbackUrl,
    CommandWord,
    Count,
    DataDir,
    DeskName,
    Duration,
    FeedUrl,
    FilePath,
    Flag,
    HookUrl,
    HostName,
    LangTag,
    ListenHost,
    Name,
    Number,
    Origin,
    PublisherName,
    QueryText,
    RedisUrl,
    Secret,
    Selector,
    Size,
    UserAgent,
    allow_key,
    is_loopback,
    url_host,
)
from ticker.core.alert import AlertRules
from ticker.core.model import DeskSettings, Grain

if TYPE_CHECKING:
    from pydantic.config import JsonDict

SECONDS: Final[JsonDict] = {"unit": "seconds"}
BYTES: Final[JsonDict] = {"unit": "bytes"}


class Section(BaseModel):
    """A group of options. An option that is left empty (`key:` alone, or `null`) has its default."""

    # built on first use: only the whole Config is ever needed to read a file
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        if data is None:
            return {}
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


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


class DeskConfig(Section):
    """One independent stream of stories; the key is its name."""

    window: Duration = Field(
        default=72 * 3600.0,
        ge=60,
        le=90 * 86_400,
        json_schema_extra=SECONDS,
        description="How long a headline stays live: what comes later than this is a new story.",
    )
    grain: Grain = Field(
        default=Grain.STORIES,
        description="How much one story holds: `repeats` (near-verbatim copies), `stories` (one event), "
        "`topics` (a broad theme).",
    )
    half_life: Duration = Field(
        default=2 * 3600.0,
        ge=60,
        le=30 * 86_400,
        json_schema_extra=SECONDS,
        description="Rank: a report this much older counts half as much.",
    )
    threshold: Number | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Match: the score from which two headlines are one story; higher merges less. "
        "Empty: the grain's own.",
    )

    alert_publishers: Count = Field(
        default=4,
        ge=0,
        le=1_000,
        json_schema_extra={"unit": "publishers"},
        description="Alert: so many publishers that report a story first `alert_within` alert. 0: only a "
        "story that an editor marks as breaking does.",
    )
    alert_within: Duration = Field(
        default=20 * 60.0,
        ge=10,
        le=86_400,
        json_schema_extra=SECONDS,
        description="Alert: the span in which they must have reported it.",
    )

    def settings(self) -> DeskSettings:
        """What the desk decides by."""
        return DeskSettings(
            window=self.window, half_life=self.half_life, grain=self.grain, threshold=self.threshold
        )


class PublisherConfig(Section):
    """One organisation that speaks; the key is its name, as feeds give it under `publisher`.

    Only publishers that differ from the defaults need to be listed.
    """

    weight: Number = Field(
        default=1.0, ge=0, le=100, description="Rank: how much a report of this publisher counts."
    )
    family: Name = Field(
        default="",
        description="Publishers of one owner share a family: together they corroborate a story once.",
        examples=["bbc"],
    )


def _own_host(data: dict[str, Any]) -> str:
    return url_host(data["url"])[0].removeprefix("www.")


class FeedConfig(Section):
    """The URLs that are polled, and what is known of each."""

    url: FeedUrl = Field(
        description="What is asked: RSS, Atom, JSON Feed or, with `kind: page`, a web page.",
        examples=["https://example.org/rss"],
    )
    publisher: PublisherName = Field(
        default_factory=_own_host,
        description="Who speaks. Copies by one publisher never corroborate each other.",
        json_schema_extra={"default_text": "the URL's host"},
        examples=["Example Wire"],
    )
    desk: str = Field(default="main", description="The desk that its headlines go to.")
    lang: LangTag = Field(
        default="",
        description="Language of the headlines (BCP 47), where the feed does not say it.",
        examples=["ar"],
    )
    interval: Duration | None = Field(
        default=None,
        ge=1,
        le=86_400,
        json_schema_extra=SECONDS | {"default_text": "found out by itself"},
        description="Time from poll to poll, fixed. Left out, it follows how often the feed brings news: "
        "5m at first, then half the time that is to be expected, between `min_interval` and "
        "`max_interval`. At least 1m, but down to 1s for hosts in `fetch.allow_hosts`.",
        examples=["5m"],
    )
    min_interval: Duration = Field(
        default=120.0,
        ge=1,
        le=86_400,
        json_schema_extra=SECONDS,
        description="The shortest that ticker makes the interval by itself.",
    )
    max_interval: Duration = Field(
        default=1800.0,
        ge=1,
        le=7 * 86_400,
        json_schema_extra=SECONDS,
        description="The longest that ticker makes the interval by itself; also the interval while a WebSub "
        "hub pushes the feed.",
    )
    kind: Literal["feed", "page", "ticker"] = Field(
        default="feed",
        description="`feed`: RSS, Atom or JSON Feed, found out by itself. `page`: each element that "
        "`selector` finds is a headline. `ticker`: plain text, or the one element that `selector` "
        "finds, whose headlines are glued together.",
    )
    selector: Selector = Field(
        default="",
        description="CSS selector of the headlines on a page; needed by `kind: page`.",
        examples=[".ticker li a"],
    )
    weight: Number | None = Field(
        default=None, ge=0, le=100, description="Stands above the publisher's weight for this feed alone."
    )
    paused: Flag = Field(default=False, description="`true`: the feed stays listed but is not polled.")


class FetchConfig(Section):
    """How feeds are asked."""

    timeout: Duration = Field(
        default=20.0,
        ge=0.1,
        le=300,
        json_schema_extra=SECONDS,
        description="The whole poll must be done by then: DNS, redirects and body together.",
    )
    max_bytes: Size = Field(
        default=10_000_000,
        ge=1_000,
        le=1_000_000_000,
        json_schema_extra=BYTES,
        description="A body larger than this, after decompression, is refused.",
    )
    max_redirects: Count = Field(default=5, ge=0, le=20, description="Redirects followed in one poll.")
    allow_hosts: tuple[AllowedHost, ...] = Field(
        default=(),
        description="Local hosts that may be asked, with or without a port; every other address that is not "
        "public is refused.",
        examples=["127.0.0.1", "localhost:8081"],
    )
    user_agent: UserAgent = Field(
        default=f"ticker/{__version__} (headline desk; contact: set fetch.user_agent)",
        description="How ticker presents itself to publishers. Put a way to reach you here.",
        json_schema_extra={"default_text": "`ticker/VERSION (headline desk; …)`"},
    )
    concurrency: Count = Field(default=64, ge=1, le=1024, description="Polls under way at once.")
    per_host: Count | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Polls under way at once on one host.",
        json_schema_extra={"default_text": "1; no limit on hosts in `allow_hosts`"},
    )
    host_delay: Duration | None = Field(
        default=None,
        ge=0,
        le=3600,
        json_schema_extra=SECONDS | {"default_text": "1s; none on hosts in `allow_hosts`"},
        description="Time between the beginnings of two polls of one host.",
    )
    callback: CallbackUrl | None = Field(
        default=None,
        description="The address at which WebSub hubs reach this server, usually that of a reverse proxy. "
        "With it, feeds that name a hub are subscribed to and push their news; without it all are polled.",
        examples=["https://desk.example.org"],
    )

    def allows(self, url: str) -> bool:
        """Whether the host of `url` stands in `allow_hosts`, alone or with the URL's port.

        Raises ValueError for a URL that cannot be read.
        """
        host, port = url_host(url)
        if port is None:
            port = 443 if url.lower().startswith("https:") else 80
        allowed = {allow_key(entry) for entry in self.allow_hosts}
        return (host, None) in allowed or (host, port) in allowed


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


class AlertsConfig(Section):
    """Who is told of a story that breaks, and how often; the desks say from how many publishers on."""

    webhooks: tuple[HookUrl, ...] = Field(
        default=(),
        max_length=20,
        description="URLs that get every alert as JSON, signed, retried for an hour. Hosts of this machine "
        "and its network must be named in `fetch.allow_hosts`.",
        examples=["https://hooks.example.org/ticker"],
    )
    secret: Secret = Field(
        default="",
        repr=False,
        description="What webhooks are signed with (Standard Webhooks); needed by `webhooks`. The "
        "environment variable `TICKER_ALERT_SECRET` stands above it.",
    )
    command: tuple[CommandWord, ...] = Field(
        default=(),
        max_length=100,
        description="A program and its arguments, run for every alert, which it reads as JSON from its "
        "standard input. No shell is between.",
        examples=["/usr/local/bin/ring", "--all"],
    )
    desktop: Flag = Field(
        default=False, description="`true`: a notification on the desktop of the machine that runs ticker."
    )
    bell: Flag = Field(
        default=False,
        description="`true`: ring the bell of the terminal that `ticker run` runs in (the dashboard has "
        "`screen.bell`).",
    )
    growth: Number = Field(
        default=2.0,
        ge=1.1,
        le=100,
        description="A story alerts again when it has so many times the publishers it had at its last alert.",
    )
    cooldown: Duration = Field(
        default=30 * 60.0,
        ge=0,
        le=7 * 86_400,
        json_schema_extra=SECONDS,
        description="But not sooner than this after it.",
    )
    per_story: Count = Field(
        default=3, ge=1, le=100, json_schema_extra={"unit": "alerts"}, description="Alerts a story at most."
    )
    per_hour: Count = Field(
        default=12,
        ge=1,
        le=10_000,
        json_schema_extra={"unit": "alerts"},
        description="Alerts in any hour at most, all desks together; an editor's breaking mark passes.",
    )
    quiet_start: Duration = Field(
        default=5 * 60.0,
        ge=0,
        le=86_400,
        json_schema_extra=SECONDS,
        description="How long nothing alerts after the first start, or after a longer silence, but what an "
        "editor marks: the news of that time are not new.",
    )

    def rules(self, desk: DeskConfig) -> AlertRules:
        """What a desk alerts by."""
        return AlertRules(
            publishers=desk.alert_publishers,
            within=desk.alert_within,
            growth=self.growth,
            cooldown=self.cooldown,
            per_story=self.per_story,
            per_hour=self.per_hour,
        )


class ScreenConfig(Section):
    """The terminal."""

    bidi: Literal["auto", "terminal", "app", "off"] = Field(
        default="auto",
        description="Who puts Arabic and Hebrew into reading order: `app` (ticker), `terminal` (the "
        "terminal), `off` (nobody), `auto` (decided by the terminal's name).",
    )
    theme: Literal["dark", "light", "contrast", "night", "paper"] = Field(
        default="dark",
        description="Colours of the dashboard at its first start; `T` there changes them, and is remembered.",
    )
    filters: dict[Name, QueryText] = Field(
        default_factory=dict,
        description="Saved filters: each name becomes a tab that shows what its query matches "
        "(docs/editors.md has the query language).",
        examples=["{Gaza: 'lang:ar publishers>=3 \"غزة\"'}"],
    )
    alerts: tuple[QueryText, ...] = Field(
        default=(),
        description="Queries: a story that begins to match one asks for your attention, beside the alerts "
        "that the desk raises for everybody (`alerts`).",
        examples=["publishers>=5 lang:ar"],
    )
    bell: Flag = Field(default=True, description="`false`: the dashboard shows alerts but does not ring.")
    keys: dict[Name, Name] = Field(
        default_factory=dict,
        description="Other keys for the dashboard's commands: the command's name, then keys separated by "
        "spaces; empty text takes its keys away. `?` in the dashboard lists both.",
        examples=["{spike: x, next: j down}"],
    )
    editor: Name = Field(
        default="",
        description="The name under which you edit.",
        json_schema_extra={"default_text": "your login name"},
    )
    read_only: Flag = Field(default=False, description="`true`: the dashboard changes nothing on the desk.")
    rate: Size = Field(
        default=49_152,
        ge=2_000,
        le=100_000_000,
        json_schema_extra=BYTES,
        description="Bytes a second that pictures may cost which no key asked for; less for a slow line.",
    )


def _user_data_dir() -> Path:
    return Path(user_data_dir("ticker", appauthor=False))


class Config(Section):
    """The whole configuration. `Config()` is what holds without any file."""

    data_dir: DataDir = Field(
        default_factory=_user_data_dir,
        description="Where the embedded server keeps its data. Relative to the configuration file; `~` is "
        "your home. The environment variable `TICKER_DATA_DIR` stands above it.",
        json_schema_extra={"default_text": "your user data directory"},
    )
    redis: RedisConfig = Field(default_factory=RedisConfig)
    desks: dict[DeskName, DeskConfig] = Field(
        default_factory=lambda: {"main": DeskConfig()},
        min_length=1,
    )
    publishers: dict[PublisherName, PublisherConfig] = Field(
        default_factory=dict,
    )
    feeds: tuple[FeedConfig, ...] = Field(default=())
    fetch: FetchConfig = Field(default_factory=FetchConfig)
    serve: ServeConfig = Field(default_factory=ServeConfig)
    alerts: AlertsConfig = Field(default_factory=AlertsConfig)
    screen: ScreenConfig = Field(default_factory=ScreenConfig)

    _path: Path | None = PrivateAttr(default=None)

    @property
    def path(self) -> Path | None:
        """The file that it came from; None for built-in defaults."""
        return self._path

    def came_from(self, path: Path | None) -> Config:
        """Remember the file that it came from, and return itself: for whoever read it."""
        self._path = path
        return self

    def weight(self, feed: FeedConfig) -> float:
        """How much a report of `feed` counts: the feed's own weight, else its publisher's, else 1."""
        if feed.weight is not None:
            return feed.weight
        return self.publishers.get(feed.publisher, PublisherConfig()).weight

    def family(self, feed: FeedConfig) -> str:
        """The family of the feed's publisher; "" = it has none."""
        return self.publishers.get(feed.publisher, PublisherConfig()).family


def section_of(name: str) -> type[Section] | None:
    """The section that holds the options under one key of the file; None where a plain value stands."""
    option = Config.model_fields.get(name)
    return None if option is None else _section_in(option.annotation)


def _section_in(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section_in(part))), None)
