"""
Try misid on every Python that is found here: with locked, the newest and the oldest dependencies.

Each gets an environment of its own, with the wheel; a scenario is worked out in it, and its
numbers must be those of the first. --tests runs tests too. What is not there is told, not tried.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
RESOLUTIONS = {"newest": "highest", "oldest": "lowest-direct"}
DEPENDENCIES = ("locked", *RESOLUTIONS)
RUN = ("run", "airport-exit", "--draws", "64", "--json")
# What the tests need beside a run.
FOR_TESTS = ("pytest", "hypothesis", "jsonschema", "mpmath", "packaging", "pypdf", "scikit-learn")


@dataclass(frozen=True)
class Tried:
    """What became of one Python with one set of dependencies."""

    python: str
    dependencies: str
    said: str
    numbers: str = ""


def main() -> int:
    """Find, install, run, tell; 1 where one fails or gives other numbers."""
    about, rest = (__doc__ or "").strip().split("\n\n", 1)
    parser = argparse.ArgumentParser(prog="./dev pythons", description=about, epilog=rest)
    parser.add_argument("--only", nargs="*", default=list(VERSIONS), help="such as 3.12")
    parser.add_argument("--dependencies", nargs="*", default=DEPENDENCIES, choices=DEPENDENCIES)
    parser.add_argument("--tests", nargs="*", default=[], help="tests to run in each")
    asked = parser.parse_args()
    there = found()
    for version in [one for one in asked.only if one not in there]:
        print(f"{version}: not found here")
    with tempfile.TemporaryDirectory() as folder:
        wheel = built(Path(folder))
        tried = []
        for version in [one for one in asked.only if one in there]:
            for name in asked.dependencies:
                one = attempt((version, there[version]), name, wheel, asked.tests)
                print(f"{one.python}, {one.dependencies} dependencies: {one.said}", flush=True)
                tried.append(one)
    others = {one.numbers for one in tried}
    if len(others) > 1:
        print("not all give the same numbers")
    return int(len(others) > 1 or any(not one.numbers for one in tried))


def found() -> dict[str, str]:
    """The interpreters of each version: on the path, or where uv and pyenv keep theirs."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"), reverse=True)
    listed = subprocess.run(
        [uv(), "python", "list", "--only-installed", "--offline"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    paths = [*map(str, kept), *re.findall(r"^\S+\s+(\S+)", listed, re.MULTILINE)]
    there: dict[str, str] = {}
    for version, path in answering(paths):
        there.setdefault(version, path)
    return there


def answering(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Those that run, with the version that they say."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for path in paths:
        done = subprocess.run([path, "-c", ask], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            yield done.stdout.strip(), path


def uv() -> str:
    """Where uv is: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else which("uv") or "uv"


def built(folder: Path) -> Path:
    """The wheel of this tree."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def installed(name: str, wheel: Path, *, for_tests: bool) -> Iterator[tuple[str, ...]]:
    """What uv installs, in order: what is locked by its digests and then the wheel, or both."""
    if name == "locked":
        lock = "requirements.lock" if for_tests else "requirements-run.lock"
        yield "--require-hashes", "--requirement", lock
        yield "--no-deps", str(wheel)
    else:
        more = FOR_TESTS if for_tests else ()
        yield "--resolution", RESOLUTIONS[name], str(wheel), *more


def attempt(python: tuple[str, str], name: str, wheel: Path, tests: list[str]) -> Tried:
    """Install and run on one Python; what it said, or what went wrong."""
    version, path = python
    place = wheel.parent / f"{version}-{name}"
    inside = str(place / "bin" / "python")
    steps = (
        [uv(), "venv", "--quiet", "--python", path, str(place)],
        *(
            [uv(), "pip", "install", "--quiet", "--python", inside, *what]
            for what in installed(name, wheel, for_tests=bool(tests))
        ),
        [inside, "-m", "misid", *RUN],
        *([[inside, "-m", "pytest", "-q", *tests]] if tests else ()),
    )
    # The wheel is meant, not a tree that a path of this process names.
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    printed = ""
    for step in steps:
        done = subprocess.run(
            step, cwd=ROOT, env=clean, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
            return Tried(version, name, f"failed at {' '.join(step[1:4])}: {last[-1]}")
        printed = printed or (done.stdout if step[1:3] == ["-m", "misid"] else "")
    first = json.loads(printed)["headline"][0]["median"]
    return Tried(version, name, f"works, first number {first:.6g}", f"{first:.6g}")


if __name__ == "__main__":
    sys.exit(main())
