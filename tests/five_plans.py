"""The knowledge base as quickstart fills it."""

from __future__ import annotations

from documents.search.indexing import repair
from qpolicy.fixtures import FOLDER, load, load_catalogues
from tasks.aligning import align

SLUGS = ("rongchang", "generic-city", "hebei", "xinjiang", "xian")


def load_five_plans() -> None:
    load_catalogues()
    load(FOLDER / f"{name}.json" for name in ("indicators", *SLUGS))
    repair()
    align()
