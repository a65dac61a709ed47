#!/usr/bin/env python
"""Run one of Django's or the project's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qpolicy.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        install = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"
        sys.exit(f"缺少依赖 {error.name}：请先运行 {install}，再用 .venv/bin/python。")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
