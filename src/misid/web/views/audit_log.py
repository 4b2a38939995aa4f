"""Audit a log: send it, say which column is what, read what every rule finds."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from misid.document.log_audit import log_audit_report
from misid.errors import MisidError
from misid.searchlog.checks.rules import KINDS
from misid.searchlog.checks.schema import LogAudit
from misid.web import log_fields as fields
from misid.web.address import Address
from misid.web.auditing import LogFiles, LogLook, audited, looked_at
from misid.web.errors import status_of
from misid.web.fields import with_fields
from misid.web.page import page_language, render, studies_of
from misid.web.papers import paper_of
from misid.web.sending import NEVER_KEPT, SentPlace, known_ending, made_file, zipped
from misid.web.ticks import is_ticked
from misid.web.uploads import Upload
from misid.web.waiting import StillAtWorkError
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.language import Language, language, message
from misid.words.log_audit import ROLES
from misid.writers.formats import formats
from misid.writers.log_audit_files import write_log_audit

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


PLACE = SentPlace("/audit/log", "logs", "audit_log")
log, send, delete = PLACE.show, PLACE.send, PLACE.delete


def columns(request: Request) -> Response:
    """Which column is what, by its shape alone."""
    return _columns(request, *PLACE.asked(request), None)


def _columns(
    request: Request, address: Address, upload: Upload, mistake: MisidError | None
) -> Response:
    said, spoken = _entered_fields(request), language(address.language)
    try:
        look = _look(request, upload, said)
    except StillAtWorkError as work:
        return PLACE.at_work(request, (_LOOKING, _DELETE), work=work)
    except MisidError as unread:
        return PLACE.refused(request, address, upload, unread)
    wrong = mistake or look.mistake
    told = None if wrong is None else with_fields(wrong, fields.options_as_fields(spoken))
    shown = _shown(look, said, spoken, has_checkpoint="checkpoint" in upload.files)
    facts = shown | {
        "mistake": told,
        "token": upload.token,
        "programme": spoken.authored(studies_of(request).scenario(address).title),
        "minutes": PLACE.minutes(request),
    }
    status = 200 if told is None else status_of(told)
    page = "audit_log_columns"
    return render(request, page, address, facts, status=status, headers=NEVER_KEPT)


def _shown(
    look: LogLook, said: dict[str, str], spoken: Language, *, has_checkpoint: bool
) -> dict[str, Any]:
    """Columns, and the fields in which they can be said to be something else."""
    guessed = {column.role: at for at, column in enumerate(look.columns, 1) if column.role}
    return {
        "columns": look.columns,
        "said": said,
        "roles": [(role, _begun(spoken.word(ROLES[role])), guessed.get(role)) for role in KINDS],
        "names": {role: spoken.word(words) for role, words in ROLES.items()},
        "numbers": _legends(fields.NUMBERS, spoken),
        "own_numbers": {f"{fields.OWN_NUMBER}{name}": name for name in look.asked},
        "has_checkpoint": has_checkpoint,
        "answers": _legends(fields.ANSWERS, spoken),
        "texts": _legends(fields.TEXTS, spoken),
        "dates": _legends(fields.DATES, spoken),
        "says_names": spoken.word(fields.SAYS_NAMES),
    }


def _legends(words: dict[Any, str], spoken: Language) -> dict[str, str]:
    return {str(name): spoken.word(legend) for name, legend in words.items()}


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def report(request: Request) -> Response:
    """What every rule finds; while it is worked out, that it is, and a way to stop it."""
    address, upload = PLACE.asked(request)
    said, spoken = _entered_fields(request), language(address.language)
    try:
        found = log_audited(request, address, upload, said)
    except StillAtWorkError as work:
        return PLACE.at_work(request, (_AT_WORK, _STOP), work=work, ends="cancel", said=said)
    except MisidError as mistake:
        return _columns(request, address, upload, mistake)
    facts = {
        "document": log_audit_report(found, spoken),
        "outcome": found.outcome,
        "token": upload.token,
        "said": said,
        "minutes": PLACE.minutes(request),
    }
    return render(request, "audit_log_report", address, facts, headers=NEVER_KEPT)


def report_file(request: Request) -> Response:
    """The report as a file: a document, its facts as JSON, or everything in a zip."""
    address, upload = PLACE.asked(request)
    ending = known_ending(request, _FILES)

    def make() -> str | bytes:
        said, code, paper = _entered_fields(request), page_language(request), paper_of(request)
        found = log_audited(request, address, upload, said)
        key = ("file", upload.token, tuple(sorted(said.items())), address, ending, code, paper)
        work = PLACE.held(request).waiting
        return work.get(key, lambda: _file(found, ending, code, paper), patience=PATIENCE)

    return made_file(request, make, _FILES[ending], f"log-audit.{ending}")


def _file(found: LogAudit, ending: str, code: str, paper: str) -> str | bytes:
    spoken = language(code)
    if ending == "json":
        return found.model_dump_json(indent=2) + "\n"
    if ending == "zip":
        return zipped(lambda out: write_log_audit(found, out, spoken, formats("html,pdf")))
    return written(log_audit_report(found, spoken), ending, paper)


def cancel(request: Request) -> Response:
    """Stop the work, and go back to the columns with all that was said."""
    return PLACE.cancel(request, _entered_fields(request))


def _look(request: Request, upload: Upload, said: dict[str, str]) -> LogLook:
    key = ("look", upload.token, tuple(sorted(said.items())))
    work = PLACE.held(request).waiting
    return work.get(key, lambda: looked_at(LogFiles.of(upload.files), said), patience=_WAITED)


def log_audited(
    request: Request, address: Address, upload: Upload, said: dict[str, str]
) -> LogAudit:
    """
    What every rule finds in a log.

    Raises: MisidError: it is none, or what is said of it cannot be meant. StillAtWorkError: ask
        again.
    """
    studies = studies_of(request)
    studies.check(address)
    # Without the programme's worlds nothing depends on it; in another language nothing does.
    prior = address.in_language("en") if is_ticked(said, fields.FROM_SCENARIO) else Address()
    scenario, sent = studies.scenario(prior), LogFiles.of(upload.files)
    key = ("log audit", upload.token, tuple(sorted(said.items())), prior)
    work = PLACE.held(request).waiting
    return work.get(key, lambda: audited(sent, said, scenario, prior), patience=PATIENCE / 2)


def _entered_fields(request: Request) -> dict[str, str]:
    return fields.entered(request.query_params.multi_items())
