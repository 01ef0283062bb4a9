"""How far two sequences agree from their front and from their back, by comparing halves and not items."""

from __future__ import annotations

from typing import Any


def common_prefix(a: Any, b: Any) -> int:
    """The length of the longest common prefix of two strings or two tuples."""
    low, high = 0, min(len(a), len(b))
    if a[:high] == b[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(a: Any, b: Any, prefix: int) -> int:
    """The length of the longest common suffix that does not reach into the common prefix."""
    low, high = 0, min(len(a), len(b)) - prefix
    m, n = len(a), len(b)
    if a[m - high :] == b[n - high :]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if a[m - middle : m - low] == b[n - middle : n - low]:
            low = middle
        else:
            high = middle - 1
    return low
