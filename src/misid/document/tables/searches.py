"""The tables of an evaluation of candidate lists."""

from __future__ import annotations

from misid.document.model import Column, Table
from misid.document.tables.comparisons import count, rate, rate_columns
from misid.evaluation.identification_schema import CandidatesNote, Identification, SearchPointNote
from misid.evaluation.search_words import candidates_text
from misid.evaluation.words import one_in, percent
from misid.words.sentence import Cell, Number


def points(found: Identification) -> Table:
    """What each threshold gives."""
    return Table(
        name="points",
        title="Thresholds, and the errors that they make",
        note="A threshold is set for at most the asked false positive identification rate (FPIR) "
        f"over everybody, on these same searches. FPIR: of {found.counts.non_mated:,} searches for "
        "people who are not enrolled. False negative identification rate (FNIR): of "
        f"{found.counts.mated:,} searches for enrolled people, at whatever rank the own record "
        "stands. Not resolved: so few searches cannot show so low a rate, not even without an "
        "error.",
        columns=(
            Column(name="asked_fpir", title="Asked FPIR"),
            Column(name="threshold", title="Threshold", numeric=True),
            *_rate_columns("fpir", "Answered", "FPIR"),
            *_rate_columns("fnir", "Missed", "FNIR"),
        ),
        rows=tuple(map(_point, found.points)),
    )


def _rate_columns(name: str, errors: str, short: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{name}_errors", title=errors, numeric=True),
        Column(name=f"{name}_rate", title=short, numeric=True),
        Column(name=f"{name}_interval", title=f"{short}, 95 %", numeric=True),
    )


def _asked(point: SearchPointNote) -> Cell:
    said = one_in(point.asked) if point.resolved else f"{one_in(point.asked)}, not resolved"
    return Number(value=point.asked, text=said)


def _point(point: SearchPointNote) -> tuple[Cell, ...]:
    answered, _, *fpir = rate(point.fpir)
    missed, _, *fnir = rate(point.fnir)
    threshold = Number(value=point.threshold, text=f"{point.threshold:.6g}")
    return _asked(point), threshold, answered, *fpir, missed, *fnir


def returned(found: Identification) -> Table:
    """How many candidates a search returns, and what the first of enrolled people is."""
    return Table(
        name="returned",
        title="Candidates of a search, and the first of them",
        note="Candidates at or above the threshold, on average; at least so many where lists are "
        "full down to the threshold. Then the first candidate of searches for enrolled people: "
        "the own record, a tie of it with another's, somebody else's, or none. FNIR, first: the "
        "own record is not first, ties counted as missed.",
        columns=(
            Column(name="asked_fpir", title="Asked FPIR"),
            Column(name="non_mated", title="Candidates, not enrolled", numeric=True),
            Column(name="mated", title="Candidates, enrolled", numeric=True),
            *(
                Column(name=name, title=title, numeric=True)
                for name, title in (
                    ("own", "First: own"),
                    ("tied", "First: tied"),
                    ("other", "First: somebody else's"),
                    ("none", "None"),
                    ("fnir_first", "FNIR, first"),
                    ("fnir_first_interval", "FNIR, first, 95 %"),
                )
            ),
        ),
        rows=tuple(map(_returned, found.points)),
    )


def _returned(point: SearchPointNote) -> tuple[Cell, ...]:
    first = point.first
    _, _, share, interval = rate(point.fnir_first)
    return (
        _asked(point),
        _mean(point.non_mated_candidates),
        _mean(point.mated_candidates),
        *(count(one) for one in (first.own, first.tied, first.other, first.none)),
        share,
        interval,
    )


def _mean(one: CandidatesNote) -> Cell:
    text = candidates_text(one)
    return text if one.mean is None else Number(value=one.mean, text=text)


