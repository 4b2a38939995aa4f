"""A view's facts become an answer: a page in the reader's language, in the look of the report."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse

from misid.web.address import VERSION, Address, language_of, read
from misid.web.kept import Same
from misid.words.language import LANGUAGES, Language, language, message
from misid.words.mistakes import told_mistake
from misid.writers.html import environment

if TYPE_CHECKING:
    from misid.document.model import FigureData
    from misid.results.schema import Results
    from misid.web.studies import Studies
    from misid.words.sentence import Sentence
    from misid.words.stamps import Made
    from misid.writers.tongues import Foreign

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_PER_CENT, _UNBROKEN = re.compile(r"(?<=\d) (?=%)"), "\N{NO-BREAK SPACE}"
"""No line ends between a number and its sign."""
_TEMPLATES, _KEPT, _KEPT_TABLES = files("misid.web") / "templates", 2048, 64
PLACES = (
    ("/", message("Start")),
    ("/encounter", message("Walk an encounter")),
    ("/change", message("Change the programme")),
    ("/questions", message("Unanswered questions")),
    ("/code", message("One reference code")),
    ("/claim", message("Claims and limits")),
    ("/assess", message("Assessment")),
    ("/scores", message("Measure scores")),
    ("/counts", message("Disclosed counts")),
    ("/infer", message("Learn from counts")),
    ("/audit", message("Audit a log")),
    ("/verify", message("Check a document")),
    ("/sheet", message("One page to print")),
)
"""Every place of the page, in the order of its menu: its path, and its title."""


def studies_of(request: Request) -> Studies:
    """The studies that all readers of this server share."""
    studies: Studies = request.app.state.studies()
    return studies


def address_of(request: Request) -> Address:
    """
    What the address of a request says.

    Raises: MeaningError: a part of it cannot be meant.
    """
    return read(request.query_params.multi_items())


def render(
    request: Request,
    name: str,
    address: Address,
    facts: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """
    A page.

    Args:
        request: what was asked.
        name: of the template, without its ending.
        address: of the programme that the page is about.
        facts: what the template shows.
        status: of HTTP.
        headers: beside those that every answer has.
    """
    text = page_text(request, name, address, facts)
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def page_text(request: Request, name: str, address: Address, facts: Mapping[str, Any]) -> str:
    """The text of a page; it depends on nothing but what is given and the address asked for."""
    return (
        _environment(address.language)
        .get_template(f"{name}.html")
        .render(
            address=address,
            here=place_of(request.url.path),
            languages=_other_languages(request, address),
            places=PLACES,
            version=VERSION,
            static=f"/static/{VERSION}",
            **facts,
        )
    )


def place_of(path: str) -> str:
    """
    The place of the menu that a page belongs to.

    Example:
        >>> place_of("/scores/token/report")
        '/scores'
    """
    return f"/{path.split('/')[1]}"


def piece(name: str, code: str, **facts: Any) -> str:
    """
    A part of a page, by the name of its template.

    Args:
        name: without its ending.
        code: of the language.
        facts: what the template shows.
    """
    return _environment(code).get_template(f"{name}.html").render(**facts)


@lru_cache(maxsize=_KEPT)
def kept_piece(name: str, code: str, one: Hashable) -> Markup:
    """
    A part of a page about one thing, which stands the same on many pages: made once.

    Args:
        name: of its template, without its ending.
        code: of the language.
        one: the thing; the template calls it so.
    """
    return Markup(piece(name, code, one=one))  # noqa: S704 - a template, which escapes what it shows


@lru_cache(maxsize=_KEPT_TABLES)
def _kept_table(known: Same[FigureData], code: str) -> Markup:
    """The numbers that a picture draws; those of a programme as it is stand on many pages."""
    return Markup(piece("figure_data", code, said=known.facts))  # noqa: S704 - a template


def page_language(request: Request) -> str:
    """The language of the page, however wrong the rest of its address is."""
    return language_of(request.query_params.multi_items())


def _other_languages(request: Request, address: Address) -> tuple[tuple[str, str, str, bool], ...]:
    """Code, name, address of this page, and whether it is this one, of each language."""
    return tuple(
        (code, language(code).name, _same_page(request, code), code == address.language)
        for code in LANGUAGES
    )


def _same_page(request: Request, code: str) -> str:
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "lang" and pair[1]]
    return f"{request.url.path}?{QueryParams([*pairs, ('lang', code)])}"


@cache
def _environment(code: str) -> Environment:
    spoken, made = language(code), environment(code, beside=_TEMPLATES)
    made.filters["authored"] = spoken.authored
    made.filters["told_mistake"] = partial(told_mistake, language=spoken)
    made.filters["tongue"] = _told_apart
    made.filters["word"] = lambda message: _PER_CENT.sub(_UNBROKEN, spoken.word(message))
    made.globals |= {
        "say": spoken.say,
        "tag": spoken.code,
        "command_of": _command,
        "python_of": _python,
        "data_of": lambda said: _kept_table(Same(said), spoken.code),
        "fewer_worlds": partial(_fewer_worlds, spoken),
    }
    return made


def _told_apart(text: str, foreign: Foreign | None) -> Markup:
    """Words in HTML; those of another language say so, and a digest is no word."""
    words = escape(text) if foreign is None else foreign.marked(text)
    return Markup(_DIGEST.sub(r'<code class="digest">\g<0></code>', words))  # noqa: S704 - escaped


def _command(results: Results, *how: str) -> str:
    """The command that makes results again; or another of the same scenario, and its options."""
    from misid.words.stamps import command

    return command(results, *how)


def _fewer_worlds(spoken: Language, made: Made) -> Sentence | None:
    """In how many worlds a page was worked out, where a document has more."""
    from misid.results import DEFAULT_DRAWS
    from misid.words.stamps import fewer_worlds

    is_less = made.stamp.draws < DEFAULT_DRAWS
    return fewer_worlds(made, DEFAULT_DRAWS, spoken) if is_less else None


def _python(results: Results, *last: str) -> str:
    """The lines of Python that make results again; or that ask something else of the study."""
    from misid.words.stamps import python_lines

    return "\n".join(python_lines(results, *last))
