"""A synthetic search log in a folder: written file by file, resumed where it stopped.

Files take their names once they are whole. `dataset.json` comes last; until then
`dataset-unfinished.json` says what is whole so far, with the digest of each file.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import polars as pl

from misid.errors import MeaningError, OutputError
from misid.files.read import shown_name
from misid.files.write import Writer, check_folder, text_writer, write_files
from misid.machine.threads import processors, side_by_side
from misid.programme.people.encounters import encounters
from misid.programme.people.stops import Setting
from misid.programme.people.timeline import setting_of
from misid.results.saved import read_document
from misid.searchlog.columns import (
    ORDER,
    LogForm,
    encounter_table,
    safe_for_spreadsheets,
    with_faults,
)
from misid.searchlog.plan import Plan, check_room, difference
from misid.searchlog.schema import Dataset, FileNote, Unfinished
from misid.simulation.closed_form import closed_form
from misid.simulation.described import described

Progress = Callable[[int], None]

DOCUMENT, UNFINISHED = "dataset.json", "dataset-unfinished.json"
_ROW_GROUP = 2**18
_MOST_THREADS = 8
"""Files side by side; each takes some hundred megabytes of memory while it is made."""


def write_dataset(
    plan: Plan,
    folder: Path,
    *,
    resume: bool = False,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Dataset:
    """
    Write a synthetic search log.

    Args:
        plan: what is written.
        folder: for its files; made where it is missing.
        resume: go on where an earlier run of the same plan stopped.
        progress: told how many encounters are done, each time some are.
        threads: how many files are made side by side; it changes no byte.
    Returns: what `dataset.json` says.
    Raises: OutputError: the folder cannot be written, the disk has too little room.
        MeaningError: another log stands there, or one and `resume` is not asked for.
    """
    with _writing():
        check_folder(folder)
        kept = _kept(plan, folder, resume=resume)
        check_room(plan, folder, kept.values())
        whole = (folder / DOCUMENT).is_file() and len(kept) == len(list(_every_name(plan)))
        if not whole:
            _write_unfinished(plan, folder, kept)
        _write_log(plan, folder, kept, threads, progress)
        dataset = _document(plan, [kept[name] for name in sorted(kept)])
        write_files({DOCUMENT: text_writer(dataset.model_dump_json(indent=2) + "\n")}, folder)
        (folder / UNFINISHED).unlink(missing_ok=True)
    return dataset


def read_dataset(folder: Path) -> Dataset:
    """
    What `dataset.json` in a folder says.

    Raises: FormatError: there is none, or it was changed.
    """
    return read_document(folder / DOCUMENT, Dataset, _again)


def _again(_: object) -> str:
    return "misid simulate --people --write, into another folder"


@contextmanager
def _writing() -> Iterator[None]:
    """What cannot be written is told in this command's words."""
    try:
        yield
    except OutputError as error:
        use = error.use
        if "--out" in use:
            use = "--write with another folder; or --resume, once this one can be written"
        raise OutputError(error.what, where=error.where, use=use) from None
    except OSError as error:
        raise OutputError(
            f"the log cannot be written: {error.strerror or 'the system refuses'}.",
            use="--write with another folder; or --resume, once this one can be written",
        ) from None


def _kept(plan: Plan, folder: Path, *, resume: bool) -> dict[str, FileNote]:
    """Files of an earlier run that are whole, by name."""
    there = sorted(_traces(folder))
    if not there:
        return {}
    if not resume:
        raise MeaningError(
            f"{shown_name(folder)} already holds a log, or a part of one.",
            use="--resume to go on with it, or another folder after --write",
        )
    whole = (folder / DOCUMENT).is_file()
    if not whole and not (folder / UNFINISHED).is_file():
        raise MeaningError(
            f"{shown_name(folder)} holds files of a log, but not what it is made from.",
            use="another folder after --write",
        )
    record: Dataset | Unfinished = (
        read_dataset(folder) if whole else read_document(folder / UNFINISHED, Unfinished, _again)
    )
    differs = difference(record.stamp, plan.stamp)
    if differs:
        raise MeaningError(
            f"{shown_name(folder)} holds another log: it has another {differs}.",
            use=f"the same {differs}, or another folder after --write",
        )
    _clear(folder)
    return {note.name: note for note in record.files if _is_whole(folder / note.name, note)}


