"""
What a rule says of a row, in a grammar of its own: read into columns, and never run as code.

    a or b, a and b, not a, (a)
    =  !=  <  <=  >  >=,  x is missing,  x is not missing,  x in ('a', 'b'),  x not in (1, 2)
    x is unread,  x is not unread: whether something stands there that cannot be read
    x + y, x - y: of numbers; of two times the minutes between them, of two days the days
    hour(time), weekday(time) (1 is Monday), day(time), length(text)
    offset: how far a time is said to be from UTC, as text
    'text', 12.5, 2026-04-03, true, false, previous.time (the row before)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias

import polars as pl

from misid.errors import MeaningError
from misid.files.read import cut, plain

ExpressionKind = Literal["text", "number", "time", "day", "flag"]
AS_OF = "as_of"
"""The day on which the log is looked at."""
OFFSET = "offset"
"""How far a time is said to be from UTC, as it stands behind it."""
_DEEPEST, _HOUR = 20, 3_600_000_000
_WHOLE = 2**63
"""Whole numbers below it are told apart; beyond it they are as near as a number with a point."""
_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^']*)'"
    r"|(?P<name>[a-z][a-z_0-9]*(?:\.[a-z][a-z_0-9]*)?)|(?P<sign><=|>=|!=|[=<>()+,-]))"
)
_COMPARED: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "=": pl.Expr.eq, "!=": pl.Expr.ne, "<": pl.Expr.lt, "<=": pl.Expr.le,
    ">": pl.Expr.gt, ">=": pl.Expr.ge,
}  # fmt: skip
_WORDS = frozenset({"or", "and", "not", "is", "in", "missing", "unread", "true", "false"})
_FUNCTIONS: dict[str, tuple[ExpressionKind, ExpressionKind]] = {
    "hour": ("time", "number"), "weekday": ("time", "number"), "day": ("time", "day"),
    "length": ("text", "number"),
}  # fmt: skip
_SPANS: dict[ExpressionKind, tuple[ExpressionKind, Callable[[pl.Expr], pl.Expr]]] = {
    "time": ("number", lambda span: span.dt.total_microseconds() / 60e6),
    "day": ("number", lambda span: span.dt.total_days()),
}
"""What the difference of two is, and how it is counted."""
_GRAMMAR = "the words and signs that docs/audit.md lists"


RESERVED = frozenset({AS_OF, OFFSET, *_WORDS, *_FUNCTIONS})
"""What no number may be called: it has a meaning of its own."""


def stands(name: str) -> str:
    """The column that says whether something stands in another, be it read or not."""
    return f"{name} stands"


@dataclass(frozen=True)
class RuleSetting:
    """Under which an expression is worked out: the time zone, the day, and named numbers."""

    timezone: str = "UTC"
    as_of: date | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
    before: pl.DataFrame | None = None
    """The last row before the first one, its columns called as their roles; None: there is none."""
    standing: frozenset[str] = frozenset()
    """Columns beside which one says whether something stands in them; others are read wholly."""


Build: TypeAlias = Callable[[RuleSetting], pl.Expr]


class _Node(NamedTuple):
    kind: ExpressionKind
    build: Build
    names: tuple[str, ...] = ()
    unread: tuple[Build, ...] = ()
    """Of each column that it rests on, whether something stands there that cannot be read."""
    word: str = ""
    """The word that it is, where it is one."""
    compared: tuple[tuple[str, str], ...] = ()
    """Columns, and the words with which they are compared."""


@dataclass(frozen=True)
class Expression:
    """An expression that was read: whether something holds of a row."""

    written: str
    names: tuple[str, ...]
    """The columns and numbers that it names, each once."""
    build: Build = field(repr=False, compare=False)
    """The same over columns that are called as their roles."""
    compared: tuple[tuple[str, str], ...] = ()
    """Columns, and the words with which they are compared."""


def read_expression(
    written: str, kinds: Mapping[str, ExpressionKind], *, previous: bool = False
) -> Expression:
    """
    An expression, read.

    Args:
        written: as an author wrote it.
        kinds: of each name that may stand in it; `as_of` and `offset` always may.
        previous: whether the row before may be named.
    Raises: MeaningError: a sign, a word or a name that cannot stand there, or kinds that do not go
        together.
    Example:
        >>> read_expression(
        ...     "hour(time) < 6 or reason is missing", {"time": "time", "reason": "text"}
        ... ).names
        ('time', 'reason')
    """
    reader = _Reader(written, {**kinds, AS_OF: "day", OFFSET: "text"}, previous)
    node = reader.either()
    if reader.at < len(reader.tokens):
        raise reader.wrong(f"{reader.shown} cannot stand there")
    reader.expect(node, "flag", "the whole")
    return Expression(written, tuple(dict.fromkeys(node.names)), node.build, node.compared)


class _Reader:
    """Reads tokens from left to right; each method reads what its name says."""

    def __init__(self, written: str, kinds: Mapping[str, ExpressionKind], previous: bool) -> None:
        self.written, self.kinds, self.previous = written, kinds, previous
        self.tokens = list(self._tokens(written))
        self.at = self.depth = 0

    def _tokens(self, written: str) -> Iterator[tuple[str, str]]:
        place, end = 0, len(written.rstrip())
        while place < end:
            found = _TOKEN.match(written, place)
            if found is None or found.lastgroup is None:
                rest = written[place:].strip()
                raise self.wrong(f"{cut(plain(rest))!r} is no word or sign of an expression")
            yield found.lastgroup, found[found.lastgroup]
            place = found.end()

    def wrong(self, what: str, use: str = _GRAMMAR) -> MeaningError:
        """An error about this expression."""
        return MeaningError(f"is {cut(plain(self.written))!r}, but {what}.", use=use)

    @property
    def shown(self) -> str:
        """The token that is next."""
        return repr(self.tokens[self.at][1]) if self.at < len(self.tokens) else "its end"

    def expect(self, node: _Node, kind: ExpressionKind, what: str) -> None:
        """Refuse what is of another kind."""
        if node.kind != kind:
            raise self.wrong(f"{what} is a {node.kind}, where a {kind} is needed")

    def takes(self, *tokens: str) -> str:
        """The next token where it is one of these, and is then behind; else nothing."""
        if self.at < len(self.tokens):
            group, token = self.tokens[self.at]
            if token in tokens and group in ("sign", "name"):
                self.at += 1
                return token
        return ""

    def needs(self, token: str) -> None:
        """Refuse anything else."""
        if not self.takes(token):
            raise self.wrong(f"{self.shown} stands where {token!r} is needed")

    def either(self) -> _Node:
        """Conditions joined by or."""
        return self._joined("or", self._both, pl.Expr.or_)

    def _both(self) -> _Node:
        return self._joined("and", self._negated, pl.Expr.and_)

    def _joined(
        self, word: str, part: Callable[[], _Node], join: Callable[[pl.Expr, pl.Expr], pl.Expr]
    ) -> _Node:
        node = part()
        while self.takes(word):
            other = part()
            for one in (node, other):
                self.expect(one, "flag", f"one side of {word!r}")
            node = _joined("flag", node, other, join)
        return node

    def _negated(self) -> _Node:
        if not self.takes("not"):
            return self._compared()
        node = self._deeper(self._negated)
        self.expect(node, "flag", "what follows 'not'")
        return node._replace(build=lambda at: node.build(at).not_())

    def _deeper(self, part: Callable[[], _Node]) -> _Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.wrong("it is nested too deep", "several rules")
        node = part()
        self.depth -= 1
        return node

    def _compared(self) -> _Node:
        node = self._sum()
        if self.takes("is"):
            return self._missing(node)
        is_not = bool(self.takes("not"))
        if self.takes("in"):
            return self._one_of(node, is_not)
        if is_not:
            raise self.wrong(f"{self.shown} stands where 'in' is needed")
        sign = self.takes(*_COMPARED)
        if not sign:
            return node
        other = self._sum()
        self.expect(other, node.kind, f"what follows {sign!r}")
        if node.kind in ("text", "flag") and sign not in ("=", "!="):
            raise self.wrong(f"{sign!r} says nothing of a {node.kind}", "= or !=")
        return _joined("flag", node, other, _COMPARED[sign])

    def _missing(self, node: _Node) -> _Node:
        is_not = bool(self.takes("not"))
        about = _is_unread if self.takes("unread") else _is_missing
        if about is _is_missing:
            self.needs("missing")
        if is_not:
            return _Node("flag", lambda at: about(node, at).not_(), node.names)
        return _Node("flag", lambda at: about(node, at), node.names)

    def _one_of(self, node: _Node, is_not: bool) -> _Node:
        self.needs("(")
        among = [self._sum()]
        while self.takes(","):
            among.append(self._sum())
        self.needs(")")
        for one in among:
            self.expect(one, node.kind, "one of the list")
        held = among[0]
        found = _joined("flag", node, held, pl.Expr.eq)
        for one in among[1:]:
            found = _joined("flag", found, _joined("flag", node, one, pl.Expr.eq), pl.Expr.or_)
        return found._replace(build=lambda at: found.build(at).not_()) if is_not else found

    def _sum(self) -> _Node:
        node = self._single()
        while sign := self.takes("+", "-"):
            other = self._single()
            self.expect(other, node.kind, f"what follows {sign!r}")
            node = self._added(node, other, sign)
        return node

    def _added(self, node: _Node, other: _Node, sign: str) -> _Node:
        if node.kind == "number":
            return _joined("number", node, other, pl.Expr.add if sign == "+" else pl.Expr.sub)
        if sign == "-" and node.kind in _SPANS:
            kind, counted = _SPANS[node.kind]
            return _joined(kind, node, other, lambda one, two: counted(one.sub(two)))
        raise self.wrong(f"{sign!r} says nothing of a {node.kind}")

    def _single(self) -> _Node:
        if self.takes("("):
            node = self._deeper(self.either)
            self.needs(")")
            return node
        if self.at == len(self.tokens):
            raise self.wrong("it breaks off")
        group, token = self.tokens[self.at]
        if group == "sign" or token in _WORDS - {"true", "false"}:
            raise self.wrong(f"{token!r} cannot stand there")
        self.at += 1
        if group == "name" and token in _FUNCTIONS and self.takes("("):
            return self._called(token)
        return self._named(token) if group == "name" else self._literal(group, token)

    def _called(self, function: str) -> _Node:
        node, (takes, gives) = self._deeper(self._sum), _FUNCTIONS[function]
        self.needs(")")
        self.expect(node, takes, f"what {function} is of")
        return node._replace(kind=gives, build=lambda at: _called(function, node.build(at), at))

    def _named(self, word: str) -> _Node:
        if word in ("true", "false"):
            return _Node("flag", lambda _: pl.lit(word == "true"))
        before, _, name = word.rpartition(".")
        if name not in self.kinds or before not in (("", "previous") if self.previous else ("",)):
            known = ", ".join(sorted(self.kinds))
            raise self.wrong(f"{cut(word)} is no name that can stand there", f"one of {known}")
        return _Node(
            self.kinds[name],
            lambda at: _value(name, at, bool(before)),
            (name,),
            (lambda at: _unread(name, at, bool(before)),),
        )

    def _literal(self, group: str, token: str) -> _Node:
        if group == "text":
            return _Node("text", lambda _: pl.lit(token), word=token)
        if group == "number":
            return _Node("number", lambda _: _number(float(token)))
        try:
            day = date.fromisoformat(token)
        except ValueError:
            raise self.wrong(f"{token} is no day", "year-month-day: 2026-04-03") from None
        return _Node("day", lambda _: pl.lit(day))


def _joined(
    kind: ExpressionKind, one: _Node, other: _Node, join: Callable[[pl.Expr, pl.Expr], pl.Expr]
) -> _Node:
    return _Node(
        kind,
        lambda at: _settled(join, one.build(at), other.build(at)),
        one.names + other.names,
        one.unread + other.unread,
        compared=one.compared + other.compared + _compared_words(one, other),
    )


def _compared_words(one: _Node, other: _Node) -> tuple[tuple[str, str], ...]:
    """The column of one side and the word of the other."""
    sides = ((one, other), (other, one))
    return tuple((name, side.word) for node, side in sides if side.word for name in node.names)


def _settled(join: Callable[[pl.Expr, pl.Expr], pl.Expr], one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Both sides joined; what rests on no column is worked out once, not in every row."""
    if not one.meta.root_names() and not other.meta.root_names():
        return pl.lit(pl.select(join(one, other)).item())
    for side, column in ((one, other), (other, one)):
        if join in _DECIDED and not side.meta.root_names():
            is_decided = pl.select(side).item()
            if is_decided is not None:
                return column if is_decided != _DECIDED[join] else join(column, side)
    return join(one, other)


