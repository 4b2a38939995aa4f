"""The identification document: what `misid evaluate --json` prints of candidate lists."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.evaluation.reading.columns import File, ListRole
from misid.evaluation.schema import ApartNote, DisparityNote, RateNote
from misid.files.columns import How
from misid.results.schema import Part


class CandidatesNote(Part):
    """Candidates that a search returns at a threshold."""

    candidates: int
    searches: int
    mean: float | None = Field(description="Null where there are no searches.")
    cut_off: int = Field(
        description="Searches whose list is full down to the threshold: they may return more, and "
        "the mean is then at least so large."
    )


class FirstNote(Part):
    """What the first candidate of searches for enrolled people is at a threshold."""

    own: int = Field(description="The person's own record, before all others.")
    tied: int = Field(description="The own record and another's share the highest score.")
    other: int = Field(description="Somebody else's record.")
    none: int = Field(description="No candidate reaches the threshold.")


class SearchPointNote(Part):
    """What a threshold gives that was set for a false positive identification rate."""

    asked: float = Field(description="The false positive identification rate that was asked for.")
    threshold: float = Field(
        description="The lowest listed score at which the rate is at most the asked one, on the "
        "scale of the file; for distances the highest. Where no score is, the next number beyond "
        "all scores."
    )
    is_score: bool = Field(description="Whether a candidate has that score.")
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
    resolved: bool = Field(
        description="Whether so many non-mated searches, none of them answered, would show a rate "
        "as low as asked (95 %)."
    )
    at_most: float | None = Field(
        description="The most that the false positive identification rate can be there (95 %, "
        "one-sided, searches taken as independent); null where the asked rate is resolved and a "
        "false positive was seen."
    )
    sentence: str = Field(description="The same in words.")


class RankNote(Part):
    """Share of mated searches whose own record stands at a rank or before it."""

    rank: int
    rate: float = Field(description="Tied records take every order equally often.")
    low: float = Field(description="Lower end of its 95 % interval, ties last.")
    high: float = Field(description="Upper end, ties first.")
    least: float = Field(description="Share if tied records of others stand before the own one.")
    most: float = Field(description="Share if they stand behind it.")


class SearchCountsNote(Part):
    """What was read."""

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


class ListColumnNote(Part):
    """Which column was taken for what."""

    file: File = Field(description="The lists, or the table of mates.")
    role: ListRole = Field(description="What it is taken for.")
    name: str = Field(description="Its name in the file.")
    how: How = Field(description="named by the reader, or guessed from its name.")


class SearchGroupNote(Part):
    """An error rate of the searches for a group of people."""

    measure: Literal["FPIR", "FNIR"] = Field(description="Which rate.")
    group: str = Field(description="Group of the person who is searched for.")
    rate: RateNote


class SearchGroupsNote(Part):
    """Error rates by group at one threshold for all."""

    asked: float = Field(description="The false positive identification rate over everybody.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[SearchGroupNote, ...]
    disparities: tuple[DisparityNote, ...]
    apart: tuple[ApartNote, ...] = Field(description="Which group each rate sets apart.")


class SearchConditionNote(Part):
    """An error rate of the searches whose photograph was taken under one condition."""

    measure: Literal["FPIR", "FNIR"] = Field(description="Which rate.")
    condition: str = Field(description="As the file calls it.")
    rate: RateNote


class SearchConditionsNote(Part):
    """Error rates by capture condition at one threshold for all."""

    asked: float = Field(description="The false positive identification rate over all of them.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[SearchConditionNote, ...]


class GalleryNote(Part):
    """False positives of searches of a gallery of one size."""

    records: int
    fpir: RateNote


class GrowthNote(Part):
    """How false positives grow with the gallery, at one threshold."""

    asked: float = Field(description="The false positive identification rate over all galleries.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    galleries: tuple[GalleryNote, ...]
    exponent: float | None = Field(
        description="1: each record adds as much as every other; null where it cannot be told."
    )
    low: float | None = Field(description="Lower end of its 95 % interval; null: there is none.")
    high: float | None = Field(description="Upper end; null: there is none.")
    sentence: str = Field(description="The same in words, or why there is no exponent.")


class Identification(Part):
    """Error rates of searches of a gallery, from their candidate lists."""

    version: Literal["misid-identification/1"] = Field(description="This schema.")
    sentence: str = Field(description="The finding in one sentence.")
    file: str = Field(description="Name of the file of lists, without its folder.")
    direction: Literal["similarity", "distance"] = Field(
        description="similarity: a candidate whose score is at or above the threshold is returned; "
        "distance: at or below it."
    )
    columns: tuple[ListColumnNote, ...]
    counts: SearchCountsNote
    points: tuple[SearchPointNote, ...] = Field(
        description="Empty where nobody who is not enrolled was searched for."
    )
    cmc: tuple[RankNote, ...] = Field(
        description="Cumulative match characteristic, whatever the score; empty where nobody "
        "enrolled was searched for."
    )
    groups: SearchGroupsNote | None = Field(description="Null where no column gives groups.")
    conditions: SearchConditionsNote | None = Field(
        description="Null where no column gives the capture condition."
    )
    growth: GrowthNote | None = Field(
        description="Null where searches are not said to be of galleries of several sizes."
    )
    notes: tuple[str, ...] = Field(description="What must be said of these numbers.")
    program: str = Field(description="Name and version of the program.")
