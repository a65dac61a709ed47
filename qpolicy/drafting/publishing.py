"""The way of a draft: submitted, returned or published, by two people; refused where the plan has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from documents.admin.history import changes_since
from documents.admin.publishing import may_publish
from documents.models import Draft, Plan, Section
from documents.quoting import quoted
from qpolicy.amending import amend
from qpolicy.audit import Kind, record
from qpolicy.collisions import Advice, Collided, explained, with_second_try
from qpolicy.corrections import Corrected, corrected
from qpolicy.drafting.catalogue import decided_upon, refuse_missing
from qpolicy.drafting.metadata import MetadataForm, form_of
from qpolicy.drafting.opening import already_open
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.relation import is_answered, resembling_of
from qpolicy.drafting.returned import content_of
from qpolicy.drafting.saving import NotPossible, as_seen, locked
from qpolicy.drafting.stored import corrections_of
from qpolicy.ingest import entitle, with_notes
from qpolicy.storing import Stored, lock_plan, store_draft

State = Draft.State
LONGEST_REASON = 100  # of a change, as history keeps it
OWN = "录入人不能发布自己的草稿，请由另一位审核员审核后发布。"
TOUCHED = "您改动或提交过这份草稿，不能由您发布，请由另一位没有改动过它的审核员审核后发布。"
NOT_SUBMITTED = "草稿还没有提交审核，不能发布。请先提交。"
AGAIN = "对应的规划已撤回，发布会使它重新公开。确要公开的，请勾选“我知道这份规划已撤回，发布后重新公开”。"
TAKEN = "另有同一份文字的草稿正在办理，不能恢复这一份。"
ADVICE = Advice(
    "请在发文信息中核对标题和发文字号；确是同一份规划的，请改为更新它。", "请在发文信息中另填一个网址标识。"
)
UNANSWERED = "知识库中已有相近的规划：{plans}。请先在草稿页上选择这份文件与它的关系（已提交的先退回），再提交审核。"
GONE = "这份草稿要更新或替代的规划已被删除。请改为按新规划处理。"
CHANGED = "开始编辑这份草稿之后，规划已被他人修改，现在发布会以草稿的内容覆盖他人的修改。请先到“将有的改动”中核对，再点“已核对，以本草稿为准”。他人的修改是："
CHANGED_AGAIN = "您打开此页之后，规划又有改动，请核对现在列出的修改，再点“已核对，以本草稿为准”。"


@transaction.atomic
def submit(key: int, seen: int, *, request: HttpRequest) -> Draft:
    """Hand the draft, as it was seen, to a reviewer; it cannot be edited until it is returned."""
    draft = as_seen(_in_state(key, *Draft.EDITABLE), seen)
    _checked(draft)
    draft.take_part(request.user)
    return _step(draft, State.SUBMITTED, "提交审核", request, Kind.SUBMISSION)


@transaction.atomic
def give_back(key: int, remark: str, *, request: HttpRequest) -> Draft:
    """Return the draft to its editor with a remark; without one nobody would know what to do."""
    draft = _in_state(key, State.SUBMITTED)
    if not may_publish(request.user) and draft.owner_id != request.user.pk:
        raise NotPossible("只有审核员可以退回草稿，录入人可以撤回自己的草稿。")
    if draft.owner_id == request.user.pk and not remark.strip():
        return _step(draft, State.EDITING, "撤回了提交", request, Kind.RECALL)
    if not remark.strip():
        raise NotPossible("请填写审核意见，说明要修改什么。")
    draft.remark, draft.as_returned = remark.strip(), content_of(draft)
    return _step(draft, State.RETURNED, f"退回：{draft.remark}", request, Kind.RETURN)


@transaction.atomic
def discard(key: int, *, request: HttpRequest) -> Draft:
    return _step(_in_state(key, *Draft.EDITABLE), State.DISCARDED, "放弃了草稿", request)


@transaction.atomic
def resume(key: int, *, request: HttpRequest) -> Draft:
    """Take up again what was discarded."""
    draft = _in_state(key, State.DISCARDED)
    if there := Draft.objects.of_text(draft.source_sha256):
        raise NotPossible(f"{TAKEN}{already_open(there, request.user)}")
    return _step(draft, State.EDITING, "恢复了草稿", request)


@transaction.atomic
def accept_plan(key: int, seen: int, *, request: HttpRequest) -> Draft:
    """Go on with the draft as it is, having looked at what others have changed in the plan: the draft overrules it.

    `seen` is the version of the plan that was on the screen.
    """
    draft = _in_state(key, *Draft.OPEN)
    if draft.plan is None:
        raise NotPossible(GONE)
    if draft.plan.lock_version != seen:
        raise NotPossible(CHANGED_AGAIN)
    draft.base_lock_version = seen
    draft.note(request.user.get_username(), "核对了他人对规划的修改")
    draft.save()
    return draft


def publish(key: int, seen: int, *, request: HttpRequest) -> Stored:
    """Store the draft, as it was seen, as a published plan, whole or not at all.

    Raises NotPossible or ChangedMeanwhile with the reason in Chinese.
    """
    return _whole(key, lambda: _publish_whole(key, seen, request))


def submit_and_publish(key: int, seen: int, *, request: HttpRequest) -> Stored:
    """Do both for whoever needs nobody else: a superuser, or everybody who may publish where FOUR_EYES is 0.

    Raises as `publish` does.
    """

    @transaction.atomic
    def both() -> Stored:
        draft = submit(key, seen, request=request)
        return _publish_whole(key, draft.lock_version, request)

    return _whole(key, both)


def _whole(key: int, store: Callable[[], Stored]) -> Stored:
    """Store in a transaction, tried twice; what goes wrong at its end, as a key that is gone, is told in words too."""
    try:
        return with_second_try(store)
    except Collided as collided:
        draft = Draft.objects.get(pk=key)
        raise NotPossible(explained(collided.error, title=draft.title, advice=ADVICE)) from collided


def why_not_publish(draft: Draft, user: Any) -> str:
    """Return why the user may not publish the draft once it is submitted; empty where nothing stands in the way.

    Two people answer for what is published: whoever entered, changed or submitted the draft is one of them, whoever
    publishes it the other. Who returned it, or looked at what others have changed in the plan, has changed nothing.
    """
    if not may_publish(user):
        return "只有审核员可以发布。"
    if is_sufficient_alone(user) or not is_anothers_turn(draft, user):
        return ""
    return OWN if draft.owner_id == user.pk else TOUCHED


def is_sufficient_alone(user: Any) -> bool:
    """Tell whether the user needs nobody else to publish."""
    return may_publish(user) and (user.is_superuser or not settings.FOUR_EYES)


def is_anothers_turn(draft: Draft, user: Any) -> bool:
    """Tell whether the draft is the user's own doing, in whole or in part."""
    return user.pk in (draft.owner_id, *draft.contributors)


