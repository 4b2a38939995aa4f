"""What one reference code can mean in a case: by rule, list, group, condition and review."""

from __future__ import annotations

from collections.abc import Sequence

from misid.programme.expected.outcome_table import Progress
from misid.results.cautions import cautions
from misid.results.codes import Codes, code_rows, sampling_error
from misid.results.run import Run
from misid.results.splits import question
from misid.uncertainty.case import case_of, sides
from misid.uncertainty.code_asks import asks
from misid.uncertainty.code_schema import CodeCase, Given, MeantRow, MeantSide
from misid.uncertainty.unmoved import unmoved


def code(
    found: Run, given: Given, *, with_asks: bool = True, progress: Progress | None = None
) -> CodeCase:
    """
    What one reference code can mean.

    Args:
        found: a finished run.
        given: what is known of the case.
        with_asks: whether to work out what each answer would change, which takes longer.
        progress: told how many worlds are done, each time some are.
    Raises: MeaningError: a rule or a list that the scenario rules out, a group or a condition that
        it does not have.
    """
    case = case_of(found, given)
    alone = case.about(another=None)
    decider, every = sides(alone)
    codes = [case.codes(side.evaluation) for side in every]
    made, drawn = found.made, given.another is not None
    return CodeCase(
        version="misid-code/1",
        scenario=made.scenario,
        changes=made.changes,
        stamp=found.stamp,
        given=given,
        cautions=cautions(found.evaluation),
        average="ratio_of_means",
        decided_by=None if decider is None else question(decider),
        rows=_rows(codes, drawn=drawn),
        sides=tuple(
            MeantSide(
                **side.answer.model_dump(),
                share_of_worlds=1.0 / len(every),
                rows=_rows([of], drawn=drawn),
            )
            for side, of in zip(every, codes, strict=True)
            if side.answer is not None
        ),
        unmoved=unmoved(alone, every),
        asks=asks(alone, every, progress, with_another=not drawn) if with_asks else None,
    )


def _rows(every: Sequence[Codes], *, drawn: bool) -> tuple[MeantRow, ...]:
    """The rows; where people were drawn, a single world has too few of them for a share."""
    without = dict.fromkeys(("median", "low", "high")) if drawn else {}
    return tuple(
        MeantRow(**row.model_dump() | without, sampling_error=sampling_error(every, row.meaning))
        for row in code_rows(every)
    )
