import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import type { Node } from "../../../src/syntax/node.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { alwaysLeaves } from "../../../src/python/cfg/terminal.js";
import { assignedValue } from "../../../src/python/model/bindings.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { isAboutNamesake } from "../../../src/python/model/namesake.js";
import { truthOf } from "../../../src/concepts/settings/constant.js";
import { validatorsIn } from "../../../src/concepts/settings/validators.js";
import { CONFIGURATION_NAME } from "../../../src/python/tables/access.js";
import { settingName, unconfigured, type Default } from "../../../src/concepts/settings/defaults.js";
import { matches } from "../../../src/python/tables/api.js";
import { OPTIONAL_VARIABLES } from "../../../src/python/tables/settings.js";
import { failsOneCaller } from "../../../src/concepts/access/denial.js";
import { comparedWithNothing } from "../../../src/concepts/access/branching.js";
import { question } from "../../../src/python/model/solver.js";

/** How sure it is that a secret can be missing while the service runs. */
export type Absence =
  /** It is, unless somebody configures it. */
  | { readonly kind: "missing"; readonly fallback: Default }
  /** Nothing is known of where it comes from. */
  | { readonly kind: "possible" }
  /** The program does not run without it. */
  | { readonly kind: "never" };

/** Whether a secret can be missing where a function asks for it. */
export function absenceOf(secret: Node): Absence {
  const defaults = unconfigured(secret);
  if (defaults.length === 0 || isKeptInPart(secret)) return { kind: "never" };
  if (defaults.every(({ value }) => value !== undefined && truthOf(value))) return { kind: "never" };
  if (isDemanded(secret, [...namesOf(secret)])) return { kind: "never" };
  const fallback = defaults.find(({ value }) => value !== undefined && !truthOf(value));
  return fallback ? { kind: "missing", fallback } : { kind: "possible" };
}

/** Whether the file breaks off that the object whose attribute the secret is comes from. */
function isKeptInPart(secret: Node): boolean {
  const module = moduleOf(secret);
  const written = secret.field("object");
  if (!written) return false;
  const object = unwrap(written);
  const bindings = object.kind === "identifier" ? module.bindingsReaching(object.text, object) : [];
  const isImported = bindings.some(({ source }) => {
    return source && module.project.resolveImport(module, source)?.breaksOff;
  });
  return isImported || module.valuesOf(object).some((value) => value.kind === "instance" && value.of.module.breaksOff);
}

/** The names that a secret goes by: its own, those it is assigned from, and its variable in the environment. */
function namesOf(secret: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (node: Node, steps: number): void => {
    const name = lastNameOf(node);
    if (name !== undefined && name !== "self") names.add(name);
    if (node.kind !== "identifier" || steps === 0) return;
    for (const { from } of moduleOf(node).bindingsReaching(node.text, node)) {
      for (const part of from?.descendants("attribute", "identifier") ?? [])
        if (part.parent?.kind !== "attribute" || part.kind === "attribute") add(part, 0);
    }
  };
  add(secret, 1);
  for (const { reads } of unconfigured(secret))
    for (const read of reads) names.add(settingName(read).replace(/^-+/, ""));
  return names;
}

/** Whether the program refuses to start, or to be configured, without a secret that goes by some names. */
export function isDemanded(secret: Node, called: readonly string[]): boolean {
  const own = moduleOf(secret);
  const around = own.functionAround(secret);
  const names = called.filter(
    (name) => name.length > 2 && !/^(os|settings|config|app|state|getenv|environ|get|strip|args)$/.test(name),
  );
  const modules = new Set([own, ...names.flatMap((name) => own.project.modulesMentioning(name, own))]);
  const homes = new Set([own, ...unconfigured(secret).flatMap(({ at, reads }) => [at, ...reads].map(moduleOf))]);
  // A file that breaks off may have demanded it in what is missing.
  if ([...homes, ...[...homes].flatMap(usersOf)].some((module) => module.breaksOff)) return true;
  return [...modules].some((module) => {
    if (module.isTest || (around && isAboutNamesake(module, around))) return false;
    return names.some((name) => demands(module, name, { check: around, secret, homes, isHome: homes.has(module) }));
  });
}

/** The modules that mention a module by its name. */
function usersOf(module: Module): readonly Module[] {
  const stem = /([^/]+)\.py$/.exec(module.path)?.[1] ?? "";
  return module.project.modulesMentioning(stem, module);
}

interface Search {
  /** The function that asks for the secret; what it does about a missing one is no demand. */
  readonly check: FunctionDefinition | undefined;
  readonly secret: Node;
  /** The modules that the secret is used or defined in. */
  readonly homes: ReadonlySet<Module>;
  /** Whether the module is one of them, so that its name means it there. */
  readonly isHome: boolean;
}

function demands(module: Module, name: string, search: Search): boolean {
  const { tests, names } = demandsIn(module);
  // A variable's name is the same everywhere, a field's only where it is declared.
  if (names.has(name) && (search.isHome || name === name.toUpperCase())) return true;
  return tests.some(({ test, isAssert, around }) => {
    // What turns one caller away has been left out; what is raised by the plain question before the check ends that, too.
    if (around === search.check && (isAssert || !isAskedBefore(test, search))) return false;
    return isAssert ? means(test, name, search) : saysMissing(test, name, search);
  });
}

/** Whether a function has asked plainly whether a secret is there, in its own body, before it uses it. */
function isAskedBefore(test: Node, { check, secret }: Search): boolean {
  const statement = test.parent;
  const isPlain = unwrap(test).kind !== "boolean_operator";
  return (
    isPlain && statement?.parent?.parent === check?.node && statement !== undefined && statement.end < secret.start
  );
}

