"""The published numbers that the model may use, each with its citation."""

from misid.evidence.citations import Citation, citation, citation_keys
from misid.evidence.figure import Figure
from misid.evidence.files import digest_of, evidence_digest
from misid.evidence.table import Column, Table
from misid.evidence.tables import table, table_names

__all__ = [
    "Citation",
    "Column",
    "Figure",
    "Table",
    "citation",
    "citation_keys",
    "digest_of",
    "evidence_digest",
    "table",
    "table_names",
]
