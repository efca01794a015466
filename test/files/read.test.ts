import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { firstLine, LARGEST_FILE, readBytes, readSource, readText, searchable } from "../../src/files/read.js";
import { workspace } from "../cli/command.js";

const TEXT = "x = 1\n".repeat(20_000);

/** Lets something happen when the reader first makes a call into the file system, before that. */
function beforeFirst(t: TestContext, call: "openSync" | "readSync" | "fstatSync", happens: () => void): void {
  const original = fs[call] as (...given: unknown[]) => unknown;
  const restore = (): void => {
    Object.assign(fs, { [call]: original });
    syncBuiltinESMExports();
  };
  Object.assign(fs, {
    [call]: (...given: unknown[]) => {
      restore();
      happens();
      return original(...given);
    },
  });
  syncBuiltinESMExports();
  t.after(restore);
}

function pipeAt(file: string): void {
  fs.rmSync(file, { force: true });
  execFileSync("mkfifo", [file]);
}

describe("a file is read", () => {
  it("whole, and as UTF-8 without a byte order mark", (t) => {
    const root = workspace(t, { "a.txt": TEXT, "marked.txt": "\ufeffé", empty: "" });
    assert.equal(readBytes(path.join(root, "a.txt"), TEXT.length).toString(), TEXT);
    assert.equal(readText(path.join(root, "marked.txt"), 100), "é");
    assert.equal(readText(path.join(root, "empty"), 0), "");
  });

  it("through links only as far as they may lead", (t) => {
    const root = workspace(t, { "tree/a.txt": "a", "secret.txt": "secret" });
    const at = (name: string): string => path.join(root, "tree", name);
    fs.symlinkSync("a.txt", at("inside"));
    fs.symlinkSync("../secret.txt", at("outside"));
    fs.symlinkSync("..", at("up"));
    const within = { within: path.join(root, "tree") };
    assert.equal(readText(at("outside"), 10, "followed"), "secret");
    assert.equal(readText(at("inside"), 10, within), "a");
    for (const name of ["outside", "up/secret.txt"]) {
      assert.throws(() => readText(at(name), 10, within), /^Error: is a link that leads out of the repository$/);
    }
    assert.throws(
      () => readText(at("inside"), 10, "refused"),
      /^Error: is a symbolic link, and none is followed here$/,
    );
    assert.equal(searchable(at("inside")), "");
    assert.equal(firstLine(at("inside")), "");
  });
});

describe("a file is refused", () => {
  it("that is none, without waiting for it", (t) => {
    const root = workspace(t, { "directory/a": "" });
    const at = (name: string): string => path.join(root, name);
    pipeAt(at("pipe"));
    fs.symlinkSync("/dev/zero", at("zero"));
    assert.throws(() => readBytes(at("directory"), 10), /^Error: is a directory$/);
    for (const name of ["pipe", "zero"]) {
      assert.throws(() => readBytes(at(name), 10), /^Error: is not a regular file$/);
      assert.throws(() => readSource(at(name), "followed"), /; to scan a stream, name '-'$/);
      assert.equal(firstLine(at(name)), "");
    }
    assert.throws(() => readBytes(at("missing"), 10), /ENOENT/);
  });

  it("that is larger than it may be, before it is read", (t) => {
    const root = workspace(t);
    const large = path.join(root, "large.py");
    fs.writeFileSync(large, "");
    // Takes no place on the disk.
    fs.truncateSync(large, 2 ** 40);
    assert.throws(() => readBytes(large, 1024), /^Error: has 1073741824 KB, more than the 1 KB that are read$/);
    assert.throws(
      () => readSource(large, "refused"),
      /^Error: has 1048576 MB, more than the 8 MB that are read; leave/,
    );
    assert.equal(searchable(large), "");
    fs.truncateSync(large, LARGEST_FILE);
    assert.equal(searchable(large).length, LARGEST_FILE);
  });

  it("that is not UTF-8 where text is asked for", (t) => {
    const root = workspace(t, { latin: Buffer.from([0xe9]) });
    assert.throws(() => readText(path.join(root, "latin"), 10), /^Error: is not UTF-8; save it as that$/);
  });
});

describe("a file that changes while it is read", () => {
  for (const [name, size] of [
    ["grows", TEXT.length + 1],
    ["grows beyond what is read", LARGEST_FILE + 1],
    ["shrinks", 10],
    ["is emptied", 0],
  ] as const) {
    it(`is told when it ${name}`, (t) => {
      const file = path.join(workspace(t, { "a.py": TEXT }), "a.py");
      beforeFirst(t, "readSync", () => {
        fs.truncateSync(file, size);
      });
      assert.throws(() => readSource(file, "refused"), /^Error: changed while it was read; scan again$/);
    });
  }

  it("is what was opened, whatever takes its place", (t) => {
    const file = path.join(workspace(t, { "a.py": TEXT }), "a.py");
    beforeFirst(t, "fstatSync", () => {
      pipeAt(file);
    });
    assert.equal(readSource(file, "refused").text, TEXT);
  });

  it("is judged by what is opened, whatever was there before", (t) => {
    const root = workspace(t, { "a.py": TEXT, "secret.py": "secret" });
    const file = path.join(root, "a.py");
    beforeFirst(t, "openSync", () => {
      pipeAt(file);
    });
    assert.throws(() => readSource(file, { within: root }), /is not a regular file/);
    fs.rmSync(file);
    fs.writeFileSync(file, TEXT);
    beforeFirst(t, "openSync", () => {
      fs.rmSync(file);
      fs.symlinkSync("secret.py", file);
    });
    assert.throws(() => readSource(file, { within: root }), /is a symbolic link/);
  });
});
