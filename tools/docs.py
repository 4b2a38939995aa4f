"""Write what is generated in README.md and docs; with --check only say what is stale."""

import contextlib
import inspect
import io
import os
import re
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import typer
from rich.console import Console

import misid
from followed import RUNS, SCREEN_WIDTH, Reader, tidied
from misid.cli import main as command_line
from misid.cli.app import app
from misid.document.programmes import programmes_document
from misid.document.run import screen_of_run
from misid.document.safeguards import safeguards_document
from misid.document.tables.changes import differing
from misid.evidence import Citation, PublishedTable, citation, citation_keys, table, table_names
from misid.figures.picture import Picture
from misid.figures.render import framed_svg
from misid.scenario import Change, change, load_change, load_scenario
from misid.scenario.library import names, reading_names, safeguard_names
from misid.study import Study
from misid.uncertainty import compare as comparisons
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.tail import tail
from misid.words import ENGLISH, Sentence, plain
from misid.words.published import beside
from misid.words.run import finding
from misid.writers.markdown import markdown
from misid.writers.terminal import print_document
from schema_pages import (
    HEAD,
    PICTURE,
    SHIPPED,
    assessment_page,
    code,
    counts_page,
    field_blocks,
    first_paragraph,
    grid,
    paragraph,
    report_page,
    results_page,
    scenario_page,
    uncertainty_page,
)


@cache
def studied(name: str = SHIPPED) -> Study:
    """A scenario that comes along, worked out once for all pages."""
    return Study(name)


@cache
def asked() -> Ledger:
    """The unanswered questions of the default scenario, as `misid unknowns` finds them."""
    return studied().unknowns()


ROOT = Path(__file__).resolve().parents[1]
FIRST_RUN, COUNTED, HEADLINE = "docs/first-run.md", "live-watchlist", "wrong_person_references"


def main() -> int:
    """Write, or check, every page."""
    checking = "--check" in sys.argv
    stale = {name: text for name, page in PAGES.items() if (text := page()) != current(name)}
    for name, text in stale.items():
        if not checking:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, encoding="utf-8")
        print(f"{'stale' if checking else 'written'}: {name}")
    return int(checking and bool(stale))


def current(name: str) -> str:
    """What a page says now; nothing where there is none."""
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def between(page: str, name: str, text: str) -> str:
    """A page with this text between the marks of this name."""
    begin, end = f"<!-- begin: {name}, written by tools/docs.py -->", f"<!-- end: {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page lacks the marks of {name}")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


# --- the command line


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command, the program itself first."""
    yield from _below(typer.main.get_command(app), ())


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from _below(inner, (*words, name))


def command_at(words: Sequence[str]) -> Any:
    """The command that these words lead to."""
    found: Any = typer.main.get_command(app)
    for word in words:
        found = found.commands[word]
    return found


def help_text(words: Sequence[str]) -> str:
    """What the real command prints when it is asked for help."""
    target = io.StringIO()
    arguments = ["misid", *words, "--help"]
    with (
        mock.patch.object(sys, "argv", arguments),
        # Else the usage line is named after whatever runs this, such as `python -m pytest`.
        mock.patch.object(sys.modules["__main__"], "__package__", None),
        mock.patch.dict(os.environ, {"COLUMNS": "80"}),
        redirect_stdout(target),
        suppress(SystemExit),
    ):
        command_line()
    return "\n".join(line.rstrip() for line in target.getvalue().strip().splitlines())


def cli_page() -> str:
    """Every command's help."""
    parts = [
        f"## {' '.join(('misid', *words))}\n\n```text\n{help_text(words)}\n```\n"
        for words in commands()
    ]
    about = (
        "# Commands\n\nWhat `--help` prints. A mistake ends with exit code 2 and one text on "
        "standard error that says what is wrong, where, and what to use instead; with `--json` "
        "the same text is one JSON document.\n\n"
    )
    return HEAD + about + "\n".join(parts)


# --- changes, and the documents about what is not known


NAMES = """
A name is the one that `misid scenario show` prints, such as `stops.a_year` or
`gallery.sources.visa.records`. `*` in place of one part means each of several:
`gallery.sources.*.records` are the records of every collection. In `scale` and `at_most` the name
of a whole block means every input in it. `set` takes an input as it is
[written in a scenario](scenario.md#how-an-input-is-written), and may also set what is no input,
such as `threshold.policy`.

A change must fit: every name leads somewhere, only numbers are scaled or capped, and two changes
that are put on together touch no input in common, so that their order does not matter. A number
that was scaled or capped is `assumed` from then on, or stays `unknown`.
"""


