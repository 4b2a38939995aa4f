"""What an address says: scenario, changes, seed, language, version. The page keeps nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from misid.errors import MeaningError
from misid.words.language import LANGUAGES

if TYPE_CHECKING:
    from misid.files.written_numbers import Sign
    from misid.scenario import Input

DEFAULT_SCENARIO = "task-force-module"
PER_CENT = ".percent"
"""Ends the name of a field that is filled in in per cent."""
VERSION = version("misid")
_OWN = frozenset({"scenario", "with", "seed", "lang", "v"})
_MOST_LETTERS, _MOST_SEED, _KEPT = 200, 2**53, 256


@dataclass(frozen=True)
class Address:
    """
    The programme that a page is about.

    `safeguards` are names of changes that come along, `inputs` pairs of an input's name and what
    is to stand there as it was written. Two addresses that mean the same are equal.
    """

    scenario: str = DEFAULT_SCENARIO
    safeguards: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    seed: int = 1
    language: str = LANGUAGES[0]
    version: str = VERSION

    @property
    def is_changed(self) -> bool:
        """Whether anything stands otherwise than in the scenario."""
        return bool(self.safeguards or self.inputs)

    @property
    def unchanged(self) -> Address:
        """The same programme without changes."""
        return replace(self, safeguards=(), inputs=())

    def changes(self, known: Mapping[str, Input]) -> list[Any]:
        """
        The changes as a study takes them.

        Args:
            known: inputs of the scenario by name.
        Raises: MeaningError: a safeguard or an input that does not exist, or a content that cannot
            be read.
        """
        from misid.scenario import library
        from misid.scenario.stated import read_content

        for name in self.safeguards:
            # A study would take the path of a file too; an address never names one.
            if name not in library.change_names():
                raise MeaningError(
                    f"no safeguard or reading is called {name!r}.",
                    use=f"one of: {', '.join(library.change_names())}",
                )
        sign = decimal_sign(self.language)
        own = {name: read_content(known, name, text, sign) for name, text in self.inputs}
        return [*self.safeguards, *([own] if own else [])]

    def pairs(self, *, changed: bool = True) -> list[tuple[str, str]]:
        """What stands in the address, in one order; without `changed`, not what was changed."""
        here = [("scenario", self.scenario)]
        if changed:
            here += [("with", name) for name in self.safeguards] + list(self.inputs)
        here += [("seed", str(self.seed))] if self.seed != 1 else []
        return [*here, ("lang", self.language), ("v", self.version)]

    def to(self, path: str, **more: str | int | None) -> str:
        """
        The address of a page about this programme.

        Args:
            path: of the page.
            more: what the page itself wants to know; None is left out.
        """
        extra = [(name, str(value)) for name, value in more.items() if value is not None]
        own = f"{path}?{_written(self)}"
        return f"{own}&{urlencode(extra)}" if extra else own

    def in_language(self, code: str) -> Address:
        """The same in another language."""
        return replace(self, language=code)

    def with_safeguards(self, *names: str) -> Address:
        """The same programme with these safeguards on it, and no others."""
        return replace(self, safeguards=names)

    def with_input(self, name: str, text: str) -> Address:
        """The same with something at an input; nothing puts it back where it stood."""
        others = tuple(pair for pair in self.inputs if pair[0] != name)
        return replace(self, inputs=(*others, (name, text)) if text else others)


@lru_cache(maxsize=_KEPT)
def _written(address: Address) -> str:
    """The query of an address, which a page says some fifty times."""
    return urlencode(address.pairs())


def read(query: Iterable[tuple[str, str]]) -> Address:
    """
    The address from its query; what it does not know is left to the page.

    Raises: MeaningError: a part that is given twice, too long, or cannot be meant.
    """
    pairs = [(name, text.strip()) for name, text in query]
    for name, text in pairs:
        if len(name) > _MOST_LETTERS or len(text) > _MOST_LETTERS:
            raise MeaningError(
                f"a part of the address has more than {_MOST_LETTERS} letters.",
                use="the fields of the page",
            )
    single = _single(pairs)
    language = single.get("lang") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise MeaningError(
            f"no page is written in the language {language!r}.", use=" or ".join(LANGUAGES)
        )
    return Address(
        scenario=single.get("scenario") or DEFAULT_SCENARIO,
        safeguards=tuple(dict.fromkeys(text for name, text in pairs if name == "with" and text)),
        inputs=tuple(_inputs(pairs, decimal_sign(language)).items()),
        seed=_seed(single.get("seed") or "1"),
        language=language,
        version=single.get("v") or VERSION,
    )


def language_of(query: Iterable[tuple[str, str]]) -> str:
    """The language of an address that may be wrong otherwise."""
    return next((text for name, text in query if name == "lang" and text in LANGUAGES), "en")


def _single(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in pairs:
        if name in _OWN - {"with"}:
            if name in found and found[name] != text:
                raise MeaningError(f"the address says {name} twice.", use="it once")
            found[name] = text
    return found


def _inputs(pairs: list[tuple[str, str]], sign: Sign) -> dict[str, str]:
    """What is to stand at inputs; a field in per cent is turned into the share that it means."""
    found: dict[str, str] = {}
    for given, text in pairs:
        if "." not in given or not text:
            continue
        name = given.removesuffix(PER_CENT)
        in_per_cent = given != name or text.endswith("%")
        share = _from_per_cent(name, text, sign) if in_per_cent else _in_points(text, sign)
        if name in found and found[name] != share:
            raise MeaningError(f"the address says {name} twice.", use="it once")
        found[name] = share
    return dict(sorted(found.items()))


def decimal_sign(language: str) -> Sign:
    """What stands before the part below one where this language is read."""
    return "," if language == "es" else "."


def _from_per_cent(name: str, text: str, sign: Sign) -> str:
    from misid.files.written_numbers import NumberPlace, read_number, readings
    from misid.scenario.stated import written

    place = NumberPlace(
        name, "a percentage", "a number from 0 to 100, such as 2.5", part_of=1, sign=sign
    )
    said = f"{text}%" if readings(f"{text}%", place) else text
    share = read_number(said, place)
    # What is no share is refused as it was written, by whoever knows the input.
    return written(share) if 0.0 <= share <= 1.0 else said


def _in_points(text: str, sign: Sign) -> str:
    """A number with a comma as every language reads it, since an address is read in each."""
    from misid.files.written_numbers import NumberPlace, readings

    if "," not in text:
        return text
    ways = list(readings(text, NumberPlace("", is_count=True, part_of=1, sign=sign)).values())
    return ways[0] if len(ways) == 1 else text


def _seed(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= _MOST_SEED:
        return int(text)
    raise MeaningError(
        f"the seed is {text!r}, but a seed is a whole number from 0 to {_MOST_SEED:,}.", use="1"
    )
