"""The command line: ``python -m unpitch``, or ``unpitch`` where pip put it on the path."""

import signal
import sys

from ._unpitch import main as _main


def main() -> int:
    """Runs it with ``sys.argv`` and gives the exit status: 0 all done, 1 some records could not be done, 2 nothing could."""
    # Python would only note an interrupt, and look at the note when all is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _main(["unpitch", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
