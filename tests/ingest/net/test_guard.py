"""The address policy: what is public, what is refused, and how far `allow_hosts` opens it."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from ticker.errors import ConfigError, FetchError
from ticker.ingest.addresses import PUBLIC, is_host_name, is_odd_spelling, kind_of, literal
from ticker.ingest.guard import Guard, GuardedResolver

if TYPE_CHECKING:
    from tests.conftest import Site

PUBLIC_V4 = "93.184.215.14"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (PUBLIC_V4, PUBLIC),
        ("2606:4700::6810:84e5", PUBLIC),
        ("127.0.0.1", "loopback"),
        ("127.8.8.8", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.0", PUBLIC),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "private"),
        ("fd12::1", "private"),
        ("169.254.169.254", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("224.0.0.251", "multicast"),
        ("ff02::fb", "multicast"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("2001:db8::1", "reserved"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved"),
        ("::7f00:1", "reserved"),
        ("64:ff9b:1::1", "reserved"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:0:127.0.0.1", "loopback"),
        ("64:ff9b::169.254.169.254", "metadata"),
        ("2002:7f00:1::", "loopback"),
        (f"64:ff9b::{PUBLIC_V4}", PUBLIC),
    ],
)
def test_every_special_range_is_named(address: str, kind: str) -> None:
    assert kind_of(ipaddress.ip_address(address)) == kind


@given(st.ip_addresses(v=4))
def test_an_embedded_v4_address_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for carrier in ("::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"):
        assert kind_of(ipaddress.IPv6Address(int(ipaddress.IPv6Address(carrier)) + number)) == kind_of(
            address
        )
    assert kind_of(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)) == kind_of(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_otherwise(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    embedded = isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address in ipaddress.IPv6Network("64:ff9b::/96")
    )
    if not embedded and kind_of(address) == PUBLIC:
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0x7f.1",
        "1.2.3.4.5",
        "0x",
        "0x7f.0.0.1",
        "127.0.0.01",
    ],
)
def test_odd_spellings_of_addresses_are_refused(host: str) -> None:
    assert is_odd_spelling(host)
    with pytest.raises(FetchError, match="odd spelling") as caught:
        Guard(["127.0.0.1"]).is_local_hop(URL(f"http://{host}/"), URL(f"http://{host}/"))
    assert caught.value.kind == "blocked_address"


@pytest.mark.parametrize("host", ["１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1"])
def test_other_digits_and_dots_are_seen_through(host: str) -> None:
    with pytest.raises(FetchError, match="loopback"):
        Guard().is_local_hop(URL("http://news.example/"), URL(f"http://{host}/"))


@pytest.mark.parametrize(
    "host", ["news.example", "1.fm", "0xide.computer", "a_b.example", "xn--mgbh0fb.example", "x."]
)
def test_names_are_no_addresses(host: str) -> None:
    assert is_host_name(host)
    assert not is_odd_spelling(host)
    assert literal(host) is None


@pytest.mark.parametrize("host", ["", "a..b", "-a.example", "a b", "%31.example", "x" * 64, "x." * 127])
def test_what_is_no_host_is_refused(host: str) -> None:
    assert not is_host_name(host)


@pytest.mark.parametrize(
    ("allowed", "url", "is_allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/feed", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/feed", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8081/feed", False),
        ("127.0.0.1", "http://127.0.0.2/feed", False),
        ("localhost", "http://LOCALHOST/feed", True),
        ("localhost", "http://localhost./feed", True),
        ("localhost", "http://127.0.0.1/feed", False),
        ("::1", "http://[::1]:80/feed", True),
        ("[::1]", "http://[0:0:0:0:0:0:0:1]/feed", True),
        ("[::1]:81", "http://[::1]:80/feed", False),
        ("Intranet.Example:443", "https://intranet.example/feed", True),
        ("مثال.example", "http://مثال.example/feed", True),
    ],
)
def test_allow_hosts_opens_what_it_names(allowed: str, url: str, is_allowed: bool) -> None:
    assert Guard([allowed]).allows(URL(url)) is is_allowed


@pytest.mark.parametrize("entry", ["", "http://127.0.0.1", "a b", "127.0.0.1:99999", "u@h", "h/path", "[::1"])
def test_an_allow_hosts_entry_that_is_no_host_is_refused(entry: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.allow_hosts"):
        Guard([entry])


def test_an_allowed_host_opens_only_the_origin_of_the_feed_itself() -> None:
    guard = Guard(["127.0.0.1", "localhost"])
    feed = URL("http://127.0.0.1:8080/feed")
    assert guard.is_local_hop(feed, URL("http://127.0.0.1:8080/moved"))
    for elsewhere in ("http://127.0.0.1:6379/", "https://127.0.0.1:8080/", "http://127.0.0.2:8080/"):
        with pytest.raises(FetchError, match="loopback"):
            guard.is_local_hop(feed, URL(elsewhere))
    assert guard.is_local_hop(feed, URL("http://localhost:8080/")) is False
    with pytest.raises(FetchError, match="loopback"):
        guard.is_local_hop(URL("http://news.example/"), feed)


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "192.0.2.1"])
def test_an_allowed_name_leads_to_no_worse_than_a_private_address(address: str) -> None:
    parsed = ipaddress.ip_address(address)
    with pytest.raises(FetchError, match="no public address"):
        Guard(["intranet.example"]).check(parsed, local=True, host="intranet.example")
    Guard([address]).check(parsed, local=True)


async def test_names_are_judged_after_dns() -> None:
    guard = Guard(["localhost"])
    assert await GuardedResolver(guard, local=True).resolve("localhost", 80)
    with pytest.raises(FetchError, match="where localhost leads, is no public address"):
        await GuardedResolver(guard, local=False).resolve("localhost", 80)


async def test_one_bad_address_spoils_the_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in (PUBLIC_V4, "10.0.0.1")
        ],
    )
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        await GuardedResolver(Guard(), local=False).resolve("rebind.example", 80)


async def test_a_literal_address_is_judged_when_its_socket_is_made(site: Site) -> None:
    """Nothing before the connector looked at the URL here."""
    url = site.answer("/", b"local")
    async with aiohttp.ClientSession(connector=Guard().connector(local=False)) as session:
        with pytest.raises(FetchError, match="loopback"):
            await session.get(url)
    assert site.asked == []
    async with (
        aiohttp.ClientSession(connector=Guard().connector(local=True)) as session,
        session.get(url) as response,
    ):
        assert await response.read() == b"local"
