"""Sentences set targets; what they give away, presuppose or look back on is none."""

from __future__ import annotations

import pytest

from documents.passage import Passage, gather
from documents.text import fold
from indicators.prose import Finding, read
from indicators.years import Calendar


def passage(text: str) -> Passage:
    return gather(text, fold(text), [((0, len(text)), "")])


def findings(text: str, *, is_aimed: bool = False) -> tuple[Finding, ...]:
    return read(passage(text), Calendar(2022), is_aimed=is_aimed).findings


def told(text: str, *, is_aimed: bool = False) -> list[tuple[str, str, str | None]]:
    """Name, operator, and value with unit, of each target."""
    return [
        (found.name, found.operator, f"{found.value}{'~' + found.upper if found.upper else ''}{found.unit or ''}")
        for found in findings(text, is_aimed=is_aimed)
    ]


@pytest.mark.parametrize(
    ("words", "operator"),
    [
        ("达到95%", "="),
        ("达95%以上", ">="),
        ("保持100%", "="),
        ("稳定在95%以上", ">="),
        ("提高到95%", "="),
        ("不低于95%", ">="),
        ("力争总体达到95%左右", "approx"),
        ("超过95%", ">"),
        ("力争突破95%", ">"),
        ("控制在5%以内", "<="),
        ("不超过5%", "<="),
        ("低于5%", "<"),
        ("≥95%", ">="),
        ("约95%", "approx"),
        ("达到90%至95%", "range"),
        ("100%", "="),
    ],
)
def test_the_words_around_a_number_tell_the_operator(words: str, operator: str) -> None:
    [found] = findings(f"重点产品抽检合格率{words}。")
    assert (found.name, found.operator, found.unit) == ("重点产品抽检合格率", operator, "%")


