"""A plan's title, number, issuer, date, region, kind and period are read from what stands around its text."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import parse
from documents.outline.metadata import Reading, entitled, read
from documents.outline.sections import Heading
from documents.passage import Passage, gather
from documents.text import fold

SOURCES = Path(__file__).resolve().parents[3] / "fixtures" / "sources"
CHAPTER = re.compile(r"一、")
CLOSING_LINES = 8


def passages(text: str) -> list[Passage]:
    return [gather(line, fold(line), [((0, len(line)), "")]) for line in text.splitlines() if line.strip()]


def reading(front: str, tail: str = "", body: str = "") -> Reading:
    return read(passages(front), passages(tail), fold(f"{front}\n{body}\n{tail}"))


def known(front: str, tail: str = "", body: str = "") -> dict[str, Any]:
    heading = reading(front, tail, body).heading
    names = ("title", "document_number", "issuer", "issued_on", "region", "level", "kind", "period")
    return {name: value for name in names if (value := getattr(heading, name)) is not None}


def plan(slug: str) -> Reading:
    """Read one of the five plans, the lines before 一、 as the front."""
    source = (SOURCES / f"{slug}.txt").read_text(encoding="utf-8")
    front = source[: found.start()] if (found := CHAPTER.search(source)) else source
    noise = ("- 1、", "- 2、", "- 3、")
    kept = "\n".join(line for line in front.splitlines() if not line.startswith(noise))
    return read(passages(kept), passages("\n".join(source.splitlines()[-CLOSING_LINES:])), fold(source))


FIVE_PLANS = {
    "rongchang": {
        "title": "质量强区建设行动计划",
        "document_number": "荣昌府发〔2024〕16号",
        "issuer": "重庆市荣昌区人民政府",
        "issued_on": None,
        "region": "荣昌区",
        "region_code": "500153",
        "level": "district",
        "kind": "行动计划",
        "script": "hans",
    },
    "generic-city": {
        "title": "某市人民政府关于实施质量强市战略的意见",
        "document_number": None,
        "issuer": "某市人民政府",
        "issued_on": None,
        "region": "某市",
        "region_code": None,
        "level": "city",
        "kind": "意见",
        "script": "hans",
    },
    "hebei": {
        "title": "河北省質量強省建設綱要",
        "document_number": None,
        "issuer": "中共河北省委、河北省人民政府",
        "issued_on": None,
        "region": "河北省",
        "region_code": "130000",
        "level": "province",
        "kind": "纲要",
        "script": "hant",
    },
    "xinjiang": {
        "title": None,
        "document_number": None,
        "issuer": None,
        "issued_on": None,
        "region": "新疆维吾尔自治区",
        "region_code": "650000",
        "level": "province",
        "kind": "方案",
        "script": "hans",
    },
    "xian": {
        "title": "西安市貫徹落實《質量強國建設綱要》深化質量強市建設實施方案",
        "document_number": None,
        "issuer": "西安市人民政府辦公廳",
        "issued_on": "2024-04-28",
        "region": "西安市",
        "region_code": "610100",
        "level": "city",
        "kind": "实施方案",
        "script": "hant",
    },
}


@pytest.mark.parametrize("slug", FIVE_PLANS)
def test_the_five_plans_are_read(slug: str) -> None:
    heading = plan(slug).heading
    assert {name: getattr(heading, name) for name in FIVE_PLANS[slug]} == FIVE_PLANS[slug]
    assert heading.period is None


NOTICE = """青河县人民政府办公室
关于印发青河县质量强县建设行动方案（2023—2025年）的通知
青政办发〔2023〕21号
各乡（镇）人民政府，县直各部门、各直属机构：
《青河县质量强县建设行动方案（2023—2025年）》已经县人民政府同意，现印发给你们，请认真贯彻执行。
青河县人民政府办公室
2023年9月6日
（此件公开发布）
青河县质量强县建设行动方案
（2023—2025年）
为贯彻落实《新疆维吾尔自治区质量强区建设方案》（新政发〔2023〕8号），制定本方案。"""


class Case(NamedTuple):
    about: str
    front: str
    expected: dict[str, Any]
    tail: str = ""


CASES = [
    Case(
        "a notice with the plan below it",
        NOTICE,
        {
            "title": "青河县质量强县建设行动方案（2023—2025年）",
            "document_number": "青政办发〔2023〕21号",
            "issuer": "青河县人民政府办公室",
            "issued_on": "2023-09-06",
            "region": "青河县",
            "level": "district",
            "kind": "行动方案",
            "period": (2023, 2025),
        },
    ),
    Case(
        "a title on two lines with the number below, signed at the end",
        """浙江省人民政府关于全面推进质量强省建设
