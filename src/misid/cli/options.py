"""What commands that work out a scenario share: options, and a bar where it takes long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from misid.cli.completion import change_names, input_names, scenario_names
from misid.cli.numbers import seed, whole
from misid.cli.progress import bar
from misid.errors import FormatError, MeaningError
from misid.files.read import cut

if TYPE_CHECKING:
    from misid.words import Language
    from misid.writers.formats import Formats

DEFAULT = "task-force-module"
_SHOW_PROGRESS_FROM = 20_000

ScenarioName = Annotated[
    str,
    typer.Argument(
        help="A scenario's name (`misid scenario list`) or a YAML file.",
        autocompletion=scenario_names,
    ),
]
Draws = Annotated[
    int,
    typer.Option(parser=whole("draws", "--draws 4096"), help="Possible worlds to work out."),
]
Seed = Annotated[
    int,
    typer.Option(parser=seed(), help="Which worlds; the same seed, the same numbers."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
LanguageCode = Annotated[
    str, typer.Option("--language", help="Language of what is written: en or es.")
]
FormatNames = Annotated[
    str,
    typer.Option(
        "--format",
        help="With --out: formats of the report, apart by commas: html, which always is among "
        "them, pdf, docx, md.",
    ),
]
PaperName = Annotated[str, typer.Option("--paper", help="Paper of a PDF: a4 or letter.")]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        help="A safeguard (`misid safeguards`), a reading (`misid readings`) or a YAML file; "
        "repeatable.",
        autocompletion=change_names,
    ),
]

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="What stands at an input instead (names: `misid scenario show`), such as "
        "review.share_reviewed=0.5; repeatable.",
        autocompletion=input_names,
    ),
]


def changes_of(
    scenario: str, safeguards: Sequence[str] | None, stated: Sequence[str] | None
) -> list[str | dict[str, Any]]:
    """
    What options put on a scenario, as a study takes it.

    Args:
        scenario: by its name or its file, whose inputs are meant.
        safeguards: of --with.
        stated: of --set.
    Raises: FormatError: a --set without a name and a content. MeaningError: an input that does not
        exist or is given twice, or a content that cannot be read.
    """
    from misid.scenario import inputs, load_scenario
    from misid.scenario.stated import read_content

    pairs = [_pair(one) for one in stated or ()]
    if not pairs:
        return [*(safeguards or ())]
    known = {one.name: one for one in inputs(load_scenario(scenario))}
    own = {name: read_content(known, name, text) for name, text in pairs}
    if len(own) < len(pairs):
        twice = next(name for name in own if [one for one, _ in pairs].count(name) > 1)
        raise MeaningError(f"--set gives {twice} twice.", use="it once")
    return [*(safeguards or ()), own]


def _pair(stated: str) -> tuple[str, str]:
    name, sign, text = stated.partition("=")
    if not (name and sign and text):
        raise FormatError(
            f"--set is {cut(stated)!r}, but a name and what is to stand there are needed.",
            use="NAME=VALUE, such as review.share_reviewed=0.5",
        )
    return name.strip(), text.strip()


def one_form(asked: Mapping[str, bool]) -> None:
    """Refuse two forms of one output, instead of picking one of them in silence."""
    given = [option for option, is_given in asked.items() if is_given]
    if len(given) > 1:
        *first, last = given
        both = f"{', '.join(first)} and {last}"
        all_ = "both" if len(given) == 2 else "all"
        raise MeaningError(f"{both} were {all_} given, but one form is printed.", use="one of them")


def refuse(given: Mapping[str, object], because: str, use: str) -> None:
    """
    Refuse options that would be ignored.

    Args:
        given: the value of each option; one that was not given is empty.
        because: why it says nothing here.
        use: what to do instead.
    Raises: MeaningError: one was given.
    """
    for option, value in given.items():
        if value is not None and value is not False and value not in ("", 0, ()):
            raise MeaningError(f"{option} {because}.", use=use)


def written_as(format: str, paper: str, out: Path | None) -> Formats:
    """
    The formats that a report is asked for in; what draws its pictures begins meanwhile.

    Args:
        format: what `--format` gives.
        paper: what `--paper` gives.
        out: where it is to stand.
    Raises: MeaningError: a format or a paper that does not exist, or no folder. OutputError: the
        folder holds a report in another format, or cannot have this name.
    """
    from misid.files.write import check_names
    from misid.writers.formats import formats, refuse_other_formats

    asked = formats(format, paper)
    if out is None:
        given = {"--format": len(asked.names) > 1, "--paper": asked.paper != "a4"}
        refuse(given, "says nothing without --out", "--out beside it")
    else:
        from misid.figures.beside import begin

        check_names(out)
        refuse_other_formats(out, asked)
        begin()
    return asked


def written_in(code: str, *, is_written: bool) -> Language:
    """
    The language that is asked for.

    Args:
        code: what `--language` gives.
        is_written: whether words are written at all; JSON alone has no language.
    Raises: MeaningError: there is no such language, or no words.
    """
    from misid.words.language import language

    spoken = language(code)
    if not is_written:
        given = {"--language": "" if code == "en" else code}
        refuse(given, "says nothing about JSON, which holds numbers and codes", "it without --json")
    return spoken


def busy(words: str) -> AbstractContextManager[object]:
    """A sign of life on a terminal."""
    console = Console(stderr=True)
    return console.status(words) if console.is_terminal else nullcontext()


def progress_bar(worlds: int) -> AbstractContextManager[Callable[[int], None] | None]:
    """Tells a bar how many worlds are done; nothing where they are few."""
    return bar(worlds, "worlds", _SHOW_PROGRESS_FROM)


def day_of(text: str | None) -> date | None:
    """
    The day that `--on` names, if it does.

    Raises: MeaningError: it is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MeaningError(
            f"--on is {cut(text)!r}, but a day is needed.", use="year-month-day: 2026-04-03"
        ) from None
