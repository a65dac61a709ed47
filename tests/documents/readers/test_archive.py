"""An archive is opened only when what it claims is within the limits, and unpacked only as far as it claims."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest

from documents.readers.archive import open_archive, unpack
from documents.readers.reading import Limits, UnreadableFile

LIMITS = Limits()
MEGABYTE = 1024 * 1024


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the same name twice
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def claiming(content: bytes, size: int) -> bytes:
    """Return the archive of one member with another unpacked size."""
    entry, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    local = content[:22] + struct.pack("<I", size) + content[26:entry]
    return local + content[entry : entry + 24] + struct.pack("<I", size) + content[entry + 28 : end] + content[end:]


def test_it_unpacks_an_ordinary_archive() -> None:
    with open_archive(packed(("a.xml", b"<a/>")), LIMITS) as archive:
        assert unpack(archive, "a.xml") == b"<a/>"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([("../a.xml", b"x")], "指向文件之外"),
        ([("/a.xml", b"x")], "指向文件之外"),
        ([("a\\..\\b.xml", b"x")], "指向文件之外"),
        ([("C:a.xml", b"x")], "指向文件之外"),
        ([("a.xml", b"x"), ("A.xml", b"y")], "名称重复"),
        ([("a.xml", b"x"), ("a.xml", b"y")], "名称重复"),
        ([(f"{at}.xml", b"") for at in range(2001)], "超过 2000 个部分"),
        ([("a.xml", b"x" * 10 * MEGABYTE)], "200 倍"),
        ([("a.xml", b"x" * 21 * MEGABYTE)], "超过 20 MB"),
    ],
)
def test_what_no_document_needs_is_refused(members: Sequence[tuple[str, bytes]], message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        open_archive(packed(*members), LIMITS)


def test_many_parts_that_are_too_large_together_are_refused() -> None:
    members = [(f"{at}.bin", bytes(20 * MEGABYTE)) for at in range(3)]
    with pytest.raises(UnreadableFile, match="超过 50 MB"):
        open_archive(packed(*members), replace(LIMITS, max_ratio=10_000))


def test_a_small_part_may_repeat_itself() -> None:
    with open_archive(packed(("a.xml", b"x" * 90_000)), LIMITS) as archive:
        assert len(unpack(archive, "a.xml")) == 90_000


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(packed(("a.xml", b"x")))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match="取消密码"):
        open_archive(bytes(content), LIMITS)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_compression_are_refused(method: int) -> None:
    with pytest.raises(UnreadableFile, match="压缩方法"):
        open_archive(packed(("a.xml", b"x"), method=method), LIMITS)


@pytest.mark.parametrize("kept", [4, 30, 100, -1])
def test_a_truncated_archive_is_refused(kept: int) -> None:
    with pytest.raises(UnreadableFile, match="不完整"):
        open_archive(packed(("a.xml", b"x" * 500), ("b.xml", b"y"))[:kept], LIMITS)


def test_a_part_that_is_larger_than_it_claims_is_refused() -> None:
    archive = open_archive(claiming(packed(("a.xml", b"x" * 10 * MEGABYTE)), 10), LIMITS)
    with pytest.raises(UnreadableFile, match="已损坏"):
        unpack(archive, "a.xml")


def test_a_damaged_part_is_refused() -> None:
    content = bytearray(packed(("a.xml", bytes(range(256)))))
    content[45] ^= 0xFF
    archive = open_archive(bytes(content), LIMITS)
    with pytest.raises(UnreadableFile, match="已损坏"):
        unpack(archive, "a.xml")
