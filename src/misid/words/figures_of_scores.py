"""What pictures of score files and candidate lists say: titles, what is drawn, labels."""

from __future__ import annotations

from misid.evaluation.group_schema import RateName
from misid.evaluation.schema import Identification, Verification
from misid.words import comparisons, searches
from misid.words.evaluation import stricter
from misid.words.figures import Caption
from misid.words.groups import NO_GROUPS, NO_PAIRS, told_apart
from misid.words.language import Language, message
from misid.words.numbers import rare
from misid.words.sentence import Number, paragraph, plain

LABELS = {
    "what": message("What"),
    "asked_fmr": message("Asked false match rate"),
    "asked_fpir": message("Asked false positive identification rate"),
    "threshold": message("Threshold"),
    "fmr": message("False match rate"),
    "fmr_low": message("False match rate, from"),
    "fmr_high": message("False match rate, to"),
    "fmr_count": message("False match rate, errors"),
    "fmr_trials": message("False match rate, comparisons"),
    "fnmr": message("False non-match rate"),
    "fnmr_low": message("False non-match rate, from"),
    "fnmr_high": message("False non-match rate, to"),
    "fnmr_count": message("False non-match rate, errors"),
    "fnmr_trials": message("False non-match rate, comparisons"),
    "fpir": message("False positive identification rate"),
    "fpir_low": message("False positive identification rate, from"),
    "fpir_high": message("False positive identification rate, to"),
    "fpir_count": message("False positive identification rate, errors"),
    "fpir_trials": message("False positive identification rate, searches"),
    "fnir": message("False negative identification rate"),
    "fnir_low": message("False negative identification rate, from"),
    "fnir_high": message("False negative identification rate, to"),
    "fnir_count": message("False negative identification rate, errors"),
    "fnir_trials": message("False negative identification rate, searches"),
    "point": message("point"),
    "unresolved": message("point, not resolved"),
    "curve": message("curve"),
    "match": message("pairs of two people that match"),
    "missed_pairs": message("pairs of one person that are missed"),
    "answered": message("searches for others that are answered"),
    "missed_searches": message("searches for enrolled people missed"),
    "missed": message("{rate} missed"),
    "at": message("at {rate}"),
    "equal": message("equal at {rate}"),
    # Scores.
    "from": message("Score from"),
    "to": message("Score to"),
    "genuine": message("Pairs of one person"),
    "impostor": message("Pairs of two people"),
    "genuine_line": message("Pairs of one person (solid)"),
    "impostor_line": message("Pairs of two people (dashed)"),
    "of_kind": message("of all pairs of the kind"),
    "distance": message("distance (nearer to the right)"),
    "similarity": message("score"),
    "threshold_for": message("threshold for {rate}"),
    # Tails.
    "share": message("Scores in the tail"),
    "scores": message("How many"),
    "above": message("Begins at"),
    "shape": message("Shape"),
    "low": message("From"),
    "high": message("To"),
    "by_tail": message("Threshold, by scores in the tail"),
    "used": message("{share}, used"),
    # Groups.
    "group": message("Group"),
    "panel_FMR": message("Two people that match (dashed: everybody)"),
    "panel_FNMR": message("True pairs missed (dashed: everybody)"),
    "panel_FPIR": message("Others that are answered (dashed: everybody)"),
    "panel_FNIR": message("Enrolled people missed (dashed: everybody)"),
    "between": message("{groups} groups between"),
    "no_trials": message("no trials"),
    "no_errors": message("no errors"),
    "group_no_trials": message("{group}: no trials"),
    "group_no_errors": message("{group}: no errors"),
    "group_a": message("Group on side a"),
    "group_b": message("Group on side b"),
    "false_matches": message("False matches"),
    "comparisons": message("Comparisons"),
    "sides": message("rows: side a; columns: side b"),
    "times": message("{ratio} ×"),
    "at_most_times": message("≤ {ratio} ×"),
    "higher": message("above everybody's rate, {rate}"),
    "not_higher": message("not above it"),
    "no_error": message("no error: at most so high (95 %)"),
    # Ranks.
    "rank": message("Rank, or before"),
    "rate": message("Share"),
    "least": message("Ties last"),
    "most": message("Ties first"),
    "rank_axis": message("rank, or before"),
    "of_searches": message("of searches for enrolled people"),
    "first_place": message("{rate} at the first place"),
}
"""By code."""

_NO_SEARCHES = message("No trials: nobody who is not enrolled was searched for.")
_NO_MATES = message("No trials: nobody who is enrolled was searched for.")


def label(code: str, language: Language, **values: str | Number) -> str:
    """
    Words in a picture of scores.

    Args:
        code: of `LABELS`.
        language: whose words.
        values: what stands at each name.
    """
    return plain(language.say(LABELS[code], **values)) if values else language.word(LABELS[code])


def panel_title(measure: RateName, language: Language) -> str:
    """What a panel of group rates shows."""
    return label(f"panel_{measure}", language)


