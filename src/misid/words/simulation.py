"""Stops that were drawn one by one, in words: the finding, and how well the closed form agrees."""

from __future__ import annotations

from collections.abc import Iterator

from misid.results.schema import Stamp
from misid.simulation.people_schema import HistoryStamp
from misid.simulation.schema import (
    Agreement,
    Ensemble,
    EnsembleStamp,
    OfScenario,
    SimulatedRate,
    SimulatedSide,
    Simulation,
    SimulationStamp,
)
from misid.words.answers import clause, nobody_says
from misid.words.language import Language
from misid.words.numbers import counted, duration, fact, precise
from misid.words.sentence import Sentence, Value, paragraph, plain
from misid.words.stamps import scenario_name, short

_WRONG = "wrong_person_references"


def finding(simulation: Simulation, language: Language) -> Sentence:
    """What was found, drawn sides of an either/or first."""
    wrong, either_or = simulation.rates[0], simulation.either_or
    if wrong.rate is None or wrong.expected is None:
        return language.say("No search was made, so nothing could go wrong or right in one.")
    if either_or is None:
        return language.say(
            "In one of the possible worlds, with every input at its middle, of {searches} "
            "simulated searches {wrong} were answered with somebody else's record: {rate} of "
            "100,000 (the closed form says {expected}; over such worlds {low} to {high}).",
            **_numbers(wrong, f"rates.{_WRONG}", language),
        )
    sides = sorted(either_or.sides, key=lambda side: not side.simulated)
    told = [_side(side, number, language) for number, side in enumerate(sides)]
    rest = language.say("Every other input stands at its middle.")
    return paragraph([*told, nobody_says(either_or.status, language), rest])


def _side(side: SimulatedSide, number: int, language: Language) -> Sentence:
    values = _numbers(side.rates[0], f"either_or.sides.{side.option}.rates.{_WRONG}", language) | {
        "clause": clause(side, language)
    }
    if not side.simulated:
        return language.say(
            "In another, where {clause}, nothing was simulated: by the closed form {expected} of "
            "100,000 searches would be answered with somebody else's record; over such worlds "
            "{low} to {high}.",
            **values,
        )
    if number:
        return language.say_many(
            "In another, where {clause}, {wrong} was: {rate} of 100,000 (the closed form says "
            "{expected}; over such worlds {low} to {high}).",
            "In another, where {clause}, {wrong} were: {rate} of 100,000 (the closed form says "
            "{expected}; over such worlds {low} to {high}).",
            side.rates[0].count,
            **values,
        )
    return language.say(
        "In one of the possible worlds, where {clause}, of {searches} simulated searches {wrong} "
        "were answered with somebody else's record: {rate} of 100,000 (the closed form says "
        "{expected}; over such worlds {low} to {high}).",
        **values,
    )


def _numbers(rate: SimulatedRate, where: str, language: Language) -> dict[str, Value]:
    """A rate, the closed form and its range over the possible worlds, by the names of messages."""
    return {
        "wrong": counted(rate.count, where=f"{where}.count", language=language),
        "searches": counted(rate.trials, where=f"{where}.trials", language=language),
        "rate": fact(rate.rate, rate.unit, where=f"{where}.rate", language=language),
        "expected": fact(rate.expected, rate.unit, where=f"{where}.expected", language=language),
        "low": fact(rate.worlds.low, rate.unit, where=f"{where}.worlds.low", language=language),
        "high": fact(rate.worlds.high, rate.unit, where=f"{where}.worlds.high", language=language),
    }


def agreement(found: Agreement, language: Language) -> Sentence:
    """How well all counts together agree with the closed form."""
    freedom = counted(
        found.degrees_of_freedom, where="agreement.degrees_of_freedom", language=language
    )
    said = language.say(
        "All counts against the closed form: chi-square {statistic} at {freedom} degrees of "
        "freedom; chance alone makes it so large in {chance} of simulations.",
        statistic=precise(found.statistic, where="agreement.statistic", language=language),
        freedom=freedom,
        chance=fact(found.probability, "share", where="agreement.probability", language=language),
    )
    if not found.impossible:
        return said
    stops = counted(found.impossible, where="agreement.impossible", language=language)
    ruled_out = language.say_many(
        "{stops} stop ended in a way that the closed form rules out.",
        "{stops} stops ended in ways that the closed form rules out.",
        found.impossible,
        stops=stops,
    )
    return paragraph([said, ruled_out])


def taken(document: OfScenario, language: Language) -> Sentence:
    """Where the inputs stand in the one world that was simulated."""
    if not document.middle:
        return language.say("Ranges stand at their middle; no option is open.")
    options = ", ".join(f"{answer.input} {answer.option}" for answer in document.middle)
    return language.say(
        "Ranges stand at their middle; of open options: {options}.", options=options
    )


def variance_finding(ensemble: Ensemble, language: Language) -> Sentence:
    """How much of the variance of wrong-person references is not chance."""
    row, stamp = ensemble.rows[0], ensemble.stamp
    if row.share_between is None:
        return language.say("Wrong-person references do not vary: there is nothing to divide.")
    where = f"rows.{row.name}.share_between"
    return language.say(
        "Over {worlds} of the possible worlds, wrong-person references per 100,000 searches vary "
        "from one simulation of {stops} stops to the next: {share} of that variance is what is not "
        "known of the programme, the rest is chance.",
        worlds=counted(stamp.draws, where="stamp.draws", language=language),
        stops=counted(stamp.stops, where="stamp.stops", language=language),
        share=fact(row.share_between, "share", where=where, language=language),
    )


def stamp_line(stamp: Stamp, language: Language) -> str:
    """What a simulation was made from, in one line."""
    facts = {
        "program": stamp.program,
        "version": stamp.version,
        "scenario": scenario_name(stamp, language),
        "evidence": short(stamp.evidence_digest),
        "seed": str(stamp.seed),
    }
    made = language.say("{program} {version}, scenario {scenario}, evidence {evidence}", **facts)
    seed = language.say("seed {seed}", **facts)
    return ", ".join(map(plain, (made, *_drawn(stamp, language), seed)))


def _drawn(stamp: Stamp, language: Language) -> Iterator[Sentence]:
    """What was drawn, item by item."""
    if isinstance(stamp, HistoryStamp):
        if stamp.agencies_digest is not None:
            yield language.say("agencies {digest}", digest=short(stamp.agencies_digest))
        yield language.say("{years} of people", years=duration(stamp.years, language))
    elif isinstance(stamp, EnsembleStamp):
        yield language.say(
            "{worlds} worlds, {repeats} simulations of {stops} stops in each",
            worlds=counted(stamp.draws, language=language),
            repeats=counted(stamp.repeats, language=language),
            stops=counted(stamp.stops, language=language),
        )
    elif isinstance(stamp, SimulationStamp):
        yield language.say("{stops} stops", stops=counted(stamp.stops, language=language))
        if stamp.shards > 1:
            part = {"shard": str(stamp.shard), "shards": str(stamp.shards)}
            yield language.say("shard {shard} of {shards}", **part)
