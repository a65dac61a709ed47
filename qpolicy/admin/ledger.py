"""Tasks, whose ledger can be edited in a spreadsheet program and brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from qpolicy.bringing.pages import bring_back_page
from tasks.admin import TaskAdmin
from tasks.models import Task

admin.site.unregister(Task)


@admin.register(Task)
class LedgerTaskAdmin(TaskAdmin):
    change_list_template = "admin/tasks/task/change_list.html"

    def get_urls(self) -> list[Any]:
        """Django's own addresses end in one that takes everything."""
        own = path("bring-back/", self.admin_site.admin_view(self.bring_back), name="tasks_task_bring_back")
        return [own, *super().get_urls()]

    def bring_back(self, request: HttpRequest) -> HttpResponse:
        """Whoever may change tasks may also change who does them and what is to be reached."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "带回台账", "opts": self.opts}
        return bring_back_page(request, context)
