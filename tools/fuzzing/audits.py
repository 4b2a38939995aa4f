"""Plans, commitments, draws and filled sheets of an audit: whole, damaged, filled in wrongly."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from random import Random

import fuzzing.commands as command
from fuzzing.answers import Refusal, answer, check_nobody
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target, made_apart
from fuzzing.texts import put
from misid.audit.sheet import COLUMNS
from misid.study.audit import commit_to, draw_audit, read_filled

_LOG, _PLAN, _BOUND, _DRAWN, _SHEET = (
    "log.csv", "plan.json", "commitment.json", "drawn.json", "sheet.csv"
)  # fmt: skip
_ROWS, _SEED = 60, "4 2 6 1 3 5"
_VERDICTS = ("right", "wrong", "not found", "correcto", "Right", " wrong ", "not_found")
_OTHERS = ("", "maybe", "1", f"{PLANTED} says so", "=1+1", "\u202e", "richtig", "right?", "NA")
_PLANS: tuple[tuple[str, ...], ...] = (
    ("--below", "5%"), ("--below", "2"), ("--below", "0,05"), ("--below", "1 in 20"),
    ("--ratio", "2", "--by", "agency"), ("--ratio", "2"), ("--below", "5%", "--by", "officer"),
    ("--below", "5%", "--by", "nowhere"), ("--below", "5%", "--only", "answer=reference"),
    ("--below", "5%", "--only", "answer"), ("--below", "5%", "--only", "answer=x"),
    ("--below", "5%", "--rate", "3%..1%"), ("--below", "5%", "--rate", "1%"),
    ("--below", "5%", "--confidence", "1"), ("--below", "5%", "--power", "0"),
    ("--below", "5%", "--again", "99999"), ("--below", "5%", "--sequential"),
    ("--below", "5%", "--sensitivity", "0.9..0.95"), ("--below", "5%", "--least", "1"),
    ("--below", "5%", "--stratum", "a=4"), (), ("--below", "5%", "--json"),
)  # fmt: skip


@cache
def _kept() -> Mapping[str, bytes]:
    return made_apart(_make)


def _make(folder: Path) -> None:
    """A log of made-up searches, and what an audit of it writes, up to the sheet."""
    random = Random(5)  # noqa: S311 - nothing is kept secret by it
    rows = [
        f"{PLANTED}-{place},{random.choice(('North', 'South'))},{PLANTED}-o{place % 7},"
        f"{random.choice(('reference', 'do_not_detain'))}"
        for place in range(_ROWS)
    ]
    log, plan, bound = folder / _LOG, folder / _PLAN, folder / _BOUND
    log.write_text("\n".join(["search_id,agency,officer,answer", *rows, ""]), encoding="utf-8")
    line = ["audit", "plan", str(log), "--below", "20%", "--rate", "1%", "--again", "5"]
    said = command.call([*line, "--out", str(plan)])
    if said.code:
        raise Fault(said.err)
    bound.write_text(commit_to(log, plan).model_dump_json(), encoding="utf-8")
    drawn = draw_audit(log, plan=plan, committed=bound, seed=_SEED)
    (folder / _DRAWN).write_text(drawn.model_dump_json(), encoding="utf-8")


def _filled(random: Random, *, harmed: bool) -> Given:
    """A sheet filled in by chance; where it is harmed, wrongly."""
    drawn = json.loads(_kept()[_DRAWN])
    rows = [
        [drawn["sheet"], str(place), str(one["log_row"]), random.choice(_VERDICTS)]
        for place, one in enumerate(drawn["drawn"], 1)
    ]
    wrong = sum(row[3].strip() not in ("right", "Right", "correcto") for row in rows)
    random.shuffle(rows)
    if harmed and random.random() < 0.5:
        rows[random.randrange(len(rows))][random.randrange(4)] = random.choice(_OTHERS)
    names, held = random.sample(range(4), 4), io.StringIO(newline="")
    writer = csv.writer(held, delimiter=random.choice(",,;\t"), lineterminator="\n")
    writer.writerows([[row[place] for place in names] for row in [list(COLUMNS), *rows]])
    data = held.getvalue().encode()
    if harmed and random.random() < 0.6:
        data = damaged(random, data)
    files = {_SHEET: data, _DRAWN: _kept()[_DRAWN]}
    return Given(files, {"door": random.random() < 0.02}, None if harmed else wrong)


def _judge_filled(given: Given, folder: Path) -> str:
    if given.options["door"]:
        return command.judge(["audit", "read", str(folder / _SHEET), "--json"], folder)
    found = answer(lambda: read_filled(folder / _SHEET, drawn=folder / _DRAWN), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    text = found[0].model_dump_json()
    check_nobody(text)
    wrong = found[0].wrong
    if given.truth is not None and wrong != given.truth:
        raise Fault(f"{wrong} wrong, but it holds {given.truth}")
    return MEASURED


def _document(random: Random) -> Given:
    """The papers of an audit, of which one is damaged or says something else."""
    files = dict(_kept())
    name = random.choice((_PLAN, _BOUND, _DRAWN))
    if random.random() < 0.4:
        files[name] = damaged(random, files[name])
    else:
        data = json.loads(files[name])
        for _ in range(random.choice((1, 1, 2))):
            put(random, data)
        files[name] = json.dumps(data).encode()
    drawn = json.loads(_kept()[_DRAWN])
    sheet = [f"{drawn['sheet']},{place},{one['log_row']},right"
             for place, one in enumerate(drawn["drawn"], 1)]  # fmt: skip
    files[_SHEET] = "\n".join([",".join(COLUMNS), *sheet, ""]).encode()
    return Given(files, {"which": name})


def _judge_document(given: Given, folder: Path) -> str:
    plan, drawn = folder / _PLAN, folder / _DRAWN
    if given.options["which"] == _DRAWN:
        read = answer(lambda: read_filled(folder / _SHEET, drawn=drawn, plan=plan), str(folder))
        return _named(read)
    log, bound = folder / _LOG, folder / _BOUND
    made = answer(lambda: draw_audit(log, plan=plan, committed=bound, seed=_SEED), str(folder))
    return _named(made)


def _named(found: object) -> str:
    """Refused, or measured and nobody named."""
    if isinstance(found, Refusal):
        return REFUSED
    check_nobody(str(found))
    return MEASURED


def _plan(random: Random) -> Given:
    log = _kept()[_LOG]
    is_harmed = random.random() < 0.5
    words = random.choice(_PLANS)
    return Given({_LOG: damaged(random, log) if is_harmed else log},
                 {"words": words, "is_aligned": not is_harmed})  # fmt: skip


def _judge_plan(given: Given, folder: Path) -> str:
    out = ["--out", str(folder / _PLAN)]
    line = ["audit", "plan", str(folder / _LOG), *given.options["words"], *out]
    return command.judge(line, folder, shows=not given.options["is_aligned"])


def _warm() -> None:
    command.warm()
    _kept()


TARGETS = {
    "sheets": Target(partial(_filled, harmed=False), _judge_filled, warm=_warm),
    "sheets-damaged": Target(partial(_filled, harmed=True), _judge_filled, 3, warm=_warm),
    "audit-papers": Target(_document, _judge_document, 6, warm=_warm),
    "audit-plans": Target(_plan, _judge_plan, warm=_warm),
}
