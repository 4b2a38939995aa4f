"""What the rows of a results document are called: outputs, flags, units of a year, meanings."""

from __future__ import annotations

from typing import Any

from misid.quantities.units import Unit
from misid.results.schema import CodeMeaning, Flag, Interval, OperatingRow, Whose
from misid.scenario import Output, Scenario
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import duration, fact, natural, with_unit
from misid.words.sentence import Value, plain

OUTPUTS: dict[Output, str] = {
    "wrong_person_references": message("Wrong-person references"),
    "wrong_person_references_upheld": message("Wrong-person references that review upholds"),
    "wrong_person_references_kin": message(
        "Wrong-person references on the record of a twin or sibling"
    ),
    "share_of_references_wrong_person": message(
        "Share of references that concern the wrong person"
    ),
    "share_of_upheld_references_wrong_person": message(
        "Share of upheld references that concern the wrong person"
    ),
    "share_of_references_right_person": message(
        "Share of references that name the right person, sought or not"
    ),
    "share_of_references_sought": message(
        "Share of references that name the right person, who is sought"
    ),
    "references_to_people_not_sought": message(
        "References to people whom nobody seeks (right person, record right)"
    ),
    "wrong_record_references": message(
        "Wrong-record references (right person, record wrong or out of date)"
    ),
    "misses_among_sought": message("Misses: sought people who get no reference"),
    "unenrolled_people_photographed": message("People without any record photographed"),
    "citizens_photographed": message("Citizens photographed"),
    "minors_photographed": message("Minors photographed"),
    "photographs_held": message("Photographs held at the horizon"),
    "photographs_held_no_match": message("Photographs held of people who matched nothing"),
    "worst_to_best_group": message("Worst to best group, wrong-person references"),
}
"""Titles of the outputs."""

_BY_NAME: dict[str, str] = {str(name): title for name, title in OUTPUTS.items()}

FLAGS: dict[Flag, str] = {
    "extrapolated": message("extrapolated"),
    "prior_only": message("prior only"),
    "no_trials": message("no trials"),
}

FLAG_MEANINGS: dict[Flag, str] = {
    "extrapolated": message(
        "Extrapolated: the gallery is larger than any that was tested in public."
    ),
    "prior_only": message(
        "Prior only: every range it rests on is assumed or unknown; opinion, not data."
    ),
    "no_trials": message("No trials: nothing was counted from which a rate could be made."),
}
"""What each flag means, in a sentence."""

WHOSE: dict[Whose, str] = {
    "programme": message("the programme"),
    "median_agency": message("the median agency"),
    "large_agency": message("a large agency (one in 20 is larger)"),
    "largest_agency": message("the largest agency"),
    "officer": message("the median officer"),
}
"""Whose year a row of the yearly table is."""

MEANINGS: dict[CodeMeaning, str] = {
    "right_person": message("The right person"),
    "right_person_sought": message("- who is sought"),
    "right_person_not_sought": message("- whom nobody seeks; the record is right"),
    "right_person_wrong_record": message("- whom nobody seeks; the record is wrong"),
    "somebody_else": message("Somebody else"),
}
"""Whom one reference code may name; the lines with a dash are parts of the first."""

_RATES: dict[str, str] = {
    "false_positive_identification_rate": message("False positive identification rate"),
    "true_positive_identification_rate": message("True positive identification rate"),
    "share_searched": message("Share of stops whose photograph is searched"),
    "share_confirmed": message(
        "Share of stops that end with a reference on the person's own record"
    ),
    "stops_a_year": message("Stops a year"),
}


def output_title(
    name: str, language: Language = ENGLISH, *, horizon_years: int | None = None
) -> str:
    """
    The title of an output; the horizon's length is said where it matters and is known.

    Example:
        >>> output_title("photographs_held", horizon_years=15)
        'Photographs held after 15 years'
    """
    if name == "photographs_held" and horizon_years is not None:
        years = duration(float(horizon_years), language)
        return plain(language.say("Photographs held after {years}", years=years))
    return language.word(_BY_NAME[name])


def inside(title: str) -> str:
    """
    A title inside a sentence.

    Example:
        >>> inside("Photographs held")
        'photographs held'
    """
    return f"{title[:1].lower()}{title[1:]}"


def rate_title(row: OperatingRow, scenario: Scenario, language: Language = ENGLISH) -> str:
    """What a published rate is of; of groups it names them, of another gallery its size."""
    if row.groups:
        labels = {group.name: language.authored(group.label) for group in scenario.groups}
        of = "; ".join(labels[name] for name in row.groups)
        return plain(
            language.say("Share of wrong-person references that concern {groups}", groups=of)
        )
    title = language.word(_RATES.get(row.measure) or _BY_NAME[row.measure])
    if row.gallery is None:
        return title
    records = natural(row.gallery, language)
    return plain(language.say("{rate}, {records} records", rate=title, records=records))


def flags(row: Any, language: Language = ENGLISH) -> str:
    """The flags of a row, apart by commas."""
    return ", ".join(language.word(FLAGS[flag]) for flag in row.flags)


def three(
    one: Interval, where: str, language: Language = ENGLISH, unit: Unit = ""
) -> dict[str, Value]:
    """
    The `middle` with its unit, and both ends, `low` and `high`, of an interval for a sentence.

    Args:
        one: the interval.
        where: path of it in its document.
        language: in which it is said.
        unit: of its numbers.
    """
    return {
        "middle": with_unit(one.median, unit, where=f"{where}.median", language=language),
        "low": fact(one.low, unit, where=f"{where}.low", language=language),
        "high": fact(one.high, unit, where=f"{where}.high", language=language),
    }
