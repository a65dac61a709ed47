"""The structure of official documents is read, whatever way they number and print it."""

import pytest

from documents.outline import Kind, parse
from tests.documents.outline.support import codes, shape, work_items

CHAPTERS = """某市质量强市建设实施方案
为推进质量强市建设，制定本方案。
一、总体要求
（一）指导思想。以新发展理念为指导，全面推进质量强市建设。
（二）主要目标。到2025年，质量整体水平明显提升。
二、重点任务
（三）强化质量基础。加强标准体系建设。（市市场监管局负责）
（四）提升产品质量。推进质量提升行动。（市工信局负责）
三、保障措施
（五）加强组织领导。健全工作机制。
（六）强化督导考核。完善考核制度。
"""


def test_chapters_tell_tasks_safeguards_and_paragraphs_apart() -> None:
    assert shape(CHAPTERS)[2:] == [
        ("heading", "一、", "总体要求"),
        ("paragraph", "（一）", "指导思想"),
        ("paragraph", "（二）", "主要目标"),
        ("heading", "二、", "重点任务"),
        ("task", "（三）", "强化质量基础"),
        ("task", "（四）", "提升产品质量"),
        ("heading", "三、", "保障措施"),
        ("safeguard", "（五）", "加强组织领导"),
        ("safeguard", "（六）", "强化督导考核"),
    ]


def test_a_task_keeps_its_clause_in_its_text_and_its_full_stop_out_of_its_title() -> None:
    task = next(section for section in parse(CHAPTERS).sections if section.kind is Kind.TASK)
    assert (task.title, task.text) == ("强化质量基础", "加强标准体系建设。（市市场监管局负责）")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."),
        ("1、", "2、"),
        ("１．", "２．"),
        ("（1）", "（2）"),
        ("1）", "2）"),
        ("①", "②"),
        ("⑴", "⑵"),
        ("第一节 ", "第二节 "),
    ],
)
def test_items_are_read_in_every_numbering(first: str, second: str) -> None:
    text = f"第一章 重点任务\n{first}提升产品质量。推进质量提升行动。\n{second}强化标准引领。完善标准体系。\n第二章 组织实施\n{first}加强领导。健全机制。\n"
    assert work_items(text) == [
        ("task", first.strip(), "提升产品质量"),
        ("task", second.strip(), "强化标准引领"),
        ("safeguard", first.strip(), "加强领导"),
    ]


def test_groups_with_items_are_headings_and_numbers_may_restart_in_each() -> None:
    text = "二、重点任务\n（一）增强产业竞争力\n1.推动农业提质。推进品种培优。\n2.加快工业升级。加快技术改造。\n（二）提升产品质量\n1.加强监管。健全体系。\n"
    assert shape(text)[1:] == [
        ("heading", "（一）", "增强产业竞争力"),
        ("task", "1.", "推动农业提质"),
        ("task", "2.", "加快工业升级"),
        ("heading", "（二）", "提升产品质量"),
        ("task", "1.", "加强监管"),
    ]
    assert "missing-number" not in codes(parse(text))


def test_a_heading_of_its_own_line_takes_the_lines_below_as_its_text() -> None:
    text = "二、主要任务\n（一）发展质量\n1.全面提升产品质量。\n推行同线同标同质。\n大力推进技术改造\n创新，淘汰落后产能。\n2.提升工程质量。\n发展绿色建筑。\n"
    task = parse(text).sections[2]
    assert task.title == "全面提升产品质量"
    assert task.text == "推行同线同标同质。\n大力推进技术改造创新，淘汰落后产能。"


def test_lines_broken_inside_a_sentence_are_mended_across_pages_and_inside_a_clause() -> None:
    text = "三、主要任务\n（一）攻关工程\n1.开展应用。推动智能驾驶测\n\n试和应用。（牵头部\n\n门：市交通委、市水务局）\n2.开展研究。加强研究。（牵头部门：市科委）\n"
    assert parse(text).sections[2].text == "推动智能驾驶测试和应用。（牵头部门：市交通委、市水务局）"


