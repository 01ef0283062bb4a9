"""Data is read from an address whose content can change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Graph, Handle, Report, Rule, Safety, Severity, Step, Value, constant

COMMIT = re.compile(r"[0-9a-f]{7,40}")
TAG = re.compile(r"(refs/tags/.+|[vV]?\d+(\.\d+)+[\w.-]*|[vV]\d+)")
CHECKS = ("hash", "md5", "sha", "checksum")

RAW = re.compile(r"https?://raw\.githubusercontent\.com/[^/]+/[^/]+/(?P<ref>refs/(?:heads|tags)/[^/]+|[^/]+)/.+")
GITHUB = re.compile(
    r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:raw|blob)/(?P<ref>refs/(?:heads|tags)/[^/]+|[^/]+)/.+"
)
HUB = re.compile(
    r"https?://huggingface\.co/(?:(?P<kind>datasets|spaces)/)?(?P<repo>[^/]+/[^/]+)/(?:resolve|raw|blob)/(?P<ref>[^/]+)/.+"
)
HUB_FILE = re.compile(r"hf://(?:(?P<kind>datasets|spaces)/)?(?P<repo>[^/@]+/[^/@]+)(?:@(?P<ref>[^/]+))?/.+")
BUCKET = "hf://buckets/"
GITLAB = re.compile(r"https?://gitlab\.com/.+/-/raw/(?P<ref>[^/]+)/.+")
LAKE = re.compile(r"lakefs://[^/]+/(?P<ref>main|master|dev|develop|staging|prod|production)/.+")
BRANCHES = ((LAKE, "branch"), (RAW, "branch"), (GITHUB, "branch"), (HUB, "branch"), (GITLAB, "branch"))
GIST = re.compile(r"https?://gist\.github(?:usercontent)?\.com/[^/]+/[0-9a-f]+/raw(?:/(?P<ref>[0-9a-f]{40}))?(?:/.*)?")
SHARED = re.compile(
    r"https?://(?P<host>drive\.google\.com|docs\.google\.com|(?:www\.|dl\.)?dropbox\.com|dl\.dropboxusercontent\.com"
    r"|onedrive\.live\.com|1drv\.ms)/.+"
)
LATEST = re.compile(r"(?:s3a?|gs)://.*|https?://[^/]*(?:amazonaws\.com|storage\.googleapis\.com)/.*")
NEWEST = re.compile(r"(?:^|[/_.-])latest(?:[/_.-]|$)")


class UnversionedDataUrl(Rule):
    name = "unversioned-data-url"
    severity = Severity.WARNING
    frameworks = ("pandas", "numpy", "sklearn")
    unasked = "the version or checksum of the data stands nowhere in the code, so a model would make one up"

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        suspects = graph.each(_suspects)
        if not suspects or any(s.name.startswith("hashlib.") for s in graph.steps):
            return
        for step, handle, why, url in suspects:
            if not any(word in name.lower() for name in step.args.keywords for word in CHECKS):
                message = f"these data are read from {why}: the same code may read other rows tomorrow"
                yield Report(handle, message, (), (url, graph.surroundings.revision))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        """The commit that the cache of the Hub knows, where the address is written out in the call."""
        url, revision = report.about
        match = HUB.fullmatch(url) or HUB_FILE.fullmatch(url)
        place = code.place(report.at)
        text = code.text(place)
        if match is None or match["ref"] not in (None, "main") or text[1:-1] != url:
            return
        commit = revision(match["kind"] or "models", match["repo"])
        if commit is not None:
            start, end = match.span("ref") if match["ref"] else (match.end("repo"), match.end("repo"))
            pinned = url[:start] + ("" if match["ref"] else "@") + commit + url[end:]
            title = f"Pin the revision that is in the cache, {commit[:7]}"
            yield Draft(title, (code.replace(place, text[0] + pinned + text[0]),), Safety.SAFE)


def _suspects(step: Step) -> Iterator[tuple[Step, Handle, str, str]]:
    for handle, why, url in _addresses(step) if step.op in ("source", "download") else ():
        yield step, handle, why, url


def _addresses(step: Step) -> Iterator[tuple[Handle, str, str]]:
    """The address that a step reads from, where it is mutable, and why it is."""
    name = step.fact("url")
    value: Value | None = step.arg(str(name)) if name else None
    node = step.arg_node(str(name)) if name else None
    if value is None and step.args.positional:
        value, node = step.args.positional[0], next((n for n in step.args.nodes if n.keyword is None), None)
    url = constant(value)
    why = mutable(url) if isinstance(url, str) else None
    if why is not None:
        yield (step.handle if node is None else Handle(step.id[1], node.value.at)), why, str(url)


def mutable(url: str) -> str | None:
    """Why the content behind an address can change; None when it cannot, or when we do not know."""
    for pattern, kind in BRANCHES:
        match = pattern.fullmatch(url)
        if match is not None:
            ref = match["ref"]
            if COMMIT.fullmatch(ref) or TAG.fullmatch(ref):
                return None
            return f"the {kind} `{ref.removeprefix('refs/heads/')}`, which moves with every push"
    match = None if url.startswith(BUCKET) else HUB_FILE.fullmatch(url)
    if match is not None:
        ref = match["ref"] or "main"
        fixed = COMMIT.fullmatch(ref) or TAG.fullmatch(ref.replace("%2F", "/"))
        return None if fixed else f"the branch `{ref}` of `{match['repo']}`, which moves with every push"
    match = GIST.fullmatch(url)
    if match is not None:
        return None if match["ref"] else "the newest revision of a gist"
    match = SHARED.fullmatch(url)
    if match is not None:
        return f"a shared file on {match['host'].removeprefix('www.')}, which can be replaced"
    if LATEST.fullmatch(url) and NEWEST.search(url):
        return "a key named `latest`, which is written again and again"
    return None
