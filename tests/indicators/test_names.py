"""A name is what is left of a clause once the words that lead to it are gone."""

from __future__ import annotations

import pytest

from indicators.names import completed, cut_name, find_name, take_apart
from indicators.years import Calendar, markers


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("其中全市技术合同成交额", "全市技术合同成交额"),
        ("到2025年,制造业质量竞争力指数", "制造业质量竞争力指数"),
        ("力争实现新产品产值", "新产品产值"),
        ("推动北斗产业规模", "北斗产业规模"),
        ("重点产品监督抽查合格率", "重点产品监督抽查合格率"),
        ("基本养老保险参保率", "基本养老保险参保率"),
        ("电子信息、汽车等六大支柱产业规模", "六大支柱产业规模"),
        ("高技术产业增加值比重比2020年", "高技术产业增加值比重"),
        ("单位能耗较上年", "单位能耗"),
        ("三年内质量帮扶企业", "质量帮扶企业"),
    ],
)
def test_leading_words_years_and_comparisons_are_left_out(clause: str, name: str) -> None:
    start, end = find_name(clause, 0, len(clause), list(markers(clause, Calendar(2020))), is_counted=False)
    assert clause[start:end] == name


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("申报建设省级质检中心", "省级质检中心"),
        ("主导或参与制修订国际标准", "国际标准"),
        ("新认定绿色工厂", "绿色工厂"),
        ("全省改造提升农贸市场", "农贸市场"),
        ("共同制定团体标准", "团体标准"),
        ("联合编写质量手册", "质量手册"),
        ("绘制产业图谱", "产业图谱"),
        ("共同富裕示范村", "共同富裕示范村"),
        ("服务业集聚区", "服务业集聚区"),
        ("建设项目", "建设项目"),
    ],
)
def test_verbs_that_bring_forth_what_is_counted_are_left_out(clause: str, name: str) -> None:
    start, end = find_name(clause, 0, len(clause), (), is_counted=True)
    assert clause[start:end] == name


@pytest.mark.parametrize(
    ("name", "is_shared", "values", "parts"),
    [
        ("例行监测合格率和抽检合格率", False, 1, ["例行监测合格率", "抽检合格率"]),
        ("制造业产品和消费品质量合格率", True, 1, ["制造业产品质量合格率", "消费品质量合格率"]),
        ("制造业产品和消费品质量合格率", False, 1, ["制造业产品和消费品质量合格率"]),
        ("花生种植、收获机械化率", True, 2, ["花生种植机械化率", "花生收获机械化率"]),
        ("国家级、省级绿色工厂", True, 2, ["国家级绿色工厂", "省级绿色工厂"]),
        ("中华老字号、本省老字号", True, 2, ["中华老字号", "本省老字号"]),
        ("农贸市场、眼镜店在用衡器受检率", True, 1, ["农贸市场、眼镜店在用衡器受检率"]),
        ("农贸市场、眼镜店在用衡器检定合格率", True, 1, ["农贸市场、眼镜店在用衡器检定合格率"]),
        ("农贸市场、眼镜店达标率", True, 1, ["农贸市场达标率", "眼镜店达标率"]),
        ("绿色食品、有机农产品认证率", True, 1, ["绿色食品、有机农产品认证率"]),
        ("水稻、小麦产量", True, 1, ["水稻产量", "小麦产量"]),
        ("技术创新中心、制造业创新中心", False, 1, ["技术创新中心、制造业创新中心"]),
    ],
)
def test_coordinated_names_are_taken_apart(name: str, is_shared: bool, values: int, parts: list[str]) -> None:
    found = take_apart(name, (0, len(name)), is_shared=is_shared, values=values)
    assert [cut_name(name, part) for part in found] == parts


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("高新技术产品产值|占工业总产值的比重", "高新技术产品产值占工业总产值的比重"),
        ("科技企业孵化器|面积", "科技企业孵化器面积"),
        ("省级绿色工厂|国家级", "国家级绿色工厂"),
        ("工业总产值|规模", "规模"),
        ("绿色工厂|标杆企业", "标杆企业"),
    ],
)
def test_a_bare_measure_takes_the_subject_of_its_sentence(text: str, whole: str) -> None:
    bar = text.index("|")
    name = completed(text, (bar + 1, len(text)), ((0, bar),))
    assert cut_name(text, name) == whole


def test_blanks_of_the_layout_are_left_out_of_names_and_blanks_between_words_are_not() -> None:
    text = "總產值占 工業\u3000總產值 GDP per head"
    assert cut_name(text, ((0, len(text)),)) == "總產值占工業總產值GDP per head"
