"""Words that mean the same, as administrators edit them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from documents.admin.base import searchable
from documents.admin.fields import LinesField
from documents.admin.locking import GuardedForm, LockedAdmin
from documents.admin.upkeep import Chore, KeptInOrder
from documents.models import Synonym
from documents.search.cuts import letters

HELP = "每行一个词，意思必须完全相同：检索其中一个，其余的也算命中，只是排在后面。保存后立即生效，不必重建索引。"
OF_ABBREVIATION = (
    "第一行是简称，其余是全称：检索简称时全称也算命中，检索全称时不找简称。"
    "用于会出现在其他词中间的简称，如“国标”（“中国标准”中也有这两个字）。"
)
EXPLANATION = "简体、繁体和全角、半角不必分别写，标点和空格不计。部门的不同名称由职能目录处理，不写在这里。"


class SynonymForm(GuardedForm):
    words = LinesField(label="同义词", help_text=HELP)

    class Meta:
        model = Synonym
        fields = ["words", "is_abbreviation", "note", "is_active"]
        help_texts = {"is_abbreviation": OF_ABBREVIATION}


@admin.register(Synonym)
class SynonymAdmin(KeptInOrder, LockedAdmin):
    chores = (
        Chore(
            "inactive", "已停用", "检索时不起作用；不再需要的可以删除", lambda groups: groups.filter(is_active=False)
        ),
        Chore(
            "shared", "与另一组有相同的词", "意思相同的请合为一组", lambda groups: groups.filter(pk__in=overlapping())
        ),
    )
    form = SynonymForm
    list_display = ["__str__", "is_abbreviation", "note", "is_active"]
    list_filter = ["is_active", "is_abbreviation"]
    search_fields = ["note"]
    fieldsets = [(None, {"fields": ["words", "is_abbreviation", "note", "is_active"], "description": EXPLANATION})]

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for word, other in shared_words(obj):
            self.message_user(
                request, f"“{word}”也在另一组同义词“{other}”中，两组都会生效；意思相同的请合为一组。", messages.WARNING
            )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Synonym], search_term: str
    ) -> tuple[QuerySet[Synonym], bool]:
        """Look into the words too, in either script; SQLite keeps a list with its ideographs escaped."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        terms = [wanted for term in searchable(search_term).split() if (wanted := letters(term))]
        if not terms:
            return found, may_repeat
        groups = [(pk, _letters_of(words)) for pk, words in Synonym.objects.values_list("pk", "words")]
        keys = [pk for pk, words in groups if all(any(term in word for word in words) for term in terms)]
        return found | queryset.filter(pk__in=keys), may_repeat


def shared_words(synonym: Synonym) -> Iterator[tuple[str, Synonym]]:
    """Yield the words that find the others in another active group too, each with the first such group. One query."""
    if not synonym.is_active:
        return
    others = [
        (other, [*map(letters, other.finding())])
        for other in Synonym.objects.filter(is_active=True).exclude(pk=synonym.pk)
    ]
    for word in synonym.finding():
        known = next((other for other, words in others if letters(word) in words), None)
        if known:
            yield word, known


def overlapping() -> set[int]:
    """Return the active groups of which a word that finds the others does so in another one too. One query."""
    groups: defaultdict[str, set[int]] = defaultdict(set)
    for synonym in Synonym.objects.filter(is_active=True):
        for word in synonym.finding():
            groups[letters(word)].add(synonym.pk)
    return set().union(*(keys for keys in groups.values() if len(keys) > 1))


def _letters_of(words: Any) -> Sequence[str]:
    return [letters(str(word)) for word in words] if isinstance(words, list) else []
