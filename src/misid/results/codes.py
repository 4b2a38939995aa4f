"""What one reference code means: whom it names, and whether anybody seeks them."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats, Integers
from misid.programme import REFERENCES
from misid.results.intervals import interval
from misid.results.outputs import Evaluation
from misid.results.schema import CodeMeaning, CodeRow, CodeSide, OneCode
from misid.results.sides import EitherOr, decided_by
from misid.results.splits import answered, pooled, question

_PARTS: dict[CodeMeaning, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "right_person_sought": (("own",), ("sought",)),
    "right_person_not_sought": (("own",), ("enrolled",)),
    "right_person_wrong_record": (("own_wrong",), ("enrolled", "sought")),
    "somebody_else": (("stranger",), ("not_enrolled", "enrolled", "sought")),
}
_ALL = slice(None)


def one_code(evaluation: Evaluation) -> OneCode:
    """What one code means, on both sides of the either/or that decides any part of it the most."""
    everybody = evaluation.everybody
    codes = everybody.among(REFERENCES)[:, 0]
    parts = {
        meaning: everybody.among(candidates, truths=truths)[:, 0]
        for meaning, (candidates, truths) in _PARTS.items()
    }
    found = _decides(evaluation, parts, codes)
    return OneCode(
        decided_by=None if found is None else question(found),
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
    parts: dict[CodeMeaning, Floats], codes: Floats, rows: Integers | slice
) -> tuple[CodeRow, ...]:
    right = np.asarray(sum(part for name, part in parts.items() if name != "somebody_else"))
    named: dict[CodeMeaning, Floats] = {"right_person": right, **parts}
    return tuple(
        CodeRow(
            meaning=meaning,
            probability=pooled((part, codes), rows),
            **interval(_share(part, codes)[rows]).model_dump(),
        )
        for meaning, part in named.items()
    )


def _share(part: Floats, codes: Floats) -> Floats:
    return np.divide(part, codes, out=np.full_like(part, np.nan), where=codes > 0)
