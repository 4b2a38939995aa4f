"""Addresses of the page: what a form sends, damaged, and what is said on a command line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlencode

from fuzzing.answers import Refusal, answer
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, REFUSED, Given, Target
from misid.scenario import Input, inputs, library, load_scenario
from misid.scenario.patch import change
from misid.study.changes import loaded
from misid.web import address
from misid.web.cases import PARTS, read_given

_NAME, _MOST = "query", 5
TEXTS = (
    *("0.5", "0,5", "2,5%", "99%", "1 in 1,000", "12,000,000", "1.300", "1e-9", "-1", "0", "1e400"),
    *("nan", "inf", "0.1 to 0.2", "0.2 to 0.1", "true", "false", "any", "flagged", "", " ", "٣"),
    *("1_000", "0x10", "15 years", "[1, 2]", "{low: 0.1, high: 0.2}", "unknown", "½", "5 %", "−1"),
)  # fmt: skip


@cache
def _known() -> Mapping[str, Input]:
    return {one.name: one for one in inputs(load_scenario("task-force-module"))}


def _made(random: Random) -> Given:
    names = random.choices(list(_known()), k=random.randrange(_MOST))
    pairs = [
        (name + random.choice(("", "", "", address.PER_CENT)), random.choice(TEXTS))
        for name in names
    ]
    some = random.sample(library.change_names(), random.randrange(3))
    pairs += [("with", name) for name in some]
    pairs += [(name, random.choice(TEXTS)) for name in random.sample(PARTS, 2)]
    pairs += random.sample([("seed", "7"), ("lang", "es"), ("scenario", "airport-exit")], 1)
    query = urlencode(pairs).encode()
    return Given({_NAME: damaged(random, query) if random.random() < 0.6 else query})


def _judge(given: Given, folder: Path) -> str:
    query = given.files[_NAME].decode("latin-1")
    pairs = parse_qsl(query, keep_blank_values=True)
    case = answer(lambda: read_given(dict(pairs)), str(folder))
    found = answer(lambda: address.read(pairs), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    changes = answer(lambda: found.changes(_known()), str(folder))
    if isinstance(changes, Refusal) or isinstance(case, Refusal):
        return REFUSED
    changed = answer(
        lambda: change(load_scenario("task-force-module"), loaded(changes)), str(folder)
    )
    return REFUSED if isinstance(changed, Refusal) else MEASURED


TARGETS = {"address": Target(_made, _judge, 3, warm=_known)}
