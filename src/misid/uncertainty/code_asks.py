"""What can be asked for in a case, and what each answer would make of what the code means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from misid.errors import MeaningError
from misid.matching import published
from misid.programme.expected.outcome_table import Progress
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Algorithm
from misid.results.codes import Codes, probability
from misid.results.schema import CodeMeaning
from misid.scenario import Input, Scenario, inputs
from misid.scenario.inputs import algorithm_rows
from misid.uncertainty.case import CANDIDATES, RULE, Case, CaseSide
from misid.uncertainty.code_schema import (
    ANOTHER,
    AnswerSide,
    Ask,
    AskAnswer,
    AskName,
    Given,
    Meanings,
)

_MEANINGS: tuple[CodeMeaning, ...] = (
    "right_person",
    "right_person_sought",
    "right_person_not_sought",
    "right_person_wrong_record",
    "somebody_else",
)
_MOVED: tuple[CodeMeaning, ...] = ("right_person", "right_person_sought")
_ROUNDING = 1e-12
_REVIEWERS = "review.reviewers"


class _AskFact(NamedTuple):
    """What can be asked for: its field in the scenario, and whether a court lets it be had."""

    name: AskName
    field: str = ""
    in_court: bool = True


_OF_CASE = (
    _AskFact("group", in_court=False),
    _AskFact("condition"),
    _AskFact("review"),
)
_OF_PROGRAMME = (
    _AskFact("rule", RULE),
    _AskFact("candidates", CANDIDATES),
    _AskFact("threshold", "threshold.rate"),
    _AskFact("threshold_design", "threshold.design_gallery"),
    _AskFact("threshold_moves", "threshold.moves_with_gallery"),
    _AskFact("tries", "threshold.tries"),
    _AskFact("retry_after", "threshold.retry_after"),
    _AskFact("searched", "gallery.searched"),
    _AskFact("algorithm", "matcher.algorithm"),
    _AskFact("sought", "stops.share_sought", in_court=False),
    _AskFact("enrolled", "stops.share_enrolled", in_court=False),
    _AskFact("reviewers", _REVIEWERS),
)
_RANK, _ANOTHER = _AskFact("rank"), _AskFact("another_search", in_court=False)
_POSSIBLE: dict[str, tuple[str | int, ...]] = {
    "gallery.searched": ("all_records", "flagged_records"),
    _REVIEWERS: (1, 2),
}
"""Options of what is asked for even where the scenario takes one of them for granted."""


@dataclass(frozen=True)
class _Answer:
    """An answer: what it adds to what is given, and what it puts into every world."""

    option: str
    value: float | None = None
    given: dict[str, object] = field(default_factory=dict)
    options: dict[str, str | int | bool] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)

    @property
    def is_of_case(self) -> bool:
        """Whether it picks cells of the outcome table of the worlds as they are."""
        return set(self.given) <= {"group", "review"} and not (self.options or self.numbers)


class _AskedFact(NamedTuple):
    """A fact with its input, if the scenario has one, and its answers."""

    fact: _AskFact
    input: Input | None
    answers: tuple[_Answer, ...]


def asks(
    case: Case,
    sides: Sequence[CaseSide],
    progress: Progress | None = None,
    *,
    with_another: bool = True,
) -> tuple[Ask, ...]:
    """
    Every fact that can be asked for and is not given, what moves the most first.

    Args:
        case: what is known.
        sides: of the either/or that decides what the code means.
        progress: told how many worlds are done, each time some are.
        with_another: whether another search of the person is asked for.
    """
    modelled, left = [], [_not_modelled(_RANK)]
    for asked in _asked(case.found.made.scenario, case.given):
        modelled.append(_ask(case, sides, asked))
        if progress is not None:
            progress(len(asked.answers) * case.found.stamp.draws)
    if with_another:
        another = _another(case, sides)
        (modelled if another.is_modelled else left).append(another)
    modelled.sort(key=lambda one: -(one.moves or 0.0))
    return (*modelled, *left)


def answer_count(scenario: Scenario, given: Given) -> int:
    """How many answers are worked out, for whoever shows how far the work is."""
    return sum(len(asked.answers) for asked in _asked(scenario, given))


def _asked(scenario: Scenario, given: Given) -> Iterator[_AskedFact]:
    """Facts that are not given and have several answers."""
    for fact in _OF_CASE:
        answers = _of_case(fact.name, scenario)
        if getattr(given, fact.name) is None and len(answers) > 1:
            yield _AskedFact(fact, None, answers)
    for fact in _OF_PROGRAMME:
        if fact.field == _REVIEWERS and given.review == "none":
            continue  # Nobody compared the pictures, so that there is nobody to ask about.
        found = [one for one in inputs(scenario) if one.field == fact.field]
        answers = _of_inputs(found)
        if getattr(given, fact.name, None) is None and len(answers) > 1:
            yield _AskedFact(fact, found[0], answers)


def _of_case(name: str, scenario: Scenario) -> tuple[_Answer, ...]:
    known = {
        "group": scenario.group_names,
        "condition": tuple(one.name for one in scenario.capture.conditions),
        "review": ("none", "upheld", "withdrawn"),
    }
    return tuple(_Answer(option, given={name: option}) for option in known[name])


def _of_inputs(found: Sequence[Input]) -> tuple[_Answer, ...]:
    """The answers to a choice, or the ends of a range; of every group together."""
    if not found or found[0].content.status.is_known:
        return ()
    name, content = found[0].name, found[0].content
    if isinstance(content, Quantity):
        return _ends(found)
    if isinstance(content, Choice):
        options = content.options if content.is_range else _POSSIBLE.get(name, ())
        return tuple(_Answer(str(option), options={name: option}) for option in options)
    return _algorithms(name, content) if isinstance(content, Algorithm) else ()


def _ends(found: Sequence[Input]) -> tuple[_Answer, ...]:
    """Low and high; where a field has an input for each group, that of the first is said."""
    quantities = {one.name: one.content for one in found if isinstance(one.content, Quantity)}
    answers = []
    for end in ("low", "high"):
        numbers = {name: getattr(content, end) for name, content in quantities.items()}
        if None in numbers.values():
            return ()
        answers.append(_Answer(end, value=numbers[found[0].name], numbers=numbers))
    return tuple(answers)


def _algorithms(name: str, content: Algorithm) -> tuple[_Answer, ...]:
    """The algorithms that miss the least and the most of those that are possible."""
    rows, names = algorithm_rows(content), published.algorithm_names()
    missed = published.published_points("mugshot").large[rows]
    least, most = rows[np.nanargmin(missed)], rows[np.nanargmax(missed)]
    return tuple(
        _Answer(names[row], options={name: names[row]}) for row in dict.fromkeys((least, most))
    )


def _ask(case: Case, sides: Sequence[CaseSide], asked: _AskedFact) -> Ask:
    one = asked.input
    told = tuple(_answered(case, sides, answer, one) for answer in asked.answers)
    stands = [_meanings([case.codes(side.evaluation)]) for side in sides]
    return Ask(
        name=asked.fact.name,
        input=None if one is None else one.name,
        status=None if one is None else one.content.status.value,
        in_court=asked.fact.in_court,
        is_modelled=True,
        moves=_moves(stands, told),
        answers=told,
    )


def _another(case: Case, sides: Sequence[CaseSide]) -> Ask:
    """Another search of the person, drawn person by person where the model can."""
    try:
        drawn = [case.by_another(side.evaluation) for side in sides]
    except MeaningError:
        return _not_modelled(_ANOTHER)
    told = tuple(
        _answer_by_codes(_Answer(option), sides, [one.codes(option) for one in drawn])
        for option in ANOTHER
    )
    return Ask(
        name=_ANOTHER.name, input=None, status=None, in_court=_ANOTHER.in_court, is_modelled=True,
        moves=_moves([_meanings([case.codes(side.evaluation)]) for side in sides], told),
        answers=told,
    )  # fmt: skip


def _not_modelled(fact: _AskFact) -> Ask:
    return Ask(
        name=fact.name, input=None, status=None, in_court=fact.in_court, is_modelled=False,
        moves=None, answers=(),
    )  # fmt: skip


def _answered(
    case: Case, sides: Sequence[CaseSide], answer: _Answer, one: Input | None
) -> AskAnswer:
    """What the code would mean: on each side, or on the side that the answer is."""
    its_own = [side for side in sides if side.options == answer.options and answer.options]
    codes = [_codes(case, side, answer, one) for side in its_own or sides]
    return _answer_by_codes(answer, () if its_own else sides, codes)


def _answer_by_codes(
    answer: _Answer, sides: Sequence[CaseSide], codes: Sequence[Codes]
) -> AskAnswer:
    """The same from its codes, which are those of the sides where there are any."""
    several = [side for side in sides if side.answer is not None]
    return AskAnswer(
        option=answer.option,
        value=answer.value,
        sides=tuple(
            AnswerSide.model_validate(side.answer.model_dump() | _probabilities([of]))
            for side, of in zip(several, codes, strict=False)
            if side.answer is not None
        ),
        **_probabilities(codes),
    )


def _codes(case: Case, side: CaseSide, answer: _Answer, one: Input | None) -> Codes:
    """The codes of the case with this answer; none where the model does not hold for it."""
    more = side.case.about(**answer.given)
    of_nobody = one is not None and one.name == _REVIEWERS and not case.given.is_reviewed
    if of_nobody or (answer.options and side.options == answer.options):
        return case.codes(side.evaluation)
    if answer.is_of_case and not more.given.is_reviewed:
        return more.codes(side.evaluation)
    try:
        return more.codes(more.evaluation(side.options | answer.options, answer.numbers))
    except MeaningError:
        return case.codes(side.evaluation).times(np.zeros(1))


def _meanings(codes: Sequence[Codes]) -> Meanings:
    return Meanings(**_probabilities(codes))


def _probabilities(codes: Sequence[Codes]) -> dict[str, float | None]:
    return {meaning: probability(codes, meaning) for meaning in _MEANINGS}


def _moves(stands: Sequence[Meanings], told: Sequence[AskAnswer]) -> float:
    """
    How far apart answers lie, or an answer and what holds without any, on any one side.

    Args:
        stands: without an answer, side by side.
        told: with each answer.
    """
    if any(len(answer.sides) < len(stands) for answer in told) and len(stands) > 1:
        columns: list[list[Meanings]] = [list(told)]
    elif len(stands) > 1:
        columns = [
            [before, *(answer.sides[place] for answer in told)]
            for place, before in enumerate(stands)
        ]
    else:
        columns = [[stands[0], *told]]
    moved = max(_spread(column, meaning) for column in columns for meaning in _MOVED)
    return moved if moved > _ROUNDING else 0.0


def _spread(column: Sequence[Meanings], meaning: CodeMeaning) -> float:
    known = [value for each in column if (value := getattr(each, meaning)) is not None]
    return max(known) - min(known) if known else 0.0
