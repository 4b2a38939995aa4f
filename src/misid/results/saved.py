"""Documents that were written before: read again, or refused with what makes them anew."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from misid.errors import FormatError
from misid.files import read
from misid.files.read import plain
from misid.results.schema import Results

LIMIT = 64_000_000
"""Bytes of a saved document at most."""

Saved = TypeVar("Saved", bound=BaseModel)
Again = Callable[[Mapping[str, Any]], str]


def read_results(path: str | Path) -> Results:
    """
    The results of a run from the file that `misid run --json` or `--out` wrote.

    Args:
        path: of the file.
    Raises: FormatError: it is no such file, is not whole, or is of another schema than this misid
        writes; of an older one the error says what makes it anew.
    """
    return read_document(path, Results, run_again)


def read_document(path: str | Path, model: type[Saved], again: Again) -> Saved:
    """
    A document that was written before.

    Args:
        path: of the file.
        model: of the document; its field `version` names kind and number of its schema.
        again: the command that makes a document anew, from the content of an older one.
    Raises: FormatError: as `read_results`.
    """
    file = Path(path)
    text = read.read_text(file, limit=LIMIT, kind="a saved document")
    return of_text(text, model, again, file=read.shown_name(file))


def of_text(text: str, model: type[Saved], again: Again, *, file: str) -> Saved:
    """
    A document from its JSON text; `file` names it in errors, the rest as `read_document`.

    Raises: FormatError: as `read_results`.
    """
    expected = get_args(model.model_fields["version"].annotation)[0]
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise FormatError(f"{file} is not JSON.", use=f"a file of {expected}") from None
    if not isinstance(content, dict) or not isinstance(content.get("version"), str):
        raise FormatError(f"{file} does not say which document it is.", use=f"a file of {expected}")
    _check_version(content, expected, again, file)
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise FormatError(
            f"{file} is not whole: {plain(place)} is missing or is not what {expected} has there.",
            use=f"the file as misid wrote it, or make it anew: {again(content)}",
        ) from None


def _check_version(content: Mapping[str, Any], expected: str, again: Again, file: str) -> None:
    given = str(content["version"])
    kind, _, number = given.partition("/")
    name, _, ours = expected.partition("/")
    if given == expected:
        return
    if kind != name or not number.isdigit():
        raise FormatError(f"{file} is {plain(given)}, not {expected}.", use=f"a file of {expected}")
    if int(number) > int(ours):
        raise FormatError(
            f"{file} is {given}, written by a newer misid; this one reads {expected}.",
            use="a misid at least as new as the one that wrote it",
        )
    raise FormatError(
        f"{file} is {given}, written by an older misid; this one reads {expected}.",
        use=f"make it anew: {again(content)}",
    )


def run_again(content: Mapping[str, Any]) -> str:
    """
    The command that makes a run anew, as far as an older or broken document tells.

    Example:
        >>> run_again({"scenario": {"name": "airport-exit"}, "stamp": {"draws": 64, "seed": 1}})
        'misid run airport-exit --draws=64 --seed=1 --json'
    """
    scenario, stamp = _block(content, "scenario"), _block(content, "stamp")
    changes = stamp.get("changes", ())
    options = [
        *(f"--with={plain(name)}" for name in (changes if isinstance(changes, list) else ())),
        *(f"--{key}={stamp[key]}" for key in ("draws", "seed") if isinstance(stamp.get(key), int)),
    ]
    name = plain(scenario.get("name", "task-force-module"))
    return shlex.join(["misid", "run", name, *options, "--json"])


def _block(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    block = content.get(key)
    return block if isinstance(block, dict) else {}
