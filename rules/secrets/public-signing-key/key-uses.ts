import { runsUnconfigured, unconfigured } from "../../../src/concepts/settings/defaults.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { assignedTo, comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import { callsAmong, callsAny } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  ASYMMETRIC,
  CONSTANT_TIME,
  FOREIGN_NAME,
  KEY_TAKERS,
  MIDDLEWARE_ADDERS,
  PRESCRIBED_LABELS,
  type KeyTaker,
} from "../../../src/python/tables/signing-keys.js";
import { SIGNATURE_OPTION } from "../../../src/python/tables/token-decoders.js";
import type { Node } from "../../../src/syntax/node.js";
import { keptKeysIn } from "./kept-keys.js";
import { isForDevelopment } from "./public-text.js";

/** A place where a key decides what the program believes. */
export interface KeyUse {
  readonly at: Node;
  readonly key: Node;
  /** What is done with it: a sentence that goes on with what the key is. */
  readonly does: string;
  /** The last step of the way that the key took. */
  readonly guards: string;
  /** Whether nothing of the program is seen to sign with it. */
  readonly isIdle?: boolean;
  /** What a text has to be like to be such a key. */
  readonly takes?: RegExp;
  /** The names of keys that are for somebody else's service, where it may be one. */
  readonly mayBeForOthers?: RegExp;
}

/** Every use of a key in a file that the program gets to when nobody configures it. */
export function* keyUsesIn(module: Module): Generator<KeyUse> {
  for (const use of [...callsIn(module), ...keptKeysIn(module)])
    if (!isForDevelopment(use.at) && runsUnconfigured(use.at)) yield use;
}

const lastWordOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
const NAMES = new Set(KEY_TAKERS.flatMap(({ calls }) => [...calls].map(lastWordOf)));
const TAKES_KEY = matchesPattern(
  "a call that takes a key",
  new RegExp(`(?:${[...NAMES, ...MIDDLEWARE_ADDERS].join("|")})\\b`),
);

/** A class of the project that is named for the one it derives from. */
const DERIVED = new RegExp(`^\\w+(?:${[...NAMES].filter((name) => /^[A-Z]/.test(name)).join("|")})$`);

function* callsIn(module: Module): Generator<KeyUse> {
  if (!module.mayHold(TAKES_KEY)) return;
  const derived = [...module.callsMentioning(TAKES_KEY)].filter(({ lastName }) => DERIVED.test(lastName));
  for (const call of new Set([...[...NAMES].flatMap((name) => module.callsOf(name)), ...derived])) {
    const taker = takerAmong(call.apis) ?? takerAmong(basesOf(call));
    const key = taker && call.argument(taker.place ?? Infinity, taker.keyword);
    if (key && isGuard(taker, call)) yield useOf(taker, call, key, call.name);
  }
  for (const call of MIDDLEWARE_ADDERS.flatMap((name) => module.callsOf(name))) yield* added(call);
}

/** What the classes derive from that a call makes objects of, as far as they take what their bases do. */
function basesOf({ targets }: Call): readonly string[] {
  return targets.flatMap((value) =>
    value.kind === "class" && !value.definition.method("__init__") ? value.definition.ancestry.external : [],
  );
}

/** `app.add_middleware(SessionMiddleware, secret_key=…)`: the application itself takes the place of the class. */
function* added(call: Call): Generator<KeyUse> {
  const [first] = call.positional;
  const taker = first && takerAmong(call.module.apiPathsOf(first));
  const key = taker && call.argument(taker.place ?? Infinity, taker.keyword);
  if (first && key) yield useOf(taker, call, key, first.text);
}

function takerAmong(paths: readonly string[]): KeyTaker | undefined {
  return KEY_TAKERS.find(({ calls }) => paths.some((path) => matches(calls, path)));
}

function useOf(taker: KeyTaker, { node, lastName }: Call, key: Node, name: string): KeyUse {
  const use = {
    at: node,
    key,
    ...(taker.takes && { takes: taker.takes }),
    does: `'${name}' ${taker.does} a key that everybody can read:`,
    guards: `guards here: '${lastName}' ${taker.does} it`,
  };
  return taker.isForOthers || taker.isDigest ? { ...use, mayBeForOthers: FOREIGN_NAME } : use;
}

