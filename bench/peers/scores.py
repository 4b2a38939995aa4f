"""Curve, equal error rate and FNMR at FMR 1e-4 of one peer; run in an environment of its own.

Arguments: the name of the peer, and how many scores. Prints seconds and both figures as JSON.
"""

import json
import sys
import time
from importlib.metadata import version
from typing import Any

import numpy as np

FMR = 1e-4


def scores(size: int, seed: int = 1) -> tuple[Any, Any]:
    """Single-precision scores of two normal kinds, a tenth of them genuine."""
    random = np.random.default_rng(seed)
    is_genuine = random.random(size, dtype=np.float32) < 0.1
    values = random.standard_normal(size, dtype=np.float32)
    values[is_genuine] += 3.0
    return values, is_genuine


def crossing(false_match: Any, missed: Any) -> float:
    """The rate where both are nearest."""
    at = np.argmin(np.abs(false_match - missed))
    return float((false_match[at] + missed[at]) / 2)


def of_scikit_learn(values: Any, is_genuine: Any) -> tuple[float, float]:
    """All points of its curve, and both figures read off it."""
    from sklearn.metrics import det_curve

    false_match, missed, _ = det_curve(is_genuine, values)
    return crossing(false_match, missed), float(missed[false_match <= FMR].min())


def of_torchmetrics(values: Any, is_genuine: Any) -> tuple[float, float]:
    """The same from its exact curve."""
    import torch
    from torchmetrics.functional.classification import binary_roc

    found = binary_roc(torch.sigmoid(torch.from_numpy(values)), torch.from_numpy(is_genuine).int())
    false_match, true = found[0].numpy(), found[1].numpy()
    return crossing(false_match, 1.0 - true), float((1.0 - true)[false_match <= FMR].min())


def of_bob(values: Any, is_genuine: Any) -> tuple[float, float]:
    """Points alone: it has both figures without a curve."""
    from bob.measure import eer, far_threshold, farfrr

    negatives, positives = (values[kind].astype(np.float64) for kind in (~is_genuine, is_genuine))
    at = far_threshold(negatives, positives, FMR)
    return float(eer(negatives, positives)), float(farfrr(negatives, positives, at)[1])


def of_pyeer(values: Any, is_genuine: Any) -> tuple[float, float]:
    """All its statistics of two lists; the lowest false match rate that it names is 1 in 1,000."""
    from pyeer.eer_info import get_eer_stats

    found = get_eer_stats(values[is_genuine].tolist(), values[~is_genuine].tolist())
    return float(found.eer), float(found.fmr1000)


PEERS = {
    "scikit-learn": of_scikit_learn,
    "torchmetrics": of_torchmetrics,
    "bob.measure": of_bob,
    "pyeer": of_pyeer,
}


def main() -> None:
    """Time one peer."""
    name, size = sys.argv[1], int(sys.argv[2])
    values, is_genuine = scores(size)
    start = time.perf_counter()
    equal, missed = PEERS[name](values, is_genuine)
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "eer": equal, "fnmr": missed, "version": version(name)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
