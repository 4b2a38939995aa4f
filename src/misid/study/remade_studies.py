"""What a study gives, once more: runs, sheets, comparisons, assessments, questions, letters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from misid.assessment.answers import Answers
from misid.assessment.assess import assess
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRule
from misid.assessment.schema import Assessment
from misid.document.assessment import assessment_document
from misid.document.code import case_sheet
from misid.document.comparison_report import comparison_report
from misid.document.letters import letter
from misid.document.model import Document
from misid.document.run import document_of_run
from misid.document.uncertainty import claim_document, ledger_document, requirements_document
from misid.results.schema import Results
from misid.study.again import Again, NotRemadeError
from misid.study.asked import known_output
from misid.study.remade import FactsKind, MadeFrom, of_study, written
from misid.study.study import Study
from misid.uncertainty.accounts import with_review_minutes
from misid.uncertainty.code_schema import CodeCase, Given
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Requirements
from misid.words.language import Language

_Given = Mapping[str, Any]


def _results(made: Again, _: _Given) -> Results:
    return made.study.results


def _study(made: Again, _: _Given) -> Study:
    return made.study


def _brief(study: Study, _: MadeFrom, language: Language) -> Document:
    return study.brief(language.code)


def _assessment(made: Again, given: _Given) -> Assessment:
    answers, day = given.get("answers"), given.get("as_of")
    return assess(
        made.study.results,
        [Questionnaire.model_validate(one) for one in given.get("forms", ())],
        [ContradictionRule.model_validate(one) for one in given.get("rules", ())],
        None if answers is None else Answers.model_validate(answers),
        None if day is None else datetime.date.fromisoformat(day),
    )


def _case(made: Again, given: _Given) -> CodeCase:
    # A sheet carries what is known of a case alone, and always says what else can be asked for.
    known = Given.model_validate(given.get("given", given))
    with_asks = "given" not in given or given.get("asks") is not None
    return made.study.one_code(**known.model_dump(), asks=with_asks)


def _comparison(made: Again, given: _Given) -> Comparison:
    if made.before is None:
        raise NotRemadeError("missing", "nothing_carried")
    found, minutes = made.before.compare(made.study), given.get("review_minutes")
    return found if minutes is None else with_review_minutes(found, minutes)


def _comparison_report(found: Comparison, source: MadeFrom, language: Language) -> Document:
    output = source.given.get("output")
    return comparison_report(found, None if output is None else known_output(output), language)


def _ledger(made: Again, given: _Given) -> Ledger:
    from misid.uncertainty.sensitivity import REPLICATES

    points = int(given["base_points"]) // REPLICATES
    return made.study.unknowns(str(given["output"]), by=given["by"], points=points)


def _ledger_document(found: Ledger, source: MadeFrom, language: Language) -> Document:
    return ledger_document(found, language, source.given.get("most"))


def _letter(found: Ledger, source: MadeFrom, language: Language) -> Document:
    given = source.given
    return letter(
        found, given["letter"], language, questions=given["questions"], fields=given["fields"]
    )


def _requirements(made: Again, given: _Given) -> Requirements:
    return made.study.require(str(given["output"]), float(given["limit"]))


def _claim(made: Again, given: _Given) -> Claim:
    kind, stated = given["kind"], given.get("stated")
    return made.study.claim(
        accuracy=stated if kind == "accuracy" else None,
        false_positive_rate=stated if kind == "false_positive_rate" else None,
        at_gallery=given.get("stated_gallery"),
        false_per_true=stated if kind == "false_for_each_true" else None,
        definitive=kind == "definitive",
    )


RUN = FactsKind(of_study(_results), written(document_of_run))
BRIEF = FactsKind(of_study(_study), _brief)
ASSESSMENT = FactsKind(of_study(_assessment), written(assessment_document))
CASE = FactsKind(of_study(_case), written(case_sheet))
COMPARISON = FactsKind(of_study(_comparison), _comparison_report)
LEDGER = FactsKind(of_study(_ledger), _ledger_document)
LETTER = FactsKind(of_study(_ledger), _letter)
REQUIREMENTS = FactsKind(of_study(_requirements), written(requirements_document))
CLAIM = FactsKind(of_study(_claim), written(claim_document))
