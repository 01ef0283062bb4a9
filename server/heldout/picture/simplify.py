"""From a first drawing to one that is legible: what leads nowhere goes, and what belongs together becomes one node."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from heldout.picture.flow import Drawing, Sketch
from heldout.picture.origins import Chosen, Given

ENDS = frozenset(["split", "fit", "evaluate", "predict", "save"])
"""What a pipeline is about: everything else is drawn where it leads to one of these."""

MOST_ALIKE = 5
"""Models that are fitted on the same rows, side by side; more of them are one node, or the picture gets too wide."""

Key = Hashable


class Sheet:
    """A drawing whose edges are found from both ends."""

    def __init__(self, drawing: Drawing) -> None:
        self.nodes = dict(drawing.nodes)
        self.out: dict[Key, dict[Key, str]] = {key: {} for key in self.nodes}
        self.into: dict[Key, dict[Key, str]] = {key: {} for key in self.nodes}
        for (source, target), kind in drawing.edges.items():
            self.link(source, target, kind)

    def link(self, source: Key, target: Key, kind: str) -> None:
        self.out[source].setdefault(target, kind)
        self.into[target].setdefault(source, kind)

    def remove(self, key: Key, moved_to: Iterable[Key] = ()) -> None:
        """Take a node away; others, if any, stand for it now."""
        for target in self.out.pop(key):
            self.into[target].pop(key, None)
        for source in self.into.pop(key):
            self.out[source].pop(key, None)
        gone = self.nodes.pop(key)
        for other in moved_to:
            self.nodes[other].handles.update(gone.handles)

    def merge(self, first: Key, other: Key, *, in_a_row: bool) -> None:
        """Let the first node stand for both. Of steps in a row only the last result has a name that matters."""
        kept, gone = self.nodes[first], self.nodes[other]
        for source, kind in list(self.into[other].items()):
            if source != first:
                self.link(source, first, kind)
        for target, kind in list(self.out[other].items()):
            if target != first:
                self.link(first, target, kind)
        self.remove(other, [first])
        kept.names = gone.names if in_a_row else list(dict.fromkeys([*kept.names, *gone.names]))
        kept.count += gone.count
        kept.calls = [*kept.calls, *gone.calls]
        kept.roles |= gone.roles


def simplify(drawing: Drawing, marked: Callable[[Sketch], bool]) -> Sheet:
    """The drawing that is shown. What is `marked` (a finding stands there) is never left out.

    `marked` is asked as seldom as can be: it looks for places, and finding one is the dearest thing that happens here.
    """
    sheet = Sheet(drawing)
    _prune(sheet, marked)
    _pass_through_predictions(sheet)
    _shorten(sheet)
    while _join_chains(sheet) or _join_siblings(sheet):
        pass
    if _join_models(sheet, marked):
        _join_siblings(sheet)
    return sheet


def _prune(sheet: Sheet, marked: Callable[[Sketch], bool]) -> None:
    """Take away what leads to no end, and what comes from no data."""
    _drop_inner_layers(sheet)
    nodes = sheet.nodes
    ends = [key for key, node in nodes.items() if node.kind in ENDS or (node.kind == "part" and _is_made(key))]
    leading = reach(ends, sheet.into)
    found = [k for k, node in nodes.items() if node.kind not in ("step", "part") and k not in leading and marked(node)]
    leading |= reach(found, sheet.into)
    if not leading:
        leading = {key for key, node in nodes.items() if node.kind == "source"}
    kept = leading & reach([key for key, node in nodes.items() if node.kind != "step"], sheet.out)
    for key in list(nodes):
        alone = not (sheet.into[key].keys() & kept or sheet.out[key].keys() & kept)
        idle = alone and nodes[key].kind in ("predict", "save", "part") and not marked(nodes[key])
        if key not in kept or idle:
            kept.discard(key)
            sheet.remove(key)


def _is_made(key: Key) -> bool:
    """Whether a part is one of a split's, not a parameter or a slice."""
    return not isinstance(key, (Given, Chosen))


