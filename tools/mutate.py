"""
Change the arithmetic of a module in one place at a time, and see whether its tests notice.

Prints every change that no test noticed, as soon as that is known, then the share that one did.
Operators, comparisons, numbers, signs and conditions are changed, never annotations or docstrings.
Each mutant is tried in a child of this process, which has loaded what all of them need: first by
the tests that reach its line, the quickest first and nothing compiled; where none of them notices
it, by all.
"""

import argparse
import ast
import copy
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from reached import Reach, Reached

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "misid"
_SAMPLED = tuple(
    f"tests/test_simulate.py::test_{name}"
    for name in (
        "columns_draw_each_thing_as_often_as_its_share",
        "rarities_between_points_are_those_of_the_field",
        "strangers_are_drawn_at_each_groups_threshold",
        "mates_are_those_of_the_closed_form",
        "the_first_stranger_is_where_the_false_positive_rate_says",
        "gaps_follow_from_the_strangers_before",
        "tries_show_a_mate_as_often_as_the_closed_form_says",
        "profiles_are_all_that_can_come_before_a_search",
        "shipped_scenarios_agree_with_the_closed_form",
    )
)
"""Of the sampler, quick ones first; its kernel is compiled anew for each mutant, which takes longer
than this harness waits for."""
_INFERRED = tuple(
    f"tests/test_inference.py::test_{name}"
    for name in (
        "worlds_are_drawn_anew_as_often_as_they_weigh",
        "worlds_are_those_of_the_exact_posterior",
        "the_same_seed_gives_the_same_worlds",
        "weights_are_right_where_inputs_are_drawn_nearer",
        "ninety_per_cent_ranges_hold_nine_of_ten",
        "counts_that_no_world_can_give_are_refused",
        "worlds_are_those_that_another_sampler_walks_to",
    )
)
"""Of the sampler of worlds given counts: against exact answers, and nothing compiled."""
_LOADED = ("numpy", "scipy.stats", "scipy.integrate", "polars", "pydantic")
_LEAST_SECONDS, _TIMES = 60.0, 10.0
"""Seconds of a processor after which a mutant finds no end: at least so many, and so many times
those of its tests without a change."""
TESTED_BY: dict[str, tuple[str, ...]] = {
    "measures/error_rates.py": ("tests/test_measures.py",),
    "measures/intervals.py": ("tests/test_measures.py",),
    "measures/identification.py": (
        *("tests/test_measures.py", "tests/test_identification.py", "tests/test_candidates.py"),
    ),
    "measures/score_counts.py": ("tests/test_measures.py",),
    "matching/rarity.py": ("tests/test_matching.py",),
    "matching/tails.py": ("tests/test_matching.py",),
    "matching/mates.py": ("tests/test_matching.py", "tests/test_search_brute_force.py"),
    "matching/impostor_field.py": ("tests/test_matching.py",),
    "matching/calibration.py": ("tests/test_matching.py",),
    "programme/expected/integrals.py": ("tests/test_search.py",),
    "programme/expected/search.py": ("tests/test_search.py", "tests/test_search_brute_force.py"),
    "programme/expected/quadrature.py": ("tests/test_search.py",),
    "inference/sampler.py": _INFERRED,
    "programme/counting/alias.py": _SAMPLED,
    "programme/counting/kernel_tables.py": _SAMPLED,
    "programme/counting/profiles.py": _SAMPLED,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclass(frozen=True)
class Mutant:
    """A module with one place changed: where, from what to what."""

    module: str
    line: int
    change: str
    source: str
    row: int = 0
    """Its line in the source as it is written here, which has no blank lines and no remarks."""

    def __str__(self) -> str:
        """Where, and from what to what."""
        return f"{self.module}:{self.line}: {self.change}"


def main() -> int:
    """Try some mutants of each module, and tell the score."""
    parser = argparse.ArgumentParser(prog="./dev mutate", description=__doc__)
    parser.add_argument("module", nargs="*", default=list(TESTED_BY), help="below src/misid")
    parser.add_argument("--each", type=int, default=10, help="mutants of a module, by chance")
    parser.add_argument("--minutes", type=float, default=30, help="begin no mutant after that")
    parser.add_argument("--seed", type=int, default=1, help="which mutants")
    asked = parser.parse_args()
    until = time.monotonic() + 60 * asked.minutes
    chosen = [one for name in asked.module for one in some(name, asked.each, asked.seed)]
    random.Random(asked.seed).shuffle(chosen)  # noqa: S311 - so that a short run sees all modules
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        shutil.copytree(ROOT / "src", tree / "src")
        for name in _LOADED:
            import_module(name)
        found = list(tried(chosen, tree, until))
    return told(found, len(chosen))


def tried(chosen: Sequence[Mutant], tree: Path, until: float) -> Iterator[tuple[Mutant, bool]]:
    """Mutants one by one, told at once; none whose tests fail without a change."""
    sound: dict[tuple[str, ...], Reach | None] = {}
    for one in chosen:
        if time.monotonic() > until:
            return
        tests = TESTED_BY[one.module]
        if tests not in sound:
            sound[tests] = reach(tests, tree)
        its = sound[tests]
        if its is None:
            print(f"not tried: {one}: its tests fail as they are", flush=True)
            continue
        was_noticed = noticed(one, its, tree)
        print(f"{'noticed' if was_noticed else 'survived'}: {one}", flush=True)
        yield one, was_noticed


def reach(tests: tuple[str, ...], tree: Path) -> Reach | None:
    """Which tests reach which lines, of modules as mutants are written; None where one fails."""
    modules = [name for name, its in TESTED_BY.items() if its == tests]
    kept, whole = tree / "reached.json", {name: _unchanged(name) for name in modules}
    kept.unlink(missing_ok=True)
    paths = {str(tree / "src" / "misid" / name): name for name in modules}
    status = _tried_with(whole, tree, tests, plugin=Reached(paths, kept))
    return None if status else Reach.read(kept)


def _unchanged(module: str) -> str:
    """The module as a mutant is written, without a change: tests that notice it show nothing."""
    return ast.unparse(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))


