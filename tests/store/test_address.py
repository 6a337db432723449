"""Which Redis URLs are understood, and that a refusal shows no password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.errors import UsageError
from ticker.store.address import Address, parse


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://news.example", Address("redis", (("news.example", 6379),))),
        ("redis://news.example:6380/3", Address("redis", (("news.example", 6380),), db=3)),
        ("redis://news.example?db=3", Address("redis", (("news.example", 6379),), db=3)),
        (
            "redis://:p%40ss%2Fword@[::1]:6380",
            Address("redis", (("::1", 6380),), password="p@ss/word"),  # noqa: S106 - a test's own
        ),
        (
            "rediss://desk:secret@news.example/1?ssl_cert_reqs=none&ssl_check_hostname=no",
            Address(
                "redis",
                (("news.example", 6379),),
                db=1,
                username="desk",
                password="secret",  # noqa: S106 - a test's own
                tls=True,
                options={"ssl_cert_reqs": "none", "ssl_check_hostname": False},
            ),
        ),
        ("unix:///run/redis.sock?db=2", Address("unix", path="/run/redis.sock", db=2)),
        ("unix:///with%20space/%23.sock", Address("unix", path="/with space/#.sock")),
        (
            "unix://:secret@/run/redis.sock",
            Address("unix", path="/run/redis.sock", password="secret"),  # noqa: S106 - a test's own
        ),
        (
            "redis+sentinel://:secret@s1,s2:26380/news?db=4&sentinel_password=other",
            Address(
                "sentinel",
                (("s1", 26379), ("s2", 26380)),
                service="news",
                db=4,
                password="secret",  # noqa: S106 - a test's own
                sentinel_password="other",  # noqa: S106 - a test's own
            ),
        ),
        ("redis+cluster://n1,n2:7001", Address("cluster", (("n1", 6379), ("n2", 7001)))),
        ("rediss+cluster://n1", Address("cluster", (("n1", 6379),), tls=True)),
    ],
)
def test_a_known_form_is_read(url: str, expected: Address) -> None:
    assert parse(url) == expected


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "none of the known forms"),
        ("localhost:6379", "none of the known forms"),
        ("http://localhost", "none of the known forms"),
        ("redis+replica://localhost", "none of the known forms"),
        ("unix+cluster:///x", "none of the known forms"),
        ("redis://", "a host is missing"),
        ("redis://a,b", "several hosts"),
        ("redis://a:port", "a port is no number"),
        ("redis://a:99999", "a port is no number"),
        ("redis://a/news", "the database is no number"),
        ("redis://a?db=x", "the option db is to be a number"),
        ("redis://a?db=-1", "0 or more"),
        ("redis://a?colour=red", "an option is unknown; known are db"),
        ("redis://a?ssl_check_hostname=no", "for TLS only"),
        ("rediss://a?ssl_check_hostname=maybe", "yes or no"),
        ("redis+sentinel://a", "name of the service is missing"),
        ("redis+cluster://a/1", "the database 0 only"),
        ("unix://run/redis.sock", "starts with a slash"),
        ("redis://[::1", "Invalid IPv6 URL"),
    ],
)
def test_another_form_is_refused_and_the_known_ones_are_named(url: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(url)

    assert why in str(refused.value)
    assert "redis+sentinel://host:26379,host2:26379/service" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:hunter2@host:port",
        "redis://:hunter2@host/news",
        "http://:hunter2@host",
        ":hunter2@host",
        "redis://:hun/ter2@host",
        "redis://:ter2#hun@host",
        "redis://:ter2?hun@host",
        "redis://:a?ter2@host",
        "redis://host?password=ter2&colour=red",
        "redis://host?password=x@ter2&colour=red",
        "redis://host?ter2=1",
    ],
)
def test_a_refusal_shows_no_password(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(url)

    assert "ter2" not in str(refused.value)


@given(
    st.text(max_size=40)
    | st.text(max_size=30).map("redis://".__add__)
    | st.text(max_size=30).map("unix://".__add__)
)
def test_no_text_raises_anything_else(url: str) -> None:
    try:
        parse(url)
    except UsageError:
        return


def test_an_address_shows_itself_without_credentials() -> None:
    for url, shown in (
        ("redis://u:secret@h:1/2", "h:1"),
        ("redis+sentinel://u:secret@h,g/news", "h:26379,g:26379/news"),
        ("redis://[::1]", "[::1]:6379"),
        ("unix://:secret@/run/s", "/run/s"),
    ):
        assert str(parse(url)) == shown
        assert "secret" not in repr(parse(url))
