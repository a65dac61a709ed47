"""A passage knows where in the source each of its characters stands."""

from documents.passage import gather, merged

SOURCE = "第一行没有\n完，第二行。\n第三行。"


def test_it_mends_lines_and_still_locates_every_character() -> None:
    passage = gather(SOURCE, SOURCE, [((0, 5), ""), ((6, 12), ""), ((13, 17), "\n")])
    assert passage.text == "第一行没有完，第二行。\n第三行。"
    begin = passage.text.index("有完")
    start, end = passage.locate(begin, begin + 2)
    assert SOURCE[start:end] == "有\n完"


def test_a_part_of_a_passage_keeps_what_joins_its_pieces() -> None:
    passage = gather(SOURCE, SOURCE, [((0, 5), ""), ((6, 12), ""), ((13, 17), "\n")])
    part = gather(SOURCE, SOURCE, passage.pieces(3, len(passage.text)))
    assert part.text == passage.text[3:]


def test_touching_spans_are_made_one_and_empty_ones_left_out() -> None:
    assert merged([(5, 8), (0, 3), (3, 5), (9, 9)]) == ((0, 8),)
