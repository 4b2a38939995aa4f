"""The simulation document: what `misid simulate --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.programme.outcomes import Enrolment, PhoneAnswer, ReviewVerdict, WhoIsShown
from misid.quantities.units import Unit
from misid.results.schema import (
    Answered,
    Caution,
    ChangeNote,
    Described,
    EitherOrAnswer,
    Flag,
    Interval,
    Question,
    ResultsPart,
    ScenarioNote,
    Stamp,
)
from misid.scenario import Output


class OfScenario(ResultsPart):
    """Which scenario was simulated, what was changed in it, and what must be said of it."""

    version: str = Field(description="The schema.")
    scenario: ScenarioNote
    canonical: Described = Field(description="The scenario whole, changes included.")
    changes: tuple[ChangeNote, ...] = Field(
        description="Of the scenario that comes along under this name; empty where none."
    )
    cautions: tuple[Caution, ...]
    middle: tuple[EitherOrAnswer, ...] = Field(
        description="The option that stands for each open choice where inputs are at their middle."
    )


class OutcomeCount(ResultsPart):
    """Simulated stops of one group that ended in one way."""

    group: str = Field(description="Name of the group.")
    truth: Enrolment = Field(description="What only a model knows of the person.")
    candidate: WhoIsShown = Field(description="What the answer rests on.")
    source: str = Field(description="Source of a stranger's record; empty elsewhere.")
    kin: bool = Field(description="Whether that stranger is a twin or a sibling, at mate level.")
    answer: PhoneAnswer = Field(description="What the officer's phone says.")
    review: ReviewVerdict = Field(description="What review makes of a reference.")
    count: int = Field(description="Simulated stops.")
    expected: float = Field(description="The same in the closed form.")


class SimulatedRate(ResultsPart):
    """A rate of the simulation beside that of the closed form; null where there are no trials."""

    name: Output = Field(description="Name of the output.")
    unit: Unit = Field(description="Unit of rate, low, high and expected.")
    group: str = Field(description="Name of the group; empty for everybody.")
    count: int = Field(description="Events.")
    trials: int = Field(description="Searches, references, or stops of sought people.")
    rate: float | None = Field(description="Events over trials.")
    low: float | None = Field(
        description="Lower end of the 95 % interval: Wilson's for stops drawn one by one; for "
        "people over the years one that allows for their coming again."
    )
    high: float | None = Field(description="Upper end.")
    expected: float | None = Field(description="The same rate in the closed form.")
    worlds: Interval = Field(
        description="The closed form over the possible worlds; over those of the same answer, "
        "where an either/or decides wrong-person references. Null for what a run does not say by "
        "group."
    )
    flags: tuple[Flag, ...] = Field(description="What must be said of the row, as in a run.")


class SimulatedSide(Answered):
    """The rates of one answer to an either/or, in the world in which all else is the same."""

    taken: bool = Field(description="Whether everything else in this document is of this answer.")
    simulated: bool = Field(
        description="Whether its stops were drawn; else only the closed form is said."
    )
    rates: tuple[SimulatedRate, ...] = Field(description="Of everybody.")


class SimulatedEitherOr(Question):
    """The either/or that decides wrong-person references, and both of its sides."""

    sides: tuple[SimulatedSide, ...] = Field(description="Each answer, in the scenario's order.")


class Agreement(ResultsPart):
    """How well all counts together agree with the closed form: Pearson's chi-square."""

    statistic: float = Field(description="Sum of squared differences over what is expected.")
    degrees_of_freedom: int = Field(description="Cells that are compared, less 1.")
    probability: float = Field(
        description="How often chance alone makes the statistic as large or larger."
    )
    pooled: int = Field(description="Cells where fewer than 5 are expected; they count as one.")
    largest: float = Field(description="Largest difference of one cell, in standard errors.")
    impossible: int = Field(description="Stops in cells that the closed form rules out.")


class SimulationStamp(Stamp):
    """What the counts were made from; the same stamp gives the same counts."""

    stops: int = Field(ge=1, description="Stops of the whole simulation.")
    shard: int = Field(ge=1, description="Which part of it this is, from 1.")
    shards: int = Field(ge=1, description="How many parts it has.")


class Simulation(OfScenario):
    """
    Stops of one scenario in one of its possible worlds, drawn one by one, and counted.

    It is no median over worlds: every range stands at its middle, and of each choice one option.
    """

    version: Literal["misid-simulation/2"] = Field(description="This schema.")
    stops: int = Field(description="Stops that were drawn.")
    searches: int = Field(description="Of these, those whose photograph was searched.")
    counts: tuple[OutcomeCount, ...] = Field(
        description="Every group and way to end that can occur."
    )
    rates: tuple[SimulatedRate, ...] = Field(description="Of everybody, then of each group.")
    either_or: SimulatedEitherOr | None = Field(
        description="Null where none decides wrong-person references."
    )
    agreement: Agreement
    stamp: SimulationStamp


class VarianceRow(ResultsPart):
    """The variance of one output over repeated simulations, in its two parts."""

    name: Output = Field(description="Name of the output.")
    unit: Unit = Field(description="Unit of the mean; variances are in its square.")
    mean: float | None = Field(description="Over all worlds and repeats; null without trials.")
    between_worlds: float | None = Field(
        description="Variance of the worlds' own rates: what is not known of the inputs. Freed of "
        "the chance in each world's mean, which may leave a small one below 0."
    )
    within_worlds: float | None = Field(
        description="Mean variance from repeat to repeat in one world: chance alone."
    )
    share_between: float | None = Field(
        description="The part of their sum that lies between worlds, not below 0."
    )
    worlds: int = Field(description="Worlds in which every repeat had trials.")


class Tally(ResultsPart):
    """One repeat in one world, in whole numbers."""

    world: int = Field(description="Which world, from 0.")
    repeat: int = Field(description="Which repeat, from 0.")
    searches: int = Field(description="Photographs searched.")
    wrong_person: int = Field(description="References on somebody else's record.")
    wrong_person_upheld: int = Field(description="Of these, those that review upholds.")
    wrong_person_kin: int = Field(description="Of these, those on a twin's or sibling's record.")
    references: int = Field(description="References in all.")
    wrong_record: int = Field(description="References on an own record that is wrong.")
    missed: int = Field(description="Stops of sought people without a reference.")
    sought: int = Field(description="Stops of sought people.")


class EnsembleStamp(Stamp):
    """What an ensemble was made from."""

    repeats: int = Field(description="Simulations of each world.")
    stops: int = Field(description="Stops of each simulation.")


class Ensemble(OfScenario):
    """One scenario simulated in many worlds, several times in each."""

    version: Literal["misid-ensemble/2"] = Field(description="This schema.")
    rows: tuple[VarianceRow, ...]
    counts: tuple[Tally, ...] = Field(description="Every simulation.")
    stamp: EnsembleStamp
