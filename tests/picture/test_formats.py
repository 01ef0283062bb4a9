"""The picture as text and as drawings: each node once, nothing of the user's code can break out, nothing is loaded."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from drawn import LEAKY, picture
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from heldout.analysis.engine import Engine
from heldout.picture.dot import dot
from heldout.picture.mermaid import mermaid
from heldout.picture.model import Edge, Node, Picture
from heldout.picture.page import page
from heldout.picture.svg import svg
from heldout.source.document import Cell, Document

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</title><script>alert(1)</script>",
    '"]; x["',
    '\\"]; evil [label=\\',
    "]]><!--",
    "-->",
    "&lt;b&gt;#quot;#59;",
    "a\nb\r\nclick n1 href javascript:alert(1)",
    "\x00\x07\x1b[31m\u202e\ud800\ufffe",
    "`x` %%{init: {}}%%",
    '" onload="alert(1)',
    "\\N\\G\\l",
]


def named(*names: str) -> Picture:
    """A picture whose every text is of the user's choice."""
    nodes = tuple([Node(f"n{n}", "step", name, name, name) for n, name in enumerate(names, 1)])
    edges = tuple([Edge(a.id, b.id, "rows") for a, b in pairwise(nodes)])
    return Picture(Document("file:///a.py", (Cell("", ""),)), nodes, edges, note=names[0])


def boxes(text: str) -> list[str]:
    """The ids of the nodes in an SVG, which must be well-formed."""
    root = ET.fromstring(text)
    return [group.get("id", "") for group in root.iter(f"{SVG}g") if "node" in group.get("class", "").split()]


def test_mermaid(engine: Engine) -> None:
    assert mermaid(picture(engine, LEAKY)) == snapshot("""\
flowchart TD
    n1[("data · line 6<br/>frame<br/>pd.read_csv(#39;churn.csv#39;)")]
    n2["step · line 7<br/>X<br/>frame.drop(#39;churned#39;)"]
    n3["transform · line 9<br/>X<br/>scaler.fit_transform(X)"]
    n4{{"split · line 10<br/>train_test_split<br/>train_test_split(X)"}}
    n5(["part · line 10<br/>X_train, y_train<br/>train · 80 #37;"])
    n6(["part · line 10<br/>X_test, y_test<br/>test · 20 #37;"])
    n7["fit · line 11<br/>model<br/>LogisticRegression().fit(X_train)"]
    n8[["score · line 12<br/>model.score<br/>on the test rows"]]
    n1 --> n2
    n2 ==>|"learned from"| n3
    n3 -->|"leak-preprocess-before-split"| n4
    n4 --> n5
    n4 --> n6
    n5 ==>|"learned from"| n7
    n6 -->|"scored on"| n8
    n7 -.->|"applied to"| n8
    classDef train stroke:#0969da,stroke-width:2px
    classDef validation stroke:#8250df,stroke-width:2px
    classDef test stroke:#9a6700,stroke-width:2px
    classDef found stroke:#cf222e,stroke-width:2px,stroke-dasharray:4 3
    class n3 found
    class n5 train
    class n6 test
    class n7 train
    class n8 test
    linkStyle 2,3,4,5,6,7 stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 3
""")


def test_dot(engine: Engine) -> None:
    assert dot(picture(engine, LEAKY)) == snapshot("""\
digraph pipeline {
    node [fontname="Helvetica", fontsize=11];
    edge [fontsize=9];
    n1 [label="data · line 6\\nframe\\npd.read_csv('churn.csv')", shape=cylinder, style=solid, color="black", tooltip="data frame, pd.read_csv('churn.csv'), line 6"];
    n2 [label="step · line 7\\nX\\nframe.drop('churned')", shape=box, style=solid, color="black", tooltip="step X, frame.drop('churned'), line 7"];
    n3 [label="transform · line 9\\nX\\nscaler.fit_transform(X)", shape=box, style=solid, color="#cf222e", tooltip="transform X, scaler.fit_transform(X), line 9. leak-preprocess-before-split: `scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n4 [label="split · line 10\\ntrain_test_split\\ntrain_test_split(X)", shape=hexagon, style=solid, color="black", tooltip="split train_test_split, train_test_split(X), line 10"];
    n5 [label="part · line 10\\nX_train, y_train\\ntrain · 80 %", shape=box, style=rounded, color="#0969da", tooltip="part X_train, y_train, train · 80 %, line 10"];
    n6 [label="part · line 10\\nX_test, y_test\\ntest · 20 %", shape=box, style=rounded, color="#9a6700", tooltip="part X_test, y_test, test · 20 %, line 10"];
    n7 [label="fit · line 11\\nmodel\\nLogisticRegression().fit(X_train)", shape=box, style=bold, color="#0969da", tooltip="fit model, LogisticRegression().fit(X_train), train, line 11"];
    n8 [label="score · line 12\\nmodel.score\\non the test rows", shape=box, style=solid, color="#9a6700", tooltip="score model.score, model.score(X_test), test, line 12"];
    n1 -> n2 [style=solid];
    n2 -> n3 [style=bold, label="learned from"];
    n3 -> n4 [style="dashed,bold", label="leak-preprocess-before-split", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n4 -> n5 [style="dashed,bold", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n4 -> n6 [style="dashed,bold", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n5 -> n7 [style="dashed,bold", label="learned from", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n6 -> n8 [style="dashed,bold", label="scored on", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
    n7 -> n8 [style="dashed,bold", label="applied to", color="#cf222e", fontcolor="#cf222e", tooltip="`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on"];
}
""")


