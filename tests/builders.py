"""Small plans for tests, written for the purpose."""

from __future__ import annotations

from documents.entry import append
from documents.models import Department, ErrorReport, Function, Plan, Region, Section
from indicators.models import Goal, Indicator, Target
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Task


def region(slug: str = "xian", name: str = "西安市", level: str = "city", code: str | None = None) -> Region:
    return Region.objects.get_or_create(slug=slug, defaults={"name": name, "level": level, "code": code})[0]


def department(name: str = "市工信局", slug: str = "xian") -> Department:
    return Department.objects.get_or_create(region=region(slug), name=name)[0]


def function(slug: str = "market-regulation", name: str = "市场监督管理") -> Function:
    return Function.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def plan(slug: str = "xian", **fields: object) -> Plan:
    return Plan.objects.create(**{"title": f"质量强市建设实施方案 {slug}", "slug": slug, "region": region(), **fields})


def published(slug: str = "xian", **fields: object) -> Plan:
    return plan(slug, **{"status": "published", **fields})


def sections(of: Plan, *rows: tuple[str, str, str]) -> list[Section]:
    """Add sections, each a kind, a number and a title, with their tasks."""
    added = append(
        of, [Section(kind=kind, number=number, title=title, text=f"{title}。") for kind, number, title in rows]
    )
    keep_tasks(added)
    return added


def full_plan(slug: str, tasks: int) -> Plan:
    """A plan with as many tasks, each with a department of its own and a target, a goal, and a report of an error."""
    made = plan(slug)
    chapter, *items = sections(
        made,
        ("heading", "一、", "重点任务"),
        *(("task", f"({number})", f"任务{number}") for number in range(1, tasks + 1)),
    )
    for number, item in enumerate(items, start=1):
        body = department(f"市第{number}局")
        Responsibility.objects.create(task=item.task, position=1, department=body, name=body.name)
        Responsibility.objects.create(task=item.task, position=2, department=body, role="lead", name=body.name)
        indicator = Indicator.objects.get_or_create(name=f"指标{number}")[0]
        Target.objects.create(section=item, indicator=indicator, name=indicator.name, value=number, unit="%", year=2025)
    Goal.objects.create(plan=made, section=chapter, year=2025, text="到2025年,质量水平提升。")
    DefaultResponsibility.objects.create(plan=made, department=department("各区县政府"), section=chapter)
    ErrorReport.objects.create(section=chapter, text="年份与公报不同。")
    return made


def two_editions(slug: str = "xian", **of_older: object) -> tuple[Plan, Plan]:
    """A published plan and its new edition: a task left alone, one reworded, one dropped, one added; a value raised."""
    older = published(f"{slug}-old", **{"title": "质量强市建设实施方案", **of_older})
    newer = published(slug, title="质量强市建设实施方案（修订）", edition=2, replaces=older)
    texts = {
        "提升农产品质量": "加强农产品质量安全监测，完善追溯体系。",
        "培育区域品牌": "开展品牌培育行动，打造区域公用品牌。",
        "建设检测平台": "布局国家质检中心，开放实验室资源。",
        "改善旅游服务": "健全旅游服务标准，优化游客满意度调查。",
    }
    first = {title: texts[title] for title in ("提升农产品质量", "培育区域品牌", "建设检测平台")}
    second = {title: texts[title] for title in ("改善旅游服务", "提升农产品质量", "建设检测平台")}
    second["提升农产品质量"] = "加强农产品质量安全检测，完善追溯体系。"
    indicator = Indicator.objects.get_or_create(name="监测合格率")[0]
    for of, items, value, body in ((older, first, 94, "市质监局"), (newer, second, 96, "市市场监管局")):
        rows = [Section(kind="task", number=f"({n})", title=t, text=items[t]) for n, t in enumerate(items, start=1)]
        added = append(of, rows)
        keep_tasks(added)
        reworded = next(section for section in added if section.title == "提升农产品质量")
        Responsibility.objects.create(task=reworded.task, department=department(body), name=body)
        Target.objects.create(
            section=reworded, indicator=indicator, name="监测合格率", value=value, unit="%", year=2025
        )
    return older, newer


def task(title: str = "提升农产品质量", of: Plan | None = None) -> Task:
    [section] = sections(of or plan(), ("task", "(一)", title))
    return section.task
