"""One reference code in a case: what an address says is known of it, and what follows."""

from __future__ import annotations

from collections.abc import Mapping

from misid.errors import MeaningError
from misid.study.asked import given
from misid.uncertainty.code_asks import answer_count
from misid.uncertainty.code_schema import CodeCase, Given
from misid.web.address import Address
from misid.web.studies import Studies

PARTS = ("rule", "candidates", "group", "condition", "review", "another")
"""What may be known of a case, as an address names it; what is empty is not known."""


def read_given(query: Mapping[str, str]) -> Given:
    """
    What is known of the case.

    Raises: MeaningError: a part that it cannot be.
    """
    known = {name: query.get(name) or None for name in PARTS}
    candidates = known.pop("candidates")
    return given(candidates=_whole(candidates), **known)


def case(
    studies: Studies,
    address: Address,
    known: Given,
    *,
    asks: bool = False,
    patience: float | None = None,
) -> CodeCase:
    """
    What one reference code means in a programme, worked out once.

    Args:
        studies: that all readers share.
        address: of the programme.
        known: of the case.
        asks: whether with what each answer would change, which takes longer.
        patience: seconds to wait for it, where that is not the page's.
    Raises: MeaningError: the scenario does not know a part of the case, or rules it out.
        StillAtWorkError: ask again.
    """
    answers = answer_count(studies.scenario(address), known) if asks else 0
    return studies.of_study(
        f"code {known.model_dump_json()}{' with asks' if asks else ''}",
        address,
        lambda study: study.one_code(**known.model_dump(), asks=asks),
        total=answers * studies.worlds,
        patience=patience,
    )


def _whole(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text[:9])
    raise MeaningError(
        f"candidates is {text[:20]!r}, but a whole number is needed.", use="a number of the list"
    )
