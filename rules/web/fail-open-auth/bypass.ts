import { type Handler, handlersOf } from "../../../src/concepts/errors/handler.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { AccessCheck, mayHoldCheck } from "../../../src/concepts/access/access-check.js";
import { MOST_TESTS, decisions } from "../../../src/concepts/access/branching.js";
import { errorBypass } from "./failing-check.js";
import { setupBypasses } from "./installing.js";
import { answerBypass, secretBypass } from "./missing-secret.js";
import type { Absence } from "./secret.js";
import { switchBypass } from "./switches.js";

/** A way past a check of who is calling. */
export interface Bypass {
  readonly kind:
    /** Nobody set the secret. */
    | "secret"
    /** The check is there in production only, and production has to be asked for. */
    | "mode"
    /** A switch for developers. */
    | "debug"
    /** A switch of its own that is off by default. */
    | "switch"
    /** The check failed to run. */
    | "error";
  /** The test, or the handler. */
  readonly at: Node;
  /** The function that checks, or that puts the check in place; none at the top of a module. */
  readonly definition: FunctionDefinition | undefined;
  /** Whether the check is not passed but never put in place. */
  readonly isSetup: boolean;
  /** The secret or the switch. */
  readonly subject: Node;
  /** What is known of the secret when nobody configures the program. */
  readonly absence?: Absence;
  /** Whether it is open unless somebody closes it; undefined when that is not known. */
  readonly byDefault: boolean | undefined;
  /** Where the caller is let in. */
  readonly grant: Node | undefined;
  /** Where the check is put in place otherwise. */
  readonly install?: Node | undefined;
  readonly isLikely: boolean;
}

/** Every way past the checks of a file. */
export function* bypassesOf(module: Module): Generator<Bypass> {
  const reported = new Set<Node>();
  const news = (bypass: Bypass): boolean => {
    const isNew = !reported.has(bypass.at);
    reported.add(bypass.at);
    return isNew;
  };
  let handlers: ReadonlyMap<FunctionDefinition, readonly Handler[]> | undefined;
  for (const check of accessChecksIn(module)) {
    for (const bypass of bypassesIn(check)) if (news(bypass)) yield bypass;
    const own = (handlers ??= handlersByFunction(module)).get(check.definition)?.slice(0, MOST_TESTS) ?? [];
    for (const bypass of own.flatMap((handler) => [...errorBypass(check, handler)])) if (news(bypass)) yield bypass;
  }
  for (const bypass of setupBypasses(module)) if (news(bypass)) yield bypass;
}

function* accessChecksIn(module: Module): Generator<AccessCheck> {
  if (!mayHoldCheck(module)) return;
  for (const node of module.definitions("function_definition")) {
    const check = AccessCheck.of(module.function(node));
    if (check) yield check;
  }
}

function handlersByFunction(module: Module): ReadonlyMap<FunctionDefinition, readonly Handler[]> {
  const byFunction = new Map<FunctionDefinition, Handler[]>();
  for (const handler of handlersOf(module)) {
    const around = handler.body && module.functionAround(handler.node);
    if (!around) continue;
    const list = byFunction.get(around);
    if (list) list.push(handler);
    else byFunction.set(around, [handler]);
  }
  return byFunction;
}

function* bypassesIn(check: AccessCheck): Generator<Bypass> {
  for (const edge of check.graph.blocks.flatMap(decisions).slice(0, MOST_TESTS)) {
    const bypass = secretBypass(check, edge) ?? switchBypass(check, edge);
    if (bypass && bypass !== "closed") yield bypass;
  }
  for (const statement of check.definition.returns.slice(0, MOST_TESTS)) {
    const bypass = answerBypass(check, statement);
    if (bypass) yield bypass;
  }
}
