"""The index of past articles, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hindi_stories import COPIES, TEMPLATES, as_text, gold_price, story, syndicated
from sqlalchemy import Connection, create_engine, func, select

from newscrawl import near_index
from newscrawl.benchmark.similarity import measure
from newscrawl.near_index import DAY, Match, NearIndex, forget, near_key, near_text
from newscrawl.similarity import signature

NOW = 20_700.5 * DAY


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    url = f"sqlite:///{tmp_path / 'index.sqlite3'}"
    if request.param == "postgresql":
        url = os.environ.get("NEWSCRAWL_TEST_POSTGRES", "")
        if not url:
            pytest.skip("needs PostgreSQL (NEWSCRAWL_TEST_POSTGRES)")
    engine = create_engine(url)
    near_index.metadata.drop_all(engine)
    near_index.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    near_index.metadata.drop_all(engine)
    engine.dispose()


def text_of(seed: int) -> str:
    return as_text(story(Random(seed)), Random(seed))


def copy_of(seed: int) -> str:
    return syndicated(story(Random(seed)), Random(seed + 1))


def book(index: NearIndex, connection: Connection, texts: dict[str, str], now: float = NOW) -> None:
    for name, text in texts.items():
        index.add(name, signature(text), now)
    index.write(connection, texts, now)
    connection.commit()
    index.settle(texts)


def found(index: NearIndex, connection: Connection, text: str, now: float = NOW) -> str | None:
    match = index.find(connection, signature(text), now)
    return match.article_id if match else None


def test_a_copy_is_found_by_another_process(connection: Connection) -> None:
    book(NearIndex(), connection, {f"story {seed}": text_of(seed) for seed in range(30)})
    match = NearIndex().find(connection, signature(copy_of(7)), NOW)
    assert match
    assert match.article_id == "story 7"
    assert 0.6 < match.similarity < 1
    assert NearIndex().find(connection, signature(text_of(8)), NOW) == Match("story 8", 1.0)
    assert found(NearIndex(), connection, text_of(99)) is None


def test_a_copy_is_found_before_it_is_committed(connection: Connection) -> None:
    index = NearIndex()
    index.add("story", signature(text_of(1)), NOW)
    assert found(index, connection, copy_of(1)) == "story"
    index.write(connection, ["story"], NOW)
    assert found(index, connection, copy_of(1)) == "story"
    connection.commit()
    index.settle(["story"])
    assert found(index, connection, copy_of(1)) == "story"


def test_an_article_that_was_given_up_is_not_found(connection: Connection) -> None:
    index = NearIndex()
    index.add("story", signature(text_of(1)), NOW)
    index.settle(["story"])
    assert found(index, connection, copy_of(1)) is None


def test_the_own_article_is_left_out(connection: Connection) -> None:
    index = NearIndex()
    book(index, connection, {"own": text_of(1)})
    changed = signature(text_of(1) + " और एक वाक्य जो बाद में जोड़ा गया।")
    assert index.find(connection, changed, NOW, exclude_id="own") is None
    index.add("own", changed, NOW)
    assert index.find(connection, changed, NOW, exclude_id="own") is None
    assert index.find(connection, changed, NOW, exclude_id="other") == Match("own", 1.0)


def test_of_equals_the_earlier_is_named(connection: Connection) -> None:
    index = NearIndex()
    book(index, connection, {"late": text_of(1)}, NOW)
    book(index, connection, {"early": text_of(1)}, NOW - 2 * DAY)
    assert found(index, connection, text_of(1)) == "early"


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.__name__)
def test_every_kind_of_copy_is_found(connection: Connection, copy: object) -> None:
    index = NearIndex()
    stories = {str(seed): story(Random(seed)) for seed in range(20)}
    book(index, connection, {name: as_text(told, Random(1)) for name, told in stories.items()})
    for name, told in stories.items():
        assert found(index, connection, copy(told, Random(2))) == name  # type: ignore[operator]


def test_no_false_friend_is_found(connection: Connection) -> None:
    index = NearIndex()
    texts = [template(Random(seed)) for template in TEMPLATES for seed in range(25)]
    taken = []
    for number, text in enumerate(dict.fromkeys(texts)):
        if match := found(index, connection, text):
            taken.append((text, texts[int(match)]))
        index.add(str(number), signature(text), NOW)
    assert not taken


def test_a_copy_is_found_among_many_of_one_template(connection: Connection) -> None:
    """The template's words are in all of them, the day's figures in two."""
    index = NearIndex()
    for seed in range(60):
        text = gold_price(Random(seed))
        found(index, connection, text)
        book(index, connection, {str(seed): text})
    for seed in (0, 30, 59):
        assert found(index, connection, gold_price(Random(seed))) == str(seed)


def test_a_template_does_not_fill_the_index(connection: Connection) -> None:
    index = NearIndex()
    for seed in range(60):
        signed = signature(gold_price(Random(seed)))
        index.find(connection, signed, NOW)
        index.add(str(seed), signed, NOW)
    index.write(connection, map(str, range(60)), NOW)
    most = select(func.count(near_key.c.number)).group_by(near_key.c.key)
    most = most.order_by(func.count(near_key.c.number).desc())
    assert connection.execute(most).scalar() == near_index.POPULAR


def test_a_batch_may_be_written_twice(connection: Connection) -> None:
    """As after a COMMIT that was answered by an error."""
    index = NearIndex()
    index.add("story", signature(text_of(1)), NOW)
    for _ in range(2):
        index.write(connection, ["story", "unknown"], NOW)
        connection.commit()
    assert connection.scalar(select(func.count()).select_from(near_text)) == 1


def test_the_window_ends(connection: Connection) -> None:
    index = NearIndex(timedelta(days=30))
    book(index, connection, {"story": text_of(1)}, NOW)
    assert found(index, connection, copy_of(1), NOW + 30 * DAY) == "story"
    assert found(index, connection, copy_of(1), NOW + 31 * DAY) is None


def test_old_rows_go_in_small_pieces(connection: Connection) -> None:
    index = NearIndex()
    book(index, connection, {f"old {seed}": text_of(seed) for seed in range(60)}, NOW)
    sizes = []
    for day in range(31, 91):
        later = {f"{day} {seed}": text_of(1000 * day + seed) for seed in range(5)}
        book(index, connection, later, NOW + day * DAY)
        sizes.append(connection.scalar(select(func.count()).select_from(near_key)) or 0)
    oldest = connection.scalar(select(near_text.c.article).order_by(near_text.c.number))
    assert str(oldest).startswith("60 ")
    per_article = sum(len(signature(text_of(seed)).keys) for seed in range(60)) / 60
    assert max(sizes[30:]) < 1.5 * per_article * 5 * 31


def test_signatures_of_another_scheme_are_not_compared(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = NearIndex()
    with monkeypatch.context() as patch:
        patch.setattr(near_index, "SCHEME", "0")
        book(index, connection, {"old": text_of(1)})
    assert found(index, connection, text_of(1)) is None


def test_a_takedown_is_not_found_again(connection: Connection) -> None:
    index = NearIndex()
    book(index, connection, {"story": text_of(1), "other": text_of(2)})
    forget(connection, "story")
    assert found(index, connection, copy_of(1)) is None
    assert found(index, connection, copy_of(2)) == "other"


def test_a_text_without_words_has_no_copies(connection: Connection) -> None:
    index = NearIndex()
    book(index, connection, {"empty": "।।"})
    assert found(index, connection, "।।") is None


def test_the_benchmark_finds_its_copies(tmp_path: Path) -> None:
    (costs,) = measure(400, tmp_path)
    assert costs["copies"] > 10
    assert costs["copies_found"] == costs["copies"]
    assert costs["strangers_taken"] == 0
