"""The format is told by the beginning of the file; a name that promises another format is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from documents.readers.formats import recognise
from documents.readers.reading import Limits, UnreadableFile
from tests.documents.readers.portable import pdf_file
from tests.documents.readers.word import word_file

LIMITS = Limits()
WORD = word_file("一、总体要求")
PDF = pdf_file(["质量强市建设实施方案"])
TEXT = "一、总体要求".encode()
PAGE = b"<!DOCTYPE html><p>1"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("方案.txt", TEXT, "txt"),
        ("方案.TXT", TEXT, "txt"),
        ("方案", TEXT, "txt"),
        ("规划2.0", TEXT, "txt"),
        ("1.某市实施方案", TEXT, "txt"),
        ("方案.docx", WORD, "docx"),
        ("方案", WORD, "docx"),
        ("方案.pdf", PDF, "pdf"),
        ("方案", PDF, "pdf"),
        ("方案.pdf", b"\r\n" + PDF, "pdf"),
        ("方案.html", PAGE, "html"),
        ("方案.htm", b"<p>1", "html"),
        ("方案.shtml", b'<?xml version="1.0"?>\n<!-- x -->\n<html>', "html"),
        ("方案", b"\xef\xbb\xbf \n<HTML>", "html"),
        ("方案.txt", b"<p> is a tag", "txt"),
    ],
)
def test_it_recognises_what_can_be_read(name: str, content: bytes, expected: str) -> None:
    assert recognise(name, content, LIMITS) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("方案.docx", PDF, "内容却是PDF 文档.*改为 .pdf"),
        ("方案.pdf", WORD, "内容却是Word 文档.*改为 .docx"),
        ("方案.txt", WORD, "内容却是Word 文档"),
        ("方案.txt", PAGE, "内容却是网页.*改为 .html"),
        ("方案.doc", PAGE, "内容却是网页"),
        ("方案.docx", PAGE, "内容却是网页"),
        ("方案.html", PDF, "内容却是PDF 文档"),
        ("方案.png", PDF, "内容却是PDF 文档"),
        ("方案.docx", TEXT, "内容却不是Word 文档"),
        ("方案.pdf", TEXT, "内容却不是PDF 文档"),
    ],
)
def test_a_wrong_ending_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        recognise(name, content, LIMITS)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("方案.doc", stream("WordDocument"), "旧版 Word.*另存为 .docx"),
        ("方案.wps", OLE, "旧版 Word 或 WPS.*另存为 .docx"),
        ("方案.docx", stream("WordDocument"), "旧版 Word"),
        ("方案.docx", stream("EncryptedPackage"), "加密的 Word 文档，无法读取。请在 Word 中取消密码后重新保存"),
        ("指标.xls", stream("Workbook"), "电子表格"),
        ("指标.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), "电子表格"),
        ("汇报.pptx", packed("ppt/presentation.xml"), "演示文稿"),
        ("方案.ofd", packed("OFD.xml", "Doc_0/Document.xml"), "版式文档"),
        ("方案.odt", packed("mimetype", "content.xml"), "OpenDocument"),
        ("方案.zip", packed("方案.txt"), "压缩包"),
        ("方案.docx", packed(), "压缩包"),
        ("方案.docm", WORD, "宏"),
        ("方案.rtf", b"{\\rtf1}", "RTF.*另存为 .docx"),
        ("方案.doc", b"{\\rtf1}", "RTF"),
        ("方案.png", b"\x89PNG\r\n", "图片"),
        ("方案.txt", b"\xff\xd8\xff\xe0", "图片"),
        ("方案.txt", b"\x7fELF", "可执行文件"),
        ("方案.docx", b"MZ\x90\0\x03", "可执行文件"),
        ("方案.exe", TEXT, "可执行文件"),
        ("方案.rar", b"Rar!\x1a\x07\x00", "压缩包"),
        ("方案.mht", b"MIME-Version: 1.0", "打包的网页"),
        ("方案.xml", b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "Word XML"),
        ("方案.ceb", TEXT, "版式文档"),
        ("方案.json", TEXT, "无法读取 .json 文件"),
    ],
)
def test_other_formats_are_refused_with_advice(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        recognise(name, content, LIMITS)
