import type { Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import { isEmptyBody, type FunctionDefinition } from "../../python/model/function.js";
import { question } from "../../python/model/solver.js";
import { UNKNOWN, type Value } from "../../python/model/value.js";
import { KNOWS_ITS_LOOP } from "../../python/tables/blocking.js";
import { LITERAL_TYPES } from "../../python/tables/types.js";
import { declaration } from "./plain.js";
import { kindOf, type Synchronous } from "./proof.js";
import { mentionsName } from "../../python/cfg/mentions.js";
import { namesInAnnotation } from "../../python/model/annotation.js";
import { unwrap } from "../../python/cfg/evaluation.js";

/**
 * A plain function that returns something to await on some paths and on another one surely does not.
 *
 * It is proved when everything else that it returns is a coroutine or its annotation says so, and neither its arguments
 * nor a test that the caller makes can decide which path it takes.
 */
export function partlyPlain(definition: FunctionDefinition, call: Call): Synchronous | undefined {
  if (definition.isGenerator || isEmptyBody(definition) || declaration(definition) === "plain") return undefined;
  // Where a loop runs, as for all who await, it may well go the right way.
  if (definition.body && mentionsName(definition.body, KNOWS_ITS_LOOP)) return undefined;
  const answers = [...answersOf(definition)];
  const plain = answers.find(({ values }) => values.some(isNothing));
  const others = answers.flatMap(({ values }) => values).filter((value) => !isNothing(value));
  if (!plain || others.length === 0) return undefined;
  if (call.module.isTest || isChosenByArguments(definition)) return undefined;
  const decided = deciders(definition);
  const around = call.module.functionAround(call.node);
  // The caller may have made sure of the right path: by the same test, or by one of the same object.
  const object = call.receiver ? [...namesIn(call.receiver)] : [];
  if (around && [...deciders(around)].some((name) => decided.has(name) || object.includes(name))) return undefined;
  const isAwaitable = others.every(({ kind }) => kind === "coroutine") || saysAwaitable(definition);
  const isChosen = definition.parameters.some(
    ({ name, node }) => decided.has(name) && node !== definition.receiver?.node,
  );
  return {
    name: definition.qualifiedName,
    definition,
    at: call.node,
    how: "partly",
    isAlways: true,
    path: { at: plain.at, gives: plain.gives },
    isLikely: !isAwaitable || isChosen,
  };
}

interface Answer {
  readonly at: Node;
  readonly gives: string;
  readonly values: readonly Value[];
}

/** What a function returns, statement by statement; the end of its body returns None. */
function* answersOf(definition: FunctionDefinition): Generator<Answer> {
  for (const at of definition.returns) {
    const value = at.children[0] && unwrap(at.children[0]);
    const values: readonly Value[] = value ? definition.module.valuesOf(value) : [{ kind: "none", at }];
    const nothing = values.find(isNothing);
    const gives = nothing?.kind === "literal" ? kindOf(nothing.at) : "None";
    // What an attribute may hold at some time says nothing about this time.
    const isSeen = !value || isSeenAt(value, definition);
    yield { at, gives, values: isSeen ? values : values.map((each) => (isNothing(each) ? UNKNOWN : each)) };
  }
  if (definition.fallsThrough) {
    const at = definition.node.field("name") ?? definition.node;
    yield { at, gives: "None", values: [{ kind: "none", at }] };
  }
}

/** Whether an expression is what it may be wherever it stands: a name may be asked before whether there is anything. */
function isSeenAt(value: Node, definition: FunctionDefinition): boolean {
  if (value.kind === "identifier") return !deciders(definition).has(value.text);
  return value.kind === "none" || value.kind in LITERAL_TYPES;
}

/** None, a text, a number or a container, as they are written. */
function isNothing({ kind }: Value): boolean {
  return kind === "none" || kind === "literal";
}

const AWAITABLES = new Set(["Awaitable", "Coroutine", "Future", "Task"]);

function saysAwaitable({ node }: FunctionDefinition): boolean {
  const annotation = node.field("return_type");
  return annotation !== undefined && namesInAnnotation(annotation).some((name) => AWAITABLES.has(name));
}

/** Whether a test of nothing but arguments decides what is returned: whoever calls knows what comes back. */
function isChosenByArguments(definition: FunctionDefinition): boolean {
  const given = new Set(definition.parameters.map(({ name }) => name));
  return testsOf(definition).some((test) => {
    const names = [...namesIn(test)];
    return names.some((name) => given.has(name)) && !mentionsName(test, RECEIVERS);
  });
}

const RECEIVERS = new Set(["self", "cls"]);

function testsOf(definition: FunctionDefinition): readonly Node[] {
  const tests = [...(definition.body?.descendants("if_statement", "elif_clause", "conditional_expression") ?? [])];
  return tests.flatMap((test) => test.field("condition") ?? test.children[1] ?? []);
}

const DECIDERS = question<ReadonlySet<string>>(new Set());

/** The names in the tests of a function: what decides the path that it takes. */
function deciders(definition: FunctionDefinition): ReadonlySet<string> {
  return definition.module.project.once(DECIDERS, definition, () => {
    return new Set(testsOf(definition).flatMap((test) => [...namesIn(test)]));
  });
}

function* namesIn(node: Node): Generator<string> {
  for (const name of node.descendants("identifier"))
    if (!/^(self|cls|len|bool|isinstance)$/.test(name.text)) yield name.text;
}
