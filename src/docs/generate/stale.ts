import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { LARGEST_DOCUMENT, readText } from "../../files/read.js";

/** The generated files that are missing, differ, or belong to no rule any more. */
export function staleFiles(root: string, outputs: ReadonlyMap<string, string>): string[] {
  const differing = [...outputs].filter(([file, text]) => readIfThere(path.join(root, file)) !== text);
  const orphans = pagesIn(root).filter((page) => !outputs.has(page));
  return [...differing.map(([file]) => file), ...orphans];
}

function pagesIn(root: string): string[] {
  const folder = path.join(root, "docs/rules");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  return files.map((file) => `docs/rules/${file.replaceAll(path.sep, "/")}`);
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readText(file, LARGEST_DOCUMENT) : undefined;
}
