"""The protocol's words: requests, leases, signatures."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.websub import LEASE, LONGEST_LEASE, SHORTEST_LEASE, is_signed, lease, request


def test_a_request_says_what_the_hub_needs() -> None:
    callback, secret = "https://d.example/websub/x", "s"
    form = request("subscribe", topic="https://a.example/f", callback=callback, secret=secret)
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": "https://a.example/f",
        "hub.callback": "https://d.example/websub/x",
        "hub.lease_seconds": str(LEASE),
        "hub.secret": "s",
    }
    assert "hub.secret" not in request("unsubscribe", topic="t", callback="c", secret=secret)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("86400", 86400),
        ("1", SHORTEST_LEASE),
        ("9" * 11, LONGEST_LEASE),
        ("", LEASE),
        ("-5", LEASE),
        ("٣", LEASE),
    ],
)
def test_a_lease_is_believed_within_bounds(said: str, seconds: float) -> None:
    assert lease(said) == seconds


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_by_any_method_of_the_protocol_holds(method: str) -> None:
    made = hmac.new(b"secret", b"body", getattr(hashlib, method)).hexdigest()
    assert is_signed(f"{method}={made}", "secret", b"body")
    assert is_signed(f"{method}={made.upper()}", "secret", b"body")
    assert not is_signed(f"{method}={made}", "other", b"body")
    assert not is_signed(f"{method}={made}", "secret", b"other body")
    assert not is_signed(made, "secret", b"body")


@given(st.text(max_size=200), st.binary(max_size=50))
def test_no_made_up_signature_holds(signature: str, body: bytes) -> None:
    assert not is_signed(signature, "secret", body)
    assert not is_signed(f"md5={signature}", "secret", body)
