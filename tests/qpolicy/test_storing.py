"""A draft is stored whole; stored again it changes only what the text has changed, never what a person corrected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.entry import append
from documents.models import Department, Plan, Section
from documents.store import storable
from indicators.models import Goal, Indicator, Target
from qpolicy.storing import Stored, store_draft
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.builders import region
from tests.drafts import read

pytestmark = pytest.mark.django_db

TEXT = """一、总体要求
到2025年,全市质量水平明显提升,全市制造业产品质量合格率达到94%。
二、重点任务
以下工作均需各区县政府落实,不再列出。
(一)提升产品质量。实施质量攻关,服务企业达到100家。(市市场监管局、市工信局负责)
(二)提升服务质量。完善服务标准。(市商务局负责)
专栏1 重点工程
——农产品质量提升。加强监测。(市農業農村局负责)
三、保障措施
(一)加强领导。健全机制。(市市场监管局负责)
"""


def stored(text: str = TEXT, plan: Plan | None = None, **heading: Any) -> Stored:
    kept = plan or Plan(slug="some-city", region=region("some", "某市"))
    return store_draft(read(text, **heading), kept)


def again(text: str = TEXT, **heading: Any) -> Stored:
    return stored(text, Plan.objects.get(), **heading)


def writes(text: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        again(text)
    return [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_everything_read_is_stored() -> None:
    result = stored()
    assert [(row.anchor, row.kind, row.number, row.title) for row in Section.objects.in_order()] == [
        ("s-1", "heading", "一、", "总体要求"),
        ("s-1-p1", "paragraph", "", ""),
        ("s-2", "heading", "二、", "重点任务"),
        ("s-2-p1", "paragraph", "", ""),
        ("s-2-1", "task", "(一)", "提升产品质量"),
        ("s-2-2", "task", "(二)", "提升服务质量"),
        ("s-2-b1", "box", "专栏1", "重点工程"),
        ("s-2-b1-1", "project", "——", "农产品质量提升"),
        ("s-3", "heading", "三、", "保障措施"),
        ("s-3-1", "safeguard", "(一)", "加强领导"),
    ]
    assert Task.objects.count() == 4
    assert Responsibility.objects.count() == 5
    assert DefaultResponsibility.objects.get().section.anchor == "s-2-p1"  # type: ignore[union-attr]
    assert Goal.objects.get().year == 2025
    assert [str(target) for target in Target.objects.all()] == ["全市制造业产品质量合格率 94%", "服务企业 100家"]
    assert result.counts["章节条"].created == 10


def test_places_are_those_of_the_source() -> None:
    plan = stored().plan
    for row in (*Responsibility.objects.all(), *DefaultResponsibility.objects.all()):
        assert plan.source_text[row.start : row.end] == row.name
    for target in Target.objects.all():
        assert plan.source_text[target.start : target.end] == target.quote
    for section in plan.sections.all():
        cut = "".join(plan.source_text[start:end] for start, end in section.spans or [])
        assert section.title in cut
        assert section.text.replace("\n", "") in cut.replace("\n", "")


def test_every_row_has_a_first_state_in_its_history() -> None:
    stored()
    for model in (Plan, Section, Task, Responsibility, DefaultResponsibility, Target, Goal, Department, Indicator):
        assert list(model.history.values_list("history_type", flat=True)) == ["+"] * model.objects.count()


def test_departments_and_indicators_are_found_or_made() -> None:
    Department.objects.create(region=region("some", "某市"), name="市农业农村委员会", aliases=["市农业农村局"])
    Indicator.objects.create(name="制造业产品质量合格率")
    stored()
    assert set(Department.objects.values_list("name", flat=True)) == {
        "市农业农村委员会", "市市场监管局", "市工信局", "市商务局", "各区县政府",
    }  # fmt: skip
    assert Target.objects.get(unit="%").indicator.name == "制造业产品质量合格率"
    assert Indicator.objects.count() == 2


def test_an_indicator_is_named_in_simplified_script_without_place_and_unit() -> None:
    stored(TEXT.replace("服务企业达到100家", "我市全員勞動生產率達到21萬元").replace("達到", "达到"))
    indicator = Indicator.objects.get(unit="万元")
    assert (indicator.name, indicator.aliases) == ("全员劳动生产率", ["我市全員勞動生產率"])
    assert indicator.targets.get().unit == "萬元"


def test_a_department_that_is_new_gets_its_function_and_its_name_as_written() -> None:
    from documents.models import Function

    Function.objects.create(name="农业农村", slug="agriculture")
    stored()
    made = Department.objects.get(name="市农业农村局")
    assert (made.aliases, made.is_confirmed) == (["市農業農村局"], False)


def test_themes_are_proposed() -> None:
    from documents.models import Theme

    for slug in ("product", "service", "safeguard"):
        Theme.objects.create(slug=slug, name=slug)
    stored()
    themes = dict(Section.objects.values_list("anchor", "theme__slug"))
    assert (themes["s-2-1"], themes["s-2-2"], themes["s-3-1"]) == ("product", "service", "safeguard")


def test_storing_the_same_again_writes_nothing() -> None:
    stored()
    before = Plan.objects.get().lock_version
    assert writes(TEXT) == []
    result = again()
    assert not result.is_changed
    assert Plan.objects.get().lock_version == before


def test_a_change_in_one_task_changes_that_task_alone() -> None:
    stored()
    result = again(TEXT.replace("实施质量攻关", "实施质量会战"))
    assert result.counts["章节条"].changed == 1
    assert Section.history.filter(history_type="~").count() == 1
    assert Section.objects.get(anchor="s-2-1").text.startswith("实施质量会战")
    assert result.plan.lock_version == 2


def test_places_follow_the_new_source() -> None:
    stored()
    again("某市人民政府\n" + TEXT)
    test = Plan.objects.get().source_text
    for row in Responsibility.objects.all():
        assert test[row.start : row.end] == row.name
    assert Responsibility.history.filter(history_type="~").count() == 0


def test_a_task_put_in_before_others_leaves_their_anchors() -> None:
    stored()
    again(TEXT.replace("(二)提升服务质量", "(二)提升工程质量。强化监督。(市住建局负责)\n(三)提升服务质量"))
    order = list(Section.objects.filter(kind="task").in_order().values_list("anchor", "number", "title"))
    assert order == [
        ("s-2-1", "(一)", "提升产品质量"),
        ("s-2-2_2", "(二)", "提升工程质量"),
        ("s-2-2", "(三)", "提升服务质量"),
    ]
    assert Task.objects.get(pk=Section.objects.get(anchor="s-2-2_2").pk).responsibilities.get().name == "市住建局"


def test_what_the_text_no_longer_holds_goes_with_all_that_hangs_on_it() -> None:
    stored()
    result = again(TEXT.replace("(二)提升服务质量。完善服务标准。(市商务局负责)\n", ""))
    assert result.counts["章节条"].removed == 1
    assert not Section.objects.filter(title="提升服务质量").exists()
    assert not Responsibility.objects.filter(name="市商务局").exists()
    assert Section.history.filter(history_type="-").count() == 1


def test_a_corrected_text_outlives_reading_again() -> None:
    stored()
    section = Section.objects.get(anchor="s-2-1")
    section.title = "提升产品质量水平"
    section.save()
    assert writes(TEXT) == []
    again(TEXT.replace("实施质量攻关", "实施质量会战"))
    section.refresh_from_db()
    assert (section.title, section.text[:6]) == ("提升产品质量水平", "实施质量会战")


def test_a_correction_against_a_changed_text_is_kept_and_reported() -> None:
    stored()
    section = Section.objects.get(anchor="s-2-1")
    section.text = "人工校订的正文。"
    section.save()
    result = again(TEXT.replace("实施质量攻关", "实施质量会战"))
    section.refresh_from_db()
    assert section.text == "人工校订的正文。"
    assert section.is_corrected
    assert [warning["code"] for warning in result.warnings if warning["code"] == "correction-kept"]
    assert "提升产品质量" in result.plan.warnings[-1]["message"]


def test_a_corrected_responsibility_outlives_reading_again() -> None:
    stored()
    part = Responsibility.objects.get(name="市商务局")
    part.role = "lead"
    part.save()
    Responsibility.objects.filter(name="市工信局").delete()
    added = Task.objects.get(section__anchor="s-2-2").responsibilities.create(
        department=Department.objects.get(name="市工信局"), name="市工信局", position=2
    )
    assert writes(TEXT) == []
    again(TEXT.replace("实施质量攻关", "实施质量会战").replace("市工信局负责", "市工信局、市科技局负责"))
    part.refresh_from_db()
    assert part.role == "lead"
    assert Responsibility.objects.filter(pk=added.pk).exists()
    names = Task.objects.get(section__anchor="s-2-1").responsibilities.values_list("name", flat=True)
    assert list(names) == ["市市场监管局", "市科技局"]


def test_a_department_added_by_a_later_reading_stands_where_it_is_read() -> None:
    stored()
    changed = TEXT.replace("(市市场监管局、市工信局负责)", "(市发展改革委、市市场监管局、市科技局、市工信局负责)")
    again(changed)
    task = Task.objects.get(section__anchor="s-2-1")
    parts = list(task.responsibilities.in_order())
    assert [part.name for part in parts] == ["市发展改革委", "市市场监管局", "市科技局", "市工信局"]
    assert [part.position for part in parts] == [1, 2, 3, 4]
    source = Plan.objects.get().source_text
    assert [source[part.start : part.end] for part in parts] == [part.name for part in parts]
    assert writes(changed) == []


def test_a_plan_wide_rule_added_by_a_later_reading_stands_where_it_is_read() -> None:
    stored()
    changed = TEXT.replace("以下工作", "工作均需市级部门落实,以下工作")
    again(changed)
    assert list(DefaultResponsibility.objects.values_list("name", "position")) == [("市级部门", 1), ("各区县政府", 2)]
    assert writes(changed) == []


def test_a_department_that_is_merged_stays_merged() -> None:
    from tasks.merging import merge

    stored()
    kept, other = Department.objects.get(name="市市场监管局"), Department.objects.get(name="市商务局")
    merge(kept, [other])
    assert writes(TEXT) == []
    again(TEXT.replace("市商务局负责", "市商务局、市科技局负责"))
    assert not Department.objects.filter(name="市商务局").exists()


def test_one_body_under_two_names_has_one_part_in_a_task() -> None:
    Department.objects.create(region=region("some", "某市"), name="市市场监管局", aliases=["市工信局"])
    stored()
    assert Task.objects.get(section__anchor="s-2-1").responsibilities.count() == 1
    assert writes(TEXT) == []


def test_a_name_spelled_anew_keeps_its_department() -> None:
    stored()
    Department.objects.filter(name="市商务局").update(aliases=["市商務局"])
    again(TEXT.replace("市商务局负责", "市商務局负责"))
    assert Responsibility.objects.get(name="市商務局").department.name == "市商务局"


def test_a_corrected_target_outlives_reading_again() -> None:
    stored()
    target = Target.objects.get(unit="%")
    target.attribute = "binding"
    target.save()
    assert writes(TEXT) == []
    again(TEXT.replace("94%", "95%"))
    target.refresh_from_db()
    assert (target.printed_value, target.attribute) == ("95%", "binding")


def test_a_section_entered_by_hand_stays_where_it_is() -> None:
    plan = stored().plan
    second = Section.objects.get(anchor="s-2-2")
    [mine] = append(plan, [Section(kind="task", number="(三)", title="人工增补", parent=second.parent)])
    Section.objects.filter(pk=mine.pk).update(position=second.position + 1)
    assert writes(TEXT) == []
    again(
        TEXT.replace("(一)提升产品质量", "(一)提升工程质量。强化监督。\n(二)提升产品质量").replace(
            "(二)提升服", "(三)提升服"
        )
    )
    titles = [section.title for section in plan.sections.work_items().in_order()]
    assert titles == ["提升工程质量", "提升产品质量", "提升服务质量", "人工增补", "农产品质量提升", "加强领导"]


def test_a_corrected_section_that_leaves_the_text_is_kept_as_entered_by_hand() -> None:
    stored()
    section = Section.objects.get(anchor="s-2-2")
    section.title = "校订过的标题"
    section.save()
    result = again(TEXT.replace("(二)提升服务质量。完善服务标准。(市商务局负责)\n", ""))
    section.refresh_from_db()
    assert (section.as_read, section.spans) == (None, None)
    assert "不在原文中" in result.warnings[-1]["message"]


def test_a_section_deleted_by_hand_stays_deleted() -> None:
    stored()
    Section.objects.get(anchor="s-2-2").delete()
    Section.objects.get(anchor="s-2-p1").delete()
    assert writes(TEXT) == []
    again(TEXT.replace("实施质量攻关", "实施质量会战"))
    assert not Section.objects.filter(title="提升服务质量").exists()


def test_what_stands_below_a_deleted_heading_stays() -> None:
    stored()
    chapter, task = Section.objects.get(anchor="s-3"), Section.objects.get(anchor="s-3-1")
    task.parent = None
    task.save()
    chapter.delete()
    assert not again().is_changed
    again(TEXT + "(二)加强考核。健全办法。\n")
    assert Section.objects.get(title="加强考核").parent is None


def test_of_two_equal_paragraphs_one_may_be_deleted() -> None:
    twice = TEXT + "附则\n同一句话,写了两遍。\n同一句话,写了两遍。\n"
    stored(twice)
    equal = Section.objects.filter(text__startswith="同一句话")
    assert equal.count() == 2
    equal.in_order().last().delete()  # type: ignore[union-attr]
    assert writes(twice) == []
    assert equal.count() == 1


def test_a_chapter_that_leaves_the_text_takes_its_own_and_lifts_what_was_entered_by_hand() -> None:
    plan = stored().plan
    chapter = Section.objects.get(anchor="s-3")
    [mine] = append(plan, [Section(kind="paragraph", text="人工增补。", parent=chapter)])
    again(TEXT[: TEXT.index("三、保障措施")])
    mine.refresh_from_db()
    assert mine.parent is None
    assert not Section.objects.filter(anchor__startswith="s-3").exclude(pk=mine.pk).exists()


def test_a_deadline_follows_the_text_but_not_over_a_correction() -> None:
    timed = TEXT.replace("完善服务标准。", "完善服务标准。完成时限:2025年底前。")
    stored(timed)
    task = Task.objects.get(section__anchor="s-2-2")
    assert task.deadline == "2025年底前"
    assert writes(timed) == []
    again(timed.replace("2025年底前", "2026年底前"))
    task.refresh_from_db()
    assert task.deadline == "2026年底前"
    task.deadline = "2026年6月底前"
    task.save()
    again(timed)
    task.refresh_from_db()
    assert task.deadline == "2026年6月底前"


def test_a_plan_wide_rule_follows_the_text() -> None:
    stored()
    moved = (
        "某市人民政府\n"
        + TEXT.replace("以下工作均需各区县政府落实,不再列出。\n", "")
        + "四、附则\n工作均需各区县政府落实。\n"
    )
    result = again(moved)
    rule = DefaultResponsibility.objects.get()
    assert result.plan.source_text[rule.start : rule.end] == rule.name
    assert rule.section == Section.objects.get(text="工作均需各区县政府落实。")
    assert rule.history.count() == 2
    assert writes(moved) == []


def test_a_plan_wide_rule_is_moved_without_a_new_state_of_what_it_says() -> None:
    stored()
    again("某市人民政府\n" + TEXT)
    rule = DefaultResponsibility.objects.get()
    assert Plan.objects.get().source_text[rule.start : rule.end] == rule.name
    assert rule.history.count() == 1


def test_a_corrected_plan_wide_rule_outlives_reading_again() -> None:
    stored()
    rule = DefaultResponsibility.objects.get()
    rule.role, rule.section = "lead", Section.objects.get(anchor="s-2")
    rule.save()
    assert writes(TEXT) == []
    again("某市人民政府\n" + TEXT)
    rule.refresh_from_db()
    assert (rule.role, rule.section and rule.section.anchor) == ("lead", "s-2")


def test_each_plan_wide_rule_has_its_own_place_however_often_it_is_stated() -> None:
    plan = stored(TEXT + "工作均需各区县政府落实。\n工作均需市级部门落实。\n").plan
    for rule in DefaultResponsibility.objects.all():
        assert rule.section and rule.name in rule.section.text
        assert plan.source_text[rule.start : rule.end] == rule.name


def test_a_plan_wide_rule_that_leaves_the_text_leaves_its_history() -> None:
    stored()
    again(TEXT.replace("以下工作均需各区县政府落实,不再列出。\n", ""))
    assert not DefaultResponsibility.objects.exists()
    assert list(DefaultResponsibility.history.values_list("history_type", flat=True)) == ["-", "+"]


def test_departments_of_a_box_are_named_for_an_editor() -> None:
    draft = read(TEXT)
    box = next(section for section in draft.outline.sections if section.kind == "box")
    draft.duties[box.id] = draft.duties[box.id + 1]
    warnings = store_draft(draft, Plan(slug="some-city")).plan.warnings
    assert "“重点工程”不是任务，所列部门（市農業農村局）没有记为责任部门" in warnings[-1]["message"]
    assert Responsibility.objects.count() == 5


def test_a_kind_corrected_by_hand_stays_and_takes_no_duties() -> None:
    from tasks.kinds import set_kind

    stored()
    set_kind(Section.objects.get(anchor="s-3-1"), "paragraph")
    assert writes(TEXT) == []
    again(TEXT.replace("健全机制。(市市场监管局负责)", "健全制度。(市市场监管局、市商务局负责)"))
    assert not Task.objects.filter(section__anchor="s-3-1").exists()


def test_metadata_follows_the_text_but_not_over_corrections() -> None:
    stored(issuer="某市人民政府", issued_on="2024-04-28", period=(2024, 2027))
    plan = Plan.objects.get()
    assert (plan.issuer, str(plan.issued_on), plan.period_end) == ("某市人民政府", "2024-04-28", 2027)
    plan.title = "校订的标题"
    plan.save()
    again(issuer="某市人民政府办公室", title="新读到的标题")
    plan.refresh_from_db()
    assert (plan.title, plan.issuer, plan.issued_on) == ("校订的标题", "某市人民政府办公室", None)


def test_an_edit_made_after_the_plan_was_loaded_is_kept() -> None:
    stored()
    loaded = Plan.objects.get()
    Plan.objects.update(notes="他人刚写的说明", status="published", title="他人刚校订的标题")
    Plan.objects.mark_edited()
    result = stored(TEXT.replace("实施质量攻关", "实施质量会战"), loaded, title="新读到的标题", issuer="某市人民政府")
    plan = Plan.objects.get()
    assert (plan.notes, plan.status, plan.title) == ("他人刚写的说明", "published", "他人刚校订的标题")
    assert (plan.issuer, plan.lock_version) == ("某市人民政府", 3)
    assert (result.plan.notes, result.plan.lock_version) == (plan.notes, 3)


def test_another_reading_stored_after_the_plan_was_loaded_is_what_corrections_are_told_by() -> None:
    stored(issuer="某市人民政府")
    loaded = Plan.objects.get()
    again(issuer="某市人民政府办公室")
    stored(TEXT, loaded, issuer="某市政府")
    assert Plan.objects.get().issuer == "某市政府"


def entered() -> Plan:
    """The same plan as an editor typed it: not all of it, and in another width and script."""
    plan = Plan.objects.create(slug="some-city", title="某市质量强市行动计划", region=region("some", "某市"))
    _, _, task, own, _ = append(
        plan,
        [
            Section(kind="heading", number="一、", title="总体要求"),
            Section(kind="heading", number="二、", title="重点任务"),
            Section(kind="task", number="（一）", title="提升產品质量", text="实施质量攻关，服务企业达到100家。（市市场监管局、市工信局负责）"),
            Section(kind="task", number="(二)", title="人工增补", text="原文没有的任务。"),
            Section(kind="heading", number="三、", title="保障措施"),
        ],
    )  # fmt: skip
    keep_tasks([task, own])
    body = Department.objects.create(region=plan.region, name="市市场监管局")
    task.task.responsibilities.create(department=body, name="市市场监管局", role="lead")
    indicator = Indicator.objects.create(name="服务企业")
    task.targets.create(indicator=indicator, name="服务企业", value=100, unit="家", year=2025, attribute="binding")
    everyone = Department.objects.create(region=plan.region, name="各区县政府")
    plan.default_responsibilities.create(department=everyone, role="responsible")
    return plan


def test_a_plan_entered_by_hand_is_not_doubled_by_reading_it() -> None:
    plan = entered()
    keys = {section.pk for section in plan.sections.all()}
    result = stored(TEXT, plan)
    assert [(row.number, row.title, row.pk in keys) for row in plan.sections.exclude(title="").in_order()] == [
        ("一、", "总体要求", True),
        ("二、", "重点任务", True),
        ("(一)", "提升产品质量", True),
        ("(二)", "提升服务质量", False),
        ("专栏1", "重点工程", False),
        ("——", "农产品质量提升", False),
        ("(二)", "人工增补", True),
        ("三、", "保障措施", True),
        ("(一)", "加强领导", False),
    ]
    assert result.counts["章节条"].created == 6
    assert plan.sections.get(as_read__isnull=True).title == "人工增补"
    assert writes(TEXT) == []


def test_what_hangs_on_a_section_entered_by_hand_is_not_doubled_either() -> None:
    plan = entered()
    stored(TEXT, plan)
    task = Section.objects.get(title="提升产品质量")
    assert [str(part) for part in task.task.responsibilities.all()] == ["市市场监管局（牵头）", "市工信局（负责）"]
    target = task.targets.get()
    assert (target.printed_value, target.attribute) == ("100家", "binding")
    assert plan.source_text[target.start : target.end] == "服务企业达到100家"
    rule = plan.default_responsibilities.get()
    assert rule.section and plan.source_text[rule.start : rule.end] == "各区县政府"


def test_what_an_editor_chose_for_a_section_entered_by_hand_stays() -> None:
    from documents.models import Theme

    for slug in ("product", "brand"):
        Theme.objects.create(slug=slug, name=slug)
    plan = entered()
    Section.objects.filter(kind="task", number="（一）").update(theme=Theme.objects.get(slug="brand"))
    stored(TEXT, plan)
    task = Section.objects.get(title="提升产品质量")
    assert task.theme and task.theme.slug == "brand"
    assert not task.is_corrected


def test_an_order_changed_by_hand_stays_when_a_text_changes() -> None:
    stored()
    first, second = Section.objects.get(anchor="s-2-1"), Section.objects.get(anchor="s-2-2")
    places = first.position, second.position
    Section.objects.filter(pk=first.pk).update(position=-1)
    Section.objects.filter(pk=second.pk).update(position=places[0])
    Section.objects.filter(pk=first.pk).update(position=places[1])
    again(TEXT.replace("实施质量攻关", "实施质量会战"))
    assert list(Section.objects.filter(kind="task").in_order().values_list("anchor", flat=True)) == ["s-2-2", "s-2-1"]


def test_anything_that_can_be_read_can_be_stored() -> None:
    hostile = storable("一、标\0题\n(一)任\ud800务。" + "(" * 500 + "\n1. " + "质" * 5000)
    stored(hostile)
    assert Plan.objects.get().source_text == hostile
    assert "".join(section.title for section in Section.objects.all()).count("\ufffd") == 2


def test_nothing_is_stored_where_something_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qpolicy.storing.store_defaults", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stored()
    assert not Plan.objects.exists()
    assert not Section.objects.exists()


def test_line_ends_that_a_form_has_changed_are_no_correction_and_are_mended() -> None:
    stored(TEXT.replace("实施质量攻关,", "实施质量攻关。\n开展会战,"))
    section = Section.objects.get(anchor="s-2-1")
    written = section.text
    assert "\n" in written
    Section.objects.filter(pk=section.pk).update(text=written.replace("\n", "\r\n"))
    Goal.objects.update(text="到2025年,全市质量水平明显提升,\r\n全市制造业产品质量合格率达到94%。")
    section.refresh_from_db()
    assert not section.is_corrected
    result = again(TEXT.replace("实施质量攻关,", "实施质量攻关。\n开展会战,"))
    section.refresh_from_db()
    assert (section.text, "\r" in Goal.objects.get().text) == (written, False)
    assert result.counts["章节条"].changed == 1
    assert not [warning for warning in result.warnings if warning["code"] == "correction-kept"]


def test_a_damaged_section_follows_the_text() -> None:
    stored(TEXT.replace("实施质量攻关,", "实施质量攻关。\n开展会战,"))
    section = Section.objects.get(anchor="s-2-1")
    Section.objects.filter(pk=section.pk).update(text=section.text.replace("\n", "\r\n"))
    again(TEXT.replace("实施质量攻关,", "实施质量攻关。\n开展行动,"))
    section.refresh_from_db()
    assert section.text.startswith("实施质量攻关。\n开展行动")
    assert not section.is_corrected


def test_a_range_corrected_by_hand_agrees_with_what_is_read_anew() -> None:
    draft = read(TEXT)
    draft.targets[0].operator, draft.targets[0].upper = "range", "96"
    plan = store_draft(draft, Plan(slug="some-city", region=region("some", "某市"))).plan
    Target.objects.filter(operator="range").update(upper=99)
    store_draft(read(TEXT.replace("94%", "95%")), plan)
    target = Target.objects.get(unit="%")
    assert (target.operator, target.value, target.upper) == ("=", Decimal(95), None)


def test_a_range_that_cannot_be_is_not_known() -> None:
    draft = read(TEXT)
    draft.targets[0].operator, draft.targets[0].upper = "range", "9"
    store_draft(draft, Plan(slug="some-city", region=region("some", "某市")))
    target = Target.objects.get(unit="%")
    assert (target.operator, target.value, target.upper) == ("=", None, None)
