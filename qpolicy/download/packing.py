"""Write the archive: the same bytes for the same knowledge base, and never more than a few rows in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Max

from documents.models import Plan
from qpolicy.download.kinds import KINDS, Kind
from qpolicy.download.manual import README, SUMS, manual

FIRST_YEAR = 1980  # of a date in a zip archive


def pack(file: IO[bytes]) -> None:
    """Write everything that is published. As many queries as there are kinds, and five more."""
    changed_at = last_change()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        write = _Writer(archive, changed_at)
        counts = {kind.file: write(kind.file, _lines(kind)) for kind in KINDS}
        write(README, manual(counts, changed_at=changed_at).encode().splitlines(keepends=True))
        write(SUMS, [_sums(write.sums)])


def last_change() -> datetime | None:
    """Return when anything in a published plan was changed last. One query."""
    changed: datetime | None = Plan.objects.published().aggregate(last=Max("updated_at"))["last"]
    return changed


def count() -> list[tuple[Kind, int]]:
    """Return how many rows each file has. A query a kind, and four for the regions."""
    return [(kind, kind.rows().count()) for kind in KINDS]


class _Writer:
    """Writes files into the archive, all dated alike, and remembers their checksums."""

    def __init__(self, archive: ZipFile, changed_at: datetime | None) -> None:
        self.archive = archive
        self.sums: dict[str, str] = {}
        moment = changed_at.astimezone(UTC) if changed_at else datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
        self.date = moment.timetuple()[:6]

    def __call__(self, name: str, lines: Any) -> int:
        """Write the lines, and return how many they are."""
        header = ZipInfo(name, self.date)
        header.compress_type, header.external_attr = ZIP_DEFLATED, 0o644 << 16
        number, digest = 0, hashlib.sha256()
        with self.archive.open(header, "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                number += 1
        self.sums[name] = digest.hexdigest()
        return number


def _lines(kind: Kind) -> Iterator[bytes]:
    for record in kind.records():
        yield f"{json.dumps(record, ensure_ascii=False)}\n".encode()


def _sums(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()
