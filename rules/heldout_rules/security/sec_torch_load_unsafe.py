"""A checkpoint is loaded in a way that runs whatever code it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Draft, Graph, Report, Rule, Safety, Severity, Step, constant, kept

SAFE_SINCE = (2, 6)
CLAUSE = re.compile(r"(<=|<|==|~=)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+|\*))?[\w.+-]*")


class SecTorchLoadUnsafe(Rule):
    name = "sec-torch-load-unsafe"
    severity = Severity.WARNING
    frameworks = ("torch",)
    fix_safety = Safety.UNSAFE
    allows = Allowance(keywords=frozenset(["weights_only"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        version = graph.versions.get("torch")
        for step in graph.ops("load"):
            if step.name != "torch.load" or _in_memory(graph, step):
                continue
            given = step.args.keywords.get("weights_only") or step.arg("weights_only")
            if given is not None and constant(given, True) is False:
                message = f"`weights_only=False` runs any code that is hidden in {_file(step)}"
                yield Report(step.handle, message, (), step)
            elif (given is None or constant(given, True) is None) and not step.args.spread and _old(version):
                message = f"with torch {version}, `torch.load` runs any code that is hidden in {_file(step)}: `weights_only` is off"
                yield Report(step.handle, message, (), step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        edit = code.set_argument(report.about.handle, "weights_only", "True")
        yield Draft("Load weights only (`weights_only=True`)", (edit,), Safety.UNSAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["weights_only"]))


def _in_memory(graph: Graph, step: Step) -> bool:
    """Whether a buffer is loaded: `torch.save` and `torch.load` on a `BytesIO` is how modules are copied."""
    given = step.arg("f")
    made = graph.by_id.get(given.key) if given is not None and isinstance(given.key, tuple) else None
    return made is not None and made.name == "io.BytesIO" and not made.args.nodes


def _file(step: Step) -> str:
    text = step.data_text()
    return f"`{text}`" if text and "…" not in text else "the file"


def _old(version: str | None) -> bool:
    """Whether the release in force ("2.5.1"), or every one that may be ("<2.6"), is older than the safe default."""
    if not version:
        return False
    for clause in version.split(","):
        match = CLAUSE.fullmatch(clause.strip())
        if match is None:
            continue
        operator, major, minor, patch = match.groups()
        release = (int(major), int(minor or 0))
        if operator == "<":
            if release < SAFE_SINCE or (release == SAFE_SINCE and patch in (None, "0")):
                return True
        elif operator == "~=" and patch is None:
            continue  # ~=2.5 allows 2.6
        elif release < SAFE_SINCE:
            return True
    return False
