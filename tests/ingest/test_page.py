"""HTML pages as tickers: what a selector finds, what is proposed, and the text of a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.errors import ParseError
from ticker.ingest.page import PageItem, page_items, plain_text, propose, ticker_text

BASE = "https://news.example/front/"


def items(html: str, selector: str) -> list[PageItem]:
    return page_items(html, selector=selector, base_url=BASE)


def test_items_come_in_order_with_duplicates_and_absolute_links() -> None:
    html = """<ul class="ticker">
      <li><a href="/a">Tram line
          approved</a></li><li><a href="b?p=2">Storm closes pass</a></li>
      <li><a href="/a">Tram line approved</a></li></ul><ul><li>elsewhere</li></ul>"""
    assert items(html, ".ticker li") == [
        PageItem("Tram line approved", "https://news.example/a"),
        PageItem("Storm closes pass", "https://news.example/front/b?p=2"),
        PageItem("Tram line approved", "https://news.example/a"),
    ]


@pytest.mark.parametrize(
    ("html", "selector", "url"),
    [
        ('<a class="t" href="/self">x</a>', ".t", "https://news.example/self"),
        (
            '<p class="t">x <b><a href="/inside">y</a></b><a href="/second">z</a></p>',
            ".t",
            "https://news.example/inside",
        ),
        ('<a href="/above"><div><p class="t">x</p></div></a>', ".t", "https://news.example/above"),
        (
            '<base href="https://other.example/x/"><a class="t" href="y">x</a>',
            ".t",
            "https://other.example/x/y",
        ),
        ('<a class="t" href="javascript:alert(1)">x</a>', ".t", ""),
        ('<a class="t" href="data:text/html,x">x</a>', ".t", ""),
        ('<a class="t" href="javascript:1">x<i><a href="/no">y</a></i></a>', ".t", ""),
        (
            '<p class="t"><a href="javascript:1">x</a><a href="/good">y</a></p>',
            ".t",
            "https://news.example/good",
        ),
        ('<p class="t">x</p>', ".t", ""),
        ("<p class=t>x</p><a href=/beside>y</a>", ".t", ""),
    ],
)
def test_the_nearest_link_that_may_be_opened(html: str, selector: str, url: str) -> None:
    assert items(html, selector)[0].url == url


def test_text_is_what_a_reader_sees() -> None:
    html = """<li>Ri<b>v</b>er&nbsp;falls<script>evil()</script><style>p{}</style><br>again
      <template>no</template><span hidden></span></li>"""
    assert [item.text for item in items(html, "li")] == ["River falls again"]


def test_blocks_are_parted_and_inline_elements_are_not() -> None:
    assert [item.text for item in items("<li><h3>A storm</h3><p>is <i>com</i>ing</p></li>", "li")] == [
        "A storm is coming"
    ]


def test_elements_without_text_are_no_items() -> None:
    assert [item.text for item in items("<li> </li><li><img src=x></li><li>x</li>", "li")] == ["x"]


def test_a_match_that_wraps_matches_gives_way() -> None:
    html = '<div class="ticker"><div><div>one</div><div>two</div></div></div>'
    assert [item.text for item in items(html, ".ticker div, .ticker")] == ["one", "two"]


@pytest.mark.parametrize("selector", ["", "  ", "ul >", "li::before", "li[", "a:foo(2)", "..x"])
def test_a_bad_selector_is_refused_in_one_line_with_a_fix(selector: str) -> None:
    with pytest.raises(ParseError) as error:
        items("<li>x</li>", selector)
    assert error.value.kind == "selector"
    assert "write one such as" in str(error.value)
    assert "\n" not in str(error.value)


def test_nothing_found_says_so() -> None:
    with pytest.raises(ParseError, match=r"'\.nope' finds no text") as error:
        items("<li>x</li>", ".nope")
    assert error.value.kind == "empty"


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(ParseError) as error:
        plain_text("<div>" * 100_000)
    assert error.value.kind == "too_deep"


def test_many_unclosed_paragraphs_are_no_depth() -> None:
    assert len(items("<ul>" + "<li><p>text here" * 5000, "li")) == 5000


def test_plain_text_has_a_line_per_block() -> None:
    html = "<title>no</title><body><h1>One  two</h1><p>three <b>f</b>our<br>five</p><script>x</script>"
    html += "<div> </div>six"
    assert plain_text(html) == "One two\nthree four\nfive\nsix"
    assert plain_text("") == ""


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("the line\n\ncontext\nmore\n", ("the line", "context\nmore")),
        ("\ufeff\n \r\n  the line  \r\nrest", ("the line", "rest")),
        ("only", ("only", "")),
        ("", ("", "")),
        ("<!doctype html><body><p>the line</p><p>rest</p>", ("the line", "rest")),
        ("a < b is no markup\nrest", ("a < b is no markup", "rest")),
        ("<3 is no markup\nrest", ("<3 is no markup", "rest")),
    ],
)
def test_the_first_line_is_the_ticker(text: str, parted: tuple[str, str]) -> None:
    assert ticker_text(text) == parted


HEADS = [
    "Council approves new tram line after long debate",
    "Storm closes three mountain passes overnight",
    "Bakers warn of flour shortage before holidays",
    "Museum returns carved doors to island village",
    "Teachers call off strike after late night talks",
    "البرلمان يؤجل التصويت على قانون المالية",
]


def front_page() -> str:
    """A page like many: menu, breaking ticker that shows items twice, cards, tags, footer."""
    menu = "".join(
        f'<li class="menu-item"><a href="/s{n}">Section {n} of this site</a></li>' for n in range(12)
    )
    strip = "".join(
        f'<li class="item post-{n}"><a href="/n/{n}">{head}</a></li>' for n, head in enumerate(HEADS * 2)
    )
    cards = "".join(
        f'<article class="card css-1ab2c"><h3 class="card-title"><a href="/a/{n}">{head} today</a></h3>'
        f'<p class="excerpt">{"Long text goes on. " * 20}</p><span class="date">2 hours ago</span></article>'
        for n, head in enumerate(HEADS)
    )
    tags = "".join(f'<a class="tag" href="/t{n}">A tag of several words {n}</a>' for n in range(20))
    foot = "".join(f'<a href="/f{n}">Some long footer link number {n}</a>' for n in range(20))
    return (
        f'<nav><ul>{menu}</ul></nav><div class="breaking-news-ticker"><ul>{strip}</ul></div>'
        f'<main id="main">{cards}</main><div class="tagcloud">{tags}</div><footer>{foot}</footer>'
    )


def test_the_ticker_is_proposed_first_and_the_furniture_never() -> None:
    proposals = propose(front_page())
    best = proposals[0]
    assert best.selector.startswith(".breaking-news-ticker ")
    assert best.count == 12
    assert best.samples == tuple(HEADS[:3])
    assert any(".card-title" in proposal.selector for proposal in proposals)
    for proposal in proposals:
        assert not re.search("menu|nav|tag|footer|date|css-|post-", proposal.selector)
    assert [proposal.score for proposal in proposals] == sorted((p.score for p in proposals), reverse=True)


def test_a_proposal_finds_what_it_says() -> None:
    for proposal in propose(front_page()):
        found = [item.text for item in items(front_page(), proposal.selector)]
        assert len(found) == proposal.count
        assert tuple(dict.fromkeys(found))[:3] == proposal.samples


def test_plain_lists_without_classes_are_still_proposed() -> None:
    html = "<h2>News</h2><ul>" + "".join(f"<li>{head}</li>" for head in HEADS) + "</ul>"
    assert [(proposal.selector, proposal.count) for proposal in propose(html)] == [("li", 6)]


@pytest.mark.parametrize("html", ["", "<p>hello</p>", "<ul><li>a<li>b<li>c</ul>", "plain words"])
def test_a_page_without_headlines_has_no_proposals(html: str) -> None:
    assert propose(html) == []


TAGS = st.lists(
    st.sampled_from(
        [
            "<div class=news>",
            "</div>",
            "<li>",
            "<a href=/x>",
            "</a>",
            "<p",
            ">",
            "<!--",
            "]]>",
            "\0",
            "&#xD800;",
            HEADS[0],
            "<svg>",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(TAGS)
def test_any_markup_is_read(html: str) -> None:
    assert plain_text(html) == plain_text(html)
    for proposal in propose(html):
        assert proposal.count >= len(proposal.samples) > 0
    found = items("<ul><li>x</li></ul>" + html, "a, li, div")
    assert all(item.text and item.url in ("", "https://news.example/x") for item in found)
