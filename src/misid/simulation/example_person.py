"""One made-up person to whom the same thing happens again, as an example."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from misid.arrays import Integers
from misid.programme.outcomes import STRANGER, OutcomeCell
from misid.programme.people.counts import tasks
from misid.programme.people.encounters import Encounters, encounters
from misid.programme.people.population import DAY, Population
from misid.programme.people.stops import Setting
from misid.simulation.people_schema import EncounterNote

_WANTED = 3
_PEOPLE, _MOST_PEOPLE = 400_000, 8_000_000


def example(
    population: Population, setting: Setting, cells: tuple[OutcomeCell, ...]
) -> tuple[EncounterNote, ...]:
    """
    The stops of somebody whom the same stranger's record answers three times, if there is anybody.

    It is the first such person; where there is none among some millions, the one with the most
    references on one stranger's record, if more than one.

    Args:
        population: everybody.
        setting: the programme through the years.
        cells: ways in which a stop can end, in the order of the outcome table.
    """
    best: tuple[int, Encounters | None, Integers] = (1, None, np.zeros(0, np.int64))
    for log in _logs(population, setting):
        most, rows = _most(log)
        if most > best[0]:
            best = most, log, rows
        if most >= _WANTED:
            break
    _, log_of, rows = best
    return () if log_of is None else tuple(_notes(log_of, rows, cells))


def _logs(population: Population, setting: Setting) -> Iterator[Encounters]:
    seen = 0
    for task in tasks(population, _PEOPLE):
        yield encounters(population, setting, task)
        seen += int(task[:, 4].sum())
        if seen >= _MOST_PEOPLE:
            return


def _most(log: Encounters) -> tuple[int, Integers]:
    """Most references on one lasting stranger's record, and all stops of that person."""
    wrong = np.flatnonzero((log.cell >= STRANGER) & (log.stranger >= 0))
    if not len(wrong):
        return 0, wrong
    pairs = np.stack([log.person[wrong], log.stranger[wrong]], axis=1)
    _, first, counts = np.unique(pairs, axis=0, return_index=True, return_counts=True)
    enough = np.flatnonzero(counts >= min(_WANTED, counts.max()))
    chosen = wrong[first[enough[np.argmin(log.person[wrong[first[enough]]])]]]
    return int(counts.max()), np.flatnonzero(log.person == log.person[chosen])


def _notes(
    log: Encounters, rows: Integers, cells: tuple[OutcomeCell, ...]
) -> Iterator[EncounterNote]:
    strangers = log.stranger[rows][log.cell[rows] >= STRANGER]
    lasting = strangers[strangers >= 0]
    most = np.bincount(lasting).argmax() if len(lasting) else -1
    for row in rows:
        cell = cells[log.cell[row]]
        wrong = cell.candidate == "stranger"
        yield EncounterNote(
            after_days=float(log.when[row]) / DAY,
            candidate=cell.candidate,
            answer=cell.answer,
            review=cell.review,
            same_stranger=bool(wrong and log.stranger[row] == most),
        )
