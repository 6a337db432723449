"""An article's full text beside its summary is passed over, and nothing else changes by that."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from lxml import etree

from ticker.errors import ParseError
from ticker.ingest.wellformed import read_xml

HEAD = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
FOOT = "</channel></rss>"

WHOLE = st.sampled_from(
    [
        "</item><item>",
        "<title>t</title>",
        "<description>d</description>",
        "<description/>",
        "<content:encoded><![CDATA[<p>full</p>]]></content:encoded>",
        "<content:encoded><![CDATA[]]></content:encoded>",
        "<content:encoded><![CDATA[a]]]]><![CDATA[>b]]></content:encoded>",
        "<content:encoded><![CDATA[<!-- a -->]]> b</content:encoded>",
        "<content:encoded> <![CDATA[a <content:encoded><![CDATA[ b]]></content:encoded>",
        "<content:encoded>plain</content:encoded>",
        "<content:encoded/>",
        "<title>t <content:encoded><![CDATA[in a title]]></content:encoded></title>",
        "<description><![CDATA[see <content:encoded><![CDATA[ here]]></description>",
        '<content:encoded xmlns:content="urn:other"><![CDATA[other]]></content:encoded>',
    ]
)
BROKEN = st.sampled_from(
    [
        "<!-- <content:encoded><![CDATA[ -->",
        "<!-- ]]></content:encoded> -->",
        "<!-- -->",
        "<?x <content:encoded><![CDATA[ ?>",
        "<?x ]]> ?>",
        "<![CDATA[",
        "]]>",
        "</content:encoded>",
    ]
)
PIECES = st.tuples(st.lists(WHOLE, max_size=6), st.lists(BROKEN, max_size=4)).flatmap(
    lambda both: st.permutations(both[0] + both[1])
)


def read(text: str) -> object:
    """What is read, or how it is refused."""
    try:
        return read_xml(text)
    except (etree.XMLSyntaxError, ParseError) as error:
        return type(error)


@given(PIECES.map("".join))
def test_with_and_without_full_texts_a_feed_reads_the_same(pieces: str) -> None:
    text = f"{HEAD}<item>{pieces}</item>{FOOT}"
    spelt_so_that_nothing_is_passed_over = f"{text}<!-- \x7f\x7f -->"

    found = read(text)
    event("refused" if isinstance(found, type) else "read")
    assert found == read(spelt_so_that_nothing_is_passed_over)


@pytest.mark.parametrize(
    ("items", "summaries"),
    [
        ("<item><description>d</description>{}</item>", ["d"]),
        ("<item>{}<description>d</description></item>", ["d"]),
        ("<item>{}</item>", ["<p>full</p>"]),
        ("<item><description/>{}</item>", ["<p>full</p>"]),
        ("<item><description>d</description>{}</item><item>{}</item>", ["d", "<p>full</p>"]),
    ],
)
def test_a_full_text_is_the_summary_where_there_is_no_other(items: str, summaries: list[str]) -> None:
    full = "<content:encoded><![CDATA[<p>full</p>]]></content:encoded>"
    feed = read_xml(HEAD + items.replace("{}", full) + FOOT)

    assert [item.summary for item in feed.items] == summaries


def test_what_is_passed_over_is_not_judged() -> None:
    text = (
        "<item><title>t</title><description>d</description>"
        "<content:encoded><![CDATA[\x01]]></content:encoded></item>"
    )
    assert [item.title for item in read_xml(HEAD + text + FOOT).items] == ["t"]
    with pytest.raises(etree.XMLSyntaxError):
        read_xml(HEAD + text.replace("<description>d</description>", "") + FOOT)


def test_many_sections_that_never_end_cost_no_more_than_their_length() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        read_xml(HEAD + "<content:encoded><![CDATA[" * 20_000 + FOOT)
