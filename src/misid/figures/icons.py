"""The icon array: 1,000 people, one shape each."""

from __future__ import annotations

import math
from typing import NamedTuple

from misid.figures.picture import WIDE, Chart, Column, Picture, if_clause, open_said, words
from misid.results.run import Run
from misid.results.schema import Frequencies, Tree
from misid.results.stamp import stamp_line
from misid.results.summary import natural

ICONS = 1_000
_BESIDE, _GAP = 2, 24


class Kind(NamedTuple):
    """What one shape stands for."""

    name: str
    label: str
    share: float


class Field(NamedTuple):
    """1,000 people in the worlds of one answer: kinds, whole people of each, and the answer."""

    clause: str
    kinds: list[Kind]
    whole: list[int]


def icon_array(found: Run) -> Picture:
    """1,000 people by what becomes of them, a field a side; whole people, by largest remainder."""
    results = found.results
    fields = [_field(one) for one in results.trees if one.frequencies.worlds]
    finding = _finding(fields, open_said(results))
    return Picture(
        name="icons",
        title="1,000 people",
        finding=finding,
        alt=" ".join((_drawn(fields), finding, *map(_listed, fields))),
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            *((Column("if", "If"),) if len(fields) > 1 else ()),
            Column("becomes", "What becomes of them"),
            Column("people", "People", "of 1,000, whole"),
            Column("exact", "Exact", "of 1,000"),
        ),
        rows=tuple(
            (*((one.clause,) if len(fields) > 1 else ()), kind.label, n, ICONS * kind.share)
            for one in fields
            for n, kind in zip(one.whole, one.kinds, strict=True)
        ),
        draw=(lambda width: draw(fields, width)) if fields else None,
        nothing="No trials: no search is made, so there is nobody to count.",
    )


def _field(one: Tree) -> Field:
    kinds = _kinds(one.frequencies)
    return Field(one.clause, kinds, largest_remainder([kind.share for kind in kinds], ICONS))


def _drawn(fields: list[Field]) -> str:
    many = f"{len(fields)} fields" if len(fields) > 1 else "A field"
    return f"{many} of 1,000 shapes, one a person."


def _listed(one: Field) -> str:
    said = "; ".join(f"{_count(k, n)} {k.label}" for k, n in zip(one.kinds, one.whole, strict=True))
    return f"{if_clause(one.clause)}: {said}." if one.clause else f"{said}."


def _kinds(counts: Frequencies) -> list[Kind]:
    def share(ending: str, *, sought: tuple[bool, ...] = (True, False)) -> float:
        found = [
            path.count
            for path in counts.paths
            if path.ending == ending and (path.truth == "sought") in sought
        ]
        return sum(found) / counts.of

    return [
        Kind("wrong_person", "answered with somebody else's record", share("wrong_person")),
        Kind("wrong_record", "answered: own record, wrongly flagged", share("wrong_record")),
        Kind("missed", "sought, and get no reference", share("do_not_detain", sought=(True,))),
        Kind("right", "answered: own record", share("right")),
        Kind(
            "nothing",
            "told “do not detain”, and not sought",
            share("do_not_detain", sought=(False,)),
        ),
    ]


def _finding(fields: list[Field], open_: str) -> str:
    if not fields:
        return "No trials: no search is made, so nobody is answered."
    first, *others = fields
    wrong, missed = _people(first, 0), _people(first, 2)
    told = [
        f"Of 1,000 people photographed and searched for, {wrong} would be answered with somebody "
        f"else's record, and {missed} who {'is' if first.whole[2] == 1 else 'are'} sought would "
        f"get no reference{f', if {first.clause}' if first.clause else ''}",
        *(f"{_people(one, 0)}, and {_people(one, 2)}, if {one.clause}" for one in others),
    ]
    return f"{'; '.join(told)}. {open_}".strip()


def _people(one: Field, place: int) -> str:
    """How many of a kind, in words where they are none or a part of one."""
    kind, whole = one.kinds[place], one.whole[place]
    if whole:
        return f"about {whole}"
    return f"fewer than one ({natural(ICONS * kind.share)})" if kind.share > 0 else "none"