def test_text_wrapped_at_a_fixed_width_is_mended_and_page_numbers_go() -> None:
    lines = [
        "一、重点任务",
        "（一）推动制造业质量跃升",
        "　　围绕集成电路、生物医药、智能装备三大先导产业，开展卓越工程，",
        "引导企业对照国际先进水平开展质量改进。推行质量会诊服务模式，组织",
        "专家团队深入企业开展质量诊断，支持链主企业向上下游企业输出先进质",
        "— 1 —",
        "量管理方法，带动供应链整体质量提升，健全食用农产品市场准入机制和",
        "追溯体系，强化零售企业风险分级管理，严格疫苗储运全过程监管，推动",
        "落实参建各方质量主体责任，推行住宅工程质量分户验收和工程质量潜在",
        "缺陷保险，大力发展装配式建筑和智能建造，加强预拌混凝土、防水材料",
        "等重点建材质量监管。",
        "牵头单位：区经信局",
        "（二）守牢安全底线",
        "　　深入推进放心工程。",
        "牵头单位：区市场监管局",
    ]
    outline = parse("\n".join(lines))
    task = outline.sections[1]
    assert "先进质量管理方法" in task.text
    assert task.text.endswith("等重点建材质量监管。\n牵头单位：区经信局")
    assert [outline.source[begin:end] for begin, end in outline.dropped] == ["— 1 —"]


def test_points_below_a_task_are_part_of_its_text() -> None:
    text = "二、重点任务\n（一）质量提升\n1.加强监管。完善以下机制：\n（1）健全标准。\n（2）完善检测。\n责任单位：市市场监管局\n2.提升服务。改进服务。\n责任单位：市商务局\n"
    outline = parse(text)
    assert outline.sections[2].text == "完善以下机制：\n（1）健全标准。\n（2）完善检测。\n责任单位：市市场监管局"


def test_boxes_hold_projects_and_the_next_item_ends_them() -> None:
    text = (
        "三、提升竞争力\n（一）强化支撑。加强攻关。（市工信局负责）\n专栏2 质量倍增工程 |\n——推进平台建设。建设平台。（市科技局负责） ——打造标杆。树立标杆。（市工信局负责） |\n"
        "（二）培育集群。发展集群。（市工信局负责）\n"
    )
    assert shape(text)[1:] == [
        ("task", "（一）", "强化支撑"),
        ("box", "专栏2", "质量倍增工程"),
        ("project", "——", "推进平台建设"),
        ("project", "——", "打造标杆"),
        ("task", "（二）", "培育集群"),
    ]
    assert parse(text).sections[4].text == "树立标杆。（市工信局负责）"


def test_numbered_projects_of_a_box_do_not_break_the_numbering_of_the_tasks() -> None:
    text = "二、重点任务\n1.甲项任务。内容甲。\n2.乙项任务。内容乙。\n专栏1 重点工程\n1.平台工程。建设平台。\n2.集群工程。建设集群。\n3.丙项任务。内容丙。\n4.丁项任务。内容丁。\n"
    kinds = [(kind, number) for kind, number, _ in work_items(text)]
    assert kinds[:4] == [("task", "1."), ("task", "2."), ("project", "1."), ("project", "2.")]


@pytest.mark.parametrize(
    "table",
    [
        "序号 | 指标 | 2025年 | 属性 |\n1 | 制造业质量竞争力指数 | 86 | 预期性 |\n2 | 产品合格率（%） | ≥94 | 约束性 |",
        "序号\t指标\t2025年\t属性\n1\t制造业质量竞争力指数\t86\t预期性\n2\t产品合格率（%）\t≥94\t约束性",
        "序号\n指标\n2025年\n属性\n1\n制造业质量竞争力指数\n86\n预期性\n2\n产品合格率（%）\n≥94\n约束性",
    ],
)
def test_tables_are_read_however_they_were_flattened(table: str) -> None:
    text = (
        f"二、主要目标\n到2025年，质量水平提升。\n专栏1 主要指标\n{table}\n三、重点任务\n（一）强化监管。加强监管。\n"
    )
    section = next(section for section in parse(text).sections if section.kind is Kind.TABLE)
    assert (section.number, section.title) == ("专栏1", "主要指标")
    assert [[cell.folded for cell in row] for row in section.rows] == [
        ["序号", "指标", "2025年", "属性"],
        ["1", "制造业质量竞争力指数", "86", "预期性"],
        ["2", "产品合格率(%)", "≥94", "约束性"],
    ]


