"""What the safeguards would change, side by side, as a document made from saved comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Block, Document, Finding, Section, Table, Text, as_facts
from misid.document.tables import both_sides, uncertainty
from misid.scenario.serialise import as_data
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Account, BothSides, Comparison
from misid.uncertainty.tail import Tail
from misid.words import comparison as comparison_words
from misid.words import comparison_notes, numbers
from misid.words import ledger as ledger_words
from misid.words import safeguards as words
from misid.words import year as year_words
from misid.words.answers import head
from misid.words.language import ENGLISH, Language, message
from misid.words.programme import title
from misid.words.sentence import Sentence, TableCell
from misid.words.stamps import stamp_line

SHOWN = (
    "wrong_person_upheld",
    "wrong_record_upheld",
    "not_sought_upheld",
    "sought_upheld",
    "photographed",
    "photographs_held",
    "reviews",
)
"""What of a year stands in the table of all safeguards."""
MOST_ASKED = 10


def safeguards_document(
    found: Mapping[str, Comparison],
    ledger: Ledger,
    tail: Tail | None = None,
    language: Language = ENGLISH,
) -> Document:
    """
    What each safeguard would do to one scenario, and which question should be asked first.

    Args:
        found: the scenario with each safeguard against the scenario as it is, by its name.
        ledger: the open questions of the scenario as it is.
        tail: what few worlds do to the value of the first answer.
        language: in which it is said.
    """
    first = next(iter(found.values()))
    told = Material(
        language=language,
        sentences={"how": lambda: (words.how(first, language),)},
        tables={"effects": lambda: _effects(found, language)},
    )
    document = Document(
        language=language.code,
        title=language.word("What safeguards would change"),
        about=title(first.before, language),
        finding=words.finding(found, language),
        words=(language.word("synthetic model"),),
        sections=(
            *sections(form("safeguards"), told),
            *(_section(name, one, language) for name, one in found.items()),
            *sections(form("first-questions"), _asked(ledger, tail, language)),
        ),
        scenario=as_data(first.before.scenario),
        stamp=as_facts(first.before.stamp),
        stamp_line=stamp_line(first.before.stamp, language),
    )
    return numbered(document)


def _asked(found: Ledger, tail: Tail | None, language: Language) -> Material:
    def tail_said() -> tuple[Sentence, ...]:
        return () if tail is None else tuple(words.tail_said(tail, language))

    return Material(
        language=language,
        sentences={
            "finding": lambda: (ledger_words.finding(found, language),),
            "verdict": lambda: (ledger_words.verdict_said(found, language),),
            "notes": lambda: tuple(ledger_words.notes(found, language)),
            "tail": tail_said,
        },
        tables={"questions": lambda: uncertainty.questions(found, language, MOST_ASKED)},
        conditions={"dominated": lambda: tail is not None and tail.is_dominated},
    )


def _section(name: str, one: Comparison, language: Language) -> Section:
    """One safeguard: what it is, what moves, what it cannot fix, and every number."""
    said: list[Sentence] = [
        comparison_words.compared(one, language),
        year_words.year(one, language),
        *comparison_notes.cannot(one.after, language),
    ]
    blocks: list[Block] = [Text(text=sentence) for sentence in said if sentence]
    blocks.insert(1, Finding(text=comparison_words.finding(one, language)))
    return Section(id=name, title=name, blocks=(*blocks, *_tables(one, language)))


def _tables(one: Comparison, language: Language) -> Iterator[Table]:
    yield both_sides.outputs(one, language)
    for wanted in both_sides.WANTED:
        table = both_sides.year(one, wanted, language)
        if table is not None:
            yield table


@dataclass(frozen=True)
class _Effect:
    """One safeguard under one answer: its accounts by name, as far as they are told of it."""

    safeguard: str
    answer: str
    changes: Mapping[str, BothSides]


def _effects(found: Mapping[str, Comparison], language: Language) -> Table:
    first = next(iter(found.values()))
    titles = {
        one.name: year_words.account_name(one, first, language)
        for one in first.accounts
        if one.name in SHOWN
    }
    table = TableForm(
        "effects",
        message("In a year of the programme"),
        (
            ColumnForm("safeguard", message("Safeguard")),
            ColumnForm("if", message("If"), "answer"),
            *(
                ColumnForm(name, title, format="number", cell=_change_of(name))
                for name, title in titles.items()
            ),
        ),
    )
    rows = (FactRow(row) for name, one in found.items() for row in _rows(name, one, language))
    return table.table(rows, language)


def _rows(name: str, one: Comparison, language: Language) -> Iterator[_Effect]:
    """Each answer that decides anything, and what no answer decides."""
    kept = {account.name: account for account in one.accounts if account.name in SHOWN}
    by_answer: dict[str, dict[str, BothSides]] = {"": {}}
    for account in kept.values():
        for answer, both in _sides_of_account(account, language):
            by_answer.setdefault(answer, {})[account.name] = both
    whole = by_answer.pop("")
    yield _Effect(name, "", whole)
    for answer, changes in by_answer.items():
        if any(both.moves for both in changes.values()):
            yield _Effect(name, answer, changes)


def _sides_of_account(account: Account, language: Language) -> Iterator[tuple[str, BothSides]]:
    if account.split is None:
        yield "", account
        return
    for side in account.split.sides:
        yield head(side, language), side


def _change_of(name: str) -> Callable[[FactRow, Language], TableCell]:
    def cell(row: FactRow, language: Language) -> TableCell:
        both: BothSides | None = row.fact.changes.get(name)
        if both is None:
            return ""
        if not both.moves:
            return language.word("none")
        return numbers.fact(both.shown.change.median, language=language)

    return cell
