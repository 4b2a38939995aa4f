"""What a table leaves open, as an error that names both readings and the options that choose."""

from __future__ import annotations

from misid.disclosure.columns import column_in_error
from misid.disclosure.schema import CountsQuestion, Disclosure, QuestionCode
from misid.errors import MeaningError
from misid.files.read import cut


def refuse_open(found: Disclosure, *, but: tuple[QuestionCode, ...] = ()) -> None:
    """
    Refuse to go on while something is asked.

    Args:
        found: the table.
        but: what decides nothing here.
    Raises: MeaningError: something is; the first of it, with both readings.
    """
    asked = [one for one in found.questions if one.code not in but]
    if not asked:
        return
    first, more = asked[0], len(asked) - 1
    tail = f" ({more} further question{'s' if more > 1 else ''} about this table)" if more else ""
    row = found.header_row if first.row is None else first.row
    raise MeaningError(
        f"{_asked(first, found)}{tail}",
        where=f"{found.file}, row {row}",
        use=", or ".join(first.options),
    )


def _asked(question: CountsQuestion, found: Disclosure) -> str:
    columns = [found.column(one) for one in question.columns]
    names = [column_in_error(one.letter, one.name) for one in columns]
    if question.code == "date_order":
        both = " or ".join(question.readings)
        return f"{cut(question.written)!r} in column {names[0]} could be {both}."
    if question.code == "one_role":
        return f"columns {' and '.join(names)} could both be {question.written}."
    if question.code in ("none_said", "dash_said"):
        return f"{cut(question.written)!r} in column {names[0]} could be 0, or not given."
    if question.code == "remark":
        return f"column {names[0]} has words on some rows: they may be places, or remarks."
    last, summed = question.readings
    return (
        f"column {names[0]} never falls: {last} in its last row could be all so far, or of that "
        f"period alone, which makes {summed} in all."
    )
