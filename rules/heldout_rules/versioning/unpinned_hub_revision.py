"""A model or data set comes from a branch of the Hub that its owner can change at any time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from heldout.api import Code, Draft, Graph, Literal, Report, Rule, Safety, Severity, Step, constant

COMMIT = re.compile(r"[0-9a-f]{7,40}")
TAG = re.compile(r"refs/tags/.+|[vV]?\d+(?:\.\d+)+[\w.-]*|[vV]\d+")
REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
# Models of the Hub's first days, which have no owner in their name.
OWNERLESS = re.compile(
    r"(distil)?(bert|roberta|gpt2)(-[\w-]+)?|gpt2|(xlm|xlnet|albert|t5|camembert|ctrl|transfo-xl)-[\w-]+|openai-gpt"
)
OWNERLESS_DATA = re.compile(
    r"ag_news|amazon_polarity|amazon_reviews_multi|anli|banking77|beans|billsum|blimp|boolq|c4|cats_vs_dogs|cc_news"
    r"|cifar10|cifar100|cnn_dailymail|conll200[0-3]|cos_e|dbpedia_14|e2e_nlg|eli5|emotion|esnli|fashion_mnist|financial_phrasebank"
    r"|food101|glue|gsm8k|hellaswag|hotpot_qa|imdb|imagenet-1k|kilt_tasks|lambada|librispeech_asr|mc4|mnist|multi_news"
    r"|multi_nli|natural_questions|oscar|openbookqa|openwebtext|opus\w+|paws(-x)?|piqa|ptb_text_only|pubmed_qa|quora|race|rotten_tomatoes"
    r"|samsum|sciq|scientific_papers|sms_spam|snli|squad(_v2)?|sst2?|super_glue|svhn|tatoeba|trec|trivia_qa|truthful_qa|tweet_eval"
    r"|tweets_hate_speech_detection|wikiann|wikipedia|wikitext|winogrande|wmt\d+|wnut_17|xnli|xsum|xtreme|yahoo_answers_topics"
    r"|yelp_polarity|yelp_review_full"
)
"""Data sets of the Hub's first days; what else has no owner may be a folder or a format."""
FIXTURES = re.compile(r"[\w-]*internal-testing/.*|[^/]+/tiny-random-.*")
"""What is made for tests: no result depends on it."""
FOLDERS = re.compile(
    r"artifacts?|checkpoints?|ckpts?|data(sets?)?|exp(eriments)?|local|logs?|(my_|saved_)?models?|out(puts?)?|pretrained"
    r"|results?|runs?|saved?|src|temp|test|tmp|trained|weights"
)
WRITES = ("save_pretrained", "save_model", "mkdir", "makedirs", "save_to_disk", "exists", "isdir", "is_dir", "Path")
WRITTEN_BY = ("output_dir", "save_directory", "local_dir", "cache_dir", "logging_dir")


class UnpinnedHubRevision(Rule):
    name = "unpinned-hub-revision"
    severity = Severity.WARNING
    frameworks = ("transformers", "datasets", "huggingface_hub", "diffusers")
    unasked = "the commit that is meant stands nowhere in the code, so a model would make one up"

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        loads: dict[str, list[Step]] = {}
        for step in graph.ops("hub-load"):
            repo = repository(step)
            if repo is not None and not _pinned(step):
                loads.setdefault(repo, []).append(step)
        local = _local_names(graph) if loads else set()
        for repo, steps in loads.items():
            if repo not in local:
                yield _report(repo, steps, graph.surroundings.revision)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        repo, steps, revision = report.about
        kinds = {_kind(step) for step in steps}
        commit = revision(kinds.pop(), repo) if len(kinds) == 1 else None
        if commit is not None:
            edits = {s.handle: code.set_argument(s.handle, "revision", f'"{commit}"') for s in steps}
            yield Draft(f"Pin the revision that is in the cache, {commit[:7]}", tuple(edits.values()), Safety.SAFE)


def repository(step: Step) -> str | None:
    """The Hub id that a call loads, when it is known and cannot be a folder."""
    given = step.arg(str(step.fact("repo", "")))
    if given is None and not step.fact("repo") and step.args.positional:
        given = step.args.positional[0]
    repo = constant(given)
    if not isinstance(repo, str) or repo.endswith((".json", ".bin", ".pt", ".safetensors", ".csv", ".py")):
        return None
    if REPO.fullmatch(repo):
        folder = FOLDERS.fullmatch(repo.partition("/")[0].lower())
        return None if folder or FIXTURES.fullmatch(repo) else repo
    ownerless = OWNERLESS_DATA if step.name == "datasets.load_dataset" else OWNERLESS
    return repo if ownerless.fullmatch(repo) else None


def _pinned(step: Step) -> bool:
    """Whether a commit is named, or something that we cannot see is."""
    value = step.args.keywords.get("revision") or step.arg("revision")
    if value is None:
        return step.args.spread or constant(step.args.keywords.get("local_files_only")) is True
    if not isinstance(value.kind, Literal):
        return True
    revision = value.kind.value
    return isinstance(revision, str) and (COMMIT.fullmatch(revision) or TAG.fullmatch(revision)) is not None


def _local_names(graph: Graph) -> set[str]:
    """Texts that the program uses as folders of its own."""
    found = set()
    for step in graph.steps:
        if step.op == "hub-load":
            continue
        writes = step.method in WRITES
        for name, value in (*[("", v) for v in step.args.positional], *step.args.keywords.items()):
            text = constant(value)
            if isinstance(text, str) and (writes or name in WRITTEN_BY):
                found.add(text)
    return found


def _kind(step: Step) -> str:
    """The kind of repository that a call loads from, as the cache calls it."""
    given = constant(step.args.keywords.get("repo_type"))
    if isinstance(given, str):
        return f"{given}s"
    if step.name.startswith("datasets."):
        return "datasets"
    return "spaces" if step.name.startswith("evaluate.") else "models"


def _report(repo: str, steps: list[Step], revision: Callable[[str, str], str | None]) -> Report:
    first = steps[0]
    branch = constant(first.args.keywords.get("revision"))
    where = f"the revision `{branch}`" if isinstance(branch, str) else "its default branch"
    code = any(constant(s.args.keywords.get("trust_remote_code")) is True for s in steps)
    then = ", and runs its code" if code else ""
    message = f"`{repo}` is loaded from {where}{then}: it changes whenever its owner pushes; pin `revision` to a commit"
    others = {s.handle: (s.handle, f"`{repo}` is loaded here too") for s in steps[1:] if s.handle != first.handle}
    return Report(first.handle, message, tuple(others.values()), (repo, tuple(steps), revision))
