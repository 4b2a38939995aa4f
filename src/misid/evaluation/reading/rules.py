"""What rows of scores, candidate lists and mates must not be; columns are called by their roles."""

from __future__ import annotations

import polars as pl

from misid.files.rules import Rule

YES, NO = ("true", "yes", "1", "1.0", "failed"), ("false", "no", "0", "0.0", "")
"""Whether a search failed, in small letters."""

_SEARCH, _CANDIDATE, _MATE = pl.col("search"), pl.col("candidate"), pl.col("mate")
_SCORE, _RANK, _GALLERY = pl.col("score"), pl.col("rank"), pl.col("gallery_size")
_SUBJECTS = pl.col("subject_a"), pl.col("subject_b")

PAIR_SCORES = (
    Rule(
        "score",
        _SCORE.is_nan(),
        "values in column {score} are blank or not a number",
        "--nan fta to count them as failures to acquire, --nan miss to count them as misses; or a "
        "file without them",
    ),
)
"""Of comparisons, unless those without a score are failures."""

RETURN_CODES = (
    Rule(
        "return code",
        pl.col("return_code").is_nan(),
        "rows have no return code in column {return_code}",
        "a whole number, 0 where the photographs were compared; or --ignore {return_code}",
    ),
)
"""Of NIST's logs of comparisons."""

PAIRS = (
    *(
        Rule(
            side,
            pl.col(side) == "",
            f"comparisons have no subject in column {{{side}}}",
            "a subject on both sides of every comparison",
        )
        for side in ("subject_a", "subject_b")
    ),
    Rule(
        "label",
        pl.col("is_genuine") != (_SUBJECTS[0] == _SUBJECTS[1]),
        "labels contradict the subjects: genuine is the same subject on both sides",
        "labels and subjects that agree, or a file without one of them",
    ),
)
"""Of comparisons; `is_genuine` is what the label says."""

LISTS = (
    Rule("search", _SEARCH == "", "rows name no search", "a search in every row"),
    Rule(
        "candidate",
        (_CANDIDATE == "") & _SCORE.is_not_nan(),
        "rows have a score but no candidate",
        "a candidate for every score",
    ),
    Rule(
        "candidate once",
        (_CANDIDATE != "") & ~pl.struct("search", "candidate").is_first_distinct(),
        "rows repeat a candidate of a search",
        "each candidate of a search once",
    ),
)
"""Of candidate lists."""

LIST_SCORES = (
    Rule(
        "score",
        (_CANDIDATE != "") & _SCORE.is_nan(),
        "values in column {score} are blank or not a number",
        "--nan fta to count such searches as failures to acquire, or scores",
    ),
)
"""The same, unless searches without scores are failures."""

MATES = (
    Rule("key", pl.col("key") == "", "rows have no {by}", "a {by} in every row"),
    Rule(
        "record of a person",
        (pl.col("person") != "") & (_MATE == ""),
        "rows name no record",
        "a record in every row",
    ),
    Rule(
        "record once",
        ~pl.struct("key", "mate").is_first_distinct(),
        "rows repeat a {by} with the same record",
        "each own record of a {by} once",
    ),
)
"""Of a table of mates: `key` is the search or the person, `person` a person who is the key."""

ENROLLED = (
    Rule(
        "enrolled or not",
        (_MATE == "") & (_MATE != "").any().over("key"),
        "rows name no record, where another row of the same {by} does",
        "a blank record only where nobody is enrolled",
    ),
)
"""Of a table of mates, and of lists with a column of own records."""

KNOWN_SEARCHES = (
    Rule(
        "known search",
        ~pl.col("is_known"),
        "rows are of searches that {mates} does not have",
        "a row for every search in {mates}; blank where nobody is enrolled",
    ),
)
"""Of lists beside a table of mates by search, which must have every search."""

FAILED = pl.col("failed").str.to_lowercase()
OF_A_SEARCH = {
    "subject": ("subject", pl.col("subject")),
    "group": ("group", pl.col("group")),
    "condition": ("condition", pl.col("condition")),
    "gallery_size": ("gallery size", _GALLERY),
    "failed": ("failure", FAILED.is_in(YES)),
}

ATTRIBUTES = (
    Rule(
        "gallery size",
        _GALLERY.is_nan() | (_GALLERY < 1) | (_GALLERY.floor() != _GALLERY),
        "rows have no gallery size in column {gallery_size}",
        "a whole number of records, such as 12000000",
    ),
    Rule(
        "failed",
        ~FAILED.is_in([*YES, *NO]),
        "rows say neither yes nor no in column {failed}",
        "1 where a search failed, else 0",
    ),
    *(
        Rule(
            f"one {words}",
            value != value.last().over("number"),
            f"rows give a search another {words} than a later row",
            f"one {words} for each search",
        )
        for words, value in OF_A_SEARCH.values()
    ),
)
"""Of what a file says of each search; `number` is that of the search."""

_IS_KEPT = pl.col("is_kept")


def _by_rank(value: pl.Expr) -> pl.Expr:
    """A value of each row of a list, from the first rank to the last."""
    return value.over("number", "is_kept", order_by=[_RANK, -_SCORE])


_FIRST_RANK = pl.min_horizontal(pl.lit(1.0), _RANK.filter(_IS_KEPT).min())

RANKS = (
    Rule(
        "rank",
        _IS_KEPT & (_RANK.is_nan() | (_RANK.floor() != _RANK) | (_RANK < 0)),
        "rows have no rank in column {rank}",
        "whole numbers from 1, the most alike first",
    ),
    Rule(
        "rank and score",
        _IS_KEPT
        & _by_rank(
            (_SCORE.shift(1) < _SCORE) | ((_RANK.shift(1) == _RANK) & (_SCORE.shift(1) != _SCORE))
        ),
        "rows have a rank that contradicts the scores",
        "ranks and scores that agree; --distance where smaller scores are more alike",
    ),
    Rule(
        "whole list",
        _IS_KEPT & (_by_rank(pl.int_range(pl.len())) < _RANK - _FIRST_RANK),
        "rows have a rank before which candidates are left out",
        "whole lists; what stands before a record decides its rank",
    ),
)
"""Of ranks, which begin at 1 or at 0 and which equal scores may share; `is_kept`: has a score."""

FAILURES = (
    Rule(
        "scores of all",
        _IS_KEPT & (~_IS_KEPT & (_CANDIDATE != "")).any().over("number"),
        "rows have a score, though others of the same search have none",
        "scores for all candidates of a search, or for none",
    ),
    Rule(
        "failed without candidates",
        _IS_KEPT & pl.col("is_failed"),
        "rows are candidates of searches that are marked as failed",
        "no candidates for a search that failed",
    ),
)
"""Of lists, some of whose searches failed before there was a list."""
