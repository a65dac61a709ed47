"""Read a plan again without undoing what was corrected by hand: a three-way merge, as of source files.

`base` is what was read last, `mine` what is stored now, `theirs` what is read this time. Where the reading has not
changed, what is stored stays, corrected or not; where it has, it replaces what nobody has touched; where both have
changed, the correction stays and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from documents.ordering import merged_order
from documents.text import with_plain_ends

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields that are to be set, and those where a correction was kept although the reading has changed."""

    changes: Record
    conflicts: tuple[str, ...]


@dataclass(slots=True)
class MergedRows:
    """What becomes of the rows of a list; each is known by its position.

    `changed` and `removed` name the positions there were. Rows keep them unless a new one stands between: then
    `moved` leads from each old position to the new one, which `read` and `added` already have.
    """

    read: list[Record]  # the reading to remember, each record with its row's position
    added: list[Record] = field(default_factory=list)
    changed: dict[int, Record] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    conflicts: int = 0


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Merge the fields of one row. What `mine` and `theirs` agree on is no conflict."""
    moved = [name for name in theirs if theirs[name] != base.get(name) and mine[name] != theirs[name]]
    kept = tuple(name for name in moved if name in base and mine[name] != base[name])
    return Merged({name: theirs[name] for name in moved if name not in kept}, kept)


def mended_ends(record: Record) -> Record:
    """Return the fields whose line ends a form has changed to CRLF, with the ends that plans have."""
    plain = {name: with_plain_ends(value) for name, value in record.items() if isinstance(value, str)}
    return {name: value for name, value in plain.items() if value != record[name]}


def numbered(records: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Return the records of a list that is read for the first time, with their positions."""
    return [{"position": position, **record} for position, record in enumerate(records, start=1)]


def merge_rows(
    base: Sequence[Record], mine: Mapping[int, Record], theirs: Sequence[Record], *, identity: Sequence[str]
) -> MergedRows:
    """Merge a list of rows; `identity` are the fields that tell which row of another reading is the same one."""
    positions = [record["position"] for record in base]
    known = [_without_position(record) for record in base]
    pairs = pair(known, theirs, identity=identity)
    merged = MergedRows(read=[])
    numbers = sorted(set(mine).difference(positions))
    by_hand = _waiting(mine[position] for position in numbers)
    free = count(max([*positions, *mine], default=0) + 1)
    for index, record in enumerate(theirs):
        if index in pairs:
            _keep(merged, positions[pairs[index]], known[pairs[index]], mine, record)
        elif same := by_hand.get(_key(record)):
            merged.read.append({"position": numbers[same.pop()], **record})
        else:
            _add(merged, next(free), record)
    for index in sorted(set(range(len(known))) - set(pairs.values())):
        _drop(merged, positions[index], known[index], mine)
    _put_in_order(merged, mine)
    return merged


def pair(known: Sequence[Record], new: Sequence[Record], *, identity: Sequence[str]) -> dict[int, int]:
    """Return for each new record the known one that it continues: an equal one, or else one of the same identity."""
    pairs: dict[int, int] = {}
    for fields in (None, identity):
        taken = set(pairs.values())
        left = [index for index in range(len(known)) if index not in taken]
        waiting = _waiting((known[index] for index in left), fields)
        for index, record in enumerate(new):
            if index not in pairs and (same := waiting.get(_key(record, fields))):
                pairs[index] = left[same.pop()]
    return pairs


def _keep(merged: MergedRows, position: int, base: Record, mine: Mapping[int, Record], record: Record) -> None:
    """A row that was deleted by hand stays deleted."""
    merged.read.append({"position": position, **record})
    if position not in mine:
        return
    result = merge(base, mine[position], record)
    merged.conflicts += len(result.conflicts)
    if result.changes:
        merged.changed[position] = result.changes


def _add(merged: MergedRows, position: int, record: Record) -> None:
    merged.read.append({"position": position, **record})
    merged.added.append({"position": position, **record})


def _drop(merged: MergedRows, position: int, base: Record, mine: Mapping[int, Record]) -> None:
    if position not in mine:
        return
    if mine[position] == base:
        merged.removed.append(position)
    else:
        merged.conflicts += 1


def _put_in_order(merged: MergedRows, mine: Mapping[int, Record]) -> None:
    """Number the rows anew where what is added does not stand last; what was entered by hand stays where it follows."""
    read = [record["position"] for record in merged.read]
    if not merged.added or read == sorted(read):
        return
    order = merged_order(read, sorted({*read, *mine}.difference(merged.removed)))
    number = {position: index for index, position in enumerate(order, start=1)}
    for record in (*merged.read, *merged.added):
        record["position"] = number[record["position"]]
    merged.moved = {old: new for old, new in number.items() if old in mine and old != new}


def _without_position(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "position"}


def _waiting(records: Iterable[Record], fields: Sequence[str] | None = None) -> dict[Any, list[int]]:
    """Return the places of the records by what they are known by, the first to be taken last in each list."""
    places: dict[Any, list[int]] = {}
    for index, record in reversed(list(enumerate(records))):
        places.setdefault(_key(record, fields), []).append(index)
    return places


def _key(record: Record, fields: Sequence[str] | None = None) -> Any:
    return tuple(sorted((name, str(value)) for name, value in record.items() if fields is None or name in fields))
