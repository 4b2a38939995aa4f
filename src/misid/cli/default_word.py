"""Commands of several words of which one may be left out."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


def with_default(word: str) -> type[TyperGroup]:
    """
    Commands of which this one is meant where none is named: `misid assess SCENARIO`.

    Args:
        word: put in where none of the others stands.
    """

    class _WithDefault(TyperGroup):
        default = word

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            first = args[0] if args else ""
            if first not in self.commands and first != "--help":
                args = [self.default, *args]
            return super().parse_args(ctx, args)

    return _WithDefault
