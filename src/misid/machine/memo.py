"""Work that goes world by world is done once: what was worked out before is recalled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags, Integers

Part = TypeVar("Part")
Given = TypeVar("Given")
Result = TypeVar("Result")

# Beyond this share of changed worlds, cutting and mending costs more than it saves.
_MOST = 0.9


def take(part: Part, rows: Integers | slice) -> Part:
    """
    The same object with only these worlds in it.

    Args:
        part: an array, a frozen dataclass of such parts, a tuple of either; all else is kept.
        rows: the worlds, by position; a slice copies nothing.
    """
    return cast(Part, _taken(part, rows if isinstance(rows, slice) else _in_a_row(rows)))


def _in_a_row(rows: Integers) -> Integers | slice:
    """Worlds that follow each other as a slice, which copies nothing."""
    if len(rows) and np.all(np.diff(rows) == 1):
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _taken(part: Any, rows: Integers | slice) -> Any:
    if isinstance(part, np.ndarray):
        return part[rows]
    if isinstance(part, tuple):
        taken = [_taken(item, rows) for item in part]
        return type(part)(*taken) if hasattr(part, "_fields") else tuple(taken)
    if names := _field_names(part):
        return type(part)(**{name: _taken(getattr(part, name), rows) for name in names})
    return part


def _field_names(part: Any) -> tuple[str, ...]:
    """The fields of a dataclass; nothing else has any."""
    return tuple(getattr(type(part), "__dataclass_fields__", ()))


class ByColumn(ABC):
    """
    Something given of which some arrays decide their own column of every result, and no more.

    Where nothing else differs, only the columns that do are worked out.
    """

    @abstractmethod
    def own(self) -> tuple[NDArray[Any], ...]:
        """These arrays, as they stand in it, each of shape (worlds, columns, ...)."""

    @abstractmethod
    def only(self, columns: Integers) -> Any:
        """The same with these columns alone, of which each result is that of the whole."""


class Recall(Protocol):
    """Who does a piece of work, or remembers its result."""

    def __call__(
        self,
        name: str,
        work: Callable[[Given], Result],
        given: Given,
        *,
        together: bool = False,
    ) -> Result:
        """
        The result of the work that goes by this name, for what is given.

        `together`: it looks at all worlds at once, so that none is worked out alone.
        """


def recalled(recall: Recall, rows: Integers) -> Recall:
    """Who does work in some of the worlds, remembering what was done in all where that is kept."""
    return recall.some(rows) if isinstance(recall, WorldMemo) else fresh


def fresh(
    name: str, work: Callable[[Given], Result], given: Given, *, together: bool = False
) -> Result:
    """Do the work; nothing is remembered."""
    return work(given)


@dataclass
class _Done:
    """
    A piece of work that was done: the arrays given, what came of it, and what was done.

    Of some of the worlds, `rows`, what came of it is taken when it is first asked for.
    """

    given: list[NDArray[Any]]
    whole: Any
    work: Any
    rows: Integers | slice | None = None

    @cached_property
    def result(self) -> Any:
        """What came of it."""
        return self.whole if self.rows is None else _taken(self.whole, self.rows)

    def some(self, rows: Integers | slice) -> _Done:
        """What would have been done in some of the worlds."""
        return _Done([one[rows] for one in self.given], self.result, self.work, rows)


class _PartOfWork(dict[str, _Done]):
    """Work that was done, but for some names, in some worlds; each taken when first asked for."""

    def __init__(self, whole: dict[str, _Done], rows: Integers | slice, but: set[str]) -> None:
        self._whole, self._rows, self._but = whole, rows, but

    def __missing__(self, name: str) -> _Done:
        self[name] = done = self._whole[name].some(self._rows)
        return done

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (name in self._whole and name not in self._but)


@dataclass(frozen=True)
class WorldMemo:
    """
    A memory of the first and the latest result of each piece of work, for later calls.

    Only worlds of which something given differs from both are worked out; so work must go world by
    world, along the first axis of every array. In a design that swaps one input at a time, most of
    the work is that of the unswapped points; where one input is moved again and again, that of the
    move before. Work of one name is the same work, unless it is a `partial` with something else
    settled, which is done afresh. Threads may share it: what is remembered is never changed, only
    replaced whole, and whatever stands there is held against what is given.
    """

    _first: dict[str, _Done] = field(default_factory=dict, repr=False)
    _latest: dict[str, _Done] = field(default_factory=dict, repr=False)
    _together: set[str] = field(default_factory=set, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is remembered yet."""
        return not self._first

    def some(self, rows: Integers) -> WorldMemo:
        """What is remembered of some of the worlds, by position, in their order."""
        chosen = _in_a_row(rows)
        first = _PartOfWork(self._first, chosen, self._together)
        return WorldMemo(first, _PartOfWork(self._latest, chosen, self._together))

    def __call__(
        self,
        name: str,
        work: Callable[[Given], Result],
        given: Given,
        *,
        together: bool = False,
    ) -> Result:
        """A result that is remembered, with changed worlds worked out anew."""
        arrays = _arrays(given)
        if together:
            self._together.add(name)
        if name not in self._first:
            self._first[name] = done = _Done(arrays, work(given), work)
            return cast(Result, done.result)
        before, rows = self._nearest(name, work, arrays, 0.0 if together else _MOST)
        if before is not None and not len(rows):
            return cast(Result, before.result)
        if before is None:
            result = self._by_column(name, work, given, arrays)
        else:
            result = _mended(before.result, rows, work(take(given, rows)))
        self._latest[name] = _Done(arrays, result, work)
        return cast(Result, result)

    def _by_column(
        self, name: str, work: Callable[[Given], Any], given: Given, now: list[NDArray[Any]]
    ) -> Any:
        """All worlds worked out, only in those columns that changed where that is known."""
        if isinstance(given, ByColumn):
            own = {id(one) for one in given.own()}
            for known in (self._first, self._latest):
                if name not in known or not _same((done := known[name]).work, work):
                    continue
                columns = _changed_columns(done.given, now, own)
                if columns is not None and len(columns):
                    return _with_columns(done.result, columns, work(given.only(columns)))
        return work(given)

    def _nearest(
        self, name: str, work: Any, now: list[NDArray[Any]], most: float
    ) -> tuple[_Done | None, Integers]:
        """What was done with the fewest other worlds, and these; nothing where most are others."""
        nearest, rows, fewest = None, np.empty(0, dtype=np.int64), most * len(now[0])
        for known in (self._first, self._latest):
            if name not in known or not _same((done := known[name]).work, work):
                continue
            changed = np.flatnonzero(_changed(done.given, now))
            if len(changed) <= fewest:
                nearest, rows, fewest = done, changed, len(changed) - 1
            if not len(changed):
                break
        return nearest, rows


