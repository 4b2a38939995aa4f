"""The tree of natural frequencies: what becomes of 100,000 people, in one count that adds up."""

from __future__ import annotations

from typing import Any, NamedTuple

from misid.figures.icons import largest_remainder
from misid.figures.picture import WIDE, Chart, Column, Picture, if_clause, open_said, words
from misid.results.run import Run
from misid.results.schema import Ending, Frequencies, Results, Tree
from misid.results.stamp import stamp_line
from misid.results.summary import natural

_TRUTHS = {
    "not_enrolled": "without a record",
    "enrolled": "recorded, not sought",
    "sought": "recorded, sought",
}
_ENDINGS: dict[Ending, str] = {
    "wrong_person": "somebody else's record",
    "wrong_record": "own record, wrongly flagged",
    "right": "own record",
    "do_not_detain": "“do not detain”",
}
_ROOT = "photographed and\nsearched for"
_COLUMNS = (54.0, 246.0, 452.0)
_HEAD, _SHORT_HEAD = "answered with", "get"


class Node(NamedTuple):
    """
    A place in the tree: its depth, people, and what it counts; the ending if it is a leaf.

    `instead` is shown where the whole number of people would mislead.
    """

    depth: int
    people: int
    instead: str
    label: str
    ending: Ending | None = None


def frequency_tree(found: Run) -> Picture:
    """What becomes of people, of 100,000 who are photographed and searched for: a tree a side."""
    results = found.results
    sides = [one for one in results.trees if one.frequencies.worlds]
    finding = _finding(results, sides)
    return Picture(
        name="frequencies",
        title=f"What becomes of {natural(results.frequencies.of)} people",
        finding=finding,
        alt=f"{_drawn(sides)} {finding} It splits people into those without a "
        "record, those with one who are not sought, and those who are sought; and each of these "
        "by how they are answered.",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            *((Column("if", "If"),) if len(sides) > 1 else ()),
            Column("truth", "Truth"),
            Column("answered_with", "Answered with"),
            Column("people", "People", f"of {natural(results.frequencies.of)}"),
        ),
        rows=tuple(
            (*((one.clause,) if len(sides) > 1 else ()), _TRUTHS[path.truth],
             _ENDINGS[path.ending], path.count)
            for one in sides
            for path in one.frequencies.paths
        ),
        draw=(lambda width: draw(sides, width)) if sides else None,
        nothing="No trials: no search is made, so there is nobody to count.",
    )  # fmt: skip


def _drawn(sides: list[Tree]) -> str:
    if len(sides) > 1:
        heads = "; ".join(if_clause(one.clause) for one in sides)
        return f"A tree of counts that add up for each of these: {heads}."
    return "A tree of counts that add up."


def _finding(results: Results, sides: list[Tree]) -> str:
    if not sides:
        return "No trials: no search is made, so nobody is answered."
    lead = f"Of {natural(results.frequencies.of)} people photographed and searched for, "
    first, *others = sides
    told = [_counted(first.frequencies, first.clause)]
    told += [_again(one.frequencies, one.clause) for one in others]
    return f"{lead}{'; '.join(told)}. {open_said(results)}".strip()


def _counted(counts: Frequencies, clause: str) -> str:
    """Who is wrongly answered, and who is missed, of one tree."""
    wrong, missed, total = _wrong_and_missed(counts)
    lead = f"about {natural(wrong)} are answered with somebody else's record"
    which = f", if {clause}" if clause else ""
    if not total:
        return f"{lead}{which}; nobody is sought"
    sought = f"{natural(missed)} of the {natural(total)} who are sought"
    return f"{lead}, and {sought} get no reference{which}"


def _again(counts: Frequencies, clause: str) -> str:
    """The same of a further tree, in fewer words."""
    wrong, missed, total = _wrong_and_missed(counts)
    among = f", and {natural(missed)} of the {natural(total)}" if total else ""
    return f"about {natural(wrong)}{among}, if {clause}"


def _wrong_and_missed(counts: Frequencies) -> tuple[float, float, float]:
    """People who are wrongly answered, sought people who get no reference, and all of these."""
    wrong = sum(path.count for path in counts.paths if path.ending == "wrong_person")
    sought = [path for path in counts.paths if path.truth == "sought"]
    missed = sum(path.count for path in sought if path.ending == "do_not_detain")
    return wrong, missed, sum(path.count for path in sought)


