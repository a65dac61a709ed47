"""corrected(): a text and the corrections of an editor -> the draft as it is to be. Pure; reading again loses none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from documents.outline import Outline
from documents.passage import merged
from indicators import extraction as indicators
from qpolicy.corrections.findings import correct_duties, correct_goals, correct_rules, correct_targets
from qpolicy.corrections.keeping import Correction
from qpolicy.corrections.keys import partners
from qpolicy.corrections.pieces import Pieces
from qpolicy.corrections.text import Places, working_text
from qpolicy.ingest import Draft, read_plan
from tasks import extraction as tasks

STRUCTURE = ("split", "join", "drop", "section")


@dataclass(frozen=True)
class Corrected:
    """The draft as corrected, of the working text, and what stands behind it.

    `reading` is what the uncorrected source says; `keys` name the sections of the draft in corrections.
    """

    source: str
    corrections: Sequence[Correction]
    reading: Draft
    working: Draft  # what the text says as the editor has it read
    structured: Draft  # that with its sections corrected, and what was read from them
    draft: Draft
    keys: tuple[str, ...]
    unfit: tuple[Correction, ...]
    _origins: tuple[int | None, ...]

    @cached_property
    def origins(self) -> tuple[int | None, ...]:
        """For each section of the draft the id of the section of `reading` that it is, None for new ones."""
        if self.working is self.reading:
            return self._origins
        found = partners(self.reading.outline, self.working.outline)
        return tuple(
            found[origin - 1] + 1 if origin is not None and origin - 1 in found else None for origin in self._origins
        )

    @cached_property
    def places(self) -> Places:
        """Leads from places of the draft's text back to the source."""
        return Places(self.source, self.corrections)

    def index(self, key: str) -> int | None:
        """Return where in the draft the section of this key stands."""
        return self._index.get(key)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {key: index for index, key in enumerate(self.keys)}


def corrected(source: str, corrections: Sequence[Correction]) -> Corrected:
    """Read the text with its corrections, each kind in its turn, whatever the order in which they were made."""
    reading = read_plan(source)
    text = working_text(source, corrections)
    working = reading if text == source else read_plan(text)
    pieces = Pieces(working.outline)
    unfit = _restructure(pieces, corrections)
    structured = working
    if any(correction["kind"] in STRUCTURE for correction in corrections):
        dropped = merged([*working.outline.dropped, *pieces.dropped])
        structured = _read_again(working, replace(working.outline, sections=pieces.numbered(), dropped=dropped))
    keys = tuple(piece.key for piece in pieces.row)
    draft, more = _with_findings(structured, keys, corrections)
    origins = tuple(piece.origin for piece in pieces.row)
    return Corrected(source, corrections, reading, working, structured, draft, keys, (*unfit, *more), origins)


def _restructure(pieces: Pieces, corrections: Sequence[Correction]) -> list[Correction]:
    """Split from the beginning of each section, join from the end of the text, then rename and move."""
    splits = sorted(_of("split", corrections), key=lambda correction: int(correction["at"]))
    unfit = [correction for correction in splits if not pieces.split(correction)]
    order = {piece.key: index for index, piece in enumerate(pieces.row)}
    joins = sorted(_of("join", corrections), key=lambda correction: -order.get(correction["section"], -1))
    unfit += [correction for correction in joins if not pieces.join(correction)]
    unfit += [correction for correction in _of("drop", corrections) if not pieces.drop(correction)]
    return unfit + [correction for correction in _of("section", corrections) if not pieces.change(correction)]


def _read_again(draft: Draft, outline: Outline) -> Draft:
    """Read departments and values from the sections as they are now."""
    figures, duties = indicators.extract(outline), tasks.extract(outline)
    remarks = sorted(
        {*outline.remarks, *figures.remarks, *duties.remarks}, key=lambda remark: (remark.start, remark.code)
    )
    return replace(
        draft,
        outline=outline,
        goals=figures.goals,
        targets=figures.targets,
        duties=duties.duties,
        deadlines=duties.deadlines,
        defaults=duties.defaults,
        remarks=tuple(remarks),
    )


def _with_findings(
    draft: Draft, keys: Sequence[str], corrections: Sequence[Correction]
) -> tuple[Draft, list[Correction]]:
    ids = {key: index for index, key in enumerate(keys, start=1)}
    unfit: list[Correction] = []
    duties, targets, goals = dict(draft.duties), list(draft.targets), list(draft.goals)
    deadlines = dict(draft.deadlines)

    def each(kind: str, apply: Callable[[int, list[Correction]], list[Correction]]) -> None:
        for key, those in _by_section(_of(kind, corrections)).items():
            unfit.extend(apply(ids[key], those) if key in ids else those)

    def of_duties(id: int, those: list[Correction]) -> list[Correction]:
        now, left = correct_duties(duties.get(id, ()), those)
        duties[id] = tuple(now)
        return left

    def of_targets(id: int, those: list[Correction]) -> list[Correction]:
        now, left = correct_targets([target for target in targets if target.section == id], those, section=id)
        targets[:] = sorted([*(t for t in targets if t.section != id), *now], key=lambda target: target.section)
        return left

    def of_goals(id: int, those: list[Correction]) -> list[Correction]:
        now, left = correct_goals([goal for goal in goals if goal.section == id], those, section=id)
        goals[:] = sorted([*(goal for goal in goals if goal.section != id), *now], key=lambda goal: goal.section)
        return left

    def of_deadlines(id: int, those: list[Correction]) -> list[Correction]:
        if not draft.outline.section(id).kind.is_work_item:
            return those
        deadlines[id] = those[-1]["set"]["deadline"]
        return []

    each("duty", of_duties)
    each("target", of_targets)
    each("goal", of_goals)
    each("deadline", of_deadlines)
    rules, left = correct_rules(draft.defaults, _of("rule", corrections), ids)
    stated = {section: deadline for section, deadline in deadlines.items() if deadline}
    found = replace(draft, duties=duties, targets=tuple(targets), goals=tuple(goals), deadlines=stated)
    return replace(found, defaults=tuple(rules)), [*unfit, *left]


def _of(kind: str, corrections: Iterable[Correction]) -> list[Correction]:
    return [correction for correction in corrections if correction.get("kind") == kind]


def _by_section(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for correction in corrections:
        found.setdefault(correction["section"], []).append(correction)
    return found
