"""A disclosed search log in one call: opened, and held against every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from misid.files.opened import Opened, opened
from misid.programme.outcomes import REFERENCE, SEARCH
from misid.results.run import run
from misid.scenario import Scenario
from misid.searchlog.checks.audit import ExpectedShares, LogQuestion
from misid.searchlog.checks.audit import audit_log as held_against
from misid.searchlog.checks.library import log_rules
from misid.searchlog.checks.passes import Progress
from misid.searchlog.checks.schema import LogAudit
from misid.study.changes import Changes, loaded

WORLDS, SEED = 512, 1
"""Possible worlds of a scenario that a log is held against, and which."""


def audit_log(
    log: str | Path | Opened,
    rules: Iterable[str | Path] = (),
    question: LogQuestion | None = None,
    *,
    scenario: str | Path | None = None,
    progress: Progress | None = None,
) -> LogAudit:
    """
    What a search log says of itself: every rule, what it finds, and why it was not checked.

    Args:
        log: CSV, Parquet or another table.
        rules: YAML files of further rules; one of the same id takes the place of another.
        question: which column is what, numbers that rules ask for, a root.
        scenario: by its name or its file: what share of references is expected of an agency.
        progress: told how many rows are done, each time some are.
    Raises: FormatError: no such file, an image or a template. MeaningError: columns or rules that
        cannot be meant.
    """
    held = log_rules(rules)
    asked = question or LogQuestion()
    if scenario is not None:
        asked = replace(asked, expected=expected_of(scenario))
    path = log if isinstance(log, Opened) else Path(log)
    file = opened(path, kind="a search log", instead="a search log that exists")
    return held_against(file, held, asked, progress=progress)


def expected_of(scenario: Scenario | str | Path, changes: Changes = ()) -> ExpectedShares:
    """
    The share of searches that lead to a reference in each possible world of a scenario.

    Args:
        scenario: itself, its name or its file.
        changes: put on it first.
    Raises: FormatError, MeaningError: it cannot be read or meant.
    """
    found = run(scenario, changes=loaded(changes), draws=WORLDS, seed=SEED)
    everybody = found.evaluation.everybody
    shares = everybody.of(REFERENCE)[:, 0] / everybody.of(SEARCH)[:, 0]
    return ExpectedShares(shares, found.stamp.scenario, found.stamp.scenario_digest)
