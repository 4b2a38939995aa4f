"""What a comparison found, in whole sentences: what is compared, and what moved."""

from __future__ import annotations

from collections.abc import Iterator

from misid.uncertainty.schema import (
    BookedSplit,
    BothSides,
    ChangeSplit,
    Comparison,
    Difference,
    OwnSplit,
)
from misid.words import numbers, put_on
from misid.words.answers import clause, nobody_says
from misid.words.language import Language, message
from misid.words.programme import output_with_unit
from misid.words.sentence import Number, Sentence, paragraph
from misid.words.sides import Told, changed_in, elsewhere_said, if_, mixture

_CHANGES = {
    ("lower", False): message(
        "{which}: from about {before} to {after}, lower in {share} of the possible worlds."
    ),
    ("lower", True): message(
        "{which}: from about {before} to {after}, lower in {share} of these worlds."
    ),
    ("higher", False): message(
        "{which}: from about {before} to {after}, higher in {share} of the possible worlds."
    ),
    ("higher", True): message(
        "{which}: from about {before} to {after}, higher in {share} of these worlds."
    ),
    ("rare", False): message(
        "{which}: from about {before} to {after}, in the {share} of the possible worlds in which "
        "that changes."
    ),
    ("rare", True): message(
        "{which}: from about {before} to {after}, in the {share} of these worlds in which that "
        "changes."
    ),
    ("hardly", False): message(
        "{which}: still about {before}, though that changes in {share} of the possible worlds."
    ),
    ("hardly", True): message(
        "{which}: still about {before}, though that changes in {share} of these worlds."
    ),
    ("unchanged", False): message("{which}: {before}, in no possible world changed."),
    ("unchanged", True): message("{which}: unchanged at about {before}."),
    ("none", False): message("{which}: no trials."),
    ("none", True): message("{which}: no trials."),
}
"""By what becomes of a number, and whether it is told of the worlds of one answer."""


def compared(found: Comparison, language: Language) -> Sentence:
    """What is compared with what: the changes, or both scenarios."""
    after = found.after
    first = put_on.title(found.before.scenario, found.before.changes, language)
    added = tuple(one for one in after.changes if one not in found.before.changes)
    titles = put_on.titles(added, after.scenario, language)
    if after.scenario.name == found.before.scenario.name and titles:
        return language.say(
            "{programme}: {changes}",
            programme=first,
            changes="; ".join(titles),
        )
    return language.say(
        "\u201c{first}\u201d against \u201c{second}\u201d",
        first=first,
        second=put_on.title(after.scenario, after.changes, language),
    )


def finding(found: Comparison, language: Language) -> Sentence:
    """What moved: the output that moves the most, and the headline where it is seen to move."""
    return paragraph(findings(found, language))


def findings(found: Comparison, language: Language) -> tuple[Sentence, ...]:
    """The same, a paragraph an output: what moves the most first."""
    if not found.same_worlds:
        return (paragraph(_of_two(found, language)),)
    if not any(one.moves for one in (*found.outputs, *found.accounts)):
        return (language.say("Nothing changes in any possible world."),)
    if found.leading is None:
        return (language.say("No output is seen to change."),)
    leading = next(one for one in found.outputs if one.name == found.leading)
    told = [leading]
    if leading is not found.outputs[0] and _is_seen(found.outputs[0]):
        told.append(found.outputs[0])
    asked: set[str] = set()
    said: list[Sentence] = []
    for one in told:
        said.append(output_said(one, found, language, is_asked=_input(one) in asked))
        asked.add(_input(one))
    return tuple(said)


def _input(one: Difference) -> str:
    return "" if one.split is None else one.split.input


def output_said(
    one: Difference, found: Comparison, language: Language, *, is_asked: bool = False
) -> Sentence:
    """
    An output, on each side first where an either/or decides it, and then mixed by that name.

    Args:
        one: the output.
        found: the comparison that it is of.
        language: whose words.
        is_asked: whether what is open has been said before.
    """
    name, where = (
        output_with_unit(one.name, found.before, one.unit, language),
        f"outputs.{one.name}",
    )
    if one.split is None:
        return _moves(Told(one, where), name, one, language, is_side=False)
    said = [
        _moves(
            Told(side, f"{where}.split.sides.{side.option}"),
            if_(clause(side, language), language, "" if place else name),
            one,
            language,
            is_side=True,
        )
        for place, side in enumerate(one.split.sides)
    ]
    if not is_asked:
        said += [nobody_says(one.split.status, language), elsewhere_said(one.split, language)]
    if not is_one_side(one.split):
        which = mixture(one.split.sides, language)
        said.append(_moves(Told(one, where), which, one, language, is_side=False))
    return paragraph(said)


