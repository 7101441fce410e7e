"""`python -m restride` is the command `restride`."""

import sys

from restride.app.cli import main

sys.exit(main())