def told(found: Sequence[tuple[Mutant, bool]], asked: int) -> int:
    """Tell the score by module and in all."""
    for module in dict.fromkeys(one.module for one, _ in found):
        of_it = [was for one, was in found if one.module == module]
        print(f"{module}: {sum(of_it)} of {len(of_it)} noticed")
    noticed_in_all = sum(was for _, was in found)
    print(f"{noticed_in_all} of {len(found)} mutants noticed; {asked - len(found)} not tried")
    return 0


def some(module: str, many: int, seed: int) -> list[Mutant]:
    """So many mutants of a module, by chance; all where there are fewer."""
    every = list(mutants(module, (PACKAGE / module).read_text(encoding="utf-8")))
    return random.Random(f"{seed} {module}").sample(every, min(many, len(every)))  # noqa: S311


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """
    Every mutant of a module.

    Example:
        >>> [one.change for one in mutants("a.py", "x = 2 * y")]
        ['2 * y -> 2 / y', '2 -> 3']
    """
    tree = ast.parse(source)
    whole = ast.unparse(tree).splitlines()
    skipped = {id(inner) for node in ast.walk(tree) for inner in _unread(node)}
    for node in [one for one in ast.walk(tree) if id(one) not in skipped]:
        kept = {
            name: copy.copy(part) if isinstance(part, list) else part
            for name, part in vars(node).items()
        }
        before = ast.unparse(node)
        if changed(node):
            changed_source = ast.unparse(tree)
            yield Mutant(
                module,
                getattr(node, "lineno", 0),
                f"{before} -> {ast.unparse(node)}",
                changed_source,
                _first_other(whole, changed_source.splitlines()),
            )
            node.__dict__.update(kept)


def _first_other(lines: Sequence[str], others: Sequence[str]) -> int:
    """The number of the first line that is another."""
    pairs = zip(lines, others, strict=False)
    return next((row for row, (one, other) in enumerate(pairs, 1) if one != other), 0)


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    """Parts that say nothing at run time: annotations, docstrings, decorators."""
    parts: list[ast.AST | None] = []
    if isinstance(node, ast.FunctionDef):
        parts += [node.returns, *node.decorator_list]
    if isinstance(node, ast.ClassDef):
        parts += node.decorator_list
    if isinstance(node, ast.arg | ast.AnnAssign):
        parts.append(node.annotation)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        parts.append(node)
    for part in parts:
        if part is not None:
            yield from ast.walk(part)


def changed(node: ast.AST) -> bool:
    """Change a node in its place, if it is one that can be; whether it was."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        node.op = OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        node.ops[0] = COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node.op = ast.UAdd()
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float | bool):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1
    else:
        return False
    return True


def noticed(mutant: Mutant, its: Reach, tree: Path) -> bool:
    """Whether a test fails, or finds no end, with this mutant in the copy of the package."""
    sources, every = {mutant.module: mutant.source}, TESTED_BY[mutant.module]
    seconds = max(_LEAST_SECONDS, _TIMES * its.total)
    near = its.tests(mutant.module, range(mutant.row, mutant.row + 1))
    if near and _tried_with(sources, tree, near, seconds):
        return True
    return bool(_tried_with(sources, tree, every, seconds))


def _tried_with(
    sources: Mapping[str, str],
    tree: Path,
    tests: Sequence[str],
    seconds: float = 0.0,
    *,
    plugin: Reached | None = None,
) -> int:
    """The status of tests with other sources of some modules in the copy of the package."""
    paths = {tree / "src" / "misid" / module: source for module, source in sources.items()}
    whole = {path: path.read_text(encoding="utf-8") for path in paths}
    for path, source in paths.items():
        path.write_text(source, encoding="utf-8")
    try:
        child = os.fork()
        if not child:
            _test(tests, tree, seconds, plugin)
        return os.waitpid(child, 0)[1]
    finally:
        for path, source in whole.items():
            path.write_text(source, encoding="utf-8")


def _test(tests: Sequence[str], tree: Path, seconds: float, plugin: Reached | None) -> NoReturn:
    """The whole life of a child: tests, with the copy before any other misid."""
    code = 1
    try:
        os.setsid()
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(ROOT)
        sys.path[:0] = [str(tree / "src"), str(ROOT)]
        # Whatever a test begins finds the copy too.
        os.environ |= {"PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        # To compile a kernel anew for each mutant takes longer than most tests of it do without.
        os.environ |= {"NUMBA_DISABLE_JIT": "1"}
        sys.dont_write_bytecode = True
        options = ["-q", "-x", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
        plugins = [] if plugin is None else [plugin]
        code = int(import_module("pytest").main([*options, *tests], plugins))
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
