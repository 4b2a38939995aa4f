"""The tables of an evaluation of candidate lists."""

from __future__ import annotations

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.document.tables.comparisons import counted
from misid.document.tables.rates import YES_NO, Heads, asked_column, ends, rate_columns, table_of
from misid.evaluation.schema import Identification
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.searches import candidates
from misid.words.sentence import TableCell

_COUNTS = (
    ("mated", message("Searches for enrolled people")),
    ("non_mated", message("Searches for people who are not enrolled")),
    ("failed_mated", message("Searches for enrolled people that failed")),
    ("failed_non_mated", message("Searches for others that failed")),
    ("empty_mated", message("Enrolled people: empty lists")),
    ("empty_non_mated", message("Others: empty lists")),
    ("unlisted", message("Enrolled people: own record not in the list")),
    ("candidates", message("Candidates in all lists")),
    ("longest", message("Candidates in the longest list")),
    ("subjects", message("Different people")),
    ("records", message("Own records that are named")),
    ("records_unlisted", message("Those of them that are in no list")),
    ("least_fpir", message("Least FPIR that the searches can show")),
    ("least_fnir", message("Least FNIR that they can show")),
)
_COUNTS_NOTE = message(
    "The least rate is the most that no error among so many searches allows (95 %, one-sided, "
    "searches taken as independent)."
)
_ASKED = asked_column("asked_fpir", message("Asked FPIR"))
_ANSWERED = Heads(message("Answered"), rate=message("FPIR"), low=message("FPIR from"))
_MISSED = Heads(message("Missed"), rate=message("FNIR"), low=message("FNIR from"))
_POINTS = TableForm(
    "points",
    message("Thresholds, and the errors that they make"),
    (
        _ASKED,
        ColumnForm("threshold", message("Threshold"), format="score"),
        ColumnForm("resolved", message("Resolved"), format="code", codes=YES_NO),
        ColumnForm(
            "is_lowest", message("Lowest listed"), format="code", codes=YES_NO, in_files=True
        ),
        ColumnForm(
            "fpir_at_most", message("FPIR, at most"), "at_most", "rare", nothing="", aside=True
        ),
        *rate_columns("fpir", "fpir_", _ANSWERED, trials_shown=False, ends_aside=True),
        *rate_columns("fnir", "fnir_", _MISSED, trials_shown=False),
    ),
    message(
        "A threshold is set for at most the asked false positive identification rate (FPIR) over "
        "everybody, on these same searches for people who are not enrolled. The false negative "
        "identification rate (FNIR) is of searches for enrolled people, at whatever rank the own "
        "record stands. Not resolved: so few searches cannot show so low a rate, not even without "
        "an error. Intervals are at 95 %."
    ),
)


def _mean(name: str) -> ColumnForm:
    title = {
        "non_mated_candidates": message("Candidates, not enrolled"),
        "mated_candidates": message("Candidates, enrolled"),
    }[name]

    def cell(row: FactRow, language: Language) -> TableCell:
        return candidates(Facts(row.fact, language, row.where).below(name))

    return ColumnForm(name, title, format="number", cell=cell)


_RETURNED = TableForm(
    "returned",
    message("Candidates of a search, and the first of them"),
    (
        _ASKED,
        _mean("non_mated_candidates"),
        _mean("mated_candidates"),
        ColumnForm("first_own", message("First: own"), "first.own", "count"),
        ColumnForm("first_tied", message("First: tied"), "first.tied", "count"),
        ColumnForm("first_other", message("First: somebody else's"), "first.other", "count"),
        ColumnForm("first_none", message("None"), "first.none", "count"),
        *rate_columns(
            "fnir_first",
            "fnir_first_",
            Heads(message("Not first"), rate=message("FNIR, first")),
            trials_shown=False,
            ends_aside=True,
        ),
    ),
    message(
        "Candidates at or above the threshold, on average; at least so many where lists are full "
        "down to the threshold. Then the first candidate of searches for enrolled people: the own "
        "record, a tie of it with another's, somebody else's, or none. FNIR, first: the own record "
        "is not first, ties counted as missed."
    ),
)
_RANKS = TableForm(
    "ranks",
    message("Own records at a rank or before it"),
    (
        ColumnForm("rank", message("Rank"), format="count"),
        ColumnForm("rate", message("Share"), format="measured"),
        *ends(""),
        ColumnForm("least", message("Ties last"), format="measured"),
        ColumnForm("most", message("Ties first"), format="measured"),
    ),
    message(
        "Cumulative match characteristic: of searches for enrolled people, whatever the score. "
        "Tied records of others stand behind and before the own one equally often; the last "
        "columns give both extremes."
    ),
)
_GALLERIES = TableForm(
    "galleries",
    message("False positives by size of the gallery"),
    (ColumnForm("records", message("Records"), format="count"), *rate_columns("fpir")),
)


points = table_of(_POINTS, "points")
"""What each threshold gives."""
returned = table_of(_RETURNED, "points")
"""How many candidates a search returns, and what the first of enrolled people is."""
ranks = table_of(_RANKS, "cmc")
"""Own records at each rank or before it."""
galleries = table_of(_GALLERIES, "growth.galleries")
"""False positives by size of the gallery."""


def counts(found: Identification, language: Language = ENGLISH) -> Table:
    """What was read."""
    return counted(found, _COUNTS, _COUNTS_NOTE, language)