def tree(counts: Frequencies) -> list[Node]:
    """The tree from top to bottom, each node before what it splits into, in whole people."""
    shares = [path.count / counts.of for path in counts.paths]
    whole = largest_remainder(shares, round(counts.of))
    found = [Node(0, round(counts.of), "", _ROOT)]
    for truth, label in _TRUTHS.items():
        paths = [(p, n) for p, n in zip(counts.paths, whole, strict=True) if p.truth == truth]
        found.append(Node(1, sum(n for _, n in paths), "", label))
        for path, people in paths:
            few = "below 1" if not people and path.count > 0 else ""
            found.append(Node(2, people, few, _ENDINGS[path.ending], path.ending))
    return found


def draw(sides: list[Tree], width: int) -> Chart:
    """Each tree below the other, under the answer that it holds for."""
    import altair as alt

    from misid.figures.theme import heading

    if len(sides) == 1:
        return branches(tree(sides[0].frequencies), width)
    trees = [
        branches(tree(one.frequencies), width).properties(
            title=heading(if_clause(one.clause), width)
        )
        for one in sides
    ]
    return alt.vconcat(*trees, spacing=26)


def branches(nodes: list[Node], width: int) -> Chart:
    """The tree from left to right, or as an indented list where there is no room for that."""
    if width >= WIDE:
        return _chart(nodes, _across(nodes), width)
    listed = [one._replace(label=_in_a_list(one)) for one in nodes]
    return _chart(listed, _indented(nodes), width)


def _in_a_list(node: Node) -> str:
    label = node.label.replace("\n", " ")
    return f"{_SHORT_HEAD} {label}" if node.ending else label


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


def _indented(tree: list[Node]) -> list[Place]:
    return [Place(50.0 + 14 * node.depth, 12 + 25.0 * row) for row, node in enumerate(tree)]


def _chart(tree: list[Node], places: list[Place], width: int) -> Chart:
    import altair as alt

    from misid.figures.theme import PALE, data

    height = max(place.y for place in places) + 14
    scale = alt.Scale(domain=[0, width - 8], nice=False)
    x = alt.X("x:Q", axis=None, scale=scale)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    rows = [_mark(node, place) for node, place in zip(tree, places, strict=True)]
    if width >= WIDE:
        rows.append(_head())
    marks = alt.Chart(data(rows)).encode(y=y)
    numbers = marks.mark_text(align="right", fontWeight=700).encode(
        x=x, text="count:N", color=alt.Color("strong:N", scale=None)
    )
    labels = marks.mark_text(align="left", lineBreak="\n").encode(
        x=alt.X("after:Q", axis=None, scale=scale),
        text="label:N",
        color=alt.Color("quiet:N", scale=None),
    )
    lines = (
        alt.Chart(data(_lines(tree, places, across=width >= WIDE)))
        .mark_rule(color=PALE, strokeWidth=1.5)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    )
    return alt.layer(lines, numbers, labels).properties(width=width - 8, height=height)


def _mark(node: Node, place: Place) -> dict[str, Any]:
    from misid.figures.theme import INK, QUIET, RECORD, WRONG

    colours: dict[Any, str] = {"wrong_person": WRONG, "wrong_record": RECORD}
    return {
        "x": place.x,
        "after": place.x + 6,
        "y": place.y,
        "count": node.instead or f"{node.people:,}",
        "label": node.label,
        "strong": colours.get(node.ending, INK),
        "quiet": colours.get(node.ending, QUIET),
    }


def _head() -> dict[str, Any]:
    """The words above the last column."""
    from misid.figures.theme import QUIET

    x = _COLUMNS[2]
    return {"x": x, "after": x + 6, "y": 12, "count": "", "label": _HEAD,
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
    x = 6.0 + 14 * depth
    ticks = [{"x": x, "x2": x + 6, "y": one.y, "y2": one.y} for one in below]
    return [{"x": x, "x2": x, "y": parent.y + 9, "y2": below[-1].y}, *ticks]
