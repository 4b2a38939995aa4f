"""The command line of misid."""

from misid.cli.start import main

__all__ = ["main"]
