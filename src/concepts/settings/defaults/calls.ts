import type { Node } from "../../../syntax/node.js";
import type { Block } from "../../../python/cfg/graph.js";
import { isOpenIn, type CallFrame } from "../../../python/dataflow/frames.js";
import { unwrap } from "../../../python/cfg/evaluation.js";
import type { Call } from "../../../python/model/call.js";
import type { FunctionDefinition } from "../../../python/model/function.js";
import { textOf } from "../../../python/model/literal.js";
import { moduleOf } from "../../../python/model/module.js";
import { matches } from "../../../python/tables/api.js";
import { MAKES_RANDOM } from "../../../python/tables/signing-keys.js";
import {
  DECLARING_READERS,
  FIELDS,
  MADE_OF,
  OPTIONAL_VARIABLES,
  REQUIRED_VARIABLES,
  TRANSPARENT,
} from "../../../python/tables/settings.js";
import { converted, CONVERTERS, isMapping, textMethod, type Plain } from "../constant.js";
import { declaredDefaults } from "./attributes.js";
import { derived, known, never, only, unknown, type Default, type Defaults } from "./default.js";
import type { DefaultsReader } from "./reader.js";

type Frame = CallFrame | undefined;

/** What a call gives: configuration where it reads some, else what the function returns or is known to make. */
export function callDefaults(reader: DefaultsReader, call: Call, frame: Frame): Defaults {
  const { node, apis, targets } = call;
  const [first] = call.positional;
  if (apis.some((path) => matches(OPTIONAL_VARIABLES, path))) return variableDefaults(reader, call, true, frame);
  if (apis.some((path) => matches(REQUIRED_VARIABLES, path))) return variableDefaults(reader, call, false, frame);
  if (apis.some((path) => matches(TRANSPARENT, path))) return reader.read(call.positional.at(-1) ?? node, frame);
  if (apis.some((path) => matches(FIELDS, path))) return declaredDefaults(reader, call);
  // What nobody knows is no default, and there is something.
  if (apis.length > 0 && MAKES_RANDOM.test(call.lastName)) return [never(node)];
  const functions = targets.filter((value) => value.kind === "function");
  if (functions.length > 0) {
    // What a function that calls itself gives is not followed into the call.
    return functions.flatMap(({ definition, self }) =>
      isOpenIn(frame, definition)
        ? [unknown(node)]
        : returnedDefaults(reader, definition, { call, definition, bound: self !== undefined, outer: frame }),
    );
  }
  const builtin = apis
    .map((path) => path.replace(/^builtins\./, ""))
    .find((path) => CONVERTERS.has(path) || path === "json.loads");
  if (builtin !== undefined && first) {
    return reader.read(first, frame).map((one) => derived(one, converted(builtin, one.value)));
  }
  const material = materialOf(call);
  if (material) return reader.read(material, frame).map((one) => derived(one, madeOf(one.value, call.lastName)));
  return call.receiver ? methodDefaults(reader, call, call.receiver, frame) : [unknown(node)];
}

/** What a digest, an encoding or a key is made of. */
function materialOf(call: Call): Node | undefined {
  const found = MADE_OF.find(([set]) => call.apis.some((path) => matches(set, path)));
  return found && call.positional[found[1]];
}

/** Stands for what is made of a text, which is not worked out: a text as well, the same whenever that is the same. An empty one is no text to make anything of. */
function madeOf(value: Plain | undefined, maker: string): Plain | undefined {
  return typeof value === "string" && value !== "" ? `${maker}(${value})` : undefined;
}

/** What a call that reads a variable of the environment gives when it is not set. */
function variableDefaults(reader: DefaultsReader, call: Call, isOptional: boolean, frame: Frame): Defaults {
  const { node } = call;
  const fallback = call.keyword("default") ?? (isOptional ? call.positional[1] : declaredWith(call));
  if (!fallback) return [isOptional ? { value: null, at: node, reads: [node] } : never(node)];
  const cast = call.keyword("cast")?.text ?? "";
  return reader.read(fallback, frame).map((one) => {
    const value = typeof one.value === "string" ? castText(one.value, cast) : one.value;
    return { ...one, value, reads: [...new Set([node, ...one.reads])] };
  });
}

/** The default of a variable that its reader was made with: `Env(PORT=(int, 80))`, or `Env(PORT=int)` without one. */
function declaredWith({ positional: [variable], callee, receiver, module }: Call): Node | undefined {
  const name = variable && textOf(variable);
  if (name === undefined) return undefined;
  for (const reader of [callee, ...(receiver ? [receiver] : [])]) {
    for (const value of module.valuesOf(reader)) {
      const made = value.kind === "api" && matches(DECLARING_READERS, value.path) ? value.at : undefined;
      const declared = made?.kind === "call" ? moduleOf(made).call(made).keyword(name) : undefined;
      const pair = declared && unwrap(declared);
      const [, fallback] = pair?.kind === "tuple" ? pair.children : [];
      if (fallback) return fallback;
    }
  }
  return undefined;
}

/** What a library for settings makes of a default that is text. */
function castText(text: string, cast: string): Plain | undefined {
  if (/Csv|CommaSeparated|list/.test(cast)) return textMethod(text, "split", [","]);
  return cast === "bool" ? /^(1|t|true|y|yes|on)$/i.test(text) : text;
}

function methodDefaults(reader: DefaultsReader, call: Call, receiver: Node, frame: Frame): Defaults {
  const given = call.positional.map((argument) => only(reader.read(argument, frame)));
  return reader.read(receiver, frame).map((one): Default => {
    const { value } = one;
    if (call.lastName === "get_secret_value" || call.lastName === "copy") return one;
    if (typeof value === "string" && /^(hex)?digest$/.test(call.lastName)) return one;
    if (typeof value === "string") return derived(one, textMethod(value, call.lastName, given));
    const [key, fallback] = given;
    if (isMapping(value) && call.lastName === "get" && typeof key === "string") {
      const absent = call.positional[1] ? fallback : null;
      return derived(one, value.has(key) ? value.get(key) : absent);
    }
    return derived(one, undefined, call.node);
  });
}

/** What a function returns in the frame of a call, or for all callers. */
export function returnedDefaults(reader: DefaultsReader, definition: FunctionDefinition, frame: Frame): Defaults {
  const { node, graph } = definition;
  if (definition.isGenerator || definition.isAsync) return [unknown(node)];
  if (node.kind === "lambda") return definition.body ? reader.read(definition.body, frame) : [unknown(node)];
  const running = definition.returns.filter((statement) => reader.runs(statement, frame));
  const found = running.flatMap((statement): Defaults => {
    const value = statement.children[0];
    return value ? reader.read(value, frame) : [known(null, statement)];
  });
  const live = reader.live(graph, definition.module, frame);
  const fallsThrough =
    definition.fallsThrough && graph.exit.in.some((edge) => live?.has(edge.from) && !endsInReturn(edge.from));
  if (fallsThrough) return [...found, known(null, node)];
  return running.length > 0 ? found : [never(node)];
}

function endsInReturn(block: Block): boolean {
  return block.elements.at(-1)?.kind === "return_statement";
}
