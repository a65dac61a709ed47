"""A query that is written again reads as it did."""

from __future__ import annotations

import pytest

from documents.search.query import parse
from documents.search.retyping import retype


@pytest.mark.parametrize(
    "typed",
    [
        "首席质量官 企业",
        '"质量基础设施" 服务',
        "品牌 -农产品 -“乳制品”",
        "地区:西安 部门:市工信局 质量",
        "规划:“质量 强市” -类型:专栏工程",
    ],
)
def test_it_reads_as_what_was_typed(typed: str) -> None:
    query = parse(typed)
    again = parse(retype(query.pieces, query.excluded, query.fields))
    assert (again.pieces, again.excluded, again.fields) == (query.pieces, query.excluded, query.fields)


def test_quotation_marks_within_do_not_divide_it() -> None:
    [field] = parse('规划:甲"乙').fields
    assert retype((), (), [field]) == "规划:甲乙"
