"""Reports of different kinds do not share a folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from misid.errors import OutputError
from misid.files.read import shown_name
from misid.files.write import Writer, check_folder, write_files

RUN, EVALUATION, IDENTIFICATION = "results.json", "evaluation.json", "identification.json"
HISTORY, COMPARISON, ASSESSMENT = "history.json", "comparison.json", "assessment.json"
CASE, DISCLOSURE, INFERENCE = "code.json", "disclosure.json", "inference.json"
LOG_AUDIT, AUDIT = "log-audit.json", "audit.json"
DISCLOSURE_DIFFERENCE = "disclosure-difference.json"
ROW_RATES, BRIEF, LEDGER = "row-rates.json", "brief.json", "ledger.json"
"""The file of numbers of each kind of report."""
_KINDS = {
    RUN: "a run",
    EVALUATION: "an evaluation of scores",
    IDENTIFICATION: "an evaluation of candidate lists",
    HISTORY: "people over the years",
    COMPARISON: "a comparison",
    ASSESSMENT: "an assessment",
    CASE: "one reference code",
    DISCLOSURE: "a disclosed table",
    DISCLOSURE_DIFFERENCE: "two snapshots of a table",
    INFERENCE: "what counts say",
    LOG_AUDIT: "a search log",
    AUDIT: "an audit",
    ROW_RATES: "rates row by row",
    LEDGER: "unanswered questions",
}
_FACTS, _HEAD = re.compile(rb'"misid-[a-z-]+/[0-9]+"'), 1000
HANDED_OUT = ("drawn.json", "sheet.csv", "second.csv", "amendments.csv")
"""What an audit hands out to be filled in, and keeps beside it: no report bears such a name."""


def write_report(files: Mapping[str, Writer], folder: str | Path, own: str) -> tuple[Path, ...]:
    """
    Write the files of a report; none takes the place of a file that no such report wrote.

    Args:
        files: what writes each file, by its name.
        folder: made where it is missing; other files in it are left alone.
        own: the name of its file of numbers, one of those above.
    Returns: the files, in their order.
    Raises: OutputError: the folder cannot be made or written, holds sheets, another report, or a
        file of one of these names and no report of this kind.
    """
    refuse_other_report(folder, own)
    refuse_strangers(files, folder, own)
    return write_files(files, Path(folder))


def check_report(folder: Path, own: str, *read: str | Path | None) -> None:
    """
    Refuse early where a report cannot be written.

    Args:
        folder: where.
        own: the name of its file of numbers.
        read: what is read now, files or not.
    Raises: OutputError: it cannot be made or written, holds another report, or what is read.
    """
    check_folder(folder)
    refuse_other_report(folder, own)
    refuse_inputs(folder, own, *read)


def refuse_strangers(names: Collection[str], folder: str | Path, own: str) -> None:
    """
    Refuse to write over files of a folder in which no earlier report of this kind stands.

    Args:
        names: of the files that are to be written.
        folder: where.
        own: the name of the report's file of numbers.
    Raises: OutputError: one of the names is taken.
    """
    taken = [name for name in names if (Path(folder) / name).exists()]
    if taken and not (own in taken and _is_facts(Path(folder) / own)):
        raise OutputError(
            f"{Path(folder).name or folder} holds {taken[0]}, and no {own} that would say that "
            "misid wrote it.",
            use="--out with another folder",
        )


def _is_facts(path: Path) -> bool:
    """Whether a file begins as facts that misid wrote."""
    with path.open("rb") as file:
        return _FACTS.search(file.read(_HEAD)) is not None


def refuse_inputs(folder: str | Path, own: str, *given: str | Path | None) -> None:
    """
    Refuse to replace an earlier report in whose folder a file stands that is read now.

    Args:
        folder: where a report is to be written.
        own: the name of its file of numbers.
        given: what is read, files or not.
    Raises: OutputError: one of the files stands there.
    """
    place = Path(folder)
    if not (place / own).exists():
        return
    for one in given:
        if (
            one is not None
            and Path(one).is_file()
            and Path(one).parent.resolve() == place.resolve()
        ):
            raise OutputError(
                f"{shown_name(Path(one))} is read, and stands among the files of an earlier report "
                "that would be replaced.",
                use="--out with another folder",
            )


def refuse_input(folder: str | Path, name: str, given: str | Path | None) -> None:
    """
    Refuse to write a file in the place of the one that is read.

    Args:
        folder: where a report is to be written.
        name: of one of its files.
        given: what was read, a file or not.
    Raises: OutputError: it is that file.
    """
    place = Path(folder) / name
    if given is not None and place.exists() and Path(given).exists() and place.samefile(given):
        raise OutputError(
            f"{name} is read, and the report would write its own in the same place.",
            use="--out with another folder",
        )


def refuse_other_report(folder: str | Path, own: str) -> None:
    """
    Refuse a folder that holds a report of another kind: their files would be taken for one.

    Args:
        folder: where a report is to be written.
        own: the name of its file of numbers, one of those above.
    Raises: OutputError: it holds one, or the sheets of an audit.
    """
    for name in HANDED_OUT:
        if (Path(folder) / name).exists():
            raise OutputError(
                f"{Path(folder).name or folder} holds {name} of an audit, which is filled in by "
                "hand.",
                use="--out with another folder",
            )
    for name, kind in _KINDS.items():
        if name != own and (Path(folder) / name).exists():
            raise OutputError(
                f"{Path(folder).name or folder} holds the report of {kind} ({name}).",
                use="--out with another folder",
            )
