"""What pictures of rates over possible worlds say: dots, groups, the threshold's trade-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.results.schema import (
    GroupRow,
    OutputRow,
    OutputSide,
    Results,
    TradeoffCurve,
    TradeoffRow,
)
from misid.words.answers import clause, clause_of, nobody_says
from misid.words.figures import Caption, Forms, open_said
from misid.words.language import Language, message
from misid.words.numbers import counted, fact
from misid.words.outputs import output_title
from misid.words.sentence import Sentence, Value, paragraph, plain

_SPREAD = Forms(
    alone=message(
        "{output}: half of the possible worlds lie above {median}, nine of ten between {low} and "
        "{high}."
    ),
    first=message(
        "{output}, if {clause}: half of the possible worlds lie above {median}, nine of ten "
        "between {low} and {high}."
    ),
    again=message("If {clause}, half lie above {median}, nine of ten between {low} and {high}."),
)
_ALIKE = Forms(
    alone=message("{output}: about {median} in nearly all possible worlds."),
    first=message("{output}, if {clause}: about {median} in nearly all possible worlds."),
    again=message("If {clause}, about {median} in nearly all."),
)
_EXTREMES = Forms(
    alone=message(
        "The group “{first}” would be answered with somebody else's record about {most} times as "
        "often as all people together, the group “{last}” about {least} times."
    ),
    first=message(
        "If {clause}, the group “{first}” would be answered with somebody else's record about "
        "{most} times as often as all people together, the group “{last}” about {least} times."
    ),
    again=message(
        "If {clause}, the group “{first}” about {most} times, the group “{last}” about {least} "
        "times."
    ),
)
_ONE_GROUP = Forms(
    alone=message("Only one group is searched for: {first}."),
    first=message("If {clause}, only one group is searched for: {first}."),
    again=message("If {clause}, only one group is searched for: {first}."),
)
_NO_GROUP = Forms(
    alone=message("Nobody would be answered with somebody else's record."),
    first=message("If {clause}, nobody would be answered with somebody else's record."),
    again=message("If {clause}, nobody."),
)
_MISSED = Forms(
    alone=message(
        "A threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from about {before} "
        "to {after} per 100,000 searches, and misses from {missed} to {then} of sought people."
    ),
    first=message(
        "If {clause}, a threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from "
        "about {before} to {after} per 100,000 searches, and misses from {missed} to {then} of "
        "sought people."
    ),
    again=message(
        "If {clause}, from about {before} to {after}, and misses from {missed} to {then}."
    ),
)
_HARDLY_MISSED = Forms(
    alone=message(
        "A threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from about {before} "
        "to {after} per 100,000 searches, and misses would hardly change ({missed} of sought "
        "people)."
    ),
    first=message(
        "If {clause}, a threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from "
        "about {before} to {after} per 100,000 searches, and misses would hardly change ({missed} "
        "of sought people)."
    ),
    again=message(
        "If {clause}, from about {before} to {after}, and misses would hardly change ({missed})."
    ),
)
_NOBODY_MISSED = Forms(
    alone=message(
        "A threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from about {before} "
        "to {after} per 100,000 searches; nobody is sought, so nobody is missed."
    ),
    first=message(
        "If {clause}, a threshold ten times stricter would, in the middle of the worlds, change "
        "wrong-person references from "
        "about {before} to {after} per 100,000 searches; nobody is sought, so nobody is missed."
    ),
    again=message("If {clause}, from about {before} to {after}; nobody is sought."),
)
_NO_WORLDS = message("No trials: in no world is there anything to count.")
_NO_GROUPS = message("No trials: no search is made of any group.")
_NO_THRESHOLD = message("No trials: no search is made, so a threshold decides nothing.")


def worlds(
    results: Results, row: OutputRow, sides: Sequence[OutputSide], language: Language
) -> Caption:
    """
    The dots, one a world.

    Args:
        results: facts.
        row: the output.
        sides: of the either/or that decides it, those with trials; none where none does.
        language: whose words.
    """
    what = output_title(row.name, language, horizon_years=results.scenario.horizon_years)
    if sides:
        title = language.say("{output} in 50 possible worlds of each kind", output=what)
        drawn = language.say(
            "A plot of 50 dots for each answer. Each dot is one possible world, all equally likely."
        )
    else:
        title = language.say("{output} in 50 possible worlds", output=what)
        drawn = language.say(
            "A plot of 50 dots. Each dot is one possible world, all equally likely."
        )
    return Caption(
        title=plain(title),
        finding=_worlds_found(results, row, sides, what, language)
        if row.dots
        else language.say(_NO_WORLDS),
        drawn=drawn,
        nothing=language.word(_NO_WORLDS),
    )


def _worlds_found(
    results: Results, row: OutputRow, sides: Sequence[OutputSide], what: str, language: Language
) -> Sentence:
    limit = results.decision.limit if results.decision.output == row.name else None
    every: Sequence[OutputRow | OutputSide] = sides or (row,)
    said = [
        sentence
        for place, one in enumerate(every)
        for sentence in (
            _spread(place, row, one, what, language),
            _above(row, one, limit, language),
        )
    ]
    is_open = nobody_says(row.split.status, language) if row.split and sides else ()
    return paragraph((*said, _published(results, row, language), is_open))


def _spread(
    place: int, row: OutputRow, one: OutputRow | OutputSide, what: str, language: Language
) -> Sentence:
    """Where the worlds lie."""
    where, when = f"headline.{row.name}", ""
    if isinstance(one, OutputSide):
        where, when = f"{where}.split.sides.{one.option}", clause(one, language)
    facts: dict[str, Value] = {
        end: fact(getattr(one, end), row.unit, where=f"{where}.{end}", language=language)
        for end in ("low", "median", "high")
    }
    forms = _ALIKE if str(facts["low"]) == str(facts["high"]) else _SPREAD
    return forms.say(place, when, language, output=what, **facts)


def _above(
    row: OutputRow, one: OutputRow | OutputSide, limit: float | None, language: Language
) -> Sentence:
    """How many worlds are above the scenario's limit, where there is one."""
    if limit is None:
        return ()
    above = sum(dot > limit for dot in one.dots)
    return language.say_many(
        "{above} of {dots} is above the scenario's limit of {limit}.",
        "{above} of {dots} are above the scenario's limit of {limit}.",
        above,
        above=counted(above, language=language),
        dots=counted(len(one.dots), language=language),
        limit=fact(limit, row.unit, where="decision.limit", language=language),
    )


