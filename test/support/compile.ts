import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "../../src/engine/rule.js";
import { run } from "../cli/command.js";
import { ROOT } from "./paths.js";

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  module: "nodenext",
  target: "es2022",
  skipLibCheck: true,
  types: [],
};

/**
 * A rule by its source, compiled as strictly as those of the project and run with the very modules of the tests.
 *
 * @param directory where to do so; what is there already is kept
 */
export async function compiledRule(directory: string, id: string, source: string): Promise<Rule> {
  const file = path.join(directory, "rules", id);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.ts`, source);
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }\n');
  const settings = { compilerOptions: COMPILER_OPTIONS, files: [`rules/${id}.ts`] };
  writeFileSync(path.join(directory, "tsconfig.json"), JSON.stringify(settings));
  symlinkSync(path.join(ROOT, "dist/src"), path.join(directory, "src"));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(directory, "node_modules"));
  const compiler = path.join(ROOT, "node_modules/typescript/bin/tsc");
  const { code, stdout } = await run(process.execPath, [compiler, "--project", "."], { cwd: directory });
  assert.equal(code, 0, stdout);
  const compiled = (await import(pathToFileURL(`${file}.js`).href)) as { readonly default: Rule };
  return compiled.default;
}
