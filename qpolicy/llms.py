"""llms.txt (llmstxt.org): what the site is and where programs that read it find what, made of what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models import Plan
from documents.shelf import Shelf
from qpolicy.home import figures

MOST_PLANS = 500
# An address, its name, and what is found there; those that there are not are left out.
READING = (
    ("/search/", "检索", "按文字查找任务、目标、指标、规划和部门：/search/?q=首席质量官"),
    ("/plans/", "规划", "按层级、地区、文种和年份筛选，逐份阅读"),
    ("/tasks/", "任务", "各份规划的任务、保障措施和专栏工程，及其责任部门"),
    ("/indicators/", "指标", "同一指标在各份规划中的数值和原句"),
    ("/goals/", "分年目标", "各份规划写明要在某一年实现的目标"),
    ("/departments/", "部门", "各部门牵头、配合和负责的任务"),
    ("/functions/", "职能", "各地同一职能的部门承担的任务"),
    ("/compare/indicators/", "指标对比", "几份规划的目标值并排"),
    ("/compare/duties/", "职责对比", "各类部门在各份规划中承担多少事项"),
    ("/compare/coverage/", "任务覆盖", "各份规划在各个主题上写了多少"),
    ("/ledger/", "职责台账", "一个部门、一类职能或一份规划的任务，逐项写明由谁承担、何时完成"),
    ("/compare/alignment/", "任务对应", "两份规划的任务逐条对照，各有什么、缺什么"),
    ("/verify/", "核对引文", "看一句话是否在规划原文中、在哪里：/verify/?q=要核对的话"),
)
PROGRAMS = (
    ("/api/", "接口说明", "只读接口的用法"),
    ("/api/v1/openapi.json", "OpenAPI", "接口的描述"),
    ("/download/", "全部资料下载", "已发布规划的全部内容，附校验值"),
    ("/plans/feed.atom", "订阅", "新增和变动的规划（Atom）"),
    ("/sitemap.xml", "sitemap.xml", "全部网址"),
)
OPTIONAL = (
    ("/about/", "关于本库", "来源、方法、局限、引用和纠错"),
    ("/site-map/", "网站地图", "栏目和全部规划"),
)
IN_BRACKETS = str.maketrans({"[": "\\[", "]": "\\]", "\\": "\\\\", "\n": " "})
Absolute = Callable[[str], str]
Entry = tuple[str, str, str]


@require_safe
@kept
def llms_txt(request: HttpRequest) -> HttpResponse:
    text = "\n".join(_lines(request.build_absolute_uri, Shelf()))
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


def _lines(absolute: Absolute, shelf: Shelf) -> Iterator[str]:
    yield f"# {settings.SITE_NAME}"
    yield ""
    yield f"> {_summary()}"
    yield ""
    yield (
        "规划的文字照原文字形（有的是繁体），任务、指标和部门由程序读出。引用时请写明规划的标题、发文字号和所在章节，并附网址；"
        "原文以发文机关印发的文件为准。没有收录不等于没有发布。"
    )
    plans = list(shelf.current.values())
    yield from _section("规划", [_entry(plan) for plan in plans[:MOST_PLANS]], absolute)
    if len(plans) > MOST_PLANS:
        yield f"- [其余 {len(plans) - MOST_PLANS} 份]({absolute('/plans/')})"
    yield from _section("查找与比较", READING, absolute)
    yield from _section("供程序使用", PROGRAMS, absolute)
    if settings.MCP_URL:
        yield f"- [MCP]({settings.MCP_URL}): 模型上下文协议，供 AI 助手检索、查看、比较和核对引文，只读"
    older = [_entry(shelf.plans[key]) for key in shelf.plans if key in shelf.superseded]
    yield from _section("Optional", [*OPTIONAL, *older[:MOST_PLANS]], absolute)


def _summary() -> str:
    held = figures()
    return (
        "各级政府公开发布的质量强国、质量强省、质量强市、质量强区规划的知识库，每个数字、每项任务、每个部门都可以回到原文中的那一句话。"
        f"现有规划 {held.plans} 份，任务 {held.tasks} 项，指标 {held.indicators} 个，部门 {held.departments} 个。"
    )


def _section(title: str, entries: Iterable[Entry], absolute: Absolute) -> Iterator[str]:
    """Yield a list of links under its heading; none where nothing of it is to be found."""
    found = [entry for entry in entries if _is_there(entry[0])]
    if found:
        yield from ("", f"## {title}", "")
        for path, name, note in found:
            yield f"- [{name.translate(IN_BRACKETS)}]({absolute(path)}): {note}"


def _entry(plan: Plan) -> Entry:
    place = plan.region.name if plan.region else ""
    year = f"{plan.issued_on.year} 年" if plan.issued_on else ""
    expired = "已失效" if plan.validity == Plan.Validity.EXPIRED else ""
    note = "，".join(filter(None, (plan.document_number, plan.issuer, place, year, plan.kind, expired)))
    return plan.get_absolute_url(), plan.title, note or "规划"


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
