"""`python -m dashboard` is the command `strikemap`."""

import sys

from dashboard.cli import main

sys.exit(main())
