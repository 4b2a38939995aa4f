"""Every figure of people over the years, by its name."""

from __future__ import annotations

from misid.figures.person import person_history
from misid.figures.photographs_by_month import monthly_stock
from misid.figures.picture import Picture
from misid.simulation.people_schema import History
from misid.words.language import Language


def history_pictures(history: History, language: Language) -> dict[str, Picture]:
    """All of them."""
    return {
        "person": person_history(history, language),
        "stock": monthly_stock(history, language),
    }