def changes_page() -> str:
    """The schema of a change, and every safeguard and reading that comes along."""
    about = (
        "# Changes and safeguards\n\nA change is a small named patch on a scenario, in a YAML file "
        "of its own: see [how to](../how-to.md#write-a-change-of-your-own). A safeguard is a "
        "change that comes along; a reading, which comes along too, says how else what was "
        "published of one scenario can be meant. Its JSON Schema is "
        "[change-1.json](../../src/misid/schemas/change-1.json). What each safeguard would do to "
        "the default scenario is in [safeguards](safeguards.md).\n\n"
    )
    safeguards = "\n".join(_safeguard(load_change(name)) for name in safeguard_names())
    readings = "\n".join(_safeguard(load_change(name)) for name in reading_names())
    fields = f"{field_blocks(Change, 2)}\n{paragraph(NAMES)}"
    return (
        f"{HEAD}{about}{fields}\n\n## The safeguards\n\n{safeguards}\n## The readings\n\n{readings}"
    )


def _safeguard(one: Change) -> str:
    name, kind = one.reading_of or SHIPPED, "safeguard" if one.reading_of is None else "reading"
    file = f"../../src/misid/scenario/library/{kind}s/{one.name}.yaml"
    source = f"\n- Compare: {_cited(one.source)}." if one.source else ""
    before = load_scenario(name)
    after = change(before, [one]).scenario
    told = differing(comparisons.differing(before, after), before, after, ENGLISH)
    rows = [
        (code(plain(name)), plain(first) or "-", plain(second) or "-")
        for name, _, first, second in told.rows
    ]
    heads = ("input", f"in {code(name)}", f"with the {kind}")
    return (
        f"### {code(one.name)}\n\n{one.title}.\n\n- Why: {one.reason}\n"
        f"- What it cannot {'fix' if one.reading_of is None else 'say'}: "
        f"{one.cannot.strip()}{source}\n"
        f"- What it says ([file]({file})): {'; '.join(_orders(one))}.\n\n{grid(heads, rows)}"
    )


def _cited(key: str) -> str:
    one = citation(key)
    return f"[{one.title}](evidence.md#citations), {one.date or 'undated'}"


def _orders(one: Change) -> Iterator[str]:
    """What a change puts where, in the words of its file."""
    for verb, block in (("set to", one.set), ("times", one.scale), ("at most", one.at_most)):
        for name, content in block.items():
            yield f"{code(name)} {verb} {_put(content)}"


def _put(content: Any) -> str:
    if isinstance(content, dict):
        parts = (f"{key} {_put(part)}" for key, part in content.items() if key != "why")
        return f"({', '.join(parts)})"
    return str(content).lower() if isinstance(content, bool) else f"{content}"


# --- what safeguards would change, and which question matters most


def safeguards_page() -> str:
    """What each safeguard would do to the default scenario, and what should be asked first."""
    found = {name: studied().compare(name) for name in safeguard_names()}
    most = tail(studied().run, asked())
    return HEAD + markdown(safeguards_document(found, asked(), most))


# --- the programmes side by side


def programmes_page() -> str:
    """The scenarios that come along, side by side."""
    shown = sorted(names(), key=lambda name: name != SHIPPED)
    readings = [load_change(name) for name in reading_names()]
    read = [studied(one.reading_of or SHIPPED).change(one).glance for one in readings]
    return HEAD + markdown(programmes_document([studied(n).glance for n in shown], read))


# --- the evidence


def evidence_page() -> str:
    """Every published table, and every citation."""
    about = (
        "# The evidence\n\nThe published numbers that misid carries. `misid evidence NAME` shows "
        "a table; a blank cell was not published and is never 0. Quality words: *primary*, read "
        "in the publisher's own text or data; *secondary*, read in a quotation of it; *by eye*, "
        "read off an annotated figure; *derived*, worked out from the publisher's table; "
        "*unchecked*, commonly quoted and not read in a source here; *per row*, each row has the "
        "quality of its citation.\n\n"
    )
    tables = "\n".join(_table_section(table(name)) for name in table_names())
    return f"{HEAD}{about}{tables}\n{_citations()}"


def _table_section(shown: PublishedTable) -> str:
    source = "each row its own" if shown.citation_column else ", ".join(map(_key, shown.source))
    conditions = ", ".join(f"{code(name)} {number}" for name, number in shown.conditions)
    under = f"- Measured under: {conditions}.\n" if conditions else ""
    columns = [(code(one.name), one.kind, one.meaning) for one in shown.about]
    return (
        f"## {code(shown.name)}\n\n{shown.title}.\n\n"
        f"- Source: {source}. Quality: {shown.quality}. Rows: {len(shown.rows):,}.\n"
        + under
        + "".join(f"- Caution: {line}\n" for line in shown.caution)
        + f"\n{grid(('column', 'holds', 'meaning'), columns)}"
    )


