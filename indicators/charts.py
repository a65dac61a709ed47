"""A chart of the targets of one indicator: a line for each, its mark where the amount lies on a common scale.

Drawn on the server as SVG, once for wide windows and once for narrow ones; the table beside it says the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

LINE, TOP, BOTTOM = 34, 12, 34  # heights
LABELS = {720: 190, 358: 104}  # by the width of the chart, how wide the names of the regions are
LETTERS = {720: 15, 358: 13}  # how wide a letter of them is
FOR_YEAR = 3  # letters
AMOUNTS = {720: 110, 358: 84}  # and the amounts
MOST_TICKS = 6
OPEN_UP, OPEN_DOWN = (">=", ">"), ("<=", "<")
ROOM = 0.12  # of the scale, on either side
UNBOUNDED = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Amount:
    """What one target sets: where it comes from, the year, and the amount as printed and as a number.

    `short_place` is written where there is no room for `place`.
    """

    place: str
    year: int | None
    printed: str
    operator: str
    value: Decimal
    upper: Decimal | None = None
    short_place: str = ""

    def named(self, letters: int) -> str:
        """Return the place, or as much of its short name as so many letters hold."""
        name = self.place if len(self.place) <= letters else self.short_place or self.place
        return name if len(name) <= letters else f"{name[: letters - 1]}…"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the chart. From `x` to `end` all amounts meet the target; where nothing bounds it, to the edge."""

    amount: Amount
    name: str
    y: int
    x: float
    end: float
    is_open_up: bool
    is_open_down: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]

    @property
    def has_open(self) -> bool:
        """Tell whether a target is bounded on one side only."""
        return any(mark.is_open_up or mark.is_open_down for mark in self.marks)

    @property
    def has_ranges(self) -> bool:
        return any(mark.amount.upper is not None for mark in self.marks)

    @property
    def bottom(self) -> int:
        return self.height - BOTTOM


def chart(amounts: Sequence[Amount], width: int, *, most: Decimal = UNBOUNDED) -> Chart | None:
    """Return the chart, or None where there are not two different amounts to be compared.

    All are of one unit; `most` is what none can exceed, such as 100 %.
    """
    numbers = [float(one) for amount in amounts for one in (amount.value, amount.upper) if one is not None]
    if len(set(numbers)) < 2:
        return None
    steps = _steps(min(numbers), max(numbers), float(most))
    left, right = LABELS[width], width - AMOUNTS[width]
    low, high = steps[0], steps[-1]

    def x(number: float) -> float:
        return round(left + (number - low) / (high - low) * (right - left), 1)

    letters = left // LETTERS[width] - FOR_YEAR
    marks = tuple(_mark(amount, amount.named(letters), at, x, (left, right)) for at, amount in enumerate(amounts))
    ticks = tuple(Tick(x(step), _written(step)) for step in steps)
    return Chart(width, TOP + LINE * len(amounts) + BOTTOM, left, right, marks, ticks)


def _mark(amount: Amount, name: str, at: int, x: Callable[[float], float], edges: tuple[int, int]) -> Mark:
    left, right = edges
    place = x(float(amount.value))
    is_up, is_down = amount.operator in OPEN_UP, amount.operator in OPEN_DOWN
    end = x(float(amount.upper)) if amount.upper is not None else right if is_up else left if is_down else place
    return Mark(amount, name, TOP + LINE * at + LINE // 2, place, float(end), is_up, is_down)


def _steps(low: float, high: float, most: float) -> list[float]:
    """Return round numbers from below the lowest to above the highest amount, never below 0 unless an amount is."""
    room = (high - low) * ROOM
    step = _round_step((high - low + 2 * room) / (MOST_TICKS - 1))
    first = math.floor((low - room) / step) * step
    first = max(first, 0.0) if low >= 0 else first
    found = list(_from(first, step, min(high + room, most)))
    return found if len(found) > 1 else [*found, found[-1] + step]


def _from(first: float, step: float, last: float) -> Iterator[float]:
    """Yield the steps until the last is reached."""
    digits = max(0, 2 - math.floor(math.log10(step)))
    at = 0
    while True:
        number = round(first + at * step, digits)
        yield number
        if number >= last - step * 1e-9:
            return
        at += 1


def _round_step(least: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least so much."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def _written(number: float) -> str:
    """Return the number shortly, as it is written in Chinese: 1.5万亿, 3,000."""
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(number) >= size:
            return f"{number / size:,.10g}{name}"
    return f"{number:,.10g}"
