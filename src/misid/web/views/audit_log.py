"""Audit a log: send it, say which column is what, read what every rule finds."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from misid.document.log_audit import log_audit_report
from misid.errors import MisidError
from misid.files.read import plain
from misid.searchlog.checks.rules import KINDS
from misid.searchlog.checks.schema import LogAudit
from misid.web import log_fields as fields
from misid.web.address import Address
from misid.web.auditing import LogLook, audited, looked_at
from misid.web.errors import NoSuchPageError, check_version, status_of
from misid.web.fields import with_fields
from misid.web.page import address_of, page_language, render, studies_of
from misid.web.papers import paper_of
from misid.web.sending import AGAIN, NEVER_KEPT, SEE_OTHER, at_work, form_page, kept_file, send_on
from misid.web.uploads import REPORTS, Upload, Uploads
from misid.web.waiting import StillAtWorkError, advance
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.language import Language, language, message
from misid.words.log_audit import ROLES
from misid.writers.formats import formats
from misid.writers.log_audit_files import write_log_audit

PATH = "/audit/log"
_WAITED = 5.0
"""Seconds that a reader waits for the columns before they are said to be at work."""
_LOOKING = message("The columns of the log are looked at. The page comes by itself.")
_AT_WORK = message(
    "The log is held against every rule. The page comes by itself; leave it, and the work is given "
    "up."
)
_STOP = message("Stop, and go back to the columns")
_DELETE = message("Stop, and delete the log")
_FILES = {**MEDIA, "json": "application/json", "zip": "application/zip"}


def logs_of(request: Request) -> Uploads:
    """The logs that were sent to this server."""
    held: Uploads = request.app.state.logs
    return held


def log(request: Request) -> Response:
    """The form that a log is sent with."""
    address = address_of(request)
    check_version(address)
    return _form(request, address, None)


def _form(request: Request, address: Address, mistake: MisidError | None) -> Response:
    return form_page(request, "audit_log", address, logs_of(request), mistake)


async def send(request: Request) -> Response:
    """Take a log, and go on to its columns."""
    return await send_on(request, logs_of(request), _form, PATH)


def columns(request: Request) -> Response:
    """Which column is what, by its shape alone."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    return _columns(request, address, upload, None)


def _columns(
    request: Request, address: Address, upload: Upload, mistake: MisidError | None
) -> Response:
    said, spoken = _said(request), language(address.language)
    try:
        look = _look(request, upload, said)
    except StillAtWorkError:
        stop = (address.to(f"{PATH}/{upload.token}/delete"), spoken.word(_DELETE))
        return at_work(request, address, spoken.word(_LOOKING), stop)
    except MisidError as unread:
        logs_of(request).remove(upload.token)
        return _form(request, address, unread)
    wrong = mistake or look.mistake
    told = None if wrong is None else with_fields(wrong, fields.options_as_fields(spoken))
    facts = _shown(look, said, spoken) | {
        "mistake": told,
        "token": upload.token,
        "programme": spoken.authored(studies_of(request).scenario(address).title),
        "minutes": round(logs_of(request).kept / 60),
    }
    status = 200 if told is None else status_of(told)
    page = "audit_log_columns"
    return render(request, page, address, facts, status=status, headers=NEVER_KEPT)


def _shown(look: LogLook, said: dict[str, str], spoken: Language) -> dict[str, Any]:
    """Columns, and the fields in which they can be said to be something else."""
    guessed = {column.role: at for at, column in enumerate(look.columns, 1) if column.role}
    return {
        "columns": look.columns,
        "said": said,
        "roles": [(role, _begun(spoken.word(ROLES[role])), guessed.get(role)) for role in KINDS],
        "names": {role: spoken.word(words) for role, words in ROLES.items()},
        "numbers": _legends(fields.NUMBERS, spoken),
        "answers": _legends(fields.ANSWERS, spoken),
        "texts": _legends(fields.TEXTS, spoken),
        "dates": _legends(fields.DATES, spoken),
    }


