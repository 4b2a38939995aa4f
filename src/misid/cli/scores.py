"""The work of `misid evaluate`: what is read, what options are refused, what is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from misid.cli.options import DEFAULT, busy, refuse, written_as, written_in
from misid.errors import MeaningError, OutputError
from misid.files.read import shown_name
from misid.words.sentence import plain
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.evaluation import (
        FileReading,
        Identification,
        ScoreStream,
        ScoreTable,
        Verification,
    )
    from misid.evaluation.schema import SourceNote
    from misid.files.opened import Opened
    from misid.scenario import Scenario
    from misid.words import Language
    from misid.writers.formats import Formats

FILE_SUFFIXES = (".csv", ".json")
# What is asked for by these names is not written; they are no names of folders either.
_NOT_WRITTEN = {
    *(".html", ".pdf", ".docx", ".svg", ".png", ".xlsx", ".xls", ".ods", ".tsv", ".txt", ".md"),
    *(".parquet", ".npy", ".yaml", ".yml", ".zip"),
}
_SCENARIOS = (".yaml", ".yml")
_OF_ONE_FILE = ("label", "subject_a", "subject_b", "group_a", "group_b", "condition")
_OF_LISTS = ("search", "candidate", "rank", "mate", "gallery_size")
_NOT_PRINTED = ("definitions", "again")


class Files(NamedTuple):
    """What is read, and what is written."""

    scores: Opened
    impostors: Opened | None
    mates: Opened | None
    key: Opened | None
    out: Path | None
    as_json: bool
    language: Language
    formats: Formats


class EvaluationAsked(NamedTuple):
    """What is to be worked out, and which scenario is to be written of what starts from which."""

    fmr: list[float] | None
    fpir: list[float] | None
    replicates: int
    seed: int
    to_scenario: Path | None
    like: str | None


def opened_file(path: Path) -> Opened:
    """
    A file that an option names, opened once for all that is read of it.

    Raises: FormatError: it is not there, or not to be read.
    """
    from misid.files.opened import opened

    return opened(path, kind="scores", instead="a file of scores that exists")


def check_out(out: Path | None) -> None:
    """
    Refuse early what cannot be written.

    Raises: MeaningError: its name does not say what to write. OutputError: it cannot be written.
    """
    from misid.files.write import check_folder, check_names

    if out is None:
        return
    check_names(out)
    suffix = out.suffix.lower()
    if suffix in _NOT_WRITTEN and not out.is_dir():
        raise MeaningError(
            f"{out.name} does not say what to write.",
            use=f"the name of a folder, or one that ends with {' or '.join(FILE_SUFFIXES)}",
        )
    if suffix in FILE_SUFFIXES and out.is_dir():
        raise MeaningError(
            f"{out.name} is a folder, but a name with {suffix} is that of a file.",
            use="another name",
        )
    check_folder(out.parent if suffix in FILE_SUFFIXES else out)


def formats_of(out: Path | None, format: str, paper: str) -> Formats:
    """
    The formats of the report.

    Raises: MeaningError: one that does not exist, or none is written. OutputError: as `check_out`.
    """
    if out is not None and out.suffix.lower() in FILE_SUFFIXES:
        given = {"--format": format != "html", "--paper": paper != "a4"}
        refuse(given, f"says nothing about {out.name}", "--out with a folder")
        return written_as("html", "a4", None)
    return written_as(format, paper, out)


def files_of(
    read: tuple[Path, Path | None, Path | None, Path | None],
    out: Path | None,
    written: tuple[str, str, str],
    *,
    as_json: bool,
) -> Files:
    """
    What is read and what is written, where it can be.

    Args:
        read: files of scores, of impostors' scores, of who is enrolled and the key.
        out: where something is written.
        written: formats, paper and language, as the options give them.
        as_json: whether JSON is printed.
    Raises: FormatError: no such file. MeaningError: no such language or format, or nothing is
        written in it. OutputError: as `check_out`.
    """
    check_out(out)
    formats, paper, code = written
    spoken = written_in(code, is_written=out is not None or not as_json)
    scores, *others = read
    impostors, mates, key = (opened_file(path) if path else None for path in others)
    held = opened_file(scores), impostors, mates, key
    return Files(*held, out, as_json, spoken, formats_of(out, formats, paper))


def read_as(**fields: Any) -> FileReading:
    """How files are to be read."""
    from misid.evaluation import FileReading

    return FileReading(**fields)


def hold_searches(files: Files, reading: FileReading, asked: EvaluationAsked) -> bool:
    """
    Whether candidate lists are meant: an option says so, or the columns of the file do.

    Where options of pairs alone are given, pairs are meant, whatever the columns are called.

    Raises: MeaningError: an option says so of two files of scores.
    """
    from misid.evaluation.reading.candidates import is_list_file

    if files.key is not None:
        _refuse_beside_key(files)
        return False
    given = [_option(role) for role in _OF_LISTS if getattr(reading, role)]
    given += ["--mates"] * (files.mates is not None) + ["--fpir"] * bool(asked.fpir)
    if files.impostors is None:
        of_pairs = (reading.label, reading.genuine_label, reading.subject_b, reading.group_b)
        return bool(given) or (not any(of_pairs) and is_list_file(files.scores, reading))
    if given:
        raise MeaningError(
            f"{given[0]} says nothing about two files of scores.",
            use="one file of candidate lists, and --mates with the file that says who is enrolled",
        )
    return False


def _refuse_beside_key(files: Files) -> None:
    for beside, words in ((files.impostors, "a second file of scores"), (files.mates, "--mates")):
        if beside is not None:
            raise MeaningError(
                f"--key says nothing beside {words}.",
                use="one file of scores, and --key with the file that says whose they are",
            )


def identify(files: Files, reading: FileReading, asked: EvaluationAsked) -> None:
    """
    Work out candidate lists, print what was found, and write it where that was asked for.

    Raises: MeaningError: an option that says nothing about searches.
    """
    _refuse_pairs(reading, asked)
    _check_kind(files, "identification")
    from misid.evaluation import SEARCH_RATES, evaluate_identification, read_candidate_lists
    from misid.evaluation.stamp import of_files

    with _digests((files.scores, files.mates)) as sources:
        with busy("reading candidate lists"):
            table = read_candidate_lists(files.scores, files.mates, reading)
        with busy("counting errors"):
            found = evaluate_identification(table, rates=asked.fpir or SEARCH_RATES)
        _show(of_files(found, sources.result(), reading), files)


def compare(files: Files, reading: FileReading, asked: EvaluationAsked) -> None:
    """
    Work out comparisons of pairs, print what was found, and write it where that was asked for.

    Raises: MeaningError: an option that says nothing about two files, or about a scenario.
    """
    _check_kind(files, "evaluation")
    start = _starting_scenario(asked.to_scenario, asked.like)
    if start is not None and reading.missing == "miss":
        raise MeaningError(
            "--nan miss counts a failure as a miss, but a scenario keeps the two apart.",
            use="--nan fta",
        )
    from misid.evaluation import RATES, ScoreTable, evaluate
    from misid.evaluation.stamp import of_files

    with _digests((files.scores, files.impostors, files.key)) as sources:
        table = _read(files, reading, whole=start is not None)
        with _watched(table):
            found = evaluate(
                table, rates=asked.fmr or RATES, replicates=asked.replicates, seed=asked.seed
            )
        _show(of_files(found, sources.result(), reading), files)
    if asked.to_scenario is not None and start is not None and isinstance(table, ScoreTable):
        _write_scenario(table, start, files, asked.to_scenario)


@contextmanager
def _digests(files: Sequence[Opened | None]) -> Iterator[Future[tuple[SourceNote, ...]]]:
    """The digests of the files, worked out while they are read."""
    from misid.evaluation.stamp import sources

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(sources, files)


def _show(found: Verification | Identification, files: Files) -> None:
    """Print what was found, and write it where that was asked for."""
    from misid.evaluation.stamp import document_json

    if files.as_json:
        typer.echo(document_json(found), nl=False)
    else:
        print_evaluation(wide_console(), found, files.language)
    if files.out is not None:
        _write(found, files.out, files)


def print_evaluation(
    console: Console, found: Verification | Identification, language: Language
) -> None:
    """The report of an evaluation without its figures: the finding, tables, what must be said."""
    from misid.document import document_of_evaluation

    made = document_of_evaluation(found, language, drawn=False)
    kept = tuple(section for section in made.sections if section.id not in _NOT_PRINTED)
    print_document(console, made.model_copy(update={"sections": kept}))


def _write(found: Verification | Identification, out: Path, asked: Files) -> None:
    """Write the report, or the one file, and say what was written."""
    from misid.cli.shown import say_files
    from misid.evaluation.stamp import document_json
    from misid.files.write import first_line, text_writer, write_over
    from misid.writers.csv import table_csv
    from misid.writers.folder import evaluation_tables, write_evaluation

    suffix, language, quiet = out.suffix.lower(), asked.language, asked.as_json
    if suffix not in FILE_SUFFIXES:
        with busy("drawing the report"):
            files = write_evaluation(found, out, language, asked.formats)
        say_files(files, out, language, quiet=quiet)
        return
    if suffix == ".csv":
        text = table_csv(evaluation_tables(found, language)["points"])
    else:
        text = document_json(found)
    own = first_line(text) if suffix == ".csv" else text.partition(",")[0].encode()
    write_over(out, text_writer(text), own)
    typer.echo(f"\n{plain(language.say('written: {file}', file=str(out)))}", err=quiet)


def _check_kind(files: Files, kind: Literal["evaluation", "identification"]) -> None:
    """Refuse early a folder with a report of another kind, or with what is read now."""
    out = files.out
    if out is not None and out.suffix.lower() not in FILE_SUFFIXES:
        from misid.writers.kinds import refuse_inputs, refuse_other_report

        refuse_other_report(out, f"{kind}.json")
        read = (one.path for one in (files.scores, files.impostors, files.mates, files.key) if one)
        refuse_inputs(out, f"{kind}.json", *read)


def _refuse_pairs(reading: FileReading, asked: EvaluationAsked) -> None:
    given = {
        "--label": reading.label,
        "--genuine-label": reading.genuine_label,
        "--subject-b": reading.subject_b,
        "--group-b": reading.group_b,
        "--fmr": asked.fmr,
        "--to-scenario": asked.to_scenario,
        "--from": asked.like,
    }
    named = [option for option, value in given.items() if value]
    if named:
        use = "--fpir with a false positive identification rate" if named[0] == "--fmr" else ""
        raise MeaningError(
            f"{named[0]} is about comparisons of two people, but the file holds candidate lists.",
            use=use or "a file of comparisons, or no such option",
        )


def _option(role: str) -> str:
    return f"--{role.replace('_', '-')}"


def _read(files: Files, reading: FileReading, *, whole: bool) -> ScoreTable | ScoreStream:
    """The comparisons of one file or of two; whole, where they must be in memory."""
    from misid.evaluation import read_score_lists, read_scores, score_stream

    scores, impostors = files.scores, files.impostors
    named = [_option(role) for role in _OF_ONE_FILE if getattr(reading, role)]
    named += ["--genuine-label"] * bool(reading.genuine_label)
    if impostors is not None and named:
        raise MeaningError(
            f"{named[0]} says nothing about two files of scores.",
            use="one file with that column, or --score alone",
        )
    paths = (scores,) if impostors is None else (scores, impostors)
    stream = None if whole or files.key else score_stream(paths, reading)
    if stream is not None:
        return stream
    with busy("reading scores"):
        if impostors is None:
            return read_scores(scores, reading)
        return read_score_lists(scores, impostors, reading)


@contextmanager
def _watched(table: ScoreTable | ScoreStream) -> Iterator[None]:
    """A sign of life on a terminal: of a stream a bar of rows for each pass."""
    from misid.evaluation import ScoreTable

    console = Console(stderr=True)
    if isinstance(table, ScoreTable) or not console.is_terminal:
        with busy("counting errors"):
            yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("counting scores", total=None)
        table.progress = lambda done, total: bar.update(task, completed=done, total=total)
        yield


def _starting_scenario(file: Path | None, like: str | None) -> Scenario | None:
    """The scenario to start from, read before any work is done; nothing where none is written."""
    from misid.files.write import check_folder, check_names
    from misid.scenario import load_scenario

    if file is None:
        if like is not None:
            raise MeaningError(
                "--from says which scenario to start from, but none is to be written.",
                use="--to-scenario with the name of a file beside it",
            )
        return None
    check_names(file)
    if file.suffix.lower() not in _SCENARIOS:
        raise MeaningError(
            f"{file.name} does not end like a scenario.",
            use=f"a name that ends with {' or '.join(_SCENARIOS)}",
        )
    if file.is_dir():
        raise MeaningError(f"{file.name} is a folder, but a file is needed.", use="another name")
    if file.exists():
        raise OutputError(f"{shown_name(file)} exists already.", use="another name")
    check_folder(file.parent)
    return load_scenario(like or DEFAULT)


def _write_scenario(table: ScoreTable, start: Scenario, files: Files, file: Path) -> None:
    """Write the scenario, and say what could not be taken from the scores."""
    from misid.evaluation.stamp import sources
    from misid.files.write import write_new
    from misid.writers.scenario_from_scores import to_scenario

    with busy("measuring the matcher"):
        found = to_scenario(table, start, sources((files.scores, files.impostors, files.key)))
    write_new(file, found.text)
    typer.echo(f"\nwritten: {file}", err=files.as_json)
    for note in found.notes:
        typer.echo(note, err=files.as_json)
    typer.echo(f"Now `misid scenario show {file}` and `misid run {file}`.", err=files.as_json)