def _clear(folder: Path) -> None:
    """Take away what a killed run left under its temporary names."""
    for path in folder.glob(".*.part"):
        if path.name.startswith((".encounters-", ".dataset")):
            path.unlink(missing_ok=True)


def _traces(folder: Path) -> Iterator[Path]:
    """Whatever a log leaves in a folder."""
    if folder.is_dir():
        for pattern in ("encounters-*.parquet", "encounters-*.csv", "dataset*.json"):
            yield from folder.glob(pattern)


def _is_whole(path: Path, note: FileNote) -> bool:
    if not path.is_file() or path.stat().st_size != note.bytes:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == note.sha256


def _write_unfinished(plan: Plan, folder: Path, kept: dict[str, FileNote]) -> None:
    record = Unfinished(
        version="misid-dataset-unfinished/2",
        stamp=plan.stamp,
        files=tuple(kept[name] for name in sorted(kept)),
    )
    write_files({UNFINISHED: text_writer(record.model_dump_json() + "\n")}, folder)
    (folder / DOCUMENT).unlink(missing_ok=True)


def _write_log(
    plan: Plan,
    folder: Path,
    kept: dict[str, FileNote],
    threads: int | None,
    progress: Progress | None,
) -> None:
    """Write what is missing, and write down what is there; `kept` grows by it."""
    with closing(_made(plan, folder, kept, threads)) as made:
        for notes in made:
            if any(note.name not in kept for note in notes):
                kept |= {note.name: note for note in notes}
                _write_unfinished(plan, folder, kept)
            if progress is not None:
                progress(notes[0].rows)


def _made(
    plan: Plan, folder: Path, kept: dict[str, FileNote], threads: int | None
) -> Generator[list[FileNote], None, None]:
    """Write what is missing, several files at a time; tell of each part in order."""
    setting, _ = setting_of(plan.course, plan.population)

    def part(number: int) -> list[FileNote]:
        names = _names(number, plan.form)
        if all(name in known for name in names):
            return [known[name] for name in names]
        return _write_part(plan, setting, number, folder)

    known = dict(kept)
    workers = threads or min(processors(), _MOST_THREADS)
    yield from side_by_side(part, range(len(plan.parts)), threads=workers)


def _every_name(plan: Plan) -> Iterator[str]:
    for number in range(len(plan.parts)):
        yield from _names(number, plan.form)


def _names(number: int, form: LogForm) -> list[str]:
    return [f"encounters-{number + 1:05d}.{kind}" for kind in _kinds(form)]


def _kinds(form: LogForm) -> tuple[str, ...]:
    return ("parquet", "csv") if form.csv else ("parquet",)


def _write_part(plan: Plan, setting: Setting, number: int, folder: Path) -> list[FileNote]:
    stops = plan.rows / plan.population.people * plan.parts[number][:, 4].sum()
    log = encounters(plan.population, setting, plan.parts[number], room=round(1.2 * stops) + 1_000)
    table = encounter_table(log, plan.course, plan.form, part=number)
    table = with_faults(table, plan.course, plan.form, part=number, parts=len(plan.parts))
    names = _names(number, plan.form)
    content = dict(zip(names, (_parquet(table), *([_csv(table)] * (len(names) - 1))), strict=True))
    write_files({name: _durably(data) for name, data in content.items()}, folder)
    return [
        FileNote(
            name=name,
            rows=table.height,
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        for name, data in content.items()
    ]


def _parquet(table: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    # Groups of rows of one size, whatever the number of threads: the same bytes everywhere.
    table.write_parquet(stream, row_group_size=_ROW_GROUP)
    return stream.getvalue()


def _csv(table: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    safe_for_spreadsheets(table).write_csv(stream, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return stream.getvalue()


def _durably(data: bytes) -> Writer:
    """Writes this, and waits until the disk has it: what has its name is whole."""

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            with suppress(OSError):
                os.fsync(stream.fileno())

    return write


def _document(plan: Plan, files: list[FileNote]) -> Dataset:
    return Dataset(
        **described(plan.provenance[0], closed_form(plan.course)),
        version="misid-dataset/2",
        order=ORDER,
        columns=plan.form.columns,
        rows=sum(note.rows for note in files if note.name.endswith(".parquet")),
        files=tuple(files),
        agencies_are_made_up=plan.course.agencies.synthetic,
        stamp=plan.stamp,
    )