def _drop_inner_layers(sheet: Sheet) -> None:
    """What a network's own `forward` does to its parameters is no part of a pipeline."""
    fed = reach([key for key, node in sheet.nodes.items() if node.kind in ("source", "split", "fit")], sheet.out)
    for key, node in list(sheet.nodes.items()):
        if node.kind == "predict" and key not in fed:
            sheet.remove(key)


def reach(starts: Iterable[Key], along: dict[Key, dict[Key, str]]) -> set[Key]:
    """Some nodes and all that is found from them by going `along`."""
    found = set(starts)
    todo = list(found)
    while todo:
        for key in along[todo.pop()]:
            if key not in found:
                found.add(key)
                todo.append(key)
    return found


def _pass_through_predictions(sheet: Sheet) -> None:
    """A prediction that is only scored is no node of its own: the model is applied where the score is.

    So are the steps from what a model says to what is scored (the likeliest class, a threshold).
    """

    def scored(key: Key) -> bool:
        return bool(sheet.out[key]) and all(sheet.nodes[after].kind == "evaluate" for after in sheet.out[key])

    changed = True
    while changed:
        changed = False
        for key, node in list(sheet.nodes.items()):
            said = [sheet.nodes[source].kind == "predict" for source in sheet.into[key]]
            if scored(key) and (node.kind == "predict" or (node.kind == "step" and said and all(said))):
                changed = True
                after = dict(sheet.out[key])
                for source, how in list(sheet.into[key].items()):
                    for target, kind in after.items():
                        sheet.link(source, target, "apply" if how == "apply" else kind)
                sheet.remove(key, after)


def _shorten(sheet: Sheet) -> None:
    """Drop a row edge where the same rows come through another node as well: the longer way tells more."""
    order = {key: number for number, key in enumerate(sorted(sheet.nodes, key=lambda k: sheet.nodes[k].number))}
    before: dict[Key, int] = {}
    for key in order:
        into = sheet.into[key]
        through = 0
        for source, kind in into.items():
            if kind != "apply" and sheet.nodes[source].passes:
                through |= before[source]
        for source, kind in list(into.items()):
            if kind != "apply" and through >> order[source] & 1:
                del into[source], sheet.out[source][key]
        before[key] = through
        for source in into:
            before[key] |= 1 << order[source]


def _join_chains(sheet: Sheet) -> bool:
    """Steps in a row, of which nothing else takes a part, become one."""
    joined = False
    for key, node in list(sheet.nodes.items()):
        if node.kind != "step" or key not in sheet.nodes:
            continue
        while len(sheet.out[key]) == 1:
            (after,) = sheet.out[key]
            if sheet.nodes[after].kind != "step" or len(sheet.into[after]) != 1:
                break
            sheet.merge(key, after, in_a_row=True)
            joined = True
    return joined


def _join_siblings(sheet: Sheet) -> bool:
    """Steps between the same nodes become one, and so do scores of the same model on the same rows."""
    first_of: dict[Hashable, Key] = {}
    joined = False
    for key, node in list(sheet.nodes.items()):
        if node.kind not in ("step", "evaluate") or not sheet.into[key]:
            continue
        same = (node.kind, frozenset(sheet.into[key].items()), frozenset(sheet.out[key].items()))
        first = first_of.setdefault(same, key)
        if first != key:
            sheet.merge(first, key, in_a_row=False)
            joined = True
    return joined


def _join_models(sheet: Sheet, marked: Callable[[Sketch], bool]) -> bool:
    """Many models that learn from the same rows become one node, except where there is something to say of one."""
    alike: dict[Hashable, list[Key]] = {}
    for key, node in sheet.nodes.items():
        if node.kind == "fit" and sheet.into[key]:
            alike.setdefault(frozenset(sheet.into[key].items()), []).append(key)
    many = [[key for key in keys if not marked(sheet.nodes[key])] for keys in alike.values() if len(keys) > MOST_ALIKE]
    for first, *others in filter(None, many):
        for other in others:
            sheet.merge(first, other, in_a_row=False)
    return bool(many)
