"""The files of a workspace that programs import: read once, parsed once, and kept up with the editor and the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path

from attrs import define, field

from heldout.analysis.inference import Inference, Question
from heldout.project import modules as lookup
from heldout.project import search_path
from heldout.project.at_import import AtImport, at_import
from heldout.semantics.files import SHIFT, Shared
from heldout.semantics.models import Models
from heldout.source.document import Cell, Document
from heldout.source.files import SourceError, read_document
from heldout.syntax import ir
from heldout.syntax.program import Program
from heldout.syntax.program import update as update_program

LARGEST = 300_000
"""Modules of more bytes are left out: such files hold data, or were generated."""
REACHED = 400
"""So many files are looked at for what one import brings in turn: the same ones, whatever else was read before."""
MOST = 4_000
"""So many files are kept; what is imported beyond them is unknown."""
MOST_ASKED = 200
"""So many names of installed packages are looked up for one file."""

Stamp = tuple[int, int]
_IMPORTS = re.compile(r"^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import\b|import[ \t]+([\w.]+))", re.MULTILINE)


@define(eq=False)
class _Module:
    """One file or folder. `open` is its document in the editor, which wins over the disk."""

    path: Path
    name: str
    folder: Path
    stamp: Stamp | None = None
    open: Document | None = None
    document: Document | None = None
    program: Program | None = None  # parsed when somebody asks for its statements
    units: tuple[ir.Unit, ...] = ()
    _known: tuple[Document | None, AtImport] | None = None

    def at_import(self) -> AtImport:
        """What importing it does."""
        if self._known is None or self._known[0] is not self.document:
            text = "" if self.document is None else self.document.cells[0].text
            self._known = (self.document, at_import(text))
        return self._known[1]


@define(eq=False)
class Modules:
    """All modules of a workspace, numbered from 1. Not safe for threads; only `refresh` and first looks reach the disk."""

    shared: Shared = field(factory=Shared)
    inference: Inference = field(factory=Inference)
    generation: int = 1
    _modules: list[_Module] = field(factory=list)
    _numbers: dict[Path, int] = field(factory=dict)
    _found: dict[tuple[Path, str, int, tuple[Path, ...]], int | None] = field(factory=dict)
    _children: dict[tuple[int, str], int | None] = field(factory=dict)
    _open: dict[Path, Document] = field(factory=dict)
    _reached: dict[tuple[int, tuple[Path, ...]], tuple[int, ...]] = field(factory=dict)  # what a module imports
    _acting: tuple[int, dict[tuple[int, tuple[Path, ...]], tuple[int, ...]]] = (0, {})  # of a generation
    _same: dict[tuple[int, ...], tuple[int, ...]] = field(factory=dict)  # equal answers are the same object

    @property
    def many(self) -> bool:
        """Whether it is time to begin anew, for who need not keep them."""
        return 2 * len(self._modules) > MOST

    def seen_from(self, path: str | None) -> View:
        """These modules as a file sees them; what lies in no file sees none."""
        return View(self, None if path is None else Path(path).absolute())

    # ── what programs ask ─────────────────────────────────────────────────────────────────────────────────────────

    def find(self, importer: Path, module: str, level: int, added: tuple[Path, ...] = ()) -> int | None:
        """The number of the module that an import in a file means; `added`: see `search_path`."""
        return self._find(importer.parent, module, level, added)

    def _find(self, folder: Path, module: str, level: int, added: tuple[Path, ...]) -> int | None:
        key = (folder, module, level, added)
        if key not in self._found:
            self._found[key] = self._number(lookup.locate(folder / "_", module, level, added))
        return self._found[key]

    def child(self, module: int, name: str) -> int | None:
        """A module inside a package."""
        key = (module, name)
        if key not in self._children:
            self._children[key] = self._number(lookup.child(self._modules[module - 1].path, name))
        return self._children[key]

    def acting(self, module: int, added: tuple[Path, ...] = ()) -> tuple[int, ...]:
        """The modules that do more than bind names, of this one and all that it imports in turn, in that order."""
        if self._acting[0] != self.generation:
            self._acting = (self.generation, {})
            self._reached.clear()
        known = self._acting[1]
        if (module, added) not in known:
            reached: dict[int, bool] = {}
            waiting = [module]
            while waiting and len(reached) < REACHED:
                number = waiting.pop()
                if number not in reached:
                    reached[number] = self._modules[number - 1].at_import().acts
                    waiting += reversed(self._imported(number, added))
            known[module, added] = self._one([number for number, acts in reached.items() if acts])
        return known[module, added]

    def together(self, one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
        return self._one(list(dict.fromkeys((*one, *other))))

    def without(self, modules: tuple[int, ...], one: int | None) -> tuple[int, ...]:
        return self._one([number for number in modules if number != one]) if one in modules else modules

    def _one(self, modules: list[int]) -> tuple[int, ...]:
        found = tuple(modules)
        return self._same.setdefault(found, found)

    def _imported(self, module: int, added: tuple[Path, ...]) -> tuple[int, ...]:
        """The modules that a module imports."""
        key = (module, added)
        if key not in self._reached:
            found: dict[int, None] = {}
            one = self._modules[module - 1]
            for name, level, items in one.at_import().imports:
                number = self._find(one.folder, name, level, added)
                if number is not None:
                    found[number] = None
                    inner = [self.child(number, item) for item in items]
                    found.update(dict.fromkeys([child for child in inner if child is not None]))
            self._reached[key] = tuple(found)
        return self._reached[key]

    def path(self, module: int) -> Path:
        return self._modules[module - 1].path

    def name(self, module: int) -> str:
        """Its dotted name."""
        return self._modules[module - 1].name

    def units(self, module: int) -> tuple[ir.Unit, ...]:
        """Its statements; none where it cannot be read."""
        one = self._modules[module - 1]
        if one.program is None and one.document is not None:
            one.program = update_program(None, one.document, module << SHIFT)
            one.units = one.program.units()
        return one.units

    def document(self, module: int) -> Document | None:
        """Its text."""
        return self._modules[module - 1].document

    def program(self, leaf: int) -> Program | None:
        """The program that a leaf is in, if anybody has asked for its statements."""
        number = leaf >> SHIFT
        return self._modules[number - 1].program if 0 < number <= len(self._modules) else None

    # ── keeping up ────────────────────────────────────────────────────────────────────────────────────────────────

    def opened(self, document: Document) -> bool:
        """The editor shows a state of a file; whether some program that imports it may now mean something else."""
        if document.path is None or document.notebook:
            return False
        path = Path(document.path).absolute()
        self._open[path] = document
        return self._changed(path)

    def learned(self, models: Models, found: Mapping[Question, list[list[str]]]) -> list[str]:
        """Take what was found out about installed packages; the names of which something is known now."""
        news = self.inference.learn(models, found)
        self.generation += bool(news)
        return news

    def infer(self, on: bool) -> None:
        """Whether programs may ask about installed packages."""
        self.generation += on != self.inference.on
        self.inference.on = on

    def number(self, path: str | None) -> int | None:
        """The number of a file, if some program imports it."""
        return None if path is None else self._numbers.get(Path(path).absolute())

    def closed(self, path: str | None) -> bool:
        """The editor shows a file no more: the disk counts again."""
        if path is None or self._open.pop(Path(path).absolute(), None) is None:
            return False
        return self._changed(Path(path).absolute())

    def refresh(self) -> bool:
        """Look at the disk again; whether anything is different."""
        lookup.forget()
        before = (dict(self._found), dict(self._children))
        for importer, module, level, added in self._found:
            found = lookup.locate(importer / "_", module, level, added)
            self._found[importer, module, level, added] = self._number(found)
        for number, name in self._children:
            self._children[number, name] = self._number(lookup.child(self._modules[number - 1].path, name))
        different = self.inference.refresh() or before != (self._found, self._children)
        for file in list(self._modules):
            different |= self._read(file)
        if different:
            self.generation += 1
        return different

    def _changed(self, path: Path) -> bool:
        number = self._numbers.get(path)
        if number is None or not self._read(self._modules[number - 1]):
            return False
        self.generation += 1
        return True

    def _number(self, path: Path | None) -> int | None:
        if path is None:
            return None
        number = self._numbers.get(path)
        if number is None:
            if len(self._modules) >= MOST:
                return None
            module = _Module(path, lookup.dotted(path), path.parent)
            self._modules.append(module)
            number = self._numbers[path] = len(self._modules)
            self._read(module)
        return number

    def _read(self, module: _Module) -> bool:
        """Take the present state of a module; whether its code is another one."""
        document = self._open.get(module.path)
        if document is not None:
            if document is module.open:
                return False
            module.open, module.stamp = document, None
        else:
            stamp = _stamp(module.path)
            if module.open is None and stamp == module.stamp and module.document is not None:
                return False
            module.open, module.stamp = None, stamp
            document = _document(module.path, stamp)
        before, module.document = module.document, document
        if module.program is None:
            return before is not None and before.cells != document.cells
        number = self._numbers.get(module.path, len(self._modules))
        module.program = update_program(module.program, document, number << SHIFT)
        units, module.units = module.units, module.program.units()
        return len(units) != len(module.units) or any(a is not b for a, b in zip(units, module.units, strict=True))


@define(eq=False)
class View:
    """The modules of a workspace as one file sees them: what the interpreter asks."""

    modules: Modules
    file: Path | None
    added: tuple[Path, ...] = ()  # the folders that the program adds to its search path
    asked: set[str] = field(factory=set)  # what was asked of installed packages

    @property
    def shared(self) -> Shared:
        return self.modules.shared

    @property
    def generation(self) -> Hashable:
        return self.modules.generation, self.added

    def look(self, document: Document) -> None:
        """Take the folders that a new version of the program adds to its search path."""
        found = tuple([line for cell in document.cells for line in search_path.lines(cell.text)])
        here = self.file
        self.added = () if here is None or not found else search_path.added(found, here, lookup.top(here.parent))

    def find(self, importer: int, module: str, level: int) -> int | None:
        """The module that an import means, in this file (0) or in another module."""
        path = self.modules.path(importer) if importer else self.file
        found = None if path is None else self.modules.find(path, module, level, self.added)
        return None if found is not None and self.modules.path(found) == self.file else found

    def acts(self, importer: int, module: str, level: int, name: str) -> tuple[int, ...] | None:
        """What acts when a module imports another (see `Modules.acting`); the program itself is not imported."""
        path = self.modules.path(importer) if importer else self.file
        found = None if path is None else self.modules.find(path, module, level, self.added)
        if found is None:
            return None
        acting = self.modules.acting(found, self.added)
        inner = self.modules.child(found, name)
        if inner is not None:
            acting = self.modules.together(acting, self.modules.acting(inner, self.added))
        own = None if self.file is None else self.modules.number(str(self.file))
        return self.modules.without(acting, own)

    def any_import(self, text: str, wanted: Callable[[str], bool]) -> bool:
        """Whether a text imports a file of the workspace with a text that is `wanted`."""
        for dots, name, plain in _IMPORTS.findall(text):
            found = self.find(0, name or plain, len(dots))
            other = None if found is None else self.modules.document(found)
            if other is not None and any(wanted(cell.text) for cell in other.cells):
                return True
        return False

    def child(self, module: int, name: str) -> int | None:
        return self.modules.child(module, name)

    def units(self, module: int) -> tuple[ir.Unit, ...]:
        return self.modules.units(module)

    def name(self, module: int) -> str:
        return self.modules.name(module)

    def made(self, callee: str) -> str | None:
        """The modelled class of what a call into an installed package makes; a file has so many questions."""
        if self.file is None or (callee not in self.asked and len(self.asked) >= MOST_ASKED):
            return None
        self.asked.add(callee)
        return self.modules.inference.made(lookup.top(self.file.parent), callee)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _document(path: Path, stamp: Stamp | None) -> Document:
    """What a file holds; nothing where it is a folder, too large, or cannot be read."""
    if stamp is not None and stamp[1] <= LARGEST and path.suffix == ".py":
        try:
            return read_document(path.read_bytes(), str(path), path.as_uri())
        except (OSError, SourceError):
            pass
    return Document(path.as_uri(), (Cell("", ""),), str(path))
