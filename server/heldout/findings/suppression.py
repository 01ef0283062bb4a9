"""Comments that suppress findings, and what is said of those that suppress nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from attrs import define, frozen

from heldout.findings.comments import Directive, Name, directives, line_starts, logical_lines
from heldout.findings.finding import Edit, Finding, Fix, Safety, Severity
from heldout.source.document import Document
from heldout.source.place import Place

UNUSED = "unused-suppression"
EVERYWHERE = (0, 0), (1 << 60, 0)


@frozen
class _Span:
    """From one (cell, line) to another, both included."""

    first: tuple[int, int]
    last: tuple[int, int]


@define
class _Suppression:
    """One name of one comment: what it covers, and whether it was of use."""

    cell: int
    directive: Directive
    name: Name
    span: _Span
    used: bool = False

    def covers(self, finding: Finding) -> bool:
        return _means(self.name.text, finding.rule) and (
            self.span.first <= (finding.place.cell, finding.place.line) <= self.span.last
            or self.span.first <= (finding.place.cell, finding.place.end_line) <= self.span.last
        )


def _means(name: str, rule: str) -> bool:
    return rule == name or rule.startswith(name + "-")


def suppress(
    document: Document,
    findings: Sequence[Finding],
    known_rules: Collection[str],
    active: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """The findings that no comment suppresses, and one of rule "unused-suppression" for each name without effect.

    `active` are the rules that ran (all, by default): a comment for a rule that is switched off is not called unused.
    """
    written = [(index, found) for index, cell in enumerate(document.cells) for found in directives(cell.text)]
    if not written:
        return tuple(findings)
    suppressions = _suppressions(document, written, known_rules)
    kept: list[Finding] = []
    for finding in findings:
        covering = [suppression for suppression in suppressions if suppression.covers(finding)]
        for suppression in covering:
            suppression.used = True
        if not covering:
            kept.append(finding)
    said = _unused(document, written, suppressions, known_rules, known_rules if active is None else active)
    # What speaks of the comments can be suppressed too, by its name.
    hushed = [suppression for suppression in suppressions if suppression.name.text == UNUSED]
    kept += (finding for finding in said if not any(suppression.covers(finding) for suppression in hushed))
    return tuple(kept)


def _suppressions(
    document: Document, written: Sequence[tuple[int, Directive]], known_rules: Collection[str]
) -> list[_Suppression]:
    found: list[_Suppression] = []
    for index, (cell, directive) in enumerate(written):
        for name in directive.names or ():
            if directive.verb == "noqa" and name.text not in known_rules:
                continue  # another linter's code
            span = _span(document, written, index, name.text)
            if span is not None:
                found.append(_Suppression(cell, directive, name, span))
    return found


def _span(document: Document, written: Sequence[tuple[int, Directive]], index: int, name: str) -> _Span | None:
    cell, directive = written[index]
    if directive.verb in ("ignore", "noqa"):
        first, last = _statement(document.cells[cell].text, directive)
        return _Span((cell, first), (cell, last))
    if directive.verb == "disable":
        for other_cell, other in written[index + 1 :]:
            if other.verb == "enable" and any(_means(ended.text, name) for ended in other.names or ()):
                return _Span((cell, directive.line), (other_cell, other.line))
        return _Span((cell, directive.line), EVERYWHERE[1])
    if directive.verb == "file-ignore":
        return _Span(*EVERYWHERE)
    if directive.verb == "cell-ignore":
        return _Span((cell, 0), (cell, EVERYWHERE[1][0]))
    return None


def _statement(text: str, directive: Directive) -> tuple[int, int]:
    """The lines of the statement that a comment stands on, or, when it stands alone, of the one below it."""
    lines = logical_lines(text)
    at = bisect_right(lines, (directive.line, 1 << 60)) - 1
    if at >= 0 and lines[at][0] <= directive.line <= lines[at][1]:
        if directive.line in lines[at] or directive.alone:
            return lines[at]
        return directive.line, directive.line
    if directive.alone and at + 1 < len(lines):
        return lines[at + 1]
    return directive.line, directive.line


def _unused(
    document: Document,
    written: Sequence[tuple[int, Directive]],
    suppressions: Sequence[_Suppression],
    known_rules: Collection[str],
    active: Collection[str],
) -> list[Finding]:
    said: list[Finding] = []
    for cell, directive in written:
        if directive.verb == "noqa":
            names = tuple(name for name in directive.names or () if name.text in known_rules)
        else:
            names = directive.names or ()
            complaint = _malformed(directive)
            if complaint:
                said.append(_finding(cell, directive, complaint))
                continue
        mine = [s for s in suppressions if s.cell == cell and s.directive is directive]
        reasons: dict[Name, str] = {}
        for name in names:
            if name.text != UNUSED and not any(_means(name.text, rule) for rule in known_rules):
                reasons[name] = f"`{name.text}` is no rule or family of Heldout, so nothing is suppressed by that name."
            elif directive.verb == "enable":
                if not _ends_something(written, cell, directive, name):
                    reasons[name] = f"`{name.text}` is not disabled above, so there is nothing to enable."
            elif name.text == UNUSED or any(s.used for s in mine if s.name is name):
                continue
            elif any(_means(name.text, rule) for rule in active):
                reasons[name] = f"No finding of `{name.text}` is suppressed by this comment."
        if not reasons:
            continue
        if len(reasons) == len(directive.names or ()):
            said.append(_finding(cell, directive, " ".join(reasons.values())))
        else:
            said += (_finding(cell, directive, reason, name) for name, reason in reasons.items())
    return said


def _malformed(directive: Directive) -> str | None:
    if directive.verb not in ("ignore", "disable", "enable", "file-ignore", "cell-ignore"):
        return "Heldout does not know this comment; write `# heldout: ignore[rule]` with the name of a rule."
    if not directive.names:
        return f"This comment names no rule, so it has no effect; name the rule: `# heldout: {directive.verb}[rule]`."
    return None


def _ends_something(written: Sequence[tuple[int, Directive]], cell: int, end: Directive, name: Name) -> bool:
    return any(
        other.verb == "disable" and (at, other.line) <= (cell, end.line) and _means(name.text, begun.text)
        for at, other in written
        for begun in other.names or ()
    )


def _finding(cell: int, directive: Directive, message: str, name: Name | None = None) -> Finding:
    start, end = (directive.start, directive.end) if name is None else (name.start, name.end)
    return Finding(UNUSED, message, Severity.INFO, Place(cell, directive.line, start, directive.line, end))


def unused_fix(document: Document, finding: Finding) -> Fix | None:
    """The safe fix of an "unused-suppression": the comment is removed, or only the name that has no effect."""
    place = finding.place
    if finding.rule != UNUSED or place.cell >= len(document.cells):
        return None
    text = document.cells[place.cell].text
    for directive in directives(text):
        if directive.line != place.line or not directive.start <= place.column < directive.end:
            continue
        edit = _removal(text, place.cell, directive)
        if place.column != directive.start:
            name = next((name for name in directive.names or () if name.start == place.column), None)
            if name is None:
                return None
            edit = _name_removal(text, place.cell, directive, name)
        title = (
            "Remove the comment without effect" if place.column == directive.start else "Remove the name without effect"
        )
        return Fix(title, (edit,), Safety.SAFE)
    return None


def _removal(text: str, cell: int, directive: Directive) -> Edit:
    starts = line_starts(text)
    line = text[starts[directive.line] :].split("\n", 1)[0]
    before, after = line[: directive.start], line[directive.end :]
    if not after.strip():
        if not before.strip() and directive.line + 1 < len(starts):
            return Edit(Place(cell, directive.line, 0, directive.line + 1, 0), "")
        return Edit(Place(cell, directive.line, len(before.rstrip()), directive.line, len(line)), "")
    skipped = len(after) - len(after.lstrip())
    return Edit(Place(cell, directive.line, directive.start, directive.line, directive.end + skipped), "")


def _name_removal(text: str, cell: int, directive: Directive, name: Name) -> Edit:
    names = directive.names or ()
    at = names.index(name)
    if at + 1 < len(names):
        start, end = name.start, names[at + 1].start
    else:
        start, end = names[at - 1].end, name.end
    return Edit(Place(cell, directive.line, start, directive.line, end), "")


def suppress_edit(document: Document, finding: Finding) -> Edit:
    """The edit that adds `# heldout: ignore[rule]` to a statement's last line, or the rule to a comment there."""
    place = finding.place
    text = document.cells[place.cell].text
    first, last = place.line, place.line
    for lines in logical_lines(text):
        if lines[0] <= place.line <= lines[1]:
            first, last = lines
    for directive in directives(text):
        if directive.verb == "ignore" and directive.names and directive.line in (first, last):
            at = directive.names[-1].end
            return Edit(Place(place.cell, directive.line, at, directive.line, at), f", {finding.rule}")
    line = text.split("\n")[last]
    end = len(line.rstrip())
    return Edit(Place(place.cell, last, end, last, len(line)), f"  # heldout: ignore[{finding.rule}]")