/** What a module insists on. */
interface Demands {
  /** Tests that end the program, or fail, when something is missing. */
  readonly tests: readonly {
    readonly test: Node;
    readonly isAssert: boolean;
    readonly around: FunctionDefinition | undefined;
  }[];
  /** What it validates or lists as required. */
  readonly names: ReadonlySet<string>;
}

const DEMANDS = question<Demands>({ tests: [], names: new Set() });

function demandsIn(module: Module): Demands {
  return module.project.once(DEMANDS, module, () => readDemands(module));
}

function readDemands(module: Module): Demands {
  const tests = [...module.root.descendants("if_statement", "assert_statement")].flatMap((statement) => {
    const isAssert = statement.kind === "assert_statement";
    const test = isAssert ? statement.children[0] : statement.field("condition");
    const block = statement.field("consequence");
    if (!test || !(isAssert || (block && refusesToRun(block)))) return [];
    return [{ test, isAssert, around: module.functionAround(statement) }];
  });
  return { tests, names: new Set([...validatedNames(module), ...requiredNames(module)]) };
}

/** Whether an expression that bears a secret's name is the secret: others have keys and tokens, too. */
function means(node: Node, name: string, { homes, isHome }: Search): boolean {
  const path = accessPath(node)?.split(".");
  if (path?.at(-1) !== name) return readsVariable(node, name);
  const object = path.at(-2);
  if (isHome) return true;
  if (object !== undefined) return CONFIGURATION_NAME.test(object) && !isOfAnother(node.field("object"), homes);
  return moduleOf(node)
    .scopes.module.bindings(name)
    .some((binding) => binding.kind === "import");
}

/** Whether the settings that an expression stands for are known, and not those of any of the modules. */
function isOfAnother(object: Node | undefined, homes: ReadonlySet<Module>): boolean {
  const values = object ? moduleOf(object).valuesOf(object) : [];
  return (
    values.length > 0 &&
    values.every(
      (value) => value.kind === "instance" && !value.of.ancestry.classes.some(({ module }) => homes.has(module)),
    )
  );
}

/** Whether a test holds when something of that name is missing, or is one of several things that do. */
function saysMissing(expression: Node, name: string, search: Search): boolean {
  const test = unwrap(expression);
  switch (test.kind) {
    case "boolean_operator":
      return test.children.some((part) => saysMissing(part, name, search));
    case "not_operator": {
      const inner = test.children[0] && unwrap(test.children[0]);
      // `if not all([API_KEY, DATABASE_URL]): raise …`
      const isGiven = inner?.kind === "call" && search.isHome && bears(inner, name);
      return isGiven || (inner !== undefined && means(inner, name, search));
    }
    case "comparison_operator": {
      const missing = comparedWithNothing(test);
      return missing !== undefined && means(missing, name, search);
    }
    default:
      return false;
  }
}

/** Whether a name, or a text that is one, stands in an expression. */
function bears(node: Node, name: string): boolean {
  for (const part of node.descendants("identifier", "string")) if ((textOf(part) ?? part.text) === name) return true;
  return false;
}

/** `os.getenv("API_KEY", "")`, or what is made of it. */
function readsVariable(node: Node, name: string): boolean {
  for (const inner of node.kind === "call" ? node.descendants("call") : []) {
    const { apis, positional } = moduleOf(inner).call(inner);
    const [first] = positional;
    if (first && textOf(first) === name && apis.some((path) => matches(OPTIONAL_VARIABLES, path))) return true;
  }
  return false;
}

/** Whether a block ends the program or fails, other than by turning away one caller. */
function refusesToRun(block: Node): boolean {
  if (failsOneCaller(block)) return false;
  const last = block.children.at(-1);
  if (last && endsProgram(last)) return true;
  const call =
    last?.kind === "expression_statement" && last.children[0]?.kind === "call" ? last.children[0] : undefined;
  if (call) {
    // `errors.append("API_KEY is missing")` before `raise ConfigError(errors)`, `parser.error("…")`.
    const { lastName, receiver } = moduleOf(call).call(call);
    if (lastName === "append") return raisesAround(block);
    return lastName === "error" && lastNameOf(receiver) === "parser";
  }
  return (
    last?.kind === "raise_statement" ||
    (last !== undefined && alwaysLeaves(block) && [...block.descendants("raise_statement")].length > 0)
  );
}

const RAISES = question(false);

function raisesAround(block: Node): boolean {
  const module = moduleOf(block);
  const around = module.functionAround(block)?.body ?? module.root;
  return module.project.once(RAISES, around, () => [...around.descendants("raise_statement")].length > 0);
}

/** `@field_validator("api_key")` with a body that raises. */
const validatedNames = (module: Module): readonly string[] =>
  [...validatorsIn(module)].flatMap(({ fields, definition }) =>
    [...definition.descendants("raise_statement")].length > 0 ? fields : [],
  );

const isEnd = (node: Node): boolean => node.kind === "raise_statement" || endsProgram(node);

/** `REQUIRED = ["API_KEY", …]`, in a module that raises or exits. */
function* requiredNames(module: Module): Generator<string> {
  if (![...module.root.descendants("raise_statement", "call")].some(isEnd)) return;
  for (const assignment of module.root.descendants("assignment")) {
    const list = assignedValue(assignment);
    if (!list || !/^(list|tuple|set)$/.test(list.kind)) continue;
    if (/requir|mandatory|must/i.test(lastNameOf(assignment.field("left")) ?? ""))
      yield* list.children.flatMap((name) => textOf(name) ?? []);
  }
}
