"""What is typed into the pages of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator

from documents.admin.fields import TextLinesField
from documents.models import Function, Plan, Section
from indicators.models import Target, plain
from tasks.models import Role

MOST_FILES = 50
ACCEPTED = ".docx,.html,.htm,.pdf,.txt"
NOTHING_GIVEN = "请选择文件，或粘贴规划的文字。"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list) else []  # Django's sign for a file that is both sent and cleared is none
        files = [super(FilesField, self).clean(one, initial) for one in sent if one]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"一次最多导入 {MOST_FILES} 个文件，请分几次导入。")
        return files


class ImportForm(forms.Form):
    uploads = FilesField(
        label="文件",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        help_text="可一次选几个文件，每个文件一份规划。Word（.docx）、网页（.html）、有文字的 PDF 或纯文本（.txt），"
        f"每个不超过 {settings.FILE_LIMITS['max_bytes'] // 1024 // 1024} MB",
    )
    text = TextLinesField(
        label="或粘贴文字",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="从网页或文件中复制的规划全文",
    )
    source_url = forms.CharField(
        label="来源网址",
        required=False,
        max_length=500,
        validators=[URLValidator(["http", "https"], message="来源网址应以 http:// 或 https:// 开头。")],
        help_text="公布这份规划的网页，没有则不填",
    )

    plan = forms.ModelChoiceField(Plan.objects.without_source(), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("uploads") and not cleaned.get("text", "").strip():
            raise forms.ValidationError(NOTHING_GIVEN)
        return cleaned


class SectionForm(forms.Form):
    """What a section is; each stretch of its source has a box of its own."""

    kind = forms.ChoiceField(label="类型")
    number = forms.CharField(label="编号", required=False, max_length=100, help_text="照原文，如 （八）")
    title = forms.CharField(label="标题", required=False, max_length=2000)
    parent = forms.ChoiceField(label="上级", required=False)

    def __init__(self, *args: Any, parents: Sequence[tuple[str, str]], stretches: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_table = (kwargs.get("initial") or {}).get("kind") == Section.Kind.TABLE
        kinds = [pair for pair in Section.Kind.choices if (pair[0] == Section.Kind.TABLE) == is_table]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["parent"].choices = [("", "（最高层）"), *parents]  # type: ignore[attr-defined]
        if "text" in (kwargs.get("initial") or {}):
            box = forms.Textarea(attrs={"rows": 10})
            words = "入库后已由人工改写，与原文不同"
            self.fields["text"] = TextLinesField(label="正文", required=False, strip=False, widget=box, help_text=words)
        self.stretches = stretches
        for at, stretch in enumerate(stretches):
            label = "原文" if len(stretches) == 1 else f"原文（第 {at + 1} 段）"
            rows = min(18, 3 + len(stretch) // 60 + stretch.count("\n"))
            self.fields[f"stretch{at}"] = TextLinesField(
                label=label, required=False, strip=False, initial=stretch, widget=forms.Textarea(attrs={"rows": rows})
            )

    @property
    def stretch_fields(self) -> list[Any]:
        rewritten = [self["text"]] if "text" in self.fields else []
        return [*rewritten, *(self[f"stretch{at}"] for at in range(len(self.stretches)))]


class EnteredForm(forms.Form):
    """A section that was entered by hand; the cells of a table are corrected where it is stored."""

    number = forms.CharField(label="编号", required=False, max_length=100)
    title = forms.CharField(label="标题", required=False, max_length=2000)
    text = TextLinesField(label="正文", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))
    deadline = forms.CharField(label="完成时限", required=False, max_length=100, help_text="照原文，如 2025年底前")

    def __init__(self, *args: Any, row: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row.kind == Section.Kind.TABLE:
            del self.fields["text"]
        if not row.is_work_item:
            del self.fields["deadline"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "text" in cleaned and not any(cleaned.get(name, "").strip() for name in ("number", "title", "text")):
            raise forms.ValidationError("编号、标题和正文不能都为空。")
        return cleaned


class DeadlineForm(forms.Form):
    deadline = forms.CharField(label="完成时限", required=False, max_length=100, help_text="照原文，如 2025年底前")


class DutyForm(forms.Form):
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="部门", required=False, max_length=200)
    role = forms.ChoiceField(label="角色", choices=Role.choices, initial=Role.RESPONSIBLE)


class RuleForm(DutyForm):
    """A department that has a part in every task; `section` is the one that says so."""

    section = forms.ChoiceField(label="所在条目", required=False)

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("was"):
            del self.fields["section"]  # what is read stands where it is read
        else:
            self.fields["section"].choices = [("", "（未注明）"), *sections]  # type: ignore[attr-defined]


class TargetForm(forms.Form):
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="指标", required=False, max_length=300)
    operator = forms.ChoiceField(label="关系", choices=Target.Operator.choices, initial="=")
    value = forms.DecimalField(label="数值", required=False, max_digits=20, decimal_places=6)
    upper = forms.DecimalField(label="上限", required=False, max_digits=20, decimal_places=6)
    unit = forms.CharField(label="单位", required=False, max_length=30)
    year = forms.IntegerField(label="年份", required=False, min_value=1900, max_value=2200)
    basis = forms.ChoiceField(label="口径", required=False, choices=[("", "—"), *Target.Basis.choices])
    attribute = forms.ChoiceField(label="属性", required=False, choices=[("", "—"), *Target.Attribute.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "upper", "year"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value, upper = cleaned.get("value"), cleaned.get("upper")
        if cleaned.get("operator") == Target.Operator.RANGE:
            if value is None or upper is None or upper < value:
                self.add_error("upper", "区间应有数值和不小于它的上限。")
        elif upper is not None:
            self.add_error("upper", "只有区间有上限。")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed as the extraction would yield it: unknown is None, numbers are written."""
        cleaned = {name: self.cleaned_data.get(name) for name in self.fields if name not in ("was", "DELETE")}
        return {name: written(value) for name, value in cleaned.items()}


