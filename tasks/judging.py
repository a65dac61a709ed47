"""An editor's judgement of a pair of tasks: confirmed, rejected, or taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.models import Plan, Section
from tasks.aligning import lock, realign_two
from tasks.models import Alignment

JUDGE = "tasks.change_alignment"


class JudgedMeanwhile(Exception):  # noqa: N818  it says what stands there now
    """Somebody else has judged of the pair since it was on the screen."""

    def __init__(self, row: Alignment) -> None:
        now = f"{row.get_judgement_display()}（{row.judged}）" if row.judged else row.get_judgement_display()
        super().__init__(f"他人刚刚改动了这一对的核对结果，现为“{now}”。您的选择没有写入，请看过后再选。")


def may_judge(user: Any) -> bool:
    return bool(user.is_staff and user.has_perm(JUDGE))


@transaction.atomic
def judge(one: Section, other: Section, judgement: str, *, seen: str, by: Any) -> Alignment:
    """Judge of a pair as it was seen, and let others take the place of what was rejected. Raises JudgedMeanwhile."""
    lock()
    task, counterpart = sorted((one.pk, other.pk))
    rows = Alignment.objects.select_for_update(of=("self",)).select_related("judged_by")
    row = rows.filter(task=task, counterpart=counterpart).first()
    row = row or Alignment(task_id=task, counterpart_id=counterpart)
    if row.version != seen:
        raise JudgedMeanwhile(row)
    settle(row, judgement, by)
    return row


def settle(row: Alignment, judgement: str, by: Any) -> None:
    """Write a judgement down, with who and when, and align the two plans by it; for who holds the lock."""
    is_judged = judgement != Alignment.Judgement.UNJUDGED
    row.judgement = judgement
    row.judged_by = by if is_judged else None
    row.judged_at = timezone.now() if is_judged else None
    row.save()
    plans = Section.objects.filter(pk__in=(row.task_id, row.counterpart_id)).order_by("pk")
    one, other = plans.values_list("plan", flat=True)
    if Plan.objects.current().filter(pk__in=(one, other)).count() == 2:
        realign_two(one, other)
