"""The package: the same bytes each time, small enough, its parts listed, its numbers citable."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.command import call, document
from tests.test_locks import pinned

import advisories
import package
import sbom
from misid.evidence import evidence_digest
from misid.scenario import load_scenario, to_yaml

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
FEW = ("--draws", "32")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Wheel and sdist, built twice."""
    return package.built_twice(tmp_path_factory.mktemp("built"))


def test_wheel_and_sdist_are_the_same_bytes_each_time(built: list[dict[str, bytes]]) -> None:
    """Under another mask, time zone and seed of hashes, and from the sdist itself."""
    assert {".whl", ".gz"} == {Path(name).suffix for name in built[0]}
    assert [] == package.differing(built)


def test_another_byte_is_told() -> None:
    """By the name of the archive."""
    assert ["a.whl differs when it is built again"] == package.differing(
        [{"a.whl": b"1", "b.whl": b"1"}, {"a.whl": b"2", "b.whl": b"1"}]
    )


def test_archives_keep_within_their_sizes(built: list[dict[str, bytes]]) -> None:
    """The budget is what whoever installs it downloads of misid itself."""
    assert [] == package.too_large(built[0])
    assert ["a.whl has 3,000,001 bytes, but 3,000,000 are allowed"] == package.too_large(
        {"a.whl": bytes(3_000_001), "a.tar.gz": bytes(3_000_001)}
    )


@pytest.mark.parametrize("lock", ["requirements-run.lock", "requirements.lock"])
def test_list_of_parts_is_what_is_pinned(lock: str) -> None:
    """Every package with its version, one who asks for it, and the digests of its archives."""
    listed = sbom.pinned(ROOT / lock)
    digests = {one.name: sorted(one.digests) for one in listed}
    assert {one.name: one.version for one in listed} == {
        name: lines.split()[0].removeprefix("==") for name, lines in pinned(lock).items()
    }
    assert digests == {
        name: sorted(re.findall(r"sha256:(\w+)", lines)) for name, lines in pinned(lock).items()
    }
    assert [] == [one.name for one in listed if not one.via]


def test_list_of_parts_says_who_needs_whom() -> None:
    """Every reference leads to a part, and every part is reached from misid."""
    found = sbom.sbom(sbom.pinned(ROOT / "requirements-run.lock"))
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    root = found["metadata"]["component"]["bom-ref"]
    reached, left = {root}, [root]
    while left:
        new = set(needs[left.pop()]) - reached
        reached |= new
        left.extend(new)
    assert reached == {root, *(one["bom-ref"] for one in found["components"])}


def test_list_of_parts_is_the_same_each_time() -> None:
    """No clock and no chance is in it."""
    first, second = (
        json.dumps(sbom.sbom(sbom.pinned(ROOT / "requirements-run.lock"))) for _ in range(2)
    )
    assert first == second


FAULT = {"id": "CVE-1", "fix_versions": ["2"]}


@pytest.mark.parametrize(
    ("entry", "code"),
    [({"vulns": []}, 0), ({"vulns": [FAULT]}, 1), ({"skip_reason": "not found"}, 2)],
)
def test_what_could_not_be_asked_is_not_clean(entry: Mapping[str, Any], code: int) -> None:
    """No advisory, one, and no answer have an exit code each."""
    assert code == advisories.verdict([{"name": "a", "version": "1", **entry}])[0]


def test_citation_is_of_this_version() -> None:
    """Its version is the package's, and its date one that was."""
    cited = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert VERSION == cited["version"]
    assert datetime.date(2026, 6, 1) < cited["date-released"]


def test_version_is_told_with_that_of_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """As the last line of every report has them."""
    said = f"misid {VERSION}, evidence {evidence_digest()[:12]}\n"
    assert (0, said, "") == call(capsys, "--version")


def test_methods_paragraph_holds_what_makes_the_numbers_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Version, both digests whole, seed, worlds and the command, on one line, and no table."""
    _, said, _ = call(capsys, "run", *FEW, "--seed=7", "--with=delete-all", "--stamp")
    stamp = document("run", *FEW, "--seed=7", "--with=delete-all")["stamp"]
    assert 1 == said.count("\n")
    for part in (VERSION, stamp["scenario_digest"], stamp["evidence_digest"], "32 possible worlds"):
        assert part in said
    assert "misid run task-force-module --with=delete-all --draws=32 --seed=7." in said


def test_methods_paragraph_says_that_a_scenario_of_ones_own_goes_with_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nobody has it otherwise."""
    own = load_scenario("airport-exit").model_copy(update={"name": "mine"})
    (tmp_path / "mine.yaml").write_text(to_yaml(own), encoding="utf-8")
    _, said, _ = call(capsys, "run", tmp_path / "mine.yaml", *FEW, "--stamp")
    _, shipped, _ = call(capsys, "run", "airport-exit", *FEW, "--stamp")
    assert (True, False) == tuple("has to be published" in one for one in (said, shipped))


def test_a_paragraph_is_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    """One of two forms is asked for."""
    code, _, told = call(capsys, "run", *FEW, "--stamp", "--json")
    assert (2, True) == (code, "--json and --stamp were both given" in told)


def test_a_shell_completes_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `misid --install-completion` puts into a shell asks for words like this."""
    monkeypatch.setenv("_MISID_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "misid run air")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert "airport-exit" == call(capsys)[1].strip()


UNIX_TAKEN_AWAY = """
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for module, names in ((os, ("fork", "getuid", "getloadavg")), (signal, ("pthread_sigmask",))):
    for name in names:
        delattr(module, name)
from misid.cli import main
for words in ("scenario new mine.yaml", "run mine.yaml --draws 32"):
    sys.argv = ["misid", *words.split()]
    try:
        main()
    except SystemExit as stop:
        assert not stop.code
"""


def test_a_scenario_is_written_and_run_where_there_is_no_unix(tmp_path: Path) -> None:
    """No module and no function that Windows lacks is needed."""
    command = [sys.executable, "-c", UNIX_TAKEN_AWAY]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert f"misid {VERSION}, scenario mine" in done.stdout
