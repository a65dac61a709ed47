"""Show a title so that a line never breaks within the name of another document."""

from __future__ import annotations

import re

from django.template import Library
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = Library()

LONGEST_KEPT = 20
# 贯彻落实《质量强国建设纲要》实施方案
NAME = re.compile(f"《[^《》]{{1,{LONGEST_KEPT}}}》")


@register.filter
def whole_names(title: str) -> SafeString:
    """Mark the names in 《》 to be kept on one line where they find room on it."""
    return mark_safe(NAME.sub(r'<span class="whole-name">\g<0></span>', escape(title)))
