import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Generated } from "./generated.js";
import { staleFiles } from "./stale.js";

/** Writes what is out of date, and removes the pages of rules that there are no more. */
export function writeGenerated(root: string, { outputs }: Generated): void {
  for (const file of staleFiles(root, outputs)) {
    const target = path.join(root, file);
    const text = outputs.get(file);
    if (text === undefined) rmSync(target);
    else {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
}
