"""`python tests/editors/npm.py run lint`: npm in the client's folder, with the Node and the packages of the suites."""

from __future__ import annotations

import subprocess
import sys

from toolchain import CLIENT, _environment, extension


def main() -> int:
    """Build what is not built, then hand over to npm; its exit status."""
    extension()
    return subprocess.run(["npm", "--silent", *sys.argv[1:]], cwd=CLIENT, env=_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