def _key(key: str) -> str:
    return f"[{key}](#citations)"


def _citations() -> str:
    rows = [_citation_row(citation(key)) for key in citation_keys()]
    heads = ("key", "title", "publisher", "date", "quality", "read on")
    return f"## Citations\n\n{grid(heads, rows)}"


def _citation_row(one: Citation) -> tuple[str, ...]:
    title = f"[{one.title}]({one.url})" if one.url else one.title
    return code(one.key), title, one.publisher, one.date or "undated", one.quality, one.read


# --- the first page, and its picture


def readme_page() -> str:
    """The README with today's finding, and what the model says where counts are known."""
    page = between(current("README.md"), "finding", quoted(finding(studied().glance)))
    counted = beside(studied(COUNTED).glance)
    said = next(text for name, text in counted.items() if name.startswith(HEADLINE))
    return between(page, "known counts", quoted(said))


def quoted(said: Sentence) -> str:
    """A sentence of the program as a quotation, in lines that can be compared."""
    return "\n".join(f"> {line}" for line in textwrap.wrap(plain(said), 98))


def first_run_page() -> str:
    """What the first run prints, and its picture, between their marks."""
    page = between(current(FIRST_RUN), "picture", f"![{_picture().alt}]({Path(PICTURE).name})")
    return between(page, "misid run", f"```text\n{first_screen()}\n```")


def picture_page() -> str:
    """The picture of the first page."""
    return framed_svg(_picture())


def _picture() -> Picture:
    return studied().figure("frequencies")


def first_screen() -> str:
    """What `misid run` shows on a terminal of 100 columns."""
    target = io.StringIO()
    console = Console(file=target, width=SCREEN_WIDTH, highlight=False, emoji=False)
    print_document(console, screen_of_run(studied().glance))
    return tidied(target.getvalue())


# --- the tutorial

__all__ = ["PAGES", "RUNS"]


def tutorial_page() -> str:
    """The tutorial, with what its own commands print today between its marks."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return Reader().follow(current("docs/tutorial.md"))


# --- from Python


EXAMPLE = """
```python
import misid

study = misid.Study("task-force-module", draws=64, seed=1)
print(study)
half = study.change({"review.share_reviewed": 0.5})
print(study.compare(half).leading)
print(half.to_frame().shape)
```
"""


def python_page() -> str:
    """What is public in Python: how it is called, and what it does."""
    about = (
        "# From Python\n\nWhat `help(misid)` lists. A study is worked out when it is first asked, "
        "and kept; a change of it works out only what the change touches. Every mistake is a "
        "`misid.errors.MisidError` with the text that the command line prints.\n" + EXAMPLE
    )
    doors = "\n".join(_signed(f"misid.{name}", getattr(misid, name)) for name in _public(misid))
    methods = "\n".join(
        _signed(f"study.{name}", member)
        for name, member in vars(misid.Study).items()
        if not name.startswith("_")
    )
    files = "[results](results.md) and [comparison, ledger, requirements, claim](uncertainty.md)"
    given = f"What they give is described field by field: {files}."
    return f"{HEAD}{about}\n## The package\n\n{doors}\n## A study\n\n{methods}\n{given}\n"


def _public(module: ModuleType) -> list[str]:
    return [name for name in dir(module) if not name.startswith("_")]


def _signed(name: str, member: Any) -> str:
    """A heading, how it is called, and what it does; a value is not called."""
    asked_for = getattr(member, "func", getattr(member, "fget", None))
    called = (
        str(inspect.signature(asked_for or member)).replace("self, ", "").replace("(self)", "()")
    )
    called = called.removeprefix("()") if asked_for else called
    member = asked_for or member
    called = re.sub(r"(: |-> )'([^']*)'", r"\1\2", called)
    kept = re.sub(r"misid(?:\.\w+)+\.(\w+)", r"\1", called)
    return f"### `{name}`\n\n```text\n{name}{kept}\n```\n\n{first_paragraph(member)}\n"


PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme_page,
    FIRST_RUN: first_run_page,
    PICTURE: picture_page,
    "docs/tutorial.md": tutorial_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/python.md": python_page,
    "docs/reference/scenario.md": scenario_page,
    "docs/reference/results.md": results_page,
    "docs/reference/report.md": report_page,
    "docs/reference/changes.md": changes_page,
    "docs/reference/uncertainty.md": uncertainty_page,
    "docs/reference/assessment.md": assessment_page,
    "docs/reference/counts.md": counts_page,
    "docs/reference/safeguards.md": safeguards_page,
    "docs/reference/programmes.md": programmes_page,
    "docs/reference/evidence.md": evidence_page,
}

if __name__ == "__main__":
    sys.exit(main())