def _published(results: Results, row: OutputRow, language: Language) -> Sentence:
    """What somebody published of the same."""
    rows = enumerate(results.operating_points)
    place, one = next(((n, p) for n, p in rows if p.measure == row.name), (0, None))
    if one is None:
        return ()
    where = f"operating_points.{place}.published"
    rate = fact(one.published, row.unit, where=where, language=language)
    if not one.counted:
        return language.say("Published: {rate}.", rate=rate)
    counts = language.authored(one.counted)
    return language.say("Published: {rate}, {counts}.", rate=rate, counts=counts)


class GroupsSide(NamedTuple):
    """
    Groups in the worlds of one answer, or of all worlds.

    `clause` stands after "If" and `head` in few words; `where` is the path of the groups.
    """

    clause: str
    head: str
    where: str
    groups: tuple[GroupRow, ...]


def groups(results: Results, sides: Sequence[GroupsSide], language: Language) -> Caption:
    """
    Groups, in themselves and against all people together.

    Args:
        results: facts.
        sides: of each answer, or one.
        language: whose words.
    """
    drawn = language.say(
        "Two rows of dots with lines, one row a group: on the left wrong-person references per "
        "100,000 searches of the group, on the right the same over the rate of all people "
        "together. Dots are medians, lines reach from 5 % to 95 % of the worlds."
    )
    lines = language.say("Each answer has lines of its own.") if len(sides) > 1 else ()
    return Caption(
        title=language.word("Wrong-person references by group"),
        finding=_groups_found(results, sides, language),
        drawn=paragraph((drawn, lines)),
        nothing=language.word(_NO_GROUPS),
    )


