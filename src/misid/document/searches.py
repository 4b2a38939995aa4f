"""The report of candidate lists: what was found, what was read, how groups differ, how sure."""

from __future__ import annotations

from misid.document.evaluation_kind import EvaluationKind, single_sentence
from misid.document.tables import comparisons as common_tables
from misid.document.tables import groups as group_tables
from misid.document.tables import searches as tables
from misid.evaluation.schema import Identification
from misid.figures.catalogue import search_pictures
from misid.words import searches as words


def _definitions(found: Identification) -> list[str]:
    return ["identification", *(["groups"] if found.groups else []), "intervals_of_searches"]


IDENTIFICATION: EvaluationKind[Identification] = EvaluationKind(
    form="searches",
    cautions=words.cautions,
    about=words.about,
    finding=words.finding,
    sentences={
        "returned": words.returned,
        "first": words.who_is_first,
        "ranked": single_sentence(words.ranked),
        "growth": words.growth,
        "independence": single_sentence(words.independence),
        "notes": words.notes,
        "rule": single_sentence(words.rule),
    },
    tables={
        "points": tables.points,
        "returned": tables.returned,
        "ranks": tables.ranks,
        "disparities": group_tables.disparities,
        "groups": group_tables.groups,
        "conditions": group_tables.conditions,
        "galleries": tables.galleries,
        "counts": tables.counts,
        "columns": common_tables.columns,
    },
    conditions={
        "points": lambda found: bool(found.points),
        "ranks": lambda found: bool(found.cmc),
        "groups": lambda found: found.groups is not None,
        "conditions": lambda found: found.conditions is not None,
        "growth": lambda found: found.growth is not None,
    },
    definitions=_definitions,
    pictures=search_pictures,
)
