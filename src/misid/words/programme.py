"""The scenario that a document is about, in words: its title, and what was changed on it."""

from __future__ import annotations

from collections.abc import Iterator

from misid.quantities.units import Unit
from misid.results.schema import ChangeNote
from misid.scenario import inputs
from misid.uncertainty.schema import Programme
from misid.words.language import Language
from misid.words.numbers import unit_name
from misid.words.outputs import output_title
from misid.words.scenario import about, in_words
from misid.words.sentence import Sentence, plain


def changed(of: Programme, language: Language) -> Iterator[Sentence]:
    """What stands otherwise than in the scenario that comes along; nothing where nothing does."""
    for one in of.changes:
        if one.kind == "by_hand" or _is_nameless(one):
            yield language.say(
                "This scenario was changed by hand: {inputs}.", inputs=_inputs(one, of, language)
            )
        elif one.kind == "reading":
            yield language.say(
                "This scenario is read otherwise ({name}): {title}.",
                name=one.name,
                title=language.authored(one.title),
            )
        else:
            yield language.say(
                "This scenario is changed ({name}): {title}.",
                name=one.name,
                title=language.authored(one.title),
            )


def _is_nameless(one: ChangeNote) -> bool:
    """Whether a change is inputs that were given by name, and nobody gave it a title."""
    return one.title == ", ".join(row.name for row in one.inputs)


def _inputs(one: ChangeNote, of: Programme, language: Language) -> str:
    by_name = {each.name: each for each in inputs(of.scenario)}
    return "; ".join(
        f"{about(by_name[row.name], of.scenario, language)}: "
        f"{in_words(by_name[row.name], of.scenario, language)}"
        if row.name in by_name
        else row.name
        for row in one.inputs
    )


def output_name(name: str, of: Programme, language: Language) -> str:
    """What an output is called; a stock with its time."""
    return output_title(name, language, horizon_years=of.scenario.retention.horizon)


def output_with_unit(name: str, of: Programme, unit: Unit, language: Language) -> str:
    """The same, and its unit where the name does not say it."""
    return titled(output_name(name, of, language), unit, language)


def titled(title: str, unit: Unit, language: Language) -> str:
    """A title, and its unit where the title does not say it."""
    said = unit_name(unit, language)
    if not said or said in title.lower():
        return title
    return plain(language.say("{output}, {unit}", output=title, unit=said))
