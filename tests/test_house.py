"""The house rules that a machine can check: shape of the code, what is imported, what is named."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import misid

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "misid"
HEAVY = ("numpy", "scipy", "polars", "pydantic", "ruamel", "typer", "rich")

# Written in halves, so that this file does not find itself.
REGISTRIES = (
    "--(extra-)?index" + "-url",
    r"https?://\S*(/sim" + "ple/|pypi" + r"\.|python" + "hosted|npm" + r"js|deb\.deb" + "ian)",
)
FACE_LIBRARIES = (
    "face_" + "recognition|insight" + "face|deep" + "face|face" + "net|arc" + "face",
    r"\bdl" + r"ib\b|media" + "pipe|open" + r"cv|\bcv" + r"2\b|fai" + "ss|hnsw" + "lib",
)
MACHINE_PATHS = (r"(^|[^\w.])/(ro" + "ot|ho" + "me|wo" + "rk)/",)


def load_house() -> ModuleType:
    """The measuring tool, which is a script and no module of the package."""
    spec = importlib.util.spec_from_file_location("house", ROOT / "tools" / "house.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up while it is still being run.
    sys.modules["house"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def house() -> ModuleType:
    """The measuring tool, read once."""
    return load_house()


@pytest.fixture(scope="module")
def modules(house: ModuleType) -> dict[str, Any]:
    """Every module of the package, measured."""
    measured: dict[str, Any] = house.read_package(SOURCE, set())
    return measured


@pytest.fixture(scope="module")
def figures(house: ModuleType, modules: dict[str, Any]) -> dict[str, Any]:
    """The figures of the whole package."""
    summary: dict[str, Any] = house.summarise(SOURCE, modules)
    return summary


def functions(modules: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Every function with the module that it stands in."""
    return ((module, function) for module in modules.values() for function in module.functions)


def entry_point_lines(path: Path) -> set[int]:
    """Lines of the functions whose parameters are options and arguments of the command line."""
    return {
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (
            re.search(r"typer\.(Option|Argument)\(", ast.unparse(node.args))
            or "Example: misid " in (ast.get_docstring(node) or "")
        )
    }


def test_modules_are_short(modules: dict[str, Any]) -> None:
    """The median module has at most 180 lines, none more than 500."""
    sizes = {m.name: m.lines for m in modules.values() if m.code and m.path.name != "__init__.py"}
    assert {name: lines for name, lines in sizes.items() if lines > 500} == {}
    assert statistics.median(sizes.values()) <= 180


def test_functions_are_short(modules: dict[str, Any], figures: dict[str, Any]) -> None:
    """The median function has at most 8 lines of code, none more than 40."""
    assert [f.where for _, f in functions(modules) if f.code_lines > 40] == []
    assert figures["fn_median"] <= 8


def test_functions_are_flat(modules: dict[str, Any]) -> None:
    """No function nests blocks deeper than three."""
    assert [f.where for _, f in functions(modules) if f.nesting > 3] == []


def test_functions_take_few_parameters(modules: dict[str, Any]) -> None:
    """At most six parameters, but for the entry points of the command line."""
    wide = [
        function.where
        for module, function in functions(modules)
        if function.params > 6
        and not (
            module.name.startswith("misid.cli")
            and int(function.where.rpartition(":")[2]) in entry_point_lines(module.path)
        )
    ]
    assert wide == []


def test_no_imports_in_a_circle(house: ModuleType, modules: dict[str, Any]) -> None:
    """No module comes back to itself, imports inside functions included."""
    assert house.cycles(modules, lazy=True) == []


def test_nothing_imports_the_package_root(modules: dict[str, Any]) -> None:
    """Inside the package a name is imported from where it is defined."""
    users = [m.name for m in modules.values() if "misid" in m.imports | m.lazy_imports]
    assert users == []


def test_a_class_has_a_name_of_its_own() -> None:
    """One meaning a name in the whole package, private ones too: a search finds one thing."""
    defined = Counter(
        node.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert sorted(name for name, places in defined.items() if places > 1) == []


def test_every_folder_is_told_to_contributors() -> None:
    """CONTRIBUTING says of each folder of the package what it holds."""
    listed = re.findall(r"^src/misid/(\w+) ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    folders = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
    assert [*folders, "schemas"] == sorted(listed, key=lambda name: (name == "schemas", name))


def test_everything_public_has_a_docstring(figures: dict[str, Any]) -> None:
    """Every public module, class and function says what it is."""
    assert figures["docstring_pct"] == 100


def test_everything_is_typed(modules: dict[str, Any]) -> None:
    """Every parameter and every return has a type."""
    assert [f.where for _, f in functions(modules) if not f.typed] == []


def test_comments_are_few(figures: dict[str, Any]) -> None:
    """At most ten lines of comment to a hundred of code."""
    assert figures["comment_lines"] <= figures["code"] / 10


def test_the_root_imports_nothing_heavy() -> None:
    """`import misid` is quick: the libraries are loaded when they are first needed."""
    script = f"import sys, misid; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.skipif("MISID_TESTED_WHEEL" not in os.environ, reason="only ./dev test has a wheel")
def test_the_wheel_is_what_is_tested() -> None:
    """The tests import the installed wheel, and it holds every file of the source."""
    installed = Path(str(misid.__file__)).resolve().parent
    assert SOURCE not in (installed, *installed.parents)
    assert packaged_files(installed) == packaged_files(SOURCE)
    assert (installed / "py.typed").is_file()


def packaged_files(folder: Path) -> set[str]:
    """Names of the files below a folder, compiled ones left out."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


def tracked_text() -> dict[str, str]:
    """Every text file that git tracks or would track, by name."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a clone")
    listing = [git, "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    paths = [ROOT / os.fsdecode(name) for name in names if name]
    contents = {path: path.read_bytes() for path in paths if path.is_file()}
    return {
        path.relative_to(ROOT).as_posix(): content.decode("utf-8", errors="replace")
        for path, content in contents.items()
        if b"\0" not in content
    }


def naming(pattern: tuple[str, ...], texts: dict[str, str]) -> list[str]:
    """The lines that match any of the patterns, as `file: line`."""
    forbidden = re.compile("|".join(pattern), re.IGNORECASE)
    return [
        f"{name}: {line.strip()}"
        for name, text in texts.items()
        for line in text.splitlines()
        if forbidden.search(line)
    ]


def test_no_file_names_a_registry_or_a_machine() -> None:
    """Where packages come from, and where a clone lies, is each reader's own affair."""
    assert naming(REGISTRIES + MACHINE_PATHS, tracked_text()) == []


def test_no_file_names_a_face_library() -> None:
    """Nothing that could process a face is a dependency, or imported."""
    kinds = (".toml", ".lock", ".txt", ".py")
    texts = {name: text for name, text in tracked_text().items() if name.endswith(kinds)}
    assert naming(FACE_LIBRARIES, texts) == []


def test_the_network_is_off() -> None:
    """Another machine is refused before anything is sent, by name and by number."""
    assert {"connect", "connect_ex"} <= set(vars(socket.socket))
    with pytest.raises(RuntimeError, match="the network is off"):
        socket.create_connection(("nobody.invalid", 9), timeout=0.1)
    with socket.socket() as caller, pytest.raises(RuntimeError, match="the network is off"):
        caller.connect(("192.0.2.1", 9))


def test_loopback_is_on() -> None:
    """A server of a test's own can be reached."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as caller,
    ):
        assert caller.getpeername() == server.getsockname()
