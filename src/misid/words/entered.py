"""What is said of the fields of a form of answers."""

from __future__ import annotations

from misid.words.language import message

HEADS = {"programme": message("Of which programme"), "as_of": message("On which day")}
"""Fields that are of no question."""
MISTAKES = {
    "no_day": message("Give a day: year, month and day."),
    "no_programme": message("Say of which programme these answers are."),
    "no_state": message("Choose how it stands; a reason or a source alone is no answer."),
    "other_state": message("Choose one of the states."),
    "no_reason": message("Give a reason: this state needs one."),
    "no_ground": message("Give a reason or a source: on whose word is it so?"),
    "too_long": message("Use at most 2,000 letters."),
    "no_topic": message("Choose what it says."),
    "no_words": message("Say in your own words what the text says."),
    "no_source": message("Name the text: a title or an address."),
    "no_number": message("Give a number, such as 15 or 250000000."),
    "no_unit": message("Choose hours, days or years."),
    "unseen": message("It has a character that cannot be shown; write it anew."),
}
"""What has to be put right in a field."""
SAYINGS = {
    "purpose/targets": message("It is used on the targets of an operation"),
    "purpose/anybody": message("It is used on anybody who is stopped"),
    "retention/": message("A photograph is kept for a time: number and unit"),
    "share-of-the-country/": message("A number is so much of all: number, share, of how many"),
    "gallery-size/": message("So many records or images are searched: a number"),
    "standing-of-a-match/definitive": message("A match is definitive"),
    "standing-of-a-match/candidate": message("A match is a candidate, no more"),
    "verification/verifies": message("It verifies who somebody is"),
    "verification/does-not-verify": message("It does not verify who somebody is"),
    "accuracy-claim/": message("How accurate it is: of how many, among how many, at which setting"),
    "impact-assessment-required/required": message("An impact assessment is required"),
    "impact-assessment/none-found": message("No impact assessment was found"),
    "in-use/in-use": message("It is in use"),
    "inventory-row/none-found": message("It has no row in the inventory of uses of AI"),
    "refusal/citizens-may": message("Citizens may refuse"),
    "citizenship-known/after-the-search": message("Only the search tells who is a citizen"),
    "threshold-analysis/": message("Its threshold analysis was approved on a day"),
}
"""What a text can say that a rule compares: topic and stance, or a number, a day."""
SAID = {
    "said-about": message("What it says"),
    "said-says": message("In your words"),
    "said-source": message("Where: a title or an address"),
    "said-value": message("Number"),
    "said-unit": message("Unit"),
    "said-on": message("Day"),
    "said-share": message("Which share of all it is said to be, in per cent"),
    "said-whole": message("Of how many in all"),
    "said-denominator": message("Of how many searches"),
    "said-gallery": message("Among how many records"),
    "said-threshold": message("At which setting"),
}
"""The fields of a statement."""
UNITS = {"hours": message("hours"), "days": message("days"), "years": message("years")}
STATES = {
    "met": message("It is met"),
    "not_met": message("It is not met"),
    "unknown": message("Unknown: nobody has said"),
    "not_applicable": message("Not applicable: it does not arise"),
    "not_checked": message("Not checked: I did not look"),
}
"""The states, where one is chosen."""
