"""What a number is: value or range, unit, status and source, and how it is drawn."""

from misid.quantities.choice import Choice, Switch
from misid.quantities.draws import Draws, Luck, Some
from misid.quantities.quantity import (
    Count,
    Decades,
    Exponent,
    Factor,
    Positive,
    Quantity,
    Real,
    Share,
    Status,
    Years,
)

__all__ = [
    "Choice",
    "Count",
    "Decades",
    "Draws",
    "Exponent",
    "Factor",
    "Luck",
    "Positive",
    "Quantity",
    "Real",
    "Share",
    "Some",
    "Status",
    "Switch",
    "Years",
]
