"""How exact numbers over worlds are: what other worlds, of another seed, would make of them."""

from __future__ import annotations

from collections.abc import Iterator

from misid.quantities.units import Unit
from misid.results.parts import ExactWithin
from misid.results.run import HEADLINE
from misid.results.schema import OutputRow, OutputSide, Results, YearRow
from misid.words.answers import clause
from misid.words.language import ENGLISH, Language
from misid.words.numbers import counted, fact
from misid.words.outputs import output_title
from misid.words.sentence import Sentence, Value, paragraph


def of_outputs(results: Results, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """Between what the median of the headline lies, and each mean; nothing of too few worlds."""
    row = next(one for one in results.headline if one.name == HEADLINE)
    medians = [one for one in _medians(row, language) if one]
    if not medians:
        return ()
    means = (_mean_of(one, language) for one in results.headline)
    return (paragraph((*_lead(results, language), *medians, *filter(None, means))),)


def of_years(results: Results, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """The same of a year of the programme: the expected number, and its mean."""
    sides = () if results.either_or is None else results.either_or.sides
    told = [
        _year(row, f"either_or.sides.{side.option}.years", clause(side, language), language)
        for side in sides
        for row in side.years
    ]
    told += [_year(row, "years", "", language, is_mixed=bool(sides)) for row in results.years]
    said = [one for one in told if one]
    return (paragraph((*_lead(results, language), *said)),) if said else ()


def another_seed(worlds: int, where: str, language: Language) -> Sentence:
    """That so many other worlds would give other numbers; `where`: the fact that counts them."""
    return language.say(
        "How exact that is: with other worlds than these {worlds} (another seed) the numbers are "
        "others.",
        worlds=counted(worlds, where=where, language=language),
    )


def _lead(results: Results, language: Language) -> Iterator[Sentence]:
    yield another_seed(results.stamp.draws, "stamp.draws", language)
    yield language.say(
        "Between what each lies of all possible worlds, 95 % sure of each median alone, and about "
        "90 % of each mean, which few worlds carry:"
    )


def _medians(row: OutputRow, language: Language) -> Iterator[Sentence]:
    where, title = f"headline.{row.name}", output_title(row.name, language)
    for side in () if row.split is None else row.split.sides:
        yield _median_of_side(side, row, f"{where}.split.sides.{side.option}", language)
    if row.median_exact is not None and row.split is None:
        yield language.say(
            "{title}, the median: between {low} and {high}.",
            title=title,
            **_ends(row.median_exact, row.unit, f"{where}.median_exact", language),
        )
    elif row.median_exact is not None:
        yield language.say(
            "{title}, mixed, the median: between {low} and {high}.",
            title=title,
            **_ends(row.median_exact, row.unit, f"{where}.median_exact", language),
        )


def _median_of_side(side: OutputSide, row: OutputRow, where: str, language: Language) -> Sentence:
    if side.median_exact is None:
        return ()
    return language.say(
        "{title}, the median if {clause}: between {low} and {high}.",
        title=output_title(row.name, language),
        clause=clause(side, language),
        **_ends(side.median_exact, row.unit, f"{where}.median_exact", language),
    )


def _mean_of(row: OutputRow, language: Language) -> Sentence:
    if row.mean_exact is None:
        return ()
    return language.say(
        "{title}, the mean: between {low} and {high}.",
        title=output_title(row.name, language),
        **_ends(row.mean_exact, row.unit, f"headline.{row.name}.mean_exact", language),
    )


def _year(
    row: YearRow, where: str, answer: str, language: Language, *, is_mixed: bool = False
) -> Sentence:
    if row.unit != "programme" or row.median_exact is None or row.mean_exact is None:
        return ()
    place = f"{where}.{row.unit}"
    median = _ends(row.median_exact, "", f"{place}.median_exact", language)
    mean = _ends(row.mean_exact, "", f"{place}.mean_exact", language)
    numbers = median | {f"mean_{end}": one for end, one in mean.items()}
    if answer:
        return language.say(
            "A year of the programme if {clause}, expected: between {low} and {high}; mean: "
            "between {mean_low} and {mean_high}.",
            clause=answer,
            **numbers,
        )
    if is_mixed:
        return language.say(
            "A year of the programme, mixed, expected: between {low} and {high}; mean: between "
            "{mean_low} and {mean_high}.",
            **numbers,
        )
    return language.say(
        "A year of the programme, expected: between {low} and {high}; mean: between {mean_low} "
        "and {mean_high}.",
        **numbers,
    )


def _ends(ends: ExactWithin, unit: Unit, where: str, language: Language) -> dict[str, Value]:
    return {
        name: fact(getattr(ends, name), unit, where=f"{where}.{name}", language=language)
        for name in ("low", "high")
    }
