"""`python -m kejing` is the `kejing` command."""

import sys

from kejing.app.cli.main import main

if __name__ == "__main__":  # a process that a command starts (multiprocessing) reads this file too
    sys.exit(main())
