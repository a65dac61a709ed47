"""Show a title so that a line never breaks within the name of another document."""

from __future__ import annotations

import re

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()

LONGEST_KEPT = 20
# 贯彻落实《质量强国建设纲要》实施方案
NAME = re.compile(f"(?P<name>《[^《》]{{1,{LONGEST_KEPT}}}》)")


@register.filter
def whole_names(title: str) -> SafeString:
    """Mark the names in 《》 to be kept on one line where they find room on it."""
    *parts, rest = NAME.split(title)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return format_html("{}{}", format_html_join("", '{}<span class="whole-name">{}</span>', pairs), rest)
