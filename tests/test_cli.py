"""The command line as a newcomer meets it: what it prints, its exit codes, its error texts."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from tests.command import call

from misid.document.run import screen_of_run
from misid.results import Results
from misid.results import run as work_out
from misid.words import plain
from misid.words.run import finding
from misid.writers.terminal import print_document


def test_run_begins_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """The first line that is not blank is the finding in natural frequencies."""
    code, out, _ = call(capsys, "run", "--draws", "64")
    assert (code, out.strip().startswith("If any candidate leads to a reference code")) == (0, True)
    assert " of 100,000 people photographed and searched for would be answered" in out
    _, out, _ = call(capsys, "run", "airport-exit", "--draws", "64")
    assert out.strip().startswith("Of 100,000 people photographed and searched for, about ")


def test_both_sides_stand_before_the_mixture(capsys: pytest.CaptureFixture[str]) -> None:
    """In the headline, by group, by year and of the limit; the mixture is called one."""
    _, out, _ = call(capsys, "run", "--draws", "256")
    rows = ("any candidate", "only flagged records", "mixed in equal parts")
    for part, answers in (
        ("Every output", rows),
        ("Whom one reference", rows),
        ("Rates by group", rows),
        ("in a year", rows),
        ("A limit", ("if any candidate", "If only a flagged record", "Mixed in equal")),
    ):
        told = out.split("\n", 2)[2].split(part, 1)[1]
        places = [told.index(answer) for answer in answers]
        assert sorted(places) == places


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["task-force-module", "airport-exit", "live-watchlist"])
def test_tables_hold_on_a_screen(name: str, width: int) -> None:
    """Every table stays a table, no line is longer than the screen, nothing is cut."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_document(console, screen_of_run(work_out(name, draws=64).glance))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert not re.search(r"^ *median: +[\d-]", text, re.MULTILINE)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "\u2026" not in text


def test_run_shows_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    """Headline, groups, years, limit, cautions and stamp are all on the first screen."""
    _, out, _ = call(capsys, "run", "--draws", "64")
    for part in (
        "Wrong-person references",
        "Photographs held after 15 years",
        "Rates by group",
        "women, Sub-Saharan Africa",
        "the median officer",
        "The limit is the scenario's",
        "extrapolation",
        "stand-in",
        "seed 1",
    ):
        assert part in out


def test_run_as_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output holds the document and nothing else."""
    _, out, _ = call(capsys, "run", "--draws", "64", "--json")
    document = json.loads(out)
    assert {"version", "scenario", "headline", "groups", "decision", "stamp"} <= set(document)
    assert {"name", "unit", "median", "low", "high", "flags"} <= set(document["headline"][0])


def test_run_with_out_writes_and_keeps_json_clean(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With --json the list of files goes to standard error."""
    _, out, err = call(capsys, "run", "--draws", "64", "--json", "--out", str(tmp_path / "b"))
    assert json.loads(out) == json.loads((tmp_path / "b" / "results.json").read_text("utf-8"))
    assert "results.json" in err


