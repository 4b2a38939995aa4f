"""The report of a run: what was found, then how sure it is, then everything behind it."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document import appendix
from misid.document.figures import block
from misid.document.model import (
    Answer,
    Block,
    Document,
    Figure,
    Finding,
    Section,
    Text,
    Unknown,
)
from misid.document.tables import run as tables
from misid.document.tables.cells import number
from misid.figures import FIGURES
from misid.figures.picture import words
from misid.figures.uncertainty import in_one_line, least_share
from misid.results.codes import code_said
from misid.results.run import HEADLINE, Run
from misid.results.schema import Results, UncertaintyRow
from misid.results.stamp import stamp_line
from misid.results.summary import limit_said
from misid.scenario.words import in_words
from misid.words.sentence import Number

_MOST_UNKNOWNS = 8
_ASKED = {
    "frequencies": "How many wrong matches?",
    "groups": "To whom?",
    "worlds": "How sure is that?",
    "photographs": "Whose pictures are kept, and how long?",
    "threshold": "What would a stricter threshold change?",
    "uncertainty": "Which unanswered question matters most?",
}
# Published rates that are about groups stand beside the groups too.
_OF_GROUPS = ("share_of_wrong_person_references", "worst_to_best_group")
_SURE = (
    "Nobody has published most of what decides these numbers. misid works the programme out in "
    "many possible worlds, each with one complete set of values for everything that is not known. "
    "The middle number has half of the worlds above it; nine worlds of ten lie between the ends."
)
_MIDDLE = (
    "The tree and the field of shapes average the middle fifth of the possible worlds{of_a_side}, "
    "so that their counts add up; the range is in the next section. They count people who were "
    "searched for: those whose photograph never was are not among them."
)
_YEARS = (
    "5 % to 95 % is what is not known; more disclosure would narrow it. From year to year is "
    "chance; nothing would."
)


def document_of_run(found: Run) -> Document:
    """
    The report of a run.

    Args:
        found: a finished run; the trade-off of the threshold is worked out from its worlds.
    """
    results = found.results
    # Where the limit is one on the headline, its dots are those of the headline.
    again = {"limit"} if results.decision.output == HEADLINE else set()
    figures = {
        name: block(entry.make(found)) for name, entry in FIGURES.items() if name not in again
    }
    return Document(
        title=results.scenario.title,
        about=results.scenario.about,
        finding=results.sentence,
        words=words(results),
        sections=(
            _in_short(results, figures),
            *_findings(results, figures),
            _unknowns(found),
            *appendix.sections(found),
        ),
        stamp=results.stamp,
        stamp_line=stamp_line(results.stamp, results.scenario.name),
    )


def _in_short(results: Results, figures: dict[str, Figure]) -> Section:
    answers: list[Block] = [
        Answer(question=question, text=figures[name].finding) for name, question in _ASKED.items()
    ]
    answers.insert(1, Answer(question="What does one code mean?", text=code_said(results)))
    limit = Answer(question="Is the reader's limit exceeded?", text=limit_said(results))
    published = [
        Answer(question="What was published of it, and is the model near?", text=one.sentence)
        for one in results.beside
    ]
    return Section(id="in-short", title="In short", blocks=(*published, *answers, limit))


def _findings(results: Results, figures: dict[str, Figure]) -> Iterator[Section]:
    yield from _what_happens(results, figures)
    yield Section(
        id="how-sure",
        title="How sure that is",
        blocks=(Text(text=_SURE), figures["worlds"], figures["uncertainty"]),
    )
    yield Section(
        id="to-whom",
        title="To whom it happens",
        blocks=(
            figures["groups"],
            *(Text(text=one.sentence) for one in results.beside if one.measure in _OF_GROUPS),
            tables.groups(results),
        ),
    )
    yield Section(id="threshold", title="What the threshold trades", blocks=(figures["threshold"],))
    yield Section(
        id="photographs",
        title="Whose photographs are kept",
        blocks=(figures["photographs"], tables.retention(results)),
    )
    yield Section(
        id="years",
        title="What a year brings",
        blocks=(Text(text=_YEARS), tables.years(results)),
    )
    yield Section(
        id="limit",
        title="Held against a limit",
        blocks=(
            Finding(text=limit_said(results)),
            Text(text=f"The limit is {results.decision.status}: {results.decision.why}"),
            *([figures["limit"]] if "limit" in figures else []),
        ),
    )


def _what_happens(results: Results, figures: dict[str, Figure]) -> Iterator[Section]:
    yield Section(
        id="what-happens",
        title="What would happen",
        blocks=(
            Text(text=_MIDDLE.format(of_a_side=" of each side" * (len(results.trees) > 1))),
            figures["frequencies"],
            figures["icons"],
        ),
    )
    yield Section(
        id="one-code",
        title="What one reference code means",
        blocks=(Finding(text=code_said(results)), tables.one_code(results)),
    )


def _unknowns(found: Run) -> Section:
    rows = [row for row in found.results.uncertainty.inputs if row.status == "unknown"]
    least = least_share(found.results.stamp.draws)
    shown = [row for row in rows if row.share >= least][:_MOST_UNKNOWNS]
    text = (
        f"{len(rows)} of the {len(found.evaluation.worlds.by_name)} inputs of this scenario are "
        "unknown: nobody has said them in public. "
        + (
            "These decide the most of the range by themselves; all stand below, under Every input."
            if shown
            else "None of them decides much of the range by itself; all stand under Every input."
        )
    )
    return Section(
        id="unknown",
        title="What nobody has said",
        blocks=(Text(text=text), *(_unknown(found, row) for row in shown)),
    )


def _unknown(found: Run, row: UncertaintyRow) -> Unknown:
    worlds = found.evaluation.worlds
    one = worlds.by_name[row.input]
    share = number(max(0.0, row.share), "share")
    if not isinstance(share, Number):
        raise TypeError("a share is a number")
    return Unknown(
        field=row.input,
        question=in_one_line(row),
        stands_in=in_words(one, worlds.scenario),
        why=" ".join((one.content.why or "").split()),
        share=share,
    )
