"""What the index proves is there, and what is there is proven or doubted: exactly what a scan finds, on either database."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import pytest
from django.db import connection

from documents.models import SearchEntry, Section
from documents.search.backends import backend_of
from documents.search.conditions import Holds
from documents.search.cuts import letters
from documents.search.matching import matches
from documents.search.needs import AnyOf, Need, all_of, any_of
from documents.search.wanted import Wanted, WantedPiece
from tests import builders

pytestmark = pytest.mark.django_db
ALPHABETS = ("甲乙", "甲乙丙，。 ", "甲乙丙丁戊、a1")  # the fewer letters, the more often they stand together by chance
Texts = Mapping[int, tuple[str, str]]


@pytest.fixture
def dice() -> random.Random:
    return random.Random(9)


@pytest.fixture
def texts(dice: random.Random) -> Texts:
    made = builders.sections(builders.plan(), *(("task", f"({n})", f"题{n}") for n in range(90)))
    for at, one in enumerate(made):
        longest = 400 if at % 9 == 1 else 6 + 12 * (at % 4)  # in a long one pairs stand dozens of times
        one.title, one.text = (
            "".join(dice.choices(ALPHABETS[at % 3], k=dice.randint(0, most))) for most in (6, longest)
        )
    Section.objects.bulk_update(made, ["title", "text"])
    return {one.pk: (letters(one.title), letters(one.text)) for one in made}


@pytest.fixture(autouse=True)
def _asking() -> Iterator[None]:
    with backend_of(connection).asking(connection):
        yield


def test_the_index_and_a_look_find_what_a_scan_finds(texts: Texts, dice: random.Random) -> None:
    for _ in range(300):
        need, proof = _asked(texts, dice)
        needed, proven = _scanned(texts, need), _scanned(texts, proof)
        known = _keys(SearchEntry.objects.proving(proof))
        doubtful = _keys(SearchEntry.objects.doubtful(need, proof))
        assert known <= proven, (need, proof)
        assert known | doubtful >= needed, (need, proof)
        assert not known & doubtful
        if backend_of(connection).is_settled(need, proof):
            assert known == needed


def test_conditions_hold_what_a_scan_finds(texts: Texts, dice: random.Random) -> None:
    for _ in range(100):
        need, _ = _asked(texts, dice)
        assert _keys(SearchEntry.objects.filter(Holds(need))) == _scanned(texts, need)


def test_what_is_excluded_is_left_out_of_what_is_found(texts: Texts, dice: random.Random) -> None:
    for _ in range(150):
        [piece, *excluded] = (_run(texts, dice) for _ in range(dice.choice((2, 2, 3))))
        wanted = Wanted((WantedPiece(piece),), tuple(excluded))
        found = matches(wanted, SearchEntry.objects.all())
        assert set(found.keys) == _scanned(texts, piece) - _scanned(texts, any_of(excluded)), wanted
        assert found.number == len(found.keys)


def test_most_runs_are_proven_by_the_index_alone() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the index of SQLite has no room for it")
    [one] = builders.sections(builders.plan(), ("task", "(一)", "提升产品质量"))
    one.text = "推行首席质量官制度，提升质量水平，提升产品供给。"
    one.save()
    assert _keys(SearchEntry.objects.proving("行首席质量官制度提")) == {one.pk}
    assert _keys(SearchEntry.objects.proving("产品供给")) == {one.pk}
    assert _keys(SearchEntry.objects.matching("提升产品质")) == {one.pk}
    assert _keys(SearchEntry.objects.matching("首席质量水平")) == {one.pk}
    assert _keys(SearchEntry.objects.proving("首席质量水平")) == set()


def _asked(texts: Texts, dice: random.Random) -> tuple[Need, Need]:
    """Return what is needed, and a part of it that proves it."""
    pieces = [_alternatives(texts, dice) for _ in range(dice.choice((1, 1, 2)))]
    proofs = [any_of(piece.parts[: dice.randint(1, 3)]) if isinstance(piece, AnyOf) else piece for piece in pieces]
    return all_of(pieces), all_of(proofs)


def _alternatives(texts: Texts, dice: random.Random) -> Need:
    return any_of(_run(texts, dice) for _ in range(dice.choice((1, 1, 3))))


def _run(texts: Texts, dice: random.Random) -> str:
    """Return a piece of a text, or one that is put together of two and may stand nowhere; some are very long."""
    one, other = (dice.choice(dice.choice(list(texts.values()))) for _ in range(2))
    at, length = dice.randrange(max(1, len(one))), dice.choice((1, 2, 3, 4, 5, 8, 30))
    run = one[at : at + length]
    return (run if dice.random() < 0.5 else run + other[: dice.randint(1, 4)]) or "甲"


def _scanned(texts: Texts, need: Need) -> set[int]:
    return {key for key, parts in texts.items() if _has(parts, need)}


def _has(parts: tuple[str, str], need: Need) -> bool:
    if isinstance(need, str):
        return any(need in part for part in parts)
    several = any if isinstance(need, AnyOf) else all
    return several(_has(parts, part) for part in need.parts)


def _keys(entries: object) -> set[int]:
    return {entry.pk for entry in entries}  # type: ignore[attr-defined]
