"""The page as a folder of files: real runs, rendered by the server's own application."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.types import ASGIApp, Message

from misid.errors import MeaningError, MisidError, OutputError
from misid.files.unfinished import finish
from misid.files.write import Writer, write_files
from misid.scenario import Scenario
from misid.web import levers
from misid.web.address import VERSION, Address, read
from misid.web.app import application
from misid.web.export_html import Rewriter
from misid.web.export_kept import KeptPages
from misid.web.export_packs import Packs
from misid.web.export_states import KINDS, key, states
from misid.web.page import piece
from misid.web.pictures import FIRST, GUESS
from misid.web.studies import WORLDS, Studies
from misid.web.views.encounter import MANY, TITLES
from misid.web.views.encounter import PATH as WALK
from misid.words.encounters import OUTCOMES
from misid.words.language import LANGUAGES, language
from misid.words.stamps import command

MANIFEST = "export.json"
"""The file that lists what was exported, and the command that computes each again."""
_PICTURES = (*FIRST, GUESS)
_ENDINGS = (".svg", ".csv", ".zip")
_ASSETS = ("style.css", "page.js", "copy.js")
_DRAWING = "drawing:"
_CHANGES, _WALKS = "changes", "walks"
"""Shelves, one for each language: what texts on it share is kept once."""
_MARKS = (0, 499, 999)
"""Guesses whose drawings tell where any other stands: left, and on either side of its words."""
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ANSWERS, _FORM = '<div class="answers"', '<form class="levers"'
_INTO_FORM = re.compile(rf"{_FORM}[^>]*>")
_FIGURE = re.compile(r"<figure\b")
_AGAIN = 0.05
_NOT_NEEDED = ("htmx.js", "encounter.js")
ENCOUNTERS, _IN_A_GRID = 200, 100
"""Encounters in a copy, and in each of its grids."""
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_STEPS = re.compile(
    r'<nav class="steps".*?</nav>|<a class="button quiet" id="back".*?</a>', re.DOTALL
)
_INTO_MAIN = re.compile(r"<main\b[^>]*>")
Progress = Callable[[int, int], None]
"""Told how many pages are done, and how many there are."""


@dataclass(frozen=True)
class ExportPlan:
    """
    What is exported.

    `scenario` is the name of a scenario, `own` scenarios of the reader's by name, `languages` codes
    of languages, the first of which has the plain names; `kinds` as of `export_states.KINDS`.
    """

    scenario: str
    own: Mapping[str, Scenario] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES[:1]
    kinds: tuple[str, ...] = KINDS
    worlds: int = WORLDS


def export(
    plan: ExportPlan, folder: Path, progress: Progress, kept: KeptPages | None = None
) -> tuple[Path, ...]:
    """
    Write the page of a programme, and every exported change of it, into a folder.

    Args:
        plan: what is exported.
        folder: made where it is missing; one that holds anything is refused.
        progress: told each time a page is done.
        kept: what was done of it before, and is kept until all files stand; None: nothing.
    Returns: the files.
    Raises: OutputError: the folder cannot be written, or holds files. MeaningError: no such
        scenario or language.
    """
    check_empty(folder)
    for code in plan.languages:
        language(code)
    for kind in plan.kinds:
        if kind not in KINDS:
            raise MeaningError(
                f"no states are called {kind!r}.", use=f"--states with one of: {', '.join(KINDS)}"
            )
    kept = kept or KeptPages(None)
    files = write_files(asyncio.run(_Export(plan, progress, kept).files()), folder)
    kept.forget()
    return files


def check_empty(folder: Path) -> None:
    """
    Refuse a folder that holds anything: files of an older export would stand among the new.

    What an export that was killed left there is finished or taken away first.

    Raises: OutputError: it does.
    """
    finish(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            f"{folder.name or folder} holds files already.", use="a folder that is new or empty"
        )


class _Export:
    """One export: the application that renders, and the files that it gives."""

    def __init__(self, plan: ExportPlan, progress: Progress, kept: KeptPages) -> None:
        self.plan, self._progress, self._kept = plan, progress, kept
        self._done = 0
        self.app = application(plan.own, worlds=plan.worlds)
        self.studies: Studies = self.app.state.studies()
        self.packs = Packs()
        self.keys: dict[Address, str] = {}

    async def files(self) -> dict[str, Writer]:
        """What writes each file, by its name."""
        try:
            base = Address(scenario=self.plan.scenario)
            self.studies.check(base)
            changes = await asyncio.to_thread(states, self.studies, base, self.plan.kinds)
            self.keys = {one: self._key(one) for one in changes}
            made: dict[str, bytes] = {}
            for code in self.plan.languages:
                made |= await self._in_language(base.in_language(code), changes)
            for name in _ASSETS:
                made[name] = await self._ask(f"/static/{VERSION}/{name}")
        finally:
            self.studies.close()
        made[MANIFEST] = self._manifest(base).encode()
        return {name: _bytes_writer(body) for name, body in (made | self.packs.files()).items()}

    async def _in_language(self, base: Address, changes: tuple[Address, ...]) -> dict[str, bytes]:
        """Every page in one language, and where its changes are."""
        made = await self._pages(base)
        self._tell()
        places, grids = await self._encounters(base)
        made |= grids
        for one in changes:
            places[self.keys[one]] = await self._state(one.in_language(base.language))
            self._tell()
        said = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
        made[f"states{self._suffix(base)}.js"] = f"misid.begin({said});\n".encode()
        return made

    def _tell(self) -> None:
        self._done += 1
        each = 1 + len(self.keys) + ENCOUNTERS // _IN_A_GRID
        self._progress(self._done, each * len(self.plan.languages))

    async def _pages(self, base: Address) -> dict[str, bytes]:
        """The pages of the programme as it is, which need no script."""
        change, start = await self._page(base.to("/change")), await self._page(base.to("/"))
        answer = await self._page(base.to("/", skip="1"))
        suffix = self._suffix(base)
        guessed = f'action="answer{suffix}.html"'
        made = {
            f"index{suffix}.html": start.replace(f'action="index{suffix}.html"', guessed),
            f"answer{suffix}.html": _FIGURE.sub(
                piece("copy_guess", base.language, **await self._marks(base)) + "<figure",
                answer.replace(f'action="index{suffix}.html"', guessed),
                count=1,
            ),
            f"change{suffix}.html": self._with_note(change, base),
        }
        files = {name: text.encode() for name, text in made.items()}
        for name in _PICTURES:
            page = await self._page(base.to(f"/picture/{name}"))
            files[f"picture-{name}{suffix}.html"] = page.encode()
            for address in self._of_picture(base, name):
                files[str(self._link(address))] = await self._ask(address)
        return files

    async def _encounters(self, base: Address) -> tuple[dict[str, str], dict[str, bytes]]:
        """
        Encounters by number, each told to its end and packed; and the pages that need no script.

        The same that the server draws: those of the numbers from 0 on.
        """
        places: dict[str, str] = {}
        suffix, end = self._suffix(base), len(TITLES)
        first = await self._page(base.to(WALK, n=0, step=end))
        made = {f"encounter{suffix}.html": self._walked(first, base).encode()}
        for start in range(0, ENCOUNTERS, _IN_A_GRID):
            grid = await self._page(base.to(MANY, **{"from": start}))
            made[_grid_file(start, suffix)] = grid.encode()
            for number in range(start, start + _IN_A_GRID):
                places[f"n={number}"] = await self._walk(base, n=number, step=end)
            self._tell()
        for name in OUTCOMES:
            places[f"pick={name}"] = await self._walk(base, pick=name, step=end)
        return places, made

    async def _walk(self, base: Address, **which: str | int) -> str:
        """One encounter, packed."""
        page = (await self._ask(base.to(WALK, **which))).decode()
        whole = _MAIN.search(self._walked(page, base))
        return self._packed(Rewriter(self._link).text(whole[0] if whole else ""), _WALKS, base)

    async def _marks(self, base: Address) -> dict[str, str]:
        """Names of drawings with a guess on them, wide and narrow."""
        made: dict[str, str] = {}
        for kind, width in (("wide", None), ("narrow", "narrow")):
            names = []
            for guess in _MARKS:
                address = base.to(f"/picture/{GUESS}.svg", guess=guess, width=width)
                names.append(await self._drawing(address, base))
            made[kind] = " ".join(names)
        return made

    def _walked(self, page: str, base: Address) -> str:
        """The page of an encounter, with what a copy is above it, and without its single steps."""
        note = piece("copy_walk", base.language, count=ENCOUNTERS)
        return _INTO_MAIN.sub(lambda main: f"{main[0]}{note}", _STEPS.sub("", page), count=1)

    def _with_note(self, page: str, base: Address) -> str:
        """The page of levers, with what a copy is above them, and below what it does not hold."""
        again = command(self.studies.glance(base))
        note = piece("copy", base.language, count=len(self.keys), run=again)
        missing = piece("copy_missing", base.language)
        noted = _INTO_FORM.sub(lambda form: f"{form[0]}{note}", page, count=1)
        return noted.replace("</form>", f"{missing}</form>")

    def _of_picture(self, base: Address, name: str) -> tuple[str, ...]:
        """Addresses of a picture's drawings and data."""
        path = f"/picture/{name}"
        narrow = base.to(f"{path}.svg", width="narrow")
        return (*(base.to(f"{path}{ending}") for ending in _ENDINGS), narrow)

    async def _state(self, address: Address) -> str:
        """What a change says, packed by its digest; its drawings beside it."""
        page = (await self._ask(address.to("/change"))).decode()
        answers = page[page.index(_ANSWERS) : page.index(_FORM)]
        drawings = dict.fromkeys(re.findall(r'(?:src|srcset)="(/picture/[^"]+)"', answers))
        packed: dict[str, str] = {}
        for one in drawings:
            plain = one.replace("&amp;", "&")
            packed[plain] = f"{_DRAWING}{await self._drawing(plain, address)}"
        text = Rewriter(lambda one: packed.get(one) or self._link(one)).text(answers)
        return self._packed(text, _CHANGES, address)

    async def _drawing(self, drawn: str, address: Address) -> str:
        """A drawing without its style, which the page has, packed."""
        svg = _STYLE.sub("", (await self._ask(drawn)).decode())
        return self._packed(svg, _CHANGES, address)

    def _packed(self, text: str, shelf: str, address: Address) -> str:
        """The name under which a text is kept once."""
        return self.packs.add(text, f"{shelf}{self._suffix(address)}")

    async def _page(self, address: str) -> str:
        text = (await self._ask(address)).decode()
        code = read(parse_qsl(urlsplit(address).query)).language
        names = ("copy.js", f"states{self._suffix(Address(language=code))}.js")
        scripts = "\n".join(f'<script src="{name}" defer></script>' for name in names)
        page = Rewriter(self._link, _NOT_NEEDED).text(text)
        return page.replace("</head>", f"{scripts}\n</head>", 1)

    async def _ask(self, address: str) -> bytes:
        """What the application answers, once it is no longer at work; what it answered before."""
        before = self._kept.get(address)
        if before is not None:
            return before
        body = await self._answered(address)
        self._kept.keep(address, body)
        return body

    async def _answered(self, address: str) -> bytes:
        while True:
            status, headers, body = await _asked(self.app, address)
            if status == 307 or "refresh" in headers:
                await asyncio.sleep(_AGAIN)
            elif status == 200:
                return body
            else:
                raise MisidError(f"{address} was answered with {status}.")

    def _link(self, link: str) -> str | None:
        """The file that an address of the server becomes; none where it is not exported."""
        parts = urlsplit(link)
        query = parse_qsl(parts.query)
        if parts.path.startswith("/static/"):
            name = parts.path.rpartition("/")[2]
            return name if name in (*_ASSETS, *_NOT_NEEDED) else None
        try:
            address = read(query)
        except MisidError:
            return None
        if address.scenario != self.plan.scenario or address.language not in self.plan.languages:
            return None
        file = self._file(parts.path, dict(query), address)
        return None if file is None else f"{file}{_fragment(parts.fragment)}"

    def _file(self, path: str, query: Mapping[str, str], address: Address) -> str | None:
        suffix = self._suffix(address)
        if path == "/change":
            state = self.keys.get(address.in_language(LANGUAGES[0]))
            if address.is_changed and state is None:
                return None
            return f"change{suffix}.html{_fragment(state or '')}"
        if address.is_changed:
            return None
        if path in ("/", WALK, MANY):
            return _start_or_encounter(path, query, suffix)
        name, dot, ending = path.removeprefix("/picture/").partition(".")
        if not path.startswith("/picture/") or name not in _PICTURES:
            return None
        width = "-narrow" if query.get("width") == "narrow" else ""
        whole = f"pictures/{name}{width}{suffix}.{ending}"
        return whole if dot else f"picture-{name}{suffix}.html"

    def _suffix(self, address: Address) -> str:
        first = address.language == self.plan.languages[0]
        return "" if first else f".{address.language}"

    def _key(self, address: Address) -> str:
        results = self.studies.glance(address.unchanged)
        moved = {name: levers.lever_field(name, results, address) for name, _ in address.inputs}
        return key(address, {name: (one.field, one.value) for name, one in moved.items()})

    def _manifest(self, base: Address) -> str:
        """What was exported, and how each is computed again."""
        stamp = self.studies.glance(base).stamp
        rows = [{"state": state, "address": one.to("/change")} for one, state in self.keys.items()]
        listed = stamp.model_dump(mode="json") | {"states": rows}
        return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def _start_or_encounter(path: str, query: Mapping[str, str], suffix: str) -> str | None:
    """Where the start, an encounter or a grid of them is; none where a copy does not hold it."""
    if path == "/":
        return f"{'answer' if 'skip' in query else 'index'}{suffix}.html"
    if query.get("answer"):
        return None
    if query.get("pick"):
        # Wherever a reader begins to look, a copy holds one of each.
        return f"encounter{suffix}.html{_fragment('pick=' + query['pick'])}"
    if path == MANY:
        start = int(query.get("from") or 0)
        return _grid_file(start, suffix) if start in range(0, ENCOUNTERS, _IN_A_GRID) else None
    number, step = query.get("n") or "0", query.get("step") or "1"
    if not number.isdigit() or int(number) >= ENCOUNTERS or step not in ("1", str(len(TITLES))):
        return None
    return f"encounter{suffix}.html{_fragment('' if number == '0' else f'n={int(number)}')}"


def _grid_file(start: int, suffix: str) -> str:
    return f"encounters{f'-{start}' if start else ''}{suffix}.html"


async def _asked(app: ASGIApp, address: str) -> tuple[int, dict[str, str], bytes]:
    """One request to an application in this process."""
    parts = urlsplit(address)
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": parts.path, "raw_path": parts.path.encode(), "root_path": "",
        "query_string": parts.query.encode(), "headers": [(b"host", b"localhost:8421")],
        "server": ("localhost", 8421), "client": None,
    }  # fmt: skip
    await app(scope, receive, send)
    headers = {name.decode().lower(): text.decode() for name, text in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:])


def _fragment(state: str) -> str:
    return f"#{state}" if state else ""


def _bytes_writer(content: bytes) -> Writer:
    return lambda path: path.write_bytes(content)
