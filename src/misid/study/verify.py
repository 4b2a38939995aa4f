"""A document that somebody received: rendered again, worked out again, held against itself."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError

from misid.assessment.answers import Answers
from misid.assessment.assess import assess
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRule
from misid.assessment.schema import Assessment
from misid.attestation.carried import Carried, read_carried
from misid.attestation.differences import leaves, shown
from misid.attestation.schema import (
    Attestation,
    Because,
    CarriedFigure,
    Check,
    CheckName,
    Outcome,
)
from misid.document.assessment import assessment_document
from misid.document.code import case_sheet
from misid.document.comparison_report import comparison_report
from misid.document.model import Document
from misid.document.run import document_of_run
from misid.errors import MeaningError, MisidError
from misid.files.read import shown_name
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import Results, Stamp
from misid.scenario.serialise import as_data
from misid.study.again import (
    Again,
    StampedScenario,
    both_again,
    is_of_its_scenario,
    not_checked,
    versions,
)
from misid.study.asked import known_output
from misid.study.compared import numbers, of_leaves, words_and_pictures
from misid.study.figure_check import figure_checks
from misid.study.rendered import file_check
from misid.uncertainty.accounts import with_review_minutes
from misid.uncertainty.code_schema import CodeCase, Given
from misid.uncertainty.schema import Comparison, Programme
from misid.words import language as language_of

_FROM_INPUTS: tuple[CheckName, ...] = ("numbers", "words", "pictures")
_DRAWINGS = ("svg", "zip")
_MOST_CHANGES, _LONGEST_NAME = 100, 200
_UNMEANT = (MisidError, ValidationError, LookupError, TypeError, ValueError, AttributeError,
            RecursionError)  # fmt: skip
"""What a scenario, a stamp or answers that anybody wrote can come to."""
_OF_CHANGES = "changes"
"""Facts that tell by which changes a scenario came about, which the scenario alone does not."""
_Facts: TypeAlias = Results | Assessment | CodeCase | Comparison
_FACTS: dict[str, type[_Facts]] = {
    "misid-results/3": Results,
    "misid-assessment/1": Assessment,
    "misid-code/1": CodeCase,
    "misid-comparison/3": Comparison,
}


def verify(path: str | Path, progress: Progress | None = None) -> Attestation:
    """
    Whether a file is ours, is as it was written, and says what its inputs give.

    Args:
        path: HTML, PDF, DOCX, JSON, or a figure's SVG or zip, that misid wrote.
        progress: told how many worlds are done, each time some are.
    Raises: FormatError: missing, too large, an image or a template.
    """
    path = Path(path)
    held = read_carried(path)
    document, facts, figure = _document(held), _facts(held), _figure(held)
    stamp = document.stamp if document else _stamp(facts or figure)
    if document is not None:
        checks = tuple(_Checked(held, document, progress).checks())
    elif figure is not None:
        checks = tuple(figure_checks(held, figure, progress))
    elif facts is not None:
        checks = tuple(_of_facts(facts, progress))
    else:
        outcome: Outcome = "not_ours" if held.kind is None else "missing"
        because: Because = "nothing_carried" if held.held is None else "damaged"
        checks = (Check(name="carried", outcome=outcome, because=because),)
    return Attestation(
        file=shown_name(path),
        digest=hashlib.sha256(held.data).hexdigest(),
        kind=held.kind,
        form=document.form if document else "figure" if figure else "",
        stamp=None if stamp is None else _bounded(stamp),
        checks=checks,
    )


def _document(held: Carried) -> Document | None:
    if held.held is None or held.kind in ("facts", *_DRAWINGS):
        return None
    try:
        return Document.model_validate(held.held)
    except ValidationError:
        return None


def _facts(held: Carried) -> _Facts | None:
    if held.held is None or held.kind != "facts":
        return None
    known = _FACTS.get(str(held.held.get("version")))
    try:
        return None if known is None else known.model_validate(held.held)
    except ValidationError:
        return None


def _figure(held: Carried) -> CarriedFigure | None:
    if held.held is None or held.kind not in _DRAWINGS:
        return None
    try:
        return CarriedFigure.model_validate(held.held)
    except ValidationError:
        return None


def _run_of(facts: _Facts) -> Results | CodeCase | Programme:
    """The facts with a stamp and a scenario."""
    if isinstance(facts, Comparison):
        return facts.after
    return facts.results if isinstance(facts, Assessment) else facts


def _stamp(made: _Facts | CarriedFigure | None) -> dict[str, Any] | None:
    if made is None:
        return None
    of = made if isinstance(made, CarriedFigure) else _run_of(made)
    return of.stamp.model_dump(mode="json")


def _bounded(stamp: Mapping[str, Any]) -> dict[str, Any]:
    """What a stamp has, and no more of it than a stamp needs: anybody may have written it."""
    return {
        name: shown(value) if isinstance(value, str) else value
        for name, value in stamp.items()
        if name in Stamp.model_fields
        and (isinstance(value, str | int | float) or _is_short_list(value))
    }


def _is_short_list(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) <= _MOST_CHANGES
        and all(isinstance(one, str) and len(one) <= _LONGEST_NAME for one in value)
    )


@dataclass(frozen=True)
class _Checked:
    """A file with the document that it carries."""

    held: Carried
    document: Document
    progress: Progress | None

    def checks(self) -> Iterator[Check]:
        """Everything that is checked, in order."""
        yield Check(name="carried", outcome="same")
        made = versions(self.document.stamp)
        yield made
        is_ours = made.outcome == "same"
        yield file_check(self.held, self.document) if is_ours else not_checked("file", made.because)
        yield from self._worked_out()

    def _worked_out(self) -> Iterator[Check]:
        document = self.document
        if document.form in _MADE and document.scenario is None:
            yield Check(name="numbers", outcome="missing", because="nothing_carried")
            return
        if document.scenario is None or document.form not in _MADE:
            yield from (not_checked(name, "needs_its_files") for name in _FROM_INPUTS)
            return
        try:
            side = StampedScenario(Stamp.model_validate(document.stamp), document.scenario)
            before = _before(document)
            if not _are_of_their_scenarios(side, before):
                yield Check(name="numbers", outcome="differs", because="other_scenario")
                return
            made = both_again(side, before, self.progress)
            anew = _MADE[document.form](made, document)
        except _UNMEANT:
            yield from (not_checked(name, "cannot_be_meant") for name in _FROM_INPUTS)
            return
        yield numbers(document, anew)
        yield from words_and_pictures(document, anew, exact=made.exact)


def _of_facts(facts: _Facts, progress: Progress | None) -> Iterator[Check]:
    """A file of facts: its run worked out again, leaf by leaf."""
    of = _run_of(facts)
    yield Check(name="carried", outcome="same")
    yield versions(of.stamp.model_dump())
    try:
        scenario = of.canonical if isinstance(of, Results) else of.scenario
        before = facts.before if isinstance(facts, Comparison) else None
        first = None if before is None else StampedScenario(before.stamp, as_data(before.scenario))
        side = StampedScenario(of.stamp, as_data(scenario))
        if not _are_of_their_scenarios(side, first):
            yield Check(name="numbers", outcome="differs", because="other_scenario")
            return
        made = both_again(side, first, progress)
        worked = _worked_out(made, facts)
    except _UNMEANT:
        yield not_checked("numbers", "cannot_be_meant")
        return
    one, other = (each.model_dump(mode="json", by_alias=True) for each in (facts, worked))
    told = [one for one in leaves(one, other) if made.exact or _OF_CHANGES not in one.path]
    yield of_leaves("numbers", told)
    if not made.exact:
        yield not_checked("words", "own_changes")


def _worked_out(made: Again, facts: _Facts) -> _Facts:
    study = made.study
    if isinstance(facts, Assessment):
        return assess(study.results, facts.forms, facts.rules, facts.answers, facts.as_of)
    if isinstance(facts, Comparison):
        return _compared(made, facts.review_minutes)
    if isinstance(facts, CodeCase):
        known = facts.given.model_dump()
        return study.one_code(**known, asks=facts.asks is not None)
    return study.results


def _are_of_their_scenarios(side: StampedScenario, before: StampedScenario | None) -> bool:
    return all(is_of_its_scenario(one) for one in (side, before) if one is not None)


def _before(document: Document) -> StampedScenario | None:
    """The first side of a comparison, whose scenario is beside that of the document."""
    held: Any = (document.given or {}).get("before")
    if document.form != "comparison" or held is None:
        return None
    return StampedScenario(Stamp.model_validate(held["stamp"]), held["scenario"])


def _compared(made: Again, minutes: float | None) -> Comparison:
    if made.before is None:
        raise MeaningError("a comparison carries no first side.")
    found = made.before.compare(made.study)
    return found if minutes is None else with_review_minutes(found, minutes)


def _run(made: Again, document: Document) -> Document:
    return document_of_run(made.study.results, language_of(document.language))


def _brief(made: Again, document: Document) -> Document:
    return made.study.brief(language_of(document.language).code)


def _assessment(made: Again, document: Document) -> Document:
    given: Mapping[str, Any] = document.given or {}
    answers, day = given.get("answers"), given.get("as_of")
    found = assess(
        made.study.results,
        [Questionnaire.model_validate(one) for one in given.get("forms", ())],
        [ContradictionRule.model_validate(one) for one in given.get("rules", ())],
        None if answers is None else Answers.model_validate(answers),
        None if day is None else datetime.date.fromisoformat(day),
    )
    return assessment_document(found, language_of(document.language))


def _case(made: Again, document: Document) -> Document:
    known = Given.model_validate(document.given or {})
    return case_sheet(made.study.one_code(**known.model_dump()), language_of(document.language))


def _comparison(made: Again, document: Document) -> Document:
    given: Mapping[str, Any] = document.given or {}
    found, output = _compared(made, given.get("review_minutes")), given.get("output")
    shown = None if output is None else known_output(output)
    return comparison_report(found, shown, language_of(document.language))


_MADE: dict[str, Callable[[Again, Document], Document]] = {
    "run": _run,
    "brief": _brief,
    "assessment": _assessment,
    "case": _case,
    "comparison": _comparison,
}
"""What makes a document again from its inputs, by its form."""
