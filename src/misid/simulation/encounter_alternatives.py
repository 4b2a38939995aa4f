"""What else may happen at each step of an encounter, and how often: the closed form's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.programme.outcomes import NO_SEARCH, REFERENCES, TRUTHS, OutcomeCell
from misid.programme.people.timeline import Course
from misid.simulation.encounter_schema import AlternativeNote, EncounterStep, Happened

PER = 1_000.0
Includes = Callable[[OutcomeCell, str], bool]


class Ended(NamedTuple):
    """How a stop ended: group and truth about the person, by position, and the cell."""

    group: int
    truth: int
    cell: int


class _Way(NamedTuple):
    """Something that may happen at a step: which ends of a stop it is."""

    ending: Happened
    includes: Includes


def _of(*candidates: str, kin: bool | None = None) -> Includes:
    return lambda cell, _: cell.candidate in candidates and kin in (None, cell.kin)


def _about(truth: str, *candidates: str) -> Includes:
    return lambda cell, about: about == truth and cell.candidate in candidates


_NOT_SEARCHED = _of("no_search")
_SEARCHED: Includes = lambda cell, _: cell.candidate != "no_search"  # noqa: E731 - one of a family
_PHONE = (_Way("searched", _SEARCHED), _Way("not_searched", _NOT_SEARCHED))
_SEARCH = (
    _Way("nothing", _of("nothing")),
    _Way("no_code", _of("nobody")),
    _Way("own_sought", _about("sought", "own")),
    _Way("own_not_sought", _about("enrolled", "own")),
    _Way("own_wrong", _of("own_wrong")),
    _Way("stranger", _of("stranger", kin=False)),
    _Way("kin", _of("stranger", kin=True)),
)
_DESK = (
    _Way("upheld", lambda cell, _: cell.review == "upheld"),
    _Way("withdrawn", lambda cell, _: cell.review == "withdrawn"),
)
_WITHOUT = ("no_search", "nothing", "nobody")
_TRUTH_WITHOUT = (
    _Way("sought_without_code", _about("sought", *_WITHOUT)),
    _Way("enrolled_without_code", _about("enrolled", *_WITHOUT)),
    _Way("not_enrolled_without_code", _about("not_enrolled", *_WITHOUT)),
)


def alternatives(course: Course, ended: Ended) -> tuple[AlternativeNote, ...]:
    """
    What may happen at each step that this stop came to.

    Args:
        course: whose first era holds.
        ended: how the stop ended.
    """
    steps = tuple(_steps(course, ended))
    return tuple(row for step in steps for row in step)


def _steps(course: Course, ended: Ended) -> Iterator[tuple[AlternativeNote, ...]]:
    tables = _Tables.of(course, ended)
    cell = tables.cells[ended.cell]
    yield tables.rows("phone", _PHONE, lambda *_: True)
    if ended.cell != NO_SEARCH:
        yield tables.rows("search", _SEARCH, _SEARCHED)
    if cell.candidate in REFERENCES:
        same = next(way for way in _SEARCH if way.includes(cell, TRUTHS[ended.truth]))
        yield tables.rows("desk", _DESK, same.includes)
    ways = _SEARCH[2:] if cell.candidate in REFERENCES else _TRUTH_WITHOUT
    among: Includes = lambda other, _: other.answer == cell.answer  # noqa: E731 - as above
    yield tables.rows("truth", ways, among)


class _Tables(NamedTuple):
    """Probability of truth and cell, of people like this one and of everybody."""

    cells: tuple[OutcomeCell, ...]
    ended: Ended
    alike: Floats
    everybody: Floats

    @classmethod
    def of(cls, course: Course, ended: Ended) -> _Tables:
        """Those of the first era."""
        outcomes, stopped = course.outcomes[0], course.terms[0].people.stopped[0]
        table = outcomes.table[0]
        alike = np.zeros_like(table[0])
        alike[ended.truth] = table[ended.group, ended.truth]
        everybody = np.einsum("g,gtc->tc", stopped, table)
        return cls(outcomes.cells, ended, alike, everybody)

    def rows(
        self, step: EncounterStep, ways: tuple[_Way, ...], among: Includes
    ) -> tuple[AlternativeNote, ...]:
        """What may happen at a step among some ends of a stop, without what never does."""
        whole = self._flags(among)
        every = [self._flags(way.includes) & whole for way in ways]
        notes = (
            AlternativeNote(
                step=step,
                ending=way.ending,
                happened=bool(part[self.ended.truth, self.ended.cell]),
                alike=None if step == "truth" else _share(self.alike, part, whole),
                everybody=_share(self.everybody, part, whole),
            )
            for way, part in zip(ways, every, strict=True)
        )
        return tuple(one for one in notes if one.happened or one.everybody)

    def _flags(self, includes: Includes) -> np.ndarray:
        return np.array([[includes(cell, truth) for cell in self.cells] for truth in TRUTHS])


def _share(table: Floats, part: np.ndarray, whole: np.ndarray) -> float | None:
    total = float(table[whole].sum())
    return PER * float(table[part].sum()) / total if total > 0.0 else None
