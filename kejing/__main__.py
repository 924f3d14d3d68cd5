"""`python -m kejing` is the `kejing` command."""

import sys

from kejing.app.cli.main import main

sys.exit(main())
