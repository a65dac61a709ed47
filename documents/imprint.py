"""What a plan says about itself, as the box above the text shows it: 发文字号, 发文机关, 成文日期 …"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from documents.caveats import described_source
from documents.models import Plan
from documents.neighbours import edition_beside, other_plan
from documents.scripted import language_of, writer_for

SUPERSEDED = "已被替代"


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the box; an empty text is shown as —. `language` is that of a plan's own words."""

    label: str
    text: str
    url: str = ""
    language: str = ""


def imprint(plan: Plan, *, wanted: str, is_superseded: bool) -> tuple[Field, ...]:
    """Return the lines of the box, the same for every plan but for the 索引号, which few have. One query."""
    region, older = plan.region, plan.replaces
    write, language = writer_for(plan, wanted), language_of(plan, wanted)
    return (
        *([Field("索引号", plan.index_number)] if plan.index_number else []),
        Field("发文字号", write(plan.document_number), language=language),
        Field("发文机关", write(plan.issuer), language=language),
        Field("成文日期", _day(plan.issued_on)),
        Field("发布日期", _day(plan.published_on)),
        Field("地区", region.name if region else ""),
        Field("层级", region.get_level_display() if region else ""),
        Field("文种", plan.kind),
        Field("规划期", _period(plan.period_start, plan.period_end)),
        Field("有效性", validity(is_expired=plan.validity == Plan.Validity.EXPIRED, is_superseded=is_superseded)),
        *(_plan("上位文件", base, wanted) for base in plan.based_on.filter(status=Plan.Status.PUBLISHED)),
        *([_plan("替代", older, wanted, edition_beside(older, plan))] if older and older.is_public else []),
        Field("版次", f"第{plan.edition}版"),
        Field("原文字形", plan.get_script_display()),
        Field("来源", _host(plan.source_url) or described_source(plan.source_name), url=_web_address(plan.source_url)),
    )


def validity(*, is_expired: bool, is_superseded: bool) -> str:
    """Say whether a plan is in force: what is stored of one that a newer edition replaces is not the whole truth."""
    if not is_superseded:
        return str((Plan.Validity.EXPIRED if is_expired else Plan.Validity.IN_FORCE).label)
    return f"{Plan.Validity.EXPIRED.label}，{SUPERSEDED}" if is_expired else SUPERSEDED


def _plan(label: str, plan: Plan, wanted: str, edition: str = "") -> Field:
    other = other_plan(plan, wanted)
    return Field(label, other.title + edition, other.url, other.language)


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
