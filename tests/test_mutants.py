"""Mutants of arithmetic: each is one change, of what runs, and the module is left as it was."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import ast

import pytest

import mutate

SOURCE = '''
"""A module with 1 number in words."""

ALL: dict[str, int] = {}


@dataclass(frozen=True)
class Rate:
    """Kept 1 time."""


def rate(x: float, limit: float = 1.0) -> float:
    """Half of 2."""
    if x < limit and x > 0:
        return -x if limit else x**2
    return x / 3
'''


def changes() -> list[str]:
    """What is changed in the module above, in the order of its tree."""
    return [one.change for one in mutate.mutants("a.py", SOURCE)]


def test_operators_comparisons_signs_and_numbers_are_changed() -> None:
    """One at a time; neither annotations nor docstrings."""
    expected = {
        "x < limit and x > 0 -> x < limit or x > 0",
        "x < limit -> x <= limit",
        "x > 0 -> x >= 0",
        "0 -> 1",
        "-x if limit else x ** 2 -> x ** 2 if limit else -x",
        "-x -> +x",
        "x ** 2 -> x * 2",
        "2 -> 3",
        "x / 3 -> x * 3",
        "3 -> 4",
        "1.0 -> 2.0",
    }
    assert (expected, len(expected)) == (set(changes()), len(changes()))


def test_each_mutant_differs_in_one_place() -> None:
    """From the module, and from the others, so that none is left behind in the next."""
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    sources = [one.source for one in mutate.mutants("a.py", SOURCE)]
    for source in sources:
        pairs = zip(whole, source.splitlines(), strict=True)
        assert 1 == sum(before != after for before, after in pairs)
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize("module", list(mutate.TESTED_BY))
def test_modules_and_their_tests_exist(module: str) -> None:
    """So that a run that finds nothing has looked somewhere."""
    assert (mutate.PACKAGE / module).is_file()
    assert all(
        (mutate.ROOT / name.partition("::")[0]).is_file() for name in mutate.TESTED_BY[module]
    )


def test_the_score_counts_what_was_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    """By module and in all; a mutant is named with its line."""
    one, other = (mutate.Mutant(f"{name}.py", 3, "1 -> 2", "") for name in ("a", "b"))
    assert "a.py:3: 1 -> 2" == str(one)
    mutate.told([(one, True), (one, False), (other, True)], 5)
    assert [
        "a.py: 1 of 2 noticed",
        "b.py: 1 of 1 noticed",
        "2 of 3 mutants noticed; 2 not tried",
    ] == capsys.readouterr().out.splitlines()
