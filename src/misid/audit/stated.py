"""What a reader states of an audit in words: shares, ranges of them, how often checkers err."""

from __future__ import annotations

from misid.audit.schema import AssumedRate, CheckerEnds
from misid.errors import MeaningError
from misid.files.read import cut
from misid.files.written_numbers import NumberPlace, read_number, read_whole

_TO = ".."
_MOST_ROWS = 10**12


def stated_share(text: str, name: str) -> float:
    """
    A share as people write it.

    Args:
        text: such as 1%, 0.01 or 1 in 100.
        name: of the option, without its dashes.
    Raises: MeaningError: no share.
    Example:
        >>> stated_share("2%", "rate")
        0.02
    """
    place = NumberPlace(name, "a share from 0 to 1", f"--{name} 1%", 0, 1, part_of=1)
    return read_number(text, place)


def stated_rows(text: str, name: str) -> int:
    """
    A number of rows.

    Raises: MeaningError: none, or less than one.
    """
    use = "--stratum north=4000" if name == "stratum" else f"--{name} 12000"
    place = NumberPlace(
        name, "a number of rows", use, 1, _MOST_ROWS, is_whole=True, is_count=True
    )  # fmt: skip
    return read_whole(text, place)


def share_between(text: str, name: str) -> tuple[float, float]:
    """
    A share, or the two ends between which it lies: 0.9..0.98.

    Raises: MeaningError: no share, or from high to low.
    Example:
        >>> share_between("0.9..0.98", "sensitivity"), share_between("1", "specificity")
        ((0.9, 0.98), (1.0, 1.0))
    """
    low, sign, high = text.partition(_TO)
    ends = (
        stated_share(low.strip(), name),
        stated_share((high if sign else low).strip(), name),
    )
    if ends[0] > ends[1]:
        raise MeaningError(f"--{name} is {cut(text)}, from high to low.", use=f"--{name} LOW..HIGH")
    return ends


def stated_rate(text: str) -> AssumedRate:
    """
    The rate that is stated, or between which ends it lies.

    Raises: MeaningError: no share.
    """
    low, high = share_between(text, "rate")
    # The middle of orders of magnitude, where there are any.
    middle = low if low == high else (low * high) ** 0.5 if low > 0.0 else high / 2.0
    return AssumedRate(low=low, middle=middle, high=high, known="stated")


def stated_checkers(sensitivity: str, specificity: str) -> CheckerEnds:
    """
    How often checkers err, as stated.

    Raises: MeaningError: no share, or a range from high to low.
    """
    return CheckerEnds(
        sensitivity=share_between(sensitivity, "sensitivity"),
        specificity=share_between(specificity, "specificity"),
    )
