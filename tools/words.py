"""
Keep the catalogues: extract the messages, merge, compile.

With --check only say whether that was done; with --missing list what has no translation.
"""

import io
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from ruamel.yaml import YAML

from misid.evidence import table
from misid.scenario import inputs, load_scenario
from misid.scenario.library import names
from misid.words.language import ENGLISH, LANGUAGES, LIBRARY

SOURCE = Path(__file__).parents[1] / "src" / "misid"
LOCALES = SOURCE / "words" / "locale"
_IN_TEMPLATES = r'"([^"]+)" \| word|\bsay\("([^"]+)"'
KEYWORDS = {"say": None, "word": None, "message": None, "say_many": (1, 2)}
# Catalogues say nothing of when they were made, so that the same words give the same bytes.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
_MARKED = ("title", "words", "question", "note")
_AUTHORED = (
    "title", "about", "stand_ins", "label", "why", "counted", "note", "reason", "cannot",
    "asks", "sentence", "matters", "says", "false_alarms",
)  # fmt: skip


def messages() -> Iterator[str | tuple[str, str]]:
    """Every message of the package: in code, in forms, and what a scenario's fields are."""
    found = extract_from_dir(
        str(SOURCE), method_map=[("**.py", "python")], options_map={}, keywords=KEYWORDS
    )
    for _, _, text, _, _ in found:
        yield tuple(text) if isinstance(text, list | tuple) else text
    for path in sorted((SOURCE / "document" / "forms").glob("*.yaml")):
        yield from marked(read(path), _MARKED)
    for path in sorted(SOURCE.glob("*/templates/*.html")):
        for told in re.findall(_IN_TEMPLATES, path.read_text(encoding="utf-8")):
            yield "".join(told)
    for name in names():
        for one in inputs(load_scenario(name)):
            yield one.description
            yield one.question


def authored() -> Iterator[str]:
    """What comes along with misid and could be an author's: titles, labels, reasons, tables."""
    libraries = (
        SOURCE / "scenario" / "library",
        SOURCE / "assessment" / "library",
        SOURCE / "searchlog" / "rules",
    )
    paths = sorted(path for folder in libraries for path in folder.rglob("*.yaml"))
    for path in (*paths, SOURCE / "schemas" / "scenario-1.json"):
        for text in marked(read(path), _AUTHORED if path in paths else ("why",)):
            yield " ".join(text.split())
    for name in names():
        for one in inputs(load_scenario(name)):
            key = getattr(one.content, "evidence", None)
            if key is not None:
                shown = table(key)
                yield from (shown.title, shown.column(one.content.column).meaning)


def read(path: Path) -> object:
    """What stands in a YAML file."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def marked(part: object, keys: tuple[str, ...]) -> Iterator[str]:
    """The texts at these keys, however deep they stand: of a form its titles, say."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in keys and isinstance(value, str):
                yield value
            # The title of a publication stays as it was published.
            elif not (isinstance(value, dict) and {"title", "quality"} <= value.keys()):
                yield from marked(value, keys)
    elif isinstance(part, list):
        for one in part:
            yield from marked(one, keys)


def template() -> Catalog:
    """All messages, in order, without a translation."""
    catalog = Catalog(domain="misid", project="misid", creation_date=_NEVER, charset="utf-8")
    for text in sorted({text for text in messages() if text}, key=str):
        catalog.add(text)
    for text in sorted(set(authored())):
        catalog.add(text, context=LIBRARY)
    return catalog


def places(text: str) -> set[str]:
    """The names in a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults(message: Message) -> Iterator[str]:
    """What is wrong with a translation: a name that is missing, or one that is not there."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    known = {name for text in ids for name in places(text)}
    for text in filter(None, strings):
        if places(text) - known or (len(ids) == 1 and places(text) != known):
            yield f"{ids[0]!r}: names {sorted(places(text))}, but the message has {sorted(known)}"


def merged(path: Path, fresh: Catalog) -> Catalog:
    """The catalogue of a language, new or not, with the messages of today; what is unsaid goes."""
    held = path.read_bytes() if path.exists() else b""
    catalog = read_po(io.BytesIO(held), locale=path.parts[-3], domain="misid")
    catalog.update(fresh, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _NEVER
    catalog.fuzzy, catalog.header_comment = False, ""
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalogue as text."""
    target = io.BytesIO()
    write_po(target, catalog, omit_header=False, no_location=True, sort_output=True, width=100)
    return re.sub(rb'"Generated-By: [^"]*"\n', b"", target.getvalue())


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as it is read at run time."""
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> int:
    """Write, or check, the catalogue of every language."""
    wrong: list[object] = []
    fresh = template()
    for code in sorted(set(LANGUAGES) - {ENGLISH.code.partition("-")[0]}):
        path = LOCALES / code / "LC_MESSAGES" / "misid.po"
        catalog = merged(path, fresh)
        wrong += [fault for one in catalog if one.id for fault in faults(one)]
        missing = [one.id for one in catalog if one.id and not _is_said(one)]
        print(f"{path.parts[-3]}: {len(catalog) - len(missing)} of {len(catalog)} messages")
        wrong += missing if "--missing" in sys.argv else []
        for target, content in (
            (path, written(catalog)),
            (path.with_suffix(".mo"), compiled(catalog)),
        ):
            if not target.exists() or target.read_bytes() != content:
                if {"--check", "--missing"} & set(sys.argv):
                    wrong.append(f"{target.name} of {path.parts[-3]} is not of today: ./dev words")
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def _is_said(one: Message) -> bool:
    return all(one.string) if isinstance(one.string, tuple) else bool(one.string)


if __name__ == "__main__":
    sys.exit(main())
