"""Begin: make the database, load what the project comes with, and let the first administrator in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from documents.models import Department, Plan, SearchLog, Upload
from documents.readers import read
from documents.search.indexing import repair
from indicators.models import Indicator
from qpolicy.audit import Kind, record
from qpolicy.fixtures import FOLDER, add_first_states, load, load_catalogues
from qpolicy.importing import Wish, import_plan
from qpolicy.passwords import note
from tasks.aligning import align

# The plans that an empty knowledge base begins with, and what their published texts do not say of themselves.
PLANS = {
    "rongchang": Wish(region="500153"),
    "generic-city": Wish(region="generic-city"),
    "hebei": Wish(region="130000"),
    "xinjiang": Wish(region="650000", title="新疆维吾尔自治区质量强区建设方案"),
    "xian": Wish(region="610100"),
}


def prepare() -> Iterator[str]:
    """Bring the knowledge base to where it can be used, and say of each step what it did. Safe to repeat."""
    yield migrate()
    if loaded := load_catalogues():
        yield f"目录：已装入{'、'.join(loaded)}"
    yield load_plans()
    if number := repair():
        yield f"检索：已为 {number} 个章节条建立索引"
    if number := align():
        yield f"任务对应：已重新计算 {number} 份规划"
    if number := SearchLog.objects.forget_old():
        yield f"检索记录：已清理 {settings.SEARCH_LOG_DAYS} 天以前的 {number} 条"
    if number := Upload.objects.forget_old():
        yield f"导入：已清理没有读完或早已读完的 {number} 份上传文件"


def migrate() -> str:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        return "数据库：已是最新"
    call_command("migrate", verbosity=0, interactive=False)
    add_first_states()  # of rows whose model has just been given a history
    return f"数据库：已执行 {waiting} 个迁移"


def load_plans() -> str:
    """Load the first plans into an empty knowledge base; what anybody has entered or corrected is never touched."""
    if number := Plan.objects.count():
        return f"规划：已有 {number} 份，未作改动"
    if Department.objects.exists() or Indicator.objects.exists():
        return "规划：尚无规划，但已有部门或指标，未装入初始规划"
    if reviewed := reviewed_plans():
        load(reviewed)
        return f"规划：已装入 {len(PLANS)} 份"
    read_sources()
    return f"规划：已读取原文并存入 {len(PLANS)} 部（未经校订）"


def reviewed_plans() -> list[Path]:
    """Return the fixtures of the first plans and their indicators; none unless all are there."""
    paths = [FOLDER / f"{name}.json" for name in ("indicators", *PLANS)]
    return paths if all(path.exists() for path in paths) else []


@transaction.atomic
def read_sources() -> None:
    """Read the first plans from their published texts, as the fixtures were before they were reviewed."""
    for slug, wish in PLANS.items():
        path = FOLDER / "sources" / f"{slug}.txt"
        named = replace(wish, slug=slug, source_name=path.name, is_published=True)
        reading = read(path.name, path.read_bytes())
        import_plan(reading.text, named, notes=reading.notes)


def first_administrator() -> tuple[str, str] | None:
    """Make an administrator with a random password unless there is one; return name and password.

    Whoever signs in with it has to choose another at once.
    """
    users = get_user_model()._default_manager
    if users.filter(is_superuser=True, is_active=True).exists():
        return None
    taken = set(users.values_list("username", flat=True))
    name = next(name for name in ("admin", *(f"admin{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = users.create_superuser(name, password=password)
        note(user, must_change=True)
        record(Kind.ACCOUNT, by="quickstart", subject=user, details="新建系统管理员")
    return name, password
