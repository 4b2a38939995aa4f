"""The report of an evaluation of pairs: what was found, what was read, how groups differ."""

from __future__ import annotations

from misid.document.evaluation_kind import EvaluationKind, single_sentence
from misid.document.tables import comparisons as tables
from misid.document.tables import groups as group_tables
from misid.evaluation.schema import Verification
from misid.figures.catalogue import score_pictures
from misid.words import comparisons as words
from misid.words import groups


def _has_pairs(found: Verification) -> bool:
    return found.groups is not None and any(row.other is not None for row in found.groups.rows)


def _definitions(found: Verification) -> list[str]:
    by_group = ["groups", "combined"] if found.groups else []
    beyond = ["beyond"] if found.tail or found.frailty else []
    return ["verification", *by_group, *beyond, "intervals_of_pairs"]


VERIFICATION: EvaluationKind[Verification] = EvaluationKind(
    form="comparisons",
    cautions=words.cautions,
    about=words.about,
    finding=words.finding,
    sentences={
        "equal_error": single_sentence(words.equal_error),
        "pairs": single_sentence(lambda found, language: groups.together(found, language, "pairs")),
        "independence": single_sentence(words.independence),
        "beyond": words.beyond,
        "notes": words.notes,
        "rule": single_sentence(words.rule),
    },
    tables={
        "points": tables.points,
        "disparities": group_tables.disparities,
        "combined": group_tables.combined,
        "groups": group_tables.groups,
        "own_thresholds": group_tables.own_thresholds,
        "conditions": group_tables.conditions,
        "targets": tables.targets,
        "tails": tables.tails,
        "counts": tables.counts,
        "columns": tables.columns,
    },
    conditions={
        "groups": lambda found: found.groups is not None,
        "pairs": _has_pairs,
        "conditions": lambda found: found.conditions is not None,
        "tail": lambda found: found.tail is not None and bool(found.tail.targets),
    },
    definitions=_definitions,
    pictures=score_pictures,
)
