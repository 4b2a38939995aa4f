"""What somebody says of the programme, and what a limit would ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from misid.document.model import Document
from misid.document.uncertainty import claim_document, requirements_document
from misid.errors import MisidError
from misid.figures.claims import claim_tree
from misid.results.output_definitions import kind
from misid.study.asked import Stated
from misid.uncertainty.schema import Claim, Requirements
from misid.web import stated
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version, status_of
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.pictures import shown
from misid.web.sending import known_ending, made_file
from misid.web.written import FILES, MEDIA, PATIENCE, written
from misid.words.language import Language, language
from misid.words.numbers import unit_name
from misid.words.outputs import output_title
from misid.words.stamps import command, python_lines

PATH, LIMIT_PATH = "/claim", "/claim/limit"
_WAITED = 5.0
"""Seconds that a reader waits before it is said that the work goes on: most takes less."""


def claim(request: Request) -> Response:
    """What a claim would mean here; without one, the question."""
    return _page(request, _claim)


def limit(request: Request) -> Response:
    """Where each lever would have to stand for a limit to be kept; without one, the question."""
    return _page(request, _limit)


def claim_file(request: Request) -> Response:
    """What a claim would mean, as a document."""
    return _file(request, "claim", _claim)


def limit_file(request: Request) -> Response:
    """What a limit would require, as a document."""
    return _file(request, "limit", _limit)


_Answered = Claim | Requirements | None
_Asks = Callable[[Request, Address, Mapping[str, str], float], _Answered]


def _claim(
    request: Request, address: Address, fields: Mapping[str, str], patience: float
) -> Claim | None:
    said = stated.read_claim(fields, address.language)
    return stated.claim_of(studies_of(request), address, said, patience=patience) if said else None


def _limit(
    request: Request, address: Address, fields: Mapping[str, str], patience: float
) -> Requirements | None:
    if not fields:
        return None
    return stated.requirements_of(studies_of(request), address, fields, patience=patience)


def _page(request: Request, ask: _Asks) -> Response:
    address = address_of(request)
    check_version(address)
    fields, spoken = stated.entered(request.query_params), language(address.language)
    form = {"entered": fields, "outputs": _outputs(request, address, spoken), "files": ()}
    try:
        found = ask(request, address, fields, _WAITED)
    except MisidError as mistake:
        facts = form | {"mistake": mistake, "document": None}
        return render(request, "claim", address, facts, status=status_of(mistake))
    return render(request, "claim", address, form | _shown(found, address, fields, spoken))


def _shown(
    found: _Answered, address: Address, fields: Mapping[str, str], spoken: Language
) -> dict[str, Any]:
    if found is None:
        return {"mistake": None, "document": None}
    path, name = (PATH, "claim") if isinstance(found, Claim) else (LIMIT_PATH, "limit")
    verb, options, last = _asked_again(found, stated.read_claim(fields, spoken.code))
    return {
        "mistake": None,
        "document": _document(found, spoken),
        "made": found,
        "picture": _picture(found, address, fields, spoken),
        "files": tuple(
            (title, address.to(f"{path}/{name}.{ending}", paper=paper, **fields))
            for title, ending, paper in FILES
        ),
        "json": address.to(f"/api/{'claim' if path == PATH else 'requirements'}", **fields),
        "command": command(found, verb, *options),
        "python": "\n".join(python_lines(found, last)),
    }


def _picture(
    found: Claim | Requirements, address: Address, fields: Mapping[str, str], spoken: Language
) -> Any:
    if isinstance(found, Requirements):
        return None
    return shown(claim_tree(found, found.readings[0], spoken), address, **fields)


def _asked_again(found: Claim | Requirements, said: Stated) -> tuple[str, tuple[str, ...], str]:
    """Command, its options, and the last line of Python that ask the same."""
    if isinstance(found, Requirements):
        words = (found.output, repr(found.limit))
        return "require", words, f"found = study.require({found.output!r}, {found.limit!r})"
    options = tuple(
        f"--{name.replace('_', '-')}" + ("" if given is True else f"={given!r}")
        for name, given in said.items()
    )
    given = ", ".join(f"{name}={given!r}" for name, given in said.items())
    return "claim", options, f"found = study.claim({given})"


def _file(request: Request, name: str, ask: _Asks) -> Response:
    address, ending = address_of(request), known_ending(request, MEDIA)
    check_version(address)
    fields, paper = stated.entered(request.query_params), paper_of(request)

    def content() -> str | bytes:
        found = ask(request, address, fields, PATIENCE)
        if found is None:
            raise NoSuchPageError("nothing was stated.", use="the form of the page")
        return written(_document(found, language(address.language)), ending, paper)

    return made_file(request, content, MEDIA[ending], f"{name}.{ending}")


def _document(found: Claim | Requirements, spoken: Language) -> Document:
    if isinstance(found, Claim):
        return claim_document(found, spoken)
    return requirements_document(found, spoken)


def _outputs(
    request: Request, address: Address, spoken: Language
) -> tuple[tuple[str, str, str], ...]:
    """Outputs that may be limited: the name, what each is called, its unit."""
    horizon = studies_of(request).scenario(address).retention.horizon
    return tuple(
        (
            name,
            output_title(name, spoken, horizon_years=horizon),
            unit_name(kind(name).unit, spoken),
        )
        for name in stated.LIMITED
    )
