"""Address space: what a library reserves of it, it must be allowed, or it ends the process."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from misid.errors import MisidError

resource: Any = None
with suppress(ImportError):
    # Where a process is given no such limit, there is none.
    import resource


def check_address_space(needed: int, work: str) -> None:
    """
    Refuse work of a library that cannot be told that there is no more address space.

    Args:
        needed: bytes that it reserves, beside what there is.
        work: what it does, for the error's text.
    Raises: MisidError: the process is allowed fewer.
    """
    allowed = allowed_addresses()
    if allowed is not None and allowed < needed:
        raise MisidError(
            f"{work} reserves {needed // 10**9} GB of address space, of which it fills next to "
            f"none, but this process is allowed {allowed / 10**9:.1f} GB.",
            use="`ulimit -v unlimited`, and a limit on memory itself where one is needed",
        )


def allowed_addresses() -> int | None:
    """Bytes of address space that this process may have; None: as many as it likes."""
    if resource is None:
        return None
    allowed: int = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if allowed == resource.RLIM_INFINITY else allowed