def _groups_found(results: Results, sides: Sequence[GroupsSide], language: Language) -> Sentence:
    rows = [group for side in sides for group in side.groups]
    if not any(group.relative_to_all.median is not None for group in rows):
        if any(group.wrong_person_references.median is not None for group in rows):
            return language.say("No group would be answered with somebody else's record.")
        return language.say(_NO_GROUPS)
    said = [_extremes(place, side, language) for place, side in enumerate(sides)]
    return paragraph((*said, open_said(results, language)))


def _extremes(place: int, side: GroupsSide, language: Language) -> Sentence:
    """The groups of the highest and of the lowest median rate over that of all people together."""

    def rate(group: GroupRow) -> float:
        return group.relative_to_all.median or 0.0

    def said(group: GroupRow) -> Value:
        where = f"{side.where}.{group.group}.relative_to_all.median"
        return fact(rate(group), where=where, language=language)

    known = [group for group in side.groups if group.relative_to_all.median is not None]
    if not known:
        return _NO_GROUP.say(place, side.clause, language)
    first, last = max(known, key=rate), min(known, key=rate)
    if first is last:
        return _ONE_GROUP.say(place, side.clause, language, first=language.authored(first.label))
    return _EXTREMES.say(
        place,
        side.clause,
        language,
        first=language.authored(first.label),
        last=language.authored(last.label),
        most=said(first),
        least=said(last),
    )


def threshold(results: Results, curves: Sequence[TradeoffCurve], language: Language) -> Caption:
    """
    What another threshold would give.

    Args:
        results: facts.
        curves: of each answer, or one; none where there are no trials.
        language: whose words.
    """
    said = [_traded(place, one, language) for place, one in enumerate(curves)]
    several = language.say("A curve for each answer.") if len(curves) > 1 else ()
    return Caption(
        title=language.word("What the threshold trades"),
        finding=paragraph((*said, open_said(results, language)))
        if curves
        else language.say(_NO_THRESHOLD),
        drawn=paragraph(
            (
                several,
                language.say(
                    "A curve falls from many wrong-person references with few misses (a loose "
                    "threshold) to few wrong-person references with many misses (a strict one). "
                    "The threshold as described is a point with lines from 5 % to 95 % of the "
                    "worlds."
                ),
                _left_out(curves, language),
            )
        ),
        nothing=language.word(_NO_THRESHOLD),
    )


def _left_out(curves: Sequence[TradeoffCurve], language: Language) -> Sentence:
    """Why the data behind it have no end in some places."""
    ends = (
        end
        for curve in curves
        for row in curve.rows
        for one in (row.wrong_person_references, row.misses_among_sought)
        for end in (one.low, one.high)
        if one.median is not None
    )
    if all(end is not None for end in ends):
        return ()
    return language.say(
        "Of moved thresholds, which are worked out in some of the worlds, an end is left out "
        "where others of the worlds may well move it by a factor of ten or more."
    )


def _traded(place: int, curve: TradeoffCurve, language: Language) -> Sentence:
    """From what to what a threshold ten times stricter changes both errors."""
    now, strict = ({row.stricter: row for row in curve.rows}[move] for move in (0.0, 1.0))
    facts: dict[str, Value] = {}
    for row, wrong, missed in ((now, "before", "missed"), (strict, "after", "then")):
        where = f"tradeoff.{place}.rows.{curve.rows.index(row)}"
        facts |= _errors(row, where, (wrong, missed), language)
    if now.misses_among_sought.median is None:
        forms = _NOBODY_MISSED
    else:
        forms = _HARDLY_MISSED if str(facts["missed"]) == str(facts["then"]) else _MISSED
    return forms.say(place, clause_of(curve.answers, language), language, **facts)


def _errors(
    row: TradeoffRow, where: str, names: tuple[str, str], language: Language
) -> dict[str, Value]:
    """Both errors at one threshold, by the names of the messages."""
    wrong, missed = row.wrong_person_references.median, row.misses_among_sought.median
    paths = (f"{where}.wrong_person_references.median", f"{where}.misses_among_sought.median")
    return {
        names[0]: fact(wrong, where=paths[0], language=language),
        names[1]: fact(missed, "share", where=paths[1], language=language),
    }
