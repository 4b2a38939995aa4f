"""What was read of a disclosed table and where it disagrees with itself, in whole sentences."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from misid.disclosure.cells import SaidKind
from misid.disclosure.difference_schema import DisclosureDifference
from misid.disclosure.roles import COUNT_ROLES
from misid.disclosure.schema import (
    DisclosedCell,
    DisclosedColumn,
    DisclosedRange,
    Disclosure,
    Discrepancy,
    RegimeRow,
)
from misid.words.language import Language, message
from misid.words.numbers import counted, exact, score
from misid.words.sentence import Number, Sentence, paragraph, plain

SHOWN = 10
"""Places of one kind that a document shows; the file of them holds all."""
_NAME, _NOTE = 40, 200

ROLES = {
    "searches": message("faces or photographs searched"),
    "references": message("alerts, codes or matches given out"),
    "references_wrong": message("found wrong by a check"),
    "references_right": message("found right by a check"),
    "wrong_unconfirmed": message("taken to be wrong, not checked"),
    "right_unconfirmed": message("taken to be right, not checked"),
    "all_wrong": message("wrong, checked or not"),
    "all_right": message("right, checked or not"),
    "unresolved": message("nobody could say"),
    "detained": message("people detained or arrested"),
    "enrolled_list": message("size of the list"),
    "count": message("a count of something else"),
    "threshold": message("threshold"),
    "share": message("a share"),
    "date": message("day"),
    "from": message("first day"),
    "to": message("last day"),
    "period": message("period"),
    "year": message("year"),
    "label": message("name of the row"),
    "group": message("group of people"),
    "text": message("words"),
}
"""What a column can be."""
WHYS = {
    "asked_for": message("you said so"),
    "by_name": message("its name says so"),
    "by_cells": message("its cells say so"),
    "spare_words": message("its name says that and something more"),
    "nothing_known": message("nothing says more"),
    "about_a_person": message("its name is of a person or a case: its cells are not shown"),
    "may_name_people": message(
        "words that may name people: its cells are not shown until you say what they are"
    ),
}
"""Why a column was taken for what it was."""
REMARK = message("its words are remarks on some rows: all rows are one series")
"""Of a column that tells no series apart."""
ORDERS = {
    "certain": "",
    "asked_for": message("order of day and month: you said so"),
    "others_only_so": message("order of day and month: other cells can only be read so"),
    "keeps_order": message("order of day and month: only so do the days follow each other"),
    "both_orders": message("order of day and month: both stand in it"),
    "": "",
}
"""Why day and month were read in an order."""
CUMULATIVE = {
    "no": "",
    "asked_for": message("adds up as it goes: you said so"),
    "by_name": message("adds up as it goes: its name says so"),
    "open": message("may add up as it goes: asked"),
}
"""Whether a column adds up as it goes."""
CODES = {
    "sum_differs": message("parts do not add up"),
    "total_differs": message("total is not the sum of its rows"),
    "share_differs": message("percentage does not follow"),
    "part_exceeds_whole": message("a part is more than its whole"),
    "negative": message("less than none"),
    "fraction": message("no whole number"),
    "share_impossible": message("above 100 % or below 0 %"),
    "no_number": message("no count, where one should stand"),
    "no_day": message("a day or period that is not understood"),
    "row_twice": message("the same row twice"),
    "total_counts_once": message("the total counts the row that stands there twice once"),
    "total_counts_each": message("the total counts the row that stands there twice each time"),
    "total_counts_neither": message(
        "the total is not the sum, whether the row that stands there twice counts once or each time"
    ),
    "one_period_twice": message("two rows of one period that differ"),
    "all_beside_groups": message("all people beside their groups"),
    "cumulative_falls": message("adds up as it goes, but falls"),
    "overlap": message("periods overlap"),
    "gap": message("days between two periods are in none"),
    "ends_before_start": message("ends before it begins"),
    "year_differs": message("day is of another year than its row says"),
    "rates_of_one_name": message("two rates of nearly one name"),
    "rates_of_same_name": message("two rates of the same name"),
    "hidden": message("hidden in the spreadsheet"),
}
"""What is wrong at a place."""
CHECKS = {
    "sums": message("Parts of a row add up"),
    "totals": message("Total rows are the sums of others"),
    "shares": message("Percentages follow from counts"),
    "periods": message("Periods neither overlap nor leave gaps"),
    "regimes": message("Threshold and list stay the same"),
}
"""What each check looks at."""
BECAUSE = {
    "no_parts": message("no column is the sum of others"),
    "no_total_row": message("no row is a total"),
    "no_share_column": message("no column holds percentages"),
    "none_fits": message("no two columns give these percentages"),
    "no_days": message("no column says when"),
    "days_are_asked": message("the order of day and month is asked"),
    "columns_are_asked": message("which column is meant is asked"),
    "no_threshold_or_list": message("no column says the threshold or the size of the list"),
}
"""Why a check could not be made."""
CELLS: dict[SaidKind, str] = {
    "exact": message("exact: {count}"),
    "range": message("a range: {count}"),
    "rounded": message("rounded: {count}"),
    "share": message("a share: {count}"),
    "not_given": message("not given: {count}"),
    "error": message("error of a spreadsheet: {count}"),
    "text": message("words: {count}"),
    "blank": message("blank: {count}"),
}
"""How many cells of a column are what."""
KINDS = {
    "changed": message("changed"),
    "filled_in": message("filled in"),
    "withdrawn": message("taken away"),
}
"""How a cell differs between two snapshots."""
IN_TIME = {
    "True": message("of a time that was told already"),
    "False": message("of a later time"),
}
"""Whether a row rewrites what was told."""


def title(found: Disclosure, language: Language) -> Sentence:
    """Of which file."""
    return language.say("What {file} says of itself", file=found.file)


def finding(found: Disclosure, language: Language) -> Sentence:
    """What came of it: where it disagrees with itself, and what is asked."""
    places, asked = len(found.discrepancies), len(found.questions)
    disagrees = language.say_many(
        "{file} disagrees with itself, or needs a second look, in {places} place.",
        "{file} disagrees with itself, or needs a second look, in {places} places.",
        places,
        file=found.file,
        places=_many(places, language),
    )
    is_open = language.say_many(
        "{file} can be read in two ways in {asked} place, and nothing in it decides.",
        "{file} can be read in two ways in {asked} places, and nothing in it decides.",
        asked,
        file=found.file,
        asked=_many(asked, language),
    )
    if places or asked:
        return paragraph((disagrees if places else (), is_open if asked else ()))
    return language.say(
        "{file} does not disagree with itself, as far as could be checked.", file=found.file
    )


def named(column: DisclosedColumn, language: Language) -> str:
    """A column by its letter and its name, cut where it is long."""
    name = column.name if len(column.name) <= _NAME else f"{column.name[: _NAME - 1]}\u2026"
    said = language.say("{letter} ({name})", letter=column.letter, name=name)
    return plain(said) if name else column.letter


def above(found: Disclosure, language: Language) -> Iterator[Sentence]:
    """What the file says beside its table, and that nothing of it was read."""
    for text in (*found.title, *found.notes)[:SHOWN]:
        yield language.say("The file says beside its table: {text}", text=text[:_NOTE])


def cells(column: DisclosedColumn, language: Language) -> Sentence:
    """How many cells of a column of numbers say how many, a range, nothing, and so on."""
    if column.role not in (*COUNT_ROLES, "share", "threshold"):
        return ()
    parts = [
        plain(language.say(CELLS[kind], count=_many(count, language)))
        for kind in CELLS
        if (count := column.kinds.get(kind, 0))
    ]
    return (", ".join(parts),) if parts else ()


def why(column: DisclosedColumn, language: Language) -> str:
    """Why a column is what it was taken for, and how it was read."""
    parts = (WHYS[column.why], ORDERS[column.order_why], CUMULATIVE[column.cumulative])
    said = [language.word(part) for part in parts if part]
    if column.is_remark:
        said.append(language.word(REMARK))
    if column.serial is not None:
        number, of = column.serial.written, day(column.serial.day)
        told = language.say("{number} is a spreadsheet's number of {day}", number=number, day=of)
        said.append(plain(told))
    return "; ".join(said)


def bounds(
    of: DisclosedRange | None, is_share: bool, language: Language, where: str
) -> Sentence | Number:
    """A number, or the two ends between which it lies; of a share in per cent."""
    if of is None or (of.low is None and of.high is None):
        return ()
    low, high = (_end(end, is_share, language, where) for end in (of.low, of.high))
    if of.high is None:
        return language.say("{low} or more", low=low or "")
    if of.low == of.high:
        return high or ()
    if not of.low:
        return language.say("{high} at most", high=high or "")
    return language.say("{low} to {high}", low=low or "", high=high or "")


def _end(end: float | None, is_share: bool, language: Language, where: str) -> Number | None:
    if end is None:
        return None
    text = exact(float(f"{100 * end:.4g}") if is_share else end, language)
    return Number(value=end, text=f"{text} %" if is_share else text, fact=where)


def made_from(one: Discrepancy, found: Disclosure, language: Language) -> Sentence:
    """From which columns, rows or days something was worked out."""
    if one.code in _FROM:
        return _FROM[one.code](one, language)
    if one.code == "part_exceeds_whole":
        return (named(found.column(one.parts[0]), language),)
    if one.from_ is not None and one.to is not None:
        return language.say("{from_} to {to}", from_=day(one.from_), to=day(one.to))
    return ()


def undated(numbers: Sequence[int], language: Language) -> Sentence:
    """Which rows got no dates in the file of counts."""
    return language.say_many(
        "In it {number} row has no dates: {rows}.",
        "In it {number} rows have no dates: {rows}.",
        len(numbers),
        number=_many(len(numbers), language), rows=rows(numbers, language),
    )  # fmt: skip


def written_although(found: Disclosure, language: Language) -> Sentence:
    """That counts were written of a table that disagrees with itself."""
    count = len(found.discrepancies)
    return language.say_many(
        "They are written although {file} disagrees with itself, or needs a second look, in "
        "{places} place.",
        "They are written although {file} disagrees with itself, or needs a second look, in "
        "{places} places.",
        count,
        file=found.file, places=_many(count, language),
    )  # fmt: skip


def _total_from(one: Discrepancy, language: Language) -> Sentence:
    _, first, last = one.rows
    return language.say(
        "rows {first} to {last}", first=_many(first, language), last=_many(last, language)
    )


def _share_from(one: Discrepancy, language: Language) -> Sentence:
    made = divided(one.parts)
    if not one.follows:
        return (made,)
    return language.say("{made}; {other} would give it", made=made, other=divided(one.follows))


def _two_rates(one: Discrepancy, language: Language) -> Sentence:
    if one.parts and one.follows:
        return language.say(
            "one is {first}, the other {second}",
            first=divided(one.parts), second=divided(one.follows),
        )  # fmt: skip
    return language.say("of what each is a share, the file does not say")


_FROM: dict[str, Callable[[Discrepancy, Language], Sentence]] = {
    "sum_differs": lambda one, _: (" + ".join(one.parts),),
    "share_differs": _share_from,
    "total_differs": _total_from,
    "rates_of_one_name": _two_rates,
    "rates_of_same_name": _two_rates,
}


def divided(letters: Sequence[str]) -> str:
    """
    Columns that are added up over the last of them.

    Example:
        >>> divided(["G", "H", "D"]), divided(["G", "D"])
        ('(G + H) / D', 'G / D')
    """
    *above_, below = letters
    top = " + ".join(above_)
    return f"({top}) / {below}" if len(above_) > 1 else f"{top} / {below}"


def day(one: datetime.date | None) -> str:
    """A day as it is written in every language."""
    return "" if one is None else one.isoformat()


def rows(of: Sequence[int], language: Language) -> Sentence:
    """Rows of a file, the first ten of them."""
    shown = ", ".join(str(row) for row in of[:SHOWN])
    if len(of) <= SHOWN:
        return (shown,)
    return language.say("{rows} and {more} more", rows=shown, more=_many(len(of) - SHOWN, language))


def more(found: Disclosure, language: Language) -> Iterator[Sentence]:
    """What a document leaves out of a long list."""
    for code, said in CODES.items():
        count = sum(one.code == code for one in found.discrepancies)
        if count > SHOWN:
            yield language.say(
                "Of the {count} places of this kind the first {shown} are shown: {kind}.",
                count=_many(count, language), shown=_many(SHOWN, language),
                kind=language.word(said),
            )  # fmt: skip


def list_size(of: RegimeRow, language: Language, where: str) -> Sentence | Number:
    """How large the list was in a stretch."""
    return bounds(of.list_size, is_share=False, language=language, where=f"{where}.list_size")


def threshold(of: RegimeRow, language: Language, where: str) -> Sentence | Number:
    """The threshold of a stretch; nothing where it was not given."""
    if of.threshold is None:
        return ()
    return score(of.threshold, where=f"{where}.threshold", language=language)


def what_it_means(found: Disclosure, language: Language) -> Iterator[Sentence]:
    """What a reader may take from it, and what not."""
    yield language.say(
        "A disagreement is shown and not settled: no cell was changed, and no rows were put "
        "together. Whoever published the file can say which number is meant."
    )
    yield language.say(
        "A cell that says nothing is left out, and never counted as none. SHA-256 of the file: "
        "{digest}.",
        digest=found.digest,
    )


def difference_title(found: DisclosureDifference, language: Language) -> Sentence:
    """Of which files."""
    return language.say("What changed from {old} to {new}", old=found.old.file, new=found.new.file)


def difference_finding(found: DisclosureDifference, language: Language) -> Sentence:
    """What came of it, in a sentence."""
    if not (found.added or found.gone or found.changed):
        return language.say(
            "{new} says of every row the same as {old}.", new=found.new.file, old=found.old.file
        )
    if not found.edited_history:
        return language.say(
            "{new} says the same as {old} of all that was told before.",
            new=found.new.file,
            old=found.old.file,
        )
    return language.say_many(
        "{new} rewrites what {old} had told already, in {edited} row.",
        "{new} rewrites what {old} had told already, in {edited} rows.",
        found.edited_history,
        new=found.new.file, old=found.old.file, edited=_many(found.edited_history, language),
    )  # fmt: skip


def difference_counts(found: DisclosureDifference, language: Language) -> Iterator[Sentence]:
    """How many cells and rows of each kind; nothing of a kind that does not occur."""
    changed, gone = len(found.changed), len(found.gone)
    later = sum(not row.is_history for row in found.added)
    between = len(found.added) - later
    if changed:
        yield language.say_many(
            "{cells} cell says something else.", "{cells} cells say something else.",
            changed, cells=_many(changed, language),
        )  # fmt: skip
    if gone:
        yield language.say_many(
            "{rows} row is gone.", "{rows} rows are gone.",
            gone, rows=_many(gone, language),
        )  # fmt: skip
    if between:
        yield language.say_many(
            "{rows} row was put in between.", "{rows} rows were put in between.",
            between, rows=_many(between, language),
        )  # fmt: skip
    if later:
        yield language.say_many(
            "{rows} row is of a later time.", "{rows} rows are of a later time.",
            later, rows=_many(later, language),
        )  # fmt: skip


def difference_means(found: DisclosureDifference, language: Language) -> Iterator[Sentence]:
    """How rows were found again, and what a change may be."""
    yield language.say(
        "Rows were found again by {key}. A number may be put right for a good reason; whoever "
        "changes what was published can say which.",
        key=", ".join(found.key),
    )
    for names, said in (
        (found.columns_added, message("Columns only the newer one has: {names}.")),
        (found.columns_gone, message("Columns only the older one has: {names}.")),
    ):
        if names:
            yield language.say(said, names=", ".join(names[:SHOWN]))


def written(cell: DisclosedCell, language: Language) -> str:
    """A cell as it stands in its file; nothing is said to be nothing."""
    return cell.written or language.word("(blank)")


def _many(value: float, language: Language) -> Number:
    return counted(value, language=language)