的实施意见
浙政发〔2019〕3号
各市、县（市、区）人民政府，省政府直属各单位：
现就推进质量强省建设提出如下意见。""",
        {
            "title": "浙江省人民政府关于全面推进质量强省建设的实施意见",
            "document_number": "浙政发〔2019〕3号",
            "issuer": "浙江省人民政府",
            "issued_on": "2019-02-11",
            "region": "浙江省",
            "level": "province",
            "kind": "实施意见",
        },
        tail="浙江省人民政府\n2019年2月11日\n（此件公开发布）",
    ),
    Case(
        "a press report that quotes the plan",
        """新华社北京3月1日电 近日，中共中央、国务院印发了《制造强国质量提升纲要》，并发出通知，要求各地认真贯彻落实。
《制造强国质量提升纲要》主要内容如下。""",
        {
            "title": "制造强国质量提升纲要",
            "issuer": "中共中央、国务院",
            "region": "全国",
            "level": "national",
            "kind": "纲要",
        },
    ),
    Case(
        "a plan only cited is not the plan itself",
        "根据中共中央、国务院印发《质量强国建设纲要》（中发〔2023〕2号）和省政府2023年5月4日工作部署，"
        "结合巫溪实际，制定本实施方案。",
        {"region": "巫溪县", "level": "district", "kind": "实施方案"},
    ),
    Case(
        "a plan issued earlier is not the plan itself",
        "省委、省政府印发《质量强省建设纲要》以来，全省质量水平不断提升。\n为巩固成果，制定本工作方案。",
        {"kind": "工作方案"},
    ),
    Case(
        "a reading of a plan",
        """《浦口区质量提升三年行动计划（2022-2024年）》政策解读
2022年5月6日，南京市浦口区人民政府办公室印发《浦口区质量提升三年行动计划（2022-2024年）》（浦政办发[2022]19号）。现解读如下。""",
        {
            "title": "浦口区质量提升三年行动计划（2022-2024年）",
            "document_number": "浦政办发[2022]19号",
            "issuer": "南京市浦口区人民政府办公室",
            "issued_on": "2022-05-06",
            "region": "浦口区",
            "level": "district",
            "kind": "行动计划",
            "period": (2022, 2024),
        },
    ),
    Case(
        "a reading whose title has no marks",
        "关于丽江市质量强市建设实施方案的政策解读\n一图看懂\n为便于理解，现解读如下。",
        {"title": "丽江市质量强市建设实施方案", "region": "丽江市", "level": "city", "kind": "实施方案"},
    ),
    Case(
        "questions and answers about a plan",
        "《辽宁省质量强省建设纲要》政策问答\n现就有关问题回答如下。",
        {"title": "辽宁省质量强省建设纲要", "region": "辽宁省", "level": "province", "kind": "纲要"},
    ),
    Case(
        "a report under a headline of its own",
        """我市出台质量强市建设新政
本报讯 （记者 李四）泰州市人民政府办公室日前印发《关于加快质量强市建设的若干政策措施》（泰政办发〔2023〕18号）。""",
        {
            "title": "关于加快质量强市建设的若干政策措施",
            "document_number": "泰政办发〔2023〕18号",
            "issuer": "泰州市人民政府办公室",
            "region": "泰州市",
            "level": "city",
            "kind": "措施",
        },
    ),
    Case(
        "the record of a web page",
        """索引号：11500000/2022-00123
