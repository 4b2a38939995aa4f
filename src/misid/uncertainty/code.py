"""What one reference code can mean in a case: by rule, list, group, condition and review."""

from __future__ import annotations

from collections.abc import Sequence

from misid.programme.expected.outcome_table import Progress
from misid.results.cautions import cautions
from misid.results.codes import Codes, code_rows, sampling_error
from misid.results.run import Run
from misid.results.splits import question
from misid.uncertainty.case import Case, CaseSide, case_of, sides
from misid.uncertainty.code_asks import asks
from misid.uncertainty.code_schema import CodeCase, Given, MeantRow, MeantSide


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
    decider, every = sides(case)
    made = found.made
    return CodeCase(
        version="misid-code/1",
        scenario=made.scenario,
        changes=made.changes,
        stamp=found.stamp,
        given=given,
        cautions=cautions(found.evaluation),
        average="ratio_of_means",
        decided_by=None if decider is None else question(decider),
        rows=_rows([case.codes(side.evaluation) for side in every]),
        sides=tuple(_side(case, side, 1.0 / len(every)) for side in every if side.answer),
        asks=asks(case, every, progress) if with_asks else None,
    )


def _side(case: Case, side: CaseSide, share: float) -> MeantSide:
    answer = side.answer.model_dump() if side.answer else {}
    return MeantSide(**answer, share_of_worlds=share, rows=_rows([case.codes(side.evaluation)]))


def _rows(every: Sequence[Codes]) -> tuple[MeantRow, ...]:
    return tuple(
        MeantRow(**row.model_dump(), sampling_error=sampling_error(every, row.meaning))
        for row in code_rows(every)
    )
