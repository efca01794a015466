import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";

/** What the grammar knows, as minor numbers of Python 3. */
const [OLDEST, NEWEST] = [8, 14];

/** Compiles programs, and never runs them, as long as there are lines. */
const SERVER = `
import base64, json, sys, warnings
warnings.simplefilter("ignore")
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except (ImportError, ValueError, OSError):
    pass
def refusal(source):
    try:
        compile(base64.b64decode(source), "program", "exec", dont_inherit=True)
        return None
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, LookupError) as error:
        return str(getattr(error, "msg", error)) or type(error).__name__
    except Exception as error:
        return type(error).__name__
for line in sys.stdin:
    print(json.dumps([refusal(source) for source in json.loads(line)]), flush=True)
`;

/** How long an interpreter may take for one request. */
const PATIENCE_MS = 120_000;

/** What an interpreter makes of a program: `undefined` when it compiles, else why not. */
export type Refusal = string | undefined;

/** Said of a program that ends the interpreter itself. */
const DEADLY = "the interpreter dies of it";

/** A CPython that compiles one program after the other, in a process that lives long. */
export class Interpreter {
  #child: ChildProcessWithoutNullStreams | undefined;
  #lines: AsyncIterator<string> | undefined;
  #reader: Interface | undefined;

  /** @param minor - the version: 3.minor */
  constructor(
    readonly program: string,
    readonly minor: number,
  ) {}

  /** Why each program is refused. A program that the interpreter dies of or hangs on is refused, too. */
  async refusals(programs: readonly Buffer[]): Promise<readonly Refusal[]> {
    if (programs.length === 0) return [];
    const answer = await this.#ask(programs);
    if (answer) return answer;
    if (programs.length === 1) return [DEADLY];
    const half = programs.length >> 1;
    return [...(await this.refusals(programs.slice(0, half))), ...(await this.refusals(programs.slice(half)))];
  }

  async #ask(programs: readonly Buffer[]): Promise<readonly Refusal[] | undefined> {
    const [child, lines] = this.#started();
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.stdin.write(`${JSON.stringify(programs.map((program) => program.toString("base64")))}\n`);
    const answer = await lines.next();
    clearTimeout(timer);
    if (answer.done !== true)
      return (JSON.parse(answer.value) as (string | null)[]).map((refusal) => refusal ?? undefined);
    this.close();
    return undefined;
  }

  #started(): readonly [ChildProcessWithoutNullStreams, AsyncIterator<string>] {
    if (this.#child && this.#lines) return [this.#child, this.#lines];
    const child = (this.#child = spawn(this.program, ["-I", "-c", SERVER]));
    // It may die while it is written to; that it does not answer tells.
    child.stdin.on("error", () => undefined);
    child.stderr.resume();
    this.#reader = createInterface(child.stdout);
    const lines = (this.#lines = this.#reader[Symbol.asyncIterator]());
    return [child, lines];
  }

  /** Ends the process; the next question starts another. */
  close(): void {
    this.#reader?.close();
    this.#child?.kill("SIGKILL");
    this.#child = this.#lines = this.#reader = undefined;
  }
}

/** The installed interpreters whose grammar is known, one a version, the newest first. */
export function installed(): Interpreter[] {
  const found = new Map<number, string>();
  for (const program of candidates()) {
    const asked = spawnSync(program, ["-I", "-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" });
    const [major, minor = 0] = asked.status === 0 ? asked.stdout.split(" ").map(Number) : [];
    if (major === 3 && minor >= OLDEST && minor <= NEWEST && !found.has(minor)) found.set(minor, program);
  }
  return [...found].sort(([one], [other]) => other - one).map(([minor, program]) => new Interpreter(program, minor));
}

/** Names on the path, and what pyenv has installed beside it. */
function candidates(): string[] {
  const versions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => `python3.${String(OLDEST + index)}`);
  const kept = path.join(process.env.PYENV_ROOT ?? path.join(homedir(), ".pyenv"), "versions");
  const ofPyenv = existsSync(kept) ? readdirSync(kept).map((name) => path.join(kept, name, "bin/python3")) : [];
  return ["python3", ...versions, ...ofPyenv];
}
