"""Files as LibreOffice opens them: 22 lines of 28 characters on a page, headers on every page, nothing computed."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from qpolicy.exports import as_docx, as_xlsx, papers
from qpolicy.exports.papers import Line, Paper
from qpolicy.exports.sheets import Column, Origin, Sheet, counted

OFFICE, TO_TEXT = shutil.which("soffice"), shutil.which("pdftotext")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
ORIGIN = Origin("质量政策知识库", "https://plans.example.cn/", datetime.datetime(2026, 11, 29, 9, 5))
COLUMNS = (Column("number", "序号", 6), Column("content", "任务内容", 60), Column("lead", "牵头单位", 20))
LINES, CHARACTERS = 22, 28

pytestmark = pytest.mark.skipif(
    not (OFFICE and TO_TEXT and FONT.exists()),
    reason="no LibreOffice, pdftotext or Chinese font on this machine (Debian: apt install "
    "libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-noto-cjk)",
)


def ledger() -> Sheet:
    rows = (("=1+1" if number == 1 else "质量" * 100, ("市工信局",)) for number in range(60))
    return Sheet("ledger", "职责台账", COLUMNS, counted(rows))


def full_page() -> Paper:
    return Paper("质量强市方案", "hans", (Line("质" * LINES * CHARACTERS * 3),), ())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each file, laid out as it stands on paper. One start of LibreOffice for all."""
    folder = tmp_path_factory.mktemp("office")
    made = {
        "paper.docx": papers.write(full_page(), ORIGIN),
        "ledger.docx": as_docx.write(ledger(), ORIGIN),
        "table.xlsx": as_xlsx.write(ledger(), ORIGIN),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content.getvalue())
    own = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(OFFICE), own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, made)]
    subprocess.run(command, cwd=folder, check=True, timeout=180, stdout=subprocess.DEVNULL)
    return {name: _text(folder / Path(name).with_suffix(".pdf")) for name in made}


def _text(path: Path) -> list[str]:
    done = subprocess.run(
        [str(TO_TEXT), "-layout", "-enc", "UTF-8", str(path), "-"], check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode().removesuffix("\f").split("\f")


def test_a_full_page_has_22_lines_of_28_characters(pages: dict[str, list[str]]) -> None:
    full = pages["paper.docx"][1]
    lines = [line.strip() for line in full.splitlines() if "质" in line]
    assert [len(line) for line in lines] == [CHARACTERS] * LINES
    assert re.search(r"^\s*—\s*2\s*—\s*$", full, re.MULTILINE)


def test_the_first_page_has_the_title_and_21_lines(pages: dict[str, list[str]]) -> None:
    title, *lines = [line.strip() for line in pages["paper.docx"][0].splitlines() if "质" in line]
    assert title == "质量强市方案"
    assert [len(line) for line in lines] == [CHARACTERS - 2, *[CHARACTERS] * (LINES - 2)]


@pytest.mark.parametrize("name", ["ledger.docx", "table.xlsx"])
def test_the_header_stands_on_every_page_of_a_table(pages: dict[str, list[str]], name: str) -> None:
    of_rows = [page for page in pages[name] if "市工信局" in page]
    assert len(of_rows) > 1
    assert all("任务内容" in page and "牵头单位" in page for page in of_rows)


@pytest.mark.parametrize("name", ["ledger.docx", "table.xlsx"])
def test_what_looks_like_a_formula_is_shown_and_not_computed(pages: dict[str, list[str]], name: str) -> None:
    assert "=1+1" in "".join(pages[name])


def test_the_last_page_of_an_excel_file_explains_it(pages: dict[str, list[str]]) -> None:
    last = pages["table.xlsx"][-1]
    assert "导出时间" in last
    assert "https://plans.example.cn/" in last
    assert "60" in last
