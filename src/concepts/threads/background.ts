import { inSourceOrder, type Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Module } from "../../python/model/module.js";
import { holdsAny, holdsWord, matchesPattern } from "../../python/prefilter/prefilter.js";
import { question, sameItems } from "../../python/model/solver.js";
import { lastNameOf } from "../../python/cfg/expression.js";

/** A call that has a function run beside the code that makes the call. */
export interface Spawn {
  readonly call: Node;
  readonly by: "thread" | "timer" | "executor";
  /** The functions that will run, as far as they are known. */
  readonly targets: readonly FunctionDefinition[];
}

/** Why a function runs in the background: the spawning call, or the class of threads whose `run` it is. */
export interface Background {
  readonly at: Node;
  readonly by: Spawn["by"];
}

/** Where a spawning callable takes the function: the place among its arguments, and the keyword. */
const SPAWNERS: ReadonlyMap<string, { by: Spawn["by"]; place: number; keyword: string }> = new Map([
  ["threading.Thread", { by: "thread", place: 1, keyword: "target" }],
  ["threading.Timer", { by: "timer", place: 1, keyword: "function" }],
  ["_thread.start_new_thread", { by: "thread", place: 0, keyword: "function" }],
  ["asyncio.to_thread", { by: "executor", place: 0, keyword: "func" }],
  ["submit", { by: "executor", place: 0, keyword: "fn" }],
  ["executor.map", { by: "executor", place: 0, keyword: "fn" }],
  ["run_in_executor", { by: "executor", place: 1, keyword: "func" }],
]);

/** A file with none of these spawns nothing. */
const SPAWNING_WORDS = [...[...SPAWNERS.keys()].map((path) => path.replace(/^.*\./, "")), "target"];

const SPAWNING = holdsAny("what starts a function beside others", SPAWNING_WORDS);

