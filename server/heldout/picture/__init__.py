"""The picture of a pipeline: what is drawn of a graph, and how it is written as Mermaid, DOT, SVG and HTML."""
