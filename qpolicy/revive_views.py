"""The page that shows a row that was deleted, and brings it back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.admin.history import shown_fields
from documents.models import Section
from documents.store import lock_plans
from qpolicy.audit import Kind
from qpolicy.audit import record as write_down
from qpolicy.reviving import CannotRevive, parts_deleted_with, revive, told


def revive_deleted(request: HttpRequest, owner: Any, record: Any) -> HttpResponse:
    """Bring the row back where it is posted, else show it with what would come back with it."""
    refusal = ""
    if request.method == "POST":
        try:
            return _revived(request, owner, record)
        except CannotRevive as refused:
            refusal = str(refused)
    with_it = parts_deleted_with(record) if record.instance_type is Section else {}
    context = {
        **owner.admin_site.each_context(request),
        "title": f"恢复已删除的{owner.opts.verbose_name}",
        "opts": owner.opts,
        "record": record,
        "fields": shown_fields(record),
        "with_it": {name: len(parts) for name, parts in with_it.items()},
        "refusal": refusal,
        "may_revive": owner.has_add_permission(request) and not owner.is_barred(request, record.instance),
    }
    return TemplateResponse(request, "admin/revive.html", context)


def _revived(request: HttpRequest, owner: Any, record: Any) -> HttpResponse:
    with transaction.atomic():
        with suppress(ObjectDoesNotExist):  # the section is gone, too
            lock_plans({owner.plan_of(record.instance)})
        revived = revive(record, request.user)
        owner.count_edits({owner.plan_of(revived.row)})
        write_down(Kind.RESTORE, request=request, subject=revived.row, details="恢复已删除的内容")
    first, *remarks = told(revived)
    messages.success(request, first)
    for remark in remarks:
        messages.warning(request, remark)
    name = f"admin:{owner.opts.app_label}_{owner.opts.model_name}_change"
    return redirect(reverse(name, args=[revived.row.pk]))