@pytest.mark.parametrize(
    ("text", "name", "operator", "value"),
    [
        ("培育100家产业链优质企业。", "产业链优质企业", "=", "100家"),
        ("推动100家以上中小企业采用先进方法。", "中小企业采用先进方法", ">=", "100家"),
        ("推动制定不少于10项国家标准。", "国家标准", ">=", "10项"),
        ("培育省级标杆工业企业35家。", "省级标杆工业企业", "=", "35家"),
        ("创建省级示范区(县)1-2个。", "省级示范区(县)", "range", "1~2个"),
        ("每个县至少建成1个质检站。", "质检站", ">=", "1个"),
        ("引进高层次人才50名左右。", "高层次人才", "approx", "50名"),
        ("每年为10万家以上企业提供计量服务。", "企业提供计量服务", ">=", "10万家"),
        ("六大支柱产业规模力争突破万亿元大关。", "六大支柱产业规模", ">", "1万亿元"),
        ("新增“鲁班奖”5项。", "“鲁班奖”", "=", "5项"),
        ("新增获证人数500名以上。", "新增获证人数", ">=", "500名"),
        ("办理时限压缩至3个工作日以内。", "办理时限", "<=", "3个工作日"),
        ("食品抽检量不低于每千人5批次。", "食品抽检量", ">=", "5批次"),
        ("合格率由60%提高到75%。", "合格率", "=", "75%"),
        ("每万人口发明专利拥有量从2020年的5.2件提高到2025年的12件。", "每万人口发明专利拥有量", "=", "12件"),
        ("营业收入超百亿元的企业达到5家。", "营业收入超百亿元的企业", "=", "5家"),
        ("质量竞争力指数:88。", "质量竞争力指数", "=", "88"),
        ("(2)消费品合格率≥92%。", "消费品合格率", ">=", "92%"),
        ("建成高标准农田500万亩。", "高标准农田", "=", "500万亩"),
        ("名牌产品销售额占全市的30%以上。", "名牌产品销售额占全市", ">=", "30%"),
        ("首席质量官覆盖面达到三分之二以上。", "首席质量官覆盖面", ">=", "66.67%"),
        ("检验合格率保持在百分之九十以上。", "检验合格率", ">=", "90%"),
        ("推荐6家企业申报省长质量奖。", "申报省长质量奖企业", "=", "6家"),
        ("推动20家以上机构通过资质认定。", "通过资质认定机构", ">=", "20家"),
        ("完成监督抽查600批次。", "监督抽查", "=", "600批次"),
        ("20亿级项目不少于12个。", "20亿级项目", ">=", "12个"),
    ],
)
def test_a_count_or_a_value_is_read_with_its_name(text: str, name: str, operator: str, value: str) -> None:
    assert told(text) == [(name, operator, value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增国家级“农安县”1个、省级“农安县”3个。", [("国家级“农安县”", "1个"), ("省级“农安县”", "3个")]),
        ("例行监测合格率和抽检合格率达到98%以上。", [("例行监测合格率", "98%"), ("抽检合格率", "98%")]),
        ("工业产品和消费品质量合格率均达到95%。", [("工业产品质量合格率", "95%"), ("消费品质量合格率", "95%")]),
        ("油菜种植、收获机械化率分别达到50%和65%。", [("油菜种植机械化率", "50%"), ("油菜收获机械化率", "65%")]),
        ("能耗、排放分别比2020年下降13.5%、18%。", [("能耗", "13.5%"), ("排放", "18%")]),
        ("建设1个国家级、3个省级计量中心。", [("国家级计量中心", "1个"), ("省级计量中心", "3个")]),
        ("建设15家以上孵化器,面积500万平方米以上。", [("孵化器", "15家"), ("孵化器面积", "500万平方米")]),
        ("高新产品产值达到5亿元,占总产值的比重达45%。", [("高新产品产值", "5亿元"), ("高新产品产值占总产值的比重", "45%")]),
        ("工厂总数超过1000家,年均新增100家。", [("工厂总数", "1000家"), ("工厂总数", "100家")]),
        ("建成省级标杆车间90家(其中国家级20家)。", [("省级标杆车间", "90家"), ("国家级标杆车间", "20家")]),
        ("培育90家标杆车间(其中国家级20家)、星级门店3家。", [("标杆车间", "90家"), ("国家级标杆车间", "20家"), ("星级门店", "3家")]),
        ("培育5家以上年收入过百亿元、2家以上年收入达50亿元的企业。", [("年收入过百亿元的企业", "5家"), ("年收入达50亿元的企业", "2家")]),
    ],
)  # fmt: skip
def test_a_list_gives_each_of_its_targets(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name, value) for name, _, value in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "对获得中国质量奖的,一次性奖励100万元。",
        "按投资额的8%给予补助,最高不超过50万元。",
        "年营业收入2000万元以上的企业纳入名单。",
        "截至2021年底,合格率达到95%。",
        "2020年,全市合格率为94%,建成中心5个。",
        "目前已建成质检中心5个。",
        "覆盖率仅为21%。",
        "提出29项具体任务及4项保障措施。",
        "组建8个攻坚专班。",
        "建设“15分钟”服务圈。",
        "围绕10条重点产业链开展提升。",
        "在20个重点领域开展比对。",
        "建成一个国家级中心。",
        "企业达到2级以上水平。",
        "包保干部每季度督导不少于1次。",
        "排名进入全国前10位。",
        "有效期为3年。",
        "安排专项资金5000万元。",
        "依托“3·15”活动开展宣传。",
        "到2026年绘制12条。",
        "每年安排不少于2亿元。",
    ],
)
def test_rewards_thresholds_the_past_and_names_are_no_targets(text: str) -> None:
    assert not told(text)


def test_among_goals_a_value_needs_no_verb() -> None:
    assert told("海洋生产总值3000亿元,绿色工厂150家。") == []
    assert told("海洋生产总值3000亿元,绿色工厂150家。", is_aimed=True) == [
        ("海洋生产总值", "=", "3000亿元"),
        ("绿色工厂", "=", "150家"),
    ]