/** Whether the key decides what is believed, and is not the public half of a pair. */
function isGuard(taker: KeyTaker, call: Call): boolean {
  if (taker.isDigest) return !isLabel(call) && isHeldAgainst(call) && !isKeyOfAnother(call);
  if (isToldNotToCheck(call)) return false;
  const algorithm = call.keyword("algorithms") ?? call.keyword("algorithm") ?? call.positional[2];
  return !algorithm || !isAsymmetric(algorithm);
}

/** `jwt.decode(token, "", options={"verify_signature": False})`: nothing is done with the key. */
function isToldNotToCheck(call: Call): boolean {
  const options = call.keyword("options");
  const pairs = options?.kind === "dictionary" ? options.children : [];
  return pairs.some((pair) => {
    const [key, value] = [pair.field("key"), pair.field("value")];
    return key !== undefined && textOf(key) === SIGNATURE_OPTION && value?.kind === "false";
  });
}

/** `hmac.new(b"WebAppData", bot_token)`: what stands in the place of the key says what a key is made for of the secret. */
function isLabel(call: Call): boolean {
  const message = call.argument(1, "msg");
  const encoded = message?.kind === "call" ? call.module.call(message) : undefined;
  const secret = encoded?.lastName === "encode" ? encoded.receiver : message;
  const key = call.argument(0, "key");
  const isPrescribed = key !== undefined && PRESCRIBED_LABELS.has(textOf(key) ?? "");
  return isPrescribed || /secret|bot_?token|master|private/i.test(lastNameOf(secret) ?? "");
}

function isAsymmetric(algorithm: Node): boolean {
  return unconfigured(algorithm).some(({ value }) =>
    (Array.isArray(value) ? value : [value]).some((name) => typeof name === "string" && ASYMMETRIC.test(name)),
  );
}

/** Whether a digest is compared, in the function that makes it or in one that calls that. */
function isHeldAgainst({ module, node }: Call): boolean {
  const around = module.functionAround(node);
  if (!around) return false;
  const callers = module.project.callersOf(around).map(({ call }) => moduleOf(call.node).functionAround(call.node));
  return [around, ...callers].some((definition) => definition?.body && compares(definition.body));
}

/** Whether a digest is the key of another one: what goes in by its own key is a label, and the message the secret. */
function isKeyOfAnother({ module, node }: Call): boolean {
  const around = module.functionAround(node)?.node ?? module.root;
  const names = new Set(assignedTo(wrapped(digestOf(node))).map(({ text }) => text));
  for (const other of callsAmong(around, /^(new|digest|HMAC)$/)) {
    const key = module.call(other).argument(0, "key");
    if (other !== node && key && (key.contains(node) || names.has(digested(unwrap(key)).text))) return true;
  }
  return false;
}

/** `hmac.new(…).digest()`, all of it. */
function digestOf(node: Node): Node {
  const { parent } = wrapped(node);
  const call = parent?.kind === "attribute" ? wrapped(parent).parent : undefined;
  return call?.kind === "call" ? call : node;
}

/** What a digest is read of: `made` of `made.digest()`. */
function digested(key: Node): Node {
  const reader = key.kind === "call" ? key.field("function") : undefined;
  return (/^(hex)?digest$/.test(lastNameOf(reader) ?? "") ? reader?.field("object") : undefined) ?? key;
}

function compares(body: Node): boolean {
  if (callsAny(body, CONSTANT_TIME)) return true;
  for (const test of body.descendants("comparison_operator")) {
    const { left, operator, right } = comparisonOf(test) ?? {};
    if (/^[!=]=$/.test(operator ?? "") && [left, right].some((side) => DIGEST_NAME.test(lastNameOf(side) ?? "")))
      return true;
  }
  return false;
}

const DIGEST_NAME = /sig|digest|hash|hmac|mac$|expected|token|code|actual|computed|calculated/i;
