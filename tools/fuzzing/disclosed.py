"""Disclosed tables of counts: text, what is pasted, workbooks; whole, damaged, two beside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import fuzzing.commands as command
from fuzzing.answers import Refusal, answer, check_nobody
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target
from fuzzing.workbooks import parts, spoilt, zipped
from misid.cli.counts import TableSaid, asked_by
from misid.disclosure import CountsAsked, differences_of, load_counts, read_disclosure

Rows = list[list[str]]
_PERIODS = ("Period", "Month", "period", "Quarter")
_SEARCHES = ("Searches", "Faces searched", "searches", "Photographs searched")
_REFERENCES = ("Alerts", "Matches", "References", "alerts")
_PEOPLE = ("Officer", "Name", "Suspect", "Case number", "Subject")
_CELLS = ("-", "n/a", "#DIV/0!", "<5", "", "1,200", "about 30", "3.5", "-4", "12 %", "1.200", "٣",
          "9" * 30, "=1+1", "5-9", "1e9", "(7)", "nil")  # fmt: skip
_OPTIONS: tuple[tuple[str, ...], ...] = (
    (), (), (), (), ("--dates", "day-first"), ("--dates", "swapped"), ("--column", "B=references"),
    ("--column", "B=searches"), ("--column", "nowhere=searches"), ("--cumulative", "B"),
    ("--each-period", "B"), ("--decimal", "comma"), ("--sheet", "Counts"), ("--sheet", "none"),
    ("--language", "es"), ("--json",), ("--none", "not-given"), ("--dash", "zero"),
    ("--dash", "not-given"), ("--each-period", "C", "--decimal", "point"),
)  # fmt: skip
_LISTS = ("--column", "--cumulative", "--each-period")


def _table(random: Random) -> tuple[Rows, int]:
    """Rows with a line of names, a person in each where there are people; all searches."""
    names = [random.choice(_PERIODS), random.choice(_SEARCHES), random.choice(_REFERENCES)]
    count, people = random.randrange(2, 9), random.random() < 0.6
    numbers = [random.randrange(50, 9_000) for _ in range(count)]
    rows = [
        [f"2024-{month:02d}", str(number), str(number // 50)]
        for month, number in enumerate(numbers, 1)
    ]
    if people:
        names.append(random.choice(_PEOPLE))
        rows = [[*row, f"{PLANTED} {place}"] for place, row in enumerate(rows)]
    return [names, *rows], sum(numbers)


def _text(random: Random, rows: Rows) -> bytes:
    """As a program writes it, or as it is pasted from a page."""
    if random.random() < 0.2:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""]).encode()
    held = io.StringIO(newline="")
    writer = csv.writer(
        held, delimiter=random.choice(",,;\t|"), lineterminator=random.choice(("\n", "\r\n"))
    )
    writer.writerows([*([["Deployments of 2024"]] if random.random() < 0.2 else []), *rows])
    return held.getvalue().encode()


def _otherwise(random: Random, rows: Rows) -> Rows:
    """The same table with some cells of numbers said in another way."""
    changed = [list(row) for row in rows]
    for _ in range(random.choice((1, 1, 2, 4))):
        changed[random.randrange(1, len(rows))][random.randrange(3)] = random.choice(_CELLS)
    return changed


def _made(random: Random, *, harmed: bool, packed: bool) -> Given:
    rows, total = _table(random)
    is_other = harmed and random.random() < 0.5
    told = _otherwise(random, rows) if is_other else rows
    name = "counts.xlsx" if packed else "counts.csv"
    data = zipped(parts(told)) if packed else _text(random, told)
    if harmed and not is_other:
        data = spoilt(random, parts(rows)) if packed else damaged(random, data)
    options = random.choice(_OPTIONS) if harmed else ()
    said = {"door": random.random() < 0.02, "words": options, "is_aligned": not harmed or is_other}
    return Given({name: data}, said, None if harmed else total)


def _two(random: Random) -> Given:
    """Two snapshots, the newer with other cells, rows gone or damage."""
    rows, _ = _table(random)
    newer = _otherwise(random, rows)
    if random.random() < 0.5:
        del newer[random.randrange(1, len(newer))]
    data = _text(random, newer)
    is_harmed = random.random() < 0.4
    words = random.choice((*_OPTIONS, ("--key", "A"), ("--key", "D"), ("--key", "nowhere")))
    said = {"door": random.random() < 0.02, "words": words, "is_aligned": not is_harmed}
    new = damaged(random, data) if is_harmed else data
    return Given({"old.csv": _text(random, rows), "new.csv": new}, said)


def _asked(words: Sequence[str]) -> CountsAsked:
    held: dict[str, Any] = {
        name.removeprefix("--").replace("-", "_"): [value] if name in _LISTS else value
        for name, value in zip(words[::2], words[1::2], strict=False)
    }
    return asked_by(TableSaid(**{name: held[name] for name in TableSaid._fields if name in held}))


def _judge(given: Given, folder: Path) -> str:
    (name,) = given.files
    path, words = folder / name, given.options["words"]
    if given.options["door"]:
        to = ("--write", str(folder / "out.yaml"))
        with_counts = to if len(given.files[name]) % 2 else ()
        said = command.judge(
            ["counts", "read", str(path), *words, *with_counts], folder, (0, 1, 2),
            shows=not given.options["is_aligned"],
        )  # fmt: skip
        if (folder / "out.yaml").exists():
            load_counts(folder / "out.yaml")
        return said
    found = answer(lambda: read_disclosure(path, _asked(words)), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    _check(found.model_dump_json(by_alias=True), given)
    if given.truth is not None:
        told = sum(row.cells["B"].low or 0 for row in found.periods)
        if told != given.truth:
            raise Fault(f"{told:,.0f} searches in all, but it holds {given.truth:,}")
    return MEASURED


def _judge_two(given: Given, folder: Path) -> str:
    words, (old, new) = given.options["words"], (folder / name for name in given.files)
    if given.options["door"]:
        line = ["counts", "diff", str(old), str(new), *words]
        return command.judge(line, folder, shows=not given.options["is_aligned"])
    key = words[1:] if words[:1] == ("--key",) else ()
    asked = CountsAsked() if key else answer(lambda: _asked(words), str(folder))
    if isinstance(asked, Refusal):
        return REFUSED
    found = answer(
        lambda: differences_of(read_disclosure(old, asked), read_disclosure(new, asked), key),
        str(folder),
    )
    if isinstance(found, Refusal):
        return REFUSED
    _check(found.model_dump_json(by_alias=True), given)
    return MEASURED


def _check(text: str, given: Given) -> None:
    """JSON that is JSON, and names nobody where the cells stand under their names."""
    json.loads(text, parse_constant=_no_number)
    if given.options["is_aligned"]:
        check_nobody(text)


def _no_number(word: str) -> None:
    raise Fault(f"it says {word}, which is no number")


TARGETS = {
    "counts": Target(partial(_made, harmed=False, packed=False), _judge, warm=command.warm),
    "counts-damaged": Target(
        partial(_made, harmed=True, packed=False), _judge, 4, warm=command.warm
    ),
    "workbooks": Target(partial(_made, harmed=False, packed=True), _judge, warm=command.warm),
    "workbooks-damaged": Target(
        partial(_made, harmed=True, packed=True), _judge, 3, warm=command.warm
    ),
    "counts-diff": Target(_two, _judge_two, 2, warm=command.warm),
}
