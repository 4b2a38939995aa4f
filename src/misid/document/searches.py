"""The report of candidate lists: what was found, what was read, how groups differ, how sure."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document import definitions
from misid.document.definitions import Definition
from misid.document.figures import block
from misid.document.model import Answer, Block, Document, Figure, Finding, Section, Text, as_facts
from misid.document.tables import groups as difference_tables
from misid.document.tables import searches as search_tables
from misid.evaluation.identification_schema import Identification
from misid.evaluation.search_words import candidates_text, first_sentence, main_point
from misid.evaluation.stamp import FileStamp, list_stamp, list_stamp_line
from misid.evaluation.words import one_in, percent
from misid.figures.searches import search_pictures, search_words
from misid.measures import clustered_intervals, identification, wilson

_RULE = {
    "similarity": "A candidate whose score is at or above the threshold is returned.",
    "distance": "A candidate whose score, a distance, is at or below the threshold is returned.",
}
SEARCHES = (
    Definition(
        "Mated, non-mated",
        "A mated search is for a person who is enrolled, a non-mated one for somebody who is not.",
        "Who is enrolled is taken from the mates as they stand; a list without the own record "
        "makes no search non-mated.",
    ),
    Definition(
        "False positive identification rate (FPIR)",
        "Share of searches for people who are not enrolled that return a candidate.",
        "Counts searches, not comparisons, and grows with the gallery.",
        identification.false_positive_identification_rate,
    ),
    Definition(
        "False negative identification rate (FNIR)",
        "Share of searches for enrolled people that do not return their own record.",
        "Failed searches and empty lists are in it, as misses.",
        identification.false_negative_identification_rate,
    ),
    Definition(
        "Threshold",
        "The lowest listed score at which the FPIR is at most the asked one; for distances the "
        "highest.",
        "Set and measured on the same searches: on others, or with another gallery, the same "
        "threshold gives other rates.",
        identification.search_threshold,
    ),
    Definition(
        "CMC",
        "Cumulative match characteristic: how often the own record is among the first k.",
        "Closed-set: it says nothing of people who are not enrolled.",
        identification.cumulative_match_characteristic,
    ),
    Definition(
        "Candidates of a search",
        "How many candidates a search returns on average; of non-mated ones the selectivity.",
        "Lists are cut off: where they are full there may be more.",
        identification.selectivity,
    ),
)
INTERVALS = (
    Definition(
        "95 % interval, subjects and records",
        "Allows for people who are searched several times and, for false positives, for records "
        "that resemble several people.",
        "It is of this kind of people and gallery: other cameras, places or years are not in it.",
        clustered_intervals.clustered_interval,
    ),
    Definition(
        "95 % interval, Wilson",
        "For independent searches; shown where fewer than three people are known.",
        "Too narrow where people are searched several times.",
        wilson,
    ),
)


def document_of_identification(found: Identification) -> Document:
    """
    The report of candidate lists.

    Args:
        found: a finished identification.
    """
    figures = {name: block(picture) for name, picture in search_pictures(found).items()}
    stamp = list_stamp(found)
    return Document(
        title=f"Error rates of searches in {found.file}",
        about=_about(found),
        finding=found.sentence,
        words=search_words(found),
        sections=(
            _in_short(found, figures),
            *_findings(found, figures),
            *_behind(found, stamp),
        ),
        stamp=as_facts(stamp),
        stamp_line=list_stamp_line(stamp),
    )


def _about(found: Identification) -> str:
    read = found.counts
    return (
        f"The file {found.file} holds the candidate lists of {read.mated:,} searches for people "
        f"who are enrolled and {read.non_mated:,} for people who are not. It holds no image. "
        f"{_RULE[found.direction]} Error rates are counted over these searches alone; what a "
        "matcher does with other cameras, people or galleries is not in them."
    )


def _in_short(found: Identification, figures: dict[str, Figure]) -> Section:
    answers: list[Block] = []
    main = main_point(found.points)
    if main is not None:
        answers = [
            Answer(
                question="What does a stricter threshold cost?", text=figures["tradeoff"].finding
            ),
            Answer(
                question="How many records come back?",
                text=f"There a search for somebody who is not enrolled returns "
                f"{candidates_text(main.non_mated_candidates)} candidates on average, one for an "
                f"enrolled person {candidates_text(main.mated_candidates)}.",
            ),
            Answer(question="Who is returned first?", text=_first(found)),
        ]
    answers.append(Answer(question="How are people ranked?", text=first_sentence(found.cmc)))
    if found.groups is not None:
        answers.append(Answer(question="Do groups differ?", text=figures["groups"].finding))
    if found.growth is not None:
        answers.append(
            Answer(question="What does a larger gallery do?", text=found.growth.sentence)
        )
    answers.append(Answer(question="How sure is that?", text=found.notes[0]))
    return Section(id="in-short", title="In short", blocks=tuple(answers))


def _first(found: Identification) -> str:
    main = main_point(found.points)
    if main is None or not main.fnir.trials:
        return "Nobody who is enrolled was searched for."
    first, trials = main.first, main.fnir.trials
    tied = f", {percent(first.tied / trials)} tie with it" if first.tied else ""
    return (
        f"Of searches for enrolled people {percent(first.own / trials)} return the own record "
        f"first{tied}, {percent(first.other / trials)} somebody else's, and "
        f"{percent(first.none / trials)} nothing."
    )


def _findings(found: Identification, figures: dict[str, Figure]) -> Iterator[Section]:
    if found.points:
        yield Section(
            id="thresholds",
            title="What each threshold gives",
            blocks=(
                figures["tradeoff"],
                search_tables.points(found),
                search_tables.returned(found),
            ),
        )
    if found.cmc:
        yield Section(
            id="ranks",
            title="Where own records stand",
            blocks=(figures["cmc"], search_tables.ranks(found)),
        )
    if found.groups is not None:
        lead = (
            "One threshold is set for all groups: that for a false positive identification rate "
            f"of {one_in(found.groups.asked)} over everybody."
        )
        yield Section(
            id="by-group",
            title="How groups differ",
            blocks=(
                Text(text=lead),
                figures["groups"],
                difference_tables.disparities(found),
                search_tables.groups(found),
            ),
        )
    yield from _circumstances(found)


def _circumstances(found: Identification) -> Iterator[Section]:
    """What the photograph and the size of the gallery do, where the files say either."""
    if found.conditions is not None:
        yield Section(
            id="by-condition",
            title="How capture conditions differ",
            blocks=(search_tables.conditions(found),),
        )
    if found.growth is not None:
        yield Section(
            id="galleries",
            title="What a larger gallery does",
            blocks=(Finding(text=found.growth.sentence), search_tables.galleries(found)),
        )


def _behind(found: Identification, stamp: FileStamp) -> Iterator[Section]:
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
            search_tables.counts(found),
            search_tables.columns(found),
        ),
    )
    by_group = definitions.GROUPS[:2] if found.groups is not None else ()
    yield definitions.section((*SEARCHES, *by_group, *INTERVALS))
    yield Section(id="again", title="How to make this report again", blocks=(_again(stamp),))


def _again(stamp: FileStamp) -> Text:
    return Text(
        text="The same version, files and options give the same numbers; nothing is drawn by lot. "
        f"This report was made by {stamp.program} {stamp.version}. Beside it identification.json "
        f"holds every number; the SHA-256 of that file is {stamp.digest}."
    )
