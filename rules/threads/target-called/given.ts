import type { Node } from "../../../src/syntax/node.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Value } from "../../../src/python/model/value.js";
import { lacks } from "../../../src/concepts/coroutines/plain.js";
import { kindOf } from "../../../src/concepts/coroutines/proof.js";
import { apis, matches } from "../../../src/python/tables/api.js";

/** What a call gives that nothing can call. */
export interface Given {
  readonly what: string;
  /** The name of the function that was called, where the project defines it. */
  readonly definition: Node | undefined;
}

/** What a call surely gives, when that is nothing to call; undefined when it may be. */
export function givesNoCallable(call: Call): Given | undefined {
  const { targets, module, node } = call;
  const [target] = targets;
  if (target?.kind === "api")
    return targets.every(isPassive) ? { what: "what that returns", definition: undefined } : undefined;
  const { list, isAll } = call.callees;
  if (target?.kind !== "function" || !isAll || target.definition.isDecorated("overload", "abstractmethod"))
    return undefined;
  const definition = target.definition.node.field("name") ?? target.definition.node;
  if (
    target.definition.isAsync &&
    !target.definition.isGenerator &&
    list.every(({ definition: { isAsync } }) => isAsync)
  )
    return { what: "a coroutine", definition };
  if (list.every((callee) => isEndless(callee.definition)))
    return { what: "nothing, for it never returns", definition };
  if (list.every((callee) => givesTruth(callee.definition))) return { what: "a truth value", definition };
  if (list.every((callee) => saysBuiltin(callee.definition))) return { what: "a value", definition };
  const values = module.valuesOf(node);
  const all = [...values, ...list.flatMap((callee) => module.project.evaluator.returnsOf(callee.definition))];
  if (values.length === 0 || !all.every(isUncallable)) return undefined;
  return { what: whatIs(all[0], node), definition };
}

/** Whether a function loops for ever: it neither returns nor comes to its end. */
function isEndless(definition: FunctionDefinition): boolean {
  if (definition.isAsync || definition.isGenerator || definition.fallsThrough || definition.returns.length > 0)
    return false;
  for (const _ of definition.body?.descendants("while_statement") ?? []) return true;
  return false;
}

/** Whether a function answers yes or no, whichever way it goes. */
function givesTruth({ node, isAsync, isGenerator, results, fallsThrough }: FunctionDefinition): boolean {
  if (isAsync || isGenerator) return false;
  if (node.field("return_type")?.text === "bool") return true;
  return results.length > 0 && !fallsThrough && results.every(isTruth);
}

/** Whether a function's annotation says that it gives a text, a number or a container. */
function saysBuiltin({ node, isAsync, isGenerator }: FunctionDefinition): boolean {
  return !isAsync && !isGenerator && BUILTIN_TYPE.test(node.field("return_type")?.text ?? "");
}

const BUILTIN_TYPE = /^(str|bytes|int|float|list|dict|set|tuple|List|Dict|Set|Tuple)(\[.*\])?$/s;

function isTruth(result: Node): boolean {
  const node = unwrap(result);
  return /^(true|false|not_operator)$/.test(node.kind) || /^(not )?in$|^is/.test(comparisonOf(node)?.operator ?? "");
}

function isUncallable(value: Value): boolean {
  switch (value.kind) {
    case "none":
    case "literal":
    case "coroutine":
    case "generator":
    case "module":
      return true;
    case "instance":
      return lacks(value.of, "__call__");
    default:
      return false;
  }
}

/** Functions outside the project that are started in the background by mistake, and give nothing to call. */
const PASSIVE = apis(
  "print",
  "time.sleep",
  "os.system",
  "subprocess.{run,call,check_call,check_output}",
  "asyncio.{run,sleep}",
  "http.server.{HTTPServer,ThreadingHTTPServer}().serve_forever",
  "socketserver.{TCPServer,ThreadingTCPServer,UDPServer}().serve_forever",
  "uvicorn.run",
  "flask.Flask().run",
  "asyncio.AbstractEventLoop().{run_forever,run_until_complete}",
);

const isPassive = (value: Value): boolean => value.kind === "api" && matches(PASSIVE, value.path);

function whatIs(value: Value | undefined, node: Node): string {
  switch (value?.kind) {
    case "none":
      return "None";
    case "literal":
      return kindOf(value.at).replace("nothing that could be awaited", "a value");
    case "coroutine":
      return "a coroutine";
    case "generator":
      return "a generator";
    case "instance":
      return `'${value.of.name}'`;
    default:
      return `what '${node.text}' gives`;
  }
}
