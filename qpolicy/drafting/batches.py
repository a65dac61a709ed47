"""Several files at once: laid aside first, then read one by one, so that a page can say how far the work is.

No request reads for long: a worker that dies leaves its file to the next request, and nothing else is lost. What
crashes whoever reads it is given up after MOST_TRIES, and keeps no other file waiting.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.models import Draft, Plan, Upload
from documents.quoting import quoted
from documents.readers import UnreadableFile
from qpolicy.drafting.opening import Known, open_draft
from qpolicy.files import read_file

SECONDS = 2  # after which no other file is begun in the same request
LONGEST_READING = timedelta(minutes=2)  # after which whoever took a file is taken for dead
MOST_TRIES = 3
LONGEST_NAME = 300
GIVEN_UP = (
    "读取{name}时程序意外中断，已试 {tries} 次，不再重试。请联系系统管理员在运行日志中查找“upload {key}”；"
    "也可以将文件另存为其他格式，或粘贴其中的文字，再次导入。"
)
Told = Callable[[Upload], None]

logger = logging.getLogger(__name__)


@transaction.atomic
def lay_aside(files: Iterable[tuple[str, bytes]], *, owner: Any, plan: Plan | None) -> uuid.UUID:
    """Keep the files until they are read, one of them in memory, and forget those that nobody has come back for."""
    Upload.objects.forget_old()
    batch = uuid.uuid4()
    for position, (name, content) in enumerate(files, start=1):
        Upload.objects.create(
            batch=batch, position=position, owner=owner, name=name[:LONGEST_NAME], content=content, meant=plan
        )
    return batch


def of_batch(batch: uuid.UUID) -> QuerySet[Upload]:
    """Return the files of a batch in their order."""
    found = Upload.objects.filter(batch=batch).order_by("position")
    return found.defer("content").select_related("draft", "known")


def read_some(batch: uuid.UUID, *, then: Told) -> None:
    """Read one file at least, and more as long as there is time; `then` is told of each in the same transaction."""
    until = time.monotonic() + SECONDS
    while upload := _take(batch):
        if upload.tries > MOST_TRIES:
            _give_up(upload, then)
        else:
            _try(upload, then)
        if time.monotonic() > until:
            break


@transaction.atomic
def _take(batch: uuid.UUID) -> Upload | None:
    """Return the next file that nobody else is reading, and count the try; what has failed comes after all others."""
    free = Q(taken_at=None) | Q(taken_at__lt=timezone.now() - LONGEST_READING)
    waiting = Upload.objects.select_for_update(of=["self"]).select_related("meant", "owner")
    upload = waiting.filter(free, batch=batch, done_at=None).order_by("tries", "position").first()
    if upload is not None:
        upload.taken_at, upload.tries = timezone.now(), upload.tries + 1
        upload.save(update_fields=["taken_at", "tries"])
    return upload


def _give_up(upload: Upload, then: Told) -> None:
    logger.error("upload %s (%r) is given up after %s tries", upload.pk, upload.name, MOST_TRIES)
    reason = GIVEN_UP.format(name=quoted(upload.name), tries=MOST_TRIES, key=upload.pk)
    with transaction.atomic():
        _finish(upload, then, reason=reason)


def _try(upload: Upload, then: Told) -> None:
    """Read the file; where that fails for a reason that nobody has foreseen, leave it to another try."""
    try:
        _read(upload, then)
    except Exception:  # whatever a file makes the program stumble over: the others are to be read all the same
        logger.exception("upload %s (%r) could not be read, try %s", upload.pk, upload.name, upload.tries)
        Upload.objects.filter(pk=upload.pk).update(taken_at=None)


def _read(upload: Upload, then: Told) -> None:
    """Make a draft of the file, or say why there is none. No transaction is open while it is read."""
    try:
        reading = read_file(upload.name, bytes(upload.content))
    except UnreadableFile as error:
        with transaction.atomic():
            _finish(upload, then, reason=str(error))
        return
    with transaction.atomic():
        try:
            draft = open_draft(
                reading.text, owner=upload.owner, name=upload.name, notes=reading.notes, plan=upload.meant
            )
        except Known as error:
            there = error.there
            known = {"draft": there} if isinstance(there, Draft) else {"known": there}
            _finish(upload, then, reason=str(error), **known)
        else:
            _finish(upload, then, draft=draft)


def _finish(upload: Upload, then: Told, **outcome: Any) -> None:
    for name, value in outcome.items():
        setattr(upload, name, value)
    upload.content, upload.done_at = b"", timezone.now()
    upload.save()
    then(upload)
