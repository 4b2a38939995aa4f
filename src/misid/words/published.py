"""What was published of such a programme, and what the model gives in its place."""

from __future__ import annotations

from misid.quantities.units import is_share
from misid.results.schema import OperatingRow, Results
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import natural, with_unit
from misid.words.outputs import rate_title, three
from misid.words.scenario import cited
from misid.words.sentence import Sentence, Value, paragraph

# Published figures are rounded to two or three digits.
_NEAR = 0.02
_LIES = {
    "inside": message("What was published lies inside the model's range."),
    "below": message("What was published lies below the model's range."),
    "above": message("What was published lies above the model's range."),
}


def beside(results: Results, language: Language = ENGLISH) -> dict[str, Sentence]:
    """
    What must be said with the headline, by its measure: a published count, and every miss.

    Figures that were put in or fitted are no test: where the model misses them the table says it.
    """
    rows = enumerate(results.operating_points)
    return {
        f"{row.measure}.{place}": _published(results, row, f"operating_points.{place}", language)
        for place, row in rows
        if row.beside
    }


def _published(results: Results, row: OperatingRow, where: str, language: Language) -> Sentence:
    published = with_unit(row.published, row.unit, where=f"{where}.published", language=language)
    name = rate_title(row, results.canonical, language)
    if row.modelled.median is None or row.modelled.low is None or row.modelled.high is None:
        return language.say(
            "{title}: published {published}; here there are no trials.",
            title=name,
            published=published,
        )
    citations = {one.key: one for one in results.citations}
    facts: dict[str, Value] = {
        "title": name,
        "published": published,
        "source": cited(citations[row.source], language),
    }
    counted = language.say(
        "{title}: published {counted}, {published} [{source}].",
        counted=language.authored(row.counted),
        **facts,
    )
    plainly = language.say("{title}: published {published} [{source}].", **facts)
    return paragraph(
        (
            counted if row.counted else plainly,
            _modelled(results, row, where, language),
            _apart(row, language),
            language.say(_LIES[row.where or "inside"]),
            (language.authored(row.note),),
        )
    )


def _modelled(results: Results, row: OperatingRow, where: str, language: Language) -> Sentence:
    """What the model gives; where it was published how many were counted, of as many."""
    low, high = row.modelled.low, row.modelled.high
    facts = three(row.modelled, f"{where}.modelled", language, row.unit)
    if row.of is not None:
        per = 1.0 if is_share(row.unit) else results.frequencies.of
        ends = (row.modelled.median, low, high)
        of = [natural((end or 0.0) * row.of / per, language) for end in ends]
        counts = {"count": of[0], "fewest": of[1], "most": of[2]}
        if low == high:
            return language.say(
                "The model gives {middle}, so of as many {count}.", **facts, **counts
            )
        return language.say(
            "The model gives {middle} ({low} to {high}), so of as many {count} ({fewest} to "
            "{most}).",
            **facts,
            **counts,
        )
    if low == high:
        return language.say("The model gives {middle}.", **facts)
    return language.say("The model gives {middle} ({low} to {high}).", **facts)


def _apart(row: OperatingRow, language: Language) -> Sentence:
    """By what factor the middle lies off what was published."""
    ratio = (row.modelled.median or 0.0) / row.published
    if abs(ratio - 1.0) < _NEAR:
        return language.say("That is about what was published.")
    if ratio >= 1.0:
        return language.say(
            "That is {factor} times what was published.", factor=natural(ratio, language)
        )
    if ratio == 0.0:
        return language.say("That is nothing of what was published.")
    return language.say(
        "That is {factor} times less than what was published.",
        factor=natural(1.0 / ratio, language),
    )
