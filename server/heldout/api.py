"""All that a rule may import: the graph it reads, what it reports, and how it edits."""

from heldout.findings.code import Code, Draft
from heldout.findings.contract import Allowance, Fact, added, changes, facts, kept, lost, roughly, said
from heldout.findings.finding import Edit, Safety, Severity
from heldout.findings.rule import NOWHERE, Report, Rule
from heldout.findings.terms import Compared, Language, Meaning, Table, Term, Unit, Words, blank, within
from heldout.semantics.cells import CellCode, Notebook
from heldout.semantics.columns import Columns, Made
from heldout.semantics.graph import UNCALLED, Arguments, Block, Graph, Handle, Step
from heldout.semantics.rows import Relation, Rows, Segment, parted_by, relate, share, union
from heldout.semantics.uses import Names, names_of
from heldout.semantics.values import (
    Bound,
    Data,
    Either,
    Fit,
    Function,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Ref,
    Seen,
    StepId,
    Unknown,
    Value,
    class_name,
    constant,
)
from heldout.source.magic_lines import Magic, installed_by
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.written import text_of

__all__ = [
    "NOWHERE", "UNCALLED", "Allowance", "Arguments", "Block", "Bound", "CellCode", "Code", "Columns", "Compared", "Data",
    "Draft", "Edit", "Either", "Fact", "Fit", "Function", "Graph", "Group", "Handle", "Instance", "Language", "Literal",
    "Made", "Magic", "Many", "Mapping", "Meaning", "Names", "Notebook", "Object", "Place", "Ref", "Relation", "Report",
    "Rows", "Rule", "Safety", "Seen", "Segment", "Severity", "Step", "StepId", "Table", "Term", "Unit", "Unknown", "Value", "Words", "added", "blank",
    "changes", "class_name", "constant", "facts", "installed_by", "ir", "kept", "lost", "names_of", "parted_by", "relate",
    "roughly", "said", "share", "text_of", "union", "within",
]  # fmt: skip