def test_a_year_governs_until_the_next() -> None:
    found = findings("质量合格率达到95%。到2025年,指数达到86,企业达到5家。培育品牌9个。到2035年,覆盖率达到100%。")
    assert [target.year for target in found] == [None, 2025, 2025, 2025, 2035]


def test_values_of_several_years_are_told_apart() -> None:
    found = findings("到2025年和2030年,合格率分别达到95%和96%以上。")
    assert [(target.year, target.value, target.operator) for target in found] == [
        (2025, "95", ">="),
        (2030, "96", ">="),
    ]


def test_after_the_past_a_year_ahead_is_read_with_the_subject_named_before() -> None:
    [found] = findings("目前全市有放心消费单位2.8万家,2025年底前达到5万家。")
    assert (found.name[-6:], found.value, found.year) == ("放心消费单位", "5", 2025)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("布局基层计量驿站,到2025年达80个。", "基层计量驿站", "80个"),
        ("培育企业5家,布局基层计量驿站,到2025年底达到80个以上。", "基层计量驿站", "80个"),
        ("新建标准化车间,力争2025年达60家。", "标准化车间", "60家"),
    ],
)
def test_a_number_behind_a_year_is_that_of_what_the_clause_before_makes(text: str, name: str, value: str) -> None:
    assert told(text)[-1][::2] == (name, value)


@pytest.mark.parametrize(
    "text", ["完善服务网络,到2025年达80个。", "布局驿站。到2025年达80个。", "布局驿站,到2025年达95%。"]
)
def test_without_such_a_clause_a_number_has_no_name(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("工业增加值年均增长8%。", "annual"),
        ("能耗五年累计下降14%。", "cumulative"),
        ("比重提高5个百分点。", "increase"),
        ("能耗下降13.5%。", "decrease"),
        ("新增高新技术企业100家。", "added"),
        ("合格率达到95%。", None),
    ],
)
def test_the_basis_is_told_by_its_words(text: str, basis: str | None) -> None:
    [found] = findings(text)
    assert found.basis == basis


@pytest.mark.parametrize(
    ("text", "name", "operator", "value"),
    [
        ("推进规模以上企业首席质量官制度全覆盖。", "规模以上企业首席质量官制度", "=", "100%"),
        ("重点食品抽检实现类别、品种全覆盖。", "重点食品抽检", "=", "100%"),
        ("全省规模以上工业企业全部设立首席质量官。", "全省规模以上工业企业设立首席质量官", "=", "100%"),
        ("工业增加值增速超过全市平均水平。", "工业增加值增速", ">", "None"),
        ("国际标准数量较2022年翻一番。", "国际标准数量", "=", "None"),
    ],
)
def test_a_target_may_be_told_in_words(text: str, name: str, operator: str, value: str) -> None:
    assert told(text) == [(name, operator, value)]


@pytest.mark.parametrize("text", ["加强全链条监管全覆盖。", "健全全覆盖的监管体系。"])
def test_covering_what_cannot_be_counted_is_no_target(text: str) -> None:
    assert not told(text)


def test_names_units_and_quotes_are_as_published() -> None:
    text = "到2025年,全員勞動生產率達到21 萬元/人;合格率達到１００％。"
    first, second = findings(text)
    assert (first.name, first.unit, text[first.start : first.end]) == (
        "全員勞動生產率",
        "萬元/人",
        "全員勞動生產率達到21 萬元/人",
    )
    assert (second.value, second.unit) == ("100", "％")


def test_a_number_that_is_spelled_out_is_not_quoted_with_the_digits_of_a_year() -> None:
    text = "到2025年产业规模突破万亿元。"
    [found] = findings(text)
    assert text[found.start : found.end] == "产业规模突破万亿元"


def test_where_a_year_is_needed_nothing_counts_before_it() -> None:
    text = "企业合格率达到95%。到2025年,指数达到86。"
    reading = read(passage(text), Calendar(2022), needs_year=True)
    assert [found.name for found in reading.findings] == ["指数"]
    assert reading.year == 2025
    assert read(passage("企业达到5家。"), Calendar(2022), needs_year=True).year is None