def ranks(found: Identification) -> Table:
    """Own records at each rank or before it."""
    return Table(
        name="ranks",
        title="Own records at a rank or before it",
        note="Cumulative match characteristic: of searches for enrolled people, whatever the "
        "score. Tied records of others stand behind and before the own one equally often; the "
        "last columns give both extremes.",
        columns=(
            Column(name="rank", title="Rank", numeric=True),
            Column(name="rate", title="Share", numeric=True),
            Column(name="interval", title="95 %", numeric=True),
            Column(name="least", title="Ties last", numeric=True),
            Column(name="most", title="Ties first", numeric=True),
        ),
        rows=tuple(
            (count(one.rank), _share(one.rate), f"{percent(one.low, 3)} to {percent(one.high, 3)}",
             _share(one.least), _share(one.most))
            for one in found.cmc
        ),
    )  # fmt: skip


def _share(value: float) -> Number:
    return Number(value=value, text=percent(value, 3))


def groups(found: Identification) -> Table:
    """Rates of each group."""
    rows = found.groups.rows if found.groups else ()
    return Table(
        name="groups",
        title="Rates by group",
        note="FPIR: share of searches for people who are not enrolled that return a candidate. "
        "FNIR: share of searches for enrolled people that miss their own record.",
        columns=(
            Column(name="measure", title="Rate"),
            Column(name="group", title="Group"),
            *rate_columns(),
        ),
        rows=tuple((row.measure, row.group, *rate(row.rate)) for row in rows),
    )


def conditions(found: Identification) -> Table:
    """Rates under each capture condition."""
    rows = found.conditions.rows if found.conditions else ()
    return Table(
        name="conditions",
        title="Rates by capture condition",
        note="At the same threshold for all: that set over everybody.",
        columns=(
            Column(name="measure", title="Rate"),
            Column(name="condition", title="Condition"),
            *rate_columns(),
        ),
        rows=tuple((row.measure, row.condition, *rate(row.rate)) for row in rows),
    )


def galleries(found: Identification) -> Table:
    """False positives by size of the gallery."""
    rows = found.growth.galleries if found.growth else ()
    return Table(
        name="galleries",
        title="False positives by size of the gallery",
        columns=(Column(name="records", title="Records", numeric=True), *rate_columns()),
        rows=tuple((count(one.records), *rate(one.fpir)) for one in rows),
    )


def counts(found: Identification) -> Table:
    """What was read."""
    read = found.counts
    rows: list[tuple[Cell, Cell]] = [
        ("Searches for enrolled people", count(read.mated)),
        ("Searches for people who are not enrolled", count(read.non_mated)),
        ("Searches for enrolled people that failed", count(read.failed_mated)),
        ("Searches for others that failed", count(read.failed_non_mated)),
        ("Enrolled people: empty lists", count(read.empty_mated)),
        ("Others: empty lists", count(read.empty_non_mated)),
        ("Enrolled people: own record not in the list", count(read.unlisted)),
        ("Candidates in all lists", count(read.candidates)),
        ("Candidates in the longest list", count(read.longest)),
        ("Different people", "not said" if read.subjects is None else count(read.subjects)),
        ("Own records that are named", count(read.records)),
        ("Those of them that are in no list", count(read.records_unlisted)),
        ("Least FPIR that the searches can show", _least(read.least_fpir)),
        ("Least FNIR that they can show", _least(read.least_fnir)),
    ]
    return Table(
        name="counts",
        title="What was counted",
        note="The least rate is the most that no error among so many searches allows (95 %, "
        "searches taken as independent).",
        columns=(
            Column(name="what", title="What"),
            Column(name="number", title="Number", numeric=True),
        ),
        rows=tuple(rows),
    )


def _least(share: float) -> Number:
    return Number(value=share, text=one_in(share))


def columns(found: Identification) -> Table:
    """Which column was taken for what."""
    return Table(
        name="columns",
        title="Columns of the files",
        columns=(
            Column(name="role", title="Taken for"),
            Column(name="name", title="Column"),
            Column(name="file", title="Of the"),
            Column(name="how", title="Who said so"),
        ),
        rows=tuple(
            (one.role.replace("_", " "), one.name, one.file,
             "the reader" if one.how == "named" else "guessed from its name")
            for one in found.columns
        ),
    )  # fmt: skip