发文机关：十堰市人民政府
成文日期：2022年7月1日
发布日期：2022-07-08
发文字号：十政发〔2022〕9号
标题：十堰市质量提升工作方案
十堰市质量提升工作方案
为全面提高质量，制定本方案。""",
        {
            "title": "十堰市质量提升工作方案",
            "document_number": "十政发〔2022〕9号",
            "issuer": "十堰市人民政府",
            "issued_on": "2022-07-01",
            "region": "十堰市",
            "level": "city",
            "kind": "工作方案",
        },
    ),
    Case(
        "a record without colons, and no title but in it",
        """标题　平凉市质量提升方案
发文机关　平凉市人民政府
成文日期　2023 年 5 月 6 日
文　　号　平政发〔2023〕5号
为提升质量，制定本方案。""",
        {
            "title": "平凉市质量提升方案",
            "document_number": "平政发〔2023〕5号",
            "issuer": "平凉市人民政府",
            "issued_on": "2023-05-06",
            "region": "平凉市",
            "level": "city",
            "kind": "方案",
        },
    ),
    Case(
        "a record that knows nothing",
        "- **发布机构**：平凉市相关部门\n- **文件编号**：无\n# 平凉市质量提升方案\n为提升质量，制定本方案。",
        {"title": "平凉市质量提升方案", "region": "平凉市", "level": "city", "kind": "方案"},
    ),
    Case(
        "only the day the page was put online",
        "发布日期：2021-06-18 来源：市政府\n银川市质量强市工作要点\n为扎实推进工作，制定本要点。",
        {
            "title": "银川市质量强市工作要点",
            "issued_on": "2021-06-18",
            "region": "银川市",
            "level": "city",
            "kind": "工作要点",
        },
    ),
    Case(
        "a page that repeats the title and adds its menu",
        """政策文件
哈密市推进标准化发展实施方案
2023-03-04
哈密市推进标准化发展实施方案
（试行）
为推动标准化，制定本实施方案。""",
        {
            "title": "哈密市推进标准化发展实施方案（试行）",
            "issued_on": "2023-03-04",
            "region": "哈密市",
            "level": "city",
            "kind": "实施方案",
        },
    ),
    Case(
        "two bodies sign together",
        "中共遵义市委 遵义市人民政府关于开展质量提升行动的实施方案\n为提高供给质量，制定如下实施方案。",
        {
            "title": "中共遵义市委 遵义市人民政府关于开展质量提升行动的实施方案",
            "issuer": "中共遵义市委 遵义市人民政府",
            "issued_on": "2018-10-09",
            "region": "遵义市",
            "level": "city",
            "kind": "实施方案",
        },
        tail="中共遵义市委\n遵义市人民政府\n二〇一八年十月九日",
    ),
    Case(
        "two bodies on lines of their own begin the title, and the date stands below it",
        """中共宁夏回族自治区委员会
宁夏回族自治区人民政府
关于开展质量提升行动的实施意见
（2018年2月9日）
为贯彻落实中央精神，现提出如下实施意见。""",
        {
            "title": "中共宁夏回族自治区委员会 宁夏回族自治区人民政府关于开展质量提升行动的实施意见",
            "issuer": "中共宁夏回族自治区委员会 宁夏回族自治区人民政府",
            "issued_on": "2018-02-09",
            "region": "宁夏回族自治区",
            "level": "province",
            "kind": "实施意见",
        },
    ),
    Case(
        "signature and date on one line",
        "关于加强质量认证体系建设的若干措施\n为加强质量认证，现提出以下措施。",
        {
            "title": "关于加强质量认证体系建设的若干措施",
            "issuer": "珠海市人民政府",
            "issued_on": "2019-04-03",
            "region": "珠海市",
            "level": "city",
            "kind": "措施",
        },
        tail="珠海市人民政府　　2019年4月3日",
    ),
    Case(
        "a signature spaced out, with a seal remark, above a table of duties",
        "市质量强市工作要点\n为做好工作，制定本要点。",
        {
            "title": "市质量强市工作要点",
            "issuer": "柳州市人民政府办公室",
            "issued_on": "2024-03-05",
            "region": "柳州市",
            "level": "city",
            "kind": "工作要点",
        },
        tail="市市场监管局\n2025年12月31日\n柳 州 市 人 民 政 府 办 公 室\n（代章）\n2024年3月5日",
    ),
    Case(
        "ministries",
        """市场监管总局 工业和信息化部关于促进企业计量能力提升的指导意见
