"""Building the tree again after an edit: what kept its lines keeps its nodes, what was edited keeps the ids of its leaves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from heldout.syntax import ir
from heldout.syntax.align import common_prefix, common_suffix
from heldout.syntax.cut import Statement, read_statement, takes
from heldout.syntax.draft import DEEPEST, Draft, compound, drafts, plain
from heldout.syntax.leaf import Leaf, make_leaf, parse
from heldout.syntax.scan import Line
from heldout.syntax.tree import Block, Node, fill, make_block


class Builder:
    """Builds blocks, and gives out the ids of leaves. `look` is called for each node, and may raise to stop it."""

    def __init__(self, next_id: int, look: Callable[[], None]) -> None:
        self.next_id = next_id
        self.look = look

    def block(self, lines: tuple[Line, ...], old: Block | None, depth: int = 0) -> Block:
        """The block of these lines. At depth 0 every statement is a node of its own."""
        if old is None:
            return make_block(lines, tuple(self._nodes(lines, self._statements(lines, 0), [], depth)), None)
        if lines == old.lines:
            return old
        front = common_prefix(old.lines, lines)
        back = common_suffix(old.lines, lines, front)
        children = old.children
        a = bisect_left(old.ends, front)  # the children before it, and the line after each, are as they were
        if a < len(children) and old.ends[a] == front:
            child = children[a]
            if front == len(lines) or not takes(child.last, child.lines, lines[front]):
                a += 1
        statements, b = self._changed(lines, old, a, back)
        nodes = self._nodes(lines, statements, list(children[a:b]), depth)
        return make_block(lines, (*children[:a], *nodes, *children[b:]), old)

    def _statements(self, lines: Sequence[Line], at: int) -> list[Statement]:
        found: list[Statement] = []
        while at < len(lines):
            self.look()
            statement = read_statement(lines, at, len(lines))
            found.append(statement)
            at = statement.end
        return found

    def _changed(self, lines: Sequence[Line], old: Block, a: int, back: int) -> tuple[list[Statement], int]:
        """The statements from child `a` on until the old children are met again, and the index of that child."""
        at = old.ends[a - 1] if a else 0
        shift = len(lines) - len(old.lines)
        same = len(lines) - back
        found: list[Statement] = []
        while at < len(lines):
            if at >= same:
                start = at - shift
                b = bisect_left(old.ends, start) + 1 if start else 0
                if a <= b < len(old.children) and (old.ends[b - 1] if b else 0) == start:
                    return found, b
            statement = read_statement(lines, at, len(lines))
            found.append(statement)
            at = statement.end
        return found, len(old.children)

    # ── nodes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _nodes(self, lines: tuple[Line, ...], statements: list[Statement], olds: list[Node], depth: int) -> list[Node]:
        """Nodes for these statements, which take the place of some old ones."""
        made_drafts = drafts(lines, statements, olds, depth)
        lost = _flat(olds)
        chosen = _match(made_drafts, lost)
        found: list[Node] = []
        broken = -1
        for draft, old in zip(made_drafts, chosen, strict=True):
            made = self._made(lines, draft, old, depth)
            for node in made:
                if broken < 0 and node.leaf.broken:
                    broken = len(found)
                found.append(node)
        if broken >= 0:
            taken = {id(old) for old in chosen if old is not None}
            rest = [(row, node) for row, node in lost if id(node) not in taken and node.unit.body]
            if rest:
                _keep(found, broken, rest, sum([node.rows for node in olds]))
        return found

    def _made(self, lines: tuple[Line, ...], draft: Draft, old: Node | None, depth: int) -> list[Node]:
        self.look()
        if draft.clauses:
            return [self._compound_node(lines, draft, old, depth)]
        node = self._plain_node(lines, draft, old)
        if node.leaf.good is None and not node.kept and draft.end - draft.start > 1 and depth < DEEPEST:
            return self._isolated(lines, draft, depth)
        return [node]

    def _plain_node(self, lines: tuple[Line, ...], draft: Draft, old: Node | None) -> Node:
        leaf, unit = self._leaf(draft, old if old is not None and not old.blocks else None, old)
        kept: tuple[tuple[int, Node], ...] = ()
        if leaf.broken and old is not None and old.blocks and old.unit.body:
            kept = ((0, _without_kept(old)),)
        return _node(lines, draft, leaf, unit or ir.Unit(leaf.id, leaf.body), kept=kept)

    def _compound_node(self, lines: tuple[Line, ...], draft: Draft, old: Node | None, depth: int) -> Node:
        words = tuple([clause.word for clause in draft.clauses])
        like = old if old is not None and old.words == words else None
        leaf, unit = self._leaf(draft, like, old)
        blocks: list[tuple[int, Block | None]] = []
        row = 0
        done = draft.start
        before = _old_bodies(words, old)
        for clause, body in zip(draft.clauses, before, strict=True):
            row += sum([line.rows for line in lines[done : clause.body]])
            block = None
            if clause.body < clause.end:
                block = self.block(lines[clause.body : clause.end], body, depth + 1)
            blocks.append((row, block))
            row += sum([line.rows for line in lines[clause.body : clause.end]])
            done = clause.end
        bodies = [None if block is None else block.units for _, block in blocks]
        if unit is not None and like is not None and bodies == [b and b.units for _, b in like.blocks]:
            filled = unit
        else:
            statement = fill(leaf.body[0], words, bodies) if len(leaf.body) == 1 else None
            if statement is None and leaf.good is not None:
                leaf.good = None
            filled = ir.Unit(leaf.id, () if statement is None else (statement,))
        kept: tuple[tuple[int, Node], ...] = ()
        if leaf.good is None and old is not None and old.unit.body:
            kept = ((0, _without_kept(old)),)
        return _node(lines, draft, leaf, filled, words, tuple(blocks), kept)

    def _leaf(self, draft: Draft, like: Node | None, old: Node | None) -> tuple[Leaf, ir.Unit | None]:
        """The leaf of a draft, with the unit of the old one when nothing in it changed.

        `like` is an old node of the same kind: its id goes on, and its statements while the new text does not parse.
        """
        if like is not None:
            before = like.leaf
            if before.text == draft.text and before.indent == draft.indent and before.segments == draft.segments:
                return before, like.unit
            leaf = make_leaf(before.id, draft.text, draft.indent, draft.hopeless, before)
            leaf.segments = draft.segments if not leaf.broken else before.segments
            return leaf, like.unit if leaf.body is before.body else None
        fresh = old is None or draft.hopeless or parse(draft.text, draft.indent) is None
        leaf = make_leaf(
            self._new_id() if fresh or old is None else old.leaf.id, draft.text, draft.indent, draft.hopeless, None
        )
        leaf.segments = draft.segments
        return leaf, None

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _isolated(self, lines: tuple[Line, ...], draft: Draft, depth: int) -> list[Node]:
        """A leaf that was never understood, cut finer, so that the lines around the broken one are."""
        statements = self._statements(lines[: draft.end], draft.start)
        if len(statements) > 1:
            found: list[Node] = []
            for statement in statements:
                found += self._made(lines, plain(lines, [statement]), None, depth)
            return found
        only = statements[0]
        if only.word:
            return [self._compound_node(lines, compound(lines, only), None, depth)]
        first = Statement(only.start, only.start + 1, only.column, "")
        found = [self._plain_node(lines, plain(lines, [first]), None)]
        rest = self._statements(lines[: draft.end], only.start + 1)
        return found + self._nodes(lines, rest, [], depth + 1)


def _node(
    lines: tuple[Line, ...],
    draft: Draft,
    leaf: Leaf,
    unit: ir.Unit,
    words: tuple[str, ...] = (),
    blocks: tuple[tuple[int, Block | None], ...] = (),
    kept: tuple[tuple[int, Node], ...] = (),
) -> Node:
    own = lines[draft.start : draft.end]
    last = draft.last
    relative = Statement(last.start - draft.start, last.end - draft.start, last.column, last.word)
    return Node(own, relative, leaf, unit, sum([line.rows for line in own]), words, blocks, kept)


def _flat(nodes: list[Node]) -> list[tuple[int, Node]]:
    """Old nodes, and what broken ones among them kept, with their rows counted from the first."""
    found: list[tuple[int, Node]] = []
    row = 0
    for node in nodes:
        found.append((row, _without_kept(node)))
        found += [(row + below, inner) for below, inner in node.kept]
        row += node.rows
    return found


def _without_kept(node: Node) -> Node:
    if not node.kept:
        return node
    return Node(node.lines, node.last, node.leaf, node.unit, node.rows, node.words, node.blocks)


def _match(new: list[Draft], olds: list[tuple[int, Node]]) -> list[Node | None]:
    """For every draft the old node that it goes on from: equal texts first, the rest in their order."""
    free: dict[tuple[str, str], list[Node]] = {}
    for _, node in reversed(olds):
        leaf = node.leaf
        for text in {leaf.text, leaf.good or leaf.text}:  # the second is what a broken one says still
            free.setdefault((text, leaf.indent), []).append(node)
    found: list[Node | None] = []
    taken: set[int] = set()
    for draft in new:
        same = free.get((draft.text, draft.indent), [])
        while same and id(same[-1]) in taken:
            same.pop()
        found.append(same.pop() if same else None)
        taken.add(id(found[-1]))
    rest = iter([node for _, node in olds if id(node) not in taken])
    return [next(rest, None) if node is None else node for node in found]


def _old_bodies(words: tuple[str, ...], old: Node | None) -> list[Block | None]:
    """For every clause the body that the same clause had before: clauses are aligned from both ends."""
    if old is None or not old.blocks:
        return [None] * len(words)
    front = common_prefix(old.words, words)
    back = common_suffix(old.words, words, front)
    bodies = [block for _, block in old.blocks]
    return bodies[:front] + [None] * (len(words) - front - back) + (bodies[len(bodies) - back :] if back else [])


def _keep(found: list[Node], broken: int, lost: list[tuple[int, Node]], old_rows: int) -> None:
    """Let a broken node go on with what was lost, which moved by as many rows as the region grew."""
    grown = sum([node.rows for node in found]) - old_rows
    start = sum([node.rows for node in found[:broken]])
    node = found[broken]
    known = {id(inner) for _, inner in node.kept}
    more = [(max(0, row + (grown if row else 0) - start), inner) for row, inner in lost if id(inner) not in known]
    node.keep(node.kept + tuple(more))
