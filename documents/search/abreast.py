"""Read several streams at once, of which none is held whole: each is in the order of its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

Keyed = Iterable[tuple[int, Any]]
KEY_OF = itemgetter(0)


def abreast(*streams: Keyed) -> Iterator[tuple[int, list[Any]]]:
    """Yield every key in order, with what each stream has of it; None where it has nothing. No stream has a key twice."""
    numbered = [_numbered(at, stream) for at, stream in enumerate(streams)]
    for key, found in groupby(merge(*numbered, key=KEY_OF), KEY_OF):
        parts = {at: part for _, at, part in found}
        yield key, [parts.get(at) for at in range(len(streams))]


def _numbered(at: int, stream: Keyed) -> Iterator[tuple[int, int, Any]]:
    return ((key, at, part) for key, part in stream)
