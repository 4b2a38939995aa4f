"""Files of candidates and of mates: text in every layout, whole and damaged."""

from __future__ import annotations

from pathlib import Path
from random import Random

from fuzzing.answers import Refusal, answer
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target
from fuzzing.tables import Comparisons, layout, text_of
from misid.evaluation import read_candidate_lists

_LISTS, _MATES = "lists.csv", "mates.csv"
_COLUMNS = (("search", "candidate", "score"), ("query_id", "candidate_id", "similarity"))


def _made(random: Random, *, harmed: bool) -> Given:
    """A few searches, most with their own record among the candidates; and who is enrolled."""
    searches = random.randrange(4, 12)
    rows, mates = [], []
    for search in range(searches):
        name, records = f"{PLANTED}-s{search}", random.sample(range(100), random.randrange(1, 6))
        mates.append((name, f"{PLANTED}-r{records[0]}" if search % 2 else ""))
        scores = [random.gauss(0.7 if search % 2 and not place else 0.3, 0.1) for place in records]
        rows += [
            (name, f"{PLANTED}-r{record}", f"{score:.5f}")
            for record, score in zip(records, scores, strict=True)
        ]
    columns = random.choice(_COLUMNS)
    tables = {
        _LISTS: Comparisons(columns, tuple(rows), ()),
        _MATES: Comparisons((columns[0], "mate"), tuple(mates), ()),
    }
    how = layout(random)
    files = {name: text_of(table, how) for name, table in tables.items()}
    if harmed:
        name = random.choice((_LISTS, _MATES))
        files[name] = damaged(random, files[name])
    truth = None if harmed else (searches, searches // 2)
    return Given(files, truth=truth, note=str(how))


def _judge(given: Given, folder: Path) -> str:
    found = answer(lambda: read_candidate_lists(folder / _LISTS, folder / _MATES), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    counted = len(found.mated), int(found.mated.sum())
    if given.truth is not None and counted != given.truth:
        raise Fault(f"{counted} searches and mated searches, but it holds {given.truth}")
    return MEASURED


TARGETS = {
    "lists": Target(lambda random: _made(random, harmed=False), _judge),
    "lists-damaged": Target(lambda random: _made(random, harmed=True), _judge, 2),
}
