"""The one door for developers, on every system: python dev.py help."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(PROGRAMS / "python")
RUN = ("run", "--out", "out/task-force-module")
OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3", sys.executable)
MADE = (
    *(".venv", "out", "dist", "build", ".hypothesis", ".import_linter_cache", ".mypy_cache"),
    *(".pytest_cache", ".ruff_cache"),
)
HELP = """./dev WORD [ARGUMENTS]        on Windows: py dev.py WORD [ARGUMENTS]

  run         run the default scenario into out/task-force-module (arguments go to misid run)
  misid       any command of misid: ./dev misid unknowns
  serve       open the page (arguments go to misid serve)
  test        build the wheel, run the tests and doctests on it (arguments go to pytest)
  lint        ruff, mypy, import-linter
  format      let ruff mend what it can
  bench       measure speed (arguments go to bench/run.py)
  docs        write the generated pages of docs/
  words       bring the catalogues of translations up to date (--check only says, --missing lists)
  pins        compare the numbers in tests/pins to the last bit (--help says how they are written)
  fuzz        give every reader inputs by chance (--minutes 60, --seed 7; --help says more)
  kill        stop every command that writes at any step, look at what is left (--help says more)
  site        write the documentation as plain HTML into out/site, every link followed
  validate    work out docs/validation.md: tables, programmes, other roads, coverage (some minutes)
  benchmarks  write docs/benchmarks.md from what bench measured last
  mutate      change the arithmetic in one place at a time: do tests notice? (--help says more)
  pythons     try every Python that is found here, with locked, newest and oldest dependencies
  package     build wheel and sdist twice, compare every byte, write them into dist
  sbom        what a run is made of, as CycloneDX JSON (--out FILE)
  advisories  what is known against the pinned versions (needs a network and uv)
  lock        pin the newest that fit: requirements.lock, requirements-run.lock (needs uv)
  clean       remove everything that these words made
  help        this text

The words make .venv when it is missing or requirements.lock changed. They need
Python 3.11 or newer: PYTHON names one, else the newest on the path is taken.
"""
SCRIPTS = {
    **{word: f"tools/{word}.py" for word in ("words", "docs", "pins", "fuzz", "kill", "validate")},
    **{word: f"tools/{word}.py" for word in ("benchmarks", "package", "sbom", "advisories")},
    **{word: f"tools/{word}.py" for word in ("mutate", "pythons")},
    "bench": "bench/run.py",
    "site": "tools/docs_site.py",
}


def main() -> int:
    """Do what the word says; its exit code is that of what was asked for."""
    os.chdir(ROOT)
    word, *rest = sys.argv[1:] or ["help"]
    if word in ("help", "-h", "--help"):
        sys.stdout.write(HELP)
        return 0
    if word not in WORDS:
        sys.stderr.write(f"{HELP}dev: {word} is not one of these words\n")
        return 2
    try:
        if word not in ("clean", "lock"):
            environment()
        return WORDS[word](word, rest)
    except subprocess.CalledProcessError as error:
        return error.returncode
    except KeyboardInterrupt:
        return 130


def environment() -> None:
    """`.venv` with what is locked, made anew where either changed, and this tree in it."""
    locked, mine = VENV / "locked", VENV / "pyproject.toml"
    pins = f"{ROOT} {hashlib.sha256(Path('requirements.lock').read_bytes()).hexdigest()}"
    if not locked.exists() or locked.read_text(encoding="utf-8") != pins:
        chosen = newest_python()
        version = subprocess.check_output([chosen, "--version"], text=True).strip()
        sys.stderr.write(f"dev: making .venv with {version}\n")
        call(chosen, "-m", "venv", "--clear", ".venv")
        install("--require-hashes", "--requirement", "requirements.lock")
        locked.write_text(pins, encoding="utf-8")
    ours = Path("pyproject.toml").read_bytes()
    if not mine.exists() or mine.read_bytes() != ours:
        install("--no-deps", "--no-build-isolation", "--editable", ".")
        mine.write_bytes(ours)


def newest_python() -> str:
    """The one that PYTHON names, or the newest on the path."""
    named = os.environ.get("PYTHON")
    asks = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for candidate in (named,) if named else CANDIDATES:
        found = shutil.which(candidate)
        if (
            found
            and subprocess.run([found, "-c", asks], capture_output=True, check=False).returncode
            == 0
        ):
            return found
    sys.stderr.write(
        "dev: no Python 3.11 or newer found\n  use  install one, or name one in PYTHON\n"
    )
    sys.exit(2)


def install(*what: str) -> None:
    """Install into `.venv`, with uv where it is at hand."""
    if shutil.which("uv"):
        call("uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON, *what)
    else:
        call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)


def call(*command: str) -> int:
    """Run to its end. Raises: subprocess.CalledProcessError: it failed."""
    return subprocess.run(command, check=True).returncode


def hand_over(*command: str) -> int:
    """Run in place of this process, where a system can; what is pressed or piped reaches it."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - what was asked for
    return subprocess.run(command, check=False).returncode


