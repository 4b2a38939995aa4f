"""What is pinned: how each set of numbers is worked out anew, and how it is compared."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.command import document
from tests.pins import named_numbers as places
from tests.pins.named_numbers import numbers_of_run
from tests.pins.places import Pinned, Place, numbers_of
from tests.pins.score_files import candidate_lists, csv, pairs, parquet

import misid
from misid.evaluation import FileReading, evaluate, score_stream

NUMBERS = Path(__file__).parent / "numbers"
SMALL = Path(__file__).parent / "small.yaml"
SHOWN = 10
DIGEST = "sha256:"

Pins = Mapping[str, Pinned]
Work = Callable[[Path], Pins]
Same = Callable[[Pinned, Pinned], bool]


def of_scenario(name: str, draws: int, _: Path) -> Pins:
    """A run from Python, with the arrays behind it."""
    return numbers_of_run(misid.Study(name, draws=draws, seed=1).run)


def of_command(kinds: tuple[Place, ...], words: str, _: Path) -> Pins:
    """What a command prints with `--json`; `small.yaml` is the scenario of that file here."""
    given = (SMALL if word == SMALL.name else word for word in words.split())
    return numbers_of(document(*given), kinds)


def of_small_scores(folder: Path) -> Pins:
    """A CSV file that says who is compared, of which group, under which condition."""
    path = csv(pairs(60, 400, 6_000, seed=1), folder / "scores.csv")
    words = "--fmr 0.01 --fmr 0.001 --replicates 100"
    return numbers_of(document("evaluate", path, *words.split()), places.EVALUATION)


def of_many_scores(folder: Path) -> Pins:
    """100,000 scores in a Parquet file that does not say who is compared."""
    path = _without_people(folder)
    return numbers_of(document("evaluate", path), places.EVALUATION)


def of_streamed_scores(folder: Path) -> Pins:
    """The same file, read in parts as one that does not fit in memory."""
    stream = score_stream((_without_people(folder),), FileReading(), from_bytes=0)
    if stream is None:
        raise ValueError("the file was not read in parts")
    return numbers_of(evaluate(stream).model_dump(mode="json"), places.EVALUATION)


def of_candidate_lists(folder: Path) -> Pins:
    """Candidate lists and mates, with people, groups, conditions, and galleries of two sizes."""
    lists, mates = candidate_lists()
    paths = csv(lists, folder / "lists.csv"), "--mates", csv(mates, folder / "mates.csv")
    words = "--fpir 0.5 --fpir 0.1"
    return numbers_of(document("evaluate", *paths, *words.split()), places.IDENTIFICATION)


def _without_people(folder: Path) -> Path:
    frame = pairs(3_000, 10_000, 90_000, seed=2).drop("subject_a", "subject_b")
    return parquet(frame, folder / "scores.parquet")


SETS: dict[str, Work] = {
    "run-task-force-module": partial(of_scenario, "task-force-module", 4096),
    "run-airport-exit-256": partial(of_scenario, "airport-exit", 256),
    "run-live-watchlist-256": partial(of_scenario, "live-watchlist", 256),
    "compare-strict-threshold": partial(
        of_command,
        places.COMPARISON,
        "compare --with strict-threshold --draws 256 --review-minutes 4",
    ),
    "compare-two-programmes": partial(
        of_command, places.COMPARISON, "compare airport-exit task-force-module --draws 256"
    ),
    "unknowns": partial(of_command, places.LEDGER, "unknowns small.yaml --draws 64 --points 2"),
    "require": partial(
        of_command,
        places.REQUIREMENTS,
        "require wrong_person_references_upheld 100 small.yaml --draws 20",
    ),
    "claim-accuracy": partial(of_command, places.CLAIM, "claim --accuracy 0.99 --draws 256"),
    "claim-false-positive-rate": partial(
        of_command,
        places.CLAIM,
        "claim --false-positive-rate 0.001 --at-gallery 12e6 --draws 256",
    ),
    "claim-definitive": partial(of_command, places.CLAIM, "claim --definitive --draws 256"),
    "simulate": partial(of_command, places.SIMULATION, "simulate small.yaml --searches 1e5"),
    "ensemble": partial(
        of_command,
        places.ENSEMBLE,
        "simulate live-watchlist --searches 1e4 --draws 20 --seeds 2",
    ),
    "people": partial(
        of_command,
        places.HISTORY,
        "simulate small.yaml --people --years 2 --change-at 12:delete-non-matches --assume "
        "leaving=0.05 --assume naturalising=0.02 --assume outdated=0.5 --assume enrolled=0.1 "
        "--assume forgotten=0.01",
    ),
    "scores-small": of_small_scores,
    "scores-many": of_many_scores,
    "scores-streamed": of_streamed_scores,
    "candidate-lists": of_candidate_lists,
}
"""Every set of pinned numbers by name; `numbers/NAME.json` holds it."""


def pinned(name: str, folder: Path = NUMBERS) -> dict[str, Pinned]:
    """The numbers as they stand in the file; none where there is no file yet."""
    path = folder / f"{name}.json"
    if not path.exists():
        return {}
    read: dict[str, Pinned] = json.loads(path.read_text(encoding="utf-8"))
    return read


def pinned_text(numbers: Pins) -> str:
    """The file of a set: a name a line, every number with all of its digits."""
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in numbers.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def to_the_last_bit(one: Pinned, other: Pinned) -> bool:
    """The same by value: what holds on one machine."""
    return one == other


def within_rounding(one: Pinned, other: Pinned) -> bool:
    """
    The same but for the last digits, which depend on the processor and its libraries.

    A digest shows only equality to the last bit, so it is not compared.
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(within_rounding, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one.startswith(DIGEST) and other.startswith(DIGEST)
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-14)
    return one is None and other is None


def moved(before: Pins, found: Pins, same: Same = to_the_last_bit) -> list[str]:
    """A line for each number that is another one, is gone, or is not pinned yet."""
    return [
        *(_line(name, before[name], found[name]) for name in _shared(before, found, same)),
        *(f"{name}: gone, was {_short(before[name])}" for name in before if name not in found),
        *(f"{name}: not pinned, is {_short(found[name])}" for name in found if name not in before),
    ]


def _shared(before: Pins, found: Pins, same: Same) -> Iterator[str]:
    return (name for name in before if name in found and not same(before[name], found[name]))


def _line(name: str, before: Pinned, found: Pinned) -> str:
    if isinstance(before, list) and isinstance(found, list) and len(before) == len(found):
        at = next(at for at, pair in enumerate(zip(before, found, strict=True)) if len({*pair}) > 1)
        return _line(f"{name}[{at}]", before[at], found[at])
    by = ""
    if isinstance(before, float | int) and isinstance(found, float | int):
        share = f", {(found - before) / abs(before):.1e} of it" if before else ""
        by = f" (by {found - before:.3g}{share})"
    return f"{name}: pinned {_short(before)}, found {_short(found)}{by}"


def _short(value: Pinned) -> str:
    return f"{len(value)} numbers" if isinstance(value, list) else repr(value)
