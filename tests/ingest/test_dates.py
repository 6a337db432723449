"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.dates import parse_date

NOON = 1795435200.0  # 2026-11-23T12:00:00Z
DAY = NOON - 12 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Mon, 23 Nov 2026 12:00:00 GMT", NOON),
        ("Mon, 23 Nov 2026 12:00:00 +0000", NOON),
        ("Mon, 23 Nov 2026 14:00:00 +0200", NOON),
        ("Mon, 23 Nov 2026 07:00:00 EST", NOON),
        ("Fri, 23 Nov 2026 12:00:00 GMT", NOON),  # a wrong weekday changes nothing
        ("23 November 2026 12:00", NOON),
        ("Mon, 23 Nov 26 12:00:00 GMT", NOON),
        ("23-Nov-2026", DAY),
        ("Mon,23 Nov 2026 12:00:00 GMT+02:00", NOON - 7200),
        ("2026-11-23T12:00:00Z", NOON),
        ("2026-11-23T12:00:00.250Z", NOON + 0.25),
        ("2026-11-23t15:00:00+03:00", NOON),
        ("2026-11-23 12:00:00", NOON),
        ("2026-11-23", DAY),
        ("20261123", DAY),
        ("2026/11/23 12:00", NOON),
        ("23/11/2026", DAY),
        ("11/23/2026", DAY),
        ("05.11.2026", DAY - 18 * 86400),
        ("Mon Nov 23 12:00:00 2026", NOON),
        ("November 23, 2026 at 12:00 PM", NOON),
        ("1795435200", NOON),
        ("1795435200000", NOON),
        ("Mon, 23 Nov 2026 24:00:00 GMT", DAY + 86400),
        ("Mon, 23 Nov 2026 23:59:60 GMT", DAY + 86400),
        ("الاثنين، 23 نوفمبر 2026 12:00:00", NOON),
        ("٢٣ نوفمبر ٢٠٢٦", DAY),
        ("23 تشرين الثاني 2026", DAY),
        ("23 تشرين الأول 2026", DAY - 31 * 86400),
        ("23 كانون الثاني 2026", DAY - 304 * 86400),
        ("23 آب 2026 03:00 م", DAY - 92 * 86400 + 15 * 3600),
        ("13 جمادى الآخرة 1448 هـ الموافق 23 نوفمبر 2026", DAY),
        ("۲۳ نوامبر 2026 23 Nov 2026", None),
    ],
)
def test_an_instant_is_read(text: str, seconds: float | None) -> None:
    assert parse_date(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "0",
        "-1",
        "NaN",
        "1e999",
        "01/02/03",
        "11/05/2026",
        "1448/06/13",
        "1448-06-13",
        "13 جمادى الآخرة 1448",
        "23 نوفمبر 1448 هـ",
        "² نوفمبر 2026",
        "1405/09/02",
        "23 Nov 69 10:00 GMT",
        "Mon, 31 Feb 2026 10:00:00 GMT",
        "Mon, 23 Nov 2026 25:61:61 GMT",
        "Mon, 23 Nov 2026 10:00:00 +9900",
        "2026-13-40",
        "0000-00-00T00:00:00Z",
        "1" * 200_000,
        "9" * 13,
        "Mon, " * 50_000,
    ],
)
def test_what_names_no_certain_instant_is_unknown(text: str) -> None:
    assert parse_date(text) is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9990, 1, 1)))  # noqa: DTZ001 - made aware below
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(format_datetime(aware)) == aware.timestamp()
    assert parse_date(aware.isoformat()) == aware.timestamp()


@given(st.text("0123456789 :-+/.,TZnovمNovembrنوفمبر٠١٢٣", max_size=130))
def test_no_text_raises_and_no_date_is_before_1970(text: str) -> None:
    found = parse_date(text)
    assert found is None or found >= 0
