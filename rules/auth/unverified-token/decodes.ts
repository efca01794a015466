import { runsUnconfigured, unconfigured } from "../../../src/concepts/settings/defaults.js";
import { isList, isMapping, type Plain } from "../../../src/concepts/settings/constant.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import { callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";
import { findFlow, type Flow } from "../../../src/python/dataflow/flow.js";
import type { Call } from "../../../src/python/model/call.js";
import { textOf } from "../../../src/python/model/literal.js";
import { tells } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  BASE64_DECODERS,
  CHECKS_BY_HAND,
  DECODERS,
  HEADER_READERS,
  SIGNATURE_OPTION,
  UNCHECKED_DECODERS,
} from "../../../src/python/tables/token-decoders.js";
import type { Node } from "../../../src/syntax/node.js";

/** A call that reads the claims of a token nobody has checked. */
export interface Decode {
  readonly call: Call;
  readonly token: Node;
  readonly how: "unchecked" | "algorithm";
  /** Whether somebody has to switch it on. */
  readonly isSwitched: boolean;
  /** Whether nothing there calls what is taken apart a token: others sign what they hand out and take back, too. */
  readonly isUnnamed: boolean;
}

const lastWordOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
const NAMES = new Set([...DECODERS, ...UNCHECKED_DECODERS].map(lastWordOf));

/** Every such call of a file. */
export function* decodesIn(module: Module): Generator<Decode> {
  for (const call of [...NAMES].flatMap((name) => module.callsOf(name))) {
    const how = howOf(call);
    const token = call.argument(0, "jwt") ?? call.keyword("token");
    if (how && token) yield { call, token, how, isSwitched: isSwitched(call.node), isUnnamed: false };
  }
  for (const call of module.callsOf("loads")) {
    const token = splitIn(call);
    if (!token) continue;
    const isUnnamed = !speaksOfTokens(module.functionAround(call.node)?.node ?? module.root);
    yield { call, token, how: "unchecked", isSwitched: isSwitched(call.node), isUnnamed };
  }
}

/** Whether somebody has to switch it on, or to switch verifying off: `if not settings.VERIFY_TOKENS:`. */
function isSwitched(node: Node): boolean {
  const around = [...node.ancestors()].find(({ kind, parent }) => kind === "block" && parent?.kind === "if_statement");
  const test = around?.fieldName === "consequence" ? around.parent?.field("condition") : undefined;
  const isOff = test?.kind === "not_operator" && /verif|validat/i.test(lastNameOf(test.children[0]) ?? "");
  return isOff || !runsUnconfigured(node);
}

function howOf(call: Call): Decode["how"] | undefined {
  if (call.apis.some((path) => matches(UNCHECKED_DECODERS, path))) return "unchecked";
  if (!call.apis.some((path) => matches(DECODERS, path))) return undefined;
  if (isToldNotTo(call) || takesNone(call)) return "unchecked";
  return isChosenBySender(call) ? "algorithm" : undefined;
}

/** `verify=False`, `options={"verify_signature": False}`. */
export function isToldNotTo(call: Call): boolean {
  const verify = call.keyword("verify") ?? signatureOption(call.argument(3, "options"));
  if (!verify) return false;
  const values = unconfigured(verify);
  const saysNo = (value: Plain | undefined): boolean =>
    value === false || (isMapping(value) && value.get(SIGNATURE_OPTION) === false);
  return values.length > 0 && values.every(({ value }) => saysNo(value));
}

/** What the options say of the signature: the value that is written there, else all that is known of them. */
function signatureOption(options: Node | undefined): Node | undefined {
  const display = options && unwrap(options);
  if (display?.kind !== "dictionary") return display;
  return display.children.find((pair) => textOf(pair.field("key") ?? pair) === SIGNATURE_OPTION)?.field("value");
}

/** Whether a token without a signature is taken: `algorithms=["none"]` without a key. */
function takesNone(call: Call): boolean {
  const algorithms = call.argument(2, "algorithms");
  const key = call.argument(1, "key");
  const isKeyless = !key || unconfigured(key).every(({ value }) => value === null || value === "");
  const values = algorithms && isKeyless ? unconfigured(algorithms) : [];
  return values.some(
    ({ value }) => isList(value) && value.some((name) => typeof name === "string" && /^none$/i.test(name)),
  );
}

