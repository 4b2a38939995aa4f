"""Fill in a questionnaire: what is entered stays with the reader, the server forgets it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from misid.assessment import files
from misid.assessment.answers import SCHEMA, Answers
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.schema import Assessment
from misid.errors import MisidError
from misid.web.address import Address
from misid.web.assessing import (
    ENDINGS,
    Assessed,
    answers_of,
    assessed,
    assessment_file,
    own_form,
    read_forms,
)
from misid.web.entered import Entered, answers, filled, mistakes, read_entered, read_own
from misid.web.errors import BAD_REQUEST, UNPROCESSABLE, check_version, status_of
from misid.web.page import address_of, page_language, piece, render, studies_of
from misid.web.papers import PAPERS, paper_of
from misid.web.receiving import SentForm, received, received_fields
from misid.web.sending import NEVER_KEPT, kept_file, known_ending
from misid.web.uploads import Upload, Uploads
from misid.web.views.assess import form_choices
from misid.web.waiting import GivenUpError, StillAtWorkError
from misid.words.assessment import contradiction_said, counts, rule_of
from misid.words.entered import HEADS, SAID, SAYINGS, STATES, UNITS
from misid.words.language import Language, language
from misid.words.sentence import Sentence
from misid.writers.assessment_files import answers_yaml

PATH = "/assess/answers"
MOST = 1_000_000
"""Bytes of a form of answers."""
_FIRST = "pta"
Held = Literal["", "new", "brought"]


@dataclass(frozen=True)
class SaidContradiction:
    """A rule that fires: its title, and what it says."""

    title: str
    said: tuple[Sentence, ...]


def form(request: Request) -> Response:
    """A questionnaire to fill in, beginning with what was said in public."""
    address = address_of(request)
    check_version(address)
    asked = _form_of(request.query_params.get("form", ""))
    return _page(request, address, filled(_begun(request, address), asked))


async def send(request: Request) -> Response:
    """The same form with what follows from it, or with the questions of another questionnaire."""
    return await _answered(request, _sent)


def _sent(request: Request, address: Address, sent: Mapping[str, str]) -> Response:
    entered = _entered(request, address, sent)
    following = sent.get("next", "")
    form = _form_of(following, entered.own) if following else entered.form
    if any(mistakes(entered)):
        # What is unfinished stays in sight, and so does where the reader wanted to go.
        waiting = replace(entered, waits=None if form == entered.form else form)
        return _page(request, address, waiting, what_follows=True, holds="new")
    entered = filled(answers(entered), form, entered.own)
    return _page(request, address, entered, what_follows=not following, holds="new")


async def what_follows(request: Request) -> Response:
    """What follows from a form as it stands, as a part of its page."""
    return await _answered(request, _what_follows, _found_nothing)


def _what_follows(request: Request, address: Address, sent: Mapping[str, str]) -> Response:
    return _piece(address, _follows(request, address, _entered(request, address, sent)))


def _found_nothing(_: Request, address: Address, mistake: MisidError) -> Response:
    return _piece(address, _NOTHING | {"mistake": mistake})


def _piece(address: Address, facts: Mapping[str, Any]) -> Response:
    text = piece("answers_found", address.language, **{"mistake": None, **facts})
    return HTMLResponse(text, headers=NEVER_KEPT)


async def answers_file(request: Request) -> Response:
    """What was entered as a file, YAML or JSON; with mistakes it is none, and they are shown."""
    return await _answered(request, _answers_file)


def _answers_file(request: Request, address: Address, sent: Mapping[str, str]) -> Response:
    entered = _entered(request, address, sent)
    ending = known_ending(request, _WRITERS)
    if any(mistakes(entered)):
        return _page(request, address, entered, what_follows=True, holds="new")
    text = _WRITERS[ending](answers(entered))
    return kept_file(text, f"application/{ending}", f"answers.{ending}")


def _json(given: Answers) -> str:
    return given.model_dump_json(by_alias=True, exclude_defaults=True, indent=2) + "\n"


_WRITERS = {"yaml": answers_yaml, "json": _json}


async def assessment(request: Request) -> Response:
    """The assessment with the answers of a form, as a file."""
    return await _answered(request, _assessment)


def _assessment(request: Request, address: Address, sent: Mapping[str, str]) -> Response:
    ending = known_ending(request, ENDINGS)
    entered = _entered(request, address, sent)
    if any(mistakes(entered)):
        return _page(request, address, entered, what_follows=True, holds="new")
    asked = Assessed(address, files.ORDER, answers(entered), entered.own)
    try:
        studies, paper = studies_of(request), paper_of(request)
        content = assessment_file(studies, asked, ending, paper, forgets=True)
    except (StillAtWorkError, GivenUpError):
        mistake = MisidError("the numbers are still being worked out.", use="the same once more")
        return _page(request, address, entered, mistake=mistake)
    return kept_file(content, ENDINGS[ending], f"assessment.{ending}")


async def bring(request: Request) -> Response:
    """A file of answers, as a form; the file goes as soon as it is read."""
    here = Address(language=page_language(request))
    held: Uploads = request.app.state.answer_files
    sent = SentForm()
    try:
        address = address_of(request)
        check_version(address)
        upload = await received(request, held, sent)
        try:
            names = set(upload.files)
            given, own = await to_thread.run_sync(_read, upload)
        finally:
            await to_thread.run_sync(held.remove, upload.token)
        asked = own or _form_of(sent.fields.get("form", ""))
        if given is None:
            given = await to_thread.run_sync(_begun, request, address)
    except ClientDisconnect:
        return Response(status_code=BAD_REQUEST)
    except MisidError as mistake:
        return await to_thread.run_sync(partial(_begin_again, request, here, mistake))
    return await to_thread.run_sync(
        partial(
            _page,
            request,
            address,
            filled(given, asked, own),
            holds="brought" if own and "answers" not in names else "new",
        )
    )


def _read(upload: Upload) -> tuple[Answers | None, Questionnaire | None]:
    given, own = upload.files.get("answers"), upload.files.get("questionnaire")
    return (
        None if given is None else files.load_answers(given),
        None if own is None else own_form(own),
    )


async def _answered(
    request: Request,
    answer: Callable[[Request, Address, Mapping[str, str]], Response],
    wrong: Callable[[Request, Address, MisidError], Response] | None = None,
) -> Response:
    """The answer to a form, made in a thread; a mistake stands above an empty form, or alone."""
    here = Address(language=page_language(request))
    try:
        address = address_of(request)
        check_version(address)
        sent = await received_fields(request, MOST)
        return await to_thread.run_sync(answer, request, address, sent)
    except ClientDisconnect:
        return Response(status_code=BAD_REQUEST)
    except MisidError as mistake:
        return await to_thread.run_sync(wrong or _begin_again, request, here, mistake)


def _page(
    request: Request,
    address: Address,
    entered: Entered,
    *,
    mistake: MisidError | None = None,
    what_follows: bool = False,
    holds: Held = "",
) -> Response:
    """
    The form.

    What `holds` is new takes the place of what the browser keeps; where a questionnaire was
    brought, what the browser keeps goes into the form, and that is asked.
    """
    spoken = language(address.language)
    follows = _follows(request, address, entered) if what_follows else _NOTHING
    facts = {
        "mistake": mistake,
        "entered": entered,
        "base": entered.base.model_dump_json(by_alias=True, exclude_defaults=True),
        "states": STATES,
        "heads": HEADS,
        "forms": _others(entered, spoken),
        "own": entered.own.model_dump_json(by_alias=True) if entered.own else "",
        "sayings": SAYINGS,
        "said": SAID,
        "units": UNITS,
        "papers": PAPERS,
        "holds": holds,
        "wrong_said": any(one.field.startswith("said-") for one in follows["mistakes"]),
        "kept_as": f"misid-answers {address.scenario}",
        "wrong": {one.field: spoken.word(one.what) for one in follows["mistakes"]},
        **follows,
    }
    status = (
        UNPROCESSABLE if follows["mistakes"] else 200 if mistake is None else status_of(mistake)
    )
    headers = NEVER_KEPT | ({} if mistake is None else {"Connection": "close"})
    return render(request, "answers", address, facts, status=status, headers=headers)


def _others(entered: Entered, spoken: Language) -> list[tuple[str, str, bool]]:
    """Name and title of each questionnaire, the reader's own first, and whether it is shown."""
    own, here = entered.own, entered.form.name
    mine = [(own.name, own.title, own.name == here)] if own else []
    return [*mine, *form_choices((here,), spoken)]


