"""The words of a picture, and text from the user's code made harmless for whatever it is written into."""

from __future__ import annotations

import re

from heldout.findings.finding import Finding
from heldout.picture.model import KINDS, Node, Picture

# Not allowed in XML, or able to make a text look like another one (marks that turn the direction of writing).
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """One line without characters that are not meant to be seen."""
    return _ODD.sub("\ufffd", " ".join(text.split()))


def short(text: str, most: int) -> str:
    """At most so many characters, the end left out."""
    text = plain(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def heading(node: Node, picture: Picture) -> tuple[str, str]:
    """What stands above the title: the kind, and where."""
    places = list(dict.fromkeys(picture.where(place) for place in node.places))
    if len(places) > 1:
        unit = places[0].split(" ")[0]
        numbers = [int(place.split(" ")[1]) for place in places]
        return KINDS[node.kind], f"{unit}s {min(numbers)}–{max(numbers)}"
    return KINDS[node.kind], places[0] if places else ""


def below(node: Node) -> str:
    """The line under the title: what is called, or what is known of the rows."""
    if node.kind == "part":
        return node.note or node.call
    if node.kind == "evaluate" and node.note:
        return f"on the {node.note} rows"
    return node.call if node.call != node.title else node.note


def spoken(node: Node, picture: Picture) -> str:
    """The node in a sentence, for those who hear it, and for the tip under the mouse."""
    kind, where = heading(node, picture)
    parts = [f"{kind} {node.title}", node.call if node.call != node.title else "", node.note, where]
    said = [", ".join(plain(part) for part in parts if part)]
    said += [f"{picture.findings[n].rule}: {plain(picture.findings[n].message)}" for n in node.findings]
    return ". ".join(said)


def leaks(picture: Picture) -> list[tuple[int, Finding]]:
    """The findings that edges are marked for, with their numbers in the picture."""
    marked = sorted({n for edge in picture.edges for n in edge.findings})
    return [(n, picture.findings[n]) for n in marked]


def labelled(picture: Picture) -> dict[tuple[str, str], str]:
    """By the ends of an edge: the rules whose names stand beside it. Each finding is named once, where it starts."""
    labels: dict[tuple[str, str], list[str]] = {}
    for number, finding in leaks(picture):
        here = {node.id for node in picture.nodes if number in node.findings}
        marked = [edge for edge in picture.edges if number in edge.findings]
        first = next((edge for edge in marked if edge.source in here), None) or marked[-1]
        names = labels.setdefault((first.source, first.target), [])
        if finding.rule not in names:
            names.append(finding.rule)
    return {ends: ", ".join(names) for ends, names in labels.items()}
