"""One search in plain Python, as somebody writes it for an agent model; no part of misid."""

import json
import math
import random
import sys
import time
from collections import Counter
from pathlib import Path


def law() -> dict:
    """The parameters that bench/simulate.py has written, and how many searches are wanted."""
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    return found | {"searches": int(sys.argv[2])}


def one_search(rng: random.Random, at: dict) -> str:
    """Whose record is returned to one officer about one person."""
    group = rng.choices(at["groups"], at["stopped"])[0]
    condition = rng.choices(at["conditions"], at["captured"])[0]
    expected = at["expected"][condition][group]
    frailty = rng.gammavariate(1.0 / at["variance"], at["variance"])
    likest = rng.expovariate(1.0) / max(frailty, 1e-300)
    stranger = at["threshold"] + math.log10(expected / likest) if likest < expected else -math.inf
    own = -math.inf
    if rng.random() < at["enrolled"][group]:
        if rng.random() >= at["lost"][condition]:
            place = math.log(-math.log(1.0 - rng.random()))
            own = at["location"][condition] + at["scale"][condition] * place
        own = own if own >= at["threshold"] else -math.inf
    if own > stranger:
        return "own"
    return "stranger" if stranger > own else "nothing"


def report(counts: Counter, started: float) -> None:
    """What bench/simulate.py reads."""
    print(json.dumps({"seconds": time.perf_counter() - started, "counts": dict(counts)}))
