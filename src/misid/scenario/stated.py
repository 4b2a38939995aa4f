"""What is to stand at an input, from what was written: one reading for every door."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import Any

from misid.errors import MeaningError
from misid.files.read import cut, plain
from misid.files.written_numbers import Sign, grouped_by_points, read_number
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Algorithm
from misid.scenario.inputs import Input

OWN_CHANGE = "own-change"
"""The name of a change that is made of inputs by name."""


def read_content(known: Mapping[str, Input], name: str, text: str, sign: Sign | None = None) -> Any:
    """
    What is to stand at an input, from what was written.

    Args:
        known: inputs of the scenario by name.
        name: as it was asked for.
        text: a number, of a share also in per cent; the word of an option; an algorithm's name,
            which is checked where it is put on the scenario.
        sign: before the part below one, by the habit of the reader's language.
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
        return read_number(text, content.place(name, sign))
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
    A number in up to twelve digits, without an exponent where it can be, as every reader reads it.

    Example:
        >>> written(0.07 * 100), written(250_000_000.0), written(1e-12), written(1.325)
        ('7', '250000000', '1e-12', '1.3250')
    """
    if not math.isfinite(number):
        return str(number)
    short = float(f"{number:.12g}")
    if short == round(short) and abs(short) < 1e15:
        return f"{short:.0f}"
    text = f"{short:.12g}"
    return f"{text}0" if grouped_by_points(text) else text


def _option(choice: Choice[Any], name: str, text: str) -> Any:
    for option in choice.options:
        if str(written_content(option)) == text or str(option) == text:
            return option
    options = ", ".join(str(written_content(option)) for option in choice.options)
    raise MeaningError(f"{name} is {cut(text)!r}, which is none of its options.", use=options)
