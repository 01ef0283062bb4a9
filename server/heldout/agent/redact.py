"""Secrets in code are replaced before anything leaves the machine, and put back into what comes."""

from __future__ import annotations

from collections import Counter

from attrs import define, field

from heldout.report.secrets import found


@define
class Redaction:
    """Placeholders for the secrets of one conversation. Nothing of it is ever written down."""

    secrets: dict[str, str] = field(factory=dict, repr=False)  # secret to placeholder
    _count: Counter[str] = field(factory=Counter, repr=False)

    def redact(self, text: str) -> str:
        """The text with every secret replaced; the same secret by the same placeholder."""
        for kind, secret in found(text):
            self._know(kind, secret)
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
