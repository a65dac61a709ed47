"""The README of the archive: what is in it, as of when, how to check it, and what each field means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from qpolicy.download.kinds import KINDS

README, SUMS = "README.txt", "SHA256SUMS"
RULES = """\
格式
    JSON Lines：UTF-8 编码，每行一个 JSON 对象，就是一条记录。没有值的字段写作 null 或空文本。
    日期写作 2024-04-28；数值（value、upper）写作文本，以免丢失小数。
    规划、地区、职能、主题互相以 slug 指称；章节条及其任务以所在规划的 slug（plan）和锚点（anchor）指称；
    指标以名称指称；部门以 [地区的 slug, 名称] 指称。url 是在本库中的网址，前面加上本库的域名即可打开。
    spans、start、end 是在规划原文（source_text）中的位置，按字符计，从 0 开始。
    各字段的取值与“以 JSON 导出规划”（export_plan）的文件相同。

范围
    只收已经发布的规划以及其中的内容，包括已被新版替代的规划（由 replaces 看出）。草稿和已撤回的规划不在其中。
    文本照公开发布的原文收录，以发文机关印发的文件为准。

核对
    SHA256SUMS 列出每个文件的 SHA-256。在解开的文件夹中执行：sha256sum -c SHA256SUMS
"""


def manual(counts: Mapping[str, int], *, changed_at: datetime | None) -> str:
    return "\n".join(_lines(counts, changed_at))


def _lines(counts: Mapping[str, int], changed_at: datetime | None) -> Iterator[str]:
    yield f"{settings.SITE_NAME} 全部资料"
    yield ""
    yield (
        f"资料截至：{timezone.localtime(changed_at):%Y-%m-%d %H:%M:%S}（最近一次修改）"
        if changed_at
        else "资料截至：尚无"
    )
    yield ""
    yield "文件"
    for kind in KINDS:
        yield f"    {kind.file}　{kind.word}，{counts[kind.file]} 条"
    yield ""
    yield RULES
    yield "字段"
    for kind in KINDS:
        yield f"  {kind.file}（{kind.word}）"
        yield from (f"    {name}　{meaning}" for name, meaning in kind.fields())
        yield ""
