"""A claim and a limit that an address states: what they are, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from misid.errors import MeaningError
from misid.files.written_numbers import NumberPlace, read_number
from misid.results.output_definitions import KINDS
from misid.scenario import Output
from misid.study import known_output, read_limit
from misid.study.asked import Stated
from misid.uncertainty.schema import Claim, Requirements
from misid.web.address import Address, decimal_sign
from misid.web.studies import Studies
from misid.web.ticks import is_ticked

_RATE, _GALLERY = "false_positive_rate", "at_gallery"
_SHARE = NumberPlace("accuracy", "a share from 0 to 1", "0.99", 0, 1, part_of=1)
_PLACES = {
    "accuracy": _SHARE,
    _RATE: replace(_SHARE, name=_RATE, use="0.001"),
    _GALLERY: NumberPlace(_GALLERY, "a number of records", "12,000,000", is_count=True),
    "false_per_true": NumberPlace("false_per_true", "a number", "1:200", part_of=1),
}
DEFINITIVE, OUTPUT, LIMIT = "definitive", "output", "limit"
CLAIM_FIELDS = (*_PLACES, DEFINITIVE)
"""What may be stated in a claim, as an address names it: one, or a rate and its gallery."""
LIMITED: tuple[Output, ...] = tuple(kind.name for kind in KINDS if not kind.more_is_better)
"""Outputs on which a limit is the most that they may be."""


def entered(query: Mapping[str, str]) -> dict[str, str]:
    """The fields of a claim or a limit that say something."""
    names = (*CLAIM_FIELDS, OUTPUT, LIMIT)
    return {name: query[name].strip() for name in names if query.get(name, "").strip()}


def read_claim(fields: Mapping[str, str], language: str) -> Stated:
    """
    The claim of an address; nothing where none is stated.

    Args:
        fields: as they were filled in.
        language: of the reader, whose numbers are written as theirs are.
    Raises: MeaningError: a number that cannot be meant, or two that may be; a box that says
        anything but that it is ticked; two claims at once, or a gallery beside another claim than a
        rate.
    """
    _check_one(fields)
    sign = decimal_sign(language)
    said: dict[str, float | bool] = {
        name: read_number(fields[name], replace(place, sign=sign))
        for name, place in _PLACES.items()
        if fields.get(name)
    }
    if is_ticked(fields, DEFINITIVE):
        said[DEFINITIVE] = True
    return cast("Stated", said)


def _check_one(fields: Mapping[str, str]) -> None:
    said = [name for name in CLAIM_FIELDS if fields.get(name) and name != _GALLERY]
    if len(said) > 1:
        raise MeaningError(
            "more than one thing is said at once.", use="one of them; leave the others empty"
        )
    if fields.get(_GALLERY) and said != [_RATE]:
        raise MeaningError(
            "how many records it was measured on is said of a false positive rate alone.",
            use="a false positive rate beside it, or leave it empty",
        )


def claim_of(
    studies: Studies, address: Address, stated: Stated, *, patience: float | None = None
) -> Claim:
    """
    What a claim would mean in a programme, worked out once.

    Args:
        studies: that all readers share.
        address: of the programme.
        stated: the claim.
        patience: seconds to wait for it, where that is not the page's.
    Raises: MeaningError: none or several claims, or a number that cannot be stated.
        StillAtWorkError: ask again.
    """
    return studies.of_study(
        f"claim {sorted(stated.items())}",
        address,
        lambda study: study.claim(**stated),
        patience=patience,
    )


def requirements_of(
    studies: Studies, address: Address, fields: Mapping[str, str], *, patience: float | None = None
) -> Requirements:
    """
    What a limit would require of a programme, worked out once.

    Args: as of `claim_of`; `fields` name the output and the limit.
    Raises: MeaningError: an output that does not exist, or no limit that it can have.
        StillAtWorkError: ask again.
    """
    output = known_output(fields.get(OUTPUT, LIMITED[0]))
    if not fields.get(LIMIT):
        raise MeaningError("no limit is given.", use="a number, such as 100 or 20%")
    limit = read_limit(fields[LIMIT], output, decimal_sign(address.language))
    return studies.apart(
        f"limit {output} {limit!r}",
        address,
        lambda study: study.require(output, limit),
        patience=patience,
    )