def hidden_as(draft: Draft) -> str:
    """Return as what the plan that the draft updates is hidden from the public (已撤回); empty where it is not."""
    plan = draft.updated
    return "" if plan is None or plan.is_public else plan.get_status_display()


def changed_meanwhile(draft: Draft) -> list[str]:
    """Say who has changed what in the plan since the draft was begun; nothing where nobody has."""
    plan = draft.plan
    if draft.manner != Draft.Manner.UPDATE or plan is None or plan.lock_version == draft.base_lock_version:
        return []
    sections = Section.history.filter(plan_id=plan.pk)
    return changes_since([plan.history.all(), sections], draft.created_at) or ["规划已被修改"]


def _publish_whole(key: int, seen: int, request: HttpRequest) -> Stored:
    try:
        with transaction.atomic():
            return _publish(as_seen(locked(key), seen), request)
    except Plan.DoesNotExist as error:
        raise NotPossible(GONE) from error


def _publish(draft: Draft, request: HttpRequest) -> Stored:
    if reason := why_not_publish(draft, request.user):
        raise NotPossible(reason)
    if draft.state != State.SUBMITTED:
        raise NotPossible(NOT_SUBMITTED if draft.is_open else f"草稿{draft.get_state_display()}，不能发布。")
    if draft.manner == Draft.Manner.UPDATE and draft.plan:
        lock_plan(draft.plan)  # whoever is editing it is waited for, and then seen
    form, found = _checked(draft)
    plan = _plan_of(draft, form)
    reading = with_notes(found.reading, draft.notes)
    if not reading.outline.heading.title:
        reading = entitle(reading, form.cleaned_data["title"])
    given = {**form.cleaned_data, "source_name": draft.source_name, "status": Plan.Status.PUBLISHED}

    remarks = _remarks(draft, request.user)

    def told(stored: Stored) -> None:
        details = "，".join((f"草稿 {draft.pk}", draft.get_manner_display(), *remarks))
        record(Kind.PUBLICATION, request=request, subject=stored.plan, details=details)

    base = _base(draft, plan)
    plan._change_reason = _reason(draft)  # type: ignore[attr-defined]
    with decided_upon(found, form.cleaned_data["region"], draft.updated, by=request.user):
        stored = store_draft(
            reading, plan, given=given, amend=lambda entries: amend(entries, found, base=base), then=told
        )
    draft.plan = stored.plan
    draft.base_lock_version = stored.plan.lock_version
    _step(draft, State.PUBLISHED, "，".join(("审核后发布", *remarks)), request)
    return stored


