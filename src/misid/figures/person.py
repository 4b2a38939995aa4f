"""One made-up person's stops along the years: the same stranger, again and again."""

from __future__ import annotations

from misid.figures.picture import SYNTHETIC, WIDE, Chart, Column, Picture
from misid.results.summary import in_years
from misid.simulation.people_schema import EncounterNote, History

_DAYS_A_YEAR = 365.25
_TIMES = ("never", "once", "twice", "three times", "four times", "five times", "six times",
          "seven times", "eight times", "nine times")  # fmt: skip
_LINES = (
    ("same", "the same stranger's record"),
    ("other", "another stranger's record"),
    ("own", "their own record"),
    ("nothing", "no reference"),
    ("no_search", "not searched"),
)
_SHORT = {"same": "same stranger", "other": "other stranger", "own": "own record"}


def person_history(found: History, stamp: str) -> Picture:
    """The stops of the history's example, by what each was answered with."""
    finding = _finding(found)
    return Picture(
        name="person",
        title="One made-up person",
        finding=finding,
        alt="A line of time for each thing that a stop of this person can be answered with, and a "
        f"mark for each stop. {finding}",
        words=(SYNTHETIC, "a made-up person"),
        stamp=stamp,
        columns=(
            Column("after_days", "Days from the beginning"),
            Column("answered_with", "Answered with"),
            Column("review", "Review"),
        ),
        rows=tuple((round(one.after_days, 2), _name(one), one.review) for one in found.example),
        draw=(lambda width: draw(found, width)) if found.example else None,
        nothing="Nobody among those looked at was taken for the same stranger twice.",
    )


def _kind(one: EncounterNote) -> str:
    if one.candidate == "stranger":
        return "same" if one.same_stranger else "other"
    if one.candidate in {"own", "own_wrong"}:
        return "own"
    return "no_search" if one.candidate == "no_search" else "nothing"


def _name(one: EncounterNote) -> str:
    return dict(_LINES)[_kind(one)]


def _finding(found: History) -> str:
    same = sum(one.same_stranger for one in found.example)
    if not same:
        return "Nobody among those looked at was taken for the same stranger twice."
    return (
        f"A made-up person, stopped {_times(len(found.example))} in {in_years(found.years)}, is "
        f"answered {_times(same)} with the record of the same stranger."
    )


def _times(many: int) -> str:
    return _TIMES[many] if many < len(_TIMES) else f"{many} times"


def draw(found: History, width: int) -> Chart:
    """A row for each kind of answer, a mark for each stop."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import GRID, INK, QUIET, RIGHT, WRONG, data, fit

    kinds = {_kind(one) for one in found.example}
    short = {} if width >= WIDE else _SHORT
    labels = {kind: short.get(kind, label) for kind, label in _LINES}
    lines = [(kind, label) for kind, label in labels.items() if kind in kinds]
    colours = {"same": WRONG, "other": INK, "own": RIGHT, "nothing": QUIET, "no_search": QUIET}
    order = [label for _, label in lines]
    rows = [
        {"year": one.after_days / _DAYS_A_YEAR, "kind": labels[_kind(one)]} for one in found.example
    ]
    y = alt.Y(
        "kind:N",
        sort=order,
        axis=alt.Axis(title=None, ticks=False, labelPadding=10, domain=False, labelLimit=260,
                      grid=True, gridColor=GRID, tickBand="center",
                      labelFontSize=13 if width >= WIDE else 11),
    )  # fmt: skip
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[0, found.years], nice=False),
        axis=axes.years(found.years, width - 190),
    )
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=order, range=[colours[kind] for kind, _ in lines]),
    )
    return (
        alt.Chart(data(rows))
        .mark_point(filled=True, size=130, opacity=0.9)
        .encode(x=x, y=y, color=colour)
        .properties(width=width, height=44 * len(lines) + 40, autosize=fit())
    )
