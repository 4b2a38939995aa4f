"""A synthetic search log in words: what its columns say, and that all of it is made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from misid.searchlog.plant import shares_of
from misid.searchlog.schema import Dataset
from misid.words.language import Language, message
from misid.words.numbers import counted
from misid.words.sentence import Sentence, paragraph

MEANINGS = {
    "encounter_id": message("The encounter; opaque, once in the log."),
    "time": message("When the person was stopped."),
    "agency": message("Agency of the officer."),
    "officer": message("The officer; opaque."),
    "person": message("The person stopped; opaque, the same at each of their stops."),
    "searched": message("Whether a photograph was taken and searched."),
    "answer": message("What the officer's phone says; empty where there was no search."),
    "reference_code": message("The code that came with a reference; opaque, another each time."),
    "review": message("What review made of a reference."),
    "retention_until": message("Day on which the photograph is due for deletion."),
    "sequence": message("Number of the row in its file, from 1."),
    "reason": message("Reason of the search; drawn at random, it rests on nothing."),
    "deleted_on": message("Day on which the photograph was deleted; empty while it is kept."),
    "deletion_record": message("The record of the deletion; opaque."),
    "truth_group": message("Group of the person."),
    "truth_citizen": message("Whether the person was a citizen by then."),
    "truth_enrolled": message("Whether a record of the person existed."),
    "truth_sought": message("Whether the person was sought."),
    "truth_candidate": message(
        "What the answer rests on: candidates of whom none was accepted (nobody), the person's "
        "record, the same and wrong, or somebody else's record."
    ),
    "truth_source": message("Source of somebody else's record on which a reference rests."),
    "truth_stranger": message(
        "Whose record that is: a look-alike at each stop of the person, one met once, or a twin or "
        "sibling at mate level."
    ),
    "truth_look_alike": message("Which of the person's lasting look-alikes it is."),
}
"""What each column says."""
KINDS = {
    "opaque": message("a letter and 16 hexadecimal digits"),
    "time": message("UTC, whole seconds"),
    "date": message("date, UTC"),
    "text": message("text"),
    "true_or_false": message("true or false"),
    "code": message("one of these"),
    "number": message("number from 0, the likest"),
}
"""What stands in a column, by kind."""


def made_up(dataset: Dataset, language: Language) -> Sentence:
    """That nothing in the log is of the world."""
    every = language.say(
        "Every person, officer, encounter and record in this log is made up: drawn by a model, "
        "none of the world."
    )
    agencies = (
        language.say("So is every agency.")
        if dataset.agencies_are_made_up
        else language.say("Agencies are those of the reader's list.")
    )
    use = language.say(
        "It is there to try out audits on, and says nothing of any real search. It is of one of "
        "the model's possible worlds: every range at its middle, of each choice one option."
    )
    return paragraph([every, agencies, use])


def planted_faults(dataset: Dataset, language: Language) -> Iterator[Sentence]:
    """Which file holds how many of the faults that were planted."""
    stamp = dataset.stamp
    for part in range(stamp.parts if stamp.planted else 0):
        shares = shares_of(stamp.planted, part, stamp.parts)
        file, faults = f"encounters-{part + 1:05d}", _named(shares)
        yield language.say("Faults planted into {file}: {faults}.", file=file, faults=faults)


def _named(faults: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in faults.items())


def encounters(dataset: Dataset, language: Language) -> Sentence:
    """How many there are, and whether the truth stands beside them."""
    rows, files = counted(dataset.rows, where="rows", language=language), len(dataset.files)
    if dataset.stamp.truth:
        return language.say_many(
            "{rows} encounters, with the truth, in {files} file.",
            "{rows} encounters, with the truth, in {files} files.",
            files,
            rows=rows,
            files=counted(files, language=language),
        )
    return language.say_many(
        "{rows} encounters, without the truth, in {files} file.",
        "{rows} encounters, without the truth, in {files} files.",
        files,
        rows=rows,
        files=counted(files, language=language),
    )
