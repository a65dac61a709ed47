"""The settings of the tests: run-time files go to a folder of the test run, never to .data/."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="qpolicy-tests-")
os.environ["DATA_DIR"] = _folder.name

from qpolicy.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
