"""Tell the format of a file: by what it begins with, then by the ending of its name."""

from __future__ import annotations

import re

from documents.readers.archive import open_archive
from documents.readers.reading import Limits, UnreadableFile

READABLE = {"txt": "txt", "text": "txt", "docx": "docx", "pdf": "pdf"}
READABLE |= dict.fromkeys(("html", "htm", "shtml", "xhtml"), "html")
CALLED = {"txt": "纯文本", "docx": "Word 文档", "html": "网页", "pdf": "PDF 文档"}

ENDING = re.compile(r"\.(?P<ending>[A-Za-z0-9]{1,6})\Z")
# <?xml version="1.0"?><!-- … --><!DOCTYPE html>
PAGE_BEGINS = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>)?\s{0,100}(?:<!--[^>]{0,500}-->)?\s{0,100}<(?:!doctype\s{1,20}html|html|head|body)\b",
    re.IGNORECASE,
)
WORD_XML_BEGINS = re.compile(rb"<\?xml[^>]{0,200}\?>\s{0,100}<\?mso-application")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
OLD_WORD = f"这是旧版 Word 或 WPS 文字文档（.doc、.wps），无法读取。{SAVE_AS_DOCX}"
SHEET = "这是电子表格，不是规划文本。请把要导入的内容粘贴到 Word 中，另存为 .docx 后再导入。"
SLIDES = "这是演示文稿，不是规划文本。请把要导入的内容粘贴到 Word 中，另存为 .docx 后再导入。"
RICH_TEXT = f"这是 RTF 文档，无法读取。{SAVE_AS_DOCX}"
OPEN_TEXT = f"这是 OpenDocument 文档（.odt），无法读取。{SAVE_AS_DOCX}"
FIXED_LAYOUT = "这是版式文档（.ofd、.ceb 等），无法读取。请用阅读器另存为带文字的 PDF，或复制正文另存为 .txt 后再导入。"
SAVED_PAGE = "这是打包的网页（.mht），无法读取。请在浏览器中另存为“网页，仅 HTML”后再导入。"
MACROS = "文件属于启用宏的 Word 文档（.docm），为安全起见不予读取。请另存为不含宏的 .docx 后再导入。"
PICTURE = "这是图片，其中没有可以读取的文字。请先作文字识别（OCR），另存为 .docx 或 .txt 后再导入。"
PACKED = "这是压缩包。请解压后，把其中的 .docx、.pdf、.html 或 .txt 文件逐一导入。"
PROGRAM = "这是可执行文件，不予读取。请导入 .docx、.pdf、.html 或 .txt 格式的规划文本。"
WORD_XML = f"这是 Word XML 文档，无法读取。{SAVE_AS_DOCX}"
LOCKED_WORD = "文件是加密的 Word 文档，无法读取。请在 Word 中取消密码后重新保存。"
UNSUPPORTED = "无法读取 .{ending} 文件。请导入 .docx、.pdf、.html 或 .txt 格式的规划文本。"
MISNAMED = "文件名以 .{ending} 结尾，内容却是{found}。请确认文件无误，把文件名的结尾改为 .{right} 后再导入。"
NOT_WHAT_IT_SAYS = "文件名以 .{ending} 结尾，内容却不是{expected}，可能已损坏。请用原来的软件重新保存后再导入。"

REFUSED_BEGINNINGS = (
    (b"{\\rtf", RICH_TEXT),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"RIFF", PICTURE),
    (b"Rar!\x1a\x07", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"\x7fELF", PROGRAM),
    (b"MZ\x90\0", PROGRAM),
    (b"MIME-Version:", SAVED_PAGE),
    (b"From: <Saved by", SAVED_PAGE),
)
MACRO_ENDINGS = ("docm", "dotm")
REFUSED_ENDINGS = (
    (("doc", "wps", "wpt", "dot"), OLD_WORD),
    (("rtf",), RICH_TEXT),
    (("odt",), OPEN_TEXT),
    (("ofd", "ceb", "cebx", "caj", "xps"), FIXED_LAYOUT),
    (("xls", "xlsx", "xlsm", "et", "csv"), SHEET),
    (("ppt", "pptx", "dps"), SLIDES),
    (("mht", "mhtml"), SAVED_PAGE),
    (("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp"), PICTURE),
    (("zip", "rar", "7z", "gz", "tar"), PACKED),
    (("exe", "dll", "com", "bat", "cmd", "msi", "js", "vbs", "ps1", "sh"), PROGRAM),
)
# An archive is told by the first of these that one of its members begins with.
ARCHIVES = (("word/", None), ("xl/", SHEET), ("ppt/", SLIDES), ("OFD.xml", FIXED_LAYOUT), ("mimetype", OPEN_TEXT))
# The streams of an OLE file, in the order in which they tell what it is.
STREAMS = (("Workbook", SHEET), ("PowerPoint Document", SLIDES), ("WordDocument", OLD_WORD))


def recognise(name: str, content: bytes, limits: Limits) -> str:
    """Return txt, docx, html or pdf. Refuse other formats, and a name whose ending promises another one."""
    ending = _ending(name)
    if ending in MACRO_ENDINGS:
        raise UnreadableFile(MACROS)
    found = _by_beginning(content, ending, limits)
    if found is None:
        return _by_ending(ending)
    if ending and READABLE.get(ending) != found:
        raise UnreadableFile(MISNAMED.format(ending=ending, found=CALLED[found], right=found))
    return found


def _ending(name: str) -> str:
    """Return the ending in lower case; 规划2.0 and names without a dot have none."""
    found = ENDING.search(name.strip())
    return found["ending"].lower() if found and not found["ending"].isdigit() else ""


def _by_beginning(content: bytes, ending: str, limits: Limits) -> str | None:
    """Return the format that the content shows, None where it could be any text."""
    beginning = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith(b"%PDF-") or (ending == "pdf" and b"%PDF-" in beginning):
        return "pdf"
    if content.startswith(ZIP):
        return _by_members(content, limits)
    if content.startswith(OLE):
        raise UnreadableFile(_advice_on_ole(content))
    for mark, advice in REFUSED_BEGINNINGS:
        if content.startswith(mark):
            raise UnreadableFile(advice)
    if WORD_XML_BEGINS.match(beginning):
        raise UnreadableFile(WORD_XML)
    return "html" if PAGE_BEGINS.match(beginning) else None


def _by_members(content: bytes, limits: Limits) -> str:
    with open_archive(content, limits) as archive:
        names = archive.namelist()
    for first, advice in ARCHIVES:
        if any(name.startswith(first) for name in names):
            if advice:
                raise UnreadableFile(advice)
            return "docx"
    raise UnreadableFile(PACKED)


def _advice_on_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return LOCKED_WORD
    return next((advice for stream, advice in STREAMS if stream.encode("utf-16-le") in content), OLD_WORD)


def _by_ending(ending: str) -> str:
    """The content could be any text: a name without an ending is taken for plain text."""
    for endings, advice in REFUSED_ENDINGS:
        if ending in endings:
            raise UnreadableFile(advice)
    if ending and ending not in READABLE:
        raise UnreadableFile(UNSUPPORTED.format(ending=ending))
    expected = READABLE.get(ending, "txt")
    if expected in ("docx", "pdf"):
        raise UnreadableFile(NOT_WHAT_IT_SAYS.format(ending=ending, expected=CALLED[expected]))
    return expected
