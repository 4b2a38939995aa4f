"""What one reference code means: whom it names, and whether anybody seeks them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.programme import REFERENCES
from misid.results.intervals import interval
from misid.results.outputs import Evaluation
from misid.results.schema import CodeMeaning, CodeRow, CodeSide, OneCode, Results
from misid.results.sides import EitherOr, decided_by
from misid.results.summary import said
from misid.results.told import answered, pooled, question
from misid.scenario.answers import nobody_says

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

AVERAGE = (
    "Probability: the codes that equally many searches give in each possible world, taken "
    "together, since a world that gives many is the likelier to have given this one (a ratio of "
    "means). 5 % to 95 %: the share within a world."
)
_PARTS: dict[CodeMeaning, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "right_person_sought": ("- who is sought", ("own",), ("sought",)),
    "right_person_not_sought": (
        "- whom nobody seeks; the record is right", ("own",), ("enrolled",),
    ),
    "right_person_wrong_record": (
        "- whom nobody seeks; the record is wrong",
        ("own_wrong",),
        ("enrolled", "sought"),
    ),
    "somebody_else": (
        "Somebody else", ("stranger",), ("not_enrolled", "enrolled", "sought"),
    ),
}  # fmt: skip
_ALL = slice(None)


def one_code(evaluation: Evaluation) -> OneCode:
    """What one code means, on both sides of the either/or that decides any part of it the most."""
    everybody = evaluation.outcomes.of_everybody(evaluation.terms.people.stopped)
    codes = everybody.among(REFERENCES)[:, 0]
    parts = {
        meaning: everybody.among(candidates, truths=truths)[:, 0]
        for meaning, (_, candidates, truths) in _PARTS.items()
    }
    found = _decides(evaluation, parts, codes)
    return OneCode(
        average=AVERAGE,
        decided_by=None if found is None else question(found),
        open="" if found is None else nobody_says(found.one),
        rows=_rows(parts, codes, _ALL),
        sides=tuple(
            CodeSide(
                **answered(side, evaluation.worlds).model_dump(),
                rows=_rows(parts, codes, side.rows),
            )
            for side in (() if found is None else found.sides(evaluation.worlds))
        ),
    )


def _decides(
    evaluation: Evaluation, parts: dict[CodeMeaning, Floats], codes: Floats
) -> EitherOr | None:
    found = [
        decided_by(evaluation.worlds, _share(part, codes), of_one=True) for part in parts.values()
    ]
    strong = [one for one in found if one is not None]
    return max(strong, key=lambda one: one.share, default=None)


def _rows(
    parts: dict[CodeMeaning, Floats], codes: Floats, rows: Rows | slice
) -> tuple[CodeRow, ...]:
    right = np.asarray(sum(part for name, part in parts.items() if name != "somebody_else"))
    named: list[tuple[CodeMeaning, str, Floats]] = [("right_person", "The right person", right)]
    named += [(meaning, _PARTS[meaning][0], part) for meaning, part in parts.items()]
    return tuple(
        CodeRow(
            meaning=meaning,
            title=title,
            probability=pooled((part, codes), rows),
            **interval(_share(part, codes)[rows]).model_dump(),
        )
        for meaning, title, part in named
    )


def _share(part: Floats, codes: Floats) -> Floats:
    return np.divide(part, codes, out=np.full_like(part, np.nan), where=codes > 0)


def code_said(results: Results) -> str:
    """Whom one reference code names, on both sides where an either/or decides it."""
    code = results.one_code
    if code.rows[0].probability is None:
        return "No trials: no reference code is given."
    lead = "With a probability of {right} one reference code names the right person, of {sought} "
    lead += "somebody who is sought"
    if not code.sides:
        return f"{_of_code(lead, code.rows)}."
    told = [(side.clause, side.rows) for side in code.sides if side.rows[0].probability is not None]
    first = f"{_of_code(lead, told[0][1])}, if {told[0][0]}"
    again = [f"{_of_code('{right} and {sought}', rows)}, if {clause}" for clause, rows in told[1:]]
    return f"{'; '.join((first, *again))}. {code.open}"


def _of_code(text: str, rows: tuple[CodeRow, ...]) -> str:
    by_meaning = {row.meaning: said(row.probability, "share") for row in rows}
    return text.format(right=by_meaning["right_person"], sought=by_meaning["right_person_sought"])
