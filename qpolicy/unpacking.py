"""Read the file of an exported plan, and refuse with what and where anything that does not hang together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from documents.models import Section
from documents.store import checksum
from documents.store.plans import UNSTORABLE
from qpolicy.importing import Refused
from qpolicy.parts import ANCHOR, BODY, FORMAT, LISTS, NAME, PLAN, VERSION, Part

MOST_ROWS = 50_000
DEEPEST = 30  # lists within lists; the format needs ten
EXPECTED: tuple[tuple[type[models.Field[Any, Any]], type, str], ...] = (
    (models.BooleanField, bool, "true 或 false"),
    (models.IntegerField, int, "整数"),
    (models.CharField, str, "文字"),
    (models.TextField, str, "文字"),
    (models.DateField, str, "写作 2024-04-28 的日期"),
    (models.DecimalField, str, "加引号的数字"),
)

BROKEN = "文件不是完整的 JSON（第 {line} 行第 {column} 字处不合语法），可能未下载完整。没有存入任何内容。"
NO_TEXT = "文件不是 UTF-8 编码的文字，无法读取。没有存入任何内容。"
OTHER_FORMAT = '文件不是本系统导出的规划（应有 "format": "qpolicy-plan"）。没有存入任何内容。'
OTHER_VERSION = "文件的格式版本是 {found}，本系统只能读取版本 {known}。请升级后再导入。没有存入任何内容。"
TOO_LARGE = "文件超过 {most} MB，为安全起见不予读取。没有存入任何内容。"
TOO_DEEP = "文件的括号嵌套过深，为安全起见不予读取。没有存入任何内容。"
TOO_MANY = "文件的 {name} 超过 {most:,} 条，为安全起见不予读取。没有存入任何内容。"
WRONG = "文件的 {place} 有误：{trouble}。没有存入任何内容。"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The plan's own record, what it is based on, and its lists, each record a dict of Python's values."""

    plan: dict[str, Any]
    based_on: list[str]
    lists: dict[str, list[dict[str, Any]]]


