"""The tree of natural frequencies: what becomes of 100,000 people, in one count that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from misid.figures.icons import largest_remainder, people_said
from misid.figures.letters import fitted, text_width
from misid.figures.looks import headed
from misid.figures.picture import WIDE, Data, DataColumn, Picture, if_column, of_run
from misid.figures.theme import FITTING, INK, NORMAL, PALE, QUIET, RECORD, WRONG, plotted
from misid.figures.vegalite import Chart, field, layer, mark
from misid.results.first_facts import RunFacts
from misid.results.schema import EncounterEnding, Frequencies, Tree
from misid.words import figures as words
from misid.words.answers import clause_of
from misid.words.figure_labels import if_clause, label
from misid.words.language import Language
from misid.words.numbers import natural

_TRUTHS = ("not_enrolled", "enrolled", "sought")
_COLUMNS = (54.0, 236.0, 452.0)
# Pixels beside the tree; from words to the number of the next column.
_EDGE, _TO_NUMBER = 8, 66
_INDENT, _GAP, _AFTER, _LINE = 14, 26, 6, 15


class Node(NamedTuple):
    """
    A place in the tree: its depth, people, how these are said, and what it counts.

    A leaf has the ending.
    """

    depth: int
    people: int
    said: str
    label: str
    ending: EncounterEnding | None = None


def frequency_tree(results: RunFacts, language: Language) -> Picture:
    """What becomes of people, of 100,000 who are photographed and searched for: a tree a side."""
    trees = [one for one in results.trees if one.frequencies.worlds]
    people = label("people_of", language, people=natural(results.frequencies.of, language))
    data = Data(
        columns=(
            *if_column(language, several=len(trees) > 1),
            DataColumn("truth", label("truth", language)),
            DataColumn("answered_with", label("ending", language)),
            DataColumn("people", people),
        ),
        rows=tuple(
            (
                *((clause_of(one.answers, language),) if len(trees) > 1 else ()),
                label(path.truth, language),
                label(path.ending, language),
                path.count,
            )
            for one in trees
            for path in one.frequencies.paths
        ),
        draw=(lambda width: _draw(trees, width, language)) if trees else None,
    )
    caption = words.frequencies(results, trees, language)
    return of_run("frequencies", caption, data, results, language)


def tree(counts: Frequencies, language: Language) -> list[Node]:
    """The tree from top to bottom, each node before what it splits into, in whole people."""
    shares = [path.count / counts.of for path in counts.paths]
    whole = largest_remainder(shares, round(counts.of))
    nodes = [_node(0, round(counts.of), label("searched", language), language)]
    for truth in _TRUTHS:
        paths = [(p, n) for p, n in zip(counts.paths, whole, strict=True) if p.truth == truth]
        nodes.append(_node(1, sum(n for _, n in paths), label(truth, language), language))
        nodes += [
            Node(2, n, people_said(n, path.count, language), label(path.ending, language),
                 path.ending)
            for path, n in paths
        ]  # fmt: skip
    return nodes


def _node(depth: int, people: int, words: str, language: Language) -> Node:
    return Node(depth, people, people_said(people, people, language), words)


def _draw(trees: list[Tree], width: int, language: Language) -> Chart:
    """Each tree below the other, under the answer that it holds for."""
    drawn = [branches(tree(one.frequencies, language), width, language) for one in trees]
    heads = [if_clause(clause_of(one.answers, language), language) for one in trees]
    return headed(drawn, heads, width, spacing=_GAP)


def branches(nodes: list[Node], width: int, language: Language) -> Chart:
    """The tree from left to right, or as an indented list where there is no room for that."""
    if width >= WIDE:
        head = _head(label("answered_with", language))
        return _chart(_fitted(nodes, _COLUMNS, width), _across(nodes), width, [head])
    listed = [one._replace(label=one.label.replace("\n", " ")) for one in nodes]
    listed = _fitted(listed, [_stand(depth) for depth in range(3)], width)
    return _chart(listed, _indented(listed), width, [])


def _fitted(nodes: list[Node], columns: Sequence[float], width: int) -> list[Node]:
    """The same with words in lines that end before the next column, or the edge, begins."""
    far = width - _EDGE
    ends = [*(one - _TO_NUMBER for one in columns[1:]), far] if width >= WIDE else [far] * 3
    rooms = [end - begin - _AFTER for begin, end in zip(columns, ends, strict=True)]
    return [one._replace(label=_in_lines(one.label, rooms[one.depth])) for one in nodes]


def _in_lines(words: str, room: float) -> str:
    parts = words.split("\n")
    if all(text_width(part, NORMAL) <= room for part in parts):
        return words
    return "\n".join(fitted(" ".join(parts), room, NORMAL))


class Place(NamedTuple):
    """Where a node's number ends and its words begin."""

    x: float
    y: float


