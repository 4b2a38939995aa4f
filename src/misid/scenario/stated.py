"""What is to stand at an input, from what was written: one reading for every door."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import Any

from misid.errors import MeaningError
from misid.files.read import cut, plain
from misid.quantities import Choice, Quantity, Share
from misid.quantities.composition import Algorithm
from misid.scenario.inputs import Input

_READ_IN_PER_CENT = 1e6
OWN_CHANGE = "own-change"
"""The name of a change that is made of inputs by name."""


def read_content(known: Mapping[str, Input], name: str, text: str) -> Any:
    """
    What is to stand at an input, from what was written.

    Args:
        known: inputs of the scenario by name.
        name: as it was asked for.
        text: a number, of a share also in per cent; the word of an option; an algorithm's name,
            which is checked where it is put on the scenario.
    Raises: MeaningError: no such input, no number, an option that it does not have, or an input
        that no single word says.
    """
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise MeaningError(
            f"no input is called {plain(name)}.",
            use=near[0] if near else "a name of `misid scenario show`",
        )
    content = known[name].content
    if isinstance(content, Quantity):
        return _inside(content, name, _number(content, name, text))
    if isinstance(content, Choice):
        return _option(content, name, text)
    if isinstance(content, Algorithm) and text:
        return text
    raise MeaningError(
        f"{name} is no single number, so no word says what is to stand there.",
        use="a scenario file of your own: `misid scenario new`",
    )


def written_content(content: Any) -> str | None:
    """
    What stands at an input in one word, as it is read back; nothing where no word says it.

    Example:
        >>> written_content(0.5), written_content(True), written_content({"low": 0, "high": 1})
        ('0.5', 'true', None)
    """
    if isinstance(content, bool):
        return str(content).lower()
    if isinstance(content, float):
        return written(content) if float(written(content)) == content else repr(content)
    return str(content) if isinstance(content, int | str) else None


def written(number: float) -> str:
    """
    A number in up to twelve digits, without an exponent where it can be.

    Example:
        >>> written(0.07 * 100), written(250_000_000.0), written(1e-12)
        ('7', '250000000', '1e-12')
    """
    if not math.isfinite(number):
        return str(number)
    short = float(f"{number:.12g}")
    return f"{short:.0f}" if short == round(short) and abs(short) < 1e15 else f"{short:.12g}"


def read_number(name: str, text: str) -> float:
    """
    A number from what was written.

    Raises: MeaningError: it is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise MeaningError(
            f"{name} is {cut(text)!r}, but a number is needed.",
            use="digits, with a point before the part below one: 0.5",
        )
    return number


def _number(quantity: Quantity, name: str, text: str) -> float:
    if isinstance(quantity, Share) and text.endswith("%"):
        return read_number(name, text[:-1]) / 100.0
    return read_number(name, text)


def _inside(quantity: Quantity, name: str, number: float) -> float:
    least, most = quantity.ends
    if least <= number <= most:
        return number
    per_cent = isinstance(quantity, Share) and abs(number) < _READ_IN_PER_CENT
    shown = f"{written(100.0 * number)} %" if per_cent else written(number)
    if isinstance(quantity, Share):
        raise MeaningError(
            f"{name} is {shown}, outside of what is possible.",
            use=f"{quantity.noun}, or from 0 % to 100 %",
        )
    raise MeaningError(f"{name} is {shown}, outside of what is possible.", use=quantity.noun)


def _option(choice: Choice[Any], name: str, text: str) -> Any:
    for option in choice.options:
        if str(written_content(option)) == text or str(option) == text:
            return option
    options = ", ".join(str(written_content(option)) for option in choice.options)
    raise MeaningError(f"{name} is {cut(text)!r}, which is none of its options.", use=options)