def test_the_spoken_numbers_of_a_safeguard_chapter_are_safeguards() -> None:
    text = "一、主要任务\n（一）质量\n1.提升。做好工作。\n二、组织保障\n一是加强领导。健全机制。\n二是强化考核。完善制度。\n"
    assert work_items(text)[1:] == [("safeguard", "一是", "加强领导"), ("safeguard", "二是", "强化考核")]


def test_measures_without_chapters_are_tasks_themselves() -> None:
    text = "关于支持质量发展的若干措施\n为促进发展，制定如下措施。\n一、支持标准制定。对主导制定标准的给予奖励。\n二、支持品牌培育。对获奖企业给予奖励。\n三、支持检测平台。支持建设平台。\n本措施自印发之日起施行。\n"
    assert [number for _, number, _ in work_items(text)] == ["一、", "二、", "三、"]
    assert parse(text).sections[-1].text == "本措施自印发之日起施行。"


def test_items_without_a_heading_have_no_title() -> None:
    text = "一、质量提升\n1.制定年度工作计划，明确重点任务，推动各部门落实责任。（市市场监管局牵头）\n2.开展质量提升行动，服务企业不少于100家。（市工信局牵头）\n"
    assert [title for *_, title in work_items(text)] == [None, None]


def test_signature_date_and_notes_are_not_part_of_the_last_item() -> None:
    text = CHAPTERS + "某市人民政府\n2024年5月1日\n（此件公开发布）\n"
    assert parse(text).sections[-4].text == "完善考核制度。"


def test_an_announcement_heads_the_items_below_it() -> None:
    text = "一、主要任务\n（一）供给体系。\n其中，推动产业发展，明确2项任务：\n1.增强产业。做好产业。\n2.提高水平。做好水平。\n推动产品发展，明确3项任务：\n3.提升农产品。做好产品。\n4.提升食品。做好食品。\n"
    outline = parse(text)
    assert [section.title for section in outline.sections if section.kind is Kind.HEADING][2:] == [
        "其中，推动产业发展，明确2项任务",
        "推动产品发展，明确3项任务",
    ]
    assert [remark.message for remark in outline.remarks if remark.code == "announced-count"] == [
        "文中说“3项任务”，其下读到 2 项"
    ]


def test_contents_are_kept_apart_from_the_chapters_they_list() -> None:
    text = "某省质量强省建设纲要\n目　录\n第一章 总体要求……1\n第二章 重点任务……3\n为推进建设，制定本纲要。\n第一章 总体要求\n坚持质量第一。\n第二章 重点任务\n第一节 提升质量\n做好工作。\n第二节 强化标准\n做好标准。\n"
    assert work_items(text) == [("task", "第一节", "提升质量"), ("task", "第二节", "强化标准")]


def test_the_frame_of_a_web_page_is_dropped_and_said() -> None:
    text = f"首页 > 政务公开 > 政策文件\n来源：市市场监管局　发布时间：2024-05-01　浏览次数：32\n{CHAPTERS}打印本页 关闭窗口\n扫一扫在手机打开当前页\n主办单位：某市人民政府　网站标识码：1234567890\n"
    outline = parse(text)
    assert len(outline.dropped) == 5
    assert codes(outline) >= {"noise-dropped"}


def test_a_missing_and_a_repeated_number_are_said_with_their_place() -> None:
    text = "一、任务\n1.甲事。做甲。\n2.乙事。做乙。\n4.丁事。做丁。\n4.戊事。做戊。\n"
    outline = parse(text)
    missing, repeated = (remark for remark in outline.remarks if remark.code.endswith("number"))
    assert (missing.message, text[missing.start : missing.end]) == ("编号 2 之后是 4，缺少 3", "4.")
    assert repeated.code == "repeated-number"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、任务\n（一）提升。加快发展，推进", "cut-off"),
        ("只有一段文字。", "no-structure"),
        ("一、任务\n（一）提升。推进。", "no-title"),
    ],
)
def test_what_an_editor_should_know_of_the_whole_text_is_said(text: str, code: str) -> None:
    assert code in codes(parse(text))


