"""Machine code is made anew when anything that it is made from changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numba
import pytest

import misid
from misid.machine.compiled import _loads_alone, bare, compiled, inlined

PACKAGE = Path(str(misid.__file__)).parent


def test_every_kind_gives_what_python_gives() -> None:
    """Compiled, bare and inlined: the same function."""

    def half(number: float) -> float:
        return number / 2.0

    for kind in (compiled, bare, inlined):
        assert kind(half)(3.0) == 1.5


def test_numba_keeps_its_own_settings() -> None:
    """Where machine code of others is kept is left as it was."""
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    compiled(lambda number: number)
    assert before == numba.config.CACHE_DIR  # type: ignore[attr-defined]


def test_a_changed_neighbour_is_seen(tmp_path: Path) -> None:
    """
    A constant in one file is part of the machine code of another.

    With numba's own rule the second run would still give the first answer: only the file of the
    function itself is looked at. The third finds it kept, and loads nothing that only compiles.
    """
    here = tmp_path / "misid"
    folder = here / "loops"
    folder.mkdir(parents=True)
    machine = here / "machine"
    machine.mkdir()
    (here / "__init__.py").write_text("", "utf-8")
    (machine / "__init__.py").write_text("", "utf-8")
    for name in ("compilation.py", "compiled.py", "kept_code.py"):
        door = (PACKAGE / "machine" / name).read_text("utf-8")
        (machine / name).write_text(door, "utf-8")
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "first.py").write_text(
        "from misid.machine.compiled import compiled\nfrom misid.loops.second import STEP\n\n\n"
        "@compiled\ndef step(many: int) -> int:\n    return many * STEP\n",
        "utf-8",
    )
    found = []
    for constant in ("2", "3", "3"):
        (folder / "second.py").write_text(f"STEP = {constant}\n", "utf-8")
        code = "from misid.loops.first import step; print(step(7)); import sys; " + (
            "print('scipy.linalg' in sys.modules)"
        )
        # The package stands in the working folder, before the installed one.
        environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        found.append(done.stdout.split())
    assert found == [["14", "True"], ["21", "True"], ["21", "False"]]
    assert len(list((here / "__pycache__").glob("machine-*"))) == 2


SHOWN = """
from misid.machine import compiled, kept_code
import numba

@compiled.compiled
def more(number):
    return number + 1.0

print(kept_code.folder())
print(numba.config.CACHE_DIR)
print(int(numba.config.OPT))
print(more(2.0))
print(numba.config.CACHE_DIR)
"""


BEST = """
import numpy as np
from misid.matching.mates import _best_image
from misid.matching.tails import TailSplit

below, above = np.empty((1, 1, 4)), np.empty((1, 1, 4))
ends = np.array([[[0.0, 1e-9, 0.3, 1.0]]])
one = TailSplit(ends, 1.0 - ends)
_best_image(one, np.array([[3.0]]), np.array([[0.0]]), below, above)
print(*below.ravel().tolist(), *above.ravel().tolist())
"""


def test_the_same_is_worked_out_where_nothing_is_compiled() -> None:
    """Python's logarithm has no number at 0 and machine code has: both give what holds there."""
    found = []
    for disabled in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", BEST],
            env=os.environ | {"PYTHONPATH": str(PACKAGE.parent), "NUMBA_DISABLE_JIT": disabled},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found.append([float(number) for number in done.stdout.split()])
    assert found[0] == pytest.approx(found[1], rel=1e-12, abs=0.0)
    _, without = found
    assert [without[0], without[3], without[4], without[7]] == [0.0, 1.0, 1.0, 0.0]


def test_another_numba_loads_as_it_always_did() -> None:
    """Names of its own may go: what is kept is then loaded by numba, and nothing is amiss."""
    made: Any = compiled(lambda number: number)
    assert _loads_alone(made)
    for gone in ("load_overload", "_load_overload", "_guard_against_spurious_io_errors"):
        names = {name: print for name in dir(made._cache) if name != gone}
        assert not _loads_alone(SimpleNamespace(_cache=SimpleNamespace(**names)))
    assert not _loads_alone(len)


def shown(folder: Path, **environment: str) -> list[str]:
    """What a process that is started in a folder says of where machine code is kept."""
    (folder / "script.py").write_text(SHOWN, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "script.py"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)} | environment,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_file_of_the_working_directory_says_nothing(tmp_path: Path) -> None:
    """It could name a folder of machine code, which is run when it is read."""
    (tmp_path / ".numba_config.yaml").write_text("cache_dir: ./theirs\nopt: 0\n", "utf-8")
    (tmp_path / "theirs").mkdir()
    kept, before, level, answer, after = shown(tmp_path)
    assert str(tmp_path) not in kept
    assert [before, level, answer, after] == ["", "3", "3.0", ""]
    assert list((tmp_path / "theirs").iterdir()) == []


def test_the_environment_says_where_machine_code_lies(tmp_path: Path) -> None:
    """In a folder of its own there, that nobody else may write."""
    kept, *_ = shown(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"))
    assert (tmp_path / "mine") == Path(kept).parent
    assert Path(kept).stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such rights here")
def test_a_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    """What is kept is run when it is read."""
    kept, *_ = shown(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"))
    Path(kept).chmod(0o777)
    (
        another,
        *_,
    ) = shown(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"))
    assert kept != another


def test_it_works_where_nothing_can_be_kept(tmp_path: Path) -> None:
    """A file stands in the way of every folder: each process makes its own machine code."""
    here = tmp_path / "misid"
    shutil.copytree(PACKAGE / "machine", here / "machine", ignore=lambda *_: ["__pycache__"])
    for name in ("__init__.py", "arrays.py", "errors.py"):
        shutil.copy(PACKAGE / name, here / name)
    (here / "__pycache__").write_text("", "utf-8")
    blocked = tmp_path / "blocked"
    blocked.write_text("", "utf-8")
    kept, *_, answer, _ = shown(
        tmp_path, PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1",
        XDG_CACHE_HOME=str(blocked), NUMBA_CACHE_DIR=str(blocked),
    )  # fmt: skip
    assert [kept, answer] == ["None", "3.0"]


def test_a_name_that_leads_into_the_working_directory_is_none(tmp_path: Path) -> None:
    """Whoever packed the folder that somebody unpacked could have put machine code there."""
    kept, *_ = shown(tmp_path, NUMBA_CACHE_DIR="theirs", XDG_CACHE_HOME="theirs")
    assert str(tmp_path) not in kept
    assert not (tmp_path / "theirs").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such rights here")
def test_a_folder_that_others_could_exchange_is_refused(tmp_path: Path) -> None:
    """Whoever may write around it can put another in its place."""
    around = tmp_path / "anybody"
    around.mkdir()
    around.chmod(0o777)
    kept, *_ = shown(tmp_path, NUMBA_CACHE_DIR=str(around))
    assert around != Path(kept).parent


def test_folders_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    """Only old machine code of our own goes."""
    theirs = [tmp_path / f"machine-{name}" for name in ("shop", "learning", "room", "gun")]
    for folder in theirs:
        folder.mkdir()
    shown(tmp_path, NUMBA_CACHE_DIR=str(tmp_path))
    assert all(folder.is_dir() for folder in theirs)
