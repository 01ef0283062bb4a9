"""A picture as one HTML page: no script, nothing loaded, light and dark as the reader has it."""

from __future__ import annotations

from html import escape

from heldout.picture.model import Picture
from heldout.picture.svg import style, svg
from heldout.picture.words import plain

STYLE = """
body { margin: 0; padding: 24px; }
h1 { font-size: 18px; margin: 0 0 4px; }
p, li { font-size: 14px; line-height: 1.5; color: var(--soft); max-width: 90ch; }
li b { color: var(--ink); font-weight: 600; }
a { color: var(--mark); }
.drawing { overflow: auto; margin: 12px 0; }
"""


def page(picture: Picture, name: str) -> str:
    """The page. `name` is what the program is called."""
    items = []
    for number, finding in enumerate(picture.findings):
        at = next((node.id for node in picture.nodes if number in node.findings), None)
        where = escape(picture.where(finding.place))
        link = f'<a href="#{at}">{where}</a>' if at else where
        items.append(f"<li><b>{escape(finding.rule)}</b>, {link}: {escape(plain(finding.message))}</li>")
    title = escape(plain(name))
    found = f"<ol>{''.join(items)}</ol>" if items else "<p>Heldout found nothing to complain about.</p>"
    drawing = svg(picture, alone=False)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Pipeline of {title}</title>
<style>
{style()}{STYLE}</style>
</head>
<body class="heldout-picture">
<h1>{title}</h1>
<p>Where the rows come from, who learns from them, and what is scored. Tab goes from step to step.</p>
<div class="drawing">
{drawing}</div>
{found}
</body>
</html>
"""
