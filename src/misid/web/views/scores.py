"""Measure scores: send a file, say which column is what, and read how often it errs."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from misid.document import document_of_evaluation
from misid.document.model import Document
from misid.errors import MisidError
from misid.evaluation.reading.candidates import is_list_file
from misid.evaluation.stamp import document_json
from misid.web import columns, fields
from misid.web.address import Address
from misid.web.errors import BAD_REQUEST, check_version, status_of
from misid.web.measuring import STEPS, Found, MeasurementAsked, measured
from misid.web.page import address_of, page_language, render
from misid.web.receiving import SentForm, received
from misid.web.sending import KEPT, NEVER_KEPT, SEE_OTHER, known_ending, made_file, zipped
from misid.web.uploads import Upload, UploadKind, Uploads
from misid.web.waiting import StillAtWorkError
from misid.words.language import language
from misid.writers.csv import table_csv
from misid.writers.folder import evaluation_tables, write_evaluation
from misid.writers.html import html

PATH = "/scores"
_OWN = (
    *("kind", "score", "label", "subject_a", "subject_b", "group_a", "group_b", "condition"),
    *("search", "candidate", "rank", "mate", "gallery_size"),
    *("genuine", "rates", "ignore", *fields.NAMES),
)
_FILES = {
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "zip": "application/zip",
}


def uploads_of(request: Request) -> Uploads:
    """The uploads of this server."""
    uploads: Uploads = request.app.state.uploads
    return uploads


def scores(request: Request) -> Response:
    """The form that a file is sent with."""
    address = address_of(request)
    check_version(address)
    deleted = "deleted" in request.query_params
    kept = uploads_of(request).find(request.query_params.get(KEPT, ""))
    return _form(
        request, address, None if kept is None else kept.mistake, kept=kept, deleted=deleted
    )


def _form(
    request: Request,
    address: Address,
    mistake: MisidError | None,
    *,
    entered: dict[str, str] | None = None,
    kept: Upload | None = None,
    deleted: bool = False,
) -> Response:
    uploads, spoken = uploads_of(request), language(address.language)
    entered = entered or {}
    facts = {
        "mistake": mistake and fields.in_fields(mistake, columns.titles("pairs", spoken), spoken),
        "kind": entered.get("kind", "pairs"),
        "choices": fields.shown(fields.OF_TEXT, None, entered, spoken),
        "deleted": deleted,
        "kept": kept,
        "most": uploads.limit,
        "minutes": round(uploads.kept / 60),
    }
    status = 200 if mistake is None else status_of(mistake)
    # What has not been read of a body cannot be told from the next request.
    headers = NEVER_KEPT | ({} if mistake is None else {"Connection": "close"})
    return render(request, "scores", address, facts, status=status, headers=headers)


async def send(request: Request) -> Response:
    """Take a form with files, and go on to its columns."""
    uploads, entered = uploads_of(request), {"kind": "pairs"}
    sent = SentForm(entered, keeps=True, earlier=request.query_params.get(KEPT, ""))
    try:
        address = address_of(request)
        check_version(address)
        upload = await received(request, uploads, sent)
        await to_thread.run_sync(_accept, uploads, upload, sent)
    except ClientDisconnect:
        return Response(status_code=BAD_REQUEST)
    except MisidError as mistake:
        here = Address(language=page_language(request))
        kept = sent.kept or uploads.find(sent.earlier)
        again = partial(_form, request, here, mistake, entered=entered, kept=kept)
        return await to_thread.run_sync(again)
    said = {one.name: entered[one.name] for one in fields.OF_TEXT if entered.get(one.name)}
    return RedirectResponse(address.to(_path(upload), **said), SEE_OTHER)


def _accept(uploads: Uploads, upload: Upload, sent: SentForm) -> None:
    """What was sent is looked at once, so that what cannot be read is refused here, and goes."""
    try:
        reading = columns.of_text(sent.fields)
        columns.check_files(upload.paths, reading)
        upload.kind = columns.kind_of(upload.paths, sent.fields["kind"], "")
        if upload.kind == "pairs" and is_list_file(upload.paths[0], reading):
            upload.kind = "lists"
    except MisidError as mistake:
        sent.kept = uploads.keep_read(upload, mistake)
        raise
    except BaseException:
        uploads.remove(upload.token)
        raise


def mapping(request: Request) -> Response:
    """Which column is what, with the first rows."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    return _mapping(request, address, upload, None)


