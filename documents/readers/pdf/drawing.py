"""What a page of a PDF file draws: characters with their places, and the lines that tables are ruled with."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdf.generic._font import Font

Fonts = dict[int, Font]  # by the identity of their resources, while a file is open
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
THIN = 3.0  # points: a filled rectangle of at most this height or width is a line
SHORTEST_RULE = 4.0
MOST_RULES = 20_000  # a page with more is a map or a drawing
PAINTS_LINES = (b"S", b"s", b"B", b"B*", b"b", b"b*")
PAINTS_AREAS = (b"f", b"F", b"f*", *PAINTS_LINES[2:])


class Glyph(NamedTuple):
    """What one code shows, from x to end on a baseline; y grows upwards."""

    x: float
    end: float
    y: float
    size: float
    text: str


class Rule(NamedTuple):
    """A horizontal or vertical line."""

    x: float
    y: float
    right: float
    top: float


@dataclass(slots=True)
class _State:
    """What q saves and Q brings back."""

    place: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    char_gap: float = 0.0
    word_gap: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> _State:
        return _State(*(getattr(self, name) for name in self.__slots__))


@dataclass(slots=True)
class _Form:
    """A drawing within the page, with fonts of its own, and the state it began with."""

    resources: Any
    fonts: dict[str, Font | None] = field(default_factory=dict)
    saved: list[_State] = field(default_factory=list)


class Drawing:
    """Follows the operators of a page as pypdf's visitors are told them. What is malformed is passed over."""

    def __init__(self, resources: Any, fonts: Fonts) -> None:
        self._fonts = fonts
        self._state = _State()
        self._forms = [_Form(resources)]
        self._text = self._line = IDENTITY
        self._glyphs: list[tuple[Point, Point, float, str]] = []
        self._path: list[list[Point]] = []
        self._rules: list[tuple[Point, Point]] = []

    def before(self, operator: bytes, operands: Any, *_: Any) -> None:
        try:
            self._follow(operator, operands)
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError):
            return

    def after(self, operator: bytes, operands: Any, *_: Any) -> None:
        """Leave a form."""
        if operator == b"Do" and len(self._forms) > 1:
            self._state = self._forms.pop().saved[0]

    @property
    def length(self) -> int:
        return len(self._glyphs)

    def upright(self) -> tuple[list[Glyph], list[Glyph], list[Rule]]:
        """Return the characters that run as most do, the others, and the lines, turned so that most run to the right."""
        turns = Counter(_turn_of(start, end) for start, end, _, _ in self._glyphs)
        turn = turns.most_common(1)[0][0] if turns else 0
        along: list[Glyph] = []
        across: list[Glyph] = []
        for start, end, size, text in self._glyphs:
            (x, y), (right, _) = _turned(start, turn), _turned(end, turn)
            (along if _turn_of(start, end) == turn else across).append(Glyph(x, max(x, right), y, size, text))
        return along, across, list(self._turned_rules(turn))

    def _turned_rules(self, turn: int) -> Iterator[Rule]:
        if len(self._rules) > MOST_RULES:
            return
        for start, end in self._rules:
            (x, y), (right, top) = _turned(start, turn), _turned(end, turn)
            yield Rule(min(x, right), min(y, top), max(x, right), max(y, top))

    def _follow(self, operator: bytes, operands: Any) -> None:
        if operator in TEXT_OPERATORS:
            TEXT_OPERATORS[operator](self, operands)
        elif operator in PATH_OPERATORS:
            PATH_OPERATORS[operator](self, operands)
        elif operator in PAINTS_LINES or operator in PAINTS_AREAS or operator == b"n":
            self._paint(operator)

    # The state

    def _save(self, operands: Any) -> None:
        self._forms[-1].saved.append(self._state.copy())

    def _restore(self, operands: Any) -> None:
        least = 1 if len(self._forms) > 1 else 0  # the state a form began with is kept for its end
        if len(self._forms[-1].saved) > least:
            self._state = self._forms[-1].saved.pop()

    def _move(self, operands: Any) -> None:
        self._state.place = _product(_matrix(operands), self._state.place)

    def _enter(self, operands: Any) -> None:
        """A form draws in a place, and with fonts, of its own; pypdf tells of its end, as of a picture's, by `after`."""
        around = self._forms[-1].resources
        inside = _Form({}, saved=[self._state.copy()])
        self._forms.append(inside)
        form = around["/XObject"][operands[0]].get_object()
        if form.get("/Subtype") == "/Form":
            inside.resources = form.get("/Resources", around).get_object()
            self._state.place = _product(_matrix(form.get("/Matrix", IDENTITY)), self._state.place)

    # Text

    def _begin(self, operands: Any) -> None:
        self._text = self._line = IDENTITY

    def _font(self, operands: Any) -> None:
        fonts, name = self._forms[-1].fonts, str(operands[0])
        self._state.size = float(operands[1])
        if name not in fonts:
            fonts[name] = None
            fonts[name] = self._read_font(self._forms[-1].resources["/Font"][name].get_object())
        self._state.font = fonts[name]

    def _read_font(self, resource: Any) -> Font:
        """Pages share fonts, and to read one takes long. The resource lives as long as its file."""
        if id(resource) not in self._fonts:
            self._fonts[id(resource)] = Font.from_font_resource(resource)
        return self._fonts[id(resource)]

    def _next_line(self, operands: Any) -> None:
        self._shift([0, -self._state.leading])

    def _shift(self, operands: Any) -> None:
        self._text = self._line = _product((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)

    def _shift_and_lead(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self._shift(operands)

    def _place_text(self, operands: Any) -> None:
        self._text = self._line = _matrix(operands)

    def _show_next(self, operands: Any) -> None:
        self._next_line(())
        self._show(operands[-1:])

    def _show_all(self, operands: Any) -> None:
        for part in operands[0]:
            if isinstance(part, (str, bytes)):
                self._show([part])
            else:
                self._advance(-float(part) / 1000 * self._state.size * self._state.scale)

    def _show(self, operands: Any) -> None:
        state = self._state
        if state.font is None:
            return
        for code, text in _decoded(state.font, operands[0]):
            wide = state.font.space_width if code == state.font.space_char else state.font.get_text_width(code)
            gap = state.char_gap + (state.word_gap if code == " " else 0.0)
            shown = _product(self._text, state.place)
            start = _applied(shown, 0, state.rise)
            end = _applied(shown, wide / 1000 * state.size * state.scale, state.rise)
            height = abs(state.size) * math.hypot(shown[2], shown[3])
            self._glyphs.append((start, end, height, text))
            self._advance((wide / 1000 * state.size + gap) * state.scale)

    def _advance(self, by: float) -> None:
        self._text = _product((1, 0, 0, 1, by, 0), self._text)

    # Lines

    def _start_path(self, operands: Any) -> None:
        self._path.append([_applied(self._state.place, float(operands[0]), float(operands[1]))])

    def _draw_line(self, operands: Any) -> None:
        self._path[-1].append(_applied(self._state.place, float(operands[0]), float(operands[1])))

    def _close(self, operands: Any) -> None:
        self._path[-1].append(self._path[-1][0])

    def _draw_rectangle(self, operands: Any) -> None:
        x, y, wide, high = map(float, operands[:4])
        corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
        self._path.append([_applied(self._state.place, *corner) for corner in corners])

    def _paint(self, operator: bytes) -> None:
        for points in self._path if len(self._rules) <= MOST_RULES else ():
            thin = _thin_area(points)
            if thin and operator in (*PAINTS_AREAS, *PAINTS_LINES):
                self._rules.append(thin)
            elif operator in PAINTS_LINES:
                self._rules += filter(_is_straight, itertools.pairwise(points))
        self._path.clear()


def _set(name: str, factor: float = 1.0) -> Any:
    def change(drawing: Drawing, operands: Any) -> None:
        setattr(drawing._state, name, float(operands[0]) * factor)

    return change


TEXT_OPERATORS: dict[bytes, Any] = {
    b"q": Drawing._save, b"Q": Drawing._restore, b"cm": Drawing._move, b"Do": Drawing._enter, b"BT": Drawing._begin,
    b"Tf": Drawing._font, b"Td": Drawing._shift, b"TD": Drawing._shift_and_lead, b"T*": Drawing._next_line,
    b"Tm": Drawing._place_text, b"Tj": Drawing._show, b"TJ": Drawing._show_all, b"'": Drawing._show_next,
    b'"': Drawing._show_next, b"Tc": _set("char_gap"), b"Tw": _set("word_gap"), b"Tz": _set("scale", 0.01),
    b"TL": _set("leading"), b"Ts": _set("rise"),
}  # fmt: skip
PATH_OPERATORS: dict[bytes, Any] = {
    b"m": Drawing._start_path, b"l": Drawing._draw_line, b"h": Drawing._close, b"re": Drawing._draw_rectangle,
}  # fmt: skip


def _decoded(font: Font, shown: str | bytes) -> Iterator[tuple[str, str]]:
    """Yield each code, as the font's widths name it, with the text it stands for."""
    if isinstance(shown, str):
        yield from ((char, char) for char in shown)
    elif isinstance(font.encoding, str):
        for code in shown.decode(font.encoding, "replace"):
            yield code, str(font.character_map.get(code, code))
    else:
        for byte in shown:
            char = font.encoding.get(byte, chr(byte))
            yield chr(byte), str(font.character_map.get(char, char))


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands[-6:])
    return a, b, c, d, e, f


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _applied(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _turn_of(start: Point, end: Point) -> int:
    """Return by how many right angles the line runs up from the level."""
    across, up = end[0] - start[0], end[1] - start[1]
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 2
    return 1 if up > 0 else 3


def _turned(point: Point, turn: int) -> Point:
    x, y = point
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _thin_area(points: Sequence[Point]) -> tuple[Point, Point] | None:
    """Return the middle of an area that is a line to the eye."""
    if len(points) < 4:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x, y, right, top = min(xs), min(ys), max(xs), max(ys)
    if top - y <= THIN and right - x >= SHORTEST_RULE:
        return (x, (y + top) / 2), (right, (y + top) / 2)
    if right - x <= THIN and top - y >= SHORTEST_RULE:
        return ((x + right) / 2, y), ((x + right) / 2, top)
    return None


def _is_straight(line: tuple[Point, Point]) -> bool:
    (x, y), (right, top) = line
    across, up = abs(right - x), abs(top - y)
    return min(across, up) <= 1 and max(across, up) >= SHORTEST_RULE
