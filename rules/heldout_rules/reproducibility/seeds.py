"""What seeds a program, and what draws random numbers in it."""

from __future__ import annotations

from heldout.api import Graph, Instance, Literal, Step, constant, ir, text_of

SEED_NAMES = ("SEED", "RANDOM_SEED", "RANDOM_STATE")
OFF_BY_DEFAULT = ("KFold",)  # the shuffling of KFold, StratifiedKFold, …


def seeded_anywhere(graph: Graph) -> bool:
    """Whether anything is seeded: by a call that seeds or says so (`seed_everything`), or by a seed that is handed over."""
    if graph.ops("seed"):
        return True
    return any("seed" in s.method.lower() or _given_seed(s) or _set_later(s) for s in graph.steps)


def _given_seed(step: Step) -> bool:
    """Whether a call is given a seed (`random_state=0`): then the program is seeded in part, which is another matter."""
    if step.model is None or not step.model.seed:
        return False
    value = step.arg(step.model.seed)
    return value is not None and not (isinstance(value.kind, Literal) and value.kind.value is None)


def _set_later(step: Step) -> bool:
    return step.method == "set_params" and (step.args.spread or any("random_state" in k for k in step.args.keywords))


def unseeded(step: Step) -> bool:
    """Whether a call that can be given a seed goes without: the seed is left out or None, and nothing else may hold it."""
    model = step.model
    if model is None or not model.seed or not draws(step):
        return False
    value = step.arg(model.seed)
    if value is None:
        return not step.args.spread
    return isinstance(value.kind, Literal) and value.kind.value is None


def draws(step: Step) -> bool:
    """Whether a call draws random numbers, given its switch (`shuffle=`)."""
    model = step.model
    if model is None:
        return False
    switch = model.random
    if not isinstance(switch, str):
        return bool(switch)
    given = step.arg(switch)
    if given is None:
        off = step.cls.endswith(OFF_BY_DEFAULT) or step.fact("random-default", True) is False
        return not off and not step.args.spread
    return bool(constant(given, True))


def seed_name(graph: Graph) -> str:
    """How the program writes a seed that it hands to others: `SEED`, else 42."""
    for step in graph.steps:
        for arg in step.args.nodes:
            if (
                arg.keyword in ("random_state", "seed")
                and isinstance(arg.value, ir.Name)
                and arg.value.id in SEED_NAMES
            ):
                return arg.value.id
    return "42"


def own_generator(step: Step) -> bool:
    """Whether a draw comes from a generator object: it is as seeded as that object."""
    receiver = step.receiver
    if receiver is None or not isinstance(receiver.kind, Instance):
        return False
    return receiver.kind.cls.rpartition(".")[2] in (
        "Generator",
        "RandomState",
        "Random",
        "SystemRandom",
        "BitGenerator",
    )


def words(step: Step) -> str:
    """What draws, as written."""
    text = text_of(step.node.func)
    return f"`{text}`" if "…" not in text and len(text) < 50 else f"`{step.method or step.name}`"
