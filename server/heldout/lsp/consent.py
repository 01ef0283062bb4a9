"""Whether the agent may be asked, and how: what the user allowed in the editor, or in the file of the machine.

An editor that knows Heldout keeps the key and asks its user; it tells us by `heldout/agent` after the start. For all others the
machine's own file holds, as for the command line. Settings that come with the workspace's configuration are never asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

from heldout.agent.budget import Limits
from heldout.agent.client import ADDRESS, MISSING, Access, how_to_install

EDITOR_MODEL = "the editor's model"
UNKNOWN = "the editor has not said yet whether it may be asked"
UNTRUSTED = "the agent is off in a workspace that is not trusted"
NOT_ENABLED = 'the agent is off: "Heldout: Enable the Agent for This Workspace" turns it on'
NO_KEY = 'there is no key: "Heldout: Set API Key…" stores one'


@frozen
class Consent:
    """`reason` says why nobody may be asked, in one sentence; "" when somebody may. `confirmed`: the first payload was shown."""

    reason: str = UNKNOWN
    access: Access = field(factory=lambda: Access(""), repr=False)
    limits: Limits = field(factory=Limits)
    backend: Literal["anthropic", "editor"] = "anthropic"
    confirmed: bool = False

    @property
    def given(self) -> bool:
        return not self.reason

    @property
    def destination(self) -> str:
        """Where code would be sent, in words."""
        return EDITOR_MODEL if self.backend == "editor" else f"{self.access.model} at {self.access.base_url}"


def of_editor(params: Any) -> Consent:
    """What `heldout/agent` says. Whatever makes no sense counts as no consent."""
    from heldout.agent.settings import is_here

    told: Mapping[str, Any] = params if isinstance(params, Mapping) else {}
    backend: Literal["anthropic", "editor"] = "editor" if told.get("backend") == "editor" else "anthropic"
    address = _text(told, "baseUrl").rstrip("/") or ADDRESS
    # A server on this machine needs no key, and the protocol needs one.
    key = _text(told, "key") or ("none" if is_here(address) else "")
    model = EDITOR_MODEL if backend == "editor" else _text(told, "model") or Access("").model
    standard = Limits()
    limits = Limits(
        _number(told, "dollarsAFix", standard.fix),
        _number(told, "dollarsADay", standard.day),
        _number(told, "dollarsAWorkspace", standard.workspace),
    )
    access = Access(key, model, address, max(_number(told, "deadline", Access("").deadline), 1.0))
    reason = ""
    if told.get("trusted") is not True:
        reason = UNTRUSTED
    elif told.get("enabled") is not True:
        reason = NOT_ENABLED
    elif backend == "anthropic":
        reason = _obstacle(access)
    return Consent(reason, access, limits, backend, told.get("confirmed") is True)


def of_machine(root: Path) -> Consent:
    """What the machine's file allows for a workspace. It may ask the system's keyring, which takes its time."""
    from heldout.agent import settings

    known = settings.load()
    allowed = settings.access(known, root)
    if isinstance(allowed, str):
        return Consent(allowed, limits=known.limits)
    return Consent(_obstacle(allowed), allowed, known.limits)


def _obstacle(access: Access) -> str:
    from heldout.agent import settings

    if not settings.may_receive(access.base_url):
        return f"code is sent to https:// addresses and to this machine only, and not to {access.base_url}"
    if not access.key:
        return NO_KEY
    return "" if settings.installed() else f"{MISSING}: {how_to_install()}, then restart the server"


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(told: Mapping[str, Any], name: str, standard: float) -> float:
    value = told.get(name)
    good = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return float(value) if good and value is not None else standard
