"""Signing in, and choosing a password of one's own. Neither says whether there is an account of a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts

WRONG = "账号或密码不正确。请注意大小写。"


class SignInForm(AdminAuthenticationForm):
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"


class OwnPasswordForm(PasswordChangeForm):
    """What is wrong with the new password is said where it is typed first."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_mismatch": "两次填写的新密码不一致。",
        "password_incorrect": "现在的密码不正确，请重新填写。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": "现在的密码", "new_password1": "新密码", "new_password2": "再填一次新密码"}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""

    def rules(self) -> list[str]:
        return [rule for rule in password_validators_help_texts() if rule]

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise forms.ValidationError("新密码不能与现在的密码相同。")
        return new

    def validate_password_for_user(self, user: Any, *_: str) -> None:
        super().validate_password_for_user(user, "new_password1")
