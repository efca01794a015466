import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gather } from "../../src/engine/request/job.js";

/** A file that mutants are made of. */
export interface Program {
  /** Relative, with slashes. */
  readonly path: string;
  /** Its bytes, one a character. */
  read(): string;
}

/** Programs in the order of their paths: what imports each other lies near. */
export type Corpus = readonly Program[];

/** Bytes of the longest file that is worth cutting pieces out of. */
const LONGEST = 400_000;
/** Folders that a scan looks into only where they are packages, which a few files of them are not. */
const MAYBE_OUTPUT = /(?:^|\/)(?:build|dist|site-packages)\//;

/** The Python files of some folders, as a scan finds them. @throws Error with one readable line when there is none. */
export async function corpusOf(folders: readonly string[]): Promise<Corpus> {
  const programs: Program[] = [];
  for (const folder of folders) {
    const { job } = await gather({ paths: [path.resolve(folder)], current: folder, configuration: false });
    for (const { absolute } of job.found) {
      const name = path.relative(folder, absolute).split(path.sep).join("/");
      if (MAYBE_OUTPUT.test(name) || statSync(absolute).size > LONGEST) continue;
      programs.push({ path: name, read: () => readFileSync(absolute, "latin1") });
    }
  }
  if (programs.length === 0) throw new Error(`there is no Python file in ${folders.join(" and ")}`);
  return programs;
}
