"""What was measured of a reader's own files, once more, where the reader brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from misid import evaluation
from misid.attestation.schema import NeededFile
from misid.audit.amendments import NAME as AMENDMENTS
from misid.audit.amendments import counted_amendments
from misid.audit.schema import AmendmentCount, AuditSheet
from misid.audit.sheet import check_draw
from misid.disclosure import CountsAsked
from misid.disclosure.read import disclosure_of
from misid.document.audit import reading_document
from misid.document.disclosure import disclosure_document
from misid.document.evaluation import document_of_evaluation
from misid.document.log_audit import log_audit_report
from misid.errors import MisidError
from misid.evaluation import FileReading
from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import of_files, sources
from misid.files.opened import Opened
from misid.files.sheet import open_sheet
from misid.results.saved import read_document
from misid.scenario import digest, load_scenario
from misid.scenario.library import names
from misid.searchlog.checks.audit import ExpectedShares, LogQuestion, audit_log
from misid.searchlog.checks.cells import TimeForm
from misid.searchlog.checks.checkpoint import StatedRoot
from misid.searchlog.checks.library import log_rules
from misid.searchlog.checks.rules import LogRule
from misid.searchlog.checks.schema import LogAsked
from misid.study.audit import FilledSheets
from misid.study.audit_log import expected_of
from misid.study.remade import BroughtFiles, FactsKind, MadeFrom, Remade, needed_sources, written

_Given = Mapping[str, Any]


def _evaluation(source: MadeFrom) -> Remade:
    given = source.given
    needed = tuple(needed_sources("scores", given["sources"]))
    files = source.files.each(needed)
    has_key = bool(given["asked"].get("key"))
    reading = FileReading.as_said(given["asked"], files[1] if has_key else None)
    measure = _identification if given["kind"] == "identification" else _verification
    found = measure(files, reading, given, source.stamp)
    return Remade(of_files(found, sources(files), reading), exact=True)


def _rates(given: _Given) -> tuple[float, ...]:
    stated = given["rates"] if "rates" in given else [one["asked"] for one in given["points"]]
    return tuple(map(float, stated))


def _verification(
    files: Sequence[Opened], reading: FileReading, given: _Given, stamp: _Given
) -> Verification:
    """Pairs, in parts where they were read so."""
    pairs = (files[0],) if reading.key is not None else tuple(files)
    stream = evaluation.score_stream(pairs, reading, from_bytes=0) if given["in_parts"] else None
    table = _pairs(pairs, reading) if stream is None else stream
    lots = {"replicates": int(stamp["replicates"]), "seed": int(stamp["seed"])}
    return evaluation.evaluate(table, rates=_rates(given) or evaluation.RATES, **lots)


def _pairs(files: Sequence[Opened], reading: FileReading) -> evaluation.ScoreTable:
    """Pairs of one file, or of two."""
    if len(files) > 1:
        return evaluation.read_score_lists(files[0], files[1], reading)
    return evaluation.read_scores(files[0], reading)


def _identification(
    files: Sequence[Opened], reading: FileReading, given: _Given, _: _Given
) -> Identification:
    searches = evaluation.read_candidate_lists(files[0], (*files, None)[1], reading)
    rates = _rates(given) or evaluation.SEARCH_RATES
    return evaluation.evaluate_identification(searches, rates=rates)


def _log_audit(source: MadeFrom) -> Remade:
    given = source.given
    (log,) = source.files.each([_needed("log", given)])
    asked = LogAsked.model_validate(given["asked"])
    root = asked.root
    question = LogQuestion(
        columns=asked.columns,  # type: ignore[arg-type]
        reading=TimeForm(str(ZoneInfo(given["timezone"])), asked.dates),
        numbers=asked.numbers,
        as_of=asked.as_of,
        root=StatedRoot(bytes.fromhex(root), asked.root_size, asked.root_origin) if root else None,
        expected=_expected(source) if given["scenario"] else None,
        answers=given["answers"],
        # Whoever audited it said so, or was not asked.
        has_names=True,
    )
    rules = given["rules"] if "rules" in given else [one["rule"] for one in given["results"]]
    held = _rules([LogRule.model_validate(one) for one in rules], source.files)
    found = audit_log(log, held, question, progress=source.progress)
    return Remade(found, exact=True)


def _rules(stated: Sequence[LogRule], files: BroughtFiles) -> tuple[LogRule, ...]:
    """
    The rules that come along, and those of files: a document's own word for a rule is no proof.

    Raises: NotRemadeError: the document has a rule that is in neither.
    """
    own = [one.reached for one in files.files if _holds_rules(one)]
    known = log_rules(own)
    by_id = {one.id: one for one in known}
    if any(one.id not in by_id for one in stated):
        raise files.lacking([NeededFile(what="rules")])
    return known


def _holds_rules(file: Opened) -> bool:
    try:
        log_rules([file.reached])
    except MisidError:
        return False
    return True


def _expected(source: MadeFrom) -> ExpectedShares:
    """What the scenario beside which agencies were looked at expects, by its name or its file."""
    name, wanted = str(source.given["scenario"]), source.given["scenario_digest"]
    shipped: list[str | Path] = [name] if name in names() else []
    for one in [*shipped, *(file.reached for file in source.files.files)]:
        try:
            if digest(load_scenario(one)) == wanted:
                return replace(expected_of(one), scenario=name)
        except MisidError:
            continue
    raise source.files.lacking([NeededFile(what="scenario", name=name, sha256=str(wanted))])


def _disclosure(source: MadeFrom) -> Remade:
    (file,) = source.files.each([_needed("table", source.given)])
    asked = CountsAsked(**source.given["asked"])
    return Remade(disclosure_of(open_sheet(file, asked.sheet), asked), exact=True)


def _needed(what: Any, given: _Given) -> NeededFile:
    return NeededFile(what=what, name=str(given["file"]), sha256=str(given["digest"]))


def _audit_reading(source: MadeFrom) -> Remade:
    given = source.given
    digests = [given["filled_sha256"], given["second_sha256"]]
    sheets = [NeededFile(what="sheet", sha256=str(one)) for one in digests if one is not None]
    stated = AmendmentCount.model_validate(given["amendments"])
    needed = [*sheets, NeededFile(what="amendments", name=AMENDMENTS, sha256=stated.sha256)]
    drawn = _drawn(source.files, given["sheet"], needed)
    *filled_in, amendments = source.files.each(needed)
    filled = FilledSheets.of(drawn, filled_in[0], (*filled_in, None)[1])
    counted = counted_amendments(amendments.reached, stated.now)
    return Remade(filled.reading(counted), exact=True)


def _drawn(files: BroughtFiles, name: str, needed: Sequence[NeededFile]) -> AuditSheet:
    """What was drawn, among the files; its tickets are worked out again."""
    for one in files.files:
        try:
            drawn = read_document(one.reached, AuditSheet, lambda _: "misid audit sheet")
            check_draw(drawn, one.name)
        except MisidError:
            continue
        if drawn.sheet == name:
            return drawn
    raise files.lacking([NeededFile(what="drawn", name="drawn.json"), *needed])


EVALUATION = FactsKind(_evaluation, written(document_of_evaluation))
LOG_AUDIT = FactsKind(_log_audit, written(log_audit_report))
DISCLOSURE = FactsKind(_disclosure, written(disclosure_document))
AUDIT_READING = FactsKind(_audit_reading, written(reading_document))