def _legends(words: dict[Any, str], spoken: Language) -> dict[str, str]:
    return {str(name): spoken.word(legend) for name, legend in words.items()}


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def report(request: Request) -> Response:
    """What every rule finds; while it is worked out, that it is, and a way to stop it."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    said, spoken = _said(request), language(address.language)
    try:
        found = _audited(request, address, upload, said)
    except StillAtWorkError:
        stop = (address.to(f"{PATH}/{upload.token}/cancel", **said), spoken.word(_STOP))
        return at_work(request, address, spoken.word(_AT_WORK), stop)
    except MisidError as mistake:
        return _columns(request, address, upload, mistake)
    facts = {
        "document": log_audit_report(found, spoken),
        "outcome": found.outcome,
        "token": upload.token,
        "said": said,
        "minutes": round(logs_of(request).kept / 60),
    }
    return render(request, "audit_log_report", address, facts, headers=NEVER_KEPT)


def report_file(request: Request) -> Response:
    """The report as a file: a document, its facts as JSON, or everything in a zip."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    ending = request.path_params["ending"]
    if ending not in _FILES:
        raise NoSuchPageError(
            f"no audit of a log is written as {plain(ending)}.", use=f"one of: {', '.join(_FILES)}"
        )
    try:
        found = _audited(request, address, upload, _said(request))
        content = _file(request, found, ending)
    except StillAtWorkError:
        return RedirectResponse(str(request.url), AGAIN, headers=NEVER_KEPT)
    return kept_file(content, _FILES[ending], f"log-audit.{ending}")


def _file(request: Request, found: LogAudit, ending: str) -> str | bytes:
    spoken = language(page_language(request))
    if ending == "json":
        return found.model_dump_json(indent=2) + "\n"
    if ending == "zip":
        return _zip(found, spoken)
    return written(log_audit_report(found, spoken), ending, paper_of(request))


def _zip(found: LogAudit, spoken: Language) -> bytes:
    """Everything that `misid audit log --out` writes into a folder."""
    with tempfile.TemporaryDirectory(prefix=REPORTS) as folder:
        inside = Path(folder) / "report"
        write_log_audit(found, inside, spoken, formats("html,pdf"))
        advance(0)
        return Path(shutil.make_archive(f"{folder}/all", "zip", inside)).read_bytes()


def cancel(request: Request) -> Response:
    """Stop the work, and go back to the columns with all that was said."""
    address, upload = address_of(request), _upload(request)
    logs_of(request).give_up(upload.token)
    return RedirectResponse(address.to(f"{PATH}/{upload.token}", **_said(request)), SEE_OTHER)


def delete(request: Request) -> Response:
    """Delete a log, and what was found in it."""
    address = address_of(request)
    logs_of(request).remove(request.path_params["token"])
    return RedirectResponse(address.to(PATH, deleted="1"), SEE_OTHER)


def _look(request: Request, upload: Upload, said: dict[str, str]) -> LogLook:
    key = ("look", upload.token, tuple(sorted(said.items())))
    work = logs_of(request).waiting
    return work.get(key, lambda: looked_at(upload.paths[0], said), patience=_WAITED)


def _audited(request: Request, address: Address, upload: Upload, said: dict[str, str]) -> LogAudit:
    studies = studies_of(request)
    studies.check(address)
    # Without the programme's worlds nothing depends on it; in another language nothing does.
    prior = address.in_language("en") if said.get(fields.FROM_SCENARIO) else Address()
    scenario, file = studies.scenario(prior), upload.paths[0]
    key = ("log audit", upload.token, tuple(sorted(said.items())), prior)
    work = logs_of(request).waiting
    return work.get(key, lambda: audited(file, said, scenario, prior), patience=PATIENCE / 2)


def _said(request: Request) -> dict[str, str]:
    return fields.entered(request.query_params.multi_items())


def _upload(request: Request) -> Upload:
    return logs_of(request).get(request.path_params["token"])
