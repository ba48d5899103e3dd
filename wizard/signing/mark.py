"""The customer's mark: a signature drawn with a finger, or their name typed in.

A tablet sends strokes `[[[x, y, t], …], …]`, 1000 being the width of the sheet. The moments `t`
are thrown away here: how fast a hand moves tells who it is, and nothing in the product needs it.
"""

import itertools
import json
import math
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from extranet.core.i18n import N_
from extranet.core.vault import vault

Point = tuple[int, int]

LONGEST_TEXT = 300_000
MOST_STROKES = 300
MOST_POINTS = 15_000
LONGEST_NAME = 130

_TOO_MUCH = N_("La signature est trop chargée. Effacez-la et recommencez.")
_UNREADABLE = N_("La signature n’a pas pu être lue. Effacez-la et recommencez.")
_TOO_SHORT = N_("Ce trait est trop court pour une signature. Signez dans le cadre.")
_MISSING = N_("La signature manque. Signez dans le cadre, ou écrivez votre nom.")
_ANOTHER = N_(
    "Ce nom n’est pas celui du client. Écrivez le prénom et le nom qui figurent sur le bon de "
    "commande."
)

_FARTHEST = 4_000
_LEAST_INK = 120
_LEAST_SPREAD = 40
_NEAR = 2
_MARGIN = 24


class MarkRefused(ValueError):
    """The mark cannot stand as a signature; `field` is where to say so, the text what to say."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawing, as SVG path data inside `width` × `height`, or a typed name."""

    manner: Literal["drawn", "typed"]
    path: str = ""
    width: int = 0
    height: int = 0
    typed_name: str = ""

    def seal(self, sale_id: UUID) -> bytes:
        """The mark as the database keeps it, readable for that sale alone."""
        fields = [self.manner, self.path, self.width, self.height, self.typed_name]
        return vault().seal(json.dumps(fields).encode(), f"mark {sale_id}")

    @classmethod
    def open(cls, sealed: bytes, sale_id: UUID) -> "Mark":
        """The mark `seal` made; raises `SealBroken` for anything else."""
        return cls(*json.loads(vault().open(sealed, f"mark {sale_id}")))


def read_mark(drawn: str, typed: str, full_name: str) -> Mark:
    """The mark a form sent; the drawing counts when there are both. Raises `MarkRefused`.

    A typed name must be the customer's: first and last name, in any order, accents or not.
    """
    if drawn:
        return _drawing(_strokes(drawn))
    name = " ".join(typed.split())
    if not name:
        raise MarkRefused("mark", _MISSING)
    if len(name) > LONGEST_NAME or _plain(name) != _plain(full_name):
        raise MarkRefused("mark_typed", _ANOTHER)
    return Mark("typed", typed_name=name)


def _strokes(text: str) -> list[list[Point]]:
    """The strokes, without their moments; anything else than strokes is refused."""
    if len(text) > LONGEST_TEXT:
        raise MarkRefused("mark", _TOO_MUCH)
    try:
        strokes = [[_point(raw) for raw in stroke] for stroke in json.loads(text)]
    except (ValueError, TypeError, RecursionError) as unreadable:
        raise _unreadable() from unreadable
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise MarkRefused("mark", _TOO_MUCH)
    return [stroke for stroke in strokes if stroke]


def _unreadable() -> MarkRefused:
    return MarkRefused("mark", _UNREADABLE)


def _point(raw: Any) -> Point:
    if not isinstance(raw, list) or len(raw) not in (2, 3):
        raise ValueError("a point has two coordinates and a moment")
    if not all(type(part) in (int, float) and math.isfinite(part) for part in raw):
        raise ValueError("a coordinate is a number")
    x, y = (min(max(round(part), -_FARTHEST), _FARTHEST) for part in raw[:2])
    return x, y


def _drawing(strokes: list[list[Point]]) -> Mark:
    thinned = [_thinned(stroke) for stroke in strokes]
    points = [point for stroke in thinned for point in stroke]
    ink = sum(math.dist(*pair) for stroke in thinned for pair in itertools.pairwise(stroke))
    if not points:
        raise _unreadable()
    left, top = (min(point[axis] for point in points) - _MARGIN for axis in (0, 1))
    width, height = (
        max(point[axis] for point in points) + _MARGIN - low for axis, low in ((0, left), (1, top))
    )
    if ink < _LEAST_INK or max(width, height) - 2 * _MARGIN < _LEAST_SPREAD:
        raise MarkRefused("mark", _TOO_SHORT)
    path = "".join(_path([(x - left, y - top) for x, y in stroke]) for stroke in thinned)
    return Mark("drawn", path, width, height)


def _thinned(stroke: list[Point]) -> list[Point]:
    """Without the points that lie on the one before: a resting finger sends hundreds."""
    kept = [stroke[0]]
    for point in stroke[1:]:
        if math.dist(point, kept[-1]) >= _NEAR:
            kept.append(point)
    return kept


def _path(points: list[Point]) -> str:
    (x, y), *others = points
    moves = [f"M{x} {y}"]
    for next_x, next_y in others or [(x, y)]:
        moves.append(f"l{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return "".join(moves)


def _plain(name: str) -> list[str]:
    """The words of a name, without case, accents or order."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    )
    return sorted(
        "".join(letter if letter.isalnum() else " " for letter in bare.casefold()).split()
    )