def run_misid(word: str, rest: list[str]) -> int:
    """The program, or one of its commands."""
    before = {"run": RUN, "serve": ("serve",), "misid": ()}[word]
    return hand_over(PYTHON, "-m", "misid", *before, *rest)


def run_script(word: str, rest: list[str]) -> int:
    """A script of tools or bench."""
    if word == "pins":
        rest = rest or ["--check"]
    if word == "validate":
        # It asks the tests' own oracles.
        os.environ["PYTHONPATH"] = "."
    return hand_over(PYTHON, SCRIPTS[word], *rest)


def lint(_: str, __: list[str]) -> int:
    """All that reads the code without running it."""
    call(PYTHON, "-m", "ruff", "check", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", ".")
    call(PYTHON, "-m", "mypy")
    return call(str(PROGRAMS / "lint-imports"), "--no-logo")


def let_format(_: str, __: list[str]) -> int:
    """What ruff can mend."""
    call(PYTHON, "-m", "ruff", "check", "--fix", ".")
    return call(PYTHON, "-m", "ruff", "format", ".")


def lock(_: str, __: list[str]) -> int:
    """Pin the newest that fit, and of these what a run alone needs."""
    pin("requirements.lock", "--extra", "cluster", "--extra", "dev", "--upgrade")
    # The same versions, without what only the tests need.
    return pin("requirements-run.lock", "--extra", "build", "--constraint", "requirements.lock")


def pin(file: str, *more: str) -> int:
    """One file of pins, for every system."""
    return call(
        *("uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"),
        *("--fork-strategy", "fewest", "--generate-hashes", "--no-emit-index-url", "--quiet"),
        *("--custom-compile-command", "./dev lock", "--output-file", file, *more),
    )


def clean(_: str, __: list[str]) -> int:
    """Remove what was made."""
    for name in MADE:
        shutil.rmtree(name, ignore_errors=True)
    return 0


def test(_: str, rest: list[str]) -> int:
    """Build the wheel and test that; it stands before the editable install, so src does not."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder)
        call(PYTHON, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
        (wheel,) = built.glob("misid-*.whl")
        install("--no-deps", "--target", str(built / "site"), str(wheel))
        os.environ |= {"MISID_TESTED_WHEEL": "1", "PYTHONPATH": str(built / "site")}
        if any(Path(one.partition("::")[0]).exists() for one in rest):
            return subprocess.run([PYTHON, "-m", "pytest", *rest], check=False).returncode
        return test_all(rest, built / "beside")


def test_all(rest: list[str], printed: Path) -> int:
    """Two halves that take about as long: the browser's tests with some others, and the rest."""
    late = [str(path) for path in sorted(Path("tests").glob("test_[s-z]*.py"))]
    pytest = [PYTHON, "-m", "pytest"]
    others = ["--ignore", "tests/web", "--ignore-glob", "tests/test_[s-z]*.py"]
    with printed.open("wb") as kept:
        beside = subprocess.Popen(
            [*pytest, "tests/web", *late, *rest], stdout=kept, stderr=subprocess.STDOUT
        )
        try:
            doctests = ["--pyargs", "misid", "--doctest-modules"]
            first = subprocess.run([*pytest, "tests", *others, *doctests, *rest], check=False)
            codes = (first.returncode, beside.wait())
        finally:
            beside.kill()
    sys.stdout.write(printed.read_text(encoding="utf-8", errors="replace"))
    # With -k there may be none of one kind, which pytest calls 5.
    return next((code for code in codes if code not in (0, 5)), 0)


WORDS = {
    **dict.fromkeys(("run", "serve", "misid"), run_misid),
    **dict.fromkeys(SCRIPTS, run_script),
    "test": test,
    "lint": lint,
    "format": let_format,
    "lock": lock,
    "clean": clean,
}

if __name__ == "__main__":
    sys.exit(main())
