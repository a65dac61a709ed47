"""What a password must be, and when it must be changed: 等级保护 wants both, against the advice of ASVS."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils import timezone

from qpolicy.models import Account

CLASSES = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[0-9]"), re.compile(r"[^a-zA-Z0-9]"))
LEAST_CLASSES = 3
LEAST_OWN = 4  # characters that belong to no common piece
FIRST, OLD = "first", "old"
# What passwords here are commonly put together from, longest first, in small letters and with the usual disguises undone.
COMMON = sorted(
    {
        "password", "passwd", "passw", "admin", "administrator", "root", "guest", "user", "test", "welcome", "login", "system",
        "iloveyou", "letmein", "changeme", "qwertyuiop", "qwerty", "qwer", "asdfghjkl", "asdfgh", "asdf", "zxcvbnm", "zxcvbn", "zxcv",
        "1qaz2wsx", "1qaz", "2wsx", "3edc", "qazwsx", "qaz", "wsx", "zaq1", "xsw2", "abcdefg", "abcd", "abc", "aaaa", "woaini", "aini",
        "wodemima", "mima", "guanliyuan", "guanli", "yonghu", "ceshi", "xitong", "zhongguo", "china", "beijing", "shanghai", "nihao",
        "huanying", "woaizhongguo", "zhengfu", "zhiliang", "zhiliangqiangguo", "shijianju", "jianguan", "caonima", "laopo", "baobao",
        "1234567890", "123456789", "12345678", "1234567", "123456", "12345", "1234", "123123", "123321", "321", "654321", "987654321", "123",
        "111111", "1111", "000000", "0000", "666666", "6666", "888888", "8888", "999999", "9999", "112233", "121212", "5201314", "1314520",
        "520", "1314", "147258369", "147258", "159357", "7758521", "10086", "12306", "2008", *(str(year) for year in range(2015, 2036)),
        "!@#$%^&*()", "!@#$%^&*", "!@#$%^", "!@#$%", "!@#$", "!@#", "@#$",
    },
    key=len,
    reverse=True,
)  # fmt: skip
COMMON_PIECE = re.compile("|".join(map(re.escape, COMMON)))
DISGUISES = str.maketrans({"@": "a", "$": "s", "0": "o", "!": "i", "3": "e"})


class OfSomeLength(MinimumLengthValidator):
    """Django's own, of which Django says in English what is wrong."""

    def get_error_message(self) -> str:
        return f"密码太短，至少须有 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"密码至少须有 {self.min_length} 个字符。"


class OfSeveralClasses:
    """At least three of small letters, capitals, digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        if sum(bool(kind.search(password)) for kind in CLASSES) < LEAST_CLASSES:
            raise ValidationError(self.get_help_text(), code="password_of_few_classes")

    def get_help_text(self) -> str:
        return "密码须含有大写字母、小写字母、数字、符号中的至少三类。"


class NotLikeTheAccount(UserAttributeSimilarityValidator):
    def get_help_text(self) -> str:
        return "密码不能与账号名或姓名相似。"


class NotCommon(CommonPasswordValidator):
    """Not on Django's list of what is chosen everywhere, nor put together from what is common here: Qwer!@#$1234."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if own_characters(password) < LEAST_OWN:
            raise ValidationError("这个密码太常见，容易被猜到。请另选一个。", code="password_common_here")

    def get_help_text(self) -> str:
        return "密码不能由常见的词和数字拼成，如 Admin@123456、Woaini1314!。"


class ChangedInTime:
    """Remembers when a password was set. Whoever sets it but its owner sets it for a first sign-in only.

    Django tells validators of every new password, whatever form or command has set it, and of nothing else.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Any password will do."""

    def password_changed(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk:
            note(user, must_change=True)

    def get_help_text(self) -> str:
        days = settings.PASSWORD_MAX_AGE_DAYS
        return (f"密码每 {days} 天须更换一次。" if days else "") + "由管理员设置的密码，首次登录后须由本人更换。"


def own_characters(password: str) -> int:
    """Count what is left where common pieces are taken out, then those that come out of a disguise. Linear."""
    bare = COMMON_PIECE.sub("", password.lower())
    return len(COMMON_PIECE.sub("", bare.translate(DISGUISES)))


def note(user: User, *, must_change: bool) -> None:
    """Remember that the user's password has just been set, and whether the user has to choose another."""
    values = {"password_set_at": timezone.now(), "must_change_password": must_change}
    Account.objects.update_or_create(user=user, defaults=values)


def why_due(user: User) -> str | None:
    """Return why the user has to choose another password before anything else, if so. One query."""
    account = Account.objects.filter(user=user).first()
    if account and account.must_change_password:
        return FIRST
    days = settings.PASSWORD_MAX_AGE_DAYS
    set_at = account.password_set_at if account else user.date_joined
    return OLD if days and set_at < timezone.now() - timedelta(days=days) else None
