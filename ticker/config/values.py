"""Single values of the configuration: what each may be, said in the words of its error.

Knows one value at a time; must not know the sections or what another option says.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Strict, StringConstraints

from ticker.config.units import duration, plain, quoted, size
from ticker.core.query import Query

MAX_URL: Final = 2048
LEAST_SECRET: Final = 16
REDIS_SCHEMES: Final = frozenset({"redis", "rediss", "unix"})

_DESK: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)
_HOST_NAME: Final = re.compile(r"(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_ORIGIN: Final = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.ASCII)
# the shape of BCP 47: a language, then script, region, variants
_LANG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}", re.ASCII | re.IGNORECASE)


def url_host(url: str) -> tuple[str, int | None]:
    """Host (lower case, no brackets) and port of a URL; port None = the scheme's own.

    Raises ValueError, as `urllib.parse` does, where there is none to be read.
    """
    parts = urlsplit(url)
    return (parts.hostname or "").removesuffix("."), parts.port


def allow_key(entry: str) -> tuple[str, int | None]:
    """Host and port of one entry of `allow_hosts`: "localhost", "127.0.0.1:8080", "[::1]:80", "::1".

    Raises ValueError for what is no host.
    """
    if entry.count(":") > 1 and not entry.startswith("["):
        return ipaddress.IPv6Address(entry).compressed, None
    return url_host(f"//{entry}")


def _one_line(text: str, what: str) -> str:
    # the two joiners are part of how Persian and Indic names are spelled
    if not text.replace("\u200c", "").replace("\u200d", "").isprintable():
        raise ValueError(
            f"{quoted(text)} holds control characters or invisible marks; write {what} without them"
        )
    return text


def _feed_url(url: str) -> str:
    return _web_url(url, "feeds are asked without: take that part out", "feeds begin")


def _hook_url(url: str) -> str:
    return _web_url(url, "webhooks are signed instead: take that part out", "webhooks begin")


def _web_url(url: str, no_password: str, these_begin: str) -> str:
    # the URL is never repeated in the message before it is known to hold no password
    if len(url) > MAX_URL:
        raise ValueError(f"a URL of {len(url)} characters; at most {MAX_URL} are taken")
    if not url.isprintable() or " " in url:  # no other space is printable
        raise ValueError("the URL holds spaces or control characters; percent-encode them, as in %20")
    try:
        parts = urlsplit(url)
        host, _ = url_host(url)
    except ValueError as error:
        raise ValueError(f"no URL ({plain(str(error), 60)}); write e.g. https://example.org/rss") from error
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"the URL holds a user or password; {no_password}")
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"{quoted(url)} is no web address; {these_begin} with https:// or http://")
    if not host:
        raise ValueError(f"{quoted(url)} names no host; write e.g. https://example.org/rss")
    return url


def _callback_url(url: str) -> str:
    url = _feed_url(url).rstrip("/")
    if urlsplit(url).query or urlsplit(url).fragment:
        raise ValueError(f"{quoted(url)} may hold a path, but no query; write e.g. https://desk.example.org")
    return url


def _redis_url(url: str) -> str:
    scheme, found, rest = url.partition("://")
    if not found or scheme.lower().partition("+")[0] not in REDIS_SCHEMES:
        raise ValueError(
            "no Redis URL; write redis://host:6379/0, rediss:// for TLS, or unix:///path/to/socket"
        )
    try:
        urlsplit(url)
    except ValueError:
        rest = ""
    if not rest or not url.isprintable() or any(char.isspace() for char in url):
        raise ValueError(f"nothing usable follows {plain(scheme, 20)}://; write e.g. redis://host:6379/0")
    return url


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is one of this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _listen_host(host: str) -> str:
    try:
        if host != "localhost":
            ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise ValueError(
            f"{quoted(host)} is no address to listen on; write 127.0.0.1 (this machine alone), 0.0.0.0 or ::"
            " (everywhere), or one address of this machine"
        ) from None
    return host


def _host_name(name: str) -> str:
    name = name.lower()
    if not _HOST_NAME.fullmatch(name):
        raise ValueError(f'{quoted(name)} is no host name; write e.g. "ticker.example.org", without port')
    return name


def _origin(text: str) -> str:
    text = text.lower()
    if not _ORIGIN.fullmatch(text):
        raise ValueError(f'{quoted(text)} is no origin; write e.g. "https://news.example.org", with no path')
    return text


def _file(path: Path) -> Path:
    if path == Path() or not str(path).isprintable():
        raise ValueError("no usable path; write e.g. ~/tls/cert.pem")
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError(f"{quoted(str(path))}: there is no such home directory") from error


def _allowed_host(entry: str) -> str:
    entry = entry.lower()
    try:
        host, _ = allow_key(entry)
    except ValueError:
        host = ""
    if not host or not entry.isprintable() or any(char in entry for char in "/@ "):
        raise ValueError(
            f"{quoted(entry)} is no host; write a name or an address, with or without a port,"
            ' as in "127.0.0.1:8080"'
        )
    return entry


def _data_dir(path: Path) -> Path:
    if path == Path() or not str(path).isprintable():
        raise ValueError("no usable path; write e.g. ~/ticker-data")
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError(f"{quoted(str(path))}: there is no such home directory") from error


def _desk(name: str) -> str:
    if not _DESK.fullmatch(name):
        raise ValueError(f"{quoted(name)} is no desk name; use a-z, 0-9 and -, at most 32 characters")
    return name


def _lang(tag: str) -> str:
    if tag and not _LANG.fullmatch(tag):
        raise ValueError(f'{quoted(tag)} is no language tag; write e.g. "ar", "en" or "en-GB"')
    return tag


def _user_agent(text: str) -> str:
    if not text or not (text.isascii() and text.isprintable()):
        raise ValueError("write one line of plain ASCII, with a way to reach you")
    return text


def _selector(text: str) -> str:
    return _one_line(text, "the selector")


def _query(text: str) -> str:
    query = Query.parse(_one_line(text, "the query"))
    if query.faults:
        raise ValueError("; ".join(query.faults))
    if not query:
        raise ValueError("an empty query matches everything; write e.g. publishers>=3")
    return text


def _word_of_command(text: str) -> str:
    if not text or "\0" in text:
        raise ValueError("an empty word, or one with a NUL; write the program and each of its arguments")
    return text


def _secret(text: str) -> str:
    if text and len(text) < LEAST_SECRET:
        raise ValueError(
            f"shorter than {LEAST_SECRET} characters; `openssl rand -hex 32` makes one that nobody guesses"
        )
    return text


def _name(text: str) -> str:
    return _one_line(" ".join(text.split()), "the name")


_Stripped = StringConstraints(strip_whitespace=True)

# strict: `true` is no number and "8080" in quotes no port
Count = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]
DataDir = Annotated[Path, AfterValidator(_data_dir)]
Duration = Annotated[float, BeforeValidator(duration)]
Size = Annotated[int, BeforeValidator(size)]
FeedUrl = Annotated[str, _Stripped, AfterValidator(_feed_url)]
CallbackUrl = Annotated[str, _Stripped, AfterValidator(_callback_url)]
HookUrl = Annotated[str, _Stripped, AfterValidator(_hook_url)]
CommandWord = Annotated[str, AfterValidator(_word_of_command)]
Secret = Annotated[str, _Stripped, AfterValidator(_secret)]
RedisUrl = Annotated[str, _Stripped, AfterValidator(_redis_url)]
ListenHost = Annotated[str, _Stripped, AfterValidator(_listen_host)]
HostName = Annotated[str, _Stripped, AfterValidator(_host_name)]
Origin = Annotated[str, _Stripped, AfterValidator(_origin)]
FilePath = Annotated[Path, AfterValidator(_file)]
AllowedHost = Annotated[str, _Stripped, AfterValidator(_allowed_host)]
DeskName = Annotated[str, AfterValidator(_desk)]
LangTag = Annotated[str, _Stripped, AfterValidator(_lang)]
UserAgent = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_user_agent)
]
Selector = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_selector)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), AfterValidator(_name)]
QueryText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_query)]
PublisherName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_name)
]