def unpack(content: bytes, *, most_bytes: int) -> Unpacked:
    """Return what the file holds. Raises Refused."""
    if len(content) > most_bytes:
        raise Refused(TOO_LARGE.format(most=most_bytes // (1024 * 1024)))
    whole = _parsed(content)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Refused(OTHER_FORMAT)
    if whole.get("version") != VERSION:
        raise Refused(OTHER_VERSION.format(found=str(whole.get("version"))[:20], known=VERSION))
    _check_names("文件", whole, {"format", "version", PLAN.name, *(part.name for part in LISTS)})
    own = whole[PLAN.name]
    based_on = own.pop("based_on", None) if isinstance(own, dict) else None
    if not isinstance(based_on, list) or not all(isinstance(slug, str) for slug in based_on):
        raise _wrong("plan.based_on", "应为网址标识的列表")
    unpacked = Unpacked(
        _record(PLAN, own, "plan"), based_on, {part.name: _list(part, whole[part.name]) for part in LISTS}
    )
    _check_together(unpacked)
    return unpacked


def _parsed(content: bytes) -> Any:
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except Refused:
        raise
    except UnicodeDecodeError as error:
        raise Refused(NO_TEXT) from error
    except json.JSONDecodeError as error:
        raise Refused(BROKEN.format(line=error.lineno, column=error.colno)) from error
    except ValueError as error:  # a number of more digits than Python turns into one
        raise Refused(WRONG.format(place="某处", trouble="数字过长")) from error
    except RecursionError as error:
        raise Refused(TOO_DEEP) from error
    if _is_deep(whole):
        raise Refused(TOO_DEEP)
    return whole


def _is_deep(value: Any) -> bool:
    layer = [value]
    for _ in range(DEEPEST):
        layer = [
            part
            for one in layer
            if isinstance(one, (list, dict))
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True


def _refuse_constant(name: str) -> None:
    raise Refused(WRONG.format(place="某处", trouble=f"{name} 不是数字"))


def _list(part: Part, records: Any) -> list[dict[str, Any]]:
    if not isinstance(records, list):
        raise _wrong(part.name, "应为列表")
    if len(records) > MOST_ROWS:
        raise Refused(TOO_MANY.format(name=part.name, most=MOST_ROWS))
    read = [_record(part, record, f"{part.name} 第 {at} 条") for at, record in enumerate(records, start=1)]
    seen: set[str] = set()
    for at, record in enumerate(read, start=1):
        key = repr([record[name] for name in part.key])
        if key in seen:
            raise _wrong(f"{part.name} 第 {at} 条", f"与前面一条的 {'、'.join(part.key)} 相同")
        seen.add(key)
    return read


def _record(part: Part, record: Any, place: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise _wrong(place, "应为一组带名称的值")
    _check_names(place, record, {each.name for each in part.fields})
    return {each.name: _value(part, each, record[each.name], f"{place} 的 {each.name}") for each in part.fields}


def _check_names(place: str, record: dict[str, Any], expected: set[str]) -> None:
    if missing := sorted(expected - record.keys()):
        raise _wrong(place, f"缺少 {'、'.join(missing)}")
    if unknown := sorted(record.keys() - expected):
        raise _wrong(place, f"多出 {'、'.join(unknown)[:100]}")


def _value(part: Part, each: Any, value: Any, place: str) -> Any:
    if any(UNSTORABLE.search(text) for text in _texts(value)):
        raise _wrong(place, "含有无法存储的字符")
    if each.name in part.links:
        return _link(part.links[each.name], each, value, place)
    kind, words = next(((kind, words) for sort, kind, words in EXPECTED if isinstance(each, sort)), (object, ""))
    if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise _wrong(place, f"应为{words}")
    try:
        clean = each.clean(value, None)
    except ValidationError as error:
        raise _wrong(place, "；".join(error.messages).rstrip("。")) from error
    return clean.quantize(Decimal(10) ** -each.decimal_places) if isinstance(clean, Decimal) else clean


def _texts(value: Any) -> Iterator[str]:
    """Yield every text within the value, names included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]


def _link(link: str, each: Any, value: Any, place: str) -> Any:
    if value is None:
        if each.null:
            return None
        raise _wrong(place, "不能为空")
    if link == BODY:
        is_body = isinstance(value, list) and len(value) == 2 and isinstance(value[1], str)
        if not is_body or not isinstance(value[0], (str, type(None))):
            raise _wrong(place, "应为地区与部门名称")
        return tuple(value)
    if not isinstance(value, str):
        raise _wrong(place, "应为文字")
    return value


def _check_together(file: Unpacked) -> None:
    _check_places(file)
    _check_tree(file.lists["sections"])
    known = {
        ANCHOR: {section["anchor"] for section in file.lists["sections"]},
        NAME: {indicator["name"] for indicator in file.lists["indicators"]},
        BODY: {(body["region"], body["name"]) for body in file.lists["departments"]},
    }
    tasks = {task["section"] for task in file.lists["tasks"]}
    for part in LISTS:
        for at, record in enumerate(file.lists[part.name], start=1):
            for name, link in part.links.items():
                wanted = tasks if name == "task" else known.get(link)
                if wanted is not None and record[name] is not None and record[name] not in wanted:
                    raise _wrong(f"{part.name} 第 {at} 条的 {name}", f"文件中没有 {_shown(record[name])}")
    work = {section["anchor"] for section in file.lists["sections"] if section["kind"] in Section.WORK_ITEMS}
    if odd := sorted(work ^ tasks):
        raise _wrong("tasks", f"{_shown(odd[0])} 的类型与任务不符")


def _check_places(file: Unpacked) -> None:
    """The source is what its checksum says, and all places lie in it."""
    source, sum_said = file.plan["source_text"], file.plan["source_sha256"]
    if sum_said and sum_said != checksum(source):
        raise _wrong("plan 的 source_sha256", "原文校验值与原文不符，文件可能已被改动")
    for name, records in file.lists.items():
        for at, record in enumerate(records, start=1):
            _check_record(record, f"{name} 第 {at} 条", len(source))


def _check_record(record: dict[str, Any], place: str, length: int) -> None:
    spans = record.get("spans")
    if spans is not None and not (isinstance(spans, list) and all(_is_span(span, length) for span in spans)):
        raise _wrong(f"{place}的 spans", "应为原文之内的起止位置")
    if (record.get("end") or 0) > length:
        raise _wrong(f"{place}的 end", "超出原文")
    rows = record.get("rows")
    if rows is not None and not (isinstance(rows, list) and all(_is_texts(row) for row in rows)):
        raise _wrong(f"{place}的 rows", "应为各行单元格文字的列表")
    if not _is_texts(record.get("aliases", [])):
        raise _wrong(f"{place}的 aliases", "应为文字的列表")
    if not isinstance(record.get("as_read"), (dict, type(None))):
        raise _wrong(f"{place}的 as_read", "应为一组带名称的值")


def _is_span(span: Any, length: int) -> bool:
    is_pair = isinstance(span, list) and len(span) == 2 and all(type(place) is int for place in span)
    return is_pair and 0 <= span[0] <= span[1] <= length


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _check_tree(sections: list[dict[str, Any]]) -> None:
    """Every section comes after its parent, and further on."""
    before: set[str] = set()
    last = None
    for at, section in enumerate(sections, start=1):
        if section["parent"] is not None and section["parent"] not in before:
            raise _wrong(f"sections 第 {at} 条的 parent", f"前面没有 {_shown(section['parent'])}")
        if last is not None and section["position"] <= last:
            raise _wrong(f"sections 第 {at} 条的 position", "应大于前一条的")
        before.add(section["anchor"])
        last = section["position"]


def _shown(value: Any) -> str:
    return str(value if isinstance(value, str) else "、".join(map(str, value)))[:60]


def _wrong(place: str, trouble: str) -> Refused:
    return Refused(WRONG.format(place=place, trouble=trouble))
