"""Numbers of a document by names that stay, wherever the document keeps them.

A `Place` says where numbers of one kind stand. Its path is read from left to right:

- `key` goes into an object; where a null stands in the way there are no such numbers;
- `rows[field]` goes through a list, each row named by that field, or by several: `[name,group]`;
- `rows[#]` names them by position, from 1; `rows[*]` goes through an object, named by its keys;
- `rows[]` takes what follows of all rows together, as one list of numbers;
- `part{field}` is one object, or null, that is named by its own field.

Each name so found takes the place of the next `*` in the name of the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Number = float | int | bool | None
Pinned = Number | list[Number] | str
"""A number, numbers in a row, or the digest of an array."""
Names = tuple[str, ...]

_STEP = re.compile(r"(?P<key>[^.\[\]{}]+)(?:(?P<kind>[\[{])(?P<by>[^\]}]*)[\]}])?(?:\.|$)")


@dataclass(frozen=True)
class Place:
    """
    Where numbers of one kind stand in a document.

    `leaves` are keys below the path, or `name=path.to.it` where the name is another.
    """

    name: str
    path: str
    leaves: tuple[str, ...] = ()

    def numbers(self, document: object) -> Iterator[tuple[str, Pinned]]:
        """Every number of the kind with its name."""
        for leaf in self.leaves or ("",):
            said, _, path = leaf.partition("=")
            full = ".".join(part for part in (self.path, path or said) if part)
            name = "/".join(part for part in (self.name, said.replace(".", "/")) if part)
            for names, value in _walk(document, tuple(_STEP.finditer(full)), full):
                yield _filled(name, names), _checked(value, full)


def numbers_of(document: object, places: tuple[Place, ...]) -> dict[str, Pinned]:
    """
    All numbers of a document by name.

    Raises: LookupError: a key is gone; ValueError: two numbers of one name, or no number.
    """
    found: dict[str, Pinned] = {}
    for place in places:
        for name, value in place.numbers(document):
            if name in found:
                raise ValueError(f"two numbers are called {name}, the second by {place.path}")
            found[name] = value
    return found


def _walk(
    value: Any, steps: tuple[re.Match[str], ...], path: str
) -> Iterator[tuple[Names, object]]:
    if not steps:
        yield (), value
        return
    step, *others = steps
    rest = tuple(others)
    if not isinstance(value, Mapping) or step["key"] not in value:
        raise LookupError(f"no {step['key']!r} on the way of {path}: mend named_numbers.py")
    part = value[step["key"]]
    if part is None and (rest or step["kind"]):
        return
    if step["kind"] == "[" and not step["by"]:
        yield (), [found for row in part for _, found in _walk(row, rest, path)]
        return
    for names, row in _rows(part, step):
        for more, found in _walk(row, rest, path):
            yield (*names, *more), found


def _rows(part: Any, step: re.Match[str]) -> Iterator[tuple[Names, object]]:
    by = step["by"]
    if not step["kind"]:
        yield (), part
    elif step["kind"] == "{":
        yield (_named(part, by),), part
    elif by == "*":
        yield from (((str(key),), row) for key, row in part.items())
    else:
        for position, row in enumerate(part, start=1):
            yield (str(position) if by == "#" else _named(row, by),), row


def _named(row: Mapping[str, object], by: str) -> str:
    return "/".join(_word(row[field]) for field in by.split(","))


def _word(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "-" if value in (None, "") else str(value).replace(" ", "_")


def _filled(name: str, names: Names) -> str:
    if name.count("*") != len(names):
        raise ValueError(f"{name} has other stars than names: {names}")
    for one in names:
        name = name.replace("*", one, 1)
    return name


def _checked(value: object, path: str) -> Pinned:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple) and all(
        one is None or isinstance(one, bool | int | float) for one in value
    ):
        return list(value)
    raise ValueError(f"{path} leads to {type(value).__name__}, not to numbers")
