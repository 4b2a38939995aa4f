"""What other thresholds would give: worked out together, as if each were alone."""

from __future__ import annotations

import pytest

from misid.results import tradeoff
from misid.study import Study


@pytest.mark.parametrize("changes", [(), ("equal-thresholds",)])
def test_moves_together_give_what_each_gives_alone(
    changes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last bit, also where thresholds of groups are solved in many worlds at once."""
    run = Study("task-force-module", changes, draws=128).run
    expected = [
        {row.stricter: row for row in curve.rows}
        for curve in tradeoff.tradeoffs(run.evaluation, run.values)
    ]
    for move in (-3.0, 0.5, 6.0):
        monkeypatch.setattr(tradeoff, "_MOVES", (move,))
        curves = tradeoff.tradeoffs(run.evaluation, run.values)
        assert [curve[move] for curve in expected] == [curve.rows[0] for curve in curves]
