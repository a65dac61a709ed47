"""Open a zip archive that nobody vouches for: what it claims is checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from documents.readers.reading import MEGABYTE, Limits, UnreadableFile

ENTRY_MARK = b"PK\x01\x02"
ENCRYPTED = 0x1
PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RATIO_MATTERS_FROM = 100_000  # bytes: small parts of an ordinary file may repeat themselves
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)

TRUNCATED = "文件不完整或已损坏，无法打开。请重新下载，或用 Word 打开并重新保存后再导入。"
LOCKED = "文件是加密的压缩文件，无法读取。请取消密码后重新保存。"
ODD_NAMES = "文件内部的名称重复，或指向文件之外，为安全起见不予读取。请用 Word 打开，另存为 .docx 后再导入。"
ODD_METHOD = "文件采用了不常见的压缩方法，无法读取。请用 Word 打开，另存为 .docx 后再导入。"
TOO_MANY = "文件由超过 {most} 个部分组成，不是通常的文档，为安全起见不予读取。"
TOO_LARGE = "文件解压后超过 {most} MB，为安全起见不予读取。请删去图片，或拆分后再导入。"
TOO_DENSE = "文件解压后超过原来的 {most} 倍，不是通常的文档，为安全起见不予读取。请复制正文，另存为新文件后再导入。"


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open the archive once all its claims are within the limits. Nothing is unpacked."""
    if content.count(ENTRY_MARK) > limits.max_members:
        raise UnreadableFile(TOO_MANY.format(most=limits.max_members))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ZIP as error:
        raise UnreadableFile(TRUNCATED) from error
    _check_names(archive.namelist())
    for member in archive.infolist():
        _check_member(member, limits)
    if sum(member.file_size for member in archive.infolist()) > limits.max_total:
        raise UnreadableFile(TOO_LARGE.format(most=limits.max_total // MEGABYTE))
    return archive


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes, never more than the archive claims: a wrong claim is refused."""
    member = archive.getinfo(name)
    try:
        with archive.open(member) as packed:
            return packed.read(member.file_size + 1)
    except BROKEN_ZIP as error:
        raise UnreadableFile(TRUNCATED) from error


def _check_names(names: list[str]) -> None:
    if len(set(map(str.lower, names))) < len(names) or any(map(_leads_outside, names)):
        raise UnreadableFile(ODD_NAMES)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.flag_bits & ENCRYPTED:
        raise UnreadableFile(LOCKED)
    if member.compress_type not in PLAIN_METHODS:
        raise UnreadableFile(ODD_METHOD)
    if member.file_size > limits.max_part:
        raise UnreadableFile(TOO_LARGE.format(most=limits.max_part // MEGABYTE))
    if member.file_size > max(RATIO_MATTERS_FROM, limits.max_ratio * member.compress_size):
        raise UnreadableFile(TOO_DENSE.format(most=limits.max_ratio))
