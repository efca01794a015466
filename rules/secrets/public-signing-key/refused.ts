import { nameOf } from "../../../src/concepts/reach/module-names.js";
import { mayBeOfOneProgram } from "../../../src/concepts/reach/modules.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";
import { holdsUnconfigured } from "../../../src/concepts/settings/defaults.js";
import { validatorsIn } from "../../../src/concepts/settings/validators.js";
import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { assignedTo, comparisonOf } from "../../../src/python/cfg/expression.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { MAKES_RANDOM } from "../../../src/python/tables/signing-keys.js";
import type { Node } from "../../../src/syntax/node.js";
import type { PublicText } from "./public-text.js";

/** Whether the program refuses to run with a default, or puts a random key in its place, somewhere in the project. */
export function isRefused({ literal, names, read }: PublicText): boolean {
  const home = moduleOf(literal);
  const text = textOf(literal) ?? "";
  const mentioning = (word: string): readonly Module[] => home.project.modulesMentioning(word, home);
  const isOfProgram = (module: Module): boolean => !module.isTest && mayBeOfOneProgram(module, home);
  // What is missing of a file that breaks off may be just that.
  if (mentioning(nameOf(home.path)).some((module) => module.breaksOff && isOfProgram(module))) return true;
  // Settings that are read of the environment are fields in lower case.
  const spelled = [...new Set(names.flatMap((name) => (read ? [name, name.toLowerCase()] : [name])))];
  const modules = new Set([home, ...spelled.flatMap(mentioning)]);
  const others = [...modules].filter(isOfProgram);
  return others.some((module) => (module !== home && module.breaksOff) || refuses(module, spelled, text));
}

function refuses(module: Module, names: readonly string[], text: string): boolean {
  const { tests, lists, validated } = refusalsOf(module);
  if (names.some((name) => validated.has(name))) return true;
  const listed = lists.get(text) ?? [];
  const of = (word: string): readonly Node[] => tests.get(word) ?? [];
  if ([text, ...listed].some((word) => of(word).some(isForEquals))) return true;
  return names.some((name) => of(name).some(mayHoldByDefault));
}

/** Whether a test holds for what is the same, not for all else, nor for nothing. */
function isForEquals(test: Node): boolean {
  const inner = unwrap(test);
  if (inner.kind === "not_operator" && inner.field("argument")?.kind === "identifier") return false;
  const operator = comparisonOf(test)?.operator;
  return operator !== "!=" && operator !== "not in";
}

/** Whether a test is about the program itself, not about what a client sent, and may hold when nobody configures it. */
function mayHoldByDefault(test: Node): boolean {
  return isAboutProgram(test) && holdsUnconfigured(test) !== false;
}

function isAboutProgram(test: Node): boolean {
  const inner = unwrap(test);
  if (inner.kind === "not_operator") return inner.children.every(isAboutProgram);
  if (inner.kind !== "call") return isServiceWide(inner);
  return moduleOf(inner)
    .call(inner)
    .arguments.every(({ value }) => isServiceWide(value));
}

/** What a file does not run with. */
interface Refusals {
  /** By the names and texts in them, the tests that end in an error, an exit or a random value. */
  readonly tests: ReadonlyMap<string, readonly Node[]>;
  /** The names of texts, of containers of texts, and of what loops take out of them, by the texts. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** What validators that raise are for. */
  readonly validated: ReadonlySet<string>;
}

const REFUSALS = question<Refusals>({ tests: new Map(), lists: new Map(), validated: new Set() });

function refusalsOf(module: Module): Refusals {
  return module.project.once(REFUSALS, module, () => {
    const tests = new Map<string, Node[]>();
    for (const test of refusingTests(module)) for (const word of wordsIn(test)) put(tests, word, test);
    const lists = tests.size > 0 ? listsOf(module) : new Map<string, string[]>();
    return { tests, lists, validated: new Set(validatedNames(module)) };
  });
}

