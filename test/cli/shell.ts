import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import type { History } from "../support/history.js";
import { ROOT } from "../support/paths.js";
import { COMMAND, run, workspace, type Outcome } from "./command.js";

/** The lines of the shell that a page shows, block by block. @param heading where to begin */
export function blocksOf(page: string, heading = ""): string[][] {
  const text = readFileSync(path.join(ROOT, page), "utf8");
  const blocks = text.slice(text.indexOf(heading)).matchAll(/^```sh\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, lines = ""]) => lines.trimEnd().split("\n"));
}

/** Runs lines of a shell in a repository as Dana would, for whom `scarlint` is installed and it is the history's time. */
export function shellIn(t: TestContext, history: History): (line: string) => Promise<Outcome> {
  const bin = path.join(workspace(t), "bin");
  mkdirSync(bin);
  const command = path.join(bin, "scarlint");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(command, 0o755);
  const person = { GIT_AUTHOR_NAME: "Dana", GIT_AUTHOR_EMAIL: "d@example.org" };
  const committer = { GIT_COMMITTER_NAME: "Dana", GIT_COMMITTER_EMAIL: "d@example.org" };
  return (line) => {
    const date = new Date(history.now).toISOString();
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, SOURCE_DATE_EPOCH: String(history.now / 1000) };
    const env = { ...person, ...committer, ...dates, PATH: `${bin}:${process.env.PATH ?? ""}` };
    return run("sh", ["-c", line], { cwd: history.root, env });
  };
}
