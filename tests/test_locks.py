"""What is installed for a run is what was tested, without what only the tests need."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import sbom

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pinned(name: str) -> dict[str, str]:
    """Each package of a lock with its lines: version, surroundings and digests."""
    text = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"^([a-z0-9-]+)(==(?:.*\\\n)+.*--hash=\S+)", text, re.MULTILINE)
    return dict(blocks)


def named(requirements: list[str]) -> set[str]:
    """Packages that requirements name, spelt as a lock spells them."""
    return {re.sub(r"[._]", "-", Requirement(one).name) for one in requirements}


RUN, ALL = pinned("requirements-run.lock"), pinned("requirements.lock")


def test_a_run_has_the_versions_that_were_tested() -> None:
    """To the digest."""
    assert RUN == {name: ALL[name] for name in RUN}


def test_a_run_needs_no_tools_of_the_tests() -> None:
    """All that it names, what that needs, and nothing that only the tests or a cluster name."""
    extras = PROJECT["optional-dependencies"]
    needed = named(PROJECT["dependencies"] + extras["build"])
    assert needed <= set(RUN)
    asked = {
        one.name for one in sbom.pinned(ROOT / "requirements-run.lock") if one.via == ("misid",)
    }
    assert set() == (named(extras["dev"] + extras["cluster"]) - needed) & asked


@pytest.mark.parametrize("lock", ["requirements-run.lock", "requirements.lock"])
def test_what_is_pinned_is_allowed(lock: str) -> None:
    """Older versions that are left out have known faults."""
    held = pinned(lock)
    asked = [Requirement(one) for one in PROJECT["dependencies"]]
    for one in asked:
        version = held[re.sub(r"[._]", "-", one.name)].split()[0].removeprefix("==")
        assert one.specifier.contains(version), one.name


@pytest.mark.parametrize("lock", ["requirements-run.lock", "requirements.lock"])
def test_a_lock_names_no_registry(lock: str) -> None:
    """Digests say what is meant; where it is fetched is for whoever installs it."""
    assert "://" not in (ROOT / lock).read_text("utf-8")
