"""What a measure can be asked for: each refusal says what is allowed."""

from __future__ import annotations

from misid.errors import MeaningError

_MOST_REPLICATES, _SEEDS = 1_000_000, 2**63


def check_confidence(confidence: float) -> None:
    """
    Refuse an interval that holds never, or always.

    Raises: MeaningError: a confidence that is not above 0 and below 1.
    """
    if not 0.0 < confidence < 1.0:
        share = confidence / 100.0 if 1.0 < confidence < 100.0 else 0.95
        raise MeaningError(
            f"confidence is {confidence:g}, but a share above 0 and below 1 is needed.",
            use=f"confidence={share:g}",
        )


def check_rate(name: str, rate: float) -> None:
    """
    Refuse an asked rate that is none.

    Raises: MeaningError: a rate that is not from 0 to 1.
    """
    if not 0.0 <= rate <= 1.0:
        raise MeaningError(
            f"the asked {name} is {rate:g}, but a rate is a share.",
            use="a number from 0 to 1, such as 0.001",
        )


def check_draws(draws: int, seed: int) -> None:
    """
    Refuse a number of draws, or a seed, that cannot be.

    Raises: MeaningError: no draw or more than a million, or a seed that is no whole number from 0.
    """
    if not 1 <= draws <= _MOST_REPLICATES:
        raise MeaningError(
            f"{draws:,} draws were asked for, but from 1 to {_MOST_REPLICATES:,} are made.",
            use="1000",
        )
    if not 0 <= seed < _SEEDS:
        raise MeaningError(f"seed is {seed}, but a seed is a whole number from 0.", use="seed=1")
