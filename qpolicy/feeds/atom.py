"""Write a feed as RFC 4287 wants it, with what has been withdrawn as RFC 6721 does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, get_tag_uri, rfc3339_date
from django.utils.html import escape

MOST_ENTRIES = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries has changed
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
# What XML 1.0 cannot say.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` stays while the entry is changed; `lines` are its summary, paragraph by paragraph."""

    id: str
    path: str
    title: str
    language: str
    lines: tuple[str, ...]
    author: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """What was to be read and is not any more, since when."""

    id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Site:
    """Where the feed is asked for, `host` being the name that entries are known by wherever that is."""

    root: str
    host: str
    name: str


class Feed(Atom1Feed):
    """Each entry in the language of its plan."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for gone in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", "", {"ref": gone.id, "when": rfc3339_date(gone.since)})


def tag(site: Site, path: str, since: datetime) -> str:
    """Return an id that no other entry ever has, on whatever machine: made of the place and the day it came to be."""
    place = path.replace("/#", "#").removesuffix("/")
    return str(get_tag_uri(f"//{site.host}{place}", since.astimezone(UTC)))


def newest(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST_ENTRIES]


def updated_at(entries: Sequence[Entry], gone: Sequence[Gone]) -> datetime:
    return max([entry.updated for entry in entries] + [one.since for one in gone], default=NEVER)


def write(  # noqa: PLR0913  what a feed consists of
    site: Site, *, path: str, page: str, title: str, entries: Sequence[Entry], gone: Sequence[Gone] = ()
) -> bytes:
    """Return the feed at `path`, of what `page` shows."""
    feed = Feed(
        said(f"{title} - {site.name}"),
        f"{site.root}{page}",
        None,
        language="zh-Hans",
        author_name=said(site.name),
        feed_url=f"{site.root}{path}",
        feed_guid=tag(site, path, NEVER),
        updated=updated_at(entries, gone),
        gone=gone,
    )
    for entry in entries:
        feed.add_item(
            said(entry.title),
            f"{site.root}{entry.path}",
            "".join(f"<p>{escape(said(line))}</p>" for line in entry.lines if line),
            author_name=said(entry.author) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            categories=[said(word) for word in entry.categories],
            language=entry.language,
        )
    written: bytes = feed.writeString("utf-8").encode()
    return written


def said(text: str) -> str:
    """Return the text without what XML cannot say, and on one line."""
    return " ".join(UNSAYABLE.sub("", text).split())
