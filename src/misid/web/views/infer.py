"""What disclosed counts say: bring them, say of which programme they are, read what they tell."""

from __future__ import annotations

import json
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from misid.disclosure import DisclosedCounts, load_counts
from misid.document.figures import block
from misid.document.inference import inference_document
from misid.document.model import Document
from misid.errors import MisidError
from misid.figures.inferred import inferred_numbers, moved_inputs
from misid.inference.schema import Inference
from misid.web.address import Address
from misid.web.errors import check_version, status_of
from misid.web.learning import STEPS, Learned, learned
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.sending import NEVER_KEPT, SentPlace, known_ending, made_file, zipped
from misid.web.uploads import Upload
from misid.web.views import counts as tables
from misid.web.waiting import StillAtWorkError, advance
from misid.web.written import MEDIA, PATIENCE, written
from misid.words import inference as words
from misid.words.language import language, message
from misid.writers.formats import formats
from misid.writers.inference_files import write_inference

_AT_WORK = message(
    "Worlds of the programme are moved to where they give these counts, which takes some seconds. "
    "The page comes by itself; leave it, and the work is given up."
)
_STOP = message("Stop, and go back to the counts")
_FILES = {**MEDIA, "json": "application/json", "zip": "application/zip"}


PLACE = SentPlace("/infer", "counts", "infer")
infer, send, cancel, delete = PLACE.show, PLACE.send, PLACE.cancel, PLACE.delete


def carry(request: Request) -> Response:
    """Take the counts of a table that was read, as its reader takes them."""
    address = address_of(request)
    check_version(address)
    taken = tables.counts_at(request)
    text = json.dumps(taken.as_data()).encode()
    held = PLACE.held(request)
    upload = held.begin()
    try:
        held.take(upload, len(text))
        upload.place("counts", "counts.json").write_bytes(text)
    except BaseException:
        held.remove(upload.token)
        raise
    return PLACE.at(address, upload)


def choose(request: Request) -> Response:
    """What the counts are, and of which programme they are to be."""
    return _choose(request, *PLACE.asked(request), None)


def _choose(
    request: Request, address: Address, upload: Upload, mistake: MisidError | None
) -> Response:
    try:
        given = _given(request, upload)
    except StillAtWorkError:
        raise
    except MisidError as unread:
        return PLACE.refused(request, address, upload, unread)
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
        "minutes": PLACE.minutes(request),
    }
    status = 200 if mistake is None else status_of(mistake)
    return render(request, "infer_counts", address, facts, status=status, headers=NEVER_KEPT)


def report(request: Request) -> Response:
    """What the counts say; while it is worked out, how far that is, and a way to stop it."""
    address, upload = PLACE.asked(request)
    try:
        found = what_counts_say(request, address, upload)
        document = _document(request, address, upload, found.facts)
    except StillAtWorkError as work:
        return PLACE.at_work(request, (_AT_WORK, _STOP), work=work, ends="cancel")
    except MisidError as mistake:
        return _choose(request, address, upload, mistake)
    facts = {
        "document": document,
        "token": upload.token,
        "scenario": found.scenario,
        "kept": words.kept(found.kept, language(address.language)) if found.kept else (),
        "refused": found.refused,
        "minutes": PLACE.minutes(request),
    }
    return render(request, "infer_report", address, facts, headers=NEVER_KEPT)


def report_file(request: Request) -> Response:
    """The report as a file: a document, its facts as JSON, or everything in a zip."""
    address, upload = PLACE.asked(request)
    ending = known_ending(request, _FILES)
    make = partial(_file, request, address, upload, ending)
    return made_file(request, make, _FILES[ending], f"inference.{ending}")


def _file(request: Request, address: Address, upload: Upload, ending: str) -> str | bytes:
    found = what_counts_say(request, address, upload)
    if ending == "json":
        return found.facts.model_dump_json(indent=2) + "\n"
    if ending != "zip":
        document = _document(request, address, upload, found.facts)
        return written(document, ending, paper_of(request))
    key = ("zip", upload.token, address)
    work = PLACE.held(request).waiting
    return work.get(key, lambda: _zip(found.facts, address.language), patience=PATIENCE)


def _zip(facts: Inference, code: str) -> bytes:
    """Everything that `misid infer --out` writes into a folder."""
    return zipped(lambda out: write_inference(facts, out, language(code), formats("html,pdf")))


def scenario_file(request: Request) -> Response:
    """The scenario given the counts, as YAML."""
    address, upload = PLACE.asked(request)

    def make() -> str:
        found = what_counts_say(request, address, upload)
        if found.refused is not None:
            raise found.refused
        return found.scenario

    return made_file(request, make, "application/yaml", "given-counts.yaml")


def _given(request: Request, upload: Upload) -> DisclosedCounts:
    work = PLACE.held(request).waiting
    return work.get(("counts", upload.token), lambda: load_counts(upload.paths[0]))


def what_counts_say(request: Request, address: Address, upload: Upload) -> Learned:
    """
    What the counts of an upload say of the programme of an address.

    Raises: MisidError: they say nothing of it. StillAtWorkError: ask again.
    """
    studies = studies_of(request)
    studies.check(address)
    # Of the same programme in another language nothing is worked out anew.
    prior = address.in_language("en")
    scenario, file = studies.scenario(prior), upload.paths[0]
    work = PLACE.held(request).waiting
    key = ("inference", upload.token, prior)
    return work.get(key, lambda: learned(file, scenario, prior), total=STEPS)


def _document(request: Request, address: Address, upload: Upload, facts: Inference) -> Document:
    key = ("document", upload.token, address)
    work = PLACE.held(request).waiting
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
