import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { report, workspace } from "./command.js";

/** What is imported by a package whose modules are not all written in Python, or not all kept. */
const MUSEUM = {
  "museum/__init__.py": "",
  "museum/rooms.py": "class Room:\n    pass\n",
  "museum/fast.cpython-312-x86_64-linux-gnu.so": "",
  "museum/native.pyx": "",
  "museum/settings_example.py": "KEY = 1\n",
  "museum/plans/ground.txt": "",
  ".gitignore": "local_settings.py\n",
  "pyproject.toml": '[project]\nname = "museum"\ndependencies = [\n  "python-telegram-bot>=20",\n]\n',
};

const importing = (...names: readonly string[]): string =>
  names.map((name) => `from museum.${name} import thing\n`).join("");

async function found(cwd: string): Promise<readonly string[]> {
  return (await report(["--select", "imports"], { cwd })).findings.map(({ message }) => message);
}

describe("imports of the project's own modules", () => {
  it("are reported where nothing makes them, the same one once", async (t) => {
    const files = { ...MUSEUM, "museum/a.py": importing("guides"), "museum/b.py": importing("guides") };
    const [only, ...others] = await found(workspace(t, files));
    assert.match(only ?? "", /^'museum' has no module 'guides'\./);
    assert.deepEqual(others, []);
  });

  it("are left alone where they are compiled, copied, ignored or folders", async (t) => {
    const files = { ...MUSEUM, "museum/a.py": importing("fast", "native", "settings", "local_settings", "plans") };
    assert.deepEqual(await found(workspace(t, files)), []);
  });

  it("are left alone where a dependency has the name", async (t) => {
    const files = {
      ...MUSEUM,
      "telegram/__init__.py": "",
      "run.py": "from telegram import Update\nfrom telegram.ext import Application\n",
    };
    assert.deepEqual(await found(workspace(t, files)), []);
  });

  it("are left alone where what the project depends on cannot be read", async (t) => {
    const files = { "socketio/__init__.py": "", "socketio/run.py": "from socketio import AsyncNamespace\n" };
    const inUtf16 = Buffer.from("\ufeffpython-socketio==5.13.0\r\n", "utf16le");
    const [lost] = await found(workspace(t, files));
    assert.match(lost ?? "", /'AsyncNamespace'/);
    const cwd = workspace(t, files);
    writeFileSync(join(cwd, "requirements.txt"), inUtf16);
    assert.deepEqual(await found(cwd), []);
  });
});
