"""A reader's mistake in the reader's language: a sentence known by its words, and said anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from misid.errors import MisidError
from misid.words.file_mistakes import NOUNS
from misid.words.file_mistakes import USE as USE_OF_FILES
from misid.words.file_mistakes import WHAT as WHAT_OF_FILES
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import plain

WHAT = (
    *WHAT_OF_FILES,
    message("nothing here is written as {ending}."),
    message("a questionnaire is called {name}, as one that comes along."),
    message("what the form carries is no questionnaire."),
    message("a column says the stratum, but no stratum is named."),
    message("{text} is no column and what stands there."),
    message("more than one thing is said at once."),
    message("how many records it was measured on is said of a false positive rate alone."),
    message("no limit is given."),
    message("limit is 1, which may be 1 % or all."),
    message("{name} is {text}, which is none of the words that may stand here."),
    message("nothing was stated."),
    message("there is no page at {path}."),
    message("this is a fault of misid, not of what you did."),
    message(
        "this address was made by misid {theirs}, and this is {ours}: the numbers may not be those "
        "that were meant."
    ),
    message("the seed is {text}, but a seed is a whole number from 0 to {most}."),
    message("no page is written in the language {language}."),
    message("a part of the address has more than {letters} letters."),
    message("the address says {name} twice."),
    message("no safeguard or reading is called {name}."),
    message("no scenario is called {name}."),
    message(
        "{name} has {pairs} pairs of group, collection and condition, too many for a page."
    ),
    message("the guess is {text}, but it is of {of} reference codes."),
    message("no guess was given."),
    message("candidates is {text}, but a whole number is needed."),
    message("candidates is {text}, but a list holds from 1 to {most}."),
    message("{name} is {text}, but it is a whole number."),
    message("no encounter can be asked for by {text}."),
    message("the answer to {name} is {text}, which is not possible."),
    message("the answer {text} is given, but nothing that is open decides here."),
    message("no form of a letter is called {name}."),
    message("no language of a letter is called {name}."),
    message("no letter is written as {ending}."),
    message("no question is chosen, but a letter asks at least one."),
    message(
        "{count} questions are chosen, but a letter asks at most {most} beside those that every "
        "programme is asked."
    ),
    message("{field} is no unanswered question of {scenario}."),
    message(
        "{field} is no unanswered question of this programme: there is no such input, or it is "
        "known, or this address answers it."
    ),
    message("no paper is called {name}."),
    message("no picture is called {name}."),
    message("no output is called {name}."),
    message("no input is called {name}."),
    message("{name} is {text}, but a number is needed."),
    message("{name} is {text}, but a share from 0 to 1 is needed."),
    message("{name} is {text}, outside of what is possible."),
    message("{name} is {text}, which is none of its options."),
    message("{name} is {text}, which it cannot be."),
    message("{name} is {text} in the case, but {options} in this scenario."),
    message("{name} is no single number, so no word says what is to stand there."),
    message("{change} changes {name}, but this scenario has no such input."),
    message("there is no column {text}."),
    message("it is not said what the file holds."),
    message("only one file was chosen."),
    message("a file of comparisons stands by itself, but two were chosen."),
    message("a field has a value that it does not offer."),
    message("the asked rates are {text}, but a rate is a share above 0, at most 1."),
    message("the asked rates are {text}, but numbers are needed."),
    message("this is no form with files."),
    message("a file stands where none is asked for."),
    message("the form breaks off before its end."),
    message("no file was chosen."),
    message("{file} is a square of names, each with each, which the page does not take."),
    message("the form has too many parts."),
    message("the form cannot be read."),
    message("the upload did not come to its end in time."),
    message("a field has more than {letters} letters."),
    message("the upload is larger than {size} MB, the most that this page takes."),
    message("this server holds as many uploads as it takes at a time."),
    message("this upload is not here any longer: it is kept for {minutes} minutes at most."),
    message("{name} has more than {rows} rows, too many for a page."),
    message(
        "the evaluation ended before it was done; it may have needed more memory than there is."
    ),
    message("the evaluation takes longer than a page waits."),
    message(
        "the checks ended before they were done; they may have needed more memory than there is."
    ),
    message("the checks take longer than a page waits."),
    message("no questionnaire is called {name}."),
    message("this is no form of this page."),
    message("the form has more than {bytes} bytes."),
    message("what the form began with is no file of answers."),
    message("the numbers are still being worked out."),
    message("a file was chosen, and text was pasted too."),
    message("there is no sheet {text}."),
    message(
        "the reading ended before it was done; it may have needed more memory than there is."
    ),
    message("the reading takes longer than a page waits."),
    message("nothing of a table is written as {name}."),
    message(
        "the work on these counts ended before it was done; it may have needed more memory than "
        "there is."
    ),
    message("no possible world of the scenario can give these counts."),
    message("{title} holds no count that says anything of a programme."),
    message("the work on these counts takes longer than a page waits."),
    message(
        "even the worlds that fit best would hardly give these counts, so no ranges follow."
    ),
    message(
        "too few worlds give these counts (worth {many} independent ones), so no ranges follow."
    ),
    message(
        "a share is stated, and the programme at hand is to give it too."
    ),
    message("stratum {place} has a name or a number of rows, but needs both."),
    message("two strata are called {name}."),
    message("a plan needs the rows of the log: in all, or of each stratum."),
    message("a plan answers one question, a limit or a ratio."),
    message("a ratio is of two strata, but the log is one."),
    message("a ratio of rates needs a rate to begin with."),
    message("checkers with so low a sensitivity and specificity only guess."),
    message("a second look needs a number of rows that is fixed."),
    message("the plan ended before it was done; it may have needed more memory than there is."),
    message("the plan takes longer than a page waits."),
    message("no plan was asked for."),
    message("nothing of a plan is written as {name}."),
    message("no time zone is called {name}."),
    message("{text} is no day."),
    message("a Merkle root has 64 hexadecimal digits."),
    message("the audit ended before it was done; it may have needed more memory than there is."),
    message("the audit takes longer than a page waits."),
    message("the first line of {file} may be a row, and no line of names."),
    message("the first line of {file} is words that may be a row, or names of its columns."),
    message("{file} holds a picture inside; misid opens none, and takes no file with one."),
    message("{file} has {lines} lines; a table of counts has {rows} rows at most."),
    message("{file} is empty."),
    message("{text} could be {one} or {other}."),
    message("{file} has {count} sheets that hold something."),
    message("no column of {file} is one that counts are made of."),
    message("{file} has no row with a count."),
    message("rows {rows} say the same: one period told twice, or two that are alike."),
    message("rows {rows} are of one period and label, and differ."),
    message("rows {rows} count all people beside the groups of them."),
    message("rows {rows} are of periods that overlap."),
    message("{field} is {text}, but a row is needed."),
    message("{field} names row {row}, which is no row of counts."),
)  # fmt: skip
"""What a reader of the page can do wrong, each as it is said where it is found."""

USE = (
    *USE_OF_FILES,
    message("another name"),
    message("1% or 100%"),
    message("{percent}% for {number} in a hundred; or {share}"),
    message("{percent}% for {number} in a hundred, or {much}% for {slip}; or {share}"),
    message("one of {names}"),
    message("both"),
    message("one of them; leave the others empty"),
    message("a false positive rate beside it, or leave it empty"),
    message("a number, such as 100 or 20%"),
    message("one of: {names}"),
    message("another address"),
    message("the same address with v={version}, or the other version"),
    message("the fields of the page"),
    message("it once"),
    message("a whole number from 0 to {most}"),
    message("a whole number from 1 to {most}, such as 5"),
    message("a number from 0 to {most}"),
    message("a number, or skip the guess"),
    message("a number of the list"),
    message("a question of the list"),
    message("from 1 to {most}"),
    message("digits, with a point before the part below one: 0.5"),
    message("a share from 0 to 1, or from 0 % to 100 %"),
    message("a scenario file of your own: `misid scenario new`"),
    message("a name of `misid scenario show`"),
    message("{options}, or a change of the scenario"),
    message("at most {most}, or `misid run` in a terminal"),
    message("the number of one, from 1 to {most}"),
    message("one of the three kinds"),
    message("the impostors' scores as second file"),
    message("one file; or another kind: genuine and impostor scores, or candidate lists"),
    message("the fields"),
    message("such as {text}"),
    message("shares with a point, apart by spaces: {text}"),
    message("the form of the page"),
    message("a file of scores, or of candidate lists"),
    message("the same once more, or a terminal"),
    message("`misid evaluate FILE` in a terminal, which reads files of any size"),
    message(
        "the same a little later, or {command} in a terminal; uploads go after {minutes} minutes, "
        "or when they are deleted"
    ),
    message("the file once more"),
    message("the whole form once more"),
    message("a part of it, or `misid evaluate FILE` in a terminal"),
    message("a smaller file, or `misid evaluate FILE` in a terminal"),
    message("`misid verify FILE` in a terminal"),
    message("shorter answers"),
    message("the form anew"),
    message("the same once more"),
    message("a file of answers, which is never so large"),
    message("a file that `misid assess new` or this page wrote"),
    message("a report of misid, or a figure: HTML, PDF, DOCX, JSON, SVG or zip"),
    message("the report without pictures: report.json beside it"),
    message("one of them"),
    message("a name such as {text}"),
    message("year-month-day: {text}"),
    message("these digits"),
    message("a search log as CSV or Parquet"),
    message("the log with a line of names before its first row, each name in words"),
    message(
        "a line of names before its first row, such as {names}; if it is one already: {option}"
    ),
    message("the sheet, saved as CSV UTF-8, which keeps none of them"),
    message("a smaller log, or `misid audit log FILE` in a terminal"),
    message("a part of it, or `misid audit log FILE` in a terminal"),
    message("`misid audit log FILE` in a terminal, which reads files of any size"),
    message("both, or none"),
    message("each once"),
    message("a higher limit, fewer rows, or `misid audit plan` in a terminal"),
    message("`misid infer COUNTS` in a terminal"),
    message("a file that `misid counts --write` or this page wrote"),
    message("a file of counts, which has a row for each period"),
    message("a table as CSV, text or XLSX, or text that is pasted"),
    message("totals of each period, not a row each event"),
    message("a smaller table, or `misid counts FILE` in a terminal"),
    message("its page"),
    message("the menu above"),
    message("paper=a4 or paper=letter"),
    message("{leave_out} {row}, or {keep_all} where each counts something else"),
    message("a row from {first} to {last}"),
    message(
        "{point} where a point stands before the part below one; {comma} where it sets thousands "
        "apart"
    ),
    message("{sheet}; the sheets are these by their place in the workbook: {places}"),
)
"""What is told to use instead."""

_OF_NOUNS = ("noun", "other", "kind")
"""Names at which a word of ours may stand; at any other stands what the reader called so."""
_PLACE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[^\W\d_]+[ ,]")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class ToldMistake:
    """
    A mistake in words.

    `language` is the code of the language that it is in, `use_language` of that of what to use;
    `begins_with_word` where no name stands first, which keeps its letters.
    """

    what: str
    where: str
    use: str
    language: str
    use_language: str
    begins_with_word: bool


def told_mistake(mistake: MisidError, language: Language) -> ToldMistake:
    """
    A mistake in the reader's language, or as it was found where it is not known in it.

    Args:
        mistake: told in English where it was found.
        language: of the reader.
    Example:
        >>> from misid.words.language import language
        >>> told_mistake(MisidError("no guess was given."), language("es")).what
        'no se dio ninguna conjetura.'
    """
    found = known_template(mistake.what, WHAT)
    if found is None:
        begins = _WORD.match(mistake.what) is not None
        code = ENGLISH.code
        return ToldMistake(mistake.what, mistake.where, mistake.use, code, code, begins)
    use = known_template(mistake.use, USE)
    return ToldMistake(
        _filled(*found, language),
        mistake.where,
        mistake.use if use is None else _filled(*use, language),
        language.code,
        ENGLISH.code if use is None and _WORD.search(mistake.use) else language.code,
        not found[0].startswith("{"),
    )


def known_template(text: str, templates: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """
    The sentence that a text is, and what stands at its names; none where it is none of them.

    Args:
        text: as it was said in English.
        templates: `WHAT` or `USE`; the one with most words of its own is meant.
    """
    for template in sorted(templates, key=lambda one: -len(_PLACE.sub("", one))):
        found = _pattern(template).fullmatch(text)
        if found is not None:
            return template, found.groupdict()
    return None


def _filled(template: str, values: dict[str, str], language: Language) -> str:
    spelled = {
        name: language.word(value)
        if name in _OF_NOUNS and value in NOUNS
        else _spelled(value, language)
        for name, value in values.items()
    }
    return plain(language.say(template, **spelled))


def _spelled(text: str, language: Language) -> str:
    """A number between words as readers of the language write it; a text as it is."""
    return text.replace(",", language.spelling.group) if _GROUPED.fullmatch(text) else text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    texts, names = map(re.escape, parts[::2]), [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile(
        "".join(part for pair in zip(texts, [*names, ""], strict=True) for part in pair), re.DOTALL
    )
