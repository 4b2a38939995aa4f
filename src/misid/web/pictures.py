"""Pictures of a page: which there are, as they are and as they would be, each drawn once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from misid.document.figures import figure_data
from misid.document.model import FigureData
from misid.errors import MeaningError
from misid.figures.catalogue import make as make_of_run
from misid.figures.claims import claim_tree
from misid.figures.codes import code_bars
from misid.figures.frequencies import frequency_tree
from misid.figures.guess import OF, guess_axis
from misid.figures.icons import icon_array
from misid.figures.photographs import photograph_stock
from misid.figures.picture import NARROW, WIDE, Picture
from misid.figures.render import lone_svg
from misid.figures.slopes import slopes
from misid.results.first_facts import RunFacts
from misid.uncertainty.schema import Comparison
from misid.web.address import Address
from misid.web.cases import PARTS, case, read_given
from misid.web.kept import Same
from misid.web.stated import CLAIM_FIELDS, claim_of, read_claim
from misid.web.studies import FirstPageFacts, PageFacts, Studies
from misid.words.language import Language, language, message

BESIDE_LEVERS: dict[str, Callable[[RunFacts, Language], Picture]] = {
    "frequencies": frequency_tree,
    "icons": icon_array,
    "photographs": photograph_stock,
}
"""The pictures that stand beside the levers, made of what is shown first."""
FIRST = tuple(BESIDE_LEVERS)
SLOPES, GUESS = "slopes", "guess"
CODE, CLAIM = "code", "claim"
_OWN = (GUESS, *PARTS, *CLAIM_FIELDS)
PATIENCE = 30.0
"""Seconds to wait for what does not show that work goes on: an image, or a page of known facts."""
_KEPT = 64
WIDTHS = {"wide": WIDE, "narrow": NARROW}
_AS_IT_IS, _CHANGED = message("As it is"), message("With the change")


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a page: what it says, whose it is, and where its drawings and data are."""

    said: FigureData
    whose: str
    wide: str
    narrow: str
    csv: str
    zip: str
    page: str


def both_sides(
    facts: FirstPageFacts, address: Address, spoken: Language
) -> tuple[tuple[ShownPicture, ...], ...]:
    """Rows of pictures: each as it is, and beside it with the change."""
    rows: list[tuple[ShownPicture, ...]] = []
    moved = _beside_levers(SLOPES, facts, spoken)
    if moved is not None:
        rows.append((shown(moved, address),))
    for name in FIRST:
        rows.append(tuple(_sides(name, facts, address, spoken)))
    return tuple(rows)


def _sides(
    name: str, facts: FirstPageFacts, address: Address, spoken: Language
) -> Iterator[ShownPicture]:
    before = _of_facts(Same(facts.baseline), name, spoken.code)
    if facts.comparison is None:
        yield shown(before, address)
        return
    after = _of_facts(Same(facts.results), name, spoken.code)
    for picture, where, whose in (
        (before, address.unchanged, _AS_IT_IS),
        (after, address, _CHANGED),
    ):
        one = shown(picture, where, spoken.word(whose))
        # Two stand side by side, so each has the drawing of a narrow page.
        yield replace(one, wide=one.narrow)


def _beside_levers(name: str, facts: FirstPageFacts, spoken: Language) -> Picture | None:
    """A picture of those that stand beside the levers; none of another name."""
    if name in BESIDE_LEVERS:
        return _of_facts(Same(facts.results), name, spoken.code)
    if name == SLOPES and facts.comparison is not None and facts.comparison.same_worlds:
        return _moved(Same(facts.comparison), spoken.code)
    return None


@lru_cache(maxsize=_KEPT)
def _of_facts(known: Same[RunFacts], name: str, code: str) -> Picture:
    return BESIDE_LEVERS[name](known.facts, language(code))


@lru_cache(maxsize=_KEPT)
def _moved(known: Same[Comparison], code: str) -> Picture:
    return of_comparison(known.facts, language(code))


@lru_cache(maxsize=_KEPT)
def _facts_of_picture(known: Same[Picture]) -> FigureData:
    return figure_data(known.facts)


def of_comparison(comparison: Comparison, spoken: Language) -> Picture:
    """The possible worlds before and after, of the output that moves the most."""
    output = comparison.leading or comparison.outputs[0].name
    return slopes(comparison, output, spoken)


