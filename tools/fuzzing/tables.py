"""Tables of comparisons whose counts are known, and text that says them in a layout by chance."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from fuzzing.given import PLANTED

Pair = tuple[float, bool]
"""A score, and whether the comparison is genuine."""

_LABELS = (
    ("1", "0"), ("genuine", "impostor"), ("true", "false"), ("True", "False"),
    ("mated", "nonmated"),
    ("same", "different"), ("yes", "no"), ("1.0", "0.0"), ("1", "-1"), ("target", "nontarget"),
    ("Mated", "Non-mated"), ("TRUE", "FALSE"),
)  # fmt: skip
_SCORES = ("score", "Score", "similarity", "match_score", "sim", "Similarity Score", "simScore")
_TRUTHS = ("label", "genuine", "is_genuine", "mated", "same_person", "ground_truth", "Truth")
_SUBJECTS = (
    ("subject_a", "subject_b"), ("subject_1", "subject_2"), ("probe_id", "reference_id"),
    ("id_a", "id_b"), ("person_1", "person_2"), ("probe_subject", "gallery_subject"),
)  # fmt: skip
_GROUPS = (("group_a", "group_b"), ("group_1", "group_2"), ("probe_group", "gallery_group"))
_OTHERS = ("note", "time", "camera", "remark", "officer")
_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"
_ODD = (
    "O'Neil",
    "né",
    "名",
    'said "x"',
    "a,b",
    "a;b",
    "a|b",
    "a\tb",
    "two words",
    "#1",
    "x-y",
    "ß",
)
_BREAKS = ("line\nbreak", "line\r\nbreak")


@dataclass(frozen=True)
class Layout:
    """How text says a table."""

    separator: str = ","
    line_end: str = "\n"
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    has_names: bool = True
    ends: str = "\n"
    """What follows the last row."""
    begins: bytes = b""
    comments: tuple[str, ...] = ()
    packed: Literal["", "gz", "zst"] = ""


@dataclass(frozen=True)
class Comparisons:
    """A table of comparisons as cells of text, and what they say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]


def comparisons(random: Random, *, rows: int = 40) -> Comparisons:
    """A table by chance: few rows, both kinds, names of people that are planted."""
    count = random.randrange(4, rows)
    kinds = [row % 2 == 0 for row in range(count)]
    random.shuffle(kinds)
    values, cells = zip(*(_score(random, kind, random.randrange(5)) for kind in kinds), strict=True)
    columns: dict[str, list[str]] = {random.choice(_SCORES): list(cells)}
    how = random.choice(("label", "label", "subjects", "both"))
    if how != "subjects":
        yes, no = random.choice(_LABELS)
        columns[random.choice(_TRUTHS)] = [yes if kind else no for kind in kinds]
    if how != "label":
        sides = _people(random, kinds)
        columns |= dict(zip(random.choice(_SUBJECTS), sides, strict=True))
    if random.random() < 0.3:
        names = random.choice(_GROUPS)
        columns |= {name: random.choices(("north", "south"), k=count) for name in names}
    if random.random() < 0.4:
        columns[random.choice(_OTHERS)] = [_word(random) for _ in kinds]
    order = random.sample(list(columns), len(columns))
    held = tuple(zip(*(columns[name] for name in order), strict=True))
    return Comparisons(tuple(order), held, tuple(zip(values, kinds, strict=True)))


def _score(random: Random, is_genuine: bool, form: int) -> tuple[float, str]:
    value = random.gauss(0.7 if is_genuine else 0.3, 0.2)
    text = (
        f"{value:.4f}", repr(value), f"{value:.3e}", f"{value:+.2f}", f"{value:.6f}".rstrip("0")
    )[form]  # fmt: skip
    return float(text), text


def _people(random: Random, kinds: Sequence[bool]) -> tuple[list[str], list[str]]:
    first = [f"{PLANTED}-{_word(random)}" for _ in range(5)]
    # No two are equal once blanks around them are gone.
    first = list(dict.fromkeys([*first, f"{PLANTED}-a", f"{PLANTED}-b"]))
    a = [random.choice(first) for _ in kinds]
    b = [
        name if kind else random.choice([other for other in first if other != name])
        for name, kind in zip(a, kinds, strict=True)
    ]
    return a, b


def _word(random: Random) -> str:
    plain = "".join(random.choices(_PLAIN, k=random.randrange(1, 8)))
    return plain if random.random() < 0.7 else plain + random.choice(_ODD)


def layout(random: Random) -> Layout:
    """A layout that any program may write."""
    line_end = random.choice(("\n", "\n", "\r\n", "\r"))
    return Layout(
        separator=random.choice((",", ",", ";", "\t", "|")),
        line_end=line_end,
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        ends=random.choice(("", line_end, line_end, line_end * 2)),
        begins=random.choice((b"", b"", b"", b"\xef\xbb\xbf")),
        comments=() if random.random() < 0.9 else ("# made by chance",),
        packed=random.choice(("", "", "", "", "", "gz", "zst")),
    )


def text_of(table: Comparisons, layout: Layout) -> bytes:
    """The table in this layout, as Python's own writer of CSV writes it."""
    held = io.StringIO(newline="")
    writer = csv.writer(
        held,
        delimiter=layout.separator,
        lineterminator=layout.line_end,
        quoting=layout.quoting,
    )
    for comment in layout.comments:
        held.write(comment + layout.line_end)
    writer.writerows([table.columns] * layout.has_names + list(table.rows))
    text = held.getvalue().removesuffix(layout.line_end) + layout.ends
    return layout.begins + text.encode()


def packed(data: bytes, how: str) -> bytes:
    """The same, compressed."""
    if how == "gz":
        return gzip.compress(data, mtime=0)
    if how == "zst":
        return _zstd(data)
    return data


def _zstd(data: bytes) -> bytes:
    """A frame of raw blocks: no compressor is needed to write one."""
    blocks = [data[start : start + 2**16] for start in range(0, len(data), 2**16)] or [b""]
    parts = [b"\x28\xb5\x2f\xfd\x00\x58"]
    for place, block in enumerate(blocks):
        header = len(block) << 3 | (place == len(blocks) - 1)
        parts += [header.to_bytes(3, "little"), block]
    return b"".join(parts)
