"""What a rule is: a class beside its page. It looks at steps, and reports with the steps that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen

from heldout.findings.contract import Allowance, kept, roughly
from heldout.findings.finding import Safety, Severity
from heldout.findings.terms import Compared, Language
from heldout.semantics.cells import Notebook
from heldout.semantics.graph import Graph, Handle, Step
from heldout.source.place import Place

if TYPE_CHECKING:
    from heldout.findings.code import Code, Draft


@frozen
class Report:
    """What a rule found. `at` is underlined; `evidence` leads there, each step with one short sentence.

    `about` is whatever the rule's `fix` needs (usually the step). What is no code (a magic) is underlined at
    its `place`, and is `at` NOWHERE.
    """

    at: Handle
    message: str
    evidence: tuple[tuple[Handle, str], ...] = ()
    about: Any = field(default=None, eq=False)
    place: Place | None = None


NOWHERE = Handle(-1, -1)
"""No node of the code."""


class Rule:
    """A rule. Subclasses set the class variables and write `check`; those that can fix also write `fix`.

    The name is the identity and the file name; its page `<name>.md` stands beside it. `ops` are the kinds of steps that
    `check` is called with; a rule without `ops` looks at the whole graph (`check_graph`), or at the cells of a notebook
    (`check_notebook`).
    """

    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    frameworks: ClassVar[tuple[str, ...]] = ()
    ops: ClassVar[tuple[str, ...]] = ()
    reads: ClassVar[tuple[str, ...]] = ()  # the kinds of steps `check_graph` depends on ("magic": magics); empty: all
    reads_blocks: ClassVar[bool] = False  # whether `check_graph` reads the code of the blocks around steps, too
    fix_safety: ClassVar[Safety] = Safety.SAFE  # of its usual fix, for the table of rules; each draft says its own
    allows: ClassVar[Allowance] = Allowance()  # what a fix by judgement may bring into the text
    askable: ClassVar[bool] = False  # whether a fix by judgement can be checked; those with a contract of their own are
    unasked: ClassVar[str] = (
        "whether a fix by judgement keeps what the program means cannot be checked yet"  # why, if not
    )

    contracted: ClassVar[bool] = False  # whether it has a contract of its own
    language: ClassVar[Language | None] = (
        None  # how programs are read for `agrees`; None: they are not compared that way
    )

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.contracted = cls.contract is not Rule.contract
        if "askable" not in vars(cls):
            cls.askable = cls.contracted or cls.language is not None

    def check(self, step: Step) -> Iterator[Report]:
        """Look at one step. Only what the step and its values hold may be used, so the answer can be kept with it."""
        return iter(())

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        """Look at the whole program, again when an edit changed steps: what only needs a step is asked through `graph.each`.

        Of the code around steps only the parameters of functions count; a rule that looks further `reads_blocks`.
        """
        return iter(())

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        """Look at a notebook cell by cell; called for notebooks only, after every edit."""
        return iter(())

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        """Edits that remove the finding, best first. They are tried on a copy before anybody sees them."""
        return ()

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        """What a fix by judgement broke: a sentence for whatever `new` does not keep of `old`, for which `report` was made."""
        return kept(old, new, view=roughly)

    def agrees(self, change: Compared) -> Iterator[str]:
        """What a fix by judgement broke, by what both programs compute: a way to be right whatever the text looks like."""
        return iter(("nothing is known of what must stay",))


RuleFactory = Callable[[], Rule]


def family(name: str) -> str:
    """The part of a rule's name before the first dash."""
    return name.partition("-")[0]


def rules_of(classes: Sequence[type[Rule]]) -> tuple[Rule, ...]:
    """One object of each rule, sorted by name."""
    return tuple(sorted([cls() for cls in classes], key=lambda rule: rule.name))
