"""Secrets in code are replaced before anything leaves the machine, and put back into what comes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from attrs import define, field

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


@define
class Redaction:
    """Placeholders for the secrets of one conversation. Nothing of it is ever written down."""

    secrets: dict[str, str] = field(factory=dict, repr=False)  # secret to placeholder
    _count: Counter[str] = field(factory=Counter, repr=False)

    def redact(self, text: str) -> str:
        """The text with every secret replaced; the same secret by the same placeholder."""
        for found in _found(text):
            self._know(*found)
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, self.secrets[secret])
        return text

    def restore(self, text: str) -> str:
        """The text with the secrets back in their places."""
        for secret, placeholder in self.secrets.items():
            text = text.replace(placeholder, secret)
        return text

    def leaks(self, wire: str) -> bool:
        """Whether a known secret is in what is about to be sent."""
        return any(secret in wire for secret in self.secrets)

    def _know(self, kind: str, secret: str) -> None:
        if secret not in self.secrets and "_REDACTED_" not in secret:
            self._count[kind] += 1
            self.secrets[secret] = f"{kind}_REDACTED_{self._count[kind]}"


def _found(text: str) -> Iterable[tuple[str, str]]:
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
