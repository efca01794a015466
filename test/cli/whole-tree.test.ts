import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { compare } from "../../src/testing/compare.js";
import { findFixtures } from "../support/fixtures.js";
import { markersIn } from "../../src/testing/markers.js";
import { report, workspace, type JsonReport } from "./command.js";

/** The fixtures of several files, which is what real trees are made of. */
const PROJECTS = findFixtures()
  .filter(({ name }) => !name.endsWith(".py") && !name.startsWith("suppression/"))
  // Below a folder of that name all files would be tests.
  .map((project) => ({ ...project, name: project.name.replace(/^tests\//, "of-tests/") }));

/** What keeps a file from being compiled; none of it is a bug that another rule looks for. */
const BREAKAGE: readonly (readonly [string, string | Uint8Array])[] = [
  ["print.py", 'def show(jobs):\n    for job in jobs:\n        print "job", job\n'],
  ["raise.py", 'def refuse(job):\n    raise ValueError, "no such job"\n'],
  ["backticks.py", "def quoted(job):\n    return `job`\n"],
  [
    "conflict.py",
    "def size(jobs):\n<<<<<<< HEAD\n    return len(jobs)\n=======\n    return jobs.size\n>>>>>>> topic\n",
  ],
  ["cut.py", "class Scheduler:\n    def __init__(self, jobs):\n        self.jobs = jobs\n\n    def start(self"],
  ["cut_text.py", 'HELP = """\nusage: jobs [options]\n'],
  ["unclosed.py", "JOBS = [\n    (1, 2),\n    (3, 4,\n]\n\n\ndef count():\n    return len(JOBS)\n"],
  ["closed_twice.py", "def last(jobs):\n    return jobs[-1]]\n"],
  ["indented.py", "def first(jobs):\n    if jobs:\n        return jobs[0]\n      return None\n"],
  ["mixed.py", "def both(jobs):\n\tif jobs:\n        return jobs\n\treturn []\n"],
  ["empty_block.py", "def never(jobs):\nfor job in never([]):\n    job.run()\n"],
  ["nothing_after.py", "def ratio(jobs, done):\n    return done /\n"],
  ["stray.py", "import os\n\nreturn os.getpid()\n"],
];

/** Files whose bytes are no text. */
const UNREADABLE: readonly (readonly [string, Uint8Array])[] = [
  ["zeros.py", Buffer.from("jobs = 1\0\n")],
  ["latin.py", Buffer.from("name = 'caf\xe9'\n", "latin1")],
  ["sixteen.py", Buffer.from("\ufeffname = 'jobs'\n", "utf16le")],
];

/** All the projects side by side in one directory, each with what it should be found to have. */
function treeOfProjects(t: TestContext): { cwd: string; markers: Parameters<typeof compare>[0]; files: number } {
  const cwd = workspace(t, { ".git/HEAD": "" });
  for (const { name, root } of PROJECTS) cpSync(root, path.join(cwd, name), { recursive: true });
  const markers = PROJECTS.flatMap(({ name, sources }) =>
    [...sources].flatMap(([file, source]) =>
      markersIn(source)
        .filter(({ kind }) => kind !== "audit")
        .map(({ part = "", ...marker }) => ({ ...marker, part: plain(part), path: `${name}/${file}` })),
    ),
  );
  return { cwd, markers, files: PROJECTS.reduce((sum, { sources }) => sum + sources.size, 0) };
}

/** A message as reports for people write it: without links. */
function plain(message: string): string {
  return message.replace(/\[([^\]]*)\]\(\d+\)/g, "$1");
}

/** What is found where; of findings that have one cause, each. */
function observations({ findings }: JsonReport): Parameters<typeof compare>[1] {
  return findings.flatMap(({ rule, path, start, message, related }) => {
    const [, more] = /(One|\d+) more findings? ha(?:s|ve) the same cause\.$/.exec(message) ?? [];
    const others = more === undefined ? [] : related.slice(-(more === "One" ? 1 : Number(more)));
    return [{ path, start, message }, ...others].map((place) => ({
      rule,
      path: place.path,
      line: place.start.line,
      message: place.message,
      likely: false,
    }));
  });
}

describe("a tree of many projects", () => {
  it("has the findings of each of them, and no others", async (t) => {
    const { cwd, markers, files } = treeOfProjects(t);
    assert.ok(files > 60 && markers.length > 40, `${String(files)} files, ${String(markers.length)} expectations`);
    const found = await report(["."], { cwd });
    assert.deepEqual(found.failures, []);
    assert.deepEqual(compare(markers, observations(found)), []);
  });

  it("is scanned whole when a third of its files do not compile", async (t) => {
    const { cwd, markers, files } = treeOfProjects(t);
    const folders = [
      ...new Set(
        PROJECTS.flatMap(({ name, sources }) => [...sources.keys()].map((file) => path.dirname(`${name}/${file}`))),
      ),
    ];
    const broken = new Set<string>();
    // Around and around the folders, so that every sort of breakage lies next to healthy files of every sort.
    for (let n = 0; broken.size < files / 2; n++) {
      const turn = n + Math.floor(n / folders.length);
      const [name, content] = BREAKAGE[turn % BREAKAGE.length] ?? ["", ""];
      const file = `${folders[n % folders.length] ?? ""}/broken_${name}`;
      writeFileSync(path.join(cwd, file), content);
      broken.add(file);
    }
    for (const [name, content] of UNREADABLE) writeFileSync(path.join(cwd, name), content);
    const found = await report(["."], { cwd });
    const isBroken = ({ path }: { readonly path: string }): boolean => broken.has(path);
    assert.deepEqual(
      compare(
        markers,
        observations(found).filter((finding) => !isBroken(finding)),
      ),
      [],
    );
    const faults = found.findings.filter(isBroken);
    assert.deepEqual([...new Set(faults.map(({ path }) => path))], [...broken].sort());
    assert.deepEqual([...new Set(faults.map(({ rule }) => rule))], ["python/syntax-error"]);
    assert.deepEqual(
      found.failures.map(({ path }) => path),
      UNREADABLE.map(([name]) => name).sort(),
    );
  });
});
