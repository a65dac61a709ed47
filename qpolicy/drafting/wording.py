"""What a draft says in words: values as the pages of plans word them, and what a correction does. Pure but for choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from documents.headings import heading
from documents.models import Section as Stored
from documents.outline import Section
from indicators.models import Target
from qpolicy.corrections import Corrected, Correction
from qpolicy.corrections.findings import names_of
from tasks.models import Role

Values = Mapping[str, Any]  # of a target, by the names of its fields

Choices = Mapping[tuple[str, str], str]

NAMED = {"department": "部门", "indicator": "指标"}  # corrections that say what a name stands for
KINDS = dict(Stored.Kind.choices)
ROLES = dict(Role.choices)
BASES, ATTRIBUTES = dict(Target.Basis.choices), dict(Target.Attribute.choices)
SIGNS = {**dict(Target.Operator.choices), "=": "", "range": "", "approx": "约"}
FIELDS = {
    "name": "指标",
    "operator": "关系",
    "value": "数值",
    "upper": "上限",
    "unit": "单位",
    "year": "年份",
    "basis": "口径",
    "attribute": "属性",
}
BESIDE = ("year", "basis", "attribute")  # of a target, said in brackets behind its amount


def name_of(section: Section) -> str:
    """Return what a section is called where it is only named."""
    return heading(section.number, section.title) or cut(section.text, 24) or "（空）"


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}……"


def amount_of(values: Values) -> str:
    """Return the amount of a target: 不低于46%, 约11亿千瓦, 30–40家."""
    upper = f"–{values['upper']}" if values.get("upper") else ""
    sign = SIGNS.get(values["operator"], values["operator"])
    return f"{sign}{values['value']}{upper}{values.get('unit') or ''}" if values.get("value") else "（无数值）"


def value_of(values: Values) -> str:
    """Return everything that can be corrected of a target but its name: 不低于60%（2025年，约束性）."""
    year = f"{values['year']}年" if values.get("year") else "年份未定"
    more = (BASES.get(values.get("basis") or "", ""), ATTRIBUTES.get(values.get("attribute") or "", ""))
    return f"{amount_of(values)}（{'，'.join(filter(None, (year, *more)))}）"


def told(correction: Correction, found: Corrected, choices: Choices) -> str:
    """Say in Chinese what a correction does, for the list of those that were made.

    `choices` say what was chosen for departments and indicators, by kind and name.
    """
    if label := NAMED.get(correction["kind"]):
        name = correction["name"]
        return f"{label}“{name}”{choices.get((correction['kind'], name), '已另行选定')}"
    if tell := OF_NO_SECTION.get(correction["kind"]):
        return tell(correction, found)
    at = found.index(str(correction.get("section", "")))
    where = f"“{name_of(found.draft.outline.sections[at])}”" if at is not None else "（已不在文中的章节条）"
    match correction["kind"]:
        case "split":
            return f"{where}在“{correction.get('words', '')}”之前拆开"
        case "join":
            return f"{where}与下一条合并"
        case "drop":
            return "一条原文中的章节条不收入"
        case "section":
            return f"{where}：{'、'.join(_changes(correction['set'], found))}"
        case "duty":
            return f"{where}的部门{_of_duty(correction)}"
        case "target":
            return f"{where}{_of_target(correction, found, at)}"
        case "goal":
            return f"{where}的目标{_of_goal(correction)}"
        case _:
            return f"{where}的完成时限改为“{correction['set']['deadline'] or '（空）'}”"


def _told_of_text(correction: Correction, found: Corrected) -> str:
    old = found.source[correction["start"] : correction["end"]]
    return f"原文“{cut(old, 30)}”改为“{cut(correction['new'], 30)}”"


def _told_of_rule(correction: Correction, _: Corrected) -> str:
    return f"通用分工的部门{_of_duty(correction)}"


def _told_of_entered(correction: Correction, _: Corrected) -> str:
    values = dict(correction["set"])
    deadline = [f"完成时限改为“{values.pop('deadline') or '（空）'}”"] if "deadline" in values else []
    parts = [f"部门{_of_duty(duty)}" for duty in correction["duties"]]
    return f"手工录入的“{correction['name']}”：{'、'.join((*_changes(values), *parts, *deadline))}"


OF_NO_SECTION = {"text": _told_of_text, "rule": _told_of_rule, "entered": _told_of_entered}


def _changes(values: Correction, found: Corrected | None = None) -> Iterator[str]:
    for name, value in values.items():
        match name:
            case "kind":
                yield f"类型改为{KINDS.get(value, value)}"
            case "parent":
                at = found.index(value) if found else None
                yield (
                    f"移到“{name_of(found.draft.outline.sections[at])}”之下"
                    if found and at is not None
                    else "移到最高层"
                )
            case _:
                yield f"{ {'number': '编号', 'text': '正文'}.get(name, '标题') }改为“{cut(value, 40)}”"


def _of_duty(correction: Correction) -> str:
    values = correction.get("set", {})
    if correction.get("added"):
        return f"增加“{correction['name']}”（{ROLES.get(correction.get('role', ''), '负责')}）"
    if correction.get("removed"):
        return f"“{correction['name']}”删除"
    words = [f"改为“{values['name']}”" if "name" in values else "", ROLES.get(values.get("role", ""), "")]
    return f"“{correction['name']}”{'，'.join(filter(None, words))}"


def _of_target(correction: Correction, found: Corrected, at: int | None) -> str:
    """Say what becomes of a value, and what it was: 的指标值“森林覆盖率”由“45%”改为“不低于46%”."""
    values, read = correction.get("set", {}), _target_read(correction, found, at)
    if correction.get("added"):
        return f"增加指标值“{values.get('name', '')} {value_of({'operator': '=', **values})}”"
    name = correction["target"].partition("|")[0]
    if correction.get("removed"):
        return f"删除指标值“{f'{name} {value_of(read)}' if read else name}”"
    if read is None:
        return f"的指标值“{name}”改为：{'，'.join(_fields(values))}"
    word = value_of if any(field in values for field in BESIDE) else amount_of
    was, now = word(read), word({**read, **values})
    if "name" in values:
        was, now = f"{name} {was}", f"{values['name']} {now}"
    return f"的指标值“{name}”由“{was}”改为“{now}”"


def _target_read(correction: Correction, found: Corrected, at: int | None) -> Values | None:
    """Return the value as it was read; None where nothing of that name was."""
    if at is None:
        return None
    targets = [target for target in found.structured.targets if target.section == at + 1]
    named = dict(zip(names_of(targets), targets, strict=True))
    return asdict(named[correction["target"]]) if correction["target"] in named else None


def _fields(values: Values) -> Iterator[str]:
    """Name each field with its value, where there is nothing that it could be said of."""
    words = {"operator": dict(Target.Operator.choices), "basis": BASES, "attribute": ATTRIBUTES}
    for name, label in FIELDS.items():
        if name in values:
            yield f"{label} {words.get(name, {}).get(values[name], values[name]) or '（空）'}"


def _of_goal(correction: Correction) -> str:
    if correction.get("added"):
        return f"增加“{correction['set']['year']}年”"
    was = f"“{correction['goal'].partition('|')[0]}年”"
    return f"{was}删除" if correction.get("removed") else f"由{was}改为“{correction['set']['year']}年”"
