"""Counts for inference, the inventory of uses, and documents that somebody received."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import fuzzing.commands as command
from fuzzing.answers import Refusal, answer
from fuzzing.damage import OF_BYTES, damaged
from fuzzing.given import MEASURED, REFUSED, Fault, Given, Target, made_apart
from fuzzing.texts import put
from misid.assessment.files import load_answers
from misid.assessment.inventory import from_inventory
from misid.attestation.carried import as_comment, carried, without_comment
from misid.attestation.differences import leaves
from misid.disclosure import load_counts, read_counts
from misid.inference.observed import observed
from misid.scenario import load_scenario
from misid.study.verify import verify

_COUNTS, _INVENTORY, _DAY = "counts.yaml", "inventory.csv", datetime.date(2026, 4, 3)
_WORLDS, _AGAIN = 20, 10
"""Of how many inventories one is written as answers, and read again."""
_CELLS: tuple[Any, ...] = (
    0, 7, 30, 10**6, 10**15, -1, 1.5, {"from": 1, "to": 4}, {"from": 5, "to": 2}, {"from": 3},
    {"about": 3000, "to_nearest": 1000}, {"about": 1}, "7", None, True,
)  # fmt: skip
_NAMES = ("searches", "references", "references_wrong", "references_right", "unresolved",
          "enrolled_list", "detained")  # fmt: skip
_INVENTORY_NAMES = (
    "id", "use_case_name", "hi_testing_conducted", "hi_assessment_completed",
    "hi_independent_review", "hi_ongoing_monitoring", "hi_training_established",
    "hi_failsafe_presence", "hi_appeal_process", "hi_public_consultation", "development_stage",
    "is_high_impact", "pia_url",
)  # fmt: skip
_SAID = ("Yes", "No", "", "In progress", "Not applicable", "[\"a\"]", "Waived", "n/a", "planned",
         "=1+1", "\u202eyes", "line\nbreak", "x" * 400)  # fmt: skip


def _counts(random: Random) -> Given:
    """Periods with counts by chance; some values in the place of others, or damaged."""
    periods = []
    for place in range(random.randrange(1, 4)):
        counts: dict[str, Any] = {"searches": random.randrange(10**5), "references": 40}
        for name in random.sample(_NAMES, random.randrange(3)):
            counts[name] = random.choice(_CELLS)
        days = {"from": f"2024-{place + 1:02d}-01", "to": f"2024-{place + 1:02d}-28"}
        periods.append({"label": f"row {place}", **(days if place else {}), "counts": counts})
    held = {"schema": "misid-counts/1", "title": "alerts", "periods": periods}
    kind = random.randrange(4)
    if kind == 1:
        put(random, held)
    data = json.dumps(held, indent=random.choice((None, 1))).encode()
    door = random.random() < 0.0005
    return Given({_COUNTS: damaged(random, data) if kind == 2 else data}, {"door": door})


def _judge_counts(given: Given, folder: Path) -> str:
    path = folder / _COUNTS
    if given.options["door"]:
        line = ["infer", str(path), "--scenario", "live-watchlist", "--draws", str(_WORLDS)]
        return command.judge([*line, "--json"], folder)
    found = answer(lambda: load_counts(path), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    if read_counts(found.to_yaml(), _COUNTS) != found:
        raise Fault("counts that are written and read again are others")
    used = answer(lambda: observed(found, _watchlist()), str(folder))
    return REFUSED if isinstance(used, Refusal) else MEASURED


@cache
def _watchlist() -> Any:
    return load_scenario("live-watchlist")


def _inventory(random: Random) -> Given:
    held, names = io.StringIO(newline=""), random.sample(_INVENTORY_NAMES, len(_INVENTORY_NAMES))
    writer = csv.DictWriter(held, names, lineterminator="\n")
    writer.writeheader()
    for place in range(random.randrange(1, 5)):
        row = {name: random.choice(_SAID) for name in names}
        writer.writerow(row | {"id": f"DHS-{place}", "use_case_name": random.choice(("a", "b"))})
    data = held.getvalue().encode()
    asked = random.choice(("DHS-0", "DHS-0", "a", "nothing", "\x1b[31m", ""))
    return Given({_INVENTORY: damaged(random, data) if random.random() < 0.5 else data},
                 {"asked": asked, "door": random.random() < 0.02})  # fmt: skip


def _judge_inventory(given: Given, folder: Path) -> str:
    path, asked = folder / _INVENTORY, given.options["asked"]
    if given.options["door"]:
        return command.judge(["assess", "import", "omb", str(path), asked], folder)
    found = answer(lambda: from_inventory(path, asked, _DAY), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    from misid.writers.assessment_files import answers_yaml

    if len(given.files[_INVENTORY]) % _AGAIN:
        return MEASURED
    again = folder / "answers.yaml"
    again.write_text(answers_yaml(found), encoding="utf-8")
    if load_answers(again) != found:
        raise Fault("answers that are written and read again are others")
    return MEASURED


@cache
def _received() -> Mapping[str, bytes]:
    return made_apart(_make)


def _make(folder: Path) -> None:
    """One small document in every form in which misid writes it, and a figure in both."""
    from misid import Study
    from misid.figures import WIDE
    from misid.words.stamps import command as command_of
    from misid.writers.docx import docx
    from misid.writers.html import html
    from misid.writers.pdf import pdf
    from misid.writers.picture_zip import picture_zip
    from misid.writers.svg import svg

    study = Study("airport-exit", draws=_WORLDS)
    document, picture, results = study.brief("en"), study.figure("icons"), study.results
    line = command_of(results)
    for name, data in {
        "a.html": html(document).encode(),
        "a.pdf": pdf(document),
        "a.docx": docx(document),
        "a.json": document.model_dump_json().encode(),
        "facts.json": results.model_dump_json(by_alias=True).encode(),
        "a.svg": svg(picture, WIDE).encode(),
        "a.zip": picture_zip(picture, results.citations, line, ""),
    }.items():
        (folder / name).write_bytes(data)


def _document(random: Random) -> Given:
    """A received file: damaged in its bytes, or with other values in what it carries."""
    name = random.choice(list(_received()))
    data = _received()[name]
    if name not in ("a.html", "a.json", "facts.json", "a.svg") or random.random() < 0.5:
        return Given({name: damaged(random, data, OF_BYTES)}, {"was": name})
    page, held = ("", data) if name.endswith("json") else without_comment(data.decode())
    changed = json.loads(held)
    for _ in range(random.choice((1, 1, 2))):
        put(random, changed)
    text = json.dumps(changed).encode()
    return Given({name: page.encode() + as_comment(text).encode() if page else text},
                 {"was": name})  # fmt: skip


def _judge_document(given: Given, folder: Path) -> str:
    """Whatever is altered of what a file carries, it is not found to be the same."""
    (name,) = given.files
    found = answer(lambda: verify(folder / name), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    found.model_dump_json()
    original = carried(_received()[name]).held
    held = carried(given.files[name]).held
    if found.outcome == "same" and any(leaves(held, original)):
        raise Fault("what it carries was altered, but it is said to be the same")
    return f"{MEASURED}: {found.outcome}"


def _warm() -> None:
    command.warm()
    _watchlist()


def _warm_received() -> None:
    command.warm()
    _received()


TARGETS = {
    "counts-documents": Target(_counts, _judge_counts, 6, warm=_warm),
    "inventory": Target(_inventory, _judge_inventory, 2, warm=command.warm),
    "received": Target(_document, _judge_document, warm=_warm_received),
}
