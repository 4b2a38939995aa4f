"""A disclosed search log, held against every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import TypeAlias, get_args

import numpy as np
import polars as pl

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.files.columns import check_named, find_columns, names_of
from misid.files.formats import open_source
from misid.files.opened import Named
from misid.files.read import cut, plain
from misid.files.source import Expected, FileSource
from misid.measures.discoveries import discovered
from misid.programme.outcomes import PhoneAnswer
from misid.searchlog.checks import lines
from misid.searchlog.checks.cells import (
    ROLES,
    LogCells,
    LogColumns,
    TimeForm,
    known_as,
)
from misid.searchlog.checks.checkpoint import StatedRoot
from misid.searchlog.checks.expression import AS_OF, RuleSetting
from misid.searchlog.checks.headings import refuse_no_names, refuse_people, refuse_unwritten
from misid.searchlog.checks.keyed import keyed_tally
from misid.searchlog.checks.passes import (
    PassedRows,
    Progress,
    RuleTally,
    dated,
    own,
    pass_rows,
    roles_of,
)
from misid.searchlog.checks.rates import (
    AgencyCounts,
    agency_counts,
    beside_each_other,
    beside_worlds,
    expected_range,
)
from misid.searchlog.checks.rules import LogRole, LogRule
from misid.searchlog.checks.schema import (
    AgencyRate,
    LogAsked,
    LogAudit,
    LogPeriod,
    PeriodUnit,
    RuleOutcome,
    RuleResult,
    UncheckedBecause,
    UsedColumn,
)
from misid.searchlog.checks.unused import unused_columns

EXPECTED = Expected("a search log", "CSV or Parquet of a search log", has_names=True)
_IN_PASS = ("row", "sequence", "total")
_BY_ROWS = ("row", "sequence", "group", "window")
"""Shapes that say of each row that they are about whether it breaks them."""
_SHOWN_AGENCIES = 50
ANSWERS: frozenset[str] = frozenset(get_args(PhoneAnswer))
"""Words of answers that are known."""
_LARGEST = 2**53
_SHOWN: tuple[LogRole, ...] = ("agency",)
"""Roles of columns whose cells a report shows."""


@dataclass(frozen=True)
class ExpectedShares:
    """Of searches those that lead to a reference, in each world of a scenario; shape (worlds,)."""

    shares: Floats
    scenario: str
    digest: str


@dataclass(frozen=True)
class LogQuestion:
    """
    What a reader says of a log.

    `columns`: names of columns by their roles; `numbers`: those that rules name; `answers`: words
    of the log's answers, and the words of rules that they mean; `has_names`: that the first line
    holds the names of columns, which a column by its place in the line does not say.
    """

    columns: Mapping[LogRole, str] = field(default_factory=dict)
    reading: TimeForm = field(default_factory=TimeForm)
    numbers: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    root: StatedRoot | None = None
    expected: ExpectedShares | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    has_names: bool = False


def audit_log(
    path: Named,
    rules: Sequence[LogRule],
    question: LogQuestion | None = None,
    *,
    progress: Progress | None = None,
) -> LogAudit:
    """
    Hold a log against rules.

    Args:
        path: CSV, Parquet or another table, plain or compressed.
        rules: in the order in which they are told.
        question: what the reader says of it.
        progress: told how many rows of the first pass are done, each time some are.
    Raises: FormatError: no such file, damaged, an image or a template. MeaningError: columns that
        are not there or cannot be read as what they are said to be.
    """
    asked = question or LogQuestion()
    _check_numbers(asked, rules)
    _check_answers(asked, rules)
    log = open_log(path, asked)
    checked = _LogSoFar(log, asked, tuple(rules), progress)
    results = tuple(checked.result(rule) for rule in rules)
    return LogAudit(
        file=log.source.name,
        digest=log.source.file.sha256,
        rows=checked.passed.rows,
        lines=checked.lines,
        as_of=checked.setting.as_of,
        timezone=asked.reading.timezone,
        root=checked.root[0].hex() if asked.root and checked.lines is not None else "",
        scenario=asked.expected.scenario if asked.expected else "",
        scenario_digest=asked.expected.digest if asked.expected else "",
        asked=_as_asked(asked),
        program=f"misid {version('misid')}",
        answers=dict(asked.answers),
        columns=tuple(checked.columns()),
        unused=unused_columns(log.source.columns, log.cells.columns, said=asked.has_names),
        results=results,
        period=checked.periods[0],
        periods=checked.periods[1],
        agencies=tuple(checked.agencies),
    )


def _as_asked(asked: LogQuestion) -> LogAsked:
    """What the reader said, as the facts have it."""
    root = asked.root
    return LogAsked(
        columns=_named(asked),
        dates=asked.reading.dates,
        numbers=dict(asked.numbers),
        as_of=asked.as_of,
        root="" if root is None else root.digest.hex(),
        root_size=None if root is None else root.size,
        root_origin="" if root is None else root.origin,
    )


def _named(question: LogQuestion) -> dict[str, str]:
    return {str(role): name for role, name in question.columns.items()}


def rows_about(path: Named) -> int:
    """About how many rows a log has; none where that is not known before it is read."""
    return open_source(path, EXPECTED).rows or 0


def _check_numbers(question: LogQuestion, rules: Sequence[LogRule]) -> None:
    """Refuse a number that no rule asks for: a slip would leave a rule unchecked in silence."""
    known = dict.fromkeys(
        name
        for rule in rules
        for name in (*rule.asked, *rule.numbers, rule.published)
        if name is not None
    )
    for name, value in question.numbers.items():
        if not abs(value) < _LARGEST:
            raise MeaningError(
                f"number {plain(name)} is {value:g}, which cannot be kept exactly.",
                use=f"a number below {_LARGEST:,}",
            )
        if name not in known:
            raise MeaningError(
                f"no rule asks for a number called {plain(name)!r}.",
                use=f"one of these: {', '.join(known)}",
            )


def _check_answers(question: LogQuestion, rules: Sequence[LogRule]) -> None:
    """Refuse what no rule looks for, which would leave it unchecked."""
    known = sorted(ANSWERS.union(*(rule.answers for rule in rules)))
    for word, meant in question.answers.items():
        if meant not in known:
            raise MeaningError(
                f"answer {cut(plain(word))!r} is said to mean {cut(plain(meant))!r}, which no rule "
                "knows.",
                use=f"one of these: {', '.join(known)}",
            )


@dataclass(frozen=True)
class OpenLog:
    """A log that is open: the file, and its columns by their roles."""

    source: FileSource
    cells: LogCells


def open_log(path: Named, question: LogQuestion) -> OpenLog:
    """
    A log, opened, its columns known.

    Raises: FormatError, MeaningError: as in `audit_log`.
    """
    source = open_source(path, EXPECTED)
    sample = source.some(list(source.columns))
    source.refuse_files_inside(sample)
    refuse_no_names(source.columns, sample, source.name, said=question.has_names)
    named, known = list(question.columns.values()), names_of(ROLES)
    check_named(named, source.columns, source.name, known, has_names=True)
    columns = _columns(source, question)
    refuse_unwritten(columns, sample.schema, source.name)
    cells = LogCells(columns, dict(sample.schema), question.reading, sample, question.answers)
    return OpenLog(source, replace(cells, sample=cells.trimmed(sample)))


def _columns(source: FileSource, question: LogQuestion) -> LogColumns:
    """The column of each role; one that a reader names is not guessed to be another."""
    for role in _SHOWN:
        refuse_people(question.columns.get(role), role, source.name)
    named = set(question.columns.values())
    taken = {name for name in source.columns if name in named}
    own_ = [role for role in ROLES if role.name in question.columns]
    others = [role for role in ROLES if role.name not in question.columns]
    left = [name for name in source.columns if name not in taken]
    said = find_columns(source.columns, own_, _named(question), source.name)
    return said | find_columns(left, others, {}, source.name)


@dataclass
class _LogSoFar:
    """A log, and what was found in it so far."""

    log: OpenLog
    asked: LogQuestion
    rules: tuple[LogRule, ...]
    progress: Progress | None
    agencies: list[AgencyRate] = field(default_factory=list)

    @cached_property
    def setting(self) -> RuleSetting:
        """Time zone, day and numbers; the day is the last in the log where nobody says it."""
        return RuleSetting(
            self.asked.reading.timezone,
            self._day,
            dict(self.asked.numbers),
            standing=self.log.cells.standing,
        )

    @property
    def _day(self) -> date | None:
        needs_day = any(
            AS_OF in (rule.breaks or "") or AS_OF in rule.sentence for rule in self.rules
        )
        if self.asked.as_of or not needs_day or "time" not in self.log.cells.columns:
            return self.asked.as_of
        cells, zone = self.log.cells, self.asked.reading.timezone
        parts = self.log.source.in_parts([cells.columns["time"].name])
        last = pl.Series(
            [cells.trimmed(part).select(cells.read("time").max()).item() for part in parts]
        ).max()
        local = pl.Series([last]).dt.convert_time_zone(zone).dt.date().item() if last else None
        return local if isinstance(local, date) else None

    @cached_property
    def lines(self) -> int | None:
        """Lines after that of the names; none where the file is no text."""
        return lines.count_lines(self.log.source) if lines.has_lines(self.log.source) else None

    @cached_property
    def root(self) -> tuple[bytes, int]:
        """The root over the entries that are held against the one that was stated, and how many."""
        size = self.asked.root.size if self.asked.root else None
        return lines.root_of(self.log.source, size)

    @cached_property
    def _in_pass(self) -> tuple[LogRule, ...]:
        return tuple(
            rule for rule in self.rules if rule.shape in _IN_PASS and self.because(rule) is None
        )

    @cached_property
    def passed(self) -> PassedRows:
        """What the one pass over all rows counted."""
        is_asked = any(rule.answers and self.because(rule) is None for rule in self.rules)
        answers = ANSWERS.union(*(rule.answers for rule in self.rules)) if is_asked else ()
        return pass_rows(
            self.log.source,
            self.log.cells,
            self._in_pass,
            self.setting,
            answers=answers,
            progress=self.progress,
        )

    @property
    def periods(self) -> tuple[PeriodUnit | None, tuple[LogPeriod, ...]]:
        """Rows that break rules of rows, by when they were written."""
        return self.passed.days.periods(dated(self._in_pass))

    def because(self, rule: LogRule) -> UncheckedBecause | None:
        """Why a rule cannot be held against the log."""
        return next((because for because, is_so in _OPEN.items() if is_so(self, rule)), None)

    def lacks_column(self, rule: LogRule) -> bool:
        """Whether a column is missing that it looks at."""
        return not set(rule.needs) <= set(self.log.cells.columns)

    def lacks_number(self, rule: LogRule) -> bool:
        """Whether a number was not given that only a reader knows."""
        needed = (rule.published,) if rule.published else rule.asked
        return not set(needed) <= set(self.asked.numbers)

    def lacks_day(self, rule: LogRule) -> bool:
        """Whether it asks for the day, and nobody knows it."""
        return AS_OF in (rule.breaks or "") and self.setting.as_of is None

    def lacks_lines(self, rule: LogRule) -> bool:
        """Whether it is about lines, and the file has none."""
        return rule.shape in ("lines", "root", "chain") and self.lines is None

    def lacks_root(self, rule: LogRule) -> bool:
        """Whether it is about a root, and none was given."""
        return rule.shape == "root" and self.asked.root is None

    def hash_elsewhere(self, rule: LogRule) -> bool:
        """Whether the hash of a chain is not the last column."""
        return rule.shape == "chain" and self._hash_column != self.log.source.columns[-1]

    def lacks_scenario(self, rule: LogRule) -> bool:
        """Whether it is about a scenario, and none was given."""
        is_beside = rule.shape == "rates" and rule.beside == "scenario"
        return is_beside and self.asked.expected is None

    @property
    def _hash_column(self) -> str:
        return self.log.cells.columns["hash"].name

    def result(self, rule: LogRule) -> RuleResult:
        """What came of one rule."""
        because = self.because(rule)
        if because is not None:
            needs = tuple(one for one in rule.needs if one not in self.log.cells.columns)
            return RuleResult(rule=rule, outcome="not_checked", because=because, needs=needs)
        if self.passed.answers.lack(rule.answers, ANSWERS):
            return RuleResult(rule=rule, outcome="not_checked", because="no_such_answer")
        tally, numbers = _SHAPES[rule.shape](self, rule)
        if not (tally.of or tally.count or tally.unsaid):
            open_: UncheckedBecause = "labels_of_people" if rule.shape == "rates" else "no_rows"
            return RuleResult(rule=rule, outcome="not_checked", because=open_)
        is_said = tally.count or rule.shape not in _BY_ROWS or tally.unsaid < tally.of
        outcome: RuleOutcome = (
            "not_checked" if not is_said else "found" if tally.count else "none_found"
        )
        return RuleResult(
            rule=rule,
            outcome=outcome,
            because=None if is_said else "nothing_said",
            of=tally.of,
            count=tally.count,
            unsaid=tally.unsaid,
            rows=tuple(tally.rows),
            unsaid_rows=tuple(tally.unsaid_rows),
            numbers={**own(rule, self.setting).numbers, **numbers},
        )

    def columns(self) -> Iterator[UsedColumn]:
        """The columns that rules look at."""
        cells = self.log.cells
        for role in roles_of(self.rules, cells):
            missing, unread = self.passed.missing.get(role, (None, None))
            column = cells.columns[role]
            otherwise = self.passed.otherwise.get(role, {})
            yield UsedColumn(
                name=column.name, role=role, how=column.how, missing=missing, unread=unread,
                otherwise={one: many for one, many in otherwise.items() if many and one != "iso"},
            )  # fmt: skip

    def in_pass(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """Of a row, or of a row beside the one before it."""
        return self.passed.tallies[self._in_pass.index(rule)], {}

    def total(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """Of a count that was published: by how much it differs."""
        tally, _ = self.in_pass(rule)
        published = self.asked.numbers[rule.published or ""]
        # What cannot be said of some rows may be the whole difference, and then accuses nobody.
        may_be = tally.count <= published <= tally.count + tally.unsaid
        by = 0 if may_be else round(abs(tally.count - published))
        differs = RuleTally(of=self.passed.rows, count=by,
                        unsaid=tally.unsaid, unsaid_rows=tally.unsaid_rows)  # fmt: skip
        return differs, {"counted": float(tally.count), "published": published}

    def keyed(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """Of rows that share a key."""
        tally = keyed_tally(self.log.source, self.log.cells, rule, self.setting)
        return tally, {"at_most": float(rule.at_most or 1), "minutes": rule.minutes or 0.0}

    def by_lines(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """Lines that are no row of their own."""
        rows, held = self.passed.rows, self.lines or 0
        tally = RuleTally(of=held, count=abs(held - rows))
        if tally.count:
            tally.rows = lines.first_in_cells(self.log.source)
        return tally, {"lines": float(held), "rows": float(rows)}

    def by_root(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """The Merkle root over the entries."""
        stated = self.asked.root
        root, size = self.root
        is_same = stated is not None and root == stated.digest and stated.size in (None, size)
        return RuleTally(of=size, count=int(not is_same)), {"entries": float(size)}

    def by_chain(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """The chain of hashes: the first row that breaks it."""
        broken = lines.first_broken_link(self.log.source)
        tally = RuleTally(of=self.lines or 0, count=int(broken is not None))
        if broken is not None:
            tally.rows = [broken + 1]
        return tally, {}

    @property
    def shows_labels(self) -> bool:
        """Whether the column of agencies is known by its own name, so that they may be shown."""
        return known_as(self.log.cells.columns["agency"].name, _SHOWN) is not None

    def by_rates(self, rule: LogRule) -> tuple[RuleTally, dict[str, float]]:
        """Agencies whose share of references is told apart from chance."""
        counts = agency_counts(self.log.source, self.log.cells, rule, self.setting)
        if counts.may_name_people:
            return RuleTally(), {}
        beside = self.asked.expected if rule.beside == "scenario" else None
        shares = None if beside is None else beside.shares
        likely = beside_each_other(counts) if shares is None else beside_worlds(counts, shares)
        is_found = discovered(likely)
        found = [int(place) for place in np.argsort(likely, kind="stable") if is_found[place]]
        rates = _rates(rule, counts, shares, likely, found[:_SHOWN_AGENCIES])
        self.agencies += rates if self.shows_labels else map(_numbered, rates)
        expected = float(likely[is_found].max() * likely.size) if found else 0.0
        tally = RuleTally(of=len(counts.label), count=len(found), unsaid=counts.unsaid)
        return tally, {"agencies": float(likely.size), "expected": expected}


def _rates(
    rule: LogRule,
    counts: AgencyCounts,
    shares: Floats | None,
    likely: Floats,
    places: Sequence[int],
) -> list[AgencyRate]:
    searches, references = counts.searches[places], counts.references[places]
    everywhere = np.array([counts.references.sum() / max(1, counts.searches.sum())])
    low, high = expected_range(searches, everywhere if shares is None else shares)
    return [
        AgencyRate(
            rule=rule.id, agency=counts.label[place], place=place + 1,
            searches=int(searches[at]),
            references=int(references[at]), low=int(low[at]), high=int(high[at]),
            probability=float(likely[place]),
        )
        for at, place in enumerate(places)
    ]  # fmt: skip


def _numbered(rate: AgencyRate) -> AgencyRate:
    """The same without the label, which only a reader says to be that of an agency."""
    return rate.model_copy(update={"agency": ""})


_OPEN: dict[UncheckedBecause, Callable[[_LogSoFar, LogRule], bool]] = {
    "no_column": _LogSoFar.lacks_column, "no_number": _LogSoFar.lacks_number,
    "no_day": _LogSoFar.lacks_day, "no_lines": _LogSoFar.lacks_lines,
    "no_root": _LogSoFar.lacks_root, "hash_not_last": _LogSoFar.hash_elsewhere,
    "no_scenario": _LogSoFar.lacks_scenario,
}  # fmt: skip
"""Why a rule cannot be checked; the first that holds is told."""
_Found: TypeAlias = tuple[RuleTally, dict[str, float]]
_SHAPES: dict[str, Callable[[_LogSoFar, LogRule], _Found]] = {
    "row": _LogSoFar.in_pass, "sequence": _LogSoFar.in_pass, "total": _LogSoFar.total,
    "group": _LogSoFar.keyed, "window": _LogSoFar.keyed, "lines": _LogSoFar.by_lines,
    "root": _LogSoFar.by_root, "chain": _LogSoFar.by_chain, "rates": _LogSoFar.by_rates,
}  # fmt: skip
