"""What disclosed counts say: bring them, say of which programme they are, read what they tell."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from misid.disclosure import DisclosedCounts, load_counts
from misid.document.figures import block
from misid.document.inference import inference_document
from misid.document.model import Document
from misid.errors import MisidError
from misid.figures.inferred import inferred_numbers, moved_inputs
from misid.files.read import plain
from misid.inference.schema import Inference
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version, status_of
from misid.web.learning import STEPS, Learned, learned
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.sending import AGAIN, NEVER_KEPT, SEE_OTHER, at_work, form_page, kept_file, send_on
from misid.web.uploads import REPORTS, Upload, Uploads
from misid.web.views import counts as tables
from misid.web.waiting import StillAtWorkError, advance
from misid.web.written import MEDIA, PATIENCE, written
from misid.words import inference as words
from misid.words.language import language, message
from misid.writers.formats import formats
from misid.writers.inference_files import write_inference

PATH = "/infer"
_AT_WORK = message(
    "Worlds of the programme are moved to where they give these counts, which takes some seconds. "
    "The page comes by itself; leave it, and the work is given up."
)
_STOP = message("Stop, and go back to the counts")
_FILES = {**MEDIA, "json": "application/json", "zip": "application/zip"}
_YAML = "application/yaml"


def counts_of(request: Request) -> Uploads:
    """The counts that were sent to this server."""
    held: Uploads = request.app.state.counts
    return held


def infer(request: Request) -> Response:
    """The form that counts are sent with."""
    address = address_of(request)
    check_version(address)
    return _form(request, address, None)


def _form(request: Request, address: Address, mistake: MisidError | None) -> Response:
    return form_page(request, "infer", address, counts_of(request), mistake)


async def send(request: Request) -> Response:
    """Take a file of counts, and go on to which programme they are of."""
    return await send_on(request, counts_of(request), _form, PATH)


def carry(request: Request) -> Response:
    """Take the counts of a table that was read, as its reader takes them."""
    address = address_of(request)
    check_version(address)
    taken = tables.counts_at(request)
    text = json.dumps(taken.as_data()).encode()
    held = counts_of(request)
    upload = held.begin()
    try:
        held.take(upload, len(text))
        upload.place("counts", "counts.json").write_bytes(text)
    except BaseException:
        held.remove(upload.token)
        raise
    return RedirectResponse(address.to(f"{PATH}/{upload.token}"), SEE_OTHER)


def choose(request: Request) -> Response:
    """What the counts are, and of which programme they are to be."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    return _choose(request, address, upload, None)


def _choose(
    request: Request, address: Address, upload: Upload, mistake: MisidError | None
) -> Response:
    try:
        given = _given(request, upload)
    except StillAtWorkError:
        raise
    except MisidError as unread:
        counts_of(request).remove(upload.token)
        return _form(request, address, unread)
    spoken, studies = language(address.language), studies_of(request)
    names = dict.fromkeys(name for one in given.periods for name in one.counts.given)
    facts = {
        "mistake": mistake,
        "token": upload.token,
        "counts": given,
        "names": [spoken.word(words.COUNTS[name]) for name in names],
        "scenarios": [
            (name, spoken.authored(studies.scenario(Address(scenario=name)).title))
            for name in studies.names
        ],
        "minutes": _minutes(request),
    }
    status = 200 if mistake is None else status_of(mistake)
    return render(request, "infer_counts", address, facts, status=status, headers=NEVER_KEPT)


