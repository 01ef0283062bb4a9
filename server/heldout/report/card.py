"""A draft of a model card, from the pipeline graph alone: what the code says, and questions for a person where it says nothing.

The headings are those that people know (Mitchell et al. 2019, "Model Cards for Model Reporting"; Hugging Face's template).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from heldout.analysis.engine import Snapshot
from heldout.findings.finding import Finding
from heldout.report import card_facts as facts
from heldout.report.card_selections import parts_and_filters, selections
from heldout.report.card_words import escaped, prose, span, visible

MOST = 40
"""Lines of one list; of more, only how many there are."""


def model_card(snapshot: Snapshot, name: str) -> str:
    """The card of the program in a snapshot, in Markdown; `name` is its file's. Equal snapshots give equal cards.

    The program is not run, and nothing is invented: what is not known is said to be not known. Secrets in the code are left out.
    """
    graph, models, chosen = snapshot.graph, snapshot.models, selections(snapshot)
    parts, filters = parts_and_filters(graph, chosen, facts.used_rows(graph, models))
    title = visible(name).replace("\\", "/").rpartition("/")[2]
    bare = re.sub(r"\.(?:py|pyw|ipynb)$", "", title)
    parts = [
        f"# Model card: {escaped(bare) or 'without a name'}",
        f"> A draft. Heldout wrote it from the code of {span(title)} without running it: numbers, and what the data hold, are not in it. "
        "A line with a box is a question for a person; what Heldout could not read off the code is said to be not known.",
        *([f"> {note}" for note in _gaps(snapshot)]),
        "## Model Details",
        _list("### Model", facts.models_of(graph, models, chosen), "No step that trains or loads a model was seen."),
        _open(
            "Who developed it, who is responsible for it, and whom to write to?",
            "Which version of the model is this, from which day and commit?",
            "Under which licence may it be used, and does that of the data (and of a model it starts from) allow it?",
        ),
        "## Uses",
        _open(
            "Intended use: which decision or product is it for, and who uses it?",
            "Out of scope: for what must it not be used?",
            "What happens to a person about whom it is wrong?",
        ),
        "## Training Details",
        _list("### Data", facts.data(graph), "No step that reads data was seen."),
        _open(
            "How were the data collected, when, where and by whom; what does a row stand for?",
            "Who or what is missing in them, and how were the labels made?",
        ),
        _list("### Splits", [*facts.splits(graph, models), *parts], "Nothing that splits the rows was seen."),
        _list("### Preprocessing", [*filters, *facts.preparation(graph, models, chosen)], "No step that learns from rows before the model does was seen. What a model holds learns with it."),
        _list("### Training Procedure", facts.training(graph, models), "Nothing but the calls under Model was seen."),
        _list("### Seeds", facts.seeds(graph), "No call that seeds a generator of the whole process was seen."),
        _list("### Randomness", facts.chance(graph), "No call that draws at random was seen. What libraries draw inside is not known."),
        "## Evaluation",
        _list("### Metrics, and the rows they are measured on", facts.measures(graph, models, chosen), "No step that measures was seen."),
        _list("### Selection", facts.choices(graph, models, chosen), "No choice by a score was seen. What was tried by hand is not known."),
        "### Results",
        _open(
            "Fill in the numbers, with their spread over seeds or folds, and the day and commit of the run.",
            "How do they differ between the groups that matter (age, sex, language, region, device, …)?",
            "What does a simple baseline reach on the same rows?",
        ),
        "## Bias, Risks, and Limitations",
        _list("### Known limits: open findings of Heldout", [_finding(f, snapshot) for f in snapshot.findings], "No open finding. That is no proof that there is nothing to find."),
        "### Fairness, privacy, safety",
        _open(
            "Which groups of people may it serve worse, and how was that looked at?",
            "Which personal data are in the training data; on what ground, how long, and can a row be told from the model?",
            "How can it be misused, and what was done about it?",
            "How will it be noticed that the world no longer looks like the training data?",
        ),
        _list("## Technical Specifications: software in force", facts.software(snapshot), "No library that Heldout knows is imported."),
        _open("On which hardware does it run, how long does training take, and what does it use?"),
    ]  # fmt: skip
    return "\n\n".join([part for part in parts if part]) + "\n"


def _list(heading: str, lines: Iterable[str], otherwise: str) -> str:
    """A heading and its list, or what is said where there is nothing."""
    told = list(dict.fromkeys(lines))
    items = [f"- {line}" for line in told[:MOST]]
    if len(told) > MOST:
        items.append(f"- … and {len(told) - MOST} more")
    return f"{heading}\n\n" + ("\n".join(items) or otherwise)


def _open(*questions: str) -> str:
    return "\n".join([f"- [ ] {question}" for question in questions])


def _finding(finding: Finding, snapshot: Snapshot) -> str:
    number = snapshot.document.cells[finding.place.cell].number
    line = f"line {finding.place.line + 1}" if number is None else f"cell {number}, line {finding.place.line + 1}"
    return f"{finding.severity.value} ({line}), {span(finding.rule)}: {prose(finding.message)}"


def _gaps(snapshot: Snapshot) -> Sequence[str]:
    """Why the card may not be whole."""
    program = snapshot.program
    notes = []
    if program is None:
        notes.append("**Nothing was analysed: the file imports no library that Heldout knows.**")
    elif program.skipped:
        notes.append("**The file was not analysed as a whole: it is too large.**")
    if snapshot.broken:
        notes.append(f"**{snapshot.broken} places of the code do not parse and were left out.**")
    if snapshot.exhausted:
        notes.append("**A part of the program was not followed: there is too much of it.**")
    return notes