def _reason(draft: Draft) -> str:
    """Say in the history of the plan which draft it was published from, and who had entered it."""
    owner = f"（{draft.owner} 录入）" if draft.owner else ""
    return f"由草稿 {draft.pk}{owner}发布"[:LONGEST_REASON]


def _remarks(draft: Draft, user: Any) -> list[str]:
    """Return what a log has to say of a publication that is not like others."""
    was = hidden_as(draft)
    return [
        *(["未经另一人审核"] if is_anothers_turn(draft, user) else []),
        *([f"规划原为“{was}”，由此公开"] if was else []),
    ]


def _checked(draft: Draft) -> tuple[MetadataForm, Corrected]:
    """Return the form and the reading where both are complete; raise NotPossible where something is missing."""
    form, found = form_of(draft), reading_of(draft)
    if not form.is_valid():
        told = "；".join(
            f"{form.fields[name].label if name in form.fields else '发文信息'}：{''.join(map(str, errors))}"
            for name, errors in form.errors.items()
        )
        raise NotPossible(f"请先改好发文信息。{told}")
    if draft.manner != Draft.Manner.NEW and draft.plan is None:
        raise NotPossible(GONE)
    if not is_answered(draft) and (resembling := resembling_of(draft)):
        raise NotPossible(UNANSWERED.format(plans="、".join(quoted(one.plan.title) for one in resembling)))
    if changed := changed_meanwhile(draft):
        raise NotPossible(f"{CHANGED}{'；'.join(changed)}")
    refuse_missing(found, form.cleaned_data["region"])
    return form, found


def _base(draft: Draft, plan: Plan) -> Corrected | None:
    """Return what an editing of a stored plan began with: its own source and what was corrected in it by hand."""
    if draft.manner != Draft.Manner.UPDATE or draft.source_sha256 != plan.source_sha256:
        return None
    return corrected(plan.source_text, corrections_of(plan))


def _plan_of(draft: Draft, form: MetadataForm) -> Plan:
    if draft.manner == Draft.Manner.UPDATE and draft.plan:
        return Plan.objects.get(pk=draft.plan.pk)
    plan = Plan(slug=form.cleaned_data["slug"], region=form.cleaned_data["region"])
    if draft.manner == Draft.Manner.EDITION and draft.plan:
        plan.edition, plan.replaces = draft.plan.edition + 1, draft.plan
    return plan


def _in_state(key: int, *states: str) -> Draft:
    draft = locked(key)
    if draft.state not in states:
        raise NotPossible(f"草稿现在是“{draft.get_state_display()}”，不能这样做。请刷新页面。")
    return draft


def _step(draft: Draft, state: str, what: str, request: HttpRequest, kind: str = "") -> Draft:
    draft.state = state
    draft.note(request.user.get_username(), what)
    draft.save()
    if kind:
        record(kind, request=request, subject=f"草稿{quoted(draft.title)}", details=what.partition("：")[2])
    return draft