def _same(one: Any, other: Any) -> bool:
    """Whether two pieces of work of one name are the same: what is settled in them must agree."""
    if isinstance(one, partial) and isinstance(other, partial):
        return one.func is other.func and bool(one.args == other.args)
    return True


def _changed(before: list[NDArray[Any]], now: list[NDArray[Any]]) -> Flags:
    """Which worlds differ in anything: all of them where the arrays are not even of one form."""
    worlds = len(now[0])
    if [one.shape for one in before] != [one.shape for one in now]:
        return np.ones(worlds, dtype=bool)
    changed = np.zeros(worlds, dtype=bool)
    others = (pair for pair in zip(before, now, strict=True) if pair[0] is not pair[1])
    for one, other in others:
        differ = _bits(one) != _bits(other)
        # Few columns: one by one is quicker than world by world.
        for column in differ.reshape(worlds, -1).T if differ.any() else ():
            changed |= column
        if changed.all():
            break
    return changed


def _changed_columns(
    before: list[NDArray[Any]], now: list[NDArray[Any]], own: set[int]
) -> Integers | None:
    """The columns in which arrays of their own differ; none where anything else does, or most."""
    if [one.shape for one in before] != [one.shape for one in now]:
        return None
    changed: Flags | None = None
    for one, other in zip(before, now, strict=True):
        if one is other or not (differ := _bits(one) != _bits(other)).any():
            continue
        if id(other) not in own:
            return None
        columns = differ.any(axis=tuple(axis for axis in range(differ.ndim) if axis != 1))
        changed = columns if changed is None else changed | columns
    if changed is None or 2 * np.count_nonzero(changed) > len(changed):
        return None
    return np.flatnonzero(changed)


def _bits(values: NDArray[Any]) -> NDArray[Any]:
    """What says whether numbers are the same: no number, NaN, is the same as no number."""
    return values.view(np.int64) if values.dtype == np.float64 else values


def _arrays(part: Any) -> list[NDArray[Any]]:
    """Every array of an object, in order."""
    if isinstance(part, np.ndarray):
        return [part]
    if isinstance(part, tuple):
        return [array for item in part for array in _arrays(item)]
    names = _field_names(part)
    return [array for name in names for array in _arrays(getattr(part, name))]


def _mended(result: Any, rows: Integers, anew: Any) -> Any:
    """The result with these worlds of the new one in their places."""
    if isinstance(result, np.ndarray):
        # What lies in one piece stays in one piece.
        whole = result.copy(order="K")
        whole[rows] = anew
        return whole
    if isinstance(result, tuple):
        mended = [_mended(one, rows, other) for one, other in zip(result, anew, strict=True)]
        return type(result)(*mended) if hasattr(result, "_fields") else tuple(mended)
    if names := _field_names(result):
        parts = {n: _mended(getattr(result, n), rows, getattr(anew, n)) for n in names}
        return type(result)(**parts)
    return result


def _with_columns(result: Any, columns: Integers, anew: Any) -> Any:
    """The result with these columns of the new one in their places."""
    if isinstance(result, np.ndarray):
        whole = result.copy(order="K")
        whole[:, columns] = anew
        return whole
    parts = [_with_columns(one, columns, other) for one, other in zip(result, anew, strict=True)]
    return type(result)(*parts) if hasattr(result, "_fields") else tuple(parts)
