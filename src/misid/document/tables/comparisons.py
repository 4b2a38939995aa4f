"""The tables of an evaluation of pairs."""

from __future__ import annotations

from collections.abc import Sequence

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.document.tables.rates import (
    HEADS,
    NO_END,
    YES_NO,
    Heads,
    asked_column,
    ends,
    rate_columns,
    table_of,
)
from misid.evaluation.schema import Identification, Verification
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import TableCell

GUESSED = {"named": message("the reader"), "guessed": message("guessed from its name")}
ROLES = {
    "score": message("score"),
    "label": message("label"),
    "subject_a": message("subject a"),
    "subject_b": message("subject b"),
    "group_a": message("group a"),
    "group_b": message("group b"),
    "condition": message("condition"),
    "search": message("search"),
    "candidate": message("candidate"),
    "rank": message("rank"),
    "mate": message("mate"),
    "subject": message("subject"),
    "group": message("group"),
    "gallery_size": message("gallery size"),
    "failed": message("failed"),
    "image_a": message("photograph a"),
    "image_b": message("photograph b"),
    "return_code": message("return code: 0 where it came to its end"),
    "filled": message("whether the place of the list is filled"),
}
FILES = {"scores": message("scores"), "lists": message("lists"), "mates": message("mates")}
_COLUMNS = TableForm(
    "columns",
    message("Columns of the files"),
    (
        ColumnForm("role", message("Taken for"), format="code", codes=ROLES),
        ColumnForm("name", message("Column")),
        ColumnForm("file", message("Of the"), format="code", codes=FILES),
        ColumnForm("how", message("Who said so"), format="code", codes=GUESSED),
    ),
)
_COUNTS = (
    ("genuine", message("Genuine comparisons: pairs of one person")),
    ("impostor", message("Impostor comparisons: pairs of two people")),
    ("failed_genuine", message("Genuine comparisons without a score")),
    ("failed_impostor", message("Impostor comparisons without a score")),
    ("itself", message("Photographs compared with themselves, left out")),
    ("unmatched", message("Rows of one file that the other has not, left out")),
    ("subjects", message("Different people")),
    ("least_fmr", message("Least false match rate that they can show")),
    ("least_fnmr", message("Least false non-match rate that they can show")),
)
_LEFT_OUT = {"itself", "unmatched"}
_COUNTS_NOTE = message(
    "The least rate is the most that no error among so many comparisons allows (95 %, one-sided, "
    "comparisons taken as independent)."
)
FALSE_MATCHES = Heads(message("False matches"), rate=message("FMR"), low=message("FMR from"))
MISSES = Heads(message("Misses"), rate=message("FNMR"), low=message("FNMR from"))
_POINTS = TableForm(
    "points",
    message("Thresholds, and the errors that they make"),
    (
        asked_column("asked_fmr", message("Asked FMR")),
        ColumnForm("threshold", message("Threshold"), format="score"),
        ColumnForm("resolved", message("Resolved"), format="code", codes=YES_NO),
        ColumnForm(
            "fmr_at_most", message("FMR, at most"), "at_most", "rare", nothing="", aside=True
        ),
        *rate_columns("fmr", "fmr_", FALSE_MATCHES, trials_shown=False, ends_aside=True),
        *rate_columns("fnmr", "fnmr_", MISSES, trials_shown=False),
        *ends("fnmr_anew.0", "fnmr_anew_", (message("At asked FMR from"), HEADS.high)),
    ),
    message(
        "A threshold is set for at most the asked false match rate (FMR) over everybody, on these "
        "same comparisons; the false non-match rate (FNMR) is of genuine comparisons. Not "
        "resolved: so few comparisons cannot show so low a rate, not even without an error. What "
        "the FMR is at most is one-sided where it is not said who is compared; intervals guard "
        "both of their ends, so that beside it may end higher. "
        "Intervals are at 95 %; the last is of the FNMR at the asked FMR itself: it allows for the "
        "threshold being found in the same comparisons."
    ),
)
_TARGETS = TableForm(
    "targets",
    message("Extrapolated thresholds"),
    (
        asked_column("asked_fmr", message("FMR")),
        ColumnForm("threshold", message("Threshold"), format="rough_score"),
        ColumnForm("low", HEADS.low, format="rough_score"),
        ColumnForm("high", HEADS.high, format="rough_score", nothing=NO_END),
        ColumnForm("fnmr", message("FNMR there"), format="measured"),
    ),
    message("Not counted: they hold if scores beyond those seen go on as the highest ones do."),
)
_TAILS = TableForm(
    "tails",
    message("Extrapolated: the threshold by where the tail begins"),
    (
        ColumnForm("share", message("Scores in the tail"), format="rare"),
        ColumnForm("scores", message("How many"), format="count"),
        ColumnForm("above", message("Begins at"), format="rough_score"),
        ColumnForm("shape", message("Shape"), format="ratio"),
        ColumnForm("threshold", message("Threshold"), format="rough_score"),
        ColumnForm("low", HEADS.low, format="rough_score"),
        ColumnForm("high", HEADS.high, format="rough_score", nothing=NO_END),
    ),
    message(
        "For the first of the rates above, which was not counted. A generalised Pareto law is "
        "fitted to the highest impostor scores; where fits agree, the choice matters little."
    ),
)


points = table_of(_POINTS, "points")
"""What each threshold gives."""
targets = table_of(_TARGETS, "tail.targets")
"""Extrapolated thresholds, and what misses them."""
tails = table_of(_TAILS, "tail.fits")
"""What tails that begin at several scores say of the first rate that cannot be counted."""
columns = table_of(_COLUMNS, "columns")
"""Which column was taken for what."""


def counts(found: Verification, language: Language = ENGLISH) -> Table:
    """What was read."""
    kept = [one for one in _COUNTS if one[0] not in _LEFT_OUT or getattr(found.counts, one[0])]
    return counted(found, kept, _COUNTS_NOTE, language)


def counted(
    found: Verification | Identification,
    names: Sequence[tuple[str, str]],
    note: str,
    language: Language,
) -> Table:
    """
    What was read, a row for each count.

    Args:
        found: the evaluation.
        names: of the counts, each with what it is called, a message.
        note: how it is to be read, a message.
        language: of the words.
    """
    titles = dict(names)

    def number(row: FactRow, language: Language) -> TableCell:
        facts = Facts(found, language).below("counts")
        if getattr(found.counts, row.fact) is None:
            return language.word("not said")
        return facts.rare(row.fact) if row.fact.startswith("least") else facts.counted(row.fact)

    form = TableForm(
        "counts",
        message("What was counted"),
        (
            ColumnForm(
                "what", message("What"), cell=lambda row, language: language.word(titles[row.fact])
            ),
            ColumnForm("number", message("Number"), format="count", cell=number),
        ),
        note,
    )
    return form.table([FactRow(name) for name, _ in names], language)
