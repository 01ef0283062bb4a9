"""What fixes of a training loop must keep: the gradients that a step follows, and the mode that each part runs in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heldout.api import Graph, Step, added, changes, lost
from heldout_rules.blocks import around, under
from heldout_rules.torch.mode import family, last_switch, oid

NO_GRAD = ("no_grad", "inference_mode")
SWITCHES = ("eval-mode", "train-mode")


def cleared_right(about: tuple[Step, Step], old: Graph, new: Graph) -> Iterator[str]:
    """Only the clearing came, of the optimizer that steps, and never between `backward` and the step."""
    gone, came = changes(old, new)
    yield from lost(gone)
    yield from added(tuple([f for f in came if f.op != "zero-grad"]))
    clears = [s for s in new.steps if _clears(s)]
    places = {s.handle for s in clears}
    if len(places) != len({s.handle for s in old.steps if _clears(s)}) + 1:
        yield "`zero_grad` must be called in one place more than before"
        return
    steppers = [s for s in new.steps if s.method == "step" and s.receiver_text]
    for clear in clears:
        if clear.args.positional or clear.args.keywords:
            continue
        if not any(_same_object(clear, s) for s in steppers):
            yield f"`{clear.receiver_text}.zero_grad` is of an object whose `step` is not called"
    events = [s for s in new.steps if _clears(s) or s.method in ("backward", "step")]
    for before, now, after in zip(events, events[1:], events[2:], strict=False):
        if _clears(now) and before.method == "backward" and after.method == "step":
            yield "`zero_grad` between `backward` and `step` throws the gradients away before they are used"
    yield from _with_the_step(about, clears, new)


def _with_the_step(about: tuple[Step, Step], clears: Sequence[Step], new: Graph) -> Iterator[str]:
    """Gradients that are added up over several batches are cleared where the step is."""
    backward, step = about
    if _branches(backward) == _branches(step) and backward.id[0] == step.id[0]:
        return
    for clear in clears:
        beside = [s for s in new.steps if s.method == "step" and s.block.handle == clear.block.handle]
        loops = [s for s in new.steps if s.method == "backward" and around_same(s, clear)]
        if loops and not beside:
            yield "gradients are added up over several batches here; clear them after the step, in its branch"


def around_same(one: Step, other: Step) -> bool:
    """Whether the innermost loop around both is the same."""
    a, b = next(iter(around(one, "loop")), None), next(iter(around(other, "loop")), None)
    return a is not None and b is not None and a.handle == b.handle


def _branches(step: Step) -> int:
    return sum(1 for _ in around(step, "branch"))


def _clears(step: Step) -> bool:
    return step.op == "zero-grad" or step.method == "zero_grad"


def _same_object(clear: Step, step: Step) -> bool:
    mine, theirs = oid(clear.receiver), oid(step.receiver)
    if mine is not None and theirs is not None:
        return bool(mine == theirs)
    return clear.receiver_text == step.receiver_text


def switched_right(old: Graph, new: Graph) -> Iterator[str]:
    """Only switches of the mode came, of networks that predict, and what is trained is in training mode as before."""
    gone, came = changes(old, new)
    yield from lost(gone)
    yield from added(tuple([f for f in came if f.op not in SWITCHES]))
    switches = [f.step for f in came if f.op in SWITCHES]
    asked = {oid(s.receiver) for s in new.ops("forward")} - {None}
    for switch in switches:
        if oid(switch.receiver) not in asked:
            yield f"`{switch.receiver_text}.{switch.method}()` is of something that does not predict here"
        elif switch.op == "eval-mode":
            yield from _switched_back(switch, new)
        elif not _trains_after(switch, new):
            yield f"`{switch.receiver_text}.train()` is not needed: nothing is trained after it"
    if _in_eval(new) <= _in_eval(old):
        yield "no network that predicts is in evaluation mode that was not before"
    if _places(new) - _places(old) != len({s.handle for s in switches}):
        yield "`eval` or `train` is called on something that is no network here"
    places = [s.handle for s in switches]
    if len(set(places)) > 2:
        yield "more switches of the mode came than one prediction needs"


def _in_eval(graph: Graph) -> int:
    """How many predictions are made in evaluation mode."""
    steps = list(graph.steps)
    asked = [(n, s) for n, s in enumerate(steps) if s.op == "forward" and s.receiver is not None]
    return sum(
        last_switch(graph, steps[:n], family(graph, s.receiver))[0] == "eval"
        for n, s in asked
        if s.receiver is not None
    )


def _places(graph: Graph) -> int:
    return len({s.handle for s in graph.steps if s.method in ("eval", "train")})


def _switched_back(switch: Step, new: Graph) -> Iterator[str]:
    mine = oid(switch.receiver)
    for order in _orders(switch, new):
        for index, step in enumerate(order):
            if step.op == "train-mode" and oid(step.receiver) == mine:
                break
            if _trains(step, mine, order[index:]):
                yield f"`{switch.receiver_text}` is trained after `eval()`; switch it back with `train()` before that"
                return


def _trains_after(switch: Step, new: Graph) -> bool:
    mine = oid(switch.receiver)
    return any(_trains(step, mine, order[index:]) for order in _orders(switch, new) for index, step in enumerate(order))


def _orders(switch: Step, new: Graph) -> Iterator[list[Step]]:
    """What runs after a step: the rest of the program, and each loop around it once more from its beginning."""
    steps = list(new.steps)
    at = next((n for n, s in enumerate(steps) if s is switch), len(steps))
    yield steps[at + 1 :]
    for loop in around(switch, "loop"):
        inside = list(new.inside(loop))
        at = next((n for n, s in enumerate(inside) if s is switch), len(inside))
        yield inside[at + 1 :] + inside[:at]


def _trains(step: Step, network: object, after: Sequence[Step]) -> bool:
    """Whether a network learns from a call: with gradients, which something follows afterwards."""
    if step.op != "forward" or oid(step.receiver) != network or under(step, *NO_GRAD) is not None:
        return False
    return any(s.op in ("backward", "optimizer-step") or s.method in ("backward", "step") for s in after)
