"""parse(): the text of a plan -> its outline. Never refuses a text and loses no character of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.outline import metadata
from documents.outline.assembly import Assembly
from documents.outline.blocks import Form, make_blocks
from documents.outline.kinds import Kinds
from documents.outline.lines import Line, split_lines
from documents.outline.noise import is_record, noise_in
from documents.outline.remarks import noise_remarks, whole_remarks
from documents.outline.sections import Outline
from documents.outline.tables import tables_in
from documents.outline.tree import Node, grow
from documents.outline.unfolding import unfold
from documents.passage import Passage, gather, merged
from documents.text import fold, script_of

# A 解读 tells in its first paragraphs who issued the plan it explains, and under which number.
READING = re.compile(r"解读[》)]?$|^(?:一图读懂|图解|关于《.{4,60}》的?(?:说明|解读))")
READING_LINES = 12


def parse(source: str) -> Outline:
    """Read a plan's text as decoded (line ends are LF). Time grows linearly with the length; any text is read."""
    folded = fold(source)
    physical, marks = split_lines(source, folded)
    lines = unfold(physical)
    noise = noise_in(lines)
    kept = [line for at, line in enumerate(lines) if at not in noise]
    dropped = [line for at, line in enumerate(lines) if at in noise]
    root = grow(make_blocks(kept, tables_in(source, folded, kept)))
    kinds = Kinds(root)
    reading, title_nodes = _metadata(source, folded, root, [line for line in dropped if is_record(line.folded)])
    assembly = Assembly(source, folded, root, kinds, title_nodes)
    sections = assembly.sections()
    heading = replace(reading.heading, script=script_of(source))
    remarks = sorted(
        [*assembly.remarks(), *noise_remarks(dropped), *whole_remarks(source, heading, sections)],
        key=lambda remark: (remark.start, remark.code),
    )
    spans = merged([*marks, *((line.start, line.end) for line in dropped)])
    return Outline(source, folded, heading, tuple(sections), spans, tuple(remarks))


def _metadata(
    source: str, folded: str, root: Node, records: Sequence[Line]
) -> tuple[metadata.Reading, frozenset[Node]]:
    """Read the metadata, and tell which nodes print the title. A page's record (发文机关:…) counts as a front line."""
    front, tail = _around(root)
    first = front[-1].block.end if front and front[-1].block else len(source)
    lines: list[tuple[int, Passage, Node | None]] = [
        (node.block.start, gather(source, folded, node.block.pieces), node) for node in front if node.block
    ]
    lines += [
        (record.start, gather(source, folded, [((record.start, record.end), "")]), None)
        for record in records
        if record.start <= first
    ]
    lines.sort(key=lambda line: line[0])
    behind = [gather(source, folded, node.block.pieces) for node in tail if node.block]
    reading = metadata.read([passage for _, passage, _ in lines], behind, folded)
    printed = (lines[index][2] for index in reading.title_lines)
    return reading, frozenset(node for node in printed if node is not None)


def _around(root: Node) -> tuple[list[Node], list[Node]]:
    """Return the paragraphs before the first numbered item, and those behind the items that belong to none of them."""
    nodes = list(root.walk())
    items = [at for at, node in enumerate(nodes) if node.form is Form.ITEM]
    first = items[0] if items else len(nodes)
    front = [node for node in nodes[:first] if node.form is Form.TEXT]
    if any(node.block and READING.search(node.block.folded) for node in front[:READING_LINES]):
        front += [node for node in nodes[first : first + READING_LINES] if node.form is Form.TEXT]
    tail = [node for node in nodes[first:] if node.form is Form.TEXT and node.parent is root]
    return front, tail
