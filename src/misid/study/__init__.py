"""One scenario, worked out once and asked often: the same behind command line and Python."""

from misid.study.asked import known_output, read_limit
from misid.study.study import Study

__all__ = ["Study", "known_output", "read_limit"]
