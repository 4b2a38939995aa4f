"""Which numbers are pinned, under which names, and where each kind of document keeps them now.

Whoever renames a key of a document, or moves a block of it, changes a path here: what stands right
of `=`, or the second word of a `Place`. Names stay as they are, and so do the numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.pins.places import Number, Pinned, Place, numbers_of

from misid.programme import TRUTHS
from misid.results.run import Run
from misid.writers.run_files import draw_table

Floats = NDArray[np.float64]

RANGE = ("median", "low", "high")
RANGES_OF_GROUPS = tuple(
    f"{rate}.{end}"
    for rate in (
        "searches_a_year",
        "wrong_person_references",
        "relative_to_all",
        "wrong_person_references_upheld",
        "wrong_record_references",
        "misses_among_sought",
    )
    for end in RANGE
)
OF_YEARS = (
    *(f"{what}.{end}" for what in ("expected", "dispersion", "any") for end in RANGE),
    "mean",
    "year_low",
    "year_high",
    "share_from_years",
)

RUN = (
    Place("headline/*", "headline[name]", (*RANGE, "mean", "pooled", "dots")),
    Place("headline/*/decided_by/*", "headline[name].split{input}", ("share",)),
    Place(
        "headline/*/sides/*",
        "headline[name].split.sides[option]",
        ("share_of_worlds", *RANGE, "mean", "pooled", "dots"),
    ),
    Place("decided_by/*", "either_or{input}", ("share",)),
    Place("groups/*", "groups[group]", RANGES_OF_GROUPS),
    Place("sides/*/groups/*", "either_or.sides[option].groups[group]", RANGES_OF_GROUPS),
    Place("years/*", "years[unit]", OF_YEARS),
    Place("sides/*/years/*", "either_or.sides[option].years[unit]", OF_YEARS),
    Place("tree", "frequencies", ("of", "worlds")),
    Place("tree/*", "frequencies.paths[truth,ending]", ("count",)),
    Place("trees/*", "trees[option]", ("share_of_worlds",)),
    Place("trees/*", "trees[option].frequencies", ("of", "worlds")),
    Place("trees/*/*", "trees[option].frequencies.paths[truth,ending]", ("count",)),
    Place("one_code/*", "one_code.rows[meaning]", (*RANGE, "probability")),
    Place(
        "one_code/sides/*/*",
        "one_code.sides[option].rows[meaning]",
        (*RANGE, "probability"),
    ),
    Place(
        "stock/*",
        "stock[year]",
        tuple(f"{kind}.{end}" for kind in ("photographs", "no_match") for end in RANGE),
    ),
    Place("decision", "decision", ("limit", "probability_exceeded")),
    Place("decision/sides/*", "decision.sides[option]", ("probability_exceeded",)),
    Place("variance_share", "uncertainty", ("left",)),
    Place("variance_share/*", "uncertainty.inputs[input]", ("share",)),
    Place(
        "calibration/*",
        "calibration[condition]",
        ("published_figures", *(f"residual.{end}" for end in RANGE)),
    ),
    Place(
        "operating/*",
        "operating_points[measure,source,published]",
        (
            *("gallery", "of"),
            *(f"{what}.{end}" for what in ("modelled", "residual") for end in RANGE),
        ),
    ),
    Place("held_together/*", "held_together[input]", ("share",)),
)

BOTH_SIDES = (
    *(f"{what}.{end}" for what in ("before", "after", "change") for end in RANGE),
    *("mean_change", "lower", "same", "higher"),
)
WHERE_CHANGED = tuple(f"{what}.{end}" for what in ("before", "after", "change") for end in RANGE)
BOOKED = tuple(
    f"{what}.{end}"
    for what in ("by_stops", "otherwise", "per_searches_before", "per_searches_after")
    for end in RANGE
)
PAIRS = ("before", "after")

COMPARISON = (
    Place("inputs", "", ("same_worlds", "open_inputs", "shared_inputs", "review_minutes")),
    Place("outputs/*", "outputs[name]", BOTH_SIDES),
    Place("outputs/*/where_changed", "outputs[name].where_changed", WHERE_CHANGED),
    Place("outputs/*/pairs", "outputs[name].pairs[]", PAIRS),
    Place("outputs/*/decided_by/*", "outputs[name].split{input}", ("share",)),
    Place(
        "outputs/*/sides/*",
        "outputs[name].split.sides[option]",
        ("share_of_worlds", *BOTH_SIDES),
    ),
    Place("outputs/*/sides/*/pairs", "outputs[name].split.sides[option].pairs[]", PAIRS),
    Place(
        "outputs/*/sides/*/where_changed",
        "outputs[name].split.sides[option].where_changed",
        WHERE_CHANGED,
    ),
    *(
        place
        for side in PAIRS
        for place in (
            Place(
                f"outputs/*/{side}/decided_by/*", f"outputs[name].split_{side}{{input}}", ("share",)
            ),
            Place(
                f"outputs/*/{side}/sides/*",
                f"outputs[name].split_{side}.sides[option]",
                ("share_of_worlds", *RANGE),
            ),
        )
    ),
    Place("accounts/*", "accounts[name]", (*BOTH_SIDES, *BOOKED)),
    Place("accounts/*/where_changed", "accounts[name].where_changed", WHERE_CHANGED),
    Place("accounts/*/decided_by/*", "accounts[name].split{input}", ("share",)),
    Place(
        "accounts/*/sides/*",
        "accounts[name].split.sides[option]",
        ("share_of_worlds", *BOTH_SIDES, *BOOKED),
    ),
    Place(
        "accounts/*/sides/*/where_changed",
        "accounts[name].split.sides[option].where_changed",
        WHERE_CHANGED,
    ),
)

MOVED = ("median", "median_without", "ratio", "exceeded", "exceeded_without")

LEDGER = (
    Place(
        "verdict",
        "verdict",
        (
            *("limit", "probability_exceeded", "exceeded", "margin"),
            *("value_of_all", "value_by_amount_of_all"),
        ),
    ),
    Place("verdict/sides/*", "verdict.sides[option]", ("probability_exceeded",)),
    Place(
        "questions/*",
        "ledger[field]",
        (
            *("rank", "rank_without", "total_index", "total_error", "total_low", "total_high"),
            *("value_of_information", "value_error", "value_by_amount", "value_by_amount_error"),
            *("flip", "verdict_low", "verdict_high", "narrowing"),
        ),
    ),
    Place("questions/*/without", "ledger[field].without", ("at", "worlds", *MOVED)),
    Place("questions/*/without/sides/*", "ledger[field].without.sides[option]", MOVED),
    Place("points", "base_points"),
)

REQUIREMENTS = (
    Place("as_it_is", "", ("limit", "probability=probability_now")),
    Place("as_it_is/sides/*", "sides[option]", ("probability_exceeded",)),
    Place("as_it_is/carriers/*", "carriers[field]", ("at", "probability")),
    Place("levers/*", "levers[name]", ("reachable", "low", "high", "probability_at_best")),
    Place(
        "levers/*/sides/*",
        "levers[name].sides[option]",
        ("share_of_worlds", "probability_exceeded"),
    ),
    Place("levers/*/carriers/*", "levers[name].carriers[field]", ("at", "probability")),
)

READ = (
    *("worlds", "median", "worlds_without_kin"),
    *("without_record", "answered_wrongly", "with_record", "found"),
)

CLAIM = (
    Place("decided_by/*", "either_or{input}", ("share",)),
    Place("readings/*", "readings[#]", ("people", *READ)),
    Place("readings/*/sides/*", "readings[#].sides[option]", ("share_of_worlds", *READ)),
    Place("readings/*/without_kin", "readings[#].without_kin", ("median", "worlds")),
)

SIMULATED = (
    *("count", "trials", "rate", "low", "high", "expected"),
    *(f"worlds.{end}" for end in RANGE),
)

SIMULATION = (
    Place("all", "", ("stops", "searches")),
    Place(
        "counts/*",
        "counts[group,truth,candidate,source,kin,answer,review]",
        ("count", "expected"),
    ),
    Place("rates/*", "rates[name,group]", SIMULATED),
    Place("decided_by/*", "either_or{input}", ("share",)),
    Place("sides/*/rates/*", "either_or.sides[option].rates[name,group]", SIMULATED),
    Place(
        "agreement",
        "agreement",
        ("statistic", "degrees_of_freedom", "probability", "pooled", "largest", "impossible"),
    ),
)

ENSEMBLE = (
    Place(
        "variance/*",
        "rows[name]",
        ("mean", "between_worlds", "within_worlds", "share_between", "worlds"),
    ),
    Place(
        "counts",
        "counts[]",
        (
            *("world", "repeat", "searches", "wrong_person", "wrong_person_upheld"),
            *("wrong_person_kin", "references", "wrong_record", "missed", "sought"),
        ),
    ),
)

HISTORY = (
    Place("eras/*", "eras[from_month]", ("stops", "searches")),
    Place("eras/*/rates/*", "eras[from_month].rates[name,group]", SIMULATED),
    Place("decided_by/*", "either_or{input}", ("share",)),
    Place(
        "sides/*",
        "either_or.sides[option]",
        ("photographed", "wrong_person", "wrong_person_again", "agencies_without"),
    ),
    Place("sides/*/rates/*", "either_or.sides[option].rates[name,group]", SIMULATED),
    Place(
        "people",
        "people",
        (
            *("lived", "stopped", "photographed", "photographed_expected", "without_record"),
            *("never_matched", "changed_status", "became_records"),
        ),
    ),
    Place(
        "repeats/*",
        "repeats[times]",
        ("wrong_person", "same_stranger", "in_a_row", "wrong_record"),
    ),
    Place("gaps", "gaps", ("gaps", *RANGE)),
    Place(
        "months",
        "months[]",
        (
            *("taken", "held", "held_citizens", "held_no_candidate", "held_candidate"),
            *("held_reference", "due", "deleted", "overdue", "held_expected"),
        ),
    ),
    Place("record_years", "record_years"),
    Place("example", "example[]", ("after_days", "same_stranger")),
    Place(
        "agencies",
        "agencies[]",
        (
            *("officers", "stops", "searches", "wrong_person", "wrong_person_upheld"),
            *("rate", "low", "high", "first_after_days", "expected_after_days"),
        ),
    ),
)

RATE = ("count", "trials", "rate", "low", "high", "is_bound", "effective_trials")
ENDS = ("low", "high")
BOUNDED = (*ENDS, "is_bound")


def rate(name: str, path: str) -> tuple[Place, ...]:
    """A rate with its counts, and its interval by each method."""
    return (
        Place(name, path, RATE),
        Place(f"{name}/by/*", f"{path}.intervals[method]", ENDS),
    )


APART = (
    *("asked", "threshold", "at_asked", "enough", "cells", "errors", "errors_at_asked", "trials"),
    *("fewest", "design_effect", "told_apart", "highest_errors", "highest_trials", "at_least"),
)
DISPARITY = (
    *("cells", "without_errors", "told_apart", "max_over_min", "max_over_min_at_least"),
    *("max_over_mean", "max_over_geometric_mean", "max_over_geometric_mean_at_least"),
    *("spread", "gini"),
)
NEEDED = ("ratio", "power", "trials", "people", "trials_at_asked")


def told_apart(groups: str) -> tuple[Place, ...]:
    """How far groups lie apart, which of them are told apart, and what it would take to tell."""
    far, apart = f"{groups}.disparities[measure,over]", f"{groups}.apart[measure,over]"
    return (
        Place("disparity/*", far, DISPARITY),
        Place("disparity/*/*", f"{far}.intervals[measure]", BOUNDED),
        Place("apart/*", apart, APART),
        Place("apart/*/needed", f"{apart}.needed", NEEDED),
    )


EVALUATION = (
    Place(
        "counts",
        "counts",
        (
            *("genuine", "impostor", "failed_genuine", "failed_impostor", "failure_to_acquire"),
            *("subjects", "least_fmr", "least_fnmr"),
        ),
    ),
    Place("points/*", "points[asked]", ("threshold", "is_score", "resolved", "at_most")),
    *rate("points/*/fmr", "points[asked].fmr"),
    *rate("points/*/fnmr", "points[asked].fnmr"),
    Place("points/*/fnmr_anew/*", "points[asked].fnmr_anew[method]", BOUNDED),
    Place("eer", "eer", ("rate", "low", "high", "threshold", "fmr", "fnmr")),
    Place("eer/by/*", "eer.intervals[method]", BOUNDED),
    Place("decidability", "decidability"),
    Place("groups", "groups", ("asked", "threshold")),
    *rate("groups/*", "groups.rows[measure,group,other].rate"),
    Place(
        "groups/*/over_reference",
        "groups.rows[measure,group,other].over_reference",
        ("ratio", *BOUNDED),
    ),
    *told_apart("groups"),
    Place("combined/*", "groups.combined[name,weight]", ("value", *ENDS)),
    Place("own_threshold/*", "groups.thresholds[group]", ("threshold", "resolved")),
    *rate("own_threshold/*/fmr", "groups.thresholds[group].fmr"),
    *rate("own_threshold/*/fnmr", "groups.thresholds[group].fnmr"),
    Place("conditions", "conditions", ("asked", "threshold")),
    *rate("conditions/*", "conditions.rows[measure,condition].rate"),
    Place("tail", "tail", ("extrapolated", "share", "worth")),
    Place(
        "tail/fits/*",
        "tail.fits[#]",
        ("share", "scores", "above", "shape", "scale", "threshold", *ENDS),
    ),
    Place("tail/targets/*", "tail.targets[asked]", ("threshold", *ENDS, "fnmr")),
    Place(
        "frailty",
        "frailty",
        ("shape", *ENDS, "people", "false_matches", "threshold", "fmr", "both_sides"),
    ),
    Place("det", "det", ("thresholds", "fmr", "fnmr")),
    Place("histogram", "histogram", ("edges", "genuine", "impostor")),
)

CANDIDATES = ("candidates", "searches", "mean", "cut_off")

IDENTIFICATION = (
    Place(
        "counts",
        "counts",
        (
            *("mated", "non_mated", "failed_mated", "failed_non_mated", "empty_mated"),
            *("empty_non_mated", "unlisted", "candidates", "longest", "shortest", "subjects"),
            *("records", "records_unlisted", "least_fpir", "least_fnir", "galleries"),
        ),
    ),
    Place(
        "points/*",
        "points[asked]",
        (
            *("threshold", "is_score", "is_lowest", "resolved", "at_most", "fnir_first_least"),
            *(f"first.{who}" for who in ("own", "tied", "other", "none")),
            *(f"non_mated_candidates.{what}" for what in CANDIDATES),
            *(f"mated_candidates.{what}" for what in CANDIDATES),
        ),
    ),
    *rate("points/*/fpir", "points[asked].fpir"),
    *rate("points/*/fnir", "points[asked].fnir"),
    *rate("points/*/fnir_first", "points[asked].fnir_first"),
    Place("cmc/*", "cmc[rank]", ("rate", *ENDS, "least", "most")),
    Place("groups", "groups", ("asked", "threshold")),
    *rate("groups/*", "groups.rows[measure,group].rate"),
    *told_apart("groups"),
    Place("conditions", "conditions", ("asked", "threshold")),
    *rate("conditions/*", "conditions.rows[measure,condition].rate"),
    Place("growth", "growth", ("asked", "threshold", "exponent", *ENDS)),
    *rate("growth/*", "growth.galleries[records].fpir"),
)


def numbers_of_run(run: Run) -> dict[str, Pinned]:
    """The results document, the trade-off of the threshold, and the arrays behind them."""
    results = run.results.model_dump(mode="json")
    # Cautions of other kinds have no number of their own.
    for tree in results["trees"]:
        tree["option"] = "".join(answer["option"] for answer in tree["answers"])
    results["held_together"] = [one for one in results["cautions"] if one["share"] is not None]
    return numbers_of(results, RUN) | dict(_tradeoff(run)) | dict(_arrays(run))


def _tradeoff(run: Run) -> Iterator[tuple[str, Pinned]]:
    for side, curve in enumerate(run.results.tradeoff or (), start=1):
        for row in curve.rows:
            for output in ("wrong_person_references", "misses_among_sought"):
                for end in RANGE:
                    name = f"tradeoff/{side}/{row.stricter:+g}/{output}/{end}"
                    yield name, getattr(getattr(row, output), end)


def _arrays(run: Run) -> Iterator[tuple[str, Pinned]]:
    """Digests of what is drawn and worked out in each world; of outcomes the means as well."""
    for column in draw_table(run).iter_columns():
        yield f"worlds/{column.name}", digest(column)
    for name, rates in run.evaluation.group_rates.items():
        yield f"worlds_of_groups/{name}", digest(rates)
    outcomes = run.evaluation.outcomes
    for t, truth in enumerate(TRUTHS):
        for c, cell in enumerate(outcomes.cells):
            kin = "kin" if cell.kin else ""
            ways = (truth, cell.candidate, cell.answer, cell.review, cell.source, kin)
            name = f"outcomes/{'/'.join(way for way in ways if way)}"
            table = outcomes.table[:, :, t, c]
            yield f"{name}/mean", [_number(mean) for mean in table.mean(axis=0)]
            yield f"{name}/worlds", digest(table)


def digest(values: Floats | pl.Series) -> str:
    """What tells an array apart by value, to the last bit; minus zero is zero."""
    if isinstance(values, pl.Series) and not values.dtype.is_numeric():
        content = "\n".join(map(str, values)).encode()
    else:
        floats = np.asarray(values, dtype="<f8") + 0.0
        content = np.ascontiguousarray(np.where(np.isnan(floats), np.nan, floats)).tobytes()
    return f"sha256:{hashlib.sha256(content).hexdigest()[:16]}"


def _number(value: np.float64) -> Number:
    return float(value) if np.isfinite(value) else None
