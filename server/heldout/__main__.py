"""`python -m heldout`: the command, without an installed script."""

from heldout.cli.main import main

if __name__ == "__main__":
    main()
