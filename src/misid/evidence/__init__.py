"""The published numbers that the model may use, each with its citation."""

from misid.evidence.citations import Citation, citation, citation_keys, digest_of, evidence_digest
from misid.evidence.table import PublishedColumn, PublishedNumber, PublishedTable
from misid.evidence.tables import table, table_names

__all__ = [
    "Citation",
    "PublishedColumn",
    "PublishedNumber",
    "PublishedTable",
    "citation",
    "citation_keys",
    "digest_of",
    "evidence_digest",
    "table",
    "table_names",
]