def test_marks_of_markdown_are_left_out_of_titles() -> None:
    text = "# 某市质量强市建设方案\n## 一、重点任务\n**（一）提升质量**\n推进提升。\n### （二）强化标准\n完善标准。\n"
    outline = parse(text)
    assert [title for *_, title in work_items(text)] == ["提升质量", "强化标准"]
    assert {text[begin:end].strip() for begin, end in outline.dropped} == {"#", "##", "**", "###"}


def test_a_text_that_lost_its_line_ends_is_divided_at_its_numbers() -> None:
    tasks = "".join(
        f"{number}.加强第{number}方面工作。" + "推进相关工作落实，健全体系机制，提升质量水平，培育100家企业。" * 9
        for number in range(1, 4)
    )
    text = f"某市质量提升方案一、总体要求坚持质量第一。二、重点任务（一）产业质量{tasks}（二）产品质量1.提升产品。推进一、二、三产业融合。三、保障措施（一）加强领导。健全机制。"
    items = work_items(text)
    assert [(kind, number) for kind, number, _ in items] == [
        ("task", "1."),
        ("task", "2."),
        ("task", "3."),
        ("task", "1."),
        ("safeguard", "（一）"),
    ]


@pytest.mark.parametrize(
    "points",
    ["一是提升旅游服务。二是提升养老服务。", "1.完善标准体系；2.健全计量体系；3.强化检测。", "（1）完善标准体系。"],
)
def test_points_on_one_line_belong_to_the_task_above_them(points: str) -> None:
    text = f"二、重点任务\n（一）提升服务质量。\n{points}\n责任单位：市文旅局\n（二）提升产品质量。\n推进提升。\n责任单位：市工信局\n"
    assert [(kind, number) for kind, number, _ in work_items(text)] == [("task", "（一）"), ("task", "（二）")]


def test_a_clause_behind_the_last_points_only_makes_the_item_above_the_task() -> None:
    text = "二、重点任务\n（一）提升服务质量\n1.做好旅游服务工作。\n2.做好养老服务工作。\n责任单位：市文旅局\n（二）提升产品质量\n1.做好农产品工作。\n2.做好食品工作。\n责任单位：市工信局\n"
    assert [(kind, number) for kind, number, _ in work_items(text)] == [("task", "（一）"), ("task", "（二）")]


def test_one_item_alone_without_a_clause_stays_an_item() -> None:
    text = "二、主要任务\n（一）加强领导。健全机制。\n（二）强化创新。推进创新。（市科技局负责）\n三、保障措施\n（三）抓好落实。推进落实。\n"
    assert [(kind, number) for kind, number, _ in work_items(text)] == [
        ("task", "（一）"),
        ("task", "（二）"),
        ("safeguard", "（三）"),
    ]


def test_a_value_is_not_taken_for_the_number_of_the_next_row() -> None:
    rows = "序号\n指标\n2025年\n属性\n1\n制造业质量竞争力指数\n2\n预期性\n2\n地理标志商标数量\n3\n约束性\n3\n产品质量合格率\n4\n预期性"
    text = f"二、主要目标\n主要指标\n{rows}\n三、重点任务\n（一）强化监管。加强监管。\n"
    section = next(section for section in parse(text).sections if section.kind is Kind.TABLE)
    assert [row[0].folded for row in section.rows] == ["序号", "1", "2", "3"]


def test_signature_and_date_before_an_annex_stand_between_the_last_item_and_the_annex() -> None:
    text = (
        CHAPTERS
        + "附件：1.主要指标\n2.任务分工\n\n某市人民政府办公室\n2024年3月3日\n附件1\n任务分工\n一、产业\n1.建设基地。培育企业。\n2.建设平台。建设平台。\n"
    )
    outline = parse(text)
    texts = [section.text or section.number for section in outline.sections]
    assert texts[texts.index("完善考核制度。") + 1 :][:4] == [
        "附件：1.主要指标\n2.任务分工",
        "某市人民政府办公室",
        "2024年3月3日",
        "附件1",
    ]
    assert outline.heading.issued_on == "2024-03-03"
    begins = [section.spans[0][0] for section in outline.sections]
    assert begins == sorted(begins)


