import assert from "node:assert/strict";
import { it } from "node:test";
import type { Finding } from "../../src/engine/finding/finding.js";
import { followed, type Sample } from "./history.js";

/** A finding for each line of a file that ends in `!`. */
function sample(files: Readonly<Record<string, string>>): Sample {
  const findings = Object.entries(files).flatMap(([path, text]) =>
    text.split("\n").flatMap((line, index): Finding[] => {
      const start = { line: index + 1, column: 1 };
      const place = { path, start, end: start, line };
      const said = { rule: "some/rule", severity: "low", message: line, related: [], flow: [], fixes: [] } as const;
      return line.endsWith("!") ? [{ ...place, ...said, lineHash: `${line}:1` }] : [];
    }),
  );
  return { findings, lookUp: (path) => files[path] };
}

it("tells what became of findings within a year", async () => {
  const start = { "a.py": "old!" };
  const brought = { "a.py": "old!\nedit!\nstay!\nlate!", "b.py": "with!", "c.py": "else!\nx" };
  const later = { "a.py": "old!\nedited\nstay!\nlate!", "c.py": "else!" };
  const samples: Record<string, Sample> = {};
  const commits = Array.from({ length: 20 }, (_, month) => String(month));
  for (const commit of commits) samples[commit] = sample(commit === "0" ? start : Number(commit) < 4 ? brought : later);
  // What is said no more though its line stands, and what goes after its year.
  for (const commit of commits.slice(6)) {
    const { findings, lookUp } = sample(Number(commit) > 15 ? { ...later, "a.py": "stay!" } : later);
    samples[commit] = { findings: findings.filter(({ line }) => line !== "else!"), lookUp };
  }
  const fates = await followed(commits, (commit) => Promise.resolve(samples[commit] ?? sample({})));
  assert.deepEqual(Object.fromEntries(fates), { "some/rule": { edited: 1, withFile: 1, elsewhere: 1, standing: 2 } });
});

it("counts nothing that was there from the start, or has not had its year", async () => {
  const commits = Array.from({ length: 14 }, (_, month) => String(month));
  const look = (commit: string): Promise<Sample> =>
    Promise.resolve(sample({ "a.py": Number(commit) < 3 ? "old!" : Number(commit) < 6 ? "young!" : "" }));
  assert.deepEqual([...(await followed(commits, look)).keys()], []);
});
