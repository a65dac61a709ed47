"""The browser that opens and prints pages in tests: the one without windows where there is a choice."""

from __future__ import annotations

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = "no chromium on this machine (Debian: apt install chromium-headless-shell fonts-noto-cjk)"
