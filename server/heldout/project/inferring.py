"""A program of its own that tells what classes the packages of an environment make. It reads their files and runs none.

Started as `python -I -S inferring.py FOLDER …`, where jedi lies in the folders. Each line of its input is a JSON object, as is
each line of its output:

    {"paths": ["…/site-packages"], "callee": "shop.tools.scaler"}
    {"made": [["sklearn.preprocessing._data.StandardScaler", "sklearn.base.BaseEstimator"]]}

`made` has, for each class that a call may make, its full name and those of the classes that it derives from, nearest first.
The program ends when its input does, even where a question holds it up.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from pathlib import Path
from typing import Any

MOST = 4
"""More classes than so many mean that nobody knows."""


def main(folders: list[str]) -> None:
    """Answer the questions on standard input."""
    questions: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(questions,), daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)
    library = list(sys.path)  # the standard library: nothing else is there so early
    sys.path += folders
    jedi = _only_reading()
    output, sys.stdout = sys.stdout, sys.stderr
    while True:
        question = json.loads(questions.get())
        try:
            made = _made(jedi, [*question["paths"], *library], question["callee"])
        except Exception:  # whatever jedi stumbles over is unknown
            made = []
        output.write(json.dumps({"made": made}) + "\n")
        output.flush()


def _listen(questions: queue.Queue[str]) -> None:
    for line in sys.stdin:
        questions.put(line)
    os._exit(0)


def _only_reading() -> Any:
    """jedi, kept from importing compiled modules and from the pickles that it would lay down on the disk."""
    import jedi
    import jedi.inference.compiled.access
    import parso.cache

    def known(name: str, *_: Any) -> None:
        if name not in sys.builtin_module_names:
            raise ImportError(name)

    # Both places where jedi imports what it describes; compiled modules of packages are so unknown to it.
    jedi.inference.compiled.access.__dict__["__import__"] = known
    jedi.settings.auto_import_modules = []
    jedi.settings.dynamic_params = False
    jedi.settings.dynamic_params_for_other_modules = False
    parso.cache.__dict__["_load_from_file_system"] = lambda *_, **__: None
    parso.cache.__dict__["_save_to_file_system"] = lambda *_, **__: None
    return jedi


def _made(jedi: Any, paths: list[str], callee: str) -> list[list[str]]:
    module = callee.rpartition(".")[0]
    while module and not _exists(paths, module):
        module = module.rpartition(".")[0]
    if not module:
        return []
    text = f"import {module}\nmade = {callee}()\nmade"
    project = jedi.Project(Path("/"), sys_path=paths, smart_sys_path=False)
    script = jedi.Script(text, project=project, environment=jedi.InterpreterEnvironment())
    found = script.infer(3, 0)
    return [_lineage(name) for name in found] if len(found) <= MOST else []


def _exists(paths: list[str], module: str) -> bool:
    inside = os.path.join(*module.split("."))
    return any(os.path.exists(os.path.join(path, inside + ending)) for path in paths for ending in ("", ".py", ".pyi"))


def _lineage(name: Any) -> list[str]:
    """The full names of the class of an instance and of its bases; of anything else nothing."""
    if name.type != "instance":
        return []
    names: list[str] = [name.full_name]
    for value in name._name.infer():  # jedi's interface says nothing of bases
        for base in value.py__class__().py__mro__():
            parts = base.get_root_context().py__name__(), base.py__name__()
            names.append(".".join(part for part in parts if part))
    return list(dict.fromkeys(names))


if __name__ == "__main__":
    main(sys.argv[1:])
