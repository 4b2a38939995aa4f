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
    ("label", _words("location", "place", "site", "force", "agency", "borough", "area",
                     "station", "authority", "council", "lugar", "agencia", "zona", "deployment",
                     "event", "programme", "program", "city", "town", "district", "county",
                     "region", "country", "state", "division", "department", "unit",
                     "organi[sz]ation", "venue", "ciudad", "distrito", "provincia", "municipio",
                     "comisaría", "departamento", "operation", "category", "type",
                     "measure", "tipo")),
)  # fmt: skip
NAME_NOBODY: tuple[RoleName, ...] = ("label", "group", "date", "from", "to", "period", "year")
"""Roles of words that are no names of people."""
_OF_REFERENCES = ("detained", "unresolved")
_FILLING = _words(
    "total", "number", "no", "of", "the", "count", "all", "size", "images?", "records?", "people",
    "persons?", "given", "out", "returned", "generated", "seen", "made", "run", "as", "por",
    "número", "de", "del", "la", "las", "los", "el", "totales", "n", "level", "lfr", "frt",
    "facial", "recognition", "live", "police", "system", "cumulative", "acumulad[ao]s?", "to",
    "date", "running", "issued", "estimated", "provided", "processed", "scanned", "captured",
    "detected", "passing", "viewed", "members", "public", "individuals", "submitted", "conducted",
    "performed", "searched", "per", "each", "deployment", "cameras?", "sent", "received", "by",
    "in", "with", "at", "against", "composition", "during", "for", "found", "on", "names?",
    "nombres?",
)  # fmt: skip
_ONE = (
    "person", "suspect", "subject", "officer", "offender", "victim", "arrestee", "detainee",
    "defendant", "witness", "constable", "sergeant", "inspector", "detective", "analyst",
    "examiner", "reviewer", "operator", "user", "employee", "incident", "case", "id",
    "sospechos[ao]", "agente", "detenid[ao]", "usuari[ao]", "expediente", "víctima", "testigo",
)  # fmt: skip
_NUMBERED = r"(?:no|nos|num|numbers?|refs?|references?|ids?)"
_PERSON = _words(
    *_ONE, "surnames?", "forenames?", "first names?", "last names?", "full names?", "dob", "born",
    "dates? of birth", "birth ?dates?", "custody", "badge", "collar", "warrant", "passport", "urn",
    "cad", "ref", "e-?mails?", "e mails?", "phone", "telephone", "mobile", "address",
    "user ?names?", "log ?in", "apellidos?", "fecha de nacimiento", "dni", "correo", r"\w+ed by$",
    rf"(?:crime|log|shoulder|staff|force|reference|pnc|cro) {_NUMBERED}",
)  # fmt: skip
_PEOPLE = _words(rf"(?:{'|'.join(_ONE)})e?s")
_OF_NONE = re.compile(
    r"\b(?:agency|force|department|type|category|rank|ethnicity|race|sex|gender|age band)$"
)
"""What is said of people and names none of them: "agency of the user"."""
_COUNTED = re.compile(
    r"^(?:total )?(?:number|no|count|número) (?:of|de) (?:(?!of|in|on|for|by|at|with|de)\w+ ){0,3}?"
    r"(?:people|personas|\w*[^\Ws]s)\b|\bcount$"
    rf"|^(?!.*\b{_NUMBERED}\b).*\b(?:per|rate|percentage)\b"
)
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


def says_person(name: str, *, are_counts: bool = False) -> bool:
    """
    Whether a name is of single people or cases, whose names and numbers are never shown.

    Args:
        name: of the column.
        are_counts: whether numbers stand below it: "Officers" may then say how many.
    Example:
        >>> [says_person(name, are_counts=True) for name in ("Badge of officers", "No of officers")]
        [True, False]
    """
    text = _spaced(name)
    if _OF_NONE.search(text) or (are_counts and _COUNTED.search(text)):
        return False
    return bool(_PERSON.search(text)) or (bool(_PEOPLE.search(text)) and not are_counts)


def says_only_name(name: str) -> bool:
    """
    Whether a name says that names stand below it, and not of what: they may be those of people.

    Example:
        >>> says_only_name("Name"), says_only_name("Name of force")
        (True, False)
    """
    return _spaced(name) in ("name", "names", "nombre", "nombres")


def says_no_person(name: str) -> bool:
    """
    Whether a name says a place, an agency, a time or a group and no more: words below name nobody.

    Example:
        >>> says_no_person("Location"), says_no_person("Comments on the location")
        (True, False)
    """
    found = role_named(name)
    return found is not None and found.role in NAME_NOBODY and not found.spare


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
