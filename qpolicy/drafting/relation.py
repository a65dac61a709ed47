"""What a draft has to do with the plans that it resembles: the question to its editor, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from documents.models import Draft, Plan

ANSWERS = {
    Draft.Manner.NEW.value: "是另一份规划",
    Draft.Manner.UPDATE.value: "是同一版本，更新它",
    Draft.Manner.EDITION.value: "是它的新版本，替代它",
}


@dataclass(frozen=True, slots=True)
class Resembling:
    """A plan that the text may be a version of, and why."""

    plan: Plan
    reason: str

    @property
    def features(self) -> str:
        """Return what tells the plan from another of the same title."""
        return features_of(self.plan)


def features_of(plan: Plan) -> str:
    """Return what tells a plan from others of its title: 第 2 版，2024-04-28，西府发〔2024〕1号，网址标识 xian."""
    issued = f"{plan.issued_on:%Y-%m-%d}" if plan.issued_on else ""
    words = (f"第 {plan.edition} 版", issued, plan.document_number, f"网址标识 {plan.slug}")
    return "，".join(filter(None, words))


def resembling_of(draft: Draft) -> list[Resembling]:
    """Return the plans that the text resembles and that are there still, the likest first. One query at most."""
    reasons = dict(draft.resembling)
    if not reasons:
        return []
    there = Plan.objects.filter(pk__in=reasons).without_source().in_bulk()
    return [Resembling(there[key], reason) for key, reason in reasons.items() if key in there]


def is_answered(draft: Draft) -> bool:
    """Tell whether the editor has said what the text is to the plans that it resembles."""
    return draft.manner != Draft.Manner.NEW or draft.is_another


def answer_of(draft: Draft) -> str:
    """Return the answer in the words of the question."""
    return ANSWERS[draft.manner]
