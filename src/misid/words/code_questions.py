"""What can be asked for in a case, as questions that can be sent."""

from __future__ import annotations

from misid.words.language import message

QUESTIONS = {
    "rule": message(
        "On the day of this search, did any candidate lead to a reference code, or only a record "
        "that carried a flag? Please hand over the rule in writing."
    ),
    "candidates": message(
        "How many candidates could this search return at most, and how many did it return? Please "
        "hand over the list with its scores."
    ),
    "group": message(
        "How often does the software take one person for another in each group of sex, age and "
        "origin, and in which of these does it count the person photographed?"
    ),
    "condition": message(
        "Please hand over the photograph that was searched and the picture in the record, each "
        "with its date, its size, and the device that took it."
    ),
    "review": message(
        "Did anybody compare the two pictures before this code was acted on; who, when, and with "
        "which result?"
    ),
    "threshold": message(
        "At which threshold was this search made, and in which share of searches for people "
        "without any record does it return somebody?"
    ),
    "threshold_design": message(
        "On how many records was that threshold set, and who tested it, when, and on whose "
        "photographs?"
    ),
    "threshold_moves": message(
        "Has the threshold been set anew since the gallery grew, and to what?"
    ),
    "tries": message(
        "How often was this person photographed and searched for before this code was given, and "
        "what did each search return?"
    ),
    "retry_after": message(
        "Does an officer take another photograph only where nothing was found, or until a code is "
        "given?"
    ),
    "searched": message(
        "Was the photograph compared with every record, or only with those of people who are "
        "sought? Which collections were they, and how many records did each hold?"
    ),
    "algorithm": message("Which software was used: its name, its maker, and its version?"),
    "sought": message(
        "Of the people who have a record and are photographed, how many are sought, and how is "
        "that known?"
    ),
    "enrolled": message(
        "Of the people who are photographed, how many have a record in any collection that is "
        "searched?"
    ),
    "reviewers": message(
        "Who answers a code: how many people compare the pictures, how are they trained and "
        "tested, and how often do they uphold a wrong match?"
    ),
    "rank": message(
        "Which place in the list of candidates did this record have, and how far behind was the "
        "next?"
    ),
    "another_search": message(
        "Was this person searched for at another time, with another photograph, and did that give "
        "the same record, another one, or none?"
    ),
}
"""By the name of what is asked for."""
