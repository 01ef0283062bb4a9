"""Secrets in code, by how they look: keys of the usual makers, connection strings, addresses, what is named as one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "PRIVATE_KEY",
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    ),
    ("CONNECTION", re.compile(r"\b[a-z][a-z0-9+.-]{1,30}://[^\s/'\"@:]*:[^\s/'\"@]+@[^\s'\"]+", re.IGNORECASE)),
    ("CONNECTION", re.compile(r"\b(?:AccountKey|SharedAccessKey|Password|Pwd)=[^;\s'\"]+", re.IGNORECASE)),
    ("KEY", re.compile(r"\b(?:sk|pk|rk)[-_](?:ant|live|test|proj|svcacct|or)?[-_]?[A-Za-z0-9_-]{16,}")),
    ("KEY", re.compile(r"\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{12,}\b")),
    ("KEY", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[\w-]{16,})")),
    (
        "KEY",
        re.compile(
            r"\b(?:hf_[A-Za-z0-9]{16,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_[A-Za-z0-9]{30,})"
        ),
    ),
    (
        "KEY",
        re.compile(
            r"\b(?:pypi-[\w-]{20,}|dapi[a-f0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|r8_[A-Za-z0-9]{30,}|nvapi-[\w-]{20,})"
        ),
    ),
    ("TOKEN", re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")),
    ("TOKEN", re.compile(r"(?i)(?<=bearer )[\w.~+/-]{12,}=*")),
    ("EMAIL", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
)
NAMED = re.compile(
    r"(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|auth|credential)s?\w*[\"']?\s*(?::\s*str\s*)?[=:]\s*"
    r"(?:[rbuf]{0,2})([\"'])(?P<value>(?:(?!\1).){4,})\1"
)
LITERAL = re.compile(r"([\"'])([A-Za-z0-9+/=_\-.]{20,})\1")
HASH = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|sha(?:1|256|512)[-:=].*)", re.IGNORECASE)
BITS = 3.9
"""Entropy of a character, in bits, from which a long literal counts as a secret. English words joined by underscores have about 3.5."""


def found(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of every secret in a text; some may be found twice."""
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.group()
    for match in NAMED.finditer(text):
        yield "SECRET", match.group("value")
    for match in LITERAL.finditer(text):
        literal = match.group(2)
        # Hashes of data and commits are public, and rules are about them. Paths are no secrets.
        if not HASH.fullmatch(literal) and not re.search(r"\.[a-z]{1,8}\d?$", literal) and entropy(literal) >= BITS:
            yield "SECRET", literal


def entropy(text: str) -> float:
    """Bits a character, from how often each occurs."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values()) if total else 0.0


def hidden(text: str) -> str:
    """A text with every secret left out."""
    for secret in sorted({secret for _, secret in found(text)}, key=len, reverse=True):
        text = text.replace(secret, "…")
    return text