class GoalForm(forms.Form):
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    year = forms.IntegerField(label="年份", min_value=1900, max_value=2200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})


Duties: Any = forms.formset_factory(DutyForm, extra=2, can_delete=True, max_num=500)
DutiesAsRead: Any = forms.formset_factory(DutyForm, extra=0, can_delete=True, max_num=500)
Rules: Any = forms.formset_factory(RuleForm, extra=2, can_delete=True, max_num=500)
Targets: Any = forms.formset_factory(TargetForm, extra=1, can_delete=True, max_num=500)
Goals: Any = forms.formset_factory(GoalForm, extra=0, can_delete=True, max_num=100)


class NameForm(forms.Form):
    """What stands behind a name: a row of the catalogue that is typed, or a new one."""

    key = forms.CharField(widget=forms.HiddenInput)
    to = forms.CharField(label="归到已有的", required=False, max_length=200)

    def __init__(self, *args: Any, known: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_to(self) -> int | None:
        typed = self.cleaned_data["to"]
        if typed and typed not in self.known:
            raise forms.ValidationError(f"目录中没有“{typed}”。请从提示中选择，或留空作为新的。")
        return self.known.get(typed)


class DepartmentNameForm(NameForm):
    function = forms.ChoiceField(label="新建时的职能", required=False)

    def __init__(self, *args: Any, functions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", "（未定）"), *functions]  # type: ignore[attr-defined]
        if self.initial.get("function") not in dict(functions):
            self.initial["function"] = ""


DepartmentNames: Any = forms.formset_factory(DepartmentNameForm, extra=0, max_num=2000)
IndicatorNames: Any = forms.formset_factory(NameForm, extra=0, max_num=2000)


def functions() -> list[tuple[str, str]]:
    return list(Function.objects.values_list("slug", "name"))


def written(value: Any) -> Any:
    """Return a value as the extraction writes it."""
    if isinstance(value, Decimal):
        return plain(value)
    return value if value != "" else None
