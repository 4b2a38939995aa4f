"""
An executable model of a field face-identification programme.

For the people who must answer for such a programme or judge it. It works on match scores, rates,
counts and synthetic people, never on images.

- `Study`: a scenario, worked out once and asked often.
- `load_scenario`: a programme, by its name or from a YAML file.
- `evaluate`: error rates of a file of comparison scores or of candidate lists.
- `read_disclosure`: a table of counts that somebody published, held against itself.
- `infer`: what disclosed counts say of a programme.
- `row_rates`: how far agencies or places of one table differ, beyond luck.
- `simulate`: searches of a programme, drawn one by one.
- `audit_log`: what a disclosed search log says of itself.

Example:
    >>> import misid
    >>> study = misid.Study("task-force-module", draws=64, seed=1)
    >>> study.results.stamp.draws
    64
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from misid.disclosure.read import read_disclosure
    from misid.scenario.read import load_scenario
    from misid.study.audit_log import audit_log
    from misid.study.evaluate import evaluate
    from misid.study.infer import infer
    from misid.study.rows import row_rates
    from misid.study.simulate import simulate
    from misid.study.study import Study

    __version__: str

__all__ = [
    "Study",
    "__version__",
    "audit_log",
    "evaluate",
    "infer",
    "load_scenario",
    "read_disclosure",
    "row_rates",
    "simulate",
]

_HOMES = {
    "Study": "misid.study",
    "audit_log": "misid.study.audit_log",
    "evaluate": "misid.study.evaluate",
    "infer": "misid.study.infer",
    "load_scenario": "misid.scenario",
    "read_disclosure": "misid.disclosure",
    "row_rates": "misid.study.rows",
    "simulate": "misid.study.simulate",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for only then: `import misid` itself is quick."""
    if name == "__version__":
        from importlib.metadata import version

        return version("misid")
    if name not in _HOMES:
        raise AttributeError(f"module 'misid' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """What is there to use."""
    return __all__
