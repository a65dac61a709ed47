"""The names of files, which are Chinese, and the header that tells them."""

from __future__ import annotations

import re
from urllib.parse import quote

from qpolicy.exports.cells import clean

LONGEST_NAME = 210  # bytes, 70 汉字; a file system takes 255
UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def file_name(*parts: str, form: str) -> str:
    """职责台账_质量强市实施方案_2026-11-29.xlsx: the last part, a day, is never cut."""
    *titles, day = (UNFIT.sub("", clean(part)) for part in parts)
    name = "_".join(filter(None, titles)).encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{name}_{day}.{form}"


def disposition(name: str, plain: str) -> str:
    """Return the header that saves under the name (RFC 6266, 5987); `plain` is for programs that know ASCII alone."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
