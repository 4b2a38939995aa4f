"""The command line of misid."""

from misid.cli.app import main

__all__ = ["main"]
