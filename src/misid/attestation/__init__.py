"""Whether a document that somebody received is ours, and says what its inputs give."""

from misid.attestation.schema import Attestation, Check, Deviation

__all__ = ["Attestation", "Check", "Deviation"]
