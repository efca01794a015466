import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** A Markdown file that becomes a page. */
export interface Source {
  /** From the project's root: `docs/rules/zmq/rebind.md`. */
  readonly file: string;
  /** From the site's root: `rules/zmq/rebind.html`. */
  readonly address: string;
}

/** A part of the site, and its pages in their order. */
export interface Group {
  readonly title: string;
  readonly sources: readonly Source[];
}

/** Which page stands where. What is in `docs/` and not here comes last. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Use: ["getting-started", "configuration", "suppressing", "why", "scanning", "coming-from"],
  Teams: ["ci", "remediation", "triage", "json"],
  Evidence: ["precision", "recall", "../bench/results", "../SECURITY", "dependencies"],
  Extend: ["custom-rules", "vocabulary", "api", "../CONTRIBUTING", "architecture"],
};

/** Pages that lie elsewhere than `docs/`. */
const ADDRESSES: Readonly<Record<string, string>> = {
  "README.md": "index.html",
  "bench/results.md": "benchmark.html",
  "SECURITY.md": "security.html",
  "CONTRIBUTING.md": "contributing.html",
};

/** The page that a file of the project is; undefined when it is none. The README's place has the front page. */
export function addressOf(file: string): string | undefined {
  if (ADDRESSES[file] !== undefined) return ADDRESSES[file];
  if (!/^docs\/.*\.md$/.test(file)) return undefined;
  return file
    .slice("docs/".length)
    .replace(/README\.md$/, "index.md")
    .replace(/\.md$/, ".html");
}

/** The pages beside those of rules, by group. */
export function groupsOf(root: string): readonly Group[] {
  const named = Object.entries(GROUPS).map(([title, names]): Group => {
    const files = names.map((name) => path.posix.join("docs", `${name}.md`));
    return { title, sources: sourcesOf(files.filter((file) => existsSync(path.join(root, file)))) };
  });
  const known = new Set(named.flatMap(({ sources }) => sources.map(({ file }) => file)));
  const others = markdownIn(root, "docs").filter((file) => !known.has(file) && !file.startsWith("docs/rules/"));
  return others.length > 0 ? [...named, { title: "More", sources: sourcesOf(others) }] : named;
}

/** The list of the rules, and then the page of each. */
export function ruleSources(root: string): readonly Source[] {
  return sourcesOf(markdownIn(root, "docs/rules"));
}

function markdownIn(root: string, folder: string): string[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".md")).map((name) => name.replaceAll(path.sep, "/"));
  return files.sort().map((name) => `${folder}/${name}`);
}

function sourcesOf(files: readonly string[]): Source[] {
  return files.flatMap((file) => {
    const address = addressOf(file);
    return address === undefined ? [] : [{ file, address }];
  });
}
