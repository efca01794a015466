import { isForScript } from "../../../src/concepts/threads/serving.js";
import { fateOf } from "../../../src/concepts/resources/keeping.js";
import { isProgram } from "../../../src/concepts/resources/ways-out.js";
import type { Report } from "../../../src/engine/rule.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { whereIs, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { matches } from "../../../src/python/tables/api.js";
import { CONNECTION, TRANSACTION_OPENERS } from "../../../src/python/tables/resources.js";
import { nodesWithin, type Node } from "../../../src/syntax/node.js";

/** The `with` statements over connections that end a transaction and leave the connection open, which nobody else holds. */
export function* openBehindTransactions(module: Module): Generator<Report> {
  for (const item of module.within(WITHS, "with_item")) {
    const found = openedIn(item, module);
    if (!found) continue;
    const { at, of, by, name } = found;
    const helper = by === at ? "" : ` It is opened in [${whereIs(by)}](1).`;
    yield {
      at,
      message: `The 'with' ends a transaction of this connection and does not close it, and nor does anybody else.${helper}`,
      related: by === at ? [] : [{ at: by, message: "opened here" }],
      likely: isForScript(at, of),
      cause: { at: by, name },
    };
  }
}

const WITHS = matchesPattern("a with statement", /\bwith[\s(\\#]/);
const OPENS = /^(connect|Connection)$/;

interface Found {
  readonly at: Node;
  readonly of: FunctionDefinition;
  /** The call that opens it. */
  readonly by: Node;
  readonly name: string;
}

function openedIn(item: Node, module: Module): Found | undefined {
  const value = item.field("value");
  const pattern = value?.kind === "as_pattern" ? value : undefined;
  const opened = pattern ? pattern.children[0] : value;
  const at = opened && unwrap(opened);
  const of = module.functionAround(item);
  if (at?.kind !== "call" || !of || isProgram(of) || item.parent?.parent?.child("async")) return undefined;
  const called = calledName(at) ?? "";
  if (!OPENS.test(called) && !module.project.mayOpen(called, module)) return undefined;
  const by = openingOf(module.call(at), MOST_HELPERS);
  const alias = pattern?.field("alias")?.children[0];
  if (!by || (pattern && !isLeftOpen(alias, at, of))) return undefined;
  return { at, of, by, name: "transaction" };
}

/** Whether a connection is worked with in one function alone, which does not close it. */
function isLeftOpen(alias: Node | undefined, opening: Node, of: FunctionDefinition): boolean {
  if (alias?.kind !== "identifier") return false;
  const { closes, escapes, lends } = fateOf({ name: alias, opening, kind: CONNECTION, of });
  return closes.length === 0 && !escapes && !lends;
}

/** Helpers in each other: more nobody writes. */
const MOST_HELPERS = 3;

/** The call that opens the connection which another one gives, itself or through functions of the project that do nothing else with it. */
function openingOf(call: Call, helpers: number): Node | undefined {
  const [path, ...others] = call.apis;
  if (path !== undefined && others.length === 0 && matches(TRANSACTION_OPENERS, path)) {
    const isOther = call.arguments.some(({ keyword }) => keyword === "factory" || keyword === "connection_factory");
    const place = call.argument(0, "database");
    return isOther || (place && textOf(place) === ":memory:") ? undefined : call.node;
  }
  const { definition } = call.soleCallee ?? {};
  if (!definition || helpers === 0 || definition.decorators.length > 0 || definition.isGenerator) return undefined;
  const [result, ...more] = definition.results;
  if (!result || more.length > 0 || definition.fallsThrough) return undefined;
  const value = unwrap(result);
  const made = value.kind === "identifier" ? madeFor(value, definition) : value;
  return made?.kind === "call" ? openingOf(definition.module.call(made), helpers - 1) : undefined;
}

/** What a local name of a helper is given, of which nothing but what is returned gets hold. */
function madeFor(name: Node, { module, node }: FunctionDefinition): Node | undefined {
  const [binding, ...others] = module.bindingsReaching(name.text, name);
  const made = binding?.kind === "assign" && binding.from && others.length === 0 ? unwrap(binding.from) : undefined;
  const uses = nodesWithin(module.identifiers(name.text), node).filter((use) => use !== binding?.node && use !== name);
  return made && uses.every((use) => use.parent?.kind === "attribute" && use.fieldName === "object") ? made : undefined;
}
