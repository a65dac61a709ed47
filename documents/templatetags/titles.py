"""Show titles: with their numbers, as tight at their ends as they look, and so that a line never breaks within the name of another document."""

from __future__ import annotations

import re

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents import headings

register = Library()
register.filter(headings.heading)

LONGEST_KEPT = 20
CLOSING = "”’」』》）"  # signs whose right half is blank
# 贯彻落实《质量强国建设纲要》实施方案
NAME = re.compile(f"(?P<name>《[^《》]{{1,{LONGEST_KEPT}}}》)")


@register.filter
def tight_end(words: str) -> SafeString:
    """Mark a sign at the end of which only the left half is to be seen, so that a link is underlined no further."""
    if not words or words[-1] not in CLOSING:
        return format_html("{}", words)
    return format_html('{}<span class="tight">{}</span>', words[:-1], words[-1])


@register.filter
def whole_names(title: str) -> SafeString:
    """Mark the names in 《》 to be kept on one line where they find room on it."""
    *parts, rest = NAME.split(title)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return format_html("{}{}", format_html_join("", '{}<span class="whole-name">{}</span>', pairs), rest)
