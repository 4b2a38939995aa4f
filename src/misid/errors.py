"""Every error that a reader of misid can meet, in one form: what, where, what to use."""

from __future__ import annotations


class MisidError(Exception):
    """A mistake in what misid was given; printed whole, never with a traceback."""

    def __init__(self, what: str, *, where: str = "", use: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.use = use

    def __str__(self) -> str:
        """The text for people: one line what, then `in` and `use` where they are known."""
        lines = [f"{type(self).__name__}: {self.what}"]
        if self.where:
            lines.append(f"  in   {self.where}")
        if self.use:
            lines.append(f"  use  {self.use}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, str]:
        """The same text in the JSON form that every door of misid answers with."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "use": self.use,
        }


class FormatError(MisidError):
    """The shape is wrong: not a YAML file, not this schema, not a file of this kind."""


class MeaningError(MisidError):
    """The shape is right, but the content cannot be meant: a share of 1.4, an unknown source."""


class OutputError(MisidError):
    """A result cannot be written where it was asked to be written."""
