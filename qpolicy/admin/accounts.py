"""Accounts and groups: looked after by superusers alone, each change of who may do what written into the audit log."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest

from documents.admin import KnowledgeAdmin
from documents.admin.publishing import PUBLISH
from qpolicy.audit import Kind, record
from qpolicy.rights import rights_of, told, words_of
from qpolicy.roles import role_of

admin.site.unregister([User, Group])

LABELS = {
    "is_active": ("启用", "停用的账号不能登录。停用即可，不必删除：删除后，其修改记录将不再显示姓名。"),
    "is_staff": ("可进入管理页", ""),
    "is_superuser": ("系统管理员", "拥有全部权限，并管理账号和组。"),
    "groups": ("组", ""),  # else the log, which is written without translation, says Groups
    "user_permissions": ("用户权限", ""),
}
NOT_ONESELF = "不能停用自己的账号，也不能取消自己的系统管理员身份；请由另一位系统管理员办理。"


class SuperusersOnly(KnowledgeAdmin):
    """Others see what they may see. Whoever could change accounts could give themselves any right."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request) and bool(obj != request.user)

    @admin.display(description="权限")
    def rights(self, holder: User | Group) -> str:
        return "、".join(sorted(rights_of(holder)["权限"])) or "无"

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the permissions that mean something here, in Chinese, each with a box to tick."""
        kwargs["widget"] = forms.CheckboxSelectMultiple(attrs={"class": "choices"})
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = ""
        if db_field.remote_field.model is Permission:
            field.queryset = self._meaningful(field.queryset)
            field.label_from_instance = words_of
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget"):
            field.widget.can_add_related = False
        return field

    def _meaningful(self, permissions: QuerySet[Permission]) -> QuerySet[Permission]:
        """Of what is looked after in the admin: four for each model, which stand in a row, then those that stand alone."""
        types = ContentType.objects.get_for_models(*self.admin_site._registry)
        of_accounts = Q(content_type__app_label="auth")
        alone = of_accounts | Q(content_type__app_label="qpolicy") | Q(codename=PUBLISH.partition(".")[2])
        place = Case(When(alone, then=1), default=0)
        meant = permissions.filter(content_type__in=[kind.pk for kind in types.values()])
        meant = meant.exclude(of_accounts & ~Q(codename__startswith="view_"))  # which superusers alone may
        return meant.order_by(place, "content_type__app_label", "content_type__model", "codename")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Remember the rights from before; those after are known when groups and permissions are saved too."""
        before = rights_of(type(obj)._default_manager.get(pk=obj.pk)) if change else {}
        form.rights_before = before
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if difference := told(form.rights_before, rights_of(form.instance)):
            record(Kind.PERMISSION, request=request, subject=form.instance, details=difference)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        record(Kind.ACCOUNT, request=request, subject=obj, details="新建")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        entry = super().log_change(request, obj, message)
        record(Kind.ACCOUNT, request=request, subject=obj, details=entry.get_change_message())
        return entry

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for row in queryset:
            record(Kind.ACCOUNT, request=request, subject=f"{row._meta.verbose_name}“{row}”", details="删除")
        return super().log_deletions(request, queryset)


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """An account that its holder has open is not closed by it."""

    editor: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS.keys() & self.fields.keys():
            self.fields[name].label, self.fields[name].help_text = LABELS[name]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        keeps = self.cleaned_data.get("is_active") and self.cleaned_data.get("is_superuser")
        if self.editor and self.instance.pk == self.editor.pk and not keeps:
            raise forms.ValidationError(NOT_ONESELF)
        return cleaned


SHOWN_OF_ACCOUNT: Any = [
    (None, {"fields": ["username"]}),
    ("持有人", {"fields": ["last_name", "first_name", "email"]}),
    ("权限", {"fields": ["is_active", "is_superuser", "groups", "rights"]}),
    ("日期", {"fields": ["last_login", "date_joined"]}),
]


@admin.register(User)
class AccountAdmin(SuperusersOnly, UserAdmin):  # type: ignore[type-arg]
    """Accounts of editors. Whoever has one may enter the admin."""

    form = AccountForm
    add_form = UserCreationForm
    list_display = ["username", "holder", "role", "is_active", "last_login"]
    list_filter = ["groups", "is_superuser", "is_active"]
    search_fields = ["username", "first_name", "last_name"]
    actions = ["unlock"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("持有人", {"fields": ["last_name", "first_name", "email"]}),
        ("权限", {"fields": ["is_active", "groups", "is_superuser", "is_staff"]}),
        ("组以外另给的权限（一般不需要）", {"classes": ["collapse"], "fields": ["user_permissions"]}),
        ("日期", {"fields": ["last_login", "date_joined"]}),
    ]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "rights"]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "groups", "password1", "password2"]})]

    @admin.display(description="姓名", ordering="last_name", empty_value="—")
    def holder(self, user: User) -> str:
        return f"{user.last_name}{user.first_name}"

    @admin.display(description="身份")
    def role(self, user: User) -> str:
        return role_of(user)

    @admin.action(description="解除所选账号的登录锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        users = list(queryset)
        for user in users:
            reset(username=user.get_username())
            record(Kind.ACCOUNT, request=request, subject=user, details="解除登录锁定")
        self.message_user(request, f"已解除 {len(users)} 个账号的登录锁定。")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show whoever may only look nothing of the password, not even how it is kept."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None or self.has_change_permission(request, obj) else SHOWN_OF_ACCOUNT

    def get_form(self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)


@admin.register(Group)
class AccountGroupAdmin(SuperusersOnly, GroupAdmin):  # type: ignore[misc]
    """Groups of editors."""

    filter_horizontal = []
    readonly_fields = ["rights"]

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return ["name", "permissions" if self.has_change_permission(request, obj) else "rights"]
