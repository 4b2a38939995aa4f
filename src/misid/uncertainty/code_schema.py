"""What one reference code can mean in a case, as a document: what is given, and what to ask for."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from misid.results.schema import Answered, Caution, CodeRow, EitherOrAnswer, Question, ResultsPart
from misid.uncertainty.schema import Programme

RuleGiven = Literal["any_candidate", "flagged_record"]
ReviewGiven = Literal["none", "upheld", "withdrawn"]
AnotherGiven = Literal["same", "different", "none"]
RULES: tuple[RuleGiven, ...] = get_args(RuleGiven)
REVIEWS: tuple[ReviewGiven, ...] = get_args(ReviewGiven)
ANOTHER: tuple[AnotherGiven, ...] = get_args(AnotherGiven)
"""What can be given."""
GivenName = Literal["rule", "candidates", "group", "condition", "review"]
"""Facts of a case that pick its worlds or its cells; another search is drawn."""
UnmovedBecause = Literal["said_already", "looked_at_alike", "no_part", "near_the_rest"]
"""Why a fact moves nothing."""
UnmovedState = Literal["moves_nothing", "moves_hardly", "cannot_be_told"]
"""What is shown of a fact that is not seen to move anything."""
AskName = Literal[
    "rule",
    "candidates",
    "group",
    "condition",
    "review",
    "threshold",
    "threshold_design",
    "threshold_moves",
    "tries",
    "retry_after",
    "searched",
    "algorithm",
    "sought",
    "enrolled",
    "reviewers",
    "rank",
    "another_search",
]
"""Facts that can be asked for in a case."""


class Given(ResultsPart):
    """What is known of the case; null: not known. Nothing here is about a person."""

    rule: RuleGiven | None = Field(
        None, description="What leads to a reference code, as in answer.reference_rule."
    )
    candidates: int | None = Field(
        None, description="Most candidates that a search returns, as in threshold.candidates."
    )
    group: str | None = Field(
        None, description="Name of the group of whoever was photographed, as in the scenario."
    )
    condition: str | None = Field(
        None, description="Name of the capture condition of the photograph, as in the scenario."
    )
    review: ReviewGiven | None = Field(
        None,
        description="none: nobody compared the pictures; upheld or withdrawn: by whoever did. "
        "Null: whether anybody did is not known, and every code counts.",
    )
    another: AnotherGiven | None = Field(
        None,
        description="What another search of the same person, with another photograph, gave: a code "
        "on the same record, a code on another record, or no code. Null: not known, or none made.",
    )

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody is known to have compared the pictures."""
        return self.review in ("upheld", "withdrawn")


class Meanings(ResultsPart):
    """
    Probability of each thing that one code may mean.

    Null where there is no such code, or the model does not hold for the answer.
    """

    right_person: float | None = Field(description="The sum of the next three.")
    right_person_sought: float | None = Field(description="The right person, who is sought.")
    right_person_not_sought: float | None = Field(
        description="The right person, whom nobody seeks, on a record that says so."
    )
    right_person_wrong_record: float | None = Field(
        description="The right person, whom nobody seeks, on a record that says wrongly that "
        "somebody does."
    )
    somebody_else: float | None = Field(description="Another person; 1 less the first.")


class MeantRow(CodeRow):
    """What one code may mean, and how exact its probability is."""

    sampling_error: float | None = Field(
        description="Standard error of the probability from the draw of the possible worlds, not "
        "of what is unknown: about so far another seed may move it. The strata of the draws make "
        "it rather smaller. Where another search is known it holds the draw of people too."
    )


