"""Runs a command that dies with its parent process, however the parent ends.

A bare interpreter runs this file, since `preexec_fn` is not safe in a process with threads (gRPC
has some). The program replaces itself by the command, so the process id stays the same.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """`parent_death.py PARENT_PID COMMAND ARGUMENT...`"""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone")
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
