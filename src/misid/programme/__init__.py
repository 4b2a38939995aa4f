"""What a programme does: the closed form, its outcome table, and the photographs it keeps."""

from misid.programme.expected import expected_outcomes
from misid.programme.outcomes import TRUTHS, Cell, Outcomes, cells
from misid.programme.terms import Terms, terms

__all__ = ["TRUTHS", "Cell", "Outcomes", "Terms", "cells", "expected_outcomes", "terms"]