def test_json(engine: Engine) -> None:
    drawn = picture(engine, LEAKY).as_json()
    assert drawn["nodes"][4] == snapshot(
        {
            "id": "n5",
            "kind": "part",
            "title": "X_train, y_train",
            "call": "",
            "note": "train · 80 %",
            "role": "train",
            "share": 0.8,
            "count": 1,
            "places": [{"cell": None, "row": 10, "column": 36}],
            "findings": [],
        }
    )
    assert drawn["edges"][2] == snapshot({"from": "n3", "to": "n4", "kind": "rows", "findings": [0]})
    assert drawn["findings"] == snapshot(
        [
            {
                "code": "leak-preprocess-before-split",
                "severity": "warning",
                "message": "`scaler` was fitted on all of `X`; 20 % of those rows are the test set that `model.score` is computed on",
            }
        ]
    )


def test_svg_has_each_node_and_edge_once(engine: Engine) -> None:
    drawn = picture(engine, LEAKY)
    text = svg(drawn)
    assert boxes(text) == [node.id for node in drawn.nodes]
    paths = [p for p in ET.fromstring(text).iter(f"{SVG}path") if p.find(f"{SVG}title") is not None]
    assert len(paths) == len(drawn.edges)
    leaky = [p.findtext(f"{SVG}title", "") for p in paths if "leak" in p.get("class", "").split()]
    assert len(leaky) == 6
    assert all("`scaler` was fitted on all of `X`" in said for said in leaky)


def test_boxes_do_not_overlap_and_stay_on_the_page(engine: Engine) -> None:
    root = ET.fromstring(svg(picture(engine, LEAKY * 3)))
    spots = []
    for group in root.iter(f"{SVG}g"):
        if "node" in group.get("class", "").split():
            x, y = map(float, re.findall(r"[-\d.]+", group.get("transform", "")))
            box = group.find(f"{SVG}rect")
            assert box is not None
            spots.append((x, y, x + float(box.get("width", 0)), y + float(box.get("height", 0))))
    for n, (left, top, right, bottom) in enumerate(spots):
        assert left >= 0
        assert right <= float(root.get("width", 0))
        assert bottom <= float(root.get("height", 0))
        for other in spots[n + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    """No script, nothing from elsewhere."""
    tags = Tags(html).found
    assert not {"script", "img", "iframe", "object", "link", "base", "form"} & {tag for tag, _ in tags}
    for _, attributes in tags:
        assert not any(name.startswith("on") or name in ("src", "srcset", "xlink:href") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_a_page_loads_nothing_and_runs_nothing(engine: Engine) -> None:
    drawn = picture(engine, LEAKY)
    html = page(drawn, "<churn>.py")
    assert_harmless(html)
    nodes = [a for tag, a in Tags(html).found if tag == "g" and "node" in (a.get("class") or "").split()]
    assert [node["id"] for node in nodes] == [node.id for node in drawn.nodes]
    assert all(node["tabindex"] == "0" and node["aria-label"] for node in nodes)
    (policy,) = [a["content"] for tag, a in Tags(html).found if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_breaks_out_of_a_drawing(name: str) -> None:
    drawn = named(name, "after")
    root = ET.fromstring(svg(drawn))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "style", "defs", "marker", "path", "rect", "g", "title", "text", "circle")
    }
    assert not any(attribute.startswith("on") for element in root.iter() for attribute in element.attrib)
    assert boxes(svg(drawn, alone=False)) == ["n1", "n2"]
    assert_harmless(page(drawn, name))


@given(st.text(max_size=40) | st.sampled_from(HOSTILE))
def test_nothing_breaks_out_of_mermaid(name: str) -> None:
    text = mermaid(named(name, name))
    kept = [line for line in text.splitlines() if not line.startswith("    %% ")]
    assert len(kept) == 1 + 2 + 1 + 4  # the head, the nodes, the edge, the styles
    assert all(re.fullmatch(r'    n\d\["[^"]*"\]', line) for line in kept[1:3])
    assert kept[3] == "    n1 --> n2"
    assert not re.search(r"[<>&`\\;]", re.sub(r"<br/>|#\d+;", "", "".join(kept[1:3])))


@given(st.text(max_size=40) | st.sampled_from(HOSTILE))
def test_nothing_breaks_out_of_dot(name: str) -> None:
    text = dot(named(name, name))
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)  # every string made empty
    assert '"' not in bare.replace('""', "")
    assert bare.splitlines()[-2] == "    n1 -> n2 [style=solid];"
    assert len(bare.splitlines()) == 7 + bool(name)
    assert "\\" not in re.sub(r'\\\\|\\"|\\n', "", text), "no escape of Graphviz's but those we write"


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_svg_is_well_formed_whatever_names_are(names: list[str]) -> None:
    assert len(boxes(svg(named(*names)))) == len(names)


def test_a_picture_of_nothing(engine: Engine) -> None:
    empty = picture(engine, "")
    assert boxes(svg(empty)) == []
    assert "There is no pipeline here" in svg(empty)
    assert "no pipeline" in page(empty, "empty.py")
    assert "no pipeline" in mermaid(empty)
    assert "no pipeline" in dot(empty)
