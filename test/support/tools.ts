import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { run } from "../cli/command.js";
import { ROOT } from "./paths.js";

const TOOLS = path.join(ROOT, "test/tools");

/** What a package exports that only some tests need, and that is too large to be installed with the others. */
export async function requireTool(name: string): Promise<unknown> {
  const require = createRequire(path.join(TOOLS, "package.json"));
  try {
    return require(name) as unknown;
  } catch {
    const { code, stdout, stderr } = await run("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: TOOLS,
    });
    assert.equal(code, 0, `'${name}' is needed here and npm could not install it: ${stdout}${stderr}`);
    return require(name) as unknown;
  }
}
