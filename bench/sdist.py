"""Sdists by name and version, as pip finds them: downloaded and unpacked, and nothing in them built or run."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

CACHE = Path(__file__).parents[1] / ".cache" / "bench"
PIP = "pip==25.3"
# `pip download` builds the metadata of an sdist before it keeps it, which needs compilers and runs what was downloaded. So
# only pip's finder and its session are used: they know what everybody's own configuration says of where packages come from.
FETCH = """
import sys
from pathlib import Path
from pip._internal.commands.download import DownloadCommand

class Fetch(DownloadCommand):
    def run(self, options, args):
        name, version, into = args
        with self.get_default_session(options) as session:
            finder = self._build_package_finder(options, session)
            found = [c for c in finder.find_all_candidates(name) if str(c.version) == version]
            if not found:
                return 1
            answer = session.get(found[0].link.url_without_fragment)
            answer.raise_for_status()
            Path(into, found[0].link.filename).write_bytes(answer.content)
        return 0

sys.exit(Fetch("download", "").main(["-q", "--no-binary", ":all:", *sys.argv[1:]]))
"""


def sdist(name: str, version: str, digest: str | None = None) -> Path:
    """The archive, downloaded when it is not in the cache. Ends the program when it cannot be had or is another one.

    `digest`: its SHA-256, in hexadecimal digits; None where nobody has pinned it.
    """
    folder = CACHE / "sdists" / f"{name}-{version}"
    if not list(folder.glob("*.tar.gz")):
        folder.mkdir(parents=True, exist_ok=True)
        uv = ["uv", "run", "-q", "--no-project", "--python", sys.executable, "--with", PIP, "python", "-c", FETCH]
        done = subprocess.run([*uv, name, version, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no such release, or it has no sdist"])[-1]
            raise SystemExit(f"bench: pip could not bring the sdist of {name} {version}: {why}")
    found = next(folder.glob("*.tar.gz"))
    if digest is not None and sha256(found.read_bytes()).hexdigest() != digest:
        raise SystemExit(f"bench: {found} is not the sdist of {name} {version} that is pinned")
    return found


def unpack(archive: Path, wanted: str, into: Path) -> Path:
    """Python files and notebooks below the folder `wanted` of an archive; where they lie then."""
    target = into / wanted
    if not target.exists():
        part = into.with_name(f"{into.name}.part")
        with tarfile.open(archive) as packed:
            for member in packed:
                _, _, path = member.name.partition("/")
                if member.isfile() and path.startswith(f"{wanted}/") and path.endswith((".py", ".ipynb")):
                    member.name = path
                    packed.extract(member, part, filter="data")
        if not (part / wanted).is_dir():
            raise SystemExit(f"bench: {archive} has no programs in {wanted}")
        target.parent.mkdir(parents=True, exist_ok=True)
        (part / wanted).rename(target)
    return target