def _across(tree: list[Node]) -> list[Place]:
    leaves = iter(range(len(tree)))
    rows: dict[int, float] = {}
    for index in reversed(range(len(tree))):
        below = [rows[child] for child in _children(tree, index)]
        rows[index] = sum(below) / len(below) if below else next(leaves)
    last = max(rows.values())
    return [
        Place(_COLUMNS[node.depth], 40 + 30 * (last - rows[index]))
        for index, node in enumerate(tree)
    ]


def _stand(depth: int) -> float:
    return 52.0 + _INDENT * depth


def _indented(tree: list[Node]) -> list[Place]:
    further = [0, *accumulate(_LINE * node.label.count("\n") for node in tree)]
    return [
        Place(_stand(node.depth), 12 + 25.0 * row + further[row]) for row, node in enumerate(tree)
    ]


def _chart(tree: list[Node], places: list[Place], width: int, heads: list[dict[str, Any]]) -> Chart:
    height = max(place.y + _LINE * node.label.count("\n") * (width < WIDE)
                 for node, place in zip(tree, places, strict=True)) + 14  # fmt: skip
    scale = {"domain": [0, width - _EDGE], "nice": False}
    x, after = (field(name, axis=None, scale=scale) for name in ("x:Q", "after:Q"))
    y = field("y:Q", axis=None, scale={"domain": [height, 0], "nice": False})
    rows = plotted([*map(_mark, tree, places), *heads])
    lines = plotted(_lines(tree, places, across=width >= WIDE))
    count = {"x": x, "y": y, "text": "count:N", "color": field("strong:N", scale=None)}
    words = {"x": after, "y": y, "text": "label:N", "color": field("quiet:N", scale=None)}
    layers = [
        mark("rule", lines, {"x": x, "y": y, "x2": "x2", "y2": "y2"}, color=PALE, strokeWidth=1.5),
        mark("text", rows, count, align="right", fontWeight=700, font=FITTING),
        mark("text", rows, words, align="left", lineBreak="\n", font=FITTING),
    ]
    return layer(layers, width=width - _EDGE, height=height)


def _mark(node: Node, place: Place) -> dict[str, Any]:
    colours: dict[Any, str] = {"wrong_person": WRONG, "wrong_record": RECORD}
    return {
        "x": place.x,
        "after": place.x + _AFTER,
        "y": place.y,
        "count": node.said,
        "label": node.label,
        "strong": colours.get(node.ending, INK),
        "quiet": colours.get(node.ending, QUIET),
    }


def _head(words: str) -> dict[str, Any]:
    """The words above the last column."""
    x = _COLUMNS[2]
    return {"x": x, "after": x + _AFTER, "y": 12, "count": "", "label": words,
            "strong": QUIET, "quiet": QUIET}  # fmt: skip


def _lines(tree: list[Node], places: list[Place], *, across: bool) -> list[dict[str, float]]:
    """Brackets that join each node to what it splits into."""
    lines = []
    for parent, node in enumerate(tree):
        below = _children(tree, parent)
        if below:
            make = _bracket if across else _stem
            lines += make(places[parent], [places[child] for child in below], node.depth)
    return lines


def _children(tree: list[Node], parent: int) -> list[int]:
    found = []
    for index in range(parent + 1, len(tree)):
        if tree[index].depth <= tree[parent].depth:
            break
        if tree[index].depth == tree[parent].depth + 1:
            found.append(index)
    return found


def _bracket(parent: Place, below: list[Place], depth: int) -> list[dict[str, float]]:
    x = below[0].x - 62
    ticks = [{"x": x, "x2": x + 8, "y": one.y, "y2": one.y} for one in below]
    stem = {"x": x - 8, "x2": x, "y": parent.y, "y2": parent.y}
    return [stem, {"x": x, "x2": x, "y": below[0].y, "y2": below[-1].y}, *ticks]


def _stem(parent: Place, below: list[Place], depth: int) -> list[dict[str, float]]:
    x = 6.0 + _INDENT * depth
    ticks = [{"x": x, "x2": x + 6, "y": one.y, "y2": one.y} for one in below]
    return [{"x": x, "x2": x, "y": parent.y + 9, "y2": below[-1].y}, *ticks]
