"""Files are read within the limits that the settings name."""

from __future__ import annotations

from typing import Any

import pytest

from documents.readers import UnreadableFile
from qpolicy.files import check_text, read_file


def test_the_limits_of_files_are_settings(settings: Any) -> None:
    assert read_file("a.txt", "质量强市".encode()).text == "质量强市"
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "max_characters": 3}
    with pytest.raises(UnreadableFile, match="超过 3 字"):
        read_file("a.txt", "质量强市".encode())


def test_a_pasted_text_has_the_same_limits(settings: Any) -> None:
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "max_lines": 1}
    with pytest.raises(UnreadableFile, match="超过 1 行"):
        check_text("质量\n强市")
