"""Run as a script: becomes the program given, which gets SIGTERM when its parent dies (Linux).

    python -I -S parent_death.py <pid of the parent> <program> <argument>…

A small program in between, since code that runs between fork and exec of a process with threads may
hang. Knows one system call; must not import ticker.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # from linux/prctl.h


def main(parent: int, command: list[str]) -> None:
    """Arm the signal, then become `command`; end where the parent is dead already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