def test_stamp_holds_no_path(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Where a run was written is nowhere in it."""
    _, out, _ = call(capsys, "run", "--draws", "64", "--json", "--out", str(tmp_path))
    assert str(tmp_path) not in out


def test_json_and_table_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """The finding of the screen is made of the numbers of the document."""
    _, out, _ = call(capsys, "run", "--draws", "64", "--json")
    _, screen, _ = call(capsys, "run", "--draws", "64")
    assert plain(finding(Results.model_validate_json(out))) in screen


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "no-such-scenario"), "no scenario or file is called no-such-scenario."),
        (("run", "--draws", "many"), "--draws"),
        (("run", "--draws", "5"), "draws is 5"),
        (("run", "--seed", "-1"), "seed is -1"),
        (("fly",), "fly"),
        (("run", "--fast"), "--fast"),
        (("calibrate", "nec_999"), "nec_999"),
        (("evidence", "nosuch"), "nosuch"),
        (("scenario", "check"), "scenario"),
        (("scenario", "new", "x.yaml", "--like", "nosuch"), "nosuch"),
    ],
)
def test_mistake_is_told_in_three_lines_at_most(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """One text on standard error, exit code 2, nothing on standard output, no traceback."""
    code, out, err = call(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said.lower() in err.lower()
    assert "  use  " in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) <= 3


def test_mistake_is_json_where_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """The same text in the one JSON form."""
    code, _, err = call(capsys, "run", "no-such-scenario", "--json")
    told = json.loads(err)
    assert (code, told["error"]) == (2, "FormatError")
    assert {"error", "what", "where", "use"} == set(told)


def test_image_is_refused_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file that begins like a JPEG is refused by its first bytes, whatever its name."""
    picture = tmp_path / "scenario.yaml"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    code, out, err = call(capsys, "run", str(picture), "--out", str(tmp_path / "out"))
    assert (code, out) == (2, "")
    assert "JPEG" in err
    assert not (tmp_path / "out").exists()


def test_file_in_place_of_the_folder_is_refused_before_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The mistake is told at once and the file is left as it is."""
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    code, _, err = call(capsys, "run", "--out", str(taken))
    assert (code, "taken is a file" in err) == (2, True)
    assert taken.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", ["case", "run", "brief", "compare --with no-minors"])
def test_the_name_of_a_document_is_no_folder(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It is refused before any work, with the folder that may have been meant."""
    code, _, error = call(capsys, *command.split(), "--out", tmp_path / "sheet.docx")
    assert (code, "use  --out sheet, with --format" in error) == (2, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("letter", "`misid unknowns --letter records-request`"),
        ("verfy", "`misid verify`"),
        ("audit lgo", "`misid audit log`"),
        ("nothing-like-it", "`misid --help`"),
    ],
)
def test_a_command_that_is_not_there_leads_to_one_that_is(
    word: str, use: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By how it is written, or by what readers call it."""
    code, _, error = call(capsys, *word.split())
    assert (code, f"use  {use}" in error) == (2, True)


def test_new_scenario_checks_and_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What `scenario new` writes is in order, keeps its comments and gives the same numbers."""
    mine = tmp_path / "mine.yaml"
    assert call(capsys, "scenario", "new", str(mine))[0] == 0
    assert mine.read_text(encoding="utf-8").startswith("#")
    code, out, _ = call(capsys, "scenario", "check", str(mine))
    assert (code, "in order" in out) == (0, True)
    _, ours, _ = call(capsys, "run", str(mine), "--draws", "64", "--json")
    _, theirs, _ = call(capsys, "run", "--draws", "64", "--json")
    mine_, shipped = (Results.model_validate_json(one) for one in (ours, theirs))
    named = {"scenario", "canonical", "stamp"}
    assert shipped.model_dump(exclude=named) == mine_.model_dump(exclude=named)
    assert (mine_.stamp.scenario, mine_.stamp.origin) == ("mine", "own")


def test_new_scenario_never_overwrites(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that exists is left alone."""
    mine = tmp_path / "mine.yaml"
    mine.write_text("mine", encoding="utf-8")
    code, _, err = call(capsys, "scenario", "new", str(mine))
    assert (code, "exists already" in err) == (2, True)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_show_explains_every_input(capsys: pytest.CaptureFixture[str]) -> None:
    """Each input has its status; unknown ones say why."""
    _, out, _ = call(capsys, "scenario", "show", "--json")
    entries = json.loads(out)["inputs"]
    _, words, _ = call(capsys, "scenario", "show")
    for entry in entries:
        assert f"{entry['name']}:" in words
        assert entry["description"]
        assert entry["why"] or entry["status"] != "unknown"


def test_list_names_the_shipped_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """The list and its JSON hold the shipped scenario."""
    _, out, _ = call(capsys, "scenario", "list", "--json")
    assert "task-force-module" in {one["name"] for one in json.loads(out)["scenarios"]}


def test_calibrate_shows_every_law(capsys: pytest.CaptureFixture[str]) -> None:
    """Four laws in each of four conditions, and the word extrapolated."""
    _, out, _ = call(capsys, "calibrate", "nec_010", "--json")
    assert len(json.loads(out)["fits"]) == 16
    _, words, _ = call(capsys, "calibrate", "nec_010")
    assert "extrapolated" in words


def test_pipe_that_closes_is_no_error() -> None:
    """Whoever reads one line of a table and leaves, as `head -1` does, gets it; exit code 0."""
    command = [sys.executable, "-m", "misid", "evidence", "nist_frvt_11_fnmr_2020"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (0, "")
    assert first == "False non-match rate of 246 algorithms on eight image sets, 1:1\n"


def test_a_reader_who_leaves_takes_no_report_away(tmp_path: Path) -> None:
    """`misid run --out r | head -1` writes the report that it was asked for."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "misid", "run", "--draws", "64", "--out", str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        while not running.stdout.readline().strip():
            pass
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (0, "")
    assert {"report.html", "results.json"} <= {one.name for one in out.iterdir()}


def test_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle of the work: one line, exit code 130, no file."""
    code = "from misid.cli import main; main()"
    out = tmp_path / "out"
    command = [sys.executable, "-c", code, "run", "--draws", "200000", "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=5)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "stopped; nothing was written" in told
    assert not out.exists()


def test_help_is_quick_to_load() -> None:
    """`--help` imports neither scipy nor polars."""
    code = (
        "import sys; sys.argv = ['misid', '--help']\n"
        "from misid.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'scipy', 'polars'} & set(sys.modules)\n"
        "sys.exit(len(heavy))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert found.returncode == 0


def test_run_loads_only_what_it_needs() -> None:
    """A run waits for no library and no module of misid that only other commands use."""
    unneeded = [
        *("polars", "scipy.optimize", "scipy.stats", "vl_convert"),
        *("misid.evaluation.comparisons", "misid.figures", "misid.simulation.schema"),
    ]
    code = (
        "import sys; sys.argv = ['misid', 'run', '--draws', '20']\n"
        "from misid.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {unneeded} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stderr.splitlines()[-1] == "[]"


def test_python_m_misid_is_the_command_line() -> None:
    """Where the command is not on the path, the module is."""
    command = [sys.executable, "-m", "misid", "scenario", "list"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "task-force-module" in done.stdout