def _mapping(
    request: Request, address: Address, upload: Upload, mistake: MisidError | None
) -> Response:
    spoken, query = language(address.language), _own(request)
    try:
        asked = _asked(request, upload)
        names = columns.names(upload.paths, asked.reading)
    except MisidError as wrong:
        mistake = mistake or wrong
        said = {one.name: query[one.name] for one in fields.OF_TEXT if one.name in query}
        names = columns.names(upload.paths, columns.of_text(said))
        asked = columns.read_asked(said, upload.kind, names)
    if mistake is not None:
        mistake = fields.in_fields(mistake, columns.titles(asked.kind, spoken), spoken)
    roles = columns.understood(upload.paths, asked)
    facts = {
        "mistake": mistake,
        "token": upload.token,
        "kind": asked.kind,
        "files": columns.preview(upload.paths, roles, asked, spoken),
        "names": names,
        "selects": columns.selects(asked, roles, names, query, spoken),
        "entered": query,
        "choices": fields.shown(fields.FIELDS, asked.kind, query, spoken),
        "ignored": query.get("ignore", "").split(),
        "other_kinds": _other_kinds(address, upload, asked.kind),
        "minutes": _minutes(request),
    }
    status = 200 if mistake is None else status_of(mistake)
    return render(request, "scores_columns", address, facts, status=status, headers=NEVER_KEPT)


def report(request: Request) -> Response:
    """The report; while it is worked out, how far that is, and a way to stop it."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    try:
        document = _document(request, upload)
    except StillAtWorkError as work:
        return _at_work(request, address, upload, work)
    except MisidError as mistake:
        return _mapping(request, address, upload, mistake)
    facts = {
        "document": document,
        "token": upload.token,
        "query": _own(request),
        "minutes": _minutes(request),
    }
    return render(request, "scores_report", address, facts, headers=NEVER_KEPT)


def _at_work(
    request: Request, address: Address, upload: Upload, work: StillAtWorkError
) -> Response:
    facts = {
        "done": work.done,
        "total": work.total,
        "token": upload.token,
        "query": _own(request),
    }
    headers = NEVER_KEPT | {"Refresh": "1"}
    return render(request, "scores_waiting", address, facts, headers=headers)


def report_file(request: Request) -> Response:
    """The report as a file: HTML, the document as JSON, the points as CSV, or all in a zip."""
    upload, ending = _upload(request), known_ending(request, _FILES)
    name = f"{'report' if ending in ('html', 'zip') else 'evaluation'}.{ending}"
    return made_file(request, partial(_file, request, upload, ending), _FILES[ending], name)


def _file(request: Request, upload: Upload, ending: str) -> str | bytes:
    if ending == "html":
        return html(_document(request, upload))
    found = _measured_upload(request, upload)
    if ending == "json":
        return document_json(found)
    if ending == "csv":
        return table_csv(evaluation_tables(found)["points"])
    code = page_language(request)
    key = ("zip", upload.token, _asked(request, upload), code)
    return uploads_of(request).waiting.get(key, lambda: _zip(found, code))


def _zip(found: Found, code: str) -> bytes:
    """Everything that `misid evaluate --out` writes into a folder."""
    return zipped(lambda out: write_evaluation(found, out, language(code)))


def cancel(request: Request) -> Response:
    """Stop the work, and go back to the columns with all that was said."""
    address, upload = address_of(request), _upload(request)
    uploads_of(request).give_up(upload.token)
    return RedirectResponse(address.to(_path(upload), **_own(request)), SEE_OTHER)


def delete(request: Request) -> Response:
    """Delete an upload now."""
    address = address_of(request)
    uploads_of(request).remove(request.path_params["token"])
    return RedirectResponse(address.to(PATH, deleted="1"), SEE_OTHER)


def _measured_upload(request: Request, upload: Upload) -> Found:
    asked = _asked(request, upload)
    key = ("evaluation", upload.token, asked)
    waiting = uploads_of(request).waiting
    return waiting.get(key, lambda: measured(upload.paths, asked), total=STEPS)


def _document(request: Request, upload: Upload) -> Document:
    found, code = _measured_upload(request, upload), page_language(request)
    key = ("document", upload.token, _asked(request, upload), code)
    work = uploads_of(request).waiting
    return work.get(key, lambda: document_of_evaluation(found, language(code)))


def _asked(request: Request, upload: Upload) -> MeasurementAsked:
    query = _own(request)
    kind = columns.kind_of(upload.paths, upload.kind, query.get("kind", ""))
    return columns.read_asked(query, kind, columns.names(upload.paths, columns.of_text(query)))


def _other_kinds(address: Address, upload: Upload, kind: UploadKind) -> dict[str, str]:
    """What else the files may hold, and where that is looked at."""
    of_two: tuple[UploadKind, ...] = ("two", "keyed", "lists")
    kinds: tuple[UploadKind, ...] = ("pairs", "lists") if len(upload.paths) == 1 else of_two
    return {one: address.to(_path(upload), kind=one) for one in kinds if one != kind}


def _own(request: Request) -> dict[str, str]:
    """The fields of these pages, as far as they are filled in."""
    said = {name: " ".join(request.query_params.getlist(name)).strip() for name in _OWN}
    return {name: value for name, value in said.items() if value}


def _upload(request: Request) -> Upload:
    return uploads_of(request).get(request.path_params["token"])


def _path(upload: Upload) -> str:
    return f"{PATH}/{upload.token}"


def _minutes(request: Request) -> int:
    return round(uploads_of(request).kept / 60)