def _moves(
    told: Told, which: str, of: Difference, language: Language, *, is_side: bool
) -> Sentence:
    """What becomes of an output in all worlds, or in those of one answer."""
    both, shown = told.both, told.shown
    before, after = (
        numbers.fact(part.median, of.unit, where=f"{shown}.{side}.median", language=language)
        for side, part in (("before", both.shown.before), ("after", both.shown.after))
    )
    how, share = _how(both, str(before) == str(after), told.where, language)
    return language.say(
        _CHANGES[how, is_side], which=which, before=before, after=after, share=share
    )  # fmt: skip


def _how(
    both: BothSides, is_unseen: bool, where: str, language: Language
) -> tuple[str, Number | str]:
    """Whether a number falls, rises, or stays, and in how many worlds."""
    if both.same is None or both.shown.before.median is None:
        return "none", ""
    if not both.moves or is_unseen or both.is_rare:
        how = "unchanged" if not both.moves else "hardly" if is_unseen else "rare"
        return how, changed_in(both, language)
    # The way that the medians go, so that the share is of what is said to happen.
    falls = (both.shown.after.median or 0.0) < both.shown.before.median
    how = "lower" if falls else "higher"
    share = getattr(both, how)
    return how, numbers.fact(share, "share", where=f"{where}.{how}", language=language)


def is_one_side(of: ChangeSplit | BookedSplit) -> bool:
    """Whether only one answer leaves anything to change: the mixture has nothing to add."""
    return sum(side.moves for side in of.sides) == 1


def _is_seen(one: Difference) -> bool:
    """Whether its change, on any side, is more than what rounding hides."""
    every: tuple[BothSides, ...] = (one,) if one.split is None else one.split.sides
    ends = ((each.shown.before.median, each.shown.after.median) for each in every)
    return any(
        None not in pair and len({numbers.read(n or 0.0, one.unit) for n in pair}) > 1
        for pair in ends
    )


def _of_two(found: Comparison, language: Language) -> Iterator[Sentence]:
    """Two programmes that share no worlds: none of one is better than itself."""
    one = found.outputs[0]
    yield language.say("These are two programmes that share no worlds.")
    if one.lower is None or one.before.median is None or one.after.median is None:
        yield language.say("One of them has no search, so there is nothing to compare.")
        return
    yield language.say(
        "{output}.", output=output_with_unit(one.name, found.before, one.unit, language)
    )
    yield from _own_said(one, "before", language)
    yield from _own_said(one, "after", language)
    share = numbers.fact(one.lower, "share", where=f"outputs.{one.name}.lower", language=language)
    if one.split_before is None and one.split_after is None:
        yield language.say(
            "Of independent worlds, it is lower in the second in {share} of all pairs.", share=share
        )
        return
    yield language.say(
        "Of independent worlds, it is lower in the second in {share} of all pairs, which rests on "
        "the mixing.",
        share=share,
    )


def _own_said(one: Difference, side: str, language: Language) -> Iterator[Sentence]:
    """A median of one programme, on each side first where an either/or decides it."""
    split: OwnSplit | None = getattr(one, f"split_{side}")
    where = f"outputs.{one.name}"
    in_first = side == "before"
    for each in () if split is None else split.sides:
        path = f"{where}.split_{side}.sides.{each.option}.median"
        middle = numbers.fact(each.median, one.unit, where=path, language=language)
        answer = clause(each, language)
        if in_first:
            yield language.say(
                "In the first, if {clause}: about {middle}.", clause=answer, middle=middle
            )
        else:
            yield language.say(
                "In the second, if {clause}: about {middle}.", clause=answer, middle=middle
            )
    if split is not None:
        yield nobody_says(split.status, language)
    path = f"{where}.{side}.median"
    middle = numbers.fact(getattr(one, side).median, one.unit, where=path, language=language)
    if split is not None:
        which = mixture(split.sides, language)
        yield language.say("{which}: about {middle}.", which=which, middle=middle)
    elif in_first:
        yield language.say("In the first: about {middle}.", middle=middle)
    else:
        yield language.say("In the second: about {middle}.", middle=middle)
