"""What seeds a program, and what draws random numbers in it, and from which generator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from heldout.api import Graph, Handle, Instance, Literal, Step, constant, text_of
from heldout_rules.blocks import entered
from heldout_rules.reproducibility.showing import only_shown

EVERYTHING = "everything"
"""What a function seeds of which only the name is known."""
OWN = "its own"
"""The generator of an object that was made without a seed: no global seed reaches it."""
OF_LIBRARY = {
    "torch": "torch", "torchvision": "torch", "torchaudio": "torch", "numpy": "numpy", "scipy": "numpy",
    "sklearn": "numpy", "imblearn": "numpy", "pandas": "numpy", "datasets": "numpy", "category_encoders": "numpy",
    "random": "python", "tensorflow": "tensorflow", "keras": "keras",
}  # fmt: skip
NAMES = {"torch": "PyTorch", "numpy": "NumPy", "python": "`random`", "tensorflow": "TensorFlow", "keras": "Keras"}
PER_CALL = ("sklearn.", "imblearn.", "xgboost.", "lightgbm.", "catboost.", "pandas.", "datasets.", "polars.", "cuml.")
"""What is given its seed call by call, and has rules of its own for that."""
NO_SEED = ("initial_seed", "get_seed", "seedsequence", "getstate", "seed_worker", "make_seed", "generate_seed")
OTHERS = ("env", "envs", "action_space", "observation_space", "environment")
"""Receivers whose `seed` method seeds themselves."""
GENERATORS = ("Generator", "RandomState", "Random", "SystemRandom", "BitGenerator", "default_rng")


@frozen
class Seeds:
    """The calls that seed global generators, and what each of them seeds; `given` are seeds handed to single calls."""

    steps: tuple[tuple[Step, frozenset[str]], ...]
    given: tuple[Step, ...]

    @property
    def any(self) -> bool:
        return bool(self.steps or self.given)

    def reach(self, step: Step, generator: str, keras: str = "") -> bool:
        """Whether the generator that a step draws from is seeded. What nobody calls seeds nothing for what does run."""
        if not self.steps:
            return False
        runs = entered(step)
        return any(covers(seeded, generator, keras) for by, seeded in self.steps if not runs or entered(by))


def covers(seeded: frozenset[str], generator: str, keras: str = "") -> bool:
    """Whether seeding some generators makes draws from another repeatable. `keras`: its release, "" when not known."""
    if generator == OWN:
        return False
    if EVERYTHING in seeded or generator in seeded:
        return True
    if generator == "keras":
        # Keras 3 takes the seeds of its initialisers and dropout from Python's `random`, Keras 2 from TensorFlow.
        major = keras.partition(".")[0].lstrip("<>=~^")
        return "python" in seeded or ("tensorflow" in seeded and not (major.isdigit() and int(major) >= 3))
    return False


def seeds_of(graph: Graph) -> Seeds:
    """All that seeds a program."""
    return Seeds(graph.each(_seeding), graph.each(_given))


def _seeding(step: Step) -> Iterator[tuple[Step, frozenset[str]]]:
    if (step.model is None or step.op == "seed") and (found := seeded_by(step)):
        yield step, found


def _given(step: Step) -> Iterator[Step]:
    model = step.model
    if (model is None or model.seed or step.method == "set_params") and (given_seed(step) or _set_later(step)):
        yield step


def seeded_by(step: Step) -> frozenset[str]:
    """The generators that a call seeds: what its model says, or everything when only its name says that it seeds."""
    if step.op == "seed":
        seeds = frozenset(step.fact("seeds", [EVERYTHING]))
        fresh = not step.args.spread and all(constant(v, 0) is None for v in step.args.all())
        return frozenset() if fresh and seeds <= {"numpy", "python"} else seeds  # seed(), seed(None): from the clock
    name = step.method.lower()
    if "seed" not in name or name.startswith(NO_SEED) or name in ("seed_worker", "worker_init_fn"):
        return frozenset()
    if (
        step.model is not None
        or step.name.startswith(("torch.", "jax.", "numpy.", "builtins."))
        or step.op == "construct"
    ):
        return frozenset()
    if name == "seed" and step.receiver_text.rpartition(".")[2] in OTHERS:
        return frozenset()
    return frozenset([EVERYTHING])


def given_seed(step: Step) -> bool:
    """Whether a call is given a seed (`random_state=0`, `manual_seed(0)` of a generator, a key of JAX)."""
    if step.name.startswith("jax.random.") and step.method in ("PRNGKey", "key"):
        return True
    if step.model is None:
        return any(constant(step.args.keywords.get(name)) is not None for name in ("random_state", "seed"))
    if not step.model.seed:
        return False
    value = step.arg(step.model.seed)
    return value is not None and not (isinstance(value.kind, Literal) and value.kind.value is None)


def _set_later(step: Step) -> bool:
    return step.method == "set_params" and any("random_state" in k for k in step.args.keywords)


def one_of_several(graph: Graph, steps: Iterable[Step]) -> set[Handle]:
    """The calls of a name that stands for several things (`cv(n_splits=5)` in a loop over classes): they share their arguments."""
    return {s.handle for s in steps} & graph.ask(_of_several_names)


def _of_several_names(graph: Graph) -> frozenset[Handle]:
    names: dict[Handle, str] = {}
    return frozenset([at for at, name in graph.each(_named) if names.setdefault(at, name) != name])


def _named(step: Step) -> Iterator[tuple[Handle, str]]:
    yield step.handle, step.name


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
    if not switch or _settled(step):
        return False
    if not isinstance(switch, str):
        return True
    given = step.arg(switch)
    if given is None:
        return step.fact("random-default", True) is not False and not step.args.spread
    return bool(constant(given, True))


STARTS = ("random", "k-means++", "random_from_data", "kmeans")
"""Ways to start that are chance all the same."""


def _settled(step: Step) -> bool:
    """Whether an argument leaves nothing to chance: a start that is given, a support of all rows."""
    name = step.fact("settled-by")
    value = step.arg(str(name)) if name else None
    if value is None:
        return False
    known = constant(value, ...)
    if isinstance(known, (int, float)):
        return known == 1
    return known is not None and known not in STARTS


def generator_of(step: Step) -> str | None:
    """The generator that a call without a seed of its own draws from; None when it draws from none that we know."""
    if own_generator(step) or not draws(step):
        return None
    if step.model is not None and step.model.seed and not unseeded(step):
        return None
    if step.op == "construct" and step.name.rpartition(".")[2] in GENERATORS:
        return OWN
    named = step.fact("generator")
    return str(named) if named else OF_LIBRARY.get((step.name or step.cls).partition(".")[0])


def global_draws(graph: Graph) -> tuple[tuple[Step, str], ...]:
    """The calls that draw from a generator that is not theirs alone, each with that generator; not what is only shown."""
    return graph.each(_global_draw)


def _global_draw(step: Step) -> Iterator[tuple[Step, str]]:
    draws_here = step.model is not None and step.model.random and not per_call(step)
    if draws_here and (generator := generator_of(step)) and not only_shown(step):
        yield step, generator


def entered_draws(graph: Graph) -> tuple[tuple[Step, str], ...]:
    """Those among them that run when the program does."""
    return graph.each(_entered_draw)


def _entered_draw(step: Step) -> Iterator[tuple[Step, str]]:
    for found in _global_draw(step):
        if entered(step):
            yield found


def per_call(step: Step) -> bool:
    """Whether a missing seed is told of call by call, by another rule."""
    return step.name.startswith(PER_CALL)


def own_generator(step: Step) -> bool:
    """Whether a draw comes from a generator object: it is as seeded as that object."""
    receiver = step.receiver
    if receiver is None or not isinstance(receiver.kind, Instance):
        return False
    return receiver.kind.cls.rpartition(".")[2] in GENERATORS


def words(step: Step) -> str:
    """What draws, as written."""
    text = text_of(step.node.func)
    return f"`{text}`" if "…" not in text and len(text) < 50 else f"`{step.method or step.name}`"


def named(generators: Iterable[str]) -> str:
    """`NumPy and PyTorch`: the generators of some libraries, for people."""
    found = sorted({NAMES[g] for g in generators if g in NAMES})
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
