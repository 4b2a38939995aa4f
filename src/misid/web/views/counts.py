"""Disclosed counts: send a table, read how it was understood, answer what is asked, take it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from misid.disclosure import DisclosedCounts, Disclosure, counts_of, rows_named
from misid.document.disclosure import difference_of_disclosures, disclosure_document
from misid.document.model import Document
from misid.document.tables import disclosure as tables
from misid.errors import MeaningError, MisidError
from misid.files.read import plain
from misid.web import table_answers
from misid.web.address import Address
from misid.web.disclosing import TablesRead, disclosed
from misid.web.errors import NoSuchPageError, status_of
from misid.web.fields import with_fields
from misid.web.page import page_language, render
from misid.web.papers import paper_of
from misid.web.sending import NEVER_KEPT, SentPlace, known_ending, made_file
from misid.web.table_answers import TableAnswers, read_answers
from misid.web.uploads import Upload
from misid.web.waiting import StillAtWorkError
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.disclosure import ROLES
from misid.words.language import Language, language, message
from misid.writers.csv import table_csv

_AT_WORK = message(
    "The table is read and held against itself. The page comes by itself; leave it, and the work "
    "is given up."
)
_STOP = message("Stop, and delete the table")
_WAITED = 5.0
"""Seconds that a reader waits for a table before it is said to be at work: most take less."""
_FILES = {**MEDIA, "json": "application/json", "csv": "text/csv", "yaml": "application/yaml"}


PLACE = SentPlace("/counts", "tables", "counts")
counts, send, delete = PLACE.show, PLACE.send, PLACE.delete


def table(request: Request) -> Response:
    """How a table was understood, where it disagrees with itself, and what is asked."""
    address, upload = PLACE.asked(request)
    answers = read_answers(request.query_params.multi_items())
    try:
        read = tables_read(request, upload, answers)
    except StillAtWorkError as work:
        return PLACE.at_work(request, (_AT_WORK, _STOP), work=work)
    except MisidError as mistake:
        return PLACE.refused(request, address, upload, mistake)
    facts = _shown(read, answers, language(address.language)) | {
        "token": upload.token,
        "minutes": PLACE.minutes(request),
        "answers": dict(answers.said),
        "address_without": partial(_address_without, address, upload, answers),
    }
    status = 200 if facts["mistake"] is None else status_of(facts["mistake"])
    return render(request, "counts_table", address, facts, status=status, headers=NEVER_KEPT)


def _address_without(address: Address, upload: Upload, answers: TableAnswers, name: str) -> str:
    return address.to(f"{PLACE.path}/{upload.token}", **answers.without(name))


def _shown(read: TablesRead, answers: TableAnswers, spoken: Language) -> dict[str, Any]:
    """What the page shows of tables and answers."""
    sheets = next((one.sheets for one in read.tables if one.sheets), ())
    mistake = read.first_mistake or (read.mistake if not _asks(read) else None)
    questions = table_answers.question_fields(read.found, spoken)
    asked = {one.name for one in questions}
    layout = table_answers.layout_fields(answers, sheets, spoken)
    facts = {
        "mistake": mistake and _in_fields(mistake, spoken),
        "document": _document(read, spoken) if read.found else None,
        "parts": [disclosure_document(one, spoken) for one in read.found],
        "is_difference": len(read.tables) > 1,
        "has_difference": read.difference is not None,
        "questions": questions,
        "layout": [one for one in layout if one.name not in asked],
        "selects": [
            one
            for found in read.found[:1]
            for one in table_answers.column_selects(found, answers, spoken)
        ],
        "told": list(table_answers.answers_in_words(answers, sheets, spoken)),
        "columns": _side_by_side(read.found, spoken),
    }
    return facts | _taken(read, answers, spoken)


def _asks(read: TablesRead) -> bool:
    return any(found.questions for found in read.found)


def _document(read: TablesRead, spoken: Language) -> Document:
    """What is shown first: what changed, where that can be said, else how a table was read."""
    if read.difference is not None:
        return difference_of_disclosures(read.difference, spoken)
    return disclosure_document(read.found[0], spoken)


def _side_by_side(found: tuple[Disclosure, ...], spoken: Language) -> list[tuple[str, ...]]:
    """Of two tables, what the columns at each place are called and taken for."""
    if len(found) < 2:
        return []
    sides = [
        {one.letter: (one.name, spoken.word(ROLES[one.role])) for one in side.columns}
        for side in found
    ]
    letters = dict.fromkeys([*sides[0], *sides[1]])
    none = ("", "")
    return [(one, *sides[0].get(one, none), *sides[1].get(one, none)) for one in letters]


def _taken(read: TablesRead, answers: TableAnswers, spoken: Language) -> dict[str, Any]:
    """The counts of one table by period, or why they cannot be taken yet."""
    facts: dict[str, Any] = {"counts": None, "not_yet": None}
    if len(read.tables) > 1 or not read.found or _asks(read):
        return facts
    try:
        return facts | {"counts": taken_counts(read, answers)}
    except MeaningError as mistake:
        return facts | {"not_yet": _in_fields(mistake, spoken)}


def taken_counts(read: TablesRead, answers: TableAnswers) -> DisclosedCounts:
    """
    The counts of a table by period, as a reader takes them.

    Raises: MeaningError: something is asked, may be counted twice, or cannot be a count.
    """
    first = read.first_mistake
    if first is not None:
        raise first
    return counts_of(
        read.found[0],
        leave_out=rows_named(answers.value("leave_out").replace(",", " ").split()),
        keep_all=bool(answers.value("keep_all")),
        source=answers.value("source"),
    )


def counts_at(request: Request) -> DisclosedCounts:
    """
    The counts of the table at an address, as its reader takes them.

    Raises: MisidError: they cannot be taken. StillAtWorkError: ask again.
    """
    answers = read_answers(request.query_params.multi_items())
    read = tables_read(request, PLACE.upload(request), answers, patience=PATIENCE)
    return taken_counts(read, answers)


def _in_fields(mistake: MisidError, spoken: Language) -> MisidError:
    return with_fields(mistake, table_answers.options_as_fields(spoken))


def table_file(request: Request) -> Response:
    """What was read as a file: the report, its facts, a table of it, the counts by period."""
    upload, ending = PLACE.upload(request), known_ending(request, _FILES)
    name = f"{request.path_params['name']}.{ending}"
    answers = read_answers(request.query_params.multi_items())

    def make() -> str | bytes:
        read = tables_read(request, upload, answers, patience=PATIENCE)
        return _file(request, read, answers, name)

    return made_file(request, make, _FILES[ending], name)


def _file(request: Request, read: TablesRead, answers: TableAnswers, name: str) -> str | bytes:
    spoken = language(page_language(request))
    mistake = read.first_mistake
    if mistake is not None:
        raise mistake
    if name.removeprefix("report.") in MEDIA:
        return written(_document(read, spoken), name.removeprefix("report."), paper_of(request))
    makers = _of_two(read, spoken) if read.difference else _of_one(read, answers, spoken)
    if name not in makers:
        raise NoSuchPageError(f"nothing of a table is written as {plain(name)}.", use="its page")
    return makers[name]()


def _of_one(
    read: TablesRead, answers: TableAnswers, spoken: Language
) -> dict[str, Callable[[], str]]:
    found = read.found[0]

    def disagreements() -> str:
        whole = tables.discrepancies(found, spoken, whole=True)
        return table_csv(whole) if whole is not None else ""

    return {
        "disclosure.json": lambda: found.model_dump_json(by_alias=True, indent=1) + "\n",
        "columns.csv": lambda: table_csv(tables.columns(found, spoken)),
        "disagreements.csv": disagreements,
        "counts.yaml": lambda: taken_counts(read, answers).to_yaml(),
        "counts.json": lambda: json.dumps(taken_counts(read, answers).as_data(), indent=1) + "\n",
    }


def _of_two(read: TablesRead, spoken: Language) -> dict[str, Callable[[], str]]:
    changed = read.difference
    if changed is None:
        return {}

    def changes() -> str:
        whole = tables.changes(changed, spoken)
        return table_csv(whole) if whole is not None else ""

    return {
        "difference.json": lambda: changed.model_dump_json(by_alias=True, indent=1) + "\n",
        "changes.csv": changes,
    }


def tables_read(
    request: Request, upload: Upload, answers: TableAnswers, *, patience: float = _WAITED
) -> TablesRead:
    """
    What is read of an upload by its reader's answers.

    Raises: MisidError: it holds no table. StillAtWorkError: ask again.
    """
    reading = answers.reading
    key = ("table", upload.token, reading)
    work = PLACE.held(request).waiting
    return work.get(key, lambda: disclosed(upload.paths, reading), patience=patience)
