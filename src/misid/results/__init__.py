"""From a scenario to the results document and the files behind it."""

from misid.results.output_definitions import KINDS, Kind, kind
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, Run, run
from misid.results.schema import Interval, OutputRow, Results

__all__ = [
    "DEFAULT_DRAWS",
    "DEFAULT_SEED",
    "KINDS",
    "Interval",
    "Kind",
    "OutputRow",
    "Results",
    "Run",
    "kind",
    "run",
]
