"""What is said of stops that were drawn one by one, in one world or in many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, as_facts
from misid.document.tables import simulation as tables
from misid.scenario.serialise import as_data
from misid.simulation.schema import Ensemble, OfScenario, Simulation
from misid.words import simulation as words
from misid.words.cautions import cautions
from misid.words.language import ENGLISH, Language
from misid.words.run import changed, title
from misid.words.sentence import Sentence


def document_of_simulation(simulation: Simulation, language: Language = ENGLISH) -> Document:
    """
    Rates of everybody and of each group, and how well the closed form agrees.

    Args:
        simulation: what was drawn.
        language: in which it is said.
    """
    material = Material(
        language,
        sentences={"agreement": lambda: (words.agreement(simulation.agreement, language),)},
        tables={
            "sides": lambda: tables.sides(simulation, language),
            "rates": lambda: tables.rates(simulation, language),
            "groups": lambda: tables.groups(simulation, language),
        },
    )
    line = words.stamp_line(simulation.stamp, language)
    return _document(simulation, words.finding(simulation, language), line, material)


def document_of_ensemble(ensemble: Ensemble, language: Language = ENGLISH) -> Document:
    """
    Both parts of the variance of each output.

    Args:
        ensemble: what was drawn.
        language: in which it is said.
    """
    material = Material(
        language, tables={"variances": lambda: tables.variances(ensemble, language)}
    )
    line = words.ensemble_stamp_line(ensemble.stamp, language)
    return _document(ensemble, words.variance_finding(ensemble, language), line, material)


def _document(
    simulated: Simulation | Ensemble, finding: Sentence, stamp_line: str, material: Material
) -> Document:
    language = material.language
    name = "simulation" if isinstance(simulated, Simulation) else "ensemble"
    said = {**material.sentences, **provenance_sentences(simulated, language)}
    return numbered(
        Document(
            language=language.code,
            title=title(simulated, language),
            about=simulated.scenario.about,
            finding=finding,
            words=(language.word("synthetic model"),),
            sections=sections(form(name), replace(material, sentences=said)),
            scenario=as_data(simulated.canonical),
            stamp=as_facts(simulated.stamp),
            stamp_line=stamp_line,
        )
    )


def provenance_sentences(
    simulated: OfScenario, language: Language
) -> dict[str, Callable[[], tuple[Sentence, ...]]]:
    """What must be said of the scenario of whatever was simulated, by the names of forms."""
    return {
        "changed": lambda: changed(simulated, language),
        "taken": lambda: (words.taken(simulated, language),),
        "cautions": lambda: cautions(simulated.cautions, language),
    }
