"""What only Unix has is guarded, and what stands in its place works: nobody ran it on Windows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from misid.files import opened, unfinished

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "misid"

MODULES = {"fcntl", "grp", "pwd", "resource", "termios", "tty"}
NAMES = {
    "os": {
        *("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "fchmod", "fork", "geteuid"),
        *("getuid", "getpgid", "killpg", "mkfifo", "nice", "posix_spawn", "pread", "pwrite"),
        *("sched_getaffinity", "setsid", "statvfs", "sysconf", "uname"),
    },
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "alarm", "pthread_sigmask"},
}
ASKED = re.compile(
    r"hasattr\(os, |hasattr\(signal, |sys\.platform|ImportError|fcntl is None|getattr\(os, "
)


def sources() -> Iterator[tuple[str, str, ast.Module]]:
    """Every module: its name, its text, and what that means."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(SOURCE).as_posix(), text, ast.parse(text)


def only_unix(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines of a module that name what Windows lacks."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names if one.name in MODULES)
            case ast.ImportFrom(module=str(module)) if module in MODULES:
                yield node.lineno, module
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in NAMES.get(owner, ()):
                yield node.lineno, name


def asks_first(text: str, tree: ast.Module, line: int) -> bool:
    """Whether the function around a line, or the statement of the module, asks what there is."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.With | ast.Try | ast.If)
        and node.lineno <= line <= (node.end_lineno or 0)
    ]
    lines = text.splitlines()
    return any(ASKED.search("\n".join(lines[one.lineno - 1 : one.end_lineno])) for one in around)


def test_what_windows_lacks_is_asked_for_first() -> None:
    """Modules, functions and signals that only Unix has stand where something asks for them."""
    bare = [
        f"{module}, line {line}: {name}"
        for module, text, tree in sources()
        for line, name in only_unix(tree)
        if not asks_first(text, tree, line)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("written", "named"),
    [("import fcntl", "fcntl"), ("import os\nos.pread(0, 1, 0)", "pread")],
)
def test_what_is_not_asked_for_is_found(written: str, named: str) -> None:
    """The test above finds what it looks for."""
    ((line, name),) = only_unix(ast.parse(written))
    assert (named, False) == (name, asks_first(written, ast.parse(written), line))


def test_no_file_of_the_system_is_named_without_a_way_around() -> None:
    """`/proc` and `/tmp` are no places on Windows; one module names one, and asks for it."""
    naming = {
        name for name, text, _ in sources() if re.search(r"""["'](/proc|/tmp|/dev)/?""", text)
    }
    assert {"files/opened.py"} == naming


def test_a_file_is_read_without_reading_at_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no `os.pread`, the beginning and the digest are the same."""
    path = tmp_path / "scores.csv"
    path.write_bytes(b"score,label\r\n" * 200_000)
    there = opened.opened(path, kind="scores")
    expected = there.first(16), there.sha256
    monkeypatch.delattr(os, "pread")
    again = opened.opened(path, kind="scores")
    assert expected == (again.first(16), again.sha256)


def test_a_folder_that_is_renamed_holds_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files cannot be locked, none is opened: Windows moves no folder with an open file."""
    monkeypatch.setattr(unfinished, "fcntl", None)
    with unfinished.workplace(tmp_path) as place:
        assert list(place.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_dev_is_one_program() -> None:
    """`./dev` finds a Python and hands over: both say the same."""
    by_python = [sys.executable, str(ROOT / "dev.py"), "help"]
    by_shell = [str(ROOT / "dev"), "help"]
    said = [
        subprocess.run(one, capture_output=True, text=True, check=True).stdout
        for one in (by_python, by_shell)
    ]
    assert said[0] == said[1]
    assert "validate" in said[0]


def test_dev_refuses_a_word_that_it_does_not_know() -> None:
    """With all that it knows, and an exit code."""
    command = [sys.executable, str(ROOT / "dev.py"), "tset"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "dev: tset is not one of these words" in done.stderr
