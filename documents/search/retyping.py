"""Write a query again as it could have been typed, so that a link can lead to a part of it."""

from __future__ import annotations

from collections.abc import Iterable

from documents.search.query import CLOSING, FIELDS, Field, Piece

QUOTATION_MARKS = str.maketrans(dict.fromkeys([*CLOSING, *CLOSING.values()]))
NAMES = {field: name for name, field in reversed(FIELDS.items())}  # the first name of each field


def retype(pieces: Iterable[Piece], excluded: Iterable[Piece] = (), fields: Iterable[Field] = ()) -> str:
    """Return what reads as these pieces, exclusions and fields."""
    return " ".join(
        [
            *(_quoted(piece.text, piece.is_exact) for piece in pieces),
            *(f"-{_quoted(piece.text, piece.is_exact)}" for piece in excluded),
            *(f"{'-' * field.is_excluded}{NAMES[field.name]}:{_quoted(field.text)}" for field in fields),
        ]
    )


def name_of(field: Field) -> str:
    """Return the word by which a field is typed."""
    return NAMES[field.name]


def _quoted(text: str, is_exact: bool = False) -> str:
    plain = text.translate(QUOTATION_MARKS)
    return f'"{plain}"' if is_exact or len(plain.split()) > 1 else plain
