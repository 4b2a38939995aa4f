"""Facts of a case not seen to move anything, in whole sentences: by how little, and why."""

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


_STATES = {
    "moves_nothing": message(
        "{fact}: this fact alone moves nothing, or less than {margin}. It moves the right person "
        "by {right} (error {right_error}) and somebody who is sought by {sought} (error "
        "{sought_error})."
    ),
    "moves_hardly": message(
        "{fact}: this fact alone moves hardly anything. It moves the right person by {right} and "
        "somebody who is sought by {sought}."
    ),
    "cannot_be_told": message(
        "{fact}: these worlds are too few to tell whether this fact alone moves anything. In them "
        "it moves the right person by {right} (error {right_error}) and somebody who is sought by "
        "{sought} (error {sought_error})."
    ),
}


def unmoved(found: CodeCase, language: Language) -> Iterator[Sentence]:
    """Of each fact that is stated and not seen to move anything: by how little, and why."""
    for one in found.unmoved:
        said: dict[str, Value] = {"fact": language.word(TITLES[one.name]), **_by(one, language)}
        yield language.say(_STATES[one.state], **said)
        if one.because is not None:
            yield language.say(_BECAUSE[one.because])


def _by(one: Unmoved, language: Language) -> dict[str, Value]:
    fields = {"right": "right_person", "sought": "right_person_sought"}
    if one.state != "moves_hardly":
        fields |= {f"{name}_error": f"{field}_error" for name, field in fields.items()}
    if one.state == "moves_nothing":
        fields["margin"] = "margin"
    return {
        name: numbers.difference(
            getattr(one, field), "share", where=f"unmoved.{one.name}.{field}", language=language
        )
        for name, field in fields.items()
    }