class Unmoved(ResultsPart):
    """A fact not seen to move anything alone: the case with it less the case without it."""

    name: GivenName
    right_person: float = Field(description="Difference of the probability, over all sides.")
    right_person_error: float = Field(
        description="Standard error of that difference from the draw of the worlds, which are the "
        "same with the fact and without it."
    )
    right_person_sought: float = Field(description="The same of the right person, who is sought.")
    right_person_sought_error: float = Field(description="Its standard error.")
    state: UnmovedState = Field(
        description="Of both differences, on every side and mixed. moves_nothing: none can be told "
        "from none, and each is below `margin`, two standard errors added. moves_hardly: one is "
        "seen and below a percentage point, each below `margin`. cannot_be_told: one may be larger "
        "than `margin`; more worlds tell."
    )
    margin: float = Field(description="What is smaller is told as nothing.")
    because: UnmovedBecause | None = Field(
        description="said_already: the scenario leaves no other answer. looked_at_alike: which "
        "codes somebody compares does not hang on what they mean, in the model. no_part: "
        "in no world has it a part in whom a code names, all else being given. near_the_rest: "
        "what it is mixed with, where it is not known, gives about the same together. Null: none "
        "is known, since it is not shown."
    )


class MeantSide(Answered):
    """What one code means under one answer, put into every world."""

    rows: tuple[MeantRow, ...]


class AnswerSide(EitherOrAnswer, Meanings):
    """What one code would mean with an answer, on one side of the either/or that decides it."""


class AskAnswer(Meanings):
    """
    What one code would mean if this were the answer.

    It is put into every world, all else being as it is: what this document would say if it were
    given. Where there are sides, the probabilities of the answer itself mix them.
    """

    option: str = Field(
        description="An option as the scenario writes it, a name, or low or high: an end of the "
        "range of a number."
    )
    value: float | None = Field(description="The number at that end; null elsewhere.")
    sides: tuple[AnswerSide, ...] = Field(
        description="On each side of the either/or that decides it; empty where none does, or "
        "where this is a side."
    )


class Ask(ResultsPart):
    """A fact that can be asked for, and what each answer would make of the probabilities."""

    name: AskName = Field(description="Its name.")
    input: str | None = Field(
        description="The input of the scenario; null for what the scenario leaves to the case, and "
        "for what is not modelled."
    )
    status: str | None = Field(description="How that input is known; null without one.")
    in_court: bool = Field(
        description="Whether it belongs to what State v. Miles (New Jersey, 2026) lets a defendant "
        "have, as reported: software and maker, error rates, the photographs, how it was used."
    )
    is_modelled: bool = Field(description="Whether the model can say what it would change.")
    moves: float | None = Field(
        description="Largest distance between two answers, or one and none, of the probability of "
        "the right person or of one who is sought, on the side on which it is largest; null where "
        "it is not modelled."
    )
    answers: tuple[AskAnswer, ...] = Field(description="Each that is possible.")


class CodeCase(Programme):
    """
    What one reference code can mean, given what is known of the case.

    The probability is a ratio of means: of codes like this one, which equally many searches give in
    every possible world, those that mean it.
    """

    version: Literal["misid-code/1"] = Field(description="This schema.")
    given: Given
    cautions: tuple[Caution, ...] = Field(description="What must be said of every number here.")
    average: Literal["ratio_of_means"] = Field(
        description="Which average the probabilities are: codes that mean it, over all such codes, "
        "each added up over the worlds. By Bayes' rule a world that gives many such codes is the "
        "likelier to have given this one. Median, low and high are of the share within a world, "
        "every world counting once; null where another search is known."
    )
    decided_by: Question | None = Field(description="Null where no either/or decides it.")
    rows: tuple[MeantRow, ...] = Field(description="Over all worlds; mixed, where there are sides.")
    sides: tuple[MeantSide, ...] = Field(
        description="On each side of the either/or that decides it, every world being on each side "
        "once with the same luck; or empty."
    )
    unmoved: tuple[Unmoved, ...] = Field(
        (),
        description="Facts that are given and not seen to move alone the right person or somebody "
        "sought by a percentage point. Worked out as if nothing were known of another search.",
    )
    asks: tuple[Ask, ...] | None = Field(
        description="What can be asked for, and is not given: what moves the most first, what is "
        "not modelled last. Null where it was not worked out."
    )