const GIVES_TARGET = matchesPattern("an argument 'target'", /\btarget[\s\\]*(?:#|=(?!=))/);

/** How far up the callers of a function are asked whether they run in the background. */
const MOST_CALLERS_UP = 3;

const SPAWNS = question<readonly Spawn[]>([], (a, b) =>
  sameItems(a, b, (one, other) => one.call === other.call && sameItems(one.targets, other.targets)),
);
/** What spawns a function itself, not through its callers. */
const SPAWNED = question<Background | undefined>(undefined, sameBackground);

/** What is known of functions through their callers. */
const REASON = question<Background | undefined>(undefined, sameBackground);
const ROOTS = question<ReadonlySet<Node>>(new Set());

const FIRST_SPAWNS = question<ReadonlyMap<FunctionDefinition, Spawn>>(new Map(), (a, b) =>
  sameItems([...a], [...b], ([target, spawn], [other, of]) => target === other && spawn.call === of.call),
);

function sameBackground(a: Background | undefined, b: Background | undefined): boolean {
  return a?.at === b?.at && a?.by === b?.by;
}

/** The calls of a file that start something in the background, in source order. */
export function spawnsIn(module: Module): readonly Spawn[] {
  return module.project.once(SPAWNS, module, () => candidates(module).flatMap((call) => spawnAt(module, call) ?? []));
}

function candidates(module: Module): Node[] {
  const found = new Set<Node>();
  for (const path of SPAWNERS.keys()) {
    for (const call of module.callsNamed(path.replace(/^.*\./, ""))) found.add(call.node);
  }
  // Whatever `Thread` is called here, it is given its function by this name.
  for (const keyword of module.within(GIVES_TARGET, "keyword_argument")) {
    const call = keyword.parent?.parent;
    if (keyword.field("name")?.text === "target" && call?.kind === "call") found.add(call);
  }
  for (const call of declaredStarts(module)) found.add(call.node);
  return [...found].sort(inSourceOrder);
}

/** The calls of what the project says starts a thread, in source order. */
export function declaredStarts(module: Module): readonly Call[] {
  const { threadStarters } = module.project.knowledge.told;
  const named = new Set(threadStarters.words.flatMap((word) => module.callsOf(word)));
  return [...named].filter((call) => threadStarters.find(call) !== undefined);
}

function spawnAt(module: Module, node: Node): Spawn | undefined {
  const call = module.call(node);
  if (module.project.knowledge.told.threadStarters.find(call) !== undefined) {
    return { call: node, by: "thread", targets: call.arguments.flatMap(({ value }) => functionsOf(module, value)) };
  }
  const spawner = SPAWNERS.get(spawnerName(module, node) ?? "");
  const target = spawner && (call.keyword(spawner.keyword) ?? call.positional[spawner.place]);
  return target && { call: node, by: spawner.by, targets: functionsOf(module, target) };
}

function spawnerName(module: Module, node: Node): string | undefined {
  const call = module.call(node);
  if (call.lastName === "run_in_executor") return call.lastName;
  for (const value of call.targets) {
    if (value.kind === "api" && SPAWNERS.has(value.path)) return value.path;
    if (value.kind === "api" && value.path.endsWith("ThreadPoolExecutor().map")) return "executor.map";
    if (value.kind === "api" && value.path.endsWith("Executor().submit")) return "submit";
    if (value.kind === "class" && isThreadClass(value.definition)) return "threading.Thread";
  }
  return call.lastName === "submit" && EXECUTOR.test(lastNameOf(call.receiver) ?? "") ? "submit" : undefined;
}

/** What is called like what runs functions in the background. */
const EXECUTOR = /(executor|pool)$/i;

/** The functions that an expression stands for, through `functools.partial`. */
function functionsOf(module: Module, expression: Node): readonly FunctionDefinition[] {
  if (expression.kind === "call") {
    const call = module.call(expression);
    const [first] = call.positional;
    return first && call.apis.includes("functools.partial") ? functionsOf(module, first) : [];
  }
  const values = module.project.evaluator.withCallers(module.valuesOf(expression));
  return values.flatMap((value) => (value.kind === "function" ? [value.definition] : []));
}

/** Whether a class is a kind of thread. */
export function isThreadClass(definition: ClassDefinition): boolean {
  return definition.ancestry.external.some((path) => path === "threading.Thread" || path === "threading.Timer");
}

/** Whether objects of a class may start threads, or be some, as far as the text of it and of those that it derives from tells. */
export function mayStartThreads(of: ClassDefinition): boolean {
  return of.ancestry.classes.some((one) => isThreadClass(one) || mayStart(one));
}

function mayStart({ module, node }: ClassDefinition): boolean {
  const { words } = module.project.knowledge.told.threadStarters;
  return module.mayHold(SPAWNING, node) || words.some((word) => module.mayHold(holdsWord(word), node));
}

/** Why a function runs in the background, directly or through its callers; undefined when nothing shows that it does. */
export function backgroundOf(definition: FunctionDefinition): Background | undefined {
  const { project } = definition.module;
  return project.once(REASON, definition, () => search(definition, MOST_CALLERS_UP, new Set()));
}

function search(definition: FunctionDefinition, depth: number, seen: Set<FunctionDefinition>): Background | undefined {
  if (seen.has(definition)) return undefined;
  seen.add(definition);
  const own = runMethod(definition) ?? spawned(definition);
  if (own || depth === 0) return own;
  for (const { call } of definition.module.project.callersOf(definition)) {
    const caller = call.module.functionAround(call.node);
    const found = caller && search(caller, depth - 1, seen);
    if (found) return found;
  }
  return undefined;
}

/** Every spawning call, and class of threads, that a function is reached from. */
export function backgroundRoots(definition: FunctionDefinition): ReadonlySet<Node> {
  return definition.module.project.once(ROOTS, definition, () => {
    const roots = new Set<Node>();
    collect(definition, MOST_CALLERS_UP, new Set(), roots);
    return roots;
  });
}

function collect(definition: FunctionDefinition, depth: number, seen: Set<FunctionDefinition>, roots: Set<Node>): void {
  if (seen.has(definition)) return;
  seen.add(definition);
  for (const own of [runMethod(definition), spawned(definition)]) if (own) roots.add(own.at);
  if (depth === 0) return;
  for (const { call } of definition.module.project.callersOf(definition)) {
    const caller = call.module.functionAround(call.node);
    if (caller) collect(caller, depth - 1, seen, roots);
  }
}

function runMethod({ name, owner }: FunctionDefinition): Background | undefined {
  return name === "run" && owner && isThreadClass(owner) ? { at: owner.node, by: "thread" } : undefined;
}

function spawned(definition: FunctionDefinition): Background | undefined {
  return definition.module.project.once(SPAWNED, definition, () => findSpawn(definition));
}

function findSpawn(definition: FunctionDefinition): Background | undefined {
  const { module, name } = definition;
  const words = [...SPAWNING_WORDS, ...module.project.knowledge.told.threadStarters.words];
  const others = definition.node.kind === "lambda" ? [] : module.project.modulesMentioning(name, module, words);
  for (const other of new Set([module, ...others])) {
    const byTarget = firstSpawns(other);
    const found = [...targetsRunning(definition)].flatMap((target) => byTarget.get(target) ?? []);
    const [first] = found.sort((a, b) => inSourceOrder(a.call, b.call));
    if (first) return { at: first.call, by: first.by };
  }
  return undefined;
}

/** The first call of a file that starts a function, by the function. */
function firstSpawns(module: Module): ReadonlyMap<FunctionDefinition, Spawn> {
  return module.project.once(FIRST_SPAWNS, module, () => {
    const first = new Map<FunctionDefinition, Spawn>();
    for (const spawn of spawnsIn(module)) {
      for (const target of spawn.targets) if (!first.has(target)) first.set(target, spawn);
    }
    return first;
  });
}

/** What can run a function when it is started: the function itself, and what it overrides. */
function* targetsRunning(definition: FunctionDefinition): Generator<FunctionDefinition> {
  yield definition;
  for (const base of definition.owner?.ancestry.classes.slice(1) ?? []) {
    yield* base.methods.get(definition.name) ?? [];
  }
}
