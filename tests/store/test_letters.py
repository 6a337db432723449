"""Dead letters and the tally of feeds: in one commit with the cursor, once, whatever is repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker.core.model import Action, Changes, Copy, Relation, Verb
from ticker.errors import FencedError
from ticker.store import DeskStore, Letter, Tries, codec

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from ticker.core.model import Entry, Event


def letter(number: int, event: Event) -> Letter:
    return Letter(number, *codec.pack_event(event), "RuntimeError: no", 3, 1_795_000_000.5)


async def commit(
    store: DeskStore, *letters: Letter, changes: Changes | None = None, after: str = "", cursor: str = "9-0"
) -> None:
    token = await store.acquire("w", 600)
    assert token is not None
    for _ in range(2):  # a reply was lost
        await store.commit(
            token=token,
            epoch=(await store.load()).epoch,
            after=after,
            cursor=cursor,
            changes=changes or Changes(),
            letters=letters,
        )


async def test_a_letter_comes_with_the_cursor_once(store: DeskStore, entry: Callable[..., Entry]) -> None:
    given = [letter(3, entry(3)), letter(7, entry(7))]
    token = await store.acquire("w", 600)
    assert token is not None
    await store.tried(token, 7, Tries(3, "why not"))
    await store.tried(token, 11, Tries(1, "not yet done with"))
    with pytest.raises(FencedError):
        await store.tried(token - 1, 7, Tries(1, "an old writer"))

    await commit(store, *given)

    assert await store.letters() == given
    assert await store.letters(newest=1) == given[1:]
    assert (await store.load()).cursor == "9-0"
    assert (await store.status()).letters == 2
    assert await store.tries() == {11: Tries(1, "not yet done with")}


async def test_a_retry_and_a_drop_happen_once(store: DeskStore, entry: Callable[..., Entry]) -> None:
    first, second = letter(3, entry(3)), letter(7, entry(7))
    await store.append([entry(1)])
    await commit(store, first, second)

    assert [await store.retry_letter(first) for _ in range(2)] == [2, 2]
    assert await store.read("1-0") == [("2-0", entry(3))]
    assert await store.letters() == [second]
    assert [await store.drop_letter(7) for _ in range(2)] == [True, True]
    assert await store.letters() == []
    assert not await store.drop_letter(7_000)
    assert await store.retry_letter(letter(8, entry(8))) == 0


async def test_an_action_that_is_tried_again_is_waited_for_again(store: DeskStore) -> None:
    action = Action(id="a-1", verb=Verb.PIN, at=1.0, by="editor", stories=("1",))
    number = int((await store.append_event(action, id=action.id)).partition("-")[0])
    await commit(store, letter(number, action), cursor=f"{number}-0")

    again = await store.retry_letter(letter(number, action))

    assert again == number + 1
    assert await store.append_event(action, id=action.id) == f"{again}-0"


async def test_letters_beyond_the_last_ten_thousand_give_way_and_are_counted(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    many = [letter(number, entry(number)) for number in range(1, 10_004)]
    await commit(store, *many, cursor="10003-0")

    status = await store.status()
    assert (status.letters, status.letters_lost) == (10_000, 3)
    assert (await store.letters(newest=1))[0].number == 10_003
    assert await client.hget(store.keys.meta, "letters_lost") == b"3"


async def test_the_tally_counts_what_was_placed_once(store: DeskStore, entry: Callable[..., Entry]) -> None:
    changes = Changes()
    for number, relation in enumerate((Relation.DISTINCT, Relation.REPEAT, Relation.REWORDING), 1):
        copy = Copy(number, entry(number, feed="f a"), relation, 0.5)
        changes.copies[number] = changes.causes[number] = copy
    changes.copies[4] = Copy(4, entry(4, feed="f a"), Relation.REPEAT, 0.5)  # moved, not placed
    await commit(store, changes=changes)

    assert await store.tally() == {"f a": (3, 1)}
    await store.forget_feed("f a")
    assert await store.tally() == {}
