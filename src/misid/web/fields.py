"""The fields of how scores are read: what each may say, and errors that name them, not options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from misid.errors import MeaningError, MisidError
from misid.web.uploads import UploadKind
from misid.words.language import Language, message

_ALL: tuple[UploadKind, ...] = ("pairs", "keyed", "two", "lists")


@dataclass(frozen=True)
class OptionField:
    """A field with a few choices, the usual one first, under an empty value."""

    name: str
    legend: str
    choices: tuple[tuple[str, str], ...]
    options: Mapping[str, str]
    """What stands for a choice on the command line, and in errors, by the choice."""
    kinds: tuple[UploadKind, ...] = field(default=_ALL)


OF_TEXT = (
    OptionField(
        "decimal",
        message("What stands before the part of a number below one"),
        (
            ("", message("A point; asked where it may be a comma")),
            ("point", message("A point")),
            ("comma", message("A comma")),
        ),
        {"--decimal comma": "comma", "--decimal point": "point"},
    ),
    OptionField(
        "names",
        message("What the first line is"),
        (
            ("", message("As it looks; asked where it may be either")),
            ("yes", message("The names of the columns")),
            ("no", message("A row")),
        ),
        {"--names": "yes", "--no-names": "no"},
    ),
    OptionField(
        "comments",
        message("Lines that begin with #"),
        (
            ("", message("Comments; asked where they may be rows")),
            ("yes", message("Comments")),
            ("no", message("Rows")),
        ),
        {"--comments": "yes", "--no-comments": "no"},
    ),
)
"""How the text of a file is laid out, which must be known before its columns are."""
FIELDS = (
    OptionField(
        "direction",
        message("Which scores are more alike?"),
        (
            (
                "",
                message(
                    "As the column's name says; the higher ones, unless it is called a distance"
                ),
            ),
            ("higher", message("The higher ones")),
            ("lower", message("The lower ones")),
        ),
        {"--similarity": "higher", "--distance": "lower"},
    ),
    OptionField(
        "missing",
        message("Where a score is missing"),
        (
            ("", message("The file is refused")),
            ("fta", message("It is a failure to acquire, and counted")),
            ("miss", message("It is a miss, or no match, and counted")),
        ),
        {"--nan fta": "fta", "--nan miss": "miss"},
    ),
    OptionField(
        "itself",
        message("Photographs compared with themselves"),
        (
            ("", message("Left out where names show them; asked where only scores do")),
            ("keep", message("Kept")),
        ),
        {"--self keep": "keep"},
        ("pairs", "keyed", "two"),
    ),
    OptionField(
        "unmatched",
        message("Pairs that only one of the two files has"),
        (
            ("", message("The files are refused")),
            ("leave-out", message("Left out, and counted")),
        ),
        {"--unmatched leave-out": "leave-out"},
        ("keyed",),
    ),
    OptionField(
        "order",
        message("A pair the other way round"),
        (
            ("", message("Asked where it matters")),
            ("either", message("The same pair")),
            ("one", message("Another pair")),
        ),
        {"--either-order": "either", "--one-order": "one"},
        ("keyed",),
    ),
    OptionField(
        "histogram",
        message("What a line of the second file is"),
        (
            ("", message("A score; asked where it may be a count")),
            ("yes", message("How many scores equal the number of the line, from 0")),
            ("no", message("A score")),
        ),
        {"--histogram": "yes", "--no-histogram": "no"},
        ("two",),
    ),
    *OF_TEXT,
)
NAMES = tuple(one.name for one in FIELDS)
IGNORED = message("Columns to take for nothing")
_GENUINE = message("The label that says: the same person")
_FILES = {
    "--key": message("a second file that says which pairs are of the same person"),
    "--mates": message("a second file that says who is enrolled"),
    "--genuine-array": message("saved again as genuine and impostor, with genuine for"),
    "--matrix": message("pairs in place of a square of names"),
    "--fmr": message("False match rates to set thresholds for"),
    "--fpir": message("False positive identification rates to set thresholds for"),
}


@dataclass(frozen=True)
class FieldChoices:
    """A field as it is shown: its choices by value, in words, and which is chosen."""

    name: str
    legend: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


def shown(
    fields: tuple[OptionField, ...],
    kind: UploadKind | None,
    entered: Mapping[str, str],
    spoken: Language,
) -> tuple[FieldChoices, ...]:
    """
    Fields as they are shown.

    Args:
        fields: which.
        kind: what the files hold; None: fields of every kind.
        entered: what the reader said.
        spoken: whose words.
    """
    return tuple(
        FieldChoices(
            one.name,
            spoken.word(one.legend),
            tuple((value, spoken.word(words)) for value, words in one.choices),
            entered.get(one.name, ""),
        )
        for one in fields
        if kind is None or kind in one.kinds
    )


def chosen(query: Mapping[str, str], name: str) -> str:
    """
    What a field says.

    Raises: MeaningError: nothing that it offers.
    """
    held = next(one for one in FIELDS if one.name == name)
    value = query.get(name, "")
    # The usual choice had a value of its own in addresses of before.
    value = "" if (name, value) == ("missing", "refuse") else value
    if value not in dict(held.choices):
        raise MeaningError("a field has a value that it does not offer.", use="the fields")
    return value


def in_fields(mistake: MisidError, roles: Mapping[str, str], spoken: Language) -> MisidError:
    """
    A mistake whose advice names the fields of the page instead of options of a command.

    Args:
        mistake: as the library says it.
        roles: the title of the field of each role that has a column.
        spoken: whose words.
    """
    said = {
        **dict(_option_names(spoken)),
        **{_option(role): _quoted(t) for role, t in roles.items()},
    }
    return with_fields(mistake, said)


def with_fields(mistake: MisidError, said: Mapping[str, str]) -> MisidError:
    """
    A mistake in whose advice other words stand for options of a command.

    Args:
        mistake: as the library says it.
        said: what stands for each option.
    """
    known = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
    option = re.compile(rf"(?:{known})(?![a-z-])")
    what, use = (option.sub(lambda at: said[at[0]], text) for text in (mistake.what, mistake.use))
    return type(mistake)(what, where=mistake.where, use=use)


def _option_names(spoken: Language) -> Iterator[tuple[str, str]]:
    """Options, and what stands for them on the page."""
    for one in FIELDS:
        words = dict(one.choices)
        for option, value in one.options.items():
            yield (
                option,
                f"{_quoted(spoken.word(one.legend))}: {_quoted(spoken.word(words[value]))}",
            )
    yield "--ignore", _quoted(spoken.word(IGNORED))
    yield "--genuine-label", _quoted(spoken.word(_GENUINE))
    for option, words_ in _FILES.items():
        yield option, spoken.word(words_)


def _quoted(words: str) -> str:
    return f"\u201c{words}\u201d"


def _option(role: str) -> str:
    return f"--{role.replace('_', '-')}"
