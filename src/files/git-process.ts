import { execFile } from "node:child_process";
import { delimiter, isAbsolute } from "node:path";
import { isInside } from "./paths.js";
import { reasonOf } from "./problem.js";

/** Git could not answer, and why: one line for people, with the way out. */
export class GitProblem extends Error {}

/** What a call of git may take; only a damaged or a crafted repository comes near. */
export interface Limits {
  readonly milliseconds: number;
  /** Of its answer. */
  readonly bytes: number;
}

/** The walk through a million commits takes a minute, and an answer becomes a string, which has an end at 512 MiB. */
const LIMITS: Limits = { milliseconds: 180_000, bytes: 500_000_000 };

/** Where git runs. */
export interface Place {
  /** Absolute. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs git, and answers what it writes.
 *
 * @param input what it can read
 * @throws GitProblem when it fails, takes too long or says too much; its cause has git's exit code
 */
export function runGit(args: readonly string[], at: Place, input = "", limits = LIMITS): Promise<Buffer> {
  const { milliseconds: timeout, bytes: maxBuffer } = limits;
  const where = { cwd: at.directory, env: at.environment };
  const options = { ...where, encoding: "buffer", maxBuffer, timeout, killSignal: "SIGKILL" } as const;
  return new Promise((done, failed) => {
    const child = execFile("git", ["--no-pager", ...SAFE, ...args], options, (error, out, complaint) => {
      if (error) failed(new GitProblem(reasonFor(error, complaint.toString(), limits), { cause: error }));
      else done(out);
    });
    // Git may be gone, or have heard enough, before everything is written.
    child.stdin?.on("error", () => undefined).end(input);
  });
}

/** What the error of a call says of it: the exit code of a program that ran, or why there was none. */
export function codeOf(error: unknown): string | number {
  return error instanceof Error && "code" in error ? (error.code as string | number) : "";
}

/** How a problem begins that has no explanation but git's. */
export const UNKNOWN = "git failed: ";

/** What no configuration may decide, not even where git only says where a repository is. */
const SAFE = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.quotePath=true",
  "protocol.allow=never",
  "safe.bareRepository=explicit",
].flatMap((setting) => ["-c", setting]);

/** What git's own environment says in every call. A single piece of memory of a gigabyte is a bomb's. */
const SURROUNDINGS = {
  GIT_ALLOC_LIMIT: "1g",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_LITERAL_PATHSPECS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/**
 * An environment to call git in: ours, less what is said of git there, and without programs out of a tree.
 *
 * @param tree absolute
 * @param said what git's variables are to be
 */
export function environmentFor(tree: string, said: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const ours = kept.map(([name, value = ""]) => [name, /^path$/i.test(name) ? outside(tree, value) : value] as const);
  return { ...Object.fromEntries(ours), ...said, ...SURROUNDINGS };
}

/** Where programs are looked for: nothing relative, which would be in the tree, where git runs. */
function outside(tree: string, path: string): string {
  const directories = path.split(delimiter).filter((directory) => isAbsolute(directory) && !isInside(directory, tree));
  return directories.join(delimiter);
}

/** Why git failed, from what it said. */
function reasonFor(error: Error, complaint: string, limits: Limits): string {
  const code = codeOf(error);
  if (code === "ENOENT") return "git was not found; install it, or put it on the PATH";
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return tooMuch(limits);
  if ("killed" in error && error.killed) return tooSlow(limits);
  const known = REASONS.find(([said]) => complaint.includes(said));
  if (known) return known[1];
  const lines = complaint.split("\n");
  const line = lines.find((text) => text.startsWith("fatal:")) ?? lines.find((text) => text !== "") ?? reasonOf(error);
  return `${UNKNOWN}${line.replace(/^fatal: /, "")}`;
}

const REASONS: readonly (readonly [said: string, reason: string])[] = [
  ["not a git repository", "this is no git repository; run it in one, or 'git init' first"],
  ["must be run in a work tree", "this git repository has no working tree; clone it first"],
  [
    "dubious ownership",
    "git does not trust this repository, because somebody else owns it; see 'git help config' at safe.directory",
  ],
  [
    "attempting to allocate",
    "git needs more than 1 GB for a single object; compare with a commit that has none so large",
  ],
];

function tooMuch({ bytes }: Limits): string {
  return `git's answer has more than ${String(bytes / 1e6)} MB; compare with a commit that is less far away`;
}

function tooSlow({ milliseconds }: Limits): string {
  const seconds = String(milliseconds / 1000);
  return `git did not answer within ${seconds} seconds; 'git fsck' tells whether the repository is damaged`;
}