_DECIDED = {pl.Expr.or_: True, pl.Expr.and_: False}
"""Which side decides alone, whatever the other says."""


def _is_missing(node: _Node, at: RuleSetting) -> pl.Expr:
    """Whether nothing is said; of what stands there and cannot be read, that is not known."""
    missing, unread = node.build(at).is_null(), _is_unread(node, at)
    if not unread.meta.root_names():
        return missing
    return pl.when(~(missing & unread)).then(missing)


def _is_unread(node: _Node, at: RuleSetting) -> pl.Expr:
    return reduce(pl.Expr.or_, (one(at) for one in node.unread), pl.lit(value=False))


def _unread(name: str, at: RuleSetting, before: bool) -> pl.Expr:
    standing = "time" if name == OFFSET else name
    if standing not in at.standing or name in at.numbers:
        return pl.lit(value=False)
    # A time that is read and names no zone says nothing of one, which is missing and not unread.
    return _value(stands(standing), at, before) & _value(standing, at, before).is_null()


def _value(name: str, at: RuleSetting, before: bool) -> pl.Expr:
    if name == AS_OF:
        return pl.lit(at.as_of, dtype=pl.Date)
    if name in at.numbers:
        return _number(at.numbers[name])
    if not before:
        return pl.col(name)
    last = None if at.before is None else pl.lit(at.before[name]).first()
    return pl.col(name).shift(1, fill_value=last)


def _number(value: float) -> pl.Expr:
    """A number as it is told; whole ones stay whole, which is compared faster."""
    is_whole = float(value).is_integer() and abs(value) < _WHOLE
    return pl.lit(int(value) if is_whole else float(value))


def _called(function: str, value: pl.Expr, at: RuleSetting) -> pl.Expr:
    if function == "length":
        return value.str.len_chars().cast(pl.Int64)
    if function == "hour" and at.timezone == "UTC":
        # The library asks the calendar, which takes four times as long.
        return value.to_physical() // _HOUR % 24
    local = value if at.timezone == "UTC" else value.dt.convert_time_zone(at.timezone)
    if function == "day":
        return local.dt.date()
    return (local.dt.hour() if function == "hour" else local.dt.weekday()).cast(pl.Int64)
