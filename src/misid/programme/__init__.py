"""What a programme does: the closed form, its outcome table, and the photographs it keeps."""

from misid.programme.expected.outcome_table import expected_outcomes
from misid.programme.operating_points import false_positives, true_positives
from misid.programme.outcomes import REFERENCES, TRUTHS, Enrolment, OutcomeCell, Outcomes, cells
from misid.programme.parameters import Terms, terms
from misid.programme.retention import (
    KeptYears,
    PhotographStock,
    RetentionYears,
    distinct_people,
    photographs_a_year,
    photographs_held,
)

__all__ = [
    "REFERENCES",
    "TRUTHS",
    "Enrolment",
    "KeptYears",
    "OutcomeCell",
    "Outcomes",
    "PhotographStock",
    "RetentionYears",
    "Terms",
    "cells",
    "distinct_people",
    "expected_outcomes",
    "false_positives",
    "photographs_a_year",
    "photographs_held",
    "terms",
    "true_positives",
]
