"""Machine code is made anew when anything that it is made from changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numba

import misid
from misid.machine.compiled import bare, compiled, inlined

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
    function itself is looked at.
    """
    here = tmp_path / "misid"
    folder = here / "loops"
    folder.mkdir(parents=True)
    machine = here / "machine"
    machine.mkdir()
    (here / "__init__.py").write_text("", "utf-8")
    (machine / "__init__.py").write_text("", "utf-8")
    door = (PACKAGE / "machine" / "compiled.py").read_text("utf-8")
    (machine / "compiled.py").write_text(door, "utf-8")
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "first.py").write_text(
        "from misid.machine.compiled import compiled\nfrom misid.loops.second import STEP\n\n\n"
        "@compiled\ndef step(many: int) -> int:\n    return many * STEP\n",
        "utf-8",
    )
    found = []
    for constant in ("2", "3"):
        (folder / "second.py").write_text(f"STEP = {constant}\n", "utf-8")
        code = "from misid.loops.first import step; print(step(7))"
        # The package stands in the working folder, before the installed one.
        environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        found.append(int(done.stdout))
    assert found == [14, 21]
    assert len(list((here / "__pycache__").glob("machine-*"))) == 2
