"""Every figure of a history, by its name."""

from __future__ import annotations

from misid.figures.person import person_history
from misid.figures.photographs_by_month import monthly_stock
from misid.figures.picture import Picture
from misid.results.schema import StockRow
from misid.results.stamp import short
from misid.results.summary import in_years
from misid.simulation.people_schema import History


def history_pictures(found: History, band: tuple[StockRow, ...]) -> dict[str, Picture]:
    """
    All of them, with one stamp.

    Args:
        found: the history.
        band: the closed form's range of the photographs held, year by year.
    """
    stamp = history_stamp_line(found)
    return {
        "person": person_history(found, stamp),
        "stock": monthly_stock(found, band, stamp),
    }


def history_stamp_line(found: History) -> str:
    """The stamp of a history, in one line."""
    stamp = found.stamp
    agencies = "" if stamp.agencies_digest is None else f", agencies {short(stamp.agencies_digest)}"
    return (
        f"{stamp.program} {stamp.version}, scenario {found.scenario.name} "
        f"{short(stamp.scenario_digest)}, evidence {short(stamp.evidence_digest)}{agencies}, "
        f"{in_years(stamp.years)}, seed {stamp.seed}"
    )
