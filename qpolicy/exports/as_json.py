"""A sheet as JSON, row by row: where it comes from, its columns, and its rows by the keys of the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qpolicy.exports.cells import clean, plain
from qpolicy.exports.sheets import Origin, Sheet


def pieces_of(sheet: Sheet, origin: Origin) -> Iterator[bytes]:
    """Yield the file, one row a line."""
    yield f"{_head(sheet, origin)[:-1]},\n".encode()
    yield b'"rows": ['
    keys = [column.key for column in sheet.columns]
    for at, row in enumerate(sheet.rows):
        record = {key: plain(value) for key, value in zip(keys, row, strict=True)}
        yield (b",\n" if at else b"\n") + json.dumps(record, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _head(sheet: Sheet, origin: Origin) -> str:
    head = {
        "title": clean(sheet.title),
        "site": clean(origin.site),
        "source": clean(origin.address),
        "exported_at": origin.at.isoformat(timespec="seconds"),
        "script": sheet.script,
        "conditions": [{"name": clean(name), "value": clean(value)} for name, value in sheet.conditions],
        "notes": list(map(clean, sheet.notes)),
        "columns": [{"key": column.key, "title": clean(column.title)} for column in sheet.columns],
    }
    return json.dumps(head, ensure_ascii=False)