_NOTHING: dict[str, Any] = {"mistakes": (), "counts": None, "rules": (), "at_work": False}


def _follows(request: Request, address: Address, entered: Entered) -> dict[str, Any]:
    """What is wrong in a form; where nothing is, how the questions stand and what fires."""
    wrong = tuple(mistakes(entered))
    if wrong:
        return _NOTHING | {"mistakes": wrong}
    asked = Assessed(address, files.ORDER, answers(entered), entered.own)
    spoken = language(address.language)
    try:
        given = assessed(studies_of(request), asked)
    except (StillAtWorkError, GivenUpError):
        return _NOTHING | {"at_work": True}
    return _NOTHING | {"counts": counts(given, spoken), "rules": _firing(given, spoken)}


def _firing(given: Assessment, spoken: Language) -> tuple[SaidContradiction, ...]:
    return tuple(
        SaidContradiction(
            spoken.authored(rule_of(one, given).title), contradiction_said(one, given, spoken)
        )
        for one in given.contradictions
        if one.verdict == "fires"
    )


def _begin_again(request: Request, address: Address, mistake: MisidError) -> Response:
    entered = filled(_begun(request, address), _form_of(""))
    return _page(request, address, entered, mistake=mistake)


def _entered(request: Request, address: Address, sent: Mapping[str, str]) -> Entered:
    own = read_own(sent.get("own", ""))
    return read_entered(sent, _begun(request, address), _form_of(sent.get("form", ""), own), own)


def _begun(request: Request, address: Address) -> Answers:
    """What a form begins with: what was said in public, or nothing."""
    studies = studies_of(request)
    studies.check(address)
    given = answers_of(studies, address)
    if given is not None:
        return given
    title = language(address.language).authored(studies.scenario(address).title)
    return Answers(schema_=SCHEMA, programme=title, as_of=datetime.date.today())


def _form_of(name: str, own: Questionnaire | None = None) -> Questionnaire:
    if own is not None and name == own.name:
        return own
    return files.shipped_form(read_forms([name or _FIRST])[0])
