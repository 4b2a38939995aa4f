"""The report of an evaluation: what was found, what was read, how groups differ, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document import definitions
from misid.document.figures import block
from misid.document.model import Answer, Block, Document, Figure, Finding, Section, Text, as_facts
from misid.document.tables import comparisons as score_tables
from misid.document.tables import groups as difference_tables
from misid.evaluation.schema import Evaluation
from misid.evaluation.stamp import FileStamp, file_stamp, file_stamp_line
from misid.evaluation.words import beyond_sentences, main_point, one_in
from misid.figures.beside import words_of_file
from misid.figures.of_scores import score_pictures

_RULE = {
    "similarity": "A comparison whose score is at or above the threshold is a match.",
    "distance": "A comparison whose score, a distance, is at or below the threshold is a match.",
}


def document_of_evaluation(found: Evaluation) -> Document:
    """
    The report of an evaluation.

    Args:
        found: a finished evaluation.
    """
    figures = {name: block(picture) for name, picture in score_pictures(found).items()}
    stamp = file_stamp(found)
    return Document(
        title=f"Error rates of {found.file}",
        about=_about(found),
        finding=found.sentence,
        words=words_of_file(found.counts),
        sections=(
            _in_short(found, figures),
            *_findings(found, figures),
            *_behind(found, stamp),
        ),
        stamp=as_facts(stamp),
        stamp_line=file_stamp_line(stamp),
    )


def _about(found: Evaluation) -> str:
    read = found.counts
    return (
        f"The file {found.file} holds scores of {read.genuine:,} comparisons of two images of one "
        f"person and {read.impostor:,} comparisons of two people. It holds no image. "
        f"{_RULE[found.direction]} Error rates are counted over these comparisons alone; what a "
        "matcher does with other cameras, people or years is not in them."
    )


def _in_short(found: Evaluation, figures: dict[str, Figure]) -> Section:
    answers: list[Block] = [
        Answer(question="What does a stricter threshold cost?", text=figures["det"].finding),
        Answer(question="Where are both error rates equal?", text=found.eer.sentence),
    ]
    if found.groups is not None:
        answers.append(Answer(question="Do groups differ?", text=figures["groups"].finding))
    answers.append(Answer(question="How sure is that?", text=found.notes[0]))
    return Section(id="in-short", title="In short", blocks=tuple(answers))


def _findings(found: Evaluation, figures: dict[str, Figure]) -> Iterator[Section]:
    yield Section(
        id="thresholds",
        title="What each threshold gives",
        blocks=(figures["det"], score_tables.points(found)),
    )
    yield Section(id="scores", title="How scores are spread", blocks=(figures["scores"],))
    if found.groups is not None:
        yield _groups(found, figures)
    if found.conditions is not None:
        yield Section(
            id="by-condition",
            title="How capture conditions differ",
            blocks=(score_tables.conditions(found),),
        )
    if beyond_sentences(found):
        yield _beyond(found, figures)


def _groups(found: Evaluation, figures: dict[str, Figure]) -> Section:
    pairs = any(row.other is not None for row in found.groups.rows) if found.groups else False
    lead = (
        "One threshold is set for all groups: that for a false match rate of "
        f"{one_in(main_point(found.points).asked)} over everybody."
    )
    return Section(
        id="by-group",
        title="How groups differ",
        blocks=(
            Text(text=lead),
            figures["groups"],
            *([figures["pairs"]] if pairs else []),
            difference_tables.disparities(found),
            difference_tables.combined(found),
            score_tables.groups(found),
            difference_tables.own_thresholds(found),
        ),
    )


def _beyond(found: Evaluation, figures: dict[str, Figure]) -> Section:
    """What was not counted, and how unevenly false matches fall on people."""
    blocks: list[Block] = [Text(text=sentence) for sentence in beyond_sentences(found)]
    if found.tail is not None and found.tail.targets:
        blocks += [
            figures["tail"],
            difference_tables.targets(found),
            difference_tables.tails(found),
        ]
    return Section(id="beyond", title="Beyond what was counted", blocks=tuple(blocks))


def _behind(found: Evaluation, stamp: FileStamp) -> Iterator[Section]:
    yield Section(
        id="notes",
        title="What must be said of these numbers",
        blocks=tuple(Text(text=note) for note in found.notes),
    )
    yield Section(
        id="read",
        title="What was read",
        blocks=(
            Finding(text=_RULE[found.direction]),
            score_tables.counts(found),
            score_tables.columns(found),
        ),
    )
    by_group = definitions.GROUPS if found.groups is not None else ()
    beyond = definitions.BEYOND if beyond_sentences(found) else ()
    yield definitions.section(
        (*definitions.VERIFICATION, *by_group, *beyond, *definitions.INTERVALS)
    )
    yield Section(id="again", title="How to make this report again", blocks=(_again(stamp),))


def _again(stamp: FileStamp) -> Text:
    return Text(
        text="The same version, file, options, seed and replicates give the same numbers. This "
        f"report was made by {stamp.program} {stamp.version} with {stamp.replicates:,} replicates "
        f"and seed {stamp.seed}. Beside it evaluation.json holds every number; the SHA-256 of that "
        f"file is {stamp.digest}."
    )
