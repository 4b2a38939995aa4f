"""The scenario that a document is about, in words: its title, and what was changed on it."""

from __future__ import annotations

from collections.abc import Iterator

from misid.quantities.units import Unit
from misid.uncertainty.schema import Programme
from misid.words import put_on
from misid.words.language import Language
from misid.words.numbers import unit_name
from misid.words.outputs import output_title
from misid.words.put_on import stated_inputs
from misid.words.scenario import is_by_hand
from misid.words.sentence import Sentence, plain


def title(of: Programme, language: Language) -> str:
    """The title of the scenario; where it was changed, that it was, and what was done."""
    return put_on.title(of.scenario, of.changes, language)


def described(of: Programme, language: Language) -> str:
    """What the author of the scenario says of it; where it was changed, that it was."""
    return put_on.described(of.scenario, of.changes, language)


def changed(of: Programme, language: Language) -> Iterator[Sentence]:
    """What stands otherwise than in the scenario that comes along; nothing where nothing does."""
    for one in of.changes:
        if is_by_hand(one):
            yield language.say(
                "This scenario was changed by hand: {inputs}.",
                inputs=stated_inputs(one, of.scenario, language),
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
