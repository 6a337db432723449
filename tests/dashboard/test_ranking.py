"""The reader's ranking: total order, idempotent updates, snapshot + updates = next snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ticker.core.model import Story
from ticker.core.query import Query
from ticker.core.rank import order as core_order
from ticker.core.view import story_view
from ticker.dashboard.ranking import Ranking, order

if TYPE_CHECKING:
    from ticker.core.view import StoryView, UpdateView

stories = st.builds(
    Story,
    id=st.integers(1, 12).map(lambda number: f"s{number}"),
    lead=st.just(1),
    headline=st.sampled_from(["quake in the north", "budget passed", "زلزال في الشمال"]),
    url=st.just(""),
    lang=st.sampled_from(["en", "ar"]),
    score=st.integers(0, 5).map(float),
    members=st.integers(1, 4).map(lambda number: tuple(range(1, number + 1))),
    publishers=st.just(("Northgate Wire",)),
    first_seen=st.just(0.0),
    last_seen=st.just(0.0),
    pinned=st.booleans(),
)
ops = st.sampled_from(["created", "changed", "changed", "pinned", "breaking", "expired", "spiked", "merged"])


def top(views: list[StoryView], offset: int) -> Any:
    return {"desk": "main", "epoch": "e", "offset": offset, "stories": views}


def update(offset: int, op: str, story: Story) -> UpdateView:
    return {"epoch": "e", "offset": offset, "op": op, "story": story_view(story)}


def shown(ranking: Ranking) -> list[StoryView]:
    return list(ranking.between(0, len(ranking)))


@given(st.lists(stories))
def test_the_order_is_that_of_the_core(drawn: list[Story]) -> None:
    assert sorted(map(story_view, drawn), key=order) == [
        story_view(one) for one in sorted(drawn, key=core_order)
    ]


@given(
    st.lists(stories, unique_by=lambda story: story.id),
    st.lists(st.tuples(ops, stories)),
    st.sampled_from(["", "quake", "lang:ar", "pinned"]),
)
def test_snapshot_and_updates_make_the_next_snapshot(
    start: list[Story], changes: list[tuple[str, Story]], line: str
) -> None:
    followed = Ranking()
    followed.filter(Query.parse(line))
    followed.load(top(list(map(story_view, start)), 0))
    truth = {story.id: story_view(story) for story in start}
    for offset, (op, story) in enumerate(changes, 1):
        assert followed.apply(update(offset, op, story))
        if op in {"expired", "merged"}:
            truth.pop(story.id, None)
        else:
            truth[story.id] = story_view(story)
    fresh = Ranking()
    fresh.filter(Query.parse(line))
    fresh.load(top(list(truth.values()), len(changes)))
    assert shown(followed) == shown(fresh)
    assert followed.total == fresh.total
    assert [followed.index(story["id"]) for story in shown(followed)] == list(range(len(followed)))


@given(st.lists(st.tuples(ops, stories), min_size=1))
def test_an_update_counts_once(changes: list[tuple[str, Story]]) -> None:
    ranking = Ranking()
    ranking.load(top([], 0))
    updates = [update(offset, op, story) for offset, (op, story) in enumerate(changes, 1)]
    for one in updates:
        ranking.apply(one)
    before = shown(ranking)
    assert not any(ranking.apply(one) for one in updates)
    assert shown(ranking) == before


def test_the_best_score_is_that_of_the_first_unpinned(night: Any) -> None:
    ranking = Ranking()
    assert ranking.best == 0.0
    ranking.load(top([night.bare(view) for view in night.stories()], 0))
    assert ranking.at(0)["pinned"]
    assert ranking.best == ranking.at(1)["score"]
