import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subject } from "./process.js";

/** Where `npm run bench` installs those that npm has. */
const PEERS = "bench/peers/node_modules";

/** What Python's own linters and searchers are asked for: four patterns of one line each. */
const PATTERNS = ["eval($X)", "pickle.loads($X)", "$X.bind($Y)", "time.sleep($X)"];

/** The programs that look at the same files, as far as they are there. @param scratch where rules for them may lie */
export function peersFor(directory: string, root: string, scratch: string): Subject[] {
  const semgrep = join(scratch, "semgrep.yml");
  writeFileSync(semgrep, semgrepRules());
  const ruffWasm = join(root, "dist/bench/ruff-wasm.js");
  const native: readonly Subject[] = [
    { name: "ruff, default rules", command: ["ruff", "check", "--isolated", "--no-cache", "--quiet", directory] },
    { name: "bandit, 3 checks", command: ["bandit", "-q", "-r", "-t", "B301,B307,B311", directory] },
    { name: "pylint, errors only", command: ["pylint", "-j0", "-E", "--exit-zero", "--recursive=y", directory] },
    {
      name: "semgrep, 4 patterns",
      command: ["semgrep", "scan", "--metrics=off", "-q", "--config", semgrep, directory],
    },
  ];
  return [
    ...astGrep(root, [directory]),
    ...(existsSync(join(root, PEERS, "@astral-sh/ruff-wasm-nodejs"))
      ? [{ name: "ruff as WebAssembly, default rules", command: [process.execPath, ruffWasm, directory] }]
      : []),
    ...native.filter(({ command: [program = ""] }) => isInstalled(program)),
  ];
}

/** ast-grep over some paths; nothing where its binary does not run. */
export function astGrep(root: string, paths: readonly string[]): Subject[] {
  const binary = join(root, PEERS, ".bin/ast-grep");
  if (!isInstalled(binary)) return [];
  const rules = PATTERNS.map((pattern, index) =>
    [`id: p${String(index)}`, "language: python", `rule: { pattern: "${pattern}" }`].join("\n"),
  );
  return [
    { name: "ast-grep, 4 patterns", command: [binary, "scan", "--inline-rules", rules.join("\n---\n"), ...paths] },
  ];
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

function semgrepRules(): string {
  const rules = PATTERNS.map((pattern, index) => {
    const about = { id: `p${String(index)}`, languages: ["python"], severity: "WARNING", message: "found" };
    return { ...about, pattern };
  });
  return JSON.stringify({ rules });
}