def report(request: Request) -> Response:
    """What the counts say; while it is worked out, how far that is, and a way to stop it."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    try:
        found = _learned(request, address, upload)
        document = _document(request, address, upload, found.facts)
    except StillAtWorkError as work:
        spoken = language(address.language)
        stop = (address.to(f"{PATH}/{upload.token}/cancel"), spoken.word(_STOP))
        done = (work.done, work.total)
        return at_work(request, address, spoken.word(_AT_WORK), stop, done=done)
    except MisidError as mistake:
        return _choose(request, address, upload, mistake)
    facts = {
        "document": document,
        "token": upload.token,
        "scenario": found.scenario,
        "kept": words.kept(found.kept, language(address.language)) if found.kept else (),
        "refused": found.refused,
        "minutes": _minutes(request),
    }
    return render(request, "infer_report", address, facts, headers=NEVER_KEPT)


def report_file(request: Request) -> Response:
    """The report as a file: a document, its facts as JSON, or everything in a zip."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    ending = request.path_params["ending"]
    if ending not in _FILES:
        raise NoSuchPageError(
            f"what counts say is not written as {plain(ending)}.",
            use=f"one of: {', '.join(_FILES)}",
        )
    try:
        content = _file(request, address, upload, ending)
    except StillAtWorkError:
        return RedirectResponse(str(request.url), AGAIN, headers=NEVER_KEPT)
    return kept_file(content, _FILES[ending], f"inference.{ending}")


def _file(request: Request, address: Address, upload: Upload, ending: str) -> str | bytes:
    found = _learned(request, address, upload)
    if ending == "json":
        return found.facts.model_dump_json(indent=2) + "\n"
    if ending != "zip":
        document = _document(request, address, upload, found.facts)
        return written(document, ending, paper_of(request))
    key = ("zip", upload.token, address)
    work = counts_of(request).waiting
    return work.get(key, lambda: _zip(found.facts, address.language), patience=PATIENCE)


def _zip(facts: Inference, code: str) -> bytes:
    """Everything that `misid infer --out` writes into a folder."""
    with tempfile.TemporaryDirectory(prefix=REPORTS) as folder:
        inside = Path(folder) / "report"
        write_inference(facts, inside, language(code), formats("html,pdf"))
        advance(0)
        return Path(shutil.make_archive(f"{folder}/all", "zip", inside)).read_bytes()


def scenario_file(request: Request) -> Response:
    """The scenario given the counts, as YAML."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    try:
        found = _learned(request, address, upload)
    except StillAtWorkError:
        return RedirectResponse(str(request.url), AGAIN, headers=NEVER_KEPT)
    if found.refused is not None:
        raise found.refused
    return kept_file(found.scenario, _YAML, "given-counts.yaml")


def cancel(request: Request) -> Response:
    """Stop the work, and go back to the counts."""
    address, upload = address_of(request), _upload(request)
    counts_of(request).give_up(upload.token)
    return RedirectResponse(address.to(f"{PATH}/{upload.token}"), SEE_OTHER)


def delete(request: Request) -> Response:
    """Delete counts, and what was worked out from them."""
    address = address_of(request)
    counts_of(request).remove(request.path_params["token"])
    return RedirectResponse(address.to(PATH, deleted="1"), SEE_OTHER)


def _given(request: Request, upload: Upload) -> DisclosedCounts:
    work = counts_of(request).waiting
    return work.get(("counts", upload.token), lambda: load_counts(upload.paths[0]))


def _learned(request: Request, address: Address, upload: Upload) -> Learned:
    studies = studies_of(request)
    studies.check(address)
    # Of the same programme in another language nothing is worked out anew.
    prior = address.in_language("en")
    scenario, file = studies.scenario(prior), upload.paths[0]
    work = counts_of(request).waiting
    key = ("inference", upload.token, prior)
    return work.get(key, lambda: learned(file, scenario, prior), total=STEPS)


def _document(request: Request, address: Address, upload: Upload, facts: Inference) -> Document:
    key = ("document", upload.token, address)
    work = counts_of(request).waiting
    return work.get(key, lambda: _drawn(facts, address.language), patience=PATIENCE)


def _drawn(facts: Inference, code: str) -> Document:
    """The report with its pictures."""
    spoken = language(code)
    numbers, inputs = inferred_numbers(facts, spoken), moved_inputs(facts, spoken)
    advance(0)
    return inference_document(
        facts,
        spoken,
        drawn=(lambda: block(numbers), lambda: block(inputs) if inputs.draw else None),
    )


def _minutes(request: Request) -> int:
    return round(counts_of(request).kept / 60)


def _upload(request: Request) -> Upload:
    return counts_of(request).get(request.path_params["token"])