def largest_remainder(shares: list[float], total: int) -> list[int]:
    """
    Whole numbers with this total, each the share rounded down or up.

    The largest remainders are rounded up; of equal ones the first.

    Example:
        >>> largest_remainder([0.0034, 0.28, 0.7166], 1000)
        [3, 280, 717]
    """
    exact = [share * total / sum(shares) for share in shares]
    whole = [math.floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda index: whole[index] - exact[index])
    for index in order[: total - sum(whole)]:
        whole[index] += 1
    return whole


def draw(fields: list[Field], width: int) -> Chart:
    """The fields with their legends above, side by side where there is room."""
    import altair as alt

    if len(fields) == 1:
        return _one(fields[0], width)
    across = width >= WIDE and len(fields) == _BESIDE
    each = (width - _GAP) // _BESIDE if across else width
    drawn = [_one(one, each) for one in fields]
    return alt.hconcat(*drawn, spacing=_GAP) if across else alt.vconcat(*drawn, spacing=_GAP)


def _one(one: Field, width: int) -> Chart:
    """A field with its legend above, under the answer that it holds for."""
    import altair as alt

    from misid.figures.theme import heading

    columns = 40 if width >= WIDE else 25
    step = (width - 16) / columns
    names = [kind.name for kind, n in zip(one.kinds, one.whole, strict=True) for _ in range(n)]
    rows = [
        {"x": index % columns, "y": index // columns, "kind": name}
        for index, name in enumerate(names)
    ]
    field = _shapes(rows, size=step * step * 0.42).properties(
        width=width - 16, height=step * math.ceil(ICONS / columns)
    )
    legend = _legend(one.kinds, one.whole, width)
    if one.clause:
        legend = legend.properties(title=heading(if_clause(one.clause), width - 24))
    return alt.vconcat(legend, field, spacing=10).resolve_scale(
        x="independent", y="independent", size="independent"
    )


def _shapes(rows: list[dict[str, object]], size: float) -> Chart:
    import altair as alt

    from misid.figures.theme import MISS, PALE, RECORD, RIGHT, WRONG, data

    names = ["wrong_person", "wrong_record", "missed", "right", "nothing"]
    shapes = ["diamond", "triangle-up", "cross", "square", "circle"]
    sizes = [size * 1.7, size * 1.5, size * 1.4, size, size * 0.55]
    return (
        alt.Chart(data(rows))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("x:O", axis=None),
            y=alt.Y("y:O", axis=None),
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(domain=names, range=[WRONG, RECORD, MISS, RIGHT, PALE]),
            ),
            shape=alt.Shape("kind:N", legend=None, scale=alt.Scale(domain=names, range=shapes)),
            size=alt.Size("kind:N", legend=None, scale=alt.Scale(domain=names, range=sizes)),
        )
    )


def _count(kind: Kind, whole: int) -> str:
    return "below 1" if not whole and kind.share > 0 else f"{whole:,}"


def _said(kind: Kind, whole: int, width: int) -> str:
    """Shorter on a narrow picture."""
    short = kind.label.removeprefix("answered: ").removeprefix("answered with ")
    return f"{_count(kind, whole)} {kind.label if width >= WIDE else short}"


def _legend(kinds: list[Kind], whole: list[int], width: int) -> Chart:
    import altair as alt

    from misid.figures.theme import data

    rows: list[dict[str, object]] = [
        {"x": 0, "y": index, "kind": kind.name, "label": _said(kind, n, width)}
        for index, (kind, n) in enumerate(zip(kinds, whole, strict=True))
    ]
    scale = alt.Scale(domain=[0, 1], nice=False)
    marks = _shapes(rows, size=90).encode(x=alt.X("x:Q", axis=None, scale=scale))
    labels = (
        alt.Chart(data(rows))
        .mark_text(align="left", dx=14)
        .encode(x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:O", axis=None), text="label:N")
    )
    return alt.layer(marks, labels).properties(width=width - 24, height=22 * len(rows))