/** The names of texts, of the containers that they are listed in, and of what loops take out of them. */
function listsOf(module: Module): Map<string, string[]> {
  const taken = new Map<string, string[]>();
  for (const loop of module.root.descendants("for_statement", "for_in_clause"))
    for (const name of loop.field("right")?.descendants("identifier") ?? [])
      for (const target of loop.field("left")?.descendants("identifier") ?? []) put(taken, name.text, target.text);
  const lists = new Map<string, string[]>();
  for (const text of module.root.descendants("string"))
    for (const { kind, text: name } of assignedTo(text))
      if (kind === "identifier") put(lists, textOf(text) ?? "", name);
  for (const list of module.root.descendants("set", "list", "tuple", "dictionary")) {
    const [name] = assignedTo(list);
    const items = list.children.flatMap((item) => (item.kind === "pair" ? (item.field("value") ?? []) : item));
    for (const item of name ? items : [])
      for (const word of [name?.text ?? "", ...(taken.get(name?.text ?? "") ?? [])])
        put(lists, textOf(item) ?? "", word);
  }
  return lists;
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** The parts of tests, each of which may lead to an error, an exit or a random value. */
function* refusingTests(module: Module): Generator<Node> {
  for (const statement of module.root.descendants("if_statement", "elif_clause", "assert_statement")) {
    const isAssert = statement.kind === "assert_statement";
    const test = isAssert ? statement.children[0] : statement.field("condition");
    const block = statement.field("consequence");
    if (test && (isAssert || (block && endsOrReplaces(block)))) yield* partsOf(test);
  }
}

function endsOrReplaces(block: Node): boolean {
  return endsSomewhere(block) || callsAny(block, MAKES_RANDOM) || collectsErrors(block);
}

function endsSomewhere(code: Node): boolean {
  for (const part of code.descendants("raise_statement", "call"))
    if (part.kind === "raise_statement" || endsProgram(part)) return true;
  return false;
}

/** `errors.append("SECRET_KEY is the default")`, which is raised later, or ends the program. */
function collectsErrors(block: Node): boolean {
  const around = moduleOf(block).functionAround(block)?.node;
  const appends = callsAny(block, /^(append|add|error)$/);
  return appends && around !== undefined && endsSomewhere(around);
}

function* partsOf(test: Node): Generator<Node> {
  const inner = unwrap(test);
  if (inner.kind === "boolean_operator") for (const part of inner.children) yield* partsOf(part);
  else yield inner;
}

/** The names and texts in a test, and the texts by which what it asks about is read: `KEY = os.getenv("SIGNING_KEY")`. */
function wordsIn(test: Node): ReadonlySet<string> {
  const parts = [...test.descendants("identifier", "string")];
  const reads = parts.flatMap((part) => (part.kind === "identifier" ? readFor(part) : []));
  return new Set([...parts, ...reads].map((part) => textOf(part) ?? part.text));
}

/** By what a name's value is looked up, with nothing in its place where there is none. */
function readFor(name: Node): readonly Node[] {
  return moduleOf(name)
    .bindingsReaching(name.text, name)
    .flatMap(({ from }) => {
      const call = from?.kind === "call" ? moduleOf(from).call(from) : undefined;
      const [key, ...others] = call && /^(get|getenv)$/.test(call.lastName) ? call.positional : [];
      return key && others.length === 0 ? [key] : [];
    });
}

/** The fields whose validators raise for another reason than that there is nothing. */
const validatedNames = (module: Module): readonly string[] =>
  [...validatorsIn(module)].flatMap(({ fields, definition }) => (mayRefuse(definition) ? fields : []));

function mayRefuse(definition: Node): boolean {
  for (const statement of definition.descendants("if_statement")) {
    const test = statement.field("condition");
    const block = statement.field("consequence");
    if (test && block && endsOrReplaces(block) && unwrap(test).kind !== "not_operator") return true;
  }
  return false;
}
