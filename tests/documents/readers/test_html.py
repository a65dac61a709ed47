"""Web pages give what a browser shows of their text."""

from __future__ import annotations

import time

import pytest

from documents.readers.html import read_html
from documents.readers.reading import Limits, UnreadableFile

LIMITS = Limits()


def text_of(body: str) -> str:
    return read_html(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), LIMITS).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>实施方案</h1><p>一、总体要求</p><div>二、<b>主要</b>任务</div>", "实施方案\n一、总体要求\n二、主要任务"),
        ("到2025年，<br>质量<br/><br/>强国", "到2025年，\n质量\n\n强国"),
        ("<ul><li>一<li>二</ul>三", "一\n二\n三"),
        ("<p>质量\n      强国</p>", "质量强国"),
        ("<p>ISO\n9001  标准</p>", "ISO 9001 标准"),
        ("<p>　　一、总体要求</p>", "　　一、总体要求"),
        ("<p>一&nbsp;&nbsp;二&lt;三&#x56DB;</p><p>&nbsp;</p><p>五</p>", "一  二<三四\n\n五"),
        ("一<!-- 注释 -->二", "一二"),
        ("<pre>一\n 二</pre>", "一\n 二"),
    ],
)
def test_blocks_and_breaks_make_lines(body: str, expected: str) -> None:
    assert text_of(body) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('二')</script>",
        "<style>p {}</style>",
        "<nav>首页</nav>",
        "<header>某市人民政府</header>",
        "<footer>版权所有</footer>",
        "<aside>相关阅读</aside>",
        "<noscript>请启用脚本</noscript>",
        "<p hidden>二</p>",
        '<p style="color:red; DISPLAY : none">二</p>',
        "<select><option>字号</option></select><button>打印</button>",
        "<svg><text>二</text></svg>",
    ],
)
def test_what_is_no_text_of_the_page_is_dropped_and_what_follows_stays(hidden: str) -> None:
    assert text_of(f"<p>一</p>{hidden}三<p>四</p>") == "一\n三\n四"


def test_the_head_of_an_article_is_text() -> None:
    assert text_of("<article><header><h1>实施方案</h1></header><p>一</p></article>") == "实施方案\n一"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><th>序号<th>指标<tr><td>1<td><p>劳动</p><p>生产率</p>", "序号 | 指标\n1 | 劳动 生产率"),
        ("<tr><td>1<td rowspan=2>经济<td>a<tr><td>2<td>b", "1 | 经济 | a\n2 | b"),
        ("<tr><td colspan=3>专栏1<tr><td>a<td>b<td>c", "专栏1\na | b | c"),
        ("<caption>专栏1</caption><tr><td>a<td>b", "专栏1\na | b"),
        ("<tr><td>1<td><td>94", "1 |  | 94"),
        ("<tr style='display:none'><td>x<td>y<tr><td>a<td>b", "a | b"),
        ("<tr><td><p>专栏2</p><p>——培育品牌。</p><p>——建设平台。</p>", "专栏2\n——培育品牌。\n——建设平台。"),
        ("<tr><td><table><tr><td>a<td>b</table><td><p>一</p><p>二</p>", "a | b\n一\n二"),
    ],
)
def test_tables_give_one_line_a_row(rows: str, expected: str) -> None:
    assert text_of(f"<table>{rows}</table>") == expected


def test_no_text_in_a_table_is_lost_where_it_stands_outside_the_cells() -> None:
    assert set(text_of("<table><tr>一<td>a</td><td>b</td></tr>二</table>").split("\n")) == {"一", "a", "b", "二"}


def test_pronunciations_are_removed_and_said() -> None:
    page = "<p><ruby>湖<rp>(</rp><rt>hú</rt><rp>)</rp></ruby>北(běi)省</p>".encode()
    reading = read_html(page, LIMITS)
    assert (reading.text, reading.notes) == ("湖北省", ("已去除 2 处注音。",))


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "gb18030"),
        ('<meta charset="big5">', "big5"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_the_encoding_is_told_by_mark_declaration_or_text(head: str, codec: str) -> None:
    text = "第一章 重要目的"
    assert read_html(f"{head}<p>{text}</p>".encode(codec), LIMITS).text == text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<div>" * 10_000 + "一", "嵌套过深"),
        ("<b>" * 10_000 + "一", "嵌套过深"),
        ("<p>" * 1_000_001, "400,000"),
        ("", "无法解析"),
        ("<!--" * 1000, "无法解析"),
    ],
)
def test_hostile_pages_are_refused(page: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_html(page.encode(), LIMITS)


@pytest.mark.parametrize(
    "page",
    [
        "<p>一" * 300_000,
        "<table><tr>" + "<td>一" * 200_000,
        "<table><tr><td>一</table>" * 50_000,
        "<p><b><i>一</p>" * 100_000,
        "<br>" * 390_000 + "一",
        "一 \n" * 500_000,
        "<b " + "a=1 " * 1_000_000 + ">一",
        "<" * 390_000 + "一",
        "<table><tr><td>" * 80 + "一" * 1000,
    ],
)
def test_large_pages_take_a_bounded_time(page: str) -> None:
    begun = time.process_time()
    assert "一" in read_html(page.encode(), LIMITS).text
    assert time.process_time() - begun < 20
