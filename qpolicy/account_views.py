"""The page where one chooses another password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables

from qpolicy.audit import Kind, record
from qpolicy.forms import OwnPasswordForm
from qpolicy.passwords import note
from qpolicy.signins import DUE


class PasswordChange(PasswordChangeView):
    """With the password all other sessions of the account end; this one goes on, where it was held up."""

    form_class = OwnPasswordForm
    template_name = "accounts/password.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(why=self.request.session.get(DUE), **more)

    @sensitive_variables()
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note(form.user, must_change=False)
        self.request.session.pop(DUE, None)
        record(Kind.PASSWORD, request=self.request, by=form.user, subject=form.user, details="本人修改")
        return response