/** Whether the token says which algorithm to check it with, and nothing is done about that. */
function isChosenBySender(call: Call): boolean {
  const algorithms = call.argument(2, "algorithms");
  const reads = (node: Node): boolean => node.kind === "call" && HEADER_READERS.has(moduleOf(node).call(node).lastName);
  const flow = algorithms && findFlow(algorithms, { label: (node) => (reads(node) ? "the header" : undefined) });
  return flow !== undefined && !isCompared(call) && !isLookedUp(call, algorithms);
}

/** Whether something else is asked about the algorithm, such as for a key of its kind. */
function isLookedUp({ module, node }: Call, algorithms: Node | undefined): boolean {
  const names = new Set([...(algorithms?.descendants("identifier") ?? [])].map(({ text }) => text));
  for (const other of (module.functionAround(node)?.node ?? module.root).descendants("call")) {
    const { lastName, arguments: given } = module.call(other);
    if (other === node || lastName === "isinstance" || tells(other)) continue;
    if (given.some(({ value }) => value.kind === "identifier" && /alg/i.test(value.text) && names.has(value.text)))
      return true;
  }
  return false;
}

/** Whether the function around compares an algorithm with something. */
function isCompared({ module, node }: Call): boolean {
  const around = module.functionAround(node)?.node ?? module.root;
  for (const test of around.descendants("comparison_operator")) {
    const { left } = comparisonOf(test) ?? {};
    const isAlgorithm = [...(left?.descendants("identifier", "string") ?? [])].some((part) =>
      /alg/i.test(textOf(part) ?? part.text),
    );
    if (isAlgorithm) return true;
  }
  return false;
}

/** The token whose middle part is decoded by hand: `json.loads(base64.urlsafe_b64decode(token.split(".")[1]))`. */
function splitIn(call: Call): Node | undefined {
  const { apis, module, node, positional } = call;
  const [first] = positional;
  const around = module.functionAround(node)?.node;
  if (!first || !around || !apis.some((path) => /(^|\W|u|or|simple)json\.loads$/.test(path))) return undefined;
  if (!mentionsName(around, BASE64_DECODERS) || !callsAny(around, /split$/)) return undefined;
  if (callsAny(around, CHECKS_BY_HAND)) return undefined;
  const flow = findFlow(first, { label: (part) => (isMiddle(part) ? "the middle of a token" : undefined) });
  return flow && isDecoded(flow) ? splitAt(flow.at) : undefined;
}

/** Whether names or texts in some code say that it is about tokens of who somebody is. */
function speaksOfTokens(code: Node): boolean {
  if (mentionsName(code, TOKEN_WORDS)) return true;
  return [...code.descendants("string_content")].some(({ text }) => TOKEN_WORDS.test(text));
}

const TOKEN_WORDS =
  /token|jw[ts](_|$|\b)|claim|bearer|authori[sz]|authenticat|credential|identity|^(sub|iss|aud|roles?|scopes?|email)$/i;

function isDecoded({ steps }: Flow): boolean {
  return steps.some(({ kind, name }) => kind === "through" && BASE64_DECODERS.test(name));
}

/** The second of the parts between the dots: `token.split(".")[1]`, and `payload` of `header, payload, _ = token.split(".")`. */
function isMiddle(node: Node): boolean {
  if (node.kind === "subscript") {
    const value = node.field("value");
    const index = node.field("subscript");
    return index !== undefined && unwrap(index).text === "1" && value !== undefined && splitAt(value) !== undefined;
  }
  const assignment = node.kind === "call" ? wrapped(node).parent : undefined;
  const [, second, ...others] = assignment?.field("left")?.children ?? [];
  return (
    others.length > 0 &&
    second?.kind === "identifier" &&
    /payload|claims|body|data|middle/i.test(second.text) &&
    splitAt(node) !== undefined
  );
}

function splitAt(node: Node): Node | undefined {
  const part = node.kind === "subscript" ? node.field("value") : node;
  const inner = part && unwrap(part);
  if (!inner) return undefined;
  if (inner.kind === "identifier") {
    const [binding, ...others] = moduleOf(inner).bindingsReaching(inner.text, inner);
    return binding?.from && others.length === 0 ? splitAt(binding.from) : undefined;
  }
  const call = inner.kind === "call" ? moduleOf(inner).call(inner) : undefined;
  const [separator] = call?.positional ?? [];
  // With a limit it is no token that is taken apart.
  return call?.lastName === "split" && call.arguments.length === 1 && separator && textOf(unwrap(separator)) === "."
    ? call.receiver
    : undefined;
}
