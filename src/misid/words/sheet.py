"""What stands on the one page to print beside its findings."""

from __future__ import annotations

from misid.results.schema import Results
from misid.words.language import Language
from misid.words.put_on import stated_inputs
from misid.words.scenario import is_by_hand
from misid.words.sentence import Sentence


def limits(results: Results, language: Language) -> tuple[Sentence, ...]:
    """
    What each change of a programme cannot fix; of one by hand, what stands there now.

    Args:
        results: of a run.
        language: in which it is said.
    """
    return tuple(
        language.say(
            "This is not {scenario} as it comes along with misid: it was changed by hand. "
            "Now stands there: {inputs}.",
            scenario=results.scenario.name,
            inputs=stated_inputs(one, results.canonical, language, most=3),
        )
        if is_by_hand(one)
        else language.say("What it cannot fix: {cannot}", cannot=language.authored(one.cannot))
        for one in results.changes
    )
