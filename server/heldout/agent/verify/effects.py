"""Check: nothing new reaches the net, files, processes, the interpreter itself, or an address."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.syntax import Nodes, Syntax, counted
from heldout.agent.verify.trial import Trial

BUILTINS = frozenset(
    [
        "eval",
        "exec",
        "compile",
        "open",
        "input",
        "breakpoint",
        "globals",
        "locals",
        "vars",
        "getattr",
        "setattr",
        "delattr",
        "__import__",
        "exit",
        "quit",
        "memoryview",
        "super",
        "type",
        "print",
        "help",
        "id",
        "object",
    ]
)
MODULES = frozenset(
    [
        "os",
        "sys",
        "subprocess",
        "socket",
        "ssl",
        "requests",
        "urllib",
        "http",
        "httpx",
        "aiohttp",
        "ftplib",
        "smtplib",
        "shutil",
        "pathlib",
        "io",
        "tempfile",
        "glob",
        "pickle",
        "marshal",
        "shelve",
        "dill",
        "joblib",
        "cloudpickle",
        "ctypes",
        "cffi",
        "importlib",
        "runpy",
        "code",
        "codeop",
        "builtins",
        "inspect",
        "gc",
        "signal",
        "threading",
        "multiprocessing",
        "asyncio",
        "concurrent",
        "webbrowser",
        "paramiko",
        "boto3",
        "fsspec",
        "zipfile",
        "tarfile",
        "base64",
        "binascii",
        "pty",
        "platform",
        "getpass",
        "telnetlib",
        "xmlrpc",
        "urllib3",
        "zlib",
        "atexit",
        "site",
        "sysconfig",
        "venv",
        "pip",
    ]
)
WRITES = re.compile(
    r"^(to_(csv|pickle|sql|parquet|excel|json|hdf|feather|html|clipboard|stata|gbq|orc|latex|markdown|xml|disk)|tofile|savetxt"
    r"|savez\w*|save|save_\w+|dump|dumps|write\w*|unlink|remove|rmtree|rename|mkdir|system|popen|run|call|check_output|spawn\w*"
    r"|urlopen|urlretrieve|download\w*|push_to_hub|upload\w*|post|put|request|connect|send\w*|load|loads|load_\w+|read_\w+"
    r"|from_pretrained|fromfile|genfromtxt|loadtxt|memmap|query|apply_async|submit|set_option)$"
)
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b\d{1,3}(?:\.\d{1,3}){3}\b|^data:|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE
)
COMPARISON = re.compile(r"\s*[A-Za-z]\w*\s*(<|<=|>|>=|==|!=)\s*([\d.]+|'[\w :.-]*'|\"[\w :.-]*\")\s*", re.ASCII)
MODULE = ("the module", "the import of")
DUNDER = re.compile(r"^__\w+__$")


def check(trial: Trial) -> Iterator[str]:
    language = trial.rule.language
    modules = trial.allows.imports | (language.imports if language is not None else frozenset())
    for what in sorted(counted(trial.old, trial.new, _effects)[1]):
        functions = trial.allows.functions | (language.functions if language is not None else frozenset())
        allowed = {"the call": trial.allows.calls, "the builtin": functions}
        if what[1] not in (modules if what[0] in MODULE else allowed.get(what[0], ())):
            yield f"{what[0]} `{what[1]}` was added; a fix must not reach beyond the data in memory"
    old_lines, new_lines = _magics(trial.old), _magics(trial.new)
    for line in new_lines - old_lines:
        yield f"a shell or magic line was added: `{line[:40]}`"


def _effects(nodes: Nodes) -> Iterator[tuple[str, str]]:
    plain = {id(node.func) for node in nodes if isinstance(node, ast.Call) and _compares(node)}
    for node in nodes:
        if isinstance(node, ast.Name):
            if node.id in BUILTINS:
                yield "the builtin", node.id
            elif node.id in MODULES:
                yield "the module", node.id
            elif DUNDER.match(node.id):
                yield "the name", node.id
        elif isinstance(node, ast.Attribute):
            if DUNDER.match(node.attr):
                yield "the attribute", node.attr
            elif WRITES.match(node.attr) and id(node) not in plain:
                yield "the call", node.attr
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for name in names:
                if name.partition(".")[0] in MODULES:
                    yield "the import of", name
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if ADDRESS.search(text):
                yield "the address", text[:60]


def _compares(call: ast.Call) -> bool:
    """Whether a query is a constant comparison of a name and a value: it can do nothing else."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "query" or call.keywords or len(call.args) != 1:
        return False
    said = call.args[0]
    return isinstance(said, ast.Constant) and isinstance(said.value, str) and bool(COMPARISON.fullmatch(said.value))


def _magics(syntax: Syntax) -> Counter[str]:
    lines = [line.strip() for cell in syntax.document.cells for line in cell.text.split("\n")]
    return Counter([line for line in lines if line[:1] in ("%", "!") or line.endswith("?")])
