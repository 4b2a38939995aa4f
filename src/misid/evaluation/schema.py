"""The evaluation document, of pairs and of candidate lists: what `misid evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import Field, JsonValue

from misid.evaluation.group_schema import ConditionsNote, GroupsNote, RateNote
from misid.evaluation.reading.columns import ListRole, PairRole
from misid.files.columns import How
from misid.results.schema import ResultsPart

VERSION: Literal["misid-evaluation/2"] = "misid-evaluation/2"
AnewMethod = Literal["slope", "people", "bootstrap"]
FileRole = Literal["scores", "lists", "mates"]
P = TypeVar("P", bound="PointNote")


class AnewNote(ResultsPart):
    """A 95 % interval that allows for the threshold being found in the same comparisons."""

    method: AnewMethod = Field(
        description="slope: what the error of the false match rate does to misses along the "
        "trade-off; allows for people who are in many comparisons where they are known. people: "
        "a bound, where too few people have an error to see how errors gather. "
        "bootstrap: draws people with replacement and finds the threshold anew each time."
    )
    low: float = Field(description="Lower end.")
    high: float = Field(description="Upper end.")
    is_bound: bool = Field(False, description="It holds at least as often as it says.")


class PointNote(ResultsPart):
    """A threshold that was set for a rate of false matches, or of false positives of searches."""

    asked: float = Field(description="The rate that was asked for.")
    threshold: float = Field(
        description="The lowest score, of lists the lowest listed one, at which the rate is at "
        "most the asked one, on the scale of the file; for distances the highest. Where no score "
        "is, the next number beyond all scores."
    )
    is_score: bool = Field(description="Whether a comparison or a candidate has that score.")
    resolved: bool = Field(
        description="Whether so many trials, none of them a false match or positive, would show a "
        "rate as low as asked (95 %)."
    )
    at_most: float | None = Field(
        description="The most that the rate can be there: the upper end of its interval; where it "
        "is not said who is compared, one-sided, comparisons taken as independent. Null where the "
        "asked rate is resolved and an error was seen."
    )


class TransactionNote(ResultsPart):
    """An error rate of attempts, those without a score included (ISO/IEC 19795-1)."""

    count: int = Field(description="Errors; a genuine comparison without a score is one.")
    trials: int = Field(description="Comparisons, with a score or without.")
    rate: float = Field(description="Their ratio.")


class ComparisonPointNote(PointNote):
    """What a threshold gives that was set for a false match rate."""

    fmr: RateNote = Field(description="The false match rate that is reached.")
    fnmr: RateNote = Field(description="The false non-match rate there.")
    fnmr_anew: tuple[AnewNote, ...] = Field(
        (),
        description="Intervals of the false non-match rate at the asked false match rate, "
        "whatever threshold gives that; in a file that is read in parts empty where there are no "
        "misses or few false matches. The first is shown.",
    )
    frr: TransactionNote | None = Field(
        None, description="False rejection rate: misses and genuine comparisons without a score."
    )
    far: TransactionNote | None = Field(
        None,
        description="False acceptance rate: false matches, of all impostor comparisons with a "
        "score or without.",
    )


class CandidatesNote(ResultsPart):
    """Candidates that a search returns at a threshold."""

    candidates: int
    searches: int
    mean: float | None = Field(description="Null where there are no searches.")
    cut_off: int = Field(
        description="Searches whose list is full down to the threshold: they may return more, and "
        "the mean is then at least so large."
    )


class FirstNote(ResultsPart):
    """What the first candidate of searches for enrolled people is at a threshold."""

    own: int = Field(description="The person's own record, before all others.")
    tied: int = Field(description="The own record and another's share the highest score.")
    other: int = Field(description="Somebody else's record.")
    none: int = Field(description="No candidate reaches the threshold.")


class SearchPointNote(PointNote):
    """What a threshold gives that was set for a false positive identification rate."""

    is_lowest: bool = Field(
        description="Whether no listed score is lower: if lists are cut off by a score, a more "
        "lenient threshold may keep the asked rate as well, and misses are then fewer."
    )
    fpir: RateNote = Field(description="The false positive identification rate that is reached.")
    fnir: RateNote = Field(
        description="The false negative identification rate there: the own record is not listed, "
        "or below the threshold, at whatever rank it stands."
    )
    fnir_first: RateNote = Field(
        description="The same where only the first candidate is looked at; a record that shares "
        "the highest score with another's counts as missed."
    )
    fnir_first_least: float | None = Field(
        description="That rate if records that share the highest score are never missed."
    )
    first: FirstNote
    non_mated_candidates: CandidatesNote = Field(
        description="Of searches for people who are not enrolled: the selectivity."
    )
    mated_candidates: CandidatesNote = Field(description="Of searches for enrolled people.")


class EqualErrorNote(ResultsPart):
    """Where both error rates are equally frequent."""

    rate: float | None = Field(description="Null where tied scores make them jump past each other.")
    low: float = Field(description="Of such a jump, the lower end; else the rate.")
    high: float = Field(description="Of such a jump, the upper end; else the rate.")
    threshold: float = Field(
        description="The strictest threshold at which false matches are still at least as frequent."
    )
    fmr: float = Field(description="False match rate there.")
    fnmr: float = Field(description="False non-match rate there.")
    intervals: tuple[AnewNote, ...] = Field(
        (), description="Of the equal error rate, 95 %; the first is shown."
    )


class CountsNote(ResultsPart):
    """Comparisons that were read."""

    genuine: int = Field(description="Genuine comparisons with a score.")
    impostor: int = Field(description="Impostor comparisons with a score.")
    failed_genuine: int = Field(description="Genuine comparisons without one.")
    failed_impostor: int = Field(description="Impostor comparisons without one.")
    failure_to_acquire: float = Field(description="Comparisons without a score, of all.")
    failures_are: Literal["apart", "misses"] = Field(
        "apart",
        description="apart: comparisons without a score are in no error rate but frr and far; "
        "misses: genuine ones are misses at every threshold, and impostor ones never match.",
    )
    itself: int = Field(0, description="Comparisons of a photograph with itself, left out.")
    unmatched: int = Field(
        0, description="Rows that only the scores or only their key have, left out."
    )
    subjects: int | None = Field(description="Different people; null where it is not said.")
    least_fmr: float = Field(
        description="The least false match rate that so many impostor comparisons can show (95 %)."
    )
    least_fnmr: float = Field(description="The same for the false non-match rate.")


class SearchCountsNote(ResultsPart):
    """Searches that were read."""

    mated: int = Field(description="Searches for enrolled people.")
    non_mated: int = Field(description="Searches for people who are not enrolled.")
    failed_mated: int = Field(description="Those of mated that failed before there was a list.")
    failed_non_mated: int = Field(description="Those of non-mated that did.")
    empty_mated: int = Field(description="Mated searches with an empty list, failed ones included.")
    empty_non_mated: int = Field(description="Non-mated searches with an empty list, likewise.")
    unlisted: int = Field(description="Mated searches whose own record is not in their list.")
    candidates: int = Field(description="Candidates in all lists.")
    longest: int = Field(description="Length of the longest list.")
    shortest: int = Field(description="Length of the shortest list that is not empty.")
    subjects: int | None = Field(description="Different people; null where it is not said.")
    records: int = Field(description="Own records that the mates name.")
    records_unlisted: int = Field(description="Those of them that are in no list at all.")
    galleries: tuple[int, ...] = Field(description="Gallery sizes; empty where it is not said.")
    least_fpir: float = Field(
        description="The least false positive identification rate that so many non-mated searches "
        "can show (95 %)."
    )
    least_fnir: float = Field(description="The same for the false negative identification rate.")


class SourceNote(ResultsPart):
    """A file that was read."""

    name: str = Field(description="Its name, without its folder.")
    sha256: str = Field(description="SHA-256 of its bytes.")


class ColumnNote(ResultsPart):
    """Which column was taken for what."""

    file: FileRole = Field(description="The scores; or the lists, or the table of mates.")
    role: PairRole | ListRole = Field(description="What it is taken for.")
    name: str = Field(description="Its name in the file.")
    how: How = Field(description="named by the reader, or guessed from its name.")


class TailFitNote(ResultsPart):
    """A generalised Pareto law fitted to the highest impostor scores."""

    share: float = Field(description="Share of impostor scores in the tail.")
    scores: int = Field(description="How many these are.")
    above: float = Field(description="The score that the tail begins beyond.")
    shape: float = Field(description="Below 0: scores have a highest value; above 0: heavy.")
    scale: float
    threshold: float = Field(description="Extrapolated, at the first false match rate of targets.")
    low: float = Field(description="End of its 95 % interval towards the scores.")
    high: float | None = Field(description="The end away from them; null: there is none.")


class TailTargetNote(ResultsPart):
    """An extrapolated threshold for a false match rate too low to count."""

    asked: float = Field(description="The false match rate.")
    threshold: float = Field(description="Extrapolated, on the scale of the file.")
    low: float = Field(description="End of its 95 % interval towards the scores.")
    high: float | None = Field(description="The end away from them; null: there is none.")
    fnmr: float = Field(description="Share of genuine comparisons that miss that threshold.")


class TailNote(ResultsPart):
    """What the highest impostor scores say of rates below what can be counted: extrapolated."""

    extrapolated: Literal[True] = Field(True, description="Nothing of this was seen.")
    share: float | None = Field(description="The tail that is used; null: none could be fitted.")
    fewest: int = Field(description="Untied scores that a tail needs.")
    worth: float = Field(description="Independent comparisons that one is worth; 1 at most.")
    fits: tuple[TailFitNote, ...] = Field(description="Tails that begin elsewhere, longest first.")
    targets: tuple[TailTargetNote, ...]


class FrailtyNote(ResultsPart):
    """How unevenly false matches fall on people."""

    shape: float | None = Field(
        description="k of the gamma law of look-alikes; null: infinite, all people have as many."
    )
    low: float | None = Field(description="Lower end of its 95 % interval; null: infinite.")
    high: float | None = Field(description="Upper end; null: infinite.")
    people: int = Field(description="People on side a.")
    false_matches: int
    threshold: float = Field(description="On the scale of the file.")
    fmr: float = Field(description="False match rate there.")
    both_sides: bool = Field(
        description="Some people are on either side; what the other side adds is then in it, and "
        "k is rather too small."
    )


class RankNote(ResultsPart):
    """Share of mated searches whose own record stands at a rank or before it."""

    rank: int
    rate: float = Field(description="Tied records take every order equally often.")
    low: float = Field(description="Lower end of its 95 % interval, ties last.")
    high: float = Field(description="Upper end, ties first.")
    least: float = Field(description="Share if tied records of others stand before the own one.")
    most: float = Field(description="Share if they stand behind it.")


class GalleryNote(ResultsPart):
    """False positives of searches of a gallery of one size."""

    records: int
    fpir: RateNote


class GrowthNote(ResultsPart):
    """How false positives grow with the gallery, at one threshold."""

    asked: float = Field(description="The false positive identification rate over all galleries.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    galleries: tuple[GalleryNote, ...]
    exponent: float | None = Field(
        description="1: each record adds as much as every other; null where it cannot be told."
    )
    low: float | None = Field(description="Lower end of its 95 % interval; null: there is none.")
    high: float | None = Field(description="Upper end; null: there is none.")


class CurveNote(ResultsPart):
    """Both error rates along thresholds; each point is exact, and enough are kept to draw."""

    thresholds: tuple[float, ...] = Field(description="From lenient to strict.")
    fmr: tuple[float, ...]
    fnmr: tuple[float, ...]


class HistogramNote(ResultsPart):
    """How many scores of either kind lie in each bin, from unlike to alike."""

    edges: tuple[float, ...] = Field(description="One more than bins.")
    genuine: tuple[int, ...]
    impostor: tuple[int, ...]


def main_point(points: Sequence[P]) -> P:
    """
    The strictest point that the data resolve; where they resolve none, the most lenient.

    Args:
        points: at least one.
    """
    resolved = [point for point in points if point.resolved]
    if resolved:
        return min(resolved, key=lambda point: point.asked)
    return max(points, key=lambda point: point.asked)


class Evaluation(ResultsPart):
    """Error rates of a file of scores: what pairs and candidate lists have in common."""

    version: Literal["misid-evaluation/2"] = Field(VERSION, description="This schema.")
    file: str = Field(description="Name of the file, without its folder.")
    sources: tuple[SourceNote, ...] = Field(
        (), description="The files that were read; empty where scores came from memory."
    )
    direction: Literal["similarity", "distance"] = Field(
        description="similarity: a score at or above the threshold is a match, and a candidate is "
        "returned; distance: at or below it."
    )
    asked: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="How the reader said that the files are to be read, by the names of options; "
        "what was left to the program is absent. `key`: the second file is one.",
    )
    columns: tuple[ColumnNote, ...] = Field(description="Of the files.")
    groups: GroupsNote | None = Field(None, description="Null where no column gives groups.")
    conditions: ConditionsNote | None = Field(
        None, description="Null where no column gives the capture condition."
    )
    program: str = Field(description="Name and version of the program.")


class Verification(Evaluation):
    """Error rates of comparisons of pairs (1:1)."""

    kind: Literal["verification"] = Field("verification", description="Pairs were compared.")
    counts: CountsNote
    points: tuple[ComparisonPointNote, ...]
    eer: EqualErrorNote
    decidability: float | None = Field(
        description="d': distance of the means over the root of the mean variance."
    )
    tail: TailNote | None = Field(
        None, description="Extrapolation of false match rates; null where it was not worked out."
    )
    frailty: FrailtyNote | None = Field(
        None, description="Null where it is not said who is compared, or false matches are few."
    )
    det: CurveNote
    histogram: HistogramNote
    in_parts: bool = Field(
        False,
        description="The file was read in parts: tails, look-alikes, thresholds by group and the "
        "interval of the equal error rate were not worked out.",
    )
    replicates: int = Field(0, description="Replicates of the bootstrap; 0 where there is none.")
    seed: int = Field(description="Which replicates.")

    @property
    def main(self) -> ComparisonPointNote:
        """The point that the finding is of."""
        return main_point(self.points)


class Identification(Evaluation):
    """Error rates of searches of a gallery (1:N), from their candidate lists."""

    kind: Literal["identification"] = Field("identification", description="Searches were made.")
    counts: SearchCountsNote
    points: tuple[SearchPointNote, ...] = Field(
        description="Empty where nobody who is not enrolled was searched for."
    )
    cmc: tuple[RankNote, ...] = Field(
        description="Cumulative match characteristic, whatever the score; empty where nobody "
        "enrolled was searched for."
    )
    growth: GrowthNote | None = Field(
        None, description="Null where searches are not said to be of galleries of several sizes."
    )

    @property
    def main(self) -> SearchPointNote | None:
        """The point that the finding is of; nothing where there is none."""
        return main_point(self.points) if self.points else None


Saved = Annotated[Verification | Identification, Field(discriminator="kind")]
"""The document of either kind, as it is saved."""
