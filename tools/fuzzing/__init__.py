"""Inputs made by chance for every reader of misid, and what must hold whatever they are."""

import os

# Polars is loaded before there are children: threads that its allocator starts of its own accord
# would be missing in them, with whatever they held.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:false")
