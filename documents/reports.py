"""纠错: a reader says what is wrong with a section, and who corrects the plans finds it in the admin."""

from __future__ import annotations

from functools import partial
from typing import cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.limits import Limit, too_many_requests
from documents.models import ErrorReport, Section
from documents.models.reports import words_of
from documents.scripts import LANGUAGES, convert
from documents.switch import script_for, wanted_script
from documents.text import Script
from documents.views import readable_by

LONGEST_QUOTE = 300


class ErrorReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is wrong, and nothing of who says so. `homepage` is not shown: only programs fill it in."""

    text = forms.CharField(
        label="哪里不对",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text="请写明错在哪里、应当怎样，最好注明依据。不要填写个人信息。最多 2000 字。",
        error_messages={
            "required": "请写明哪里不对。",
            "max_length": "最多 2000 字，现有 %(show_value)d 字。",
        },
    )
    homepage = forms.CharField(label="此处请留空", required=False, widget=forms.TextInput(attrs={"tabindex": -1}))

    class Meta:
        model = ErrorReport
        fields = ["text"]

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.cleaned_data["homepage"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    section = _section(request, slug, anchor)
    form = ErrorReportForm(request.POST if request.method == "POST" else None, instance=ErrorReport(section=section))
    if request.method == "POST":
        limit = Limit("reports", settings.REPORT_LIMIT, settings.REPORT_SECONDS)
        if wait := limit.wait(request):
            return too_many_requests(request, wait)
        if form.is_valid():
            limit.count(request)
            if not form.is_by_a_program:
                form.save()
            return redirect("site:report-sent", slug, anchor)
    return render(request, "documents/report.html", {**_shown(request, section), "form": form})


@never_cache
@require_safe
def sent(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    return render(request, "documents/report_sent.html", _shown(request, _section(request, slug, anchor)))


def _section(request: HttpRequest, slug: str, anchor: str) -> Section:
    plans = readable_by(request.user).without_source()
    return get_object_or_404(Section.objects.select_related("plan"), plan__in=plans, plan__slug=slug, anchor=anchor)


def _shown(request: HttpRequest, section: Section) -> dict[str, object]:
    """Return plan and section in the script the reader wants; of a long section its beginning."""
    plan = section.plan
    script = script_for(plan, wanted_script(request))
    write = partial(convert, written=cast(Script, plan.script), wanted=script)
    words = write(words_of(section))
    return {
        "place": "plans",
        "plan_title": write(plan.title),
        "plan_url": plan.get_absolute_url(),
        "section_url": section.get_absolute_url(),
        "quote": words[:LONGEST_QUOTE].split("\n"),
        "is_cut": len(words) > LONGEST_QUOTE,
        "language": LANGUAGES[script],
    }
