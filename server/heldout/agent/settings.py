"""Whether, where and with which key the agent may be asked: the machine's own file, which no project can change.

A key that lies around in the environment is no consent: nothing is sent before `enabled = true` stands in the file, for all
workspaces or for those that it lists.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import field, frozen

from heldout.agent.budget import Budget, Limits
from heldout.agent.client import ADDRESS, Access

if TYPE_CHECKING:
    from heldout.agent.cache import Cache

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "agent.toml"
SERVICE = "heldout"


@frozen
class AgentSettings:
    """`workspaces`: folders in which it may be asked; empty means all. `key_variable`: the environment variable with the key."""

    enabled: bool = False
    workspaces: tuple[str, ...] = ()
    model: str = "claude-sonnet-5-5"
    base_url: str = ADDRESS
    key_variable: str = ""
    deadline: float = 90.0
    limits: Limits = field(factory=Limits)
    origin: Path | None = None
    problem: str = ""


def settings_file() -> Path:
    """Where the machine's settings are, whether or not there are any."""
    from platformdirs import user_config_path

    return user_config_path("heldout", appauthor=False) / FILE


def load(file: Path | None = None) -> AgentSettings:
    """The settings of this machine. Never raises: what is wrong turns the agent off and says why."""
    file = file or settings_file()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        return AgentSettings(origin=file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return AgentSettings(origin=file, problem=f"{file} cannot be read: {error}")
    try:
        return _of(data, file)
    except (TypeError, ValueError) as error:
        return AgentSettings(origin=file, problem=f"{file}: {error}")


def _of(data: Mapping[str, Any], file: Path) -> AgentSettings:
    known = {
        "enabled": bool,
        "workspaces": list,
        "model": str,
        "base-url": str,
        "key-variable": str,
        "deadline": (int, float),
    }
    money = ("dollars-a-fix", "dollars-a-day", "dollars-a-workspace")
    for name, value in data.items():
        if name not in known and name not in money:
            raise ValueError(f"`{name}` is no setting; there are {', '.join([*known, *money])}")
        if not isinstance(value, known.get(name, (int, float))):  # type: ignore[arg-type]
            raise ValueError(f"`{name}` has a value of the wrong kind")
    base = str(data.get("base-url", ADDRESS)).rstrip("/")
    if not may_receive(base):
        raise ValueError("`base-url` must begin with https://, but on this machine itself")
    standard = Limits()
    return AgentSettings(
        data.get("enabled") is True,
        tuple([str(w) for w in data.get("workspaces", [])]),
        str(data.get("model", AgentSettings().model)),
        base,
        str(data.get("key-variable", "")),
        float(data.get("deadline", 90)),
        Limits(
            float(data.get(money[0], standard.fix)),
            float(data.get(money[1], standard.day)),
            float(data.get(money[2], standard.workspace)),
        ),
        file,
    )


def may_receive(address: str) -> bool:
    """Whether code may be sent to an address: over an encrypted connection, or to this machine itself."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or is_here(address))
    except ValueError:
        return False


def is_here(address: str) -> bool:
    """Whether an address is a server on this machine."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False


def access(settings: AgentSettings, workspace: Path) -> Access | str:
    """How to ask, or one sentence that says why nobody may be asked."""
    if settings.problem:
        return settings.problem
    if not settings.enabled:
        return f"the agent is off; it sends code to a model once `enabled = true` stands in {settings.origin}"
    allowed = [Path(w).expanduser().resolve() for w in settings.workspaces]
    if allowed and not any(workspace.resolve().is_relative_to(folder) for folder in allowed):
        return f"the agent is not enabled for {workspace}; add it to `workspaces` in {settings.origin}"
    key = os.environ.get(settings.key_variable, "") if settings.key_variable else ""
    if not key:
        key = _stored(settings.base_url)
    if not key:
        return (
            f"there is no key: name the environment variable that holds it as `key-variable` in {settings.origin}, "
            f"or store it with `keyring set {SERVICE} {settings.base_url}`"
        )
    return Access(key, settings.model, settings.base_url, settings.deadline)


def _stored(address: str) -> str:
    """The key from the system's keyring, "" where there is none."""
    try:
        import keyring

        return keyring.get_password(SERVICE, address) or ""
    except Exception:  # a keyring that is missing or locked is none
        return ""


def state_folder() -> Path:
    """Where hashes of rejected answers and sums of money are kept."""
    from platformdirs import user_state_path

    return user_state_path("heldout", appauthor=False) / "agent"


def accounts(workspace: Path, limits: Limits) -> tuple[Budget, Cache]:
    """What was spent for a workspace, and the answers that are known, as they are kept on this machine."""
    from heldout.agent.cache import Cache

    folder = state_folder()
    return Budget(limits, folder / f"spent-{_named(str(workspace.absolute()))}.json"), Cache(folder / "rejected.json")


def confirmed(workspace: Path, address: str) -> bool:
    """Whether what is sent from a workspace to an address was shown once, and allowed."""
    return _named(str(workspace.absolute()), address) in _confirmed()


def confirm(workspace: Path, address: str) -> None:
    """Remember that it was. Of the workspace and the address only a hash is kept."""
    known = [*_confirmed(), _named(str(workspace.absolute()), address)]
    try:
        state_folder().mkdir(parents=True, exist_ok=True)
        (state_folder() / "confirmed.json").write_text(json.dumps(sorted(set(known))), encoding="utf-8")
    except OSError:
        pass  # it is asked for again


def _confirmed() -> list[str]:
    try:
        known = json.loads((state_folder() / "confirmed.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in known if isinstance(name, str)] if isinstance(known, list) else []


def _named(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def installed() -> bool:
    """Whether the package that speaks with models is there. It is not imported."""
    return find_spec("anthropic") is not None
