"""What the server can tell of its rules: `heldout/rules` and `heldout/rulePage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer


def register(server: HeldoutServer) -> None:
    """Register both requests."""
    session = server.session

    @server.feature("heldout/rules")
    async def rules(params: Any) -> list[dict[str, Any]]:
        await session.ready.wait()
        return [
            {
                "name": rule.name,
                "family": rule.family,
                "summary": rule.summary,
                "severity": rule.severity.value,
                "fixable": rule.fixable.value if rule.fixable is not None else None,
                "url": rule.url,
            }
            for rule in session.rules.values()
        ]

    @server.feature("heldout/rulePage")
    async def rule_page(params: Any) -> dict[str, str]:
        await session.ready.wait()
        name = params.get("name") if isinstance(params, dict) else None
        rule = session.rules.get(name) if isinstance(name, str) else None
        if rule is None:
            raise JsonRpcInvalidParams(f"There is no rule {name!r}." if name else "The parameter `name` is missing.")
        return {"name": rule.name, "markdown": rule.page, "url": rule.url}
