"""The documentation: written from today's program, complete, its links and examples working."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

import misid
from misid.cli import main
from misid.errors import MisidError
from misid.quantities import Status
from misid.results import KINDS
from misid.scenario import OUTPUTS, inputs, load_scenario

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
# Pages that may quote the words of courts and legislators, to say that misid does not use them.
MAY_QUOTE = ("limits.md", "why.md")
VERDICTS = re.compile(r"\b(un|dis)?(lawful|proportionate)(ly|ness)?\b", re.IGNORECASE)
OTHER_FILE = re.compile(r"\S+\.(yaml|csv|json|parquet)")


@cache
def tool() -> ModuleType:
    """The script that writes the generated pages."""
    spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands() -> list[tuple[str, ...]]:
    """The words of every command."""
    return list(tool().commands())


def text(page: Path) -> str:
    """A page as it stands."""
    return page.read_text(encoding="utf-8")


def title(path: Path) -> str:
    """A page's name in the list of tests."""
    return path.relative_to(ROOT).as_posix()


def fenced(language: str, page: Path) -> list[str]:
    """The blocks of one language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)


def example(words: tuple[str, ...]) -> str:
    """The example of a command; its help is wrapped, so it is read where it was written."""
    command = tool().command_at(words)
    written = f"{command.help or ''}\n\n{command.epilog or ''}"
    found = re.search(r"Example: (.+?)(\n\n|\Z)", written, re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""


def run(line: str) -> int:
    """Run a command line in this process; its exit code."""
    old, sys.argv = sys.argv, shlex.split(line)
    try:
        with pytest.raises(SystemExit) as stop:
            main()
    finally:
        sys.argv = old
    return int(stop.value.code or 0)


def first_cells(page: Path) -> set[str]:
    """The first cell of every row of every table, without its marks."""
    rows = re.findall(r"^\| (.+?) \|", text(page), re.MULTILINE)
    return {re.sub(r"\[`?([^]`]*)`?\]\([^)]*\)|`", r"\1", cell) for cell in rows}


@pytest.mark.parametrize("name", list(tool().PAGES))
def test_generated_page_is_current(name: str) -> None:
    """What the tool would write is what stands there; `./dev docs` mends it."""
    assert tool().PAGES[name]() == tool().current(name)


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "misid")
def test_command_has_an_example_that_runs(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its help shows an example of itself; one that needs no other file ends without a mistake."""
    line = example(words)
    assert " ".join(("misid", *words)) in line
    assert "Example: misid" in tool().help_text(words)
    if any(file != "mine.yaml" for file in own_files(line)):
        return
    monkeypatch.chdir(tmp_path)
    if "mine.yaml" in line and " new " not in line:
        assert run("misid scenario new mine.yaml") == 0
    fewer = re.sub(r" --draws \d+", "", line) + (" --draws 64" if " run" in line else "")
    assert run(fewer) == 0


def own_files(line: str) -> list[str]:
    """The files that an example reads or writes."""
    return [found.group(0) for found in OTHER_FILE.finditer(line)]


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_python_examples_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block of a page runs, beside the files of a run, and prints something."""
    blocks = fenced("python", page)
    monkeypatch.chdir(tmp_path)
    if any("out/" in block for block in blocks):
        misid.write_run(misid.run("task-force-module", draws=64), Path("out/task-force-module"))
    for block in blocks:
        exec(compile(block, title(page), "exec"), {})  # noqa: S102 - our own documentation
        assert capsys.readouterr().out.strip()


def test_readme_shows_python_and_both_commands() -> None:
    """The first page holds a Python example and the two commands with their equivalents."""
    readme = ROOT / "README.md"
    assert len(fenced("python", readme)) == 1
    for words in ("./dev run", "./dev test", "--require-hashes", "--no-build-isolation ."):
        assert words in text(readme)


def links(page: Path) -> Iterator[tuple[str, str]]:
    """The relative links of a page: file and anchor."""
    prose = re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            name, _, anchor = target.partition("#")
            yield name, anchor


def anchors(page: Path) -> set[str]:
    """What the headings of a page can be reached by."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link reaches a file, every anchor a heading."""
    for name, anchor in links(page):
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), name
        assert not anchor or anchor in anchors(target), f"{name}#{anchor}"


def test_every_page_is_in_the_index() -> None:
    """The documentation's first page leads to every other one."""
    index = ROOT / "docs" / "README.md"
    reached = {(index.parent / name).resolve() for name, _ in links(index)}
    pages = {page for page in PAGES if "docs" in page.parts and "decisions" not in page.parts}
    assert pages - {index} <= reached


