"""Rows in the words of the user's code: which part of what they are, where that was decided, and who has looked at them."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from heldout.semantics.graph import Graph, Step
from heldout.semantics.rows import INDEX_ROOT, Relation, Rows, Segment, relate
from heldout.semantics.show import where
from heldout.semantics.values import Data, Seen, Value, constant
from heldout.syntax.written import text_of

ROLES = {"train": "training", "test": "test", "validation": "validation"}
PREDICTED = ("labels", "probabilities", "scores")
MOST = 3
"""Sources, or influences, that one sentence names; of more, nothing is said (or only the first are)."""
LONGEST = 40


def code(text: str) -> str:
    """User's code in a sentence: a span of one line that nothing in it can end."""
    line = " ".join(text.replace("`", "'").split())
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}`"


def at(graph: Graph, step: Step) -> str:
    """` (line 12)`, or nothing where the place is not known."""
    place = where(graph, step)
    return f" ({place})" if place else ""


def worked_on(step: Step) -> str:
    """The data of a step, as written: `X_train` of `scaler.fit(X_train)`, `df` of `df.sample(100)`; "" when too long."""
    of_table = step.receiver is not None and isinstance(step.receiver.kind, Data)
    text = step.receiver_text if of_table else step.data_text()
    return "" if "…" in text or len(text) > LONGEST else text


def estimator(step: Step) -> str:
    """What was fitted or asked: `scaler`, or its class where it has no name."""
    text = step.receiver_text
    if text and "…" not in text and "(" not in text and len(text) <= LONGEST:
        return code(text)
    return code((step.cls or step.name).rpartition(".")[2] or "it")


def maker(graph: Graph, segment: Segment) -> Step | None:
    """The step that made a choice of rows."""
    key = segment.split
    made = key[1] if isinstance(key, tuple) and len(key) > 1 else None
    return graph.by_id.get(made) if isinstance(made, tuple) and len(made) == 3 else None


def rows(graph: Graph, value: Value) -> str:
    """`the test part, 20 % of `X` (line 12)`; "" when it is not known."""
    known = value.data_rows() if isinstance(value.kind, Data) else value.rows
    if known is None or len(known.paths) > MOST:
        return ""
    last = known.last()
    if last is not None and last.kind == "item" and not isinstance(value.kind, Data):
        return ""  # going through a table gives the names of its columns
    words = [_path(graph, path, _number(value)) for path in sorted(known.paths, key=repr)]
    return "" if not all(words) else " and ".join(words)


def _number(value: Value) -> int:
    """Which of the arrays of a split it is a part of, if it is one and nothing was done to it since; else 0."""
    key = value.key
    number = key[3] if isinstance(key, tuple) and len(key) == 4 and key[0] == "split" else 0
    return number if isinstance(number, int) else 0


def brief(graph: Graph, value: Value) -> str:
    """`test, 20 % of X`: for a hint beside the name. "" where no split says what the rows are for."""
    known = value.rows
    if known is None or len(known.paths) != 1 or known.role is None or is_prediction(graph, value):
        return ""
    path = next(iter(known.paths))
    last = path[-1]
    if not isinstance(last, Segment) or last.kind not in ("split", "fold", "slice", "mask", "sample"):
        return known.role
    if last.kind == "fold" or last.role is None:
        return f"{known.role} of a fold" if last.kind == "fold" else known.role
    share, base = percent(last), _array(maker(graph, last), _number(value))
    if share and base:
        return f"{last.role}, {share} of {base}"
    return f"{last.role} of {base}" if base else last.role


def is_prediction(graph: Graph, value: Value) -> bool:
    """Whether it is what a model gives for rows, and not the rows."""
    made = graph.by_id.get(value.key) if isinstance(value.key, tuple) else None
    return value.content in PREDICTED or (made is not None and made.op == "predict")


def _path(graph: Graph, path: tuple[Any, ...], array: int = 0, depth: int = 0) -> str:
    """In words; the place of a source is only told where it is all that there is to tell (`depth` 0)."""
    root, last = path[0], path[-1]
    if len(path) == 1:
        return _whole(graph, root, placed=depth == 0)
    if not isinstance(last, Segment) or depth > MOST:
        return ""
    step = maker(graph, last)
    base = _array(step, array) if step is not None else ""
    if last.kind == "item":  # its maker is that of what is gone through, whose rows come before
        base, step = "", None
    if not base:
        before = path[:-1]
        base = "the row numbers" if before == (INDEX_ROOT,) else _path(graph, before, 0, depth + 1)
        place = at(graph, step) if step is not None else ""
        return _segment(last, base, place) if base else ""
    assert step is not None
    words = _segment(last, code(base), at(graph, step))
    outer = path[-2]
    if words and depth == 0 and isinstance(outer, Segment) and outer.role and outer.kind == "split":
        of = maker(graph, outer)
        whole = _array(of, 0)
        if of is not None and of is not step and whole:
            words += f", itself from the {ROLES.get(outer.role, outer.role)} part of {code(whole)}{at(graph, of)}"
    return words


def _array(step: Step | None, array: int) -> str:
    """The array that a split took apart: several are given at once."""
    if step is None:
        return ""
    positional = [n for n in step.args.nodes if n.keyword is None]
    if step.op != "split" or not 0 < array < len(positional) or any(n.star for n in positional):
        return worked_on(step)
    text = text_of(positional[array].value)
    return "" if "…" in text or len(text) > LONGEST else text


def _whole(graph: Graph, root: Any, placed: bool) -> str:
    step = graph.by_id.get(root) if isinstance(root, tuple) else None
    if step is not None and step.op == "source":
        return f"all rows of {code(text_of(step.node))}{at(graph, step) if placed else ''}"
    if isinstance(root, tuple) and len(root) == 3 and root[0] == "either":
        either = [_whole(graph, one, placed) for one in root[1:]]
        return either[0] if either[0] == either[1] else " or ".join(either) if all(either) else ""
    if isinstance(root, tuple) and len(root) == 3 and root[0] == "param":
        return f"all rows of the parameter {code(str(root[2]))}"
    return ""


def percent(segment: Segment) -> str:
    """`20 %`, or "" when the share is not known."""
    return "" if segment.share is None else f"{round(segment.share * 100, 1):g} %"


def _segment(s: Segment, base: str, place: str) -> str:
    share = percent(s)
    of = f", {share} of {base}{place}" if share else f" of {base}{place}"
    role = ROLES.get(s.role or "", s.role or "")
    if s.kind == "fold":
        return f"the {role} rows of a fold of {base}{place}" if role else ""
    if s.kind == "split":
        return f"the {role} part{of}" if role else f"one of {s.parts} parts{of}" if s.parts else ""
    if s.kind == "slice":
        which = {"head": "a slice from the start", "tail": "a slice to the end"}.get(s.part, "a slice")
        return f"{which}{of}"
    if s.kind == "mask":
        return f"a selection by a condition from {base}{place}"
    if s.kind == "sample":
        return f"a random sample{of}" if s.part == "in" else f"what a random sample left{of}"
    if s.kind == "subset":
        return f"some of the rows of {base}{place}"
    if s.kind == "copies":
        return f"{base} with rows copied or made up{place}"
    return f"an item or batch of {base}{place}" if s.kind == "item" else ""


def influences(graph: Graph, value: Value) -> list[str]:
    """Who has looked at the rows, or what was mixed into them: a sentence for each, in the order of the program."""
    order = {step.id: n for n, step in enumerate(graph.steps)}
    seen = sorted([s for s in value.seen if s.step in order], key=lambda s: order[s.step])
    # What a model gives begins with the model.
    words = [_influence(graph, value, s) for s in sorted(seen, key=lambda s: s.how != "model")]
    return list(dict.fromkeys([w for w in words if w]))[:MOST]


def _influence(graph: Graph, value: Value, seen: Seen) -> str:
    step = graph.by_id[seen.step]
    on = worked_on(step)
    data = code(on) if on else "data"
    if seen.how == "statistic":
        of = {True: ", a statistic of rows that hold these", False: ", a statistic of other rows"}
        return f"computed with {code(text_of(step.node))}{at(graph, step)}{of.get(_holds(value, seen), '')}"  # type: ignore[arg-type]
    if seen.how == "copies":
        return f"holds rows that {estimator(step)} copied or made up from {data}{at(graph, step)}"
    also = " and its labels" if seen.how == "labels" else ""
    verb = "transformed by"
    if seen.how == "model":
        verb = "predicted by" if is_prediction(graph, value) else "made with predictions of"
    return f"{verb} {estimator(step)}, which was fitted on {data}{also}{at(graph, step)}{_among(value, seen)}"


def _holds(value: Value, seen: Seen) -> bool | None:
    """Whether what was looked at holds the rows of a value; None when that is not known."""
    if value.rows is None:
        return None
    relation = relate(value.rows, seen.rows)
    if relation in (Relation.SAME, Relation.INSIDE):
        return True
    return False if relation is Relation.DISJOINT else None


def _among(value: Value, seen: Seen) -> str:
    holds = _holds(value, seen)
    if holds is None:
        return ""
    return ", these rows among them" if holds else ", none of these rows among them"


def chance(graph: Graph, step: Step) -> str:
    """`drawn at random in line 12, seeded by `random_state=0``."""
    place = where(graph, step)
    return f"drawn at random{f' in {place}' if place else ''}{seeding(step)}"


def seeding(step: Step) -> str:
    """`, seeded by `random_state=0``, or that nothing in the call seeds it; "" where that cannot be said."""
    parameter = step.model.seed if step.model is not None else ""
    if not parameter:
        return ", by the generator that the whole process shares" if step.fact("generator") else ""
    given = step.arg(parameter)
    node = step.arg_node(parameter) if given is not None else None
    if node is not None and constant(given, 0) is not None:
        return f", seeded by {code(f'{parameter}={text_of(node.value)}')}"
    return "" if step.args.spread else f", without a {code(parameter)}"


def fitted_rows(graph: Graph, known: Rows | None) -> str:
    """The rows of a fit in words."""
    return "" if known is None else rows(graph, evolve(Value(), rows=known))
