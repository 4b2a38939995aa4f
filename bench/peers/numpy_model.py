"""The search loop in arrays of numpy, as somebody writes it who knows numpy well."""

import time
from collections import Counter

import numpy as np
from loop import law, report

CHUNK = 100_000


def searches(rng: np.random.Generator, at: dict, many: int) -> Counter:
    """Whose record is returned in each of many searches."""
    group = rng.choice(len(at["groups"]), many, p=at["stopped"])
    condition = rng.choice(len(at["conditions"]), many, p=at["captured"])
    expected = np.array(at["expected"])[condition, group]
    frailty = rng.gamma(1.0 / at["variance"], at["variance"], many)
    likest = rng.exponential(1.0, many) / np.maximum(frailty, 1e-300)
    stranger = np.where(likest < expected, at["threshold"] + np.log10(expected / likest), -np.inf)
    place = np.log(rng.standard_exponential(many))
    own = np.array(at["location"])[condition] + np.array(at["scale"])[condition] * place
    shown = rng.random(many) < np.array(at["enrolled"])[group]
    shown &= rng.random(many) >= np.array(at["lost"])[condition]
    shown &= own >= at["threshold"]
    own = np.where(shown, own, -np.inf)
    return Counter(
        own=int(np.count_nonzero(own > stranger)),
        stranger=int(np.count_nonzero(stranger > own)),
        nothing=int(np.count_nonzero(np.isneginf(own) & np.isneginf(stranger))),
    )


if __name__ == "__main__":
    wanted, counted = law(), Counter()
    random = np.random.Generator(np.random.Philox(key=1))
    started = time.perf_counter()
    for _ in range(wanted["searches"] // CHUNK):
        counted += searches(random, wanted, CHUNK)
    report(counted, started)
