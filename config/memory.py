"""How much memory may one process of the worker take, so that one computation cannot take the machine's?"""

import resource

MEBIBYTE = 2**20


def bound(megabytes: int) -> None:
    """What would go beyond is refused to this process and ends as a `MemoryError`; Linux alone keeps to it."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = megabytes * MEBIBYTE
    # A bound above the hard one would be refused.
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