def shown(picture: Picture, address: Address, whose: str = "", **more: str) -> ShownPicture:
    """
    A picture with the addresses of its drawings and its data.

    Args:
        picture: what it says.
        address: of the programme that it shows.
        whose: which of two it is; empty where it stands alone.
        more: what else it depends on, as its address says it.
    """
    path = f"/picture/{picture.name}"
    return ShownPicture(
        said=_facts_of_picture(Same(picture)),
        whose=whose,
        wide=address.to(f"{path}.svg", **more),
        narrow=address.to(f"{path}.svg", width="narrow", **more),
        csv=address.to(f"{path}.csv", **more),
        zip=address.to(f"{path}.zip", **more),
        page=address.to(path, **more),
    )


def own_part(query: Mapping[str, str]) -> dict[str, str]:
    """What a picture's address says beside the programme."""
    return {name: query[name] for name in _OWN if query.get(name)}


def make(name: str, facts: PageFacts, code: str, more: Mapping[str, str]) -> Picture:
    """
    A picture by its name.

    Args:
        name: of the picture.
        facts: what it shows.
        code: of the language in which it speaks.
        more: what else it depends on.
    Raises: MeaningError: there is none of this name, or a guess that cannot be one.
    """
    spoken = language(code)
    if name == GUESS:
        return guess_axis(facts.results, read_guess(more.get(GUESS)), spoken)
    if name == SLOPES and facts.comparison is not None and facts.comparison.same_worlds:
        return of_comparison(facts.comparison, spoken)
    return make_of_run(name, facts.results, spoken)


def read_guess(text: str | None) -> int | None:
    """
    A guess from what was written; none where nothing was.

    Raises: MeaningError: it is no whole number of so many.
    """
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text) <= OF:
        return int(text)
    raise MeaningError(
        f"the guess is {text[:20]!r}, but it is of {OF:,} reference codes.",
        use=f"a whole number from 0 to {OF:,}",
    )


def picture_of(
    studies: Studies,
    address: Address,
    name: str,
    query: Mapping[str, str],
    *,
    patience: float | None = None,
) -> Picture:
    """
    A picture of a programme by its name, from the facts that it shows.

    Raises: MeaningError: no such picture or programme. StillAtWorkError: ask again.
    """
    if name == CODE:
        found = case(studies, address, read_given(query), patience=patience)
        return code_bars(found, language(address.language))
    if name == CLAIM:
        stated = read_claim(query, address.language)
        claim = claim_of(studies, address, stated, patience=patience)
        return claim_tree(claim, claim.readings[0], language(address.language))
    facts = studies.facts(address, patience=patience)
    return make(name, facts, address.language, own_part(query))


def drawing(studies: Studies, address: Address, name: str, query: Mapping[str, str]) -> bytes:
    """
    A drawing as SVG, made once.

    Raises: MeaningError: no such picture or programme. StillAtWorkError: ask again.
    """
    known = known_drawing(studies, address, name, query)
    if known is not None:
        return known
    pixels = _pixels(query)
    picture = None
    if name in (*FIRST, SLOPES):
        facts = studies.first_facts(address, patience=PATIENCE)
        picture = _beside_levers(name, facts, language(address.language))
    if picture is None:
        picture = picture_of(studies, address, name, query, patience=PATIENCE)
    key = _key(address, name, pixels, own_part(query))
    return studies.drawn.get(key, _drawing(studies, picture, pixels), patience=PATIENCE)


def known_drawing(
    studies: Studies, address: Address, name: str, query: Mapping[str, str]
) -> bytes | None:
    """The same where it was made already; no work is begun."""
    known: bytes | None = studies.drawn.known(_key(address, name, _pixels(query), own_part(query)))
    return known


def _pixels(query: Mapping[str, str]) -> int:
    return WIDTHS.get(query.get("width", ""), WIDE)


def draw_ahead(studies: Studies, address: Address, facts: FirstPageFacts) -> None:
    """Begin with the drawings that a wide page of a change asks for, while its words are made."""
    spoken = language(address.language)
    for name, pixels in ((SLOPES, WIDE), *((name, NARROW) for name in FIRST)):
        picture = _beside_levers(name, facts, spoken)
        if picture is not None:
            key = _key(address, name, pixels, {})
            studies.drawn.warm(key, _drawing(studies, picture, pixels))


def _key(address: Address, name: str, pixels: int, more: Mapping[str, str]) -> tuple[object, ...]:
    return ("drawing", address, name, pixels, *more.items())


def _drawing(studies: Studies, picture: Picture, pixels: int) -> Callable[[], bytes]:
    return lambda: lone_svg(picture, pixels, studies.drawer).encode()


def first_drawing(studies: Studies) -> str:
    """One drawing of the first programme, which loads what all others need."""
    facts = studies.glance(studies.first)
    picture = make_of_run(FIRST[0], facts, language(studies.first.language))
    return lone_svg(picture, ask=studies.drawer)