国市监计量发（2021）104号
各省、自治区、直辖市市场监管局（厅、委），工业和信息化主管部门：
现提出如下意见。""",
        {
            "title": "市场监管总局 工业和信息化部关于促进企业计量能力提升的指导意见",
            "document_number": "国市监计量发（2021）104号",
            "issuer": "市场监管总局 工业和信息化部",
            "issued_on": "2021-12-31",
            "region": "全国",
            "level": "national",
            "kind": "指导意见",
        },
        tail="市场监管总局 工业和信息化部\n2021年12月31日",
    ),
    Case(
        "a notice that is the paper itself",
        "国务院关于开展质量提升工作的通知\n国发〔2021〕3号\n各省、自治区、直辖市人民政府：\n现就有关事项通知如下：",
        {
            "title": "国务院关于开展质量提升工作的通知",
            "document_number": "国发〔2021〕3号",
            "issuer": "国务院",
            "region": "全国",
            "level": "national",
            "kind": "通知",
        },
    ),
    Case(
        "a notice that gives no title below",
        """广西壮族自治区人民政府办公厅关于印发《广西质量强桂建设行动方案》的通知
桂政办发【2023】55号
各市、县人民政府，自治区人民政府各组成部门、各直属机构：
现将《广西质量强桂建设行动方案》印发给你们。""",
        {
            "title": "广西质量强桂建设行动方案",
            "document_number": "桂政办发【2023】55号",
            "issuer": "广西壮族自治区人民政府办公厅",
            "issued_on": "2023-08-08",
            "region": "广西壮族自治区",
            "level": "province",
            "kind": "行动方案",
        },
        tail="广西壮族自治区人民政府办公厅\n2023年8月8日",
    ),
    Case(
        "a notice on three lines that gives no title below",
        """西宁市人民政府办公厅
关于印发西宁市质量强市建设三年行动计划
（2023—2025年）的通知
宁政办〔2023〕30号
各区县人民政府：
现将《西宁市质量强市建设三年行动计划（2023—2025年）》印发给你们。""",
        {
            "title": "西宁市质量强市建设三年行动计划（2023—2025年）",
            "document_number": "宁政办〔2023〕30号",
            "issuer": "西宁市人民政府办公厅",
            "region": "西宁市",
            "level": "city",
            "kind": "行动计划",
            "period": (2023, 2025),
        },
    ),
    Case(
        "a notice under a letterhead",
        """天津市和平区人民政府办公室文件
和平政办发〔2023〕4号
天津市和平区人民政府办公室关于印发和平区质量强区建设方案的通知
和平区质量强区建设方案
为建设质量强区，制定本方案。""",
        {
            "title": "和平区质量强区建设方案",
            "document_number": "和平政办发〔2023〕4号",
            "issuer": "天津市和平区人民政府办公室",
            "region": "和平区",
            "level": "district",
            "kind": "方案",
        },
    ),
    Case(
        "a number behind the title of the notice, marks nested",
        """咸阳市人民政府关于印发《咸阳市贯彻〈质量强国建设纲要〉实施方案》的通知（咸政发〔2023〕14号）
