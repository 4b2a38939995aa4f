"""What was checked of a document that somebody received, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from misid.attestation.schema import SEEN, Attestation, Check
from misid.words.language import Language, message
from misid.words.numbers import counted
from misid.words.sentence import Number, Sentence

CHECKS = {
    "carried": message("It carries the document as data"),
    "version": message("It is of this version of misid and of its evidence"),
    "file": message("Rendered again, it is the same file"),
    "names": message("No other file that you brought has a name that it gives one of its own"),
    "numbers": message("Worked out again, its numbers are the same"),
    "words": message("Written again, its words are the same"),
    "pictures": message("Drawn again, its pictures are the same"),
}
"""What each check says where it is passed."""
OUTCOMES = {
    "same": message("yes"),
    "differs": message("no, it differs"),
    "missing": message("no, it is missing"),
    "not_ours": message("no"),
    "not_checked": message("not checked"),
}
"""What came of a check."""
BECAUSE = {
    "nothing_carried": message("nothing in it says what it was made from"),
    "damaged": message("what it carries cannot be read"),
    "other_version": message("another version of misid made it"),
    "other_evidence": message("it rests on other published tables"),
    "needs_its_files": message("the files that it was made from are not part of it"),
    "other_files": message("the files beside it are not those that it was made from"),
    "later_changes": message("it does not carry what was changed later on"),
    "other_counts": message("the counts that it carries are not those that it names"),
    "not_again": message("this kind of document is not worked out again"),
    "own_changes": message("its words tell of changes that it does not carry one by one"),
    "other_scenario": message("the scenario that it carries is not the one that its stamp names"),
    "cannot_be_meant": message("the scenario that it carries cannot be worked out"),
    "None": "",
}
"""Why a check could not be made."""


def title(found: Attestation, language: Language) -> Sentence:
    """Of which file."""
    return language.say("What was checked of {file}", file=found.file)


def finding(found: Attestation, language: Language) -> Sentence:
    """What came of it, in a sentence."""
    if found.outcome == "not_ours":
        return language.say(
            "{file} is not a file that misid wrote, as far as can be told.", file=found.file
        )
    if found.outcome == "missing":
        return language.say(
            "{file} does not carry what it was made from, so nothing in it could be checked. It "
            "may have been printed, converted or saved anew; ask for the file as it was written.",
            file=found.file,
        )
    if found.outcome == "differs":
        return _difference(found, language)
    return _no_difference(found, language)


def _difference(found: Attestation, language: Language) -> Sentence:
    differing = {one.name for one in found.checks if one.outcome == "differs"}
    if differing == {"file"}:
        places = (place for one in found.checks for place in one.found)
        seen = next((one for one in places if one.where.startswith(SEEN)), None)
        if seen is not None:
            return language.say(
                "{file} does not say what its inputs give: a reader sees \u201c{stated}\u201d "
                "where misid writes \u201c{again}\u201d.",
                file=found.file, stated=seen.stated, again=seen.again,
            )  # fmt: skip
        return language.say(
            "What {file} carries is what its inputs give, but the file is not byte for byte as "
            "misid writes it. What a reader sees may have been altered, or the file was saved "
            "anew.",
            file=found.file,
        )
    if differing == {"names"}:
        return language.say(
            "What {file} says follows from the files of its digests, but it gives one of them the "
            "name of another file that you brought.",
            file=found.file,
        )
    return language.say(
        "{file} is not as misid writes it from what it was made from: {count} of {all} checks "
        "find a difference.",
        file=found.file,
        count=_count(sum(one.outcome == "differs" for one in found.checks), language),
        all=_count(len(found.checks), language),
    )


def _no_difference(found: Attestation, language: Language) -> Sentence:
    if found.outcome == "not_checked":
        return language.say(
            "{file} could not be worked out again: nothing here says whether its numbers are what "
            "its inputs give.",
            file=found.file,
        )
    if any(one.outcome == "not_checked" for one in found.checks):
        return language.say(
            "{file} shows no difference, but not everything could be checked.", file=found.file
        )
    other = next((one for one in found.files if one.called != one.brought), None)
    if other is not None and other.called:
        return language.say(
            "What {file} says follows from the files that you brought, found by the digests of "
            "their bytes. It calls {brought} by another name: {called}.",
            file=found.file, brought=other.brought, called=other.called,
        )  # fmt: skip
    return language.say(
        "{file} is as misid wrote it, and what it was made from gives the same again.",
        file=found.file,
    )


NEEDED = {
    "scores": message("scores"),
    "log": message("a search log"),
    "table": message("a table of counts"),
    "counts": message("counts"),
    "agencies": message("a list of agencies"),
    "scenario": message("a scenario"),
    "drawn": message("the rows that were drawn"),
    "sheet": message("a sheet that was filled in"),
    "rules": message("rules of a log that do not come along with misid"),
    "amendments": message("the amendments of a sheet"),
}
"""What a file is that a document was made from."""


def needed(found: Attestation, language: Language) -> Iterator[Sentence]:
    """Which files it would take to work a document out again."""
    files = [one for check in found.checks for one in check.needs]
    if files:
        yield language.say(
            "It was made from files that it does not carry. With them it is worked out again: "
            "`misid verify {file} {options}`. A file is found by its digest; its name is only "
            "what the document calls it.",
            file=found.file,
            options=" ".join(f"--data {one.name or 'FILE'}" for one in files),
        )


def used(found: Attestation, language: Language) -> Iterator[Sentence]:
    """Which files it was worked out again from; their names are the document's own word."""
    if found.files:
        yield language.say(
            "It was worked out again from files that you brought. Each was found by the digest of "
            "its bytes; its name is what the document calls it, and nothing here says that the "
            "name is true."
        )
    for one in found.files:
        if one.namesake:
            yield language.say(
                "The document calls it {called}, but you brought another file of that name, whose "
                "digest is {other}: the document was not made from that one.",
                called=one.called, other=one.namesake,
            )  # fmt: skip
        elif one.called and one.called != one.brought:
            yield language.say(
                "The document calls it {called}; you call it {brought}.",
                called=one.called, brought=one.brought,
            )  # fmt: skip


def what_it_means(found: Attestation, language: Language) -> Iterator[Sentence]:
    """What a reader may take from it, and what not."""
    yield language.say(
        "SHA-256 of the file: {digest}. Whoever has the same digest has the same file.",
        digest=found.digest,
    )
    if found.other_ranges:
        yield language.say(
            "It rests on ranges that are not misid's own and stand in no scenario, but were given "
            "by whoever made it: {names}. With misid's own its numbers are others.",
            names=", ".join(found.other_ranges),
        )
    if found.stamp is not None:
        yield language.say(
            "This says whether the document is what misid makes of the scenario or the files that "
            "it names. It does not say that these are true, nor who made the document: nothing in "
            "it is signed."
        )


def compared(check: Check, language: Language) -> Number | str:
    """How many places differ, or were compared; nothing where that says nothing."""
    return _count(check.count, language) if check.count else ""


def _count(value: int, language: Language) -> Number:
    return counted(value, language=language)
