"""What is said of stops that were drawn one by one, in one world or in many."""

from __future__ import annotations

from dataclasses import replace

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, as_facts
from misid.document.tables import simulation as tables
from misid.scenario.serialise import as_data
from misid.searchlog.schema import Dataset
from misid.simulation.people_schema import History
from misid.simulation.schema import Ensemble, Simulation
from misid.words import simulation as words
from misid.words.cautions import cautions
from misid.words.language import ENGLISH, Language
from misid.words.run import changed, described, title
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
    finding = words.finding(simulation, language)
    return document_of(simulation, "simulation", finding, material)


def document_of_ensemble(ensemble: Ensemble, language: Language = ENGLISH) -> Document:
    """
    Both parts of the variance of each output.

    Args:
        ensemble: what was drawn.
        language: in which it is said.
    """
    made = {"variances": lambda: tables.variances(ensemble, language)}
    finding = words.variance_finding(ensemble, language)
    return document_of(ensemble, "ensemble", finding, Material(language, tables=made))


def document_of(
    simulated: Simulation | Ensemble | History | Dataset,
    name: str,
    finding: Sentence,
    material: Material,
) -> Document:
    """
    A form filled from whatever was simulated, with what must be said of its scenario.

    Args:
        simulated: the facts.
        name: of the form.
        finding: the one sentence to take away.
        material: what else the form may name.
    """
    language = material.language
    of_scenario = {
        "changed": lambda: changed(simulated, language),
        "taken": lambda: (words.taken(simulated, language),),
        "cautions": lambda: cautions(simulated.cautions, language),
    }
    whole = replace(material, sentences={**material.sentences, **of_scenario})
    return numbered(
        Document(
            language=language.code,
            title=title(simulated, language),
            about=described(simulated, language),
            finding=finding,
            words=(language.word("synthetic model"),),
            sections=sections(form(name), whole),
            scenario=as_data(simulated.canonical),
            stamp=as_facts(simulated.stamp),
            stamp_line=words.stamp_line(simulated.stamp, language),
        )
    )
