"""Facts of a case that alone move nothing, in whole sentences: by how little, and why."""

from __future__ import annotations

from collections.abc import Iterator

from misid.uncertainty.code_schema import CodeCase, Unmoved
from misid.words import numbers
from misid.words.code import TITLES
from misid.words.language import Language, message
from misid.words.sentence import Sentence, Value

_BECAUSE = {
    "said_already": message("The scenario says the same already."),
    "looked_at_alike": message(
        "In the model, which codes somebody compares does not hang on whom they name. So a code "
        "that nobody compared is a code like any other."
    ),
    "no_part": message("In the model it has no part in whom such a code names."),
    "near_the_rest": message(
        "The other answers, each as likely as the scenario has it, give about the same together."
    ),
}


def unmoved(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """Of each fact that is stated and moves nothing, that it does not, by how little, and why."""
    for one in found.unmoved:
        said: dict[str, Value] = {"fact": language.word(TITLES[one.name]), **_by(one, language)}
        if one.is_within_error:
            yield language.say(
                "{fact}: this fact alone moves nothing beyond the error of the worlds. The right "
                "person moves by {right} (error {right_error}). Somebody who is sought moves by "
                "{sought} (error {sought_error}).",
                **said,
            )
        else:
            yield language.say(
                "{fact}: this fact alone moves hardly anything. It moves the right person by "
                "{right} and somebody who is sought by {sought}.",
                **said,
            )
        yield language.say(_BECAUSE[one.because])


def _by(one: Unmoved, language: Language) -> dict[str, Value]:
    measures = (("right", "right_person"), ("sought", "right_person_sought"))
    fields = dict(measures)
    if one.is_within_error:
        fields |= {f"{name}_error": f"{field}_error" for name, field in measures}
    return {
        name: numbers.difference(
            getattr(one, field), "share", where=f"unmoved.{one.name}.{field}", language=language
        )
        for name, field in fields.items()
    }
