"""`python tests/editors/npm.py run lint`: npm in the client's folder, with the Node and the packages of the suites."""

from __future__ import annotations

import sys

from toolchain import npm

if __name__ == "__main__":
    sys.exit(npm(*sys.argv[1:]))
