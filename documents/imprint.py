"""What a plan says about itself, as the box above the text shows it: 发文字号, 发文机关, 成文日期 …"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from documents.models import Plan
from documents.reading import Write


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the box; an empty text is shown as —. `is_quoted` is text in the plan's own words and script."""

    label: str
    text: str
    url: str = ""
    is_quoted: bool = False


def imprint(plan: Plan, bases: list[Plan], write: Write) -> tuple[Field, ...]:
    """Return the lines of the box, the same for every plan but for the 索引号, which few have.

    `bases` are the plans that this one is based on.
    """
    region, older = plan.region, plan.replaces
    return (
        *([Field("索引号", plan.index_number)] if plan.index_number else []),
        Field("发文字号", write(plan.document_number), is_quoted=True),
        Field("发文机关", write(plan.issuer), is_quoted=True),
        Field("成文日期", _day(plan.issued_on)),
        Field("发布日期", _day(plan.published_on)),
        Field("地区", region.name if region else ""),
        Field("层级", region.get_level_display() if region else ""),
        Field("文种", plan.kind),
        Field("规划期", _period(plan.period_start, plan.period_end)),
        Field("有效性", plan.get_validity_display()),
        *(Field("上位文件", base.title, url=base.get_absolute_url()) for base in bases),
        *([Field("替代", older.title, url=older.get_absolute_url())] if older and older.is_public else []),
        Field("版次", f"第{plan.edition}版"),
        Field("原文字形", plan.get_script_display()),
        Field("来源", _host(plan.source_url) or plan.source_name, url=_web_address(plan.source_url)),
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _period(start: int | None, end: int | None) -> str:
    if start and end and start != end:
        return f"{start}—{end}年"
    return f"{start or end}年" if start or end else ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or "" if _web_address(url) else ""


def _web_address(url: str) -> str:
    """Return the address if it is one of the web: whatever else was stored must not become a link."""
    return url if url.startswith(("http://", "https://")) else ""
