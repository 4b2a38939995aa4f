"""Search logs, rules for them, roots of their lines: whole, damaged, in CSV and in Parquet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path
from random import Random

import fuzzing.commands as command
from fuzzing.answers import Refusal, answer, check_nobody
from fuzzing.damage import OF_BYTES, damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target
from fuzzing.quick import columns_opened_here, json_read_quickly
from misid.files.opened import opened
from misid.searchlog.checks.audit import LogQuestion
from misid.searchlog.checks.audit import audit_log as held_against
from misid.searchlog.checks.checkpoint import stated_root
from misid.searchlog.checks.library import read_log_rules, shipped_log_rules
from misid.searchlog.checks.rules import LogRule
from misid.searchlog.checks.schema import LogAudit

_LOG, _RULES, _PARQUET, _ROOT = "log.csv", "rules.yaml", "log.parquet", "root.txt"
_NAMES = ("search_id", "time", "agency", "officer", "person", "answer", "reference_code", "reason",
          "sequence", "retention_until", "deleted_on", "searched")  # fmt: skip
_ALL, _APART = 12, 200
"""Of how many logs one is held against every rule, and of how many one is opened apart first."""
_SAID: tuple[tuple[str, ...], ...] = (
    (), (), (), (), ("--timezone", "America/Chicago"), ("--dates", "dmy"), ("--on", "2026-02-30"),
    ("--on", "2026-02-03"), ("--number", "duty_from=6"), ("--number", "nothing=6"),
    ("--number", "duty_from=1e400"), ("--column", "officer=agency"), ("--column", "agency=agency"),
    ("--column", "nowhere=time"), ("--answer", "reference=reference"), ("--answer", "x=nothing"),
    ("--root", "00" * 32), ("--json",), ("--language", "es"),
)  # fmt: skip


def _rows(random: Random) -> list[dict[str, str]]:
    """Searches one after another: names of people and searches are planted."""
    rows, hour = [], 0
    for place in range(random.randrange(3, 12)):
        hour += random.randrange(1, 30)
        is_reference = random.random() < 0.3
        day = f"2026-01-{1 + hour // 24:02d}"
        rows.append({
            "search_id": f"{PLANTED}-s{place}",
            "time": f"{day}T{hour % 24:02d}:00:00Z",
            "agency": random.choice(("North", "South")),
            "officer": f"{PLANTED}-o{random.randrange(3)}",
            "person": f"{PLANTED}-p{random.randrange(5)}",
            "answer": "reference" if is_reference else "do_not_detain",
            "reference_code": f"{PLANTED}-r{place}" if is_reference else "",
            "reason": random.choice(("stop", "", f"{PLANTED} was seen")),
            "sequence": str(place + 1),
            "retention_until": "2041-01-01",
            "deleted_on": "",
            "searched": random.choice(("true", "yes", "1")),
        })  # fmt: skip
    return rows


def _log(random: Random) -> tuple[bytes, int]:
    rows, names = _rows(random), random.sample(_NAMES, random.randrange(5, len(_NAMES) + 1))
    held = io.StringIO(newline="")
    writer = csv.DictWriter(
        held, names, extrasaction="ignore", delimiter=random.choice(",,,;\t"), lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue().encode(), len(rows)


def _made(random: Random, *, harmed: bool) -> Given:
    data, rows = _log(random)
    words = random.choice(_SAID) if harmed else ()
    is_damaged = harmed and random.random() < 0.8
    said = {"words": words, "is_aligned": not is_damaged, "door": random.random() < 0.03}
    return Given({_LOG: damaged(random, data) if is_damaged else data}, said,
                 None if harmed else rows)  # fmt: skip


def _judge(given: Given, folder: Path) -> str:
    (name,) = given.files
    path, aligned = folder / name, given.options["is_aligned"]
    if given.options["door"]:
        line = ["audit", "log", str(path), *given.options["words"]]
        return command.judge(line, folder, (0, 1), shows=not aligned)
    luck = len(given.files[name])
    rules = shipped_log_rules() if luck % _ALL == 0 else shipped_log_rules()[luck % 9 :: 9]
    with columns_opened_here(folder) if luck % _APART else nullcontext():
        found = answer(lambda: _held_against(path, rules), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    text = found.model_dump_json()
    json.loads(text)
    if aligned:
        check_nobody(text)
    if given.truth is not None and found.rows != given.truth:
        raise Fault(f"{found.rows} rows, but it holds {given.truth}")
    return MEASURED


def _held_against(path: Path, rules: Sequence[LogRule]) -> LogAudit:
    file = opened(path, kind="a search log", instead="a search log that exists")
    return held_against(file, rules, LogQuestion())


@cache
def _a_log() -> bytes:
    return _log(Random(3))[0]  # noqa: S311 - nothing is kept secret by it


@cache
def _rules() -> Sequence[str]:
    """Each rule that comes along as a file of its own."""
    return tuple(
        json.dumps({"schema": "misid-log-rules/1",
                    "rules": [rule.model_dump(mode="json", exclude_defaults=True)]}, indent=1)
        for rule in shipped_log_rules()
    )  # fmt: skip


def _rule(random: Random) -> Given:
    text = random.choice(_rules()).encode()
    return Given({_RULES: damaged(random, text), _LOG: _a_log()},
                 {"door": random.random() < 0.01})  # fmt: skip


def _judge_rule(given: Given, folder: Path) -> str:
    if given.options["door"]:
        line = ["audit", "log", str(folder / _LOG), "--rules", str(folder / _RULES)]
        return command.judge(line, folder, (0, 1))
    text = given.files[_RULES].decode("utf-8", "replace")
    with json_read_quickly():
        rules = answer(lambda: read_log_rules(text, _RULES), str(folder))
    if isinstance(rules, Refusal):
        return REFUSED
    found = answer(lambda: _held_against(folder / _LOG, rules), str(folder))
    return REFUSED if isinstance(found, Refusal) else MEASURED


def _root(random: Random) -> Given:
    root = hashlib.sha256(_a_log()).digest()
    import base64

    text = f"log.example\n{random.randrange(20)}\n{base64.b64encode(root).decode()}\n\nsigned\n"
    return Given({_ROOT: damaged(random, text.encode())})


def _judge_root(given: Given, folder: Path) -> str:
    found = answer(lambda: stated_root(str(folder / _ROOT)), str(folder))
    return REFUSED if isinstance(found, Refusal) else MEASURED


def _parquet(random: Random) -> Given:
    import polars as pl

    held = io.BytesIO()
    table = pl.DataFrame(_rows(random))
    kind = random.randrange(4)
    if kind == 0:
        table = table.with_columns(pl.col("sequence").cast(pl.Int128))
    elif kind == 1:
        table = table.with_columns(pl.duration(days=1).alias("time"))
    elif kind == 2:
        table = table.with_columns(pl.col("agency").cast(pl.Categorical))
    table.write_parquet(held, compression="snappy")
    data = damaged(random, held.getvalue(), OF_BYTES) if random.random() < 0.6 else held.getvalue()
    return Given({_PARQUET: data}, {"words": (), "is_aligned": True, "door": False})


TARGETS = {
    "log": Target(partial(_made, harmed=False), _judge, warm=command.warm),
    "log-damaged": Target(partial(_made, harmed=True), _judge, 2, warm=command.warm),
    "log-parquet": Target(_parquet, _judge),
    "log-rules": Target(_rule, _judge_rule, 2, warm=_rules),
    "log-roots": Target(_root, _judge_root, warm=_a_log),
}