def det(found: Verification, language: Language) -> Caption:
    """Both error rates over all thresholds."""
    return Caption(
        title=language.word("Misses against false matches (DET)"),
        finding=paragraph(stricter(found, language)),
        drawn=language.say(
            "A curve that falls from few false matches with many misses (a strict threshold) to "
            "many false matches with few misses (a lenient one), on normal-deviate axes. "
            "Thresholds that were asked for are points with lines over their 95 % intervals, "
            "hollow where the comparisons cannot show so low a rate."
        ),
        nothing=language.word(
            "No threshold makes errors of both kinds: there is no curve to draw."
        ),
    )


def scores(found: Verification, language: Language) -> Caption:
    """How the scores of either kind are spread."""
    return Caption(
        title=language.word("Scores of both kinds of pair"),
        finding=comparisons.spread(found, language),
        drawn=language.say(
            "Two stepped outlines over the scores, from unlike to alike: the share of pairs of one "
            "person, and that of pairs of two people, that lie in each bin, on a logarithmic axis; "
            "a line marks the threshold."
        ),
        nothing=language.word("No trials: there is nothing to show."),
    )


def groups(found: Verification | Identification, language: Language) -> Caption:
    """Both error rates of each group."""
    if isinstance(found, Verification):
        title = language.word("Error rates by group")
        drawn = language.say(
            "Two rows of dots with lines, one row a group: on the left the share of pairs of two "
            "people that match, by the group on side a, on a logarithmic axis; on the right the "
            "share of pairs of one person that are missed. Lines are 95 % intervals, dashed ones "
            "the rates over everybody."
        )
    else:
        title = language.word("Error rates of searches by group")
        drawn = language.say(
            "Two rows of dots with lines, one row a group: on the left the share of searches for "
            "people who are not enrolled that return somebody's record, on a logarithmic axis; on "
            "the right the share of searches for enrolled people that miss their own. Lines are "
            "95 % intervals, dashed ones the rates over everybody."
        )
    finding = paragraph(told_apart(found, language, needed=False))
    return Caption(title, finding, drawn, language.word(NO_GROUPS))


def pairs(found: Verification, language: Language, *, has_pairs: bool) -> Caption:
    """The false match rate of each ordered pair of groups."""
    no_trials = language.word("No trials: no pair of groups has comparisons.")
    return Caption(
        title=language.word("False matches by pair of groups"),
        finding=paragraph(told_apart(found, language, over="pairs", needed=False)),
        drawn=language.say(
            "A table of dots: the group on side a by row, that on side b by column; the larger a "
            "dot, the higher the false match rate of the pair. Diamonds are above the rate of "
            "everybody, circles not; hollow dots are pairs without an error, as high as they may "
            "be at most."
        ),
        nothing=no_trials if has_pairs else language.word(NO_PAIRS),
    )


def tail(found: Verification, language: Language) -> Caption:
    """Extrapolated thresholds, by how many of the highest scores they are read from."""
    held = found.tail
    if held and held.targets:
        drawn = language.say(
            "Dots with lines, one row for each share of the highest impostor scores that a law is "
            "fitted to: the threshold for a false match rate of {rate}, with its 95 % interval. A "
            "line that ends in an arrow goes on.",
            rate=rare(held.targets[0].asked, where="tail.targets.0.asked", language=language),
        )
    else:
        drawn = language.say(
            "Dots with lines, one row for each share of the highest impostor scores that a law is "
            "fitted to: the threshold for a false match rate too low to count."
        )
    return Caption(
        title=language.word("Extrapolated thresholds by where the tail begins"),
        finding=comparisons.tail_range(found, language),
        drawn=drawn,
        nothing=language.word("No tail could be fitted: there is nothing to extrapolate."),
    )


def tradeoff(found: Identification, language: Language, *, known: bool) -> Caption:
    """Misses of enrolled people against false positives."""
    return Caption(
        title=language.word("Misses against false positives"),
        finding=paragraph(stricter(found, language)) if known else language.say(_NO_SEARCHES),
        drawn=language.say(
            "Points on normal-deviate axes, one a threshold, joined by a line: across the share of "
            "searches for people who are not enrolled that return somebody else's record, up the "
            "share of searches for enrolled people that miss their own. Lines are 95 % intervals; "
            "points are hollow where the searches cannot show so low a rate."
        ),
        nothing=language.word(_NO_SEARCHES),
    )


def ranks(found: Identification, language: Language) -> Caption:
    """Ranks of people's own records."""
    return Caption(
        title=language.word("Ranks of people's own records (CMC)"),
        finding=searches.first_and_last(found, language) if found.cmc else language.say(_NO_MATES),
        drawn=language.say(
            "A rising line of steps: across the rank, up the share of searches for enrolled people "
            "whose own record stands at it or before, whatever its score. The pale band is the "
            "95 % interval, the darker one what tied scores leave open."
        ),
        nothing=language.word(_NO_MATES),
    )
