"""The programmes side by side, in whole sentences made from their results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misid import evidence
from misid.quantities.units import Unit
from misid.results.operating_points import TESTS
from misid.results.schema import Results
from misid.words import numbers, put_on
from misid.words.language import Language, message
from misid.words.sentence import Sentence

DESCRIBED = {
    "stops.a_year": message("Stops a year"),
    "stops.share_enrolled": message("Of the people stopped, those with a record"),
    "stops.share_sought": message("Of these, those who are sought"),
    "gallery.records": message("Records searched"),
    "threshold.rate": message("Threshold"),
    "threshold.moves_with_gallery": message("Threshold set anew when the gallery grows"),
    "threshold.candidates": message("Most candidates returned"),
    "threshold.tries": message("Photographs at most, until something is returned"),
    "answer.reference_rule": message("What leads to a reference"),
    "review.share_reviewed": message("Of the references, those that anybody compares"),
    "retention": message("How long photographs are kept"),
    "horizon": message("Years that are modelled"),
}
"""What tells programmes apart, in the order of the table, by the input that says it."""
_ELSEWHERE: dict[str, tuple[str, Unit]] = {
    "detroit_searches": ("detroit_2020 / searches", "count"),
    "detroit_matches": ("detroit_2020 / matches", "count"),
    "moved_on": ("detroit_2019 / share_moved_on", "share"),
    "stated": ("detroit_2020 / share_misidentified_stated_by_chief", "share"),
    "before": ("npl_pnd_2025 / share_of_searches_with_a_lead_before", "share"),
    "after": ("npl_pnd_2025 / share_of_searches_with_a_lead_after", "share"),
    "earlier": ("npl_prev / FPIR_watchlist_2000_4000", "share"),
    "essex_false": ("essex_2026 / false_alerts", "count"),
    "essex_black": ("essex_2026 / false_alerts_of_black_people", "count"),
}


def made(found: Sequence[Results], language: Language) -> Sentence:
    """How the numbers were worked out."""
    stamp = found[0].stamp
    return language.say(
        "The scenarios that come along, each worked out as `misid run` does it: {worlds} possible "
        "worlds, seed {seed}.",
        worlds=numbers.counted(stamp.draws, language=language),
        seed=str(stamp.seed),
    )


def each(found: Sequence[Results], language: Language) -> Iterator[Sentence]:
    """What each programme is."""
    for one in found:
        yield language.say(
            "{name}: {title}. {about}",
            name=one.scenario.name,
            title=put_on.title(one.canonical, one.changes, language),
            about=put_on.described(one.canonical, one.changes, language),
        )


def tested(found: Sequence[Results], language: Language) -> Sentence:
    """How many published values test the model, and how many of them lie outside its range."""
    rows = [row for one in found for row in one.operating_points]
    tests = [row for row in rows if row.used in TESTS]
    missed = [row for row in tests if row.where != "inside"]
    return language.say(
        "Every published value that a scenario here gives in its place, misses as plainly as hits. "
        "Inside: it lies between the 5 % and the 95 % of the possible worlds, within 2 % for its "
        "rounding. Off by: the middle of the model over the published value. It tests the model "
        "only where nothing was put in or fitted: {tests} of {all} do, and {missed} of these lie "
        "outside.",
        tests=str(len(tests)),
        all=str(len(rows)),
        missed=str(len(missed)),
    )


def elsewhere(language: Language) -> Sentence:
    """Published values that no scenario models, as they stand in the evidence."""
    counts = evidence.table("programme_counts")
    values = {
        key: numbers.fact(counts.value(row, "value").value, unit, language=language)
        for key, (row, unit) in _ELSEWHERE.items()
    }
    return language.say(
        "Published too, and given by no scenario here. Detroit: {detroit_searches} searches with "
        "{detroit_matches} that gave a match (detroit-2020), {moved_on} of earlier searches moved "
        "on (detroit-2019), and its chief's remark of {stated}; photographs of crimes are searched "
        "there, by an analyst. The UK Police National Database: a lead in {before} of searches "
        "and, at a stricter setting, in {after} (pnd-threshold-2025). Earlier versions of the "
        "watch-list's software: a false positive rate of {earlier}; and one false alert at the "
        "setting 0.62 and none at 0.64, of how many searches was not read (npl-2023). A field "
        "test: {essex_false} false alerts, {essex_black} of them of black people, of how many "
        "faces was not read (essex-2026). Counts of staff, places, records and days are inputs or "
        "stand in the evidence.",
        **values,
    )
