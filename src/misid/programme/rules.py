"""What follows a search: whose record counts, and what review makes of it; told once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.programme.parameters import Terms

_NEVER = 1e9


class Rules(NamedTuple):
    """
    What follows a search, by world; by source, or group (`log_odds`), in a second axis.

    `persistence` of look-alikes over tries; `accepted`: a stranger's record by the rule;
    `corrected_after`: years that a wrong flag lasts; `reviewed`: share of references that review
    sees; `reviewers` whose errors are independent; `rejected`: a right record by review.
    """

    any_candidate: Flags
    only_flagged: Flags
    list_length: Integers
    tries: Integers
    until_reference: Flags
    persistence: Floats
    accepted: Floats
    wrongly_flagged: Floats
    flag_missing: Floats
    corrected_after: Floats
    reviewed: Floats
    log_odds: Floats
    slope: Floats
    studied_at: Floats
    reviewers: Floats
    rejected: Floats


def rules_of(terms: Terms) -> Rules:
    """The rules of each world, whatever was left out in its usual place."""
    records, review, one = terms.records, terms.review, np.ones_like(terms.threshold)
    searched, no = records.searched, np.zeros(len(one), bool)
    return Rules(
        any_candidate=records.any_candidate,
        only_flagged=no if searched is None else searched.only_flagged,
        list_length=terms.list_length,
        tries=terms.tries,
        until_reference=no if terms.until_reference is None else terms.until_reference,
        persistence=terms.retries.look_alikes,
        accepted=records.accepted,
        wrongly_flagged=records.wrongly_flagged,
        flag_missing=records.flag_missing,
        corrected_after=np.full_like(records.accepted, _NEVER)
        if records.corrected_after is None
        else records.corrected_after,
        reviewed=review.share,
        log_odds=review.log_odds,
        slope=review.slope,
        studied_at=review.studied_at,
        reviewers=one if review.independent is None else review.independent,
        rejected=review.share * terms.false_rejection,
    )