《咸阳市贯彻〈质量强国建设纲要〉实施方案》已经市政府常务会议审议通过，现印发给你们。
咸阳市贯彻《质量强国建设纲要》实施方案
为建设质量强市，制定本实施方案。""",
        {
            "title": "咸阳市贯彻《质量强国建设纲要》实施方案",
            "document_number": "咸政发〔2023〕14号",
            "issuer": "咸阳市人民政府",
            "region": "咸阳市",
            "level": "city",
            "kind": "实施方案",
        },
    ),
    Case(
        "a draft put up for comment",
        """关于公开征求《宝鸡市质量强市实施方案（征求意见稿）》意见的通知
为广泛听取意见，现公开征求意见。
宝鸡市质量强市实施方案
（征求意见稿）
为建设质量强市，制定本方案。""",
        {
            "title": "宝鸡市质量强市实施方案（征求意见稿）",
            "region": "宝鸡市",
            "level": "city",
            "kind": "实施方案",
        },
    ),
    Case(
        "a title that names no kind of paper, over the preamble",
        "质量强市建设三年行动\n（2023—2025年）\n为推进质量强市，结合平凉实际，制定本行动方案。",
        {
            "title": "质量强市建设三年行动（2023—2025年）",
            "region": "平凉市",
            "level": "city",
            "kind": "行动方案",
            "period": (2023, 2025),
        },
    ),
    Case(
        "chapters without numbers are no titles",
        """平凉市质量提升方案
