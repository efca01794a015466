import { isTestFunction } from "../../../src/concepts/tests/collection.js";
import { isSetup } from "../../../src/concepts/tests/surroundings.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { question } from "../../../src/python/model/solver.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** A place that puts something into `sys.modules`. */
export interface Entry {
  /** The assignment, or the call. */
  readonly at: Node;
  /** The expression of the name. */
  readonly key: Node;
  readonly value: Node | undefined;
  /** Only where nothing is there yet. */
  readonly isDefault: boolean;
}

const WORD = { name: "sys.modules", mayHold: (text: string) => text.includes("modules") };

/** Where a file speaks of `sys.modules`, in source order. */
export function tablesIn(module: Module): readonly Node[] {
  if (!module.mayHold(WORD)) return [];
  return module
    .identifiers("modules")
    .map((name) => (name.fieldName === "attribute" && name.parent ? name.parent : name))
    .filter((table) => module.apiPathsOf(table).includes("sys.modules"));
}

/** What is done to `sys.modules` where it stands. */
export function* entriesAt(table: Node): Generator<Entry> {
  const { parent } = table;
  if (!parent) return;
  if (parent.kind === "subscript") yield* assigned(parent);
  if (parent.kind !== "attribute" || parent.parent?.kind !== "call") return;
  const at = parent.parent;
  const method = parent.field("attribute")?.text;
  const [first, second] = at.field("arguments")?.children ?? [];
  if (method === "update" && first?.kind === "dictionary") yield* pairsOf(first, at);
  if (method === "setdefault" && first) yield { at, key: first, value: second, isDefault: true };
}

function* assigned(entry: Node): Generator<Entry> {
  const { parent: at } = entry;
  const key = entry.field("subscript");
  if (entry.fieldName === "left" && at?.kind === "assignment" && key)
    yield { at, key, value: lastValue(at), isDefault: false };
}

/** What `a = b = value` gives to each of them. */
function lastValue(assignment: Node): Node | undefined {
  const right = assignment.field("right");
  return right?.kind === "assignment" ? lastValue(right) : right;
}

function* pairsOf(dictionary: Node, at: Node): Generator<Entry> {
  for (const pair of dictionary.children) {
    const key = pair.kind === "pair" ? pair.field("key") : undefined;
    if (key) yield { at, key, value: pair.field("value"), isDefault: false };
  }
}

/** A run of entries that one function makes, or a file when it is imported. */
export interface Stubs {
  readonly entries: readonly Entry[];
  /** Whether each is made only where the module seems to be missing. */
  readonly isGuarded: boolean;
  readonly names: ReadonlySet<string>;
  /** The test or the method before tests that makes them; undefined where the import of the file does. */
  readonly by: FunctionDefinition | undefined;
}

interface Named extends Pick<Stubs, "names" | "by"> {
  /** Where that is decided: the entry itself, or the calls of the helper that makes it. */
  readonly places: readonly Node[];
}

/** The modules that an entry is for, as far as they are written out, and when it is made; undefined when neither is known. */
export function namesOf(module: Module, { key, at }: Entry): Named | undefined {
  const by = module.functionAround(at);
  const name = textOf(key);
  if (!by || isTestFunction(by) || isSetup(by)) {
    const names = name === undefined ? iterated(module, key) : [name];
    return names && { names: new Set(names), by, places: [at] };
  }
  const calls = calledAtImport(module, by);
  const names = calls.flatMap((call) => givenTo(call, by, key, name) ?? []);
  return names.length > 0 ? { names: new Set(names), by: undefined, places: calls.map(({ node }) => node) } : undefined;
}

/** The texts that the name of a loop is, where they are written out. */
function iterated(module: Module, key: Node): readonly string[] | undefined {
  if (key.kind !== "identifier") return undefined;
  const [binding, ...others] = module.bindingsReaching(key.text, key);
  if (binding?.kind !== "iterate" || !binding.from || others.length > 0) return undefined;
  const { from } = binding;
  return module.project.once(ITERATED, from, () => textsIn(from));
}

/** The texts of a display that holds nothing else. */
function textsIn(display: Node): readonly string[] | undefined {
  const items = /^(tuple|list|set)$/.test(display.kind) ? display.children.map(textOf) : [];
  const texts = items.filter((item) => item !== undefined);
  return texts.length > 0 && texts.length === items.length ? texts : undefined;
}

const CALLED = question<readonly Call[]>([]);
const ITERATED = question<readonly string[] | undefined>(undefined);

/** Nobody's test file makes more stubs by one helper. */
const MOST_CALLS = 50;

/** The calls of a helper that run when the file is imported. */
function calledAtImport(module: Module, helper: FunctionDefinition): readonly Call[] {
  if (helper.owner || helper.node.kind === "lambda") return [];
  return module.project.once(CALLED, helper, () =>
    module
      .callsNamed(helper.name)
      .filter(({ node, callee }) => callee.kind === "identifier" && !module.functionAround(node))
      .slice(0, MOST_CALLS),
  );
}

/** The name that a call of a helper makes an entry for. */
function givenTo(
  call: Call,
  helper: FunctionDefinition,
  key: Node,
  name: string | undefined,
): readonly string[] | undefined {
  if (name !== undefined) return [name];
  const parameter = key.kind === "identifier" ? helper.parameter(key.text) : undefined;
  const argument = parameter && call.argumentOrDefault(parameter, false);
  const text = argument && textOf(argument);
  return text === undefined ? argument && iterated(call.module, argument) : [text];
}

const FINDS = new Set(["find_spec", "find_module", "find_loader"]);

/** Whether an entry is only made where the module is not installed, so that nobody misses it: `if find_spec(name) is None`. */
export function standsIn({ at }: Entry): boolean {
  return [...at.ancestors()].some((around) => {
    const condition = around.kind === "if_statement" ? around.field("condition") : undefined;
    return condition !== undefined && callsAny(condition, FINDS);
  });
}

/** What makes a module out of a file, or has it already. */
const LOADS = /^(module_from_spec|load_module|load_source|import_module|__import__|exec_module|reload)$/;

/** Whether an entry is a real module: one that a test loads from a file, or has imported by another name. */
export function isLoaded(module: Module, { value: written }: Entry): boolean {
  if (!written) return false;
  const value = unwrap(written);
  const bindings = value.kind === "identifier" ? module.bindingsReaching(value.text, value) : [];
  const sources = bindings.length > 0 ? bindings.map(({ from }) => from) : [value];
  if (bindings.some(({ kind }) => kind === "import" || kind === "parameter")) return true;
  if (sources.some((from) => LOADS.test(calledName(from && unwrap(from)) ?? ""))) return true;
  return module.valuesOf(value).some(({ kind }) => kind === "module");
}
