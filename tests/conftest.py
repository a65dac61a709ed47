"""What every test may count on: run-time files go to a folder of the test run, never to .data/."""

from __future__ import annotations

import os
import tempfile

# Read by qpolicy.settings, which pytest-django imports after this file.
_FOLDER = tempfile.TemporaryDirectory(prefix="qpolicy-tests-")
os.environ["DATA_DIR"] = _FOLDER.name
