"""Whether a document that somebody received is ours, and says what its inputs give."""

from misid.attestation.schema import Attestation, Check, Difference

__all__ = ["Attestation", "Check", "Difference"]