质量是发展之基，近年来全市上下深入实施质量强市战略，产品、工程、服务质量稳步提升。
保障措施
总体规划
质量提升措施""",
        {"title": "平凉市质量提升方案", "region": "平凉市", "level": "city", "kind": "方案"},
    ),
    Case(
        "a five-year plan",
        "成都市“十四五”质量发展规划\n为推进质量强市建设，编制本规划。",
        {
            "title": "成都市“十四五”质量发展规划",
            "region": "成都市",
            "level": "city",
            "kind": "规划",
            "period": (2021, 2025),
        },
    ),
    Case(
        "the term stands in the preamble",
        "萧山区质量强区行动计划\n为提升质量水平，制定本行动计划，实施期限为2023年至2025年。2018年至2022年成效显著。",
        {
            "title": "萧山区质量强区行动计划",
            "region": "萧山区",
            "level": "district",
            "kind": "行动计划",
            "period": (2023, 2025),
        },
    ),
    Case(
        "years that are told of are no term",
        "萧山区质量强区行动计划\n2018年至2022年成效显著，现制定本行动计划。",
        {"title": "萧山区质量强区行动计划", "region": "萧山区", "level": "district", "kind": "行动计划"},
    ),
    Case(
        "a district whose name two cities have stays unknown",
        "朝阳区人民政府关于推进质量强区建设的意见\n为提升质量，现提出如下意见。",
        {"title": "朝阳区人民政府关于推进质量强区建设的意见", "issuer": "朝阳区人民政府", "kind": "意见"},
    ),
    Case(
        "unless its city is named",
        "朝阳区人民政府关于推进质量强区建设的意见\n为贯彻北京市有关部署，现提出如下意见。",
        {
            "title": "朝阳区人民政府关于推进质量强区建设的意见",
            "issuer": "朝阳区人民政府",
            "region": "朝阳区",
            "level": "district",
            "kind": "意见",
        },
    ),
    Case(
        "a zone is not the city it lies in",
        "合肥高新技术产业开发区管理委员会关于推进质量提升的实施意见\n为提升质量，现提出如下意见。",
        {
            "title": "合肥高新技术产业开发区管理委员会关于推进质量提升的实施意见",
            "issuer": "合肥高新技术产业开发区管理委员会",
            "kind": "实施意见",
        },
    ),
    Case(
        "issuers without a place leave the place to the title",
        "市委、市政府关于印发《荆门市质量强市实施方案》的通知\n荆门市质量强市实施方案\n为建设质量强市，制定本方案。",
        {
            "title": "荆门市质量强市实施方案",
            "issuer": "市委、市政府",
            "region": "荆门市",
            "level": "city",
            "kind": "实施方案",
        },
    ),
    Case(
        "a plan in traditional script",
        "吉林省推進質量強省建設工作方案\n吉政辦發〔2023〕7號\n為推進質量強省建設,制定本方案。",
        {
            "title": "吉林省推進質量強省建設工作方案",
            "document_number": "吉政辦發〔2023〕7號",
            "issuer": "吉林省人民政府辦公廳",
            "issued_on": "2023-03-15",
            "region": "吉林省",
            "level": "province",
            "kind": "工作方案",
        },
        tail="吉林省人民政府辦公廳\n2023年3月15日",
    ),
    Case("prose alone", "质量是立市之本，各单位要高度重视。", {}),
    Case("a byline is no title", "本报记者 张三\n质量工作再上新台阶。", {}),
    Case("nothing", "", {}),
]


@pytest.mark.parametrize("case", CASES, ids=[case.about for case in CASES])
def test_a_front_matter_is_read(case: Case) -> None:
    assert known(case.front, case.tail) == case.expected


def test_the_lines_of_the_title_are_told() -> None:
    assert reading(NOTICE).title_lines == (8, 9)
    assert reading("国务院关于推进\n质量强国建设的意见\n国发〔2020〕1号\n现提出如下意见。").title_lines == (0, 1)
    assert plan("hebei").title_lines == ()


HOSTILE = [
    *"政委《》〔(、,。市省0年 关各:\n附",
    *("关于印发", "中共委", "印发《", "2024年", "结合", "《〈", "西安市", "某市人民政府 "),
    *("(荣昌府发〔2024〕", "结合朝阳实际西安市"),
    *("\ud800", "\x00"),
]
ALPHABET = "市省县委政府关于印发《》〔〕()2024年号月日、,。:的通知方案意见附件西安朝阳区 \n\x00\ud800"


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_repetition_is_read_quickly(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    folded = fold(text)
    passage = gather(text, folded, [((0, len(text)), "")])
    short = [gather(text[:60], folded[:60], [((0, len(text[:60])), "")])] * 1000
    begun = time.process_time()
    read([passage], [passage], folded)
    read(short, short, folded)
    assert time.process_time() - begun < 20


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet=ALPHABET, max_size=60), max_size=12))
def test_any_lines_are_read(lines: list[str]) -> None:
    front = [gather(line, fold(line), [((0, len(line)), "")]) for line in lines]
    result = read(front, front, fold("".join(lines)))
    assert set(result.title_lines) <= set(range(len(lines)))


def test_a_reading_names_number_and_issuer_in_its_first_chapter() -> None:
    text = (
        "《某省质量强省建设实施方案》政策解读\n一、出台背景\n2023年2月，中共中央、国务院印发《质量强国建设纲要》。"
        "2023年10月8日，省委、省政府印发《某省质量强省建设实施方案》（某党发〔2023〕15号）。\n二、主要内容\n《实施方案》共分八个部分。\n"
    )
    heading = parse(text).heading
    assert (heading.document_number, heading.issuer) == ("某党发〔2023〕15号", "省委、省政府")


def test_a_given_title_tells_region_kind_and_period() -> None:
    heading = entitled(Heading(), "商洛市質量強市方案（2023—2025年）", "")
    assert (heading.title, heading.region, heading.region_code) == (None, "商洛市", "611000")
    assert (heading.level, heading.kind, heading.period) == ("city", "方案", (2023, 2025))


def test_an_issuer_tells_the_region_better_than_a_given_title() -> None:
    read = Heading(issuer="商洛市人民政府", region="商洛市", region_code="611000", level="city", kind="意见")
    heading = entitled(read, "陕西省质量强省工作", "")
    assert (heading.region, heading.kind) == ("商洛市", "意见")
