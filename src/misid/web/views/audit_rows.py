"""Rows of a log that are checked by hand: bind the plan, draw, and read the filled sheet back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from misid.audit.schema import AuditSheet, Commitment
from misid.audit.sheet import check_seed, first_sheet, second_sheet
from misid.document.audit import commitment_document, reading_document, sheet_document
from misid.document.figures import block
from misid.document.model import Document
from misid.errors import MisidError
from misid.figures.risk_by_row import risk_by_row
from misid.searchlog.checks.headings import NamesUnsaidError
from misid.web.address import Address
from misid.web.fields import with_fields
from misid.web.log_fields import HAS_NAMES, options_as_fields, says_names
from misid.web.page import page_language, render
from misid.web.papers import paper_of
from misid.web.row_checks import ReadBack, RowChecked, RowCheckStep, RowsSaid, row_check
from misid.web.sending import NEVER_KEPT, SentPlace, known_ending, made_file, zipped
from misid.web.uploads import Upload
from misid.web.waiting import StillAtWorkError
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.language import Language, language, message
from misid.writers.audit_files import write_reading
from misid.writers.formats import formats

SEED = "thrown"
_AT_WORK = message("The log is read. The page comes by itself; leave it, and the work is given up.")
_STOP = message("Stop, and delete the files")
_CSV, _JSON = "text/csv", "application/json"


@dataclass(frozen=True)
class RowStep:
    """
    A step of an audit by hand.

    `document`: what a page shows of it; `files`: what can be taken beside that, by its name, each
    with what it is of.
    """

    step: RowCheckStep
    place: SentPlace
    document: Callable[[RowChecked, Language], Document]
    files: dict[str, tuple[str, Callable[[RowChecked, Language], str | bytes]]]

    def found(self, request: Request) -> Response:
        """What was found; until then that it is at work, and a way to stop it."""
        address, upload = self.place.asked(request)
        try:
            said = self._rows_said(request)
        except MisidError as mistake:
            return self._asked_again(request, address, upload, mistake)
        try:
            found = self._found(request, upload, said, _WAITED)
        except StillAtWorkError as work:
            return self.place.at_work(request, (_AT_WORK, _STOP), work=work)
        except NamesUnsaidError as question:
            return self._asked_again(request, address, upload, question)
        except MisidError as mistake:
            return self.place.refused(request, address, upload, mistake)
        facts = {
            "document": self.document(found, language(address.language)),
            "step": self.step,
            "names": self._names(found),
            "token": upload.token,
            "said": self.place.said(request.query_params),
            "path": self.place.path,
            "minutes": self.place.minutes(request),
        }
        return render(request, "audit_step_found", address, facts, headers=NEVER_KEPT)

    def found_file(self, request: Request) -> Response:
        """A file of it: the report as a document, or what the next step takes."""
        _, upload = self.place.asked(request)
        kinds = {name: media for name, (media, _) in self.files.items()}
        kinds |= {f"report.{ending}": media for ending, media in MEDIA.items()}
        name = known_ending(request, kinds)
        return made_file(request, partial(self._file, request, upload, name), kinds[name], name)

    def _file(self, request: Request, upload: Upload, name: str) -> str | bytes:
        said, code = self._rows_said(request), page_language(request)
        found = self._found(request, upload, said, PATIENCE)
        key = (self.step, "file", upload.token, said, name, code, paper_of(request))
        make = partial(self._made, found, name, code, paper_of(request))
        return self.place.held(request).waiting.get(key, make, patience=PATIENCE)

    def _made(self, found: RowChecked, name: str, code: str, paper: str) -> str | bytes:
        spoken = language(code)
        if name in self.files:
            return self.files[name][1](found, spoken)
        return written(self.document(found, spoken), name.removeprefix("report."), paper)

    def _rows_said(self, request: Request) -> RowsSaid:
        """
        What the address says, of which the files know nothing.

        Raises: MeaningError: what cannot be a seed, or be meant.
        """
        said = self.place.said(request.query_params)
        if SEED in self.place.fields:
            check_seed(said.get(SEED, ""))
        return RowsSaid(said.get(SEED, ""), says_names(said))

    def _asked_again(
        self, request: Request, address: Address, upload: Upload, mistake: MisidError
    ) -> Response:
        """The form of what is said; the files stay."""
        told = with_fields(mistake, options_as_fields(language(address.language)))
        upload.waits = True
        return self.place.form(request, address, told, kept=upload)

    def _names(self, found: RowChecked) -> tuple[str, ...]:
        """What can be taken; a second sheet only where rows are looked at again."""
        has_second = not isinstance(found, AuditSheet) or bool(found.plan.again)
        return tuple(name for name in self.files if name != _SECOND or has_second)

    def _found(
        self, request: Request, upload: Upload, said: RowsSaid, patience: float
    ) -> RowChecked:
        key, work = (self.step, upload.token, said), self.place.held(request).waiting
        return work.get(key, lambda: row_check(self.step, upload.files, said), patience=patience)


_WAITED = 5.0
_SECOND = "second.csv"


def _facts_json(found: RowChecked, _spoken: Language) -> str:
    facts = found.reading if isinstance(found, ReadBack) else found
    return facts.model_dump_json(indent=2) + "\n"


def _reading(found: RowChecked, spoken: Language) -> Document:
    facts = cast(ReadBack, found).reading
    picture = None if facts.one_by_one is None else risk_by_row(facts, spoken)
    return reading_document(facts, spoken, drawn=block(picture) if picture else None)


def _zip(found: RowChecked, spoken: Language) -> bytes:
    """Everything that `misid audit read --out` writes into a folder."""
    facts = cast(ReadBack, found).reading
    return zipped(lambda out: write_reading(facts, out, spoken, formats("html,pdf")))


COMMIT = RowStep(
    "commit", SentPlace("/audit/commit", "commitments", "audit_commit", (HAS_NAMES,)),
    lambda found, spoken: commitment_document(cast(Commitment, found), spoken),
    {"commitment.json": (_JSON, _facts_json)},
)  # fmt: skip
DRAW = RowStep(
    "draw", SentPlace("/audit/draw", "draws", "audit_draw", (SEED, HAS_NAMES)),
    lambda found, spoken: sheet_document(cast(AuditSheet, found), spoken),
    {
        "sheet.csv": (_CSV, lambda found, _: first_sheet(cast(AuditSheet, found))),
        _SECOND: (_CSV, lambda found, _: second_sheet(cast(AuditSheet, found))),
        "drawn.json": (_JSON, _facts_json),
    },
)  # fmt: skip
READ = RowStep(
    "read", SentPlace("/audit/read", "readings", "audit_read"), _reading,
    {
        "amendments.csv": (_CSV, lambda found, _: cast(ReadBack, found).amendments.text),
        "audit.json": (_JSON, _facts_json),
        "all.zip": ("application/zip", _zip),
    },
)  # fmt: skip
commit_form, commit_send, commit_delete = COMMIT.place.show, COMMIT.place.send, COMMIT.place.delete
draw_form, draw_send, draw_delete = DRAW.place.show, DRAW.place.send, DRAW.place.delete
read_form, read_send, read_delete = READ.place.show, READ.place.send, READ.place.delete
commit_found, draw_found, read_found = COMMIT.found, DRAW.found, READ.found
commit_file, draw_file, read_file = COMMIT.found_file, DRAW.found_file, READ.found_file