def test_a_signature_behind_a_last_item_without_text_is_not_its_text() -> None:
    text = "一、重点任务\n（一）提升质量。做好提升。\n二、组织保障\n（二）建立机制。\n（三）强化考核。\n某市人民政府办公室\n2024年7月1日印发\n"
    outline = parse(text)
    assert outline.sections[-3].title == "强化考核"
    assert outline.sections[-3].text == ""
    assert "cut-off" not in codes(outline)


@pytest.mark.parametrize("heading", ["编制产业质量图谱", "建立目标管理制度"])
def test_an_item_that_names_who_is_responsible_is_a_task_whatever_its_heading(heading: str) -> None:
    text = f"一、主要任务\n1.{heading}。摸清产业家底。（市市场监管局牵头，市发改委参加）\n2.强化标准。完善标准。（市工信局负责）\n"
    assert work_items(text)[0] == ("task", "1.", heading)


@pytest.mark.parametrize("chapter", ["目标引领行动", "组织实施质量提升行动"])
def test_a_chapter_that_ends_in_an_action_holds_tasks(chapter: str) -> None:
    text = f"一、总体要求\n坚持质量第一。\n二、{chapter}\n（一）提升质量。做好提升。\n（二）强化标准。完善标准。\n"
    assert [kind for kind, *_ in work_items(text)] == ["task", "task"]


def test_numbered_actions_are_groups() -> None:
    text = "一、重点行动\n行动一：产业质量攀升行动\n1.绘制图谱。到2023年绘制10条。(牵头单位：市工信局)\n行动二 品牌卓越行动\n2.打造品牌。认证企业。(牵头单位：市市场监管局)\n"
    assert shape(text)[1:] == [
        ("heading", "行动一：", "产业质量攀升行动"),
        ("task", "1.", "绘制图谱"),
        ("heading", "行动二", "品牌卓越行动"),
        ("task", "2.", "打造品牌"),
    ]


def test_decimal_numbers_make_chapters_groups_and_tasks() -> None:
    text = "1 总体要求\n1.1 指导思想\n坚持质量第一。\n2 重点任务\n2.1 提升制造质量\n2.1.1 推动制造升级。责任部门：市工信局\n2.1.2 推进质量攻关。责任部门：上海证监局\n3 保障措施\n3.1 加强组织领导。\n3.2 加强宣传引导。\n"
    assert work_items(text) == [
        ("task", "2.1.1", "推动制造升级"),
        ("task", "2.1.2", "推进质量攻关"),
        ("safeguard", "3.1", "加强组织领导"),
        ("safeguard", "3.2", "加强宣传引导"),
    ]


def test_one_line_of_spoken_numbers_is_several_safeguards() -> None:
    text = "一、任务\n（一）提升。做好。\n（二）强化。做好。\n二、保障措施\n一要强化领导。成立专班。二要强化考核。纳入考核。\n"
    assert work_items(text)[2:] == [("safeguard", "一要", "强化领导"), ("safeguard", "二要", "强化考核")]


def test_articles_that_define_or_set_in_force_are_no_tasks() -> None:
    text = "第一条 加强质量基础设施建设，推进体系建设。\n第二条 本办法所称质量基础设施，是指计量、标准等。\n第三条 累计建设测试中心80个，强化服务。\n第四条 本办法自2025年1月1日起施行。\n"
    assert [kind for kind, *_ in shape(text)] == ["task", "paragraph", "task", "paragraph"]


def test_where_a_text_breaks_off_is_in_its_last_section_however_short() -> None:
    outline = parse("一、主要目标\n——产业质量竞争力明显提升。生态产业发展成效显著。\n——产品质量大幅跃升")
    [remark] = [remark for remark in outline.remarks if remark.code == "cut-off"]
    [(start, end)] = outline.sections[-1].spans
    assert (remark.start, remark.end) == (start, end)