@pytest.mark.parametrize("output", OUTPUTS)
def test_output_has_a_row_in_measures(output: str) -> None:
    """Each output is in the index of measures, with its unit, and has a section."""
    page = ROOT / "docs" / "measures.md"
    unit = next(kind.unit for kind in KINDS if kind.name == output)
    assert re.search(rf"^\| \[`{output}`\].*\| {re.escape(unit)} \|$", text(page), re.MULTILINE)
    assert output in anchors(page)


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_status_has_a_row_in_the_glossary(status: str) -> None:
    """Each word for how a number is known is explained."""
    assert status in first_cells(ROOT / "docs" / "glossary.md")


@pytest.mark.parametrize(
    "word",
    [
        *("stop", "search", "probe", "gallery", "enrolled", "mated search", "non-mated search"),
        *("candidate", "threshold", "rarity", "FMR", "FNMR", "FPIR", "FNIR", "TPIR", "CMC", "FTA"),
        *("rank-k hit rate", "FTE", "EER", "DET", "reference code", "review", "record"),
        *("retention", "look-alike frailty", "world", "draw", "prior only", "extrapolated"),
        *("no trials", "dispersion", "wrong person", "wrong record", "miss"),
    ],
)
def test_word_has_a_row_in_the_glossary(word: str) -> None:
    """Each word of the trade and of the tables is explained."""
    assert word in first_cells(ROOT / "docs" / "glossary.md")


def test_model_names_every_input() -> None:
    """Where each input enters the formulas is said."""
    page = text(ROOT / "docs" / "model.md")
    fields = {field(one.path) for one in inputs(load_scenario("task-force-module"))}
    assert sorted(name for name in fields if not re.search(rf"\b{name}\b", page)) == []


def field(path: tuple[str | int, ...]) -> str:
    """The field that an input stands in, whether for every group or for one."""
    return str(path[-3] if "groups" in path[:-1] else path[-1])


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_no_page_gives_a_verdict(page: Path) -> None:
    """The words of courts stand only where they are quoted, in quotation marks."""
    quoted = re.sub(r'"[^"\n]*"', "", text(page)) if page.name in MAY_QUOTE else text(page)
    assert [found.group(0) for found in VERDICTS.finditer(quoted)] == []


def typed_commands(page: Path) -> set[str]:
    """Every command line of misid in a page's code, comments and redirections cut off."""
    code = [line for block in fenced("sh", page) for line in block.splitlines()]
    spans = re.findall(r"`(misid [^`\n]+)`", text(page))
    lines = (re.split(r" #| > | \|", line)[0].strip() for line in (*code, *spans))
    return {line for line in lines if line.startswith("misid ")}


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_commands_in_pages_exist(page: Path) -> None:
    """Every command that a page mentions exists, with the options that it is shown with."""
    for line in typed_commands(page):
        _, *words = shlex.split(line)
        command, path = tool().command_at(()), [word for word in words if word[0] != "-"]
        while path and hasattr(command, "commands"):
            assert path[0] in command.commands, line
            command = command.commands[path.pop(0)]
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options(command), line


def options(command: Any) -> set[str]:
    """The options of a command."""
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


def test_quoted_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """What the limits quote of `misid calibrate nec_010` is what it prints."""
    quoted = re.search(
        r"are (0\.\d+) under one law and (0\.\d+)", text(ROOT / "docs" / "limits.md")
    )
    assert quoted is not None
    assert run("misid calibrate nec_010") == 0
    kiosk = [line.split() for line in capsys.readouterr().out.splitlines() if "kiosk" in line]
    printed = {f"{float(cells[-1]):.2f}" for cells in kiosk}
    assert set(quoted.groups()) <= printed


def test_error_in_how_to_is_the_one_that_is_told(tmp_path: Path) -> None:
    """The error that the pages show comes from the program, line and all."""
    shown = fenced("text", ROOT / "docs" / "how-to.md")[0].strip()
    mine, before = tmp_path / "mine.yaml", "low: 0.0003\n    high: 0.03\n"
    assert run(f"misid scenario new {shlex.quote(str(mine))}") == 0
    changed = text(mine).replace(before, before.replace("high: 0.03", "high: 1.4"))
    mine.write_text(changed, encoding="utf-8")
    with pytest.raises(MisidError) as told:
        load_scenario(mine)
    assert shown == str(told.value)


def test_picture_describes_itself() -> None:
    """The picture has a title and a description, and no letter smaller than 13."""
    root = ElementTree.parse(ROOT / "docs" / "model.svg").getroot()  # noqa: S314 - our own
    tags = {child.tag.rpartition("}")[2] for child in root}
    sizes = [float(part.get("font-size", "13")) for part in root.iter()]
    assert {"title", "desc"} <= tags
    assert min(sizes) >= 13.0
