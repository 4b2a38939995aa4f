"""What a column of a disclosed table is, by the words of its name, in English or Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

CountRole = Literal[
    "searches", "references", "references_wrong", "references_right", "wrong_unconfirmed",
    "right_unconfirmed", "all_wrong", "all_right", "unresolved", "detained", "enrolled_list",
    "count",
]  # fmt: skip
RoleName = Literal[
    "searches", "references", "references_wrong", "references_right", "wrong_unconfirmed",
    "right_unconfirmed", "all_wrong", "all_right", "unresolved", "detained", "enrolled_list",
    "count", "threshold", "share", "date", "from", "to", "period", "year", "label", "group",
    "text",
]  # fmt: skip
ROLES: tuple[RoleName, ...] = RoleName.__args__  # type: ignore[attr-defined]
COUNT_ROLES: tuple[RoleName, ...] = CountRole.__args__  # type: ignore[attr-defined]
"""What is counted; `count` of something else."""
FLOWS = tuple(role for role in COUNT_ROLES if role != "enrolled_list")
"""What happens, so that it adds up over periods; a list only is there."""


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_SHARE = re.compile(
    r"%|\b(?:per ?cent|percentage|pct|rate|ratio|proportion|share|accuracy|porcentaje|tasa"
    r"|proporción|precisión|fpir|fnir|tpir|por ciento)\b"
)
_WRONG = _words(
    "false", "wrong", "incorrect", "erroneous", "misidentif\\w*", "mistaken", "falsas?", "falsos?",
    "erróne[ao]s?", "equivocad[ao]s?", "incorrect[ao]s?",
)  # fmt: skip
_RIGHT = _words("true", "correct", "right", "verdader[ao]s?", "correct[ao]s?", "acertad[ao]s?")
_UNCONFIRMED = _words(
    "unconfirmed", "not confirmed", "unverified", "not verified", "suspected", "sin confirmar",
    "no confirmad[ao]s?",
)  # fmt: skip
_CONFIRMED = _words("confirmed", "verified", "confirmad[ao]s?", "verificad[ao]s?")
_REFERENCE = _words(
    "alerts?", "match(?:es)?", "references?", "codes?", "hits?", "positives?", "leads?",
    "identifications?", "alertas?", "coincidencias?", "referencias?", "códigos?", "positiv[ao]s?",
)  # fmt: skip
_PLAIN: tuple[tuple[RoleName, re.Pattern[str]], ...] = (
    ("threshold", _words("threshold", "setting", "umbral")),
    ("enrolled_list", re.compile(
        r"\b(?:watch ?-?lists?|gallery|galleries|enrolled|lista de vigilancia|tamaño de la lista"
        r"|list size|size of (?:the )?list|records on)\b"
    )),
    ("detained", _words("arrest(?:s|ed)?", "detain(?:ed)?", "detentions?", "detenid[ao]s?",
                        "detenciones", "arrestos?")),
    ("unresolved", _words("unresolved", "undetermined", "inconclusive", "no decision",
                          "not resolved", "sin resolver", "no resuelt[ao]s?")),
    ("searches", _words("faces", "face", "search(?:es)?", "scans?", "scanned", "probes?",
                        "photographs?", "photos?", "people seen", "rostros?", "caras?",
                        "búsquedas?", "fotografías?", "biometric captures")),
    ("group", _words("ethnicity", "ethnic group", "race", "sex", "gender", "group", "age band",
                     "etnia", "raza", "sexo", "género", "grupo")),
    ("from", _words("from", "start", "start date", "begin", "beginning", "first day", "desde",
                    "inicio")),
    ("to", _words("to", "end", "end date", "until", "last day", "hasta", "fin")),
    ("date", _words("date", "day", "fecha", "día")),
    ("year", _words("year", "año")),
    ("period", _words("month", "period", "quarter", "week", "mes", "periodo", "período",
                      "trimestre", "semana")),
    ("label", _words("location", "place", "site", "force", "agency", "name", "borough", "area",
                     "station", "case", "lugar", "agencia", "nombre", "zona", "deployment", "event",
                     "programme", "program")),
)  # fmt: skip
_OF_REFERENCES = ("detained", "unresolved")
_FILLING = _words(
    "total", "number", "no", "of", "the", "count", "all", "size", "images?", "records?", "people",
    "persons?", "given", "out", "returned", "generated", "seen", "made", "run", "as", "por",
    "número", "de", "del", "la", "las", "los", "el", "totales", "n", "level", "lfr", "frt",
    "facial", "recognition", "live", "police", "system", "cumulative", "acumulad[ao]s?", "to",
    "date", "running", "issued", "estimated", "provided", "processed", "scanned", "captured",
    "detected", "passing", "viewed", "members", "public", "individuals", "submitted", "conducted",
    "performed", "searched", "per", "each", "deployment", "cameras?", "sent", "received", "by",
    "in", "with", "at", "against", "composition", "during", "for", "found", "on",
)  # fmt: skip
_PERSON = _words(
    "person", "suspect", "subject", "officer", "surname", "forename", "first name", "last name",
    "full name", "dob", "date of birth", "offender", "victim", "custody", "crime reference",
    "incident", "reference number", "case number", "id", "badge", "apellidos?", "sospechos[ao]",
    "agente", "fecha de nacimiento", "expediente",
)  # fmt: skip
_COUNTED = _words("number of", "no of", "count", "per", "rate", "percentage", "número de")
_CUMULATIVE = re.compile(r"\b(?:cumulative|to date|running|so far|acumulad[ao]s?|hasta la fecha)\b")


@dataclass(frozen=True, slots=True)
class NamedRole:
    """
    The role that a name says; `spare` words of it say something more, such as "not stopped".

    `rival` is another that the same words could say.
    """

    role: RoleName
    spare: int = 0
    rival: RoleName | None = None


def role_named(name: str) -> NamedRole | None:
    """
    What the name of a column says that it is; None where it says nothing that is known.

    Example:
        >>> [role_named(name).role for name in ("False alerts unconfirmed", "Faces seen", "Umbral")]
        ['wrong_unconfirmed', 'searches', 'threshold']
    """
    text = " ".join(_CUMULATIVE.sub(" ", _spaced(name)).split())
    if _SHARE.search(text):
        return NamedRole("share")
    found = _checked(text) or _plain(text)
    if found is not None:
        return found
    return NamedRole("references", _spare(text, _REFERENCE)) if _REFERENCE.search(text) else None


def says_person(name: str) -> bool:
    """
    Whether a name is of single people or cases, whose names and numbers are never shown.

    Example:
        >>> says_person("Officer"), says_person("Name of suspect"), says_person("Name of force")
        (True, True, False)
    """
    return bool(_PERSON.search(_spaced(name))) and not _COUNTED.search(_spaced(name))


def says_only_name(name: str) -> bool:
    """
    Whether a name says that names stand below it, and not of what: they may be those of people.

    Example:
        >>> says_only_name("Name"), says_only_name("Name of force")
        (True, False)
    """
    return _spaced(name) in ("name", "names", "nombre", "nombres")


def says_cumulative(name: str) -> bool:
    """
    Whether a name says that a column adds up as it goes.

    Example:
        >>> says_cumulative("Alerts to date"), says_cumulative("Date")
        (True, False)
    """
    return bool(_CUMULATIVE.search(_spaced(name)))


def _spaced(name: str) -> str:
    return " ".join(re.sub(r"[_/()\[\]:;,-]+", " ", name.lower()).split())


def _checked(text: str) -> NamedRole | None:
    """References that were right or wrong, each checked or not."""
    is_wrong, is_right = bool(_WRONG.search(text)), bool(_RIGHT.search(text))
    if is_wrong == is_right:
        return None
    spare = _spare(text, _WRONG, _RIGHT, _UNCONFIRMED, _CONFIRMED, _REFERENCE)
    if _UNCONFIRMED.search(text):
        return NamedRole("wrong_unconfirmed" if is_wrong else "right_unconfirmed", spare)
    role: RoleName = "references_wrong" if is_wrong else "references_right"
    if _CONFIRMED.search(text):
        return NamedRole(role, spare)
    return NamedRole(role, spare, "all_wrong" if is_wrong else "all_right")


def _plain(text: str) -> NamedRole | None:
    for role, words in _PLAIN:
        if words.search(text):
            known = (words, _REFERENCE) if role in _OF_REFERENCES else (words,)
            return NamedRole(role, _spare(text, *known))
    return None


def _spare(text: str, *known: re.Pattern[str]) -> int:
    """How many words of a name are not accounted for."""
    for words in (*known, _FILLING):
        text = words.sub(" ", text)
    return len(re.findall(r"\w+", text))
