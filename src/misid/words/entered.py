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
    "unseen": message("It has a character that cannot be shown; write it anew."),
}
"""What has to be put right in a field."""
STATES = {
    "met": message("It is met"),
    "not_met": message("It is not met"),
    "unknown": message("Unknown: nobody has said"),
    "not_applicable": message("Not applicable: it does not arise"),
    "not_checked": message("Not checked: I did not look"),
}
"""The states, where one is chosen."""
