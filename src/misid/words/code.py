"""One reference code in whole sentences: whom it names, what to ask for, what that would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from misid.quantities.units import Unit
from misid.results.schema import EitherOrAnswer
from misid.uncertainty.another import PEOPLE, WORLDS
from misid.uncertainty.code_schema import AnswerSide, Ask, AskAnswer, CodeCase, MeantRow, MeantSide
from misid.words import numbers, stamps
from misid.words.answers import clause, head, nobody_says
from misid.words.figures import Caption
from misid.words.guess import OF
from misid.words.language import Language, message
from misid.words.numbers import counted
from misid.words.programme import title as scenario_title
from misid.words.scenario import photographs_like
from misid.words.sentence import Number, Sentence, Value, paragraph, plain

TITLES = {
    "rule": message("What leads to a code"),
    "candidates": message("Length of the list"),
    "group": message("Group of the person"),
    "condition": message("The photograph"),
    "review": message("Review of this code"),
    "threshold": message("Setting of the threshold"),
    "threshold_design": message("Records that the threshold was set for"),
    "threshold_moves": message("Threshold and growth of the gallery"),
    "tries": message("Photographs of one person"),
    "retry_after": message("When another photograph follows"),
    "searched": message("Records searched"),
    "algorithm": message("Software and version"),
    "sought": message("People with a record who are sought"),
    "enrolled": message("People stopped who have a record"),
    "reviewers": message("Who compares the pictures"),
    "rank": message("Rank of the candidate"),
    "another_search": message("Another search of the person"),
}
"""What can be asked for, in a few words."""
_REVIEWS = {
    "none": message("nobody compared them"),
    "upheld": message("compared and upheld"),
    "withdrawn": message("compared and withdrawn"),
}
_MAYBE_REVIEWS = {
    "none": message("Nobody compared the pictures"),
    "upheld": message("Somebody compared the pictures and upheld the code"),
    "withdrawn": message("Somebody compared the pictures and withdrew the code"),
}
_GIVEN_REVIEWS = {
    "none": message("In this case nobody compared the pictures."),
    "upheld": message("In this case somebody compared the pictures and upheld the code."),
    "withdrawn": message("In this case somebody compared the pictures and withdrew the code."),
}
_ANOTHER = {
    "same": message("a code on the same record"),
    "different": message("a code on another record"),
    "none": message("no code"),
}
_GIVEN_ANOTHER = {
    "same": message("Another search of this person gave a code on the same record."),
    "different": message("Another search of this person gave a code on another record."),
    "none": message("Another search of this person gave no code."),
}
_NOT_MODELLED = {
    "rank": message(
        "The model does not say what it would change: it looks at the first candidate that the "
        "rule accepts, and keeps no rank."
    ),
    "another_search": message(
        "The model does not say what it would change: it draws no searches of a programme that "
        "wants a margin to the second candidate. Another name at another search shows that one of "
        "the two is wrong."
    ),
}
_SAID = {"review": _REVIEWS, "another_search": _ANOTHER}
_LITTLE = 0.01
_MEASURES = ("right_person", "right_person_sought")
_INPUTS_OF_CHOICES = frozenset(
    {"rule", "candidates", "threshold_moves", "tries", "retry_after", "searched", "reviewers"}
)


_NAMED = (("right", "right_person"), ("sought", "right_person_sought"))


def finding(found: CodeCase, language: Language) -> Sentence:
    """Whom a code like this one names, on both sides where an either/or decides it."""
    return paragraph(findings(found, language))


def findings(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """The same, a sentence for each side, and whether anybody has said which."""
    if found.rows[0].probability is None:
        yield language.say("No trials: no code like this one is given in this scenario.")
    elif found.decided_by is None:
        yield language.say(
            "A code like this one names the right person with a chance of {right}. It names "
            "somebody who is sought with a chance of {sought}.",
            **_shares(found.rows, "rows", language),
        )
        yield from _range(found.rows, "rows", language)
    else:
        for place, side in enumerate(found.sides):
            where = f"sides.{key(side.option, place)}.rows"
            yield _side(side, where, language)
            yield from _range(side.rows, where, language)
        yield nobody_says(found.decided_by.status, language)


def _side(side: MeantSide, where: str, language: Language) -> Sentence:
    said = clause(side, language)
    if side.rows[0].probability is None:
        return language.say("If {clause}, no code like this one is given.", clause=said)
    return language.say(
        "If {clause}, a code like this one names the right person with a chance of {right}. It "
        "names somebody who is sought with a chance of {sought}.",
        clause=said,
        **_shares(side.rows, where, language),
    )


def _shares(rows: Sequence[MeantRow], where: str, language: Language) -> dict[str, Value]:
    return {
        name: numbers.fact(
            _probability(rows, meaning),
            "share",
            where=f"{where}.{meaning}.probability",
            language=language,
        )
        for name, meaning in _NAMED
    }


def _probability(rows: Sequence[MeantRow], meaning: str) -> float | None:
    return next(row.probability for row in rows if row.meaning == meaning)


def _range(rows: Sequence[MeantRow], where: str, language: Language) -> Iterator[Sentence]:
    """How far the possible worlds lie apart: a chance alone would hide it."""
    if any(row.low is None or row.high is None for row in rows):
        return
    ends: dict[str, Value] = {
        f"{name}_{end}": numbers.fact(
            getattr(row, end), "share", where=f"{where}.{row.meaning}.{end}", language=language
        )
        for name, meaning in _NAMED
        for row in rows
        if row.meaning == meaning
        for end in ("low", "high")
    }
    yield language.say(
        "In nine of ten possible worlds, from {right_low} to {right_high} of such codes name the "
        "right person, and from {sought_low} to {sought_high} somebody who is sought.",
        **ends,
    )


def _counts(
    found: CodeCase, whole: Sequence[Mapping[str, int]], language: Language
) -> Iterator[Sentence]:
    """Of 1,000 codes, those that name somebody else, and somebody who is sought; of each side."""
    left = iter(whole)
    for place, side in enumerate(found.sides):
        if side.rows[0].probability is not None:
            where = f"sides.{key(side.option, place)}.rows"
            yield language.say(
                "If {clause}, of {codes} codes like this one {else_} name somebody else, and "
                "{sought} the right person, who is sought.",
                clause=clause(side, language),
                **_of_thousand(side.rows, next(left), where, language),
            )
    if not found.sides and found.rows[0].probability is not None:
        yield language.say(
            "Of {codes} codes like this one {else_} name somebody else, and {sought} the right "
            "person, who is sought.",
            **_of_thousand(found.rows, next(left), "rows", language),
        )


def _of_thousand(
    rows: Sequence[MeantRow], whole: Mapping[str, int], where: str, language: Language
) -> dict[str, Value]:
    said: dict[str, Value] = {"codes": counted(OF, language=language)}
    for name, meaning in (("else_", "somebody_else"), ("sought", "right_person_sought")):
        share, codes = _probability(rows, meaning) or 0.0, whole[meaning]
        below = share > 0.0 and not codes
        text = language.word("fewer than 1") if below else counted(codes, language=language).text
        said[name] = Number(value=share, text=text, fact=f"{where}.{meaning}.probability")
    return said


def drawn(found: CodeCase, whole: Sequence[Mapping[str, int]], language: Language) -> Caption:
    """
    What a picture of such codes says.

    Args:
        found: the facts.
        whole: of 1,000 codes, those of each meaning, on each side on which there are any.
        language: in which it is said.
    """
    codes = counted(OF, language=language)
    return Caption(
        title=plain(
            language.say("{codes} reference codes like this one, by what they mean", codes=codes)
        ),
        finding=paragraph(_counts(found, whole, language)) or finding(found, language),
        drawn=language.say(
            "A bar of {codes} reference codes, in parts: those that name somebody else, the right "
            "person on a wrong record, the right person whom nobody seeks, and the right person "
            "who is sought.",
            codes=codes,
        ),
        nothing=language.word("No code like this one is given in this scenario."),
    )


def key(option: str, place: int) -> str:
    """How a path names a row: by its option, or by its place where the option is a number."""
    return str(place) if option.isdigit() else option


def given(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """What is known of the case, a sentence each; that nothing is, where nothing is."""
    known = found.given
    if known == type(known)():
        yield language.say("Nothing is said of the case: this is any code of the programme.")
    if known.rule is not None:
        answer = EitherOrAnswer(input="answer.reference_rule", option=known.rule)
        yield language.say("In this case {clause}.", clause=clause(answer, language))
    if known.candidates is not None:
        answer = EitherOrAnswer(input="threshold.candidates", option=str(known.candidates))
        yield language.say("In this case {clause}.", clause=clause(answer, language))
    if known.group is not None:
        yield language.say(
            "In this case the person photographed is counted in the group \u201c{group}\u201d.",
            group=label(found, known.group, language),
        )
    if known.condition is not None:
        yield language.say(
            "In this case it was searched with {photographs}.",
            photographs=photographs_like(known.condition, language),
        )
    if known.review is not None:
        yield language.say(_GIVEN_REVIEWS[known.review])
    if known.another is not None:
        yield language.say(_GIVEN_ANOTHER[known.another])


def label(found: CodeCase, group: str, language: Language) -> str:
    """The name of a group that is shown."""
    shown = next(one.label for one in found.scenario.groups if one.name == group)
    return language.authored(shown)


def answer_said(found: CodeCase, ask: Ask, answer: AskAnswer, language: Language) -> str:
    """An answer in a few words."""
    if ask.name in _INPUTS_OF_CHOICES and ask.input is not None:
        return head(EitherOrAnswer(input=ask.input, option=answer.option), language)
    if ask.name == "group":
        return label(found, answer.option, language)
    if ask.name in _SAID:
        return language.word(_SAID[ask.name][answer.option])
    if answer.value is not None:
        return _amount(found, ask, answer.value, language)
    return answer.option


def review_said(review: str, language: Language) -> str:
    """What came of a review, as something that may be known of a case."""
    return language.word(_MAYBE_REVIEWS[review])


def another_said(another: str, language: Language) -> str:
    """What another search gave, as something that may be known of a case."""
    return language.word(_GIVEN_ANOTHER[another]).rstrip(".")


def _amount(found: CodeCase, ask: Ask, value: float, language: Language) -> str:
    rarity = ask.name == "threshold" and found.scenario.threshold.policy == "rarity"
    if rarity or ask.name == "threshold_design":
        return numbers.exact(value, language)
    return numbers.share(value, language)


def ask_said(found: CodeCase, ask: Ask, language: Language) -> Sentence:
    """What the answers would make of the probabilities."""
    return paragraph(changes(found, ask, language))


def changes(found: CodeCase, ask: Ask, language: Language) -> Iterator[Sentence]:
    """The same, a sentence for each side of an either/or."""
    if not ask.is_modelled:
        yield language.say(_NOT_MODELLED[ask.name])
    elif not ask.moves and ask.name == "reviewers":
        yield language.say(
            "It changes nothing here as long as nobody is known to have compared the pictures."
        )
    elif not ask.moves:
        yield language.say("No answer changes what the code means.")
    elif all(answer.sides for answer in ask.answers):
        for place in range(len(ask.answers[0].sides)):
            yield _ends(found, ask, place, language)
    else:
        yield _ends(found, ask, None, language)


def _ends(found: CodeCase, ask: Ask, side: int | None, language: Language) -> Sentence:
    """From which answer to which the probabilities reach; on one side, or where there is none."""
    ends: dict[str, Value] = {}
    moved = 0.0
    for name, measure in zip(("right", "sought"), _MEASURES, strict=True):
        known = sorted(
            (value, place)
            for place, answer in enumerate(ask.answers)
            if (value := getattr(_part(answer, side), measure)) is not None
        )
        moved = max(moved, known[-1][0] - known[0][0]) if known else moved
        for end, (value, place) in zip(("least", "most"), (known[:1] + known[-1:]), strict=False):
            at = (value, place, side)
            ends |= _end(found, ask, (f"{name}_{end}", measure), at, language)
    said = "" if side is None else clause(ask.answers[0].sides[side], language)
    if not ends:
        return language.say("If {clause}, no code like this one is given.", clause=said)
    if moved < _LITTLE:
        return _hardly(said, ends, language)
    if side is None:
        return language.say(
            "The right person: from {right_least} (answer: {right_least_if}) to {right_most} "
            "(answer: {right_most_if}). Somebody who is sought: from {sought_least} (answer: "
            "{sought_least_if}) to {sought_most} (answer: {sought_most_if}).",
            **ends,
        )
    return language.say(
        "If {clause}, the right person: from {right_least} (answer: {right_least_if}) to "
        "{right_most} (answer: {right_most_if}); somebody who is sought: from {sought_least} "
        "(answer: {sought_least_if}) to {sought_most} (answer: {sought_most_if}).",
        clause=said,
        **ends,
    )


def _hardly(clause_said: str, ends: Mapping[str, Value], language: Language) -> Sentence:
    """Of an answer that moves neither probability by a percentage point."""
    shown = {name: value for name, value in ends.items() if not name.endswith("_if")}
    if not clause_said:
        return language.say(
            "It hardly matters here: the right person from {right_least} to {right_most}, somebody "
            "who is sought from {sought_least} to {sought_most}.",
            **shown,
        )
    return language.say(
        "If {clause}, it hardly matters: the right person from {right_least} to {right_most}, "
        "somebody who is sought from {sought_least} to {sought_most}.",
        clause=clause_said,
        **shown,
    )


def _end(
    found: CodeCase,
    ask: Ask,
    names: tuple[str, str],
    at: tuple[float, int, int | None],
    language: Language,
) -> dict[str, Value]:
    """One end: its probability, which is that of a measure, and the answer that gives it."""
    (name, measure), (value, place, side) = names, at
    answer = ask.answers[place]
    below = "" if side is None else f".sides.{key(answer.sides[side].option, side)}"
    where = f"asks.{ask.name}.answers.{place}{below}.{measure}"
    return {
        name: numbers.fact(value, "share", where=where, language=language),
        f"{name}_if": answer_said(found, ask, answer, language),
    }


def _part(answer: AskAnswer, side: int | None) -> AskAnswer | AnswerSide:
    return answer if side is None else answer.sides[side]


def lead(language: Language) -> Sentence:
    """What the sheet is, and what it was not made from."""
    return language.say(
        "This sheet says what one code can mean. It is about codes of one kind, not about one "
        "person. No picture, no name and no code was used to make it. A chance is a share of all "
        "codes of this kind."
    )


def average(language: Language) -> Sentence:
    """Which average the probability is, and why."""
    return language.say(
        "Probability: of codes like this one, which equally many searches give in each possible "
        "world, those that mean it, all worlds taken together (a ratio of means). A world that "
        "gives many such codes is the likelier to have given this one. It is neither the mean nor "
        "the median of the shares within worlds; the median and the ends stand beside it."
    )


def notes(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """How exact the probability is, and what it is not."""
    yield language.say(
        "\u00b1 is the standard error of the probability from the draw of {worlds} possible "
        "worlds: about so far another seed may move it. It says nothing of what is unknown.",
        worlds=numbers.counted(found.stamp.draws, where="stamp.draws", language=language),
    )
    is_asked = any(ask.name == "another_search" and ask.answers for ask in found.asks or ())
    if found.given.another is not None or is_asked:
        yield _of_another(found, language)
    if found.asks:
        yield from _of_asks(found.asks, language)
    yield language.say(
        "This is about codes of a kind, not about a person: what else speaks for or against "
        "somebody is not in it. No image, no name and no code is needed, and none is taken."
    )


def _of_another(found: CodeCase, language: Language) -> Sentence:
    return language.say(
        "Another search: {people} people of each group and truth are drawn in each of {worlds} "
        "possible worlds, each searched for twice or more. A person keeps their record, its flag "
        "and a share of their look-alikes (matcher.look_alike_persistence, which nobody has "
        "measured); each photograph is new. Shares within a world are not told, since it holds "
        "too few such codes.",
        people=numbers.counted(PEOPLE, language=language),
        worlds=numbers.counted(min(WORLDS, found.stamp.draws), language=language),
    )


def alone(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """What is asked for leaves out: another search where one is known, reviewers of no review."""
    if found.given.another is not None and found.asks:
        yield language.say(
            "These answers are worked out as if nothing were known of another search: they start "
            "from what the code means without it."
        )
    if found.given.review == "none" and found.asks is not None:
        yield language.say(
            "Who compares the pictures is not asked for, since nobody compared them."
        )


def _of_asks(asks: Sequence[Ask], language: Language) -> Iterator[Sentence]:
    yield language.say(
        "Questions stand in the order of how far their answers lie apart; an answer is worked out "
        "with nothing else said than what is given."
    )
    yield language.say(
        "State v. Miles (Supreme Court of New Jersey, 24 June 2026, A-41-24), as the press reports "
        "it: the state hands over name and maker of the software, its error rates, the photographs "
        "that were analysed, and how it was used; more where a need is shown. Of the facts here "
        "that is: {facts}.",
        facts="; ".join(language.word(TITLES[ask.name]) for ask in asks if ask.in_court),
    )


def points(value: float | None, where: str, language: Language) -> Number | str:
    """How exact a probability is, in percentage points; nothing where there is none."""
    unit: Unit = "share"
    if value is None:
        return ""
    return numbers.difference(value, unit, where=where, language=language)


def command(found: CodeCase) -> str:
    """The command line that makes the same numbers again."""
    return stamps.command(found, "case", *(f"--{k}={v}" for k, v in _given_numbers(found).items()))


def python_lines(found: CodeCase) -> tuple[str, ...]:
    """The lines of Python that make the same numbers again."""
    known = ", ".join(f"{name}={value!r}" for name, value in _given_numbers(found).items())
    return stamps.python_lines(found, f"code = study.one_code({known})")


def _given_numbers(found: CodeCase) -> dict[str, object]:
    return found.given.model_dump(exclude_none=True)


def title(found: CodeCase, language: Language) -> str:
    """What the document is called."""
    programme = scenario_title(found, language)
    return plain(language.say("{programme}: what one reference code means", programme=programme))
