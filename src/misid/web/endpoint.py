"""An address for programs: one entry says what it takes, what it gives, and who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from misid.errors import FormatError
from misid.files.read import plain
from misid.scenario import library
from misid.web.address import DEFAULT_SCENARIO, Address
from misid.web.errors import check_version
from misid.web.page import address_of, studies_of
from misid.words.language import LANGUAGES

JSON, CSV, YAML = "application/json", "text/csv", "application/yaml"
View = Callable[[Request, Address], Response]


@dataclass(frozen=True)
class Parameter:
    """
    A part of an address: in its query, or between braces in its path.

    `example` is left out where the reader need not give it. One that stands for `several` columns
    has no name of its own: these are theirs, or how theirs begin where that ends with a dash; the
    schema says what each may hold.
    """

    name: str
    about: str
    schema: Mapping[str, Any]
    example: str = ""
    several: tuple[str, ...] = ()

    def is_meant(self, name: str) -> bool:
        """Whether a name in a query is this one."""
        if not self.several:
            return name == self.name
        beginnings = tuple(one for one in self.several if one.endswith("-"))
        return name in self.several or name.startswith(beginnings)


SCENARIO = (
    Parameter(
        "scenario", "A scenario; /api/scenarios lists all.",
        {"type": "string", "default": DEFAULT_SCENARIO},
    ),
    Parameter("lang", "Language of titles and sentences.", {"enum": list(LANGUAGES)}),
    Parameter("v", "The version that is meant; another one is refused.", {"type": "string"}),
)  # fmt: skip
PROGRAMME = (
    *SCENARIO,
    Parameter(
        "with", "A safeguard or a reading that is put on; repeatable.",
        {"type": "array", "items": {"enum": list(library.change_names())}},
    ),
    Parameter(
        "seed", "Which worlds.", {"type": "integer", "minimum": 0, "maximum": 2**53, "default": 1}
    ),
)  # fmt: skip
"""What says which programme is meant; beside it, each of its inputs by name."""


@dataclass(frozen=True)
class Endpoint:
    """
    An address for programs.

    `gives` is the schema of the answer: the file of one that is shipped, without its ending, or of
    either of two, or the schema itself; nothing of a table. What `waits` may be answered with 202
    until it is worked out. `such_as` is what an example gives where one of several parts is needed.
    """

    path: str
    view: View
    about: str
    media: str = JSON
    gives: str | tuple[str, ...] | Mapping[str, Any] = field(default_factory=dict)
    takes: tuple[Parameter, ...] = ()
    waits: bool = True
    such_as: tuple[tuple[str, str], ...] = ()

    @property
    def inputs(self) -> bool:
        """Whether it is about a programme, each of whose inputs may be given by its name."""
        return any(one.name == "with" for one in self.takes)

    @property
    def name(self) -> str:
        """Of the operation."""
        return "_".join(part.strip("{}").replace(".", "_") for part in self.path.split("/")[2:])

    def is_in_path(self, parameter: Parameter) -> bool:
        """Whether a parameter stands in the path."""
        return f"{{{parameter.name}}}" in self.path

    def example(self, address: Address) -> str:
        """An address that works, about this programme as far as it is about one."""
        path, known = self.path, {one.name for one in self.takes}
        given = [*((one.name, one.example) for one in self.takes if one.example), *self.such_as]
        for name, value in given:
            path = path.replace(f"{{{name}}}", value)
        query = [
            *(pair for pair in address.pairs() if pair[0] in known or ("." in pair[0])),
            *((name, value) for name, value in given if f"{{{name}}}" not in self.path),
        ]
        return f"{path}?{urlencode(query)}" if query and known else path

    def route(self) -> Route:
        """The address as the server knows it; what it does not take is refused, not ignored."""

        def answer(request: Request) -> Response:
            return self.view(request, self.checked(request))

        return Route(self.path, answer)

    def checked(self, request: Request) -> Address:
        """
        The programme that an address means.

        Raises: MisidError: it says what this does not take, or means none.
        """
        self._check_names(request)
        address = address_of(request)
        check_version(address)
        if self.inputs:
            studies_of(request).check(address)
        elif self.takes:
            studies_of(request).scenario(address)
        return address

    def _check_names(self, request: Request) -> None:
        known = [one for one in self.takes if not self.is_in_path(one)]
        for name in request.query_params:
            if not any(one.is_meant(name) for one in known) and not (self.inputs and "." in name):
                names = [one.name for one in known if not one.several]
                raise FormatError(
                    f"{request.url.path} takes nothing that is called {plain(name)}.",
                    use=", ".join([*names, *(["an input's name"] if self.inputs else [])])
                    or "the address without a query",
                )
