"""The heading of an item ends where official documents end it."""

import pytest

from documents.outline.titles import title_end

LONG = "推进质量提升行动，完善标准体系，健全检测机制，强化品牌建设，落实主体责任，营造良好氛围。"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (f"强化标准引领。{LONG}", "强化标准引领"),
        (f"统筹规划，协调推进。{LONG}", "统筹规划，协调推进"),
        (
            f"推动内外销产品同线同标同质，办好10件质量惠民实事。{LONG}",
            "推动内外销产品同线同标同质，办好10件质量惠民实事",
        ),
        (f"指导思想：{LONG}", "指导思想"),
        (f"指导思想 {LONG}", "指导思想"),
        (f"擦亮“建造”名片：从“建得快”到“建得好”。{LONG}", "擦亮“建造”名片：从“建得快”到“建得好”"),
        ("农产品质量提升：推进标准化生产，建设示范区20个。(责任单位：农业厅)", "农产品质量提升"),
        ("开展质量月活动。(市市场监管局负责)", "开展质量月活动"),
        ("强化标准引领(市市场监管局牵头)", "强化标准引领"),
        ("提升质量", "提升质量"),
    ],
)
def test_it_ends_the_heading(line: str, heading: str) -> None:
    end, _ = title_end(line.replace("：", ":").replace("，", ","), has_more=False)
    assert line[:end] == heading


@pytest.mark.parametrize(
    "line",
    [
        "培育100家企业，导入卓越绩效管理模式。",
        "做好质量考核，对成效明显的予以表扬，对推进不力的约谈(责任单位：省市场监管局)。",
        "到2025年，质量水平提升。产品合格率达到98%。",
        f"推动产业发展，共建质量基础设施，联合发布区域地方标准。{LONG}",
        LONG,
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert title_end(line.replace("：", ":").replace("，", ","), has_more=False) == (0, 0)


def test_a_line_with_text_below_it_is_a_heading() -> None:
    assert title_end("加强统筹协调", has_more=True) == (6, 6)
    assert title_end("打造工程與服務:從“有”到“優”", has_more=True)[0] == 16
