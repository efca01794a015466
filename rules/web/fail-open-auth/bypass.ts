import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import type { Node } from "../../../src/syntax/node.js";
import { isServiceWide } from "./service-wide.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { Gate, mayHoldGate, isCheck, isNamedGate, verifies, type Outcome } from "./access-check.js";
import type { Block, Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import { handlersOf, type Handler } from "../../../src/concepts/errors/handler.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Prefilter } from "../../../src/python/prefilter/prefilter.js";
import { absenceOf, isDemanded, type Absence } from "./secret.js";
import {
  CONFIGURATION_NAME,
  DEBUG_NAME,
  DECODES,
  DEPLOYED_NAME,
  GATE_NAME,
  APPENDERS,
  APPENDING,
  INSTALLED_INTO,
  INSTALLERS,
  INSTALLING,
  MODE_NAME,
  NO_GATE_NAME,
  POSITION_NAME,
  SECRET_NAME,
  SWITCH_NAME,
  TESTING_NAME,
} from "../../../src/python/tables/access.js";
import { holdsUnconfigured, settingName, unconfigured } from "../../../src/concepts/settings/defaults.js";

/** A way past a check of who is calling. */
export interface Opening {
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
  readonly isLikely: boolean;
}

/** Every way past the checks of a file. */
export function* openingsOf(module: Module): Generator<Opening> {
  const reported = new Set<Node>();
  const news = (opening: Opening): boolean => {
    const isNew = !reported.has(opening.at);
    reported.add(opening.at);
    return isNew;
  };
  let handlers: ReadonlyMap<FunctionDefinition, readonly Handler[]> | undefined;
  for (const gate of gatesOf(module)) {
    for (const opening of gateOpenings(gate)) if (news(opening)) yield opening;
    const own = (handlers ??= handlersByFunction(module)).get(gate.definition)?.slice(0, MOST_TESTS) ?? [];
    for (const opening of own.flatMap((handler) => [...errorOpening(gate, handler)])) if (news(opening)) yield opening;
  }
  for (const opening of setupOpenings(module)) if (news(opening)) yield opening;
}

function* gatesOf(module: Module): Generator<Gate> {
  if (!mayHoldGate(module)) return;
  for (const node of module.root.descendants("function_definition")) {
    const gate = Gate.of(module.function(node));
    if (gate) yield gate;
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

/** A function with more tests and ends than this does other things than to check a caller; each costs a walk through it. */
const MOST_TESTS = 100;

function* gateOpenings(gate: Gate): Generator<Opening> {
  for (const edge of gate.graph.blocks.flatMap(decisions).slice(0, MOST_TESTS)) {
    const opening = secretOpening(gate, edge) ?? switchOpening(gate, edge);
    if (opening && opening !== "closed") yield opening;
  }
  for (const statement of gate.definition.returns.slice(0, MOST_TESTS)) {
    const opening = answerOpening(gate, statement);
    if (opening) yield opening;
  }
}

/** The edges of a block that a test of an expression decides about. */
function decisions(block: Block): readonly Edge[] {
  return block.out.filter(({ condition, kind }) => {
    if (!condition || condition.kind === "case_pattern" || (kind !== "true" && kind !== "false")) return false;
    return !(condition.parent?.kind ?? "").startsWith("for_");
  });
}

function opposite(edge: Edge): Edge | undefined {
  return edge.from.out.find((other) => other.condition === edge.condition && other.kind !== edge.kind);
}

/** What taking an edge without a secret leads to; nothing when the edge is not about a secret. */
function secretOpening(gate: Gate, edge: Edge): Opening | "closed" | undefined {
  const subject = missingSubject(edge);
  const other = opposite(edge);
  if (!subject || !other || !edge.condition || !isServiceWide(subject)) return undefined;
  // Where there are no settings at all, nothing is said of one of them.
  const name = lastName(subject.text);
  if (CONFIGURATION_NAME.test(name) || POSITION_NAME.test(name)) return undefined;
  const outcome = gate.outcome(edge.to, (next) => isPossible(next, subject));
  if (outcome.grants.length === 0 || outcome.refuses || outcome.fails) return undefined;
  const checked = gate.outcome(other.to, () => true);
  if (!checked.refuses && gate.refusal !== "answers") return undefined;
  // Who has no secret of this kind may still be asked for another.
  if ([...elementsOf(outcome.blocks)].some(verifies)) return undefined;
  const forms = formsOf(subject, gate.definition);
  if (!isComparedIn(checked.blocks, forms) && !(gate.refusal === "denies" && isHelped(subject, checked.blocks)))
    return undefined;
  const isNamed = [...forms].some(isSecretName);
  const isMeant = isNamed || digests(checked.blocks) || (gate.refusal === "denies" && isGuard(gate.definition));
  if (!isMeant) return undefined;
  return opening(gate, edge.condition, subject, outcome) ?? "closed";
}

function opening(gate: Gate, at: Node, subject: Node, outcome: Outcome): Opening | undefined {
  const absence = absenceOf(subject);
  if (absence.kind === "never") return undefined;
  const isOwn = moduleOf(subject).receiverClass(subject.field("object") ?? subject) !== undefined;
  const isKeeper = !isOwn || GATE_NAME.test(gate.definition.owner?.name ?? "");
  return {
    kind: "secret",
    at,
    definition: gate.definition,
    isSetup: false,
    subject,
    absence,
    byDefault: absence.kind === "missing" ? true : undefined,
    grant: outcome.grants[0],
    isLikely: isOnce(gate) || (gate.refusal !== "denies" && (absence.kind === "possible" || !isKeeper)),
  };
}

/**
 * Whether a door closes behind the first who passes: it refuses everybody by a setting that it sets itself, as the
 * pages do that set a program up.
 */
function isOnce(gate: Gate): boolean {
  const set = new Map<string, Node>();
  for (const element of gate.graph.blocks.flatMap((block) => block.elements)) {
    const target = element.kind === "assignment" ? element.field("left") : undefined;
    const value = element.field("right");
    if (target && value && /^(true|false)$/.test(value.kind) && isServiceWide(target)) set.set(target.text, value);
  }
  if (set.size === 0) return false;
  return gate.graph.blocks.flatMap(decisions).some((edge) => {
    const isClosed = factsOf(edge).some(
      ({ kind, subject }) => (kind === "truthy" || kind === "falsy") && set.get(subject.text)?.kind === KIND_OF[kind],
    );
    return isClosed && gate.outcome(edge.to, () => true).grants.length === 0;
  });
}

const KIND_OF = { truthy: "true", falsy: "false" } as const;

/** What is missing once an edge is taken. */
function missingSubject(edge: Edge): Node | undefined {
  for (const fact of factsOf(edge)) {
    if (fact.kind === "falsy" || fact.kind === "none") return fact.subject;
    if (fact.kind === "equals" && /^["']{2}$/.test(fact.other.text)) return fact.subject;
  }
  return undefined;
}

/** Whether an edge can be taken while something is missing, nobody has configured the rest, and nothing fails. */
function isPossible(edge: Edge, missing: Node): boolean {
  const { condition, kind } = edge;
  if (kind === "raise") return false;
  if (!condition) return true;
  const facts = factsOf(edge);
  const isSame = (node: Node): boolean => node.text === missing.text;
  if (facts.some((fact) => isSame(fact.subject))) {
    return !facts.some((fact) => (fact.kind === "truthy" || fact.kind === "not-none") && isSame(fact.subject));
  }
  if (condition.kind === "case_pattern" || !isServiceWide(condition)) return true;
  const truth = holdsUnconfigured(condition);
  return truth === undefined || truth === (kind === "true");
}

/** The expressions in a function that stand for a value: as it is written, what it was assigned from, what is made of it. */
function formsOf(subject: Node, definition: FunctionDefinition): ReadonlySet<string> {
  const forms = new Set([subject.text]);
  if (subject.kind === "identifier") {
    for (const { from } of moduleOf(subject).bindingsReaching(subject.text, subject)) {
      if (from && (accessPath(from) !== undefined || from.kind === "call")) forms.add(from.text);
    }
  }
  for (const assignment of definition.body?.descendants(
    "assignment",
    "named_expression",
    "for_in_clause",
    "for_statement",
  ) ?? []) {
    const target = assignment.field("left") ?? assignment.field("name");
    const value = assignment.field("right") ?? assignment.field("value");
    if (target?.kind === "identifier" && value && mentions(value, forms) && isMadeOf(value, forms))
      forms.add(target.text);
  }
  return forms;
}

/** Whether a value is made of the ones that it mentions, and not looked up by them. */
function isMadeOf(value: Node, forms: ReadonlySet<string>): boolean {
  return (
    /^(string|binary_operator|concatenated_string|list|set|tuple)$/.test(value.kind) ||
    (isServiceWide(value) && !isDecoded(value)) ||
    [...value.descendants("call")].some((call) => isCheck(call) && takes(call, forms))
  );
}

/** Whether a value is what was sent, decoded. */
function isDecoded(value: Node): boolean {
  const call = value.kind === "call" ? moduleOf(value).call(value) : undefined;
  return call !== undefined && DECODES.test(call.lastName) && (call.positional[0]?.kind ?? "string") !== "string";
}

/** Whether one of the names in an expression is that of a secret: `getattr(settings, "API_TOKEN", None)`. */
function isSecretName(form: string): boolean {
  return form.length < 200 && (form.match(/\w+/g) ?? []).some((name) => SECRET_NAME.test(name));
}

function lastName(form: string): string {
  return /(\w+)\W*$/.exec(form)?.[1] ?? form;
}

/** Whether a value stands in an expression, other than as a function or an object whose method is called. */
function mentions(node: Node, forms: ReadonlySet<string>): boolean {
  for (const part of node.descendants("identifier", "attribute", "call", "subscript")) {
    if (forms.has(part.text) && !isCalled(part)) return true;
  }
  return false;
}

const TEXT_METHOD = /^(encode|decode|strip|lower|get_secret_value|format|split|values|keys|items)$/;

function isCalled(node: Node): boolean {
  const { parent } = node;
  if (parent?.kind === "call" && node.fieldName === "function") return true;
  if (parent?.kind !== "attribute" || node.fieldName !== "object") return false;
  const isMethod = parent.parent?.kind === "call" && parent.fieldName === "function";
  return isMethod && !TEXT_METHOD.test(parent.field("attribute")?.text ?? "");
}

function* elementsOf(blocks: ReadonlySet<Block>): Generator<Node> {
  for (const block of blocks) {
    yield* block.elements;
    for (const { condition } of block.out) if (condition) yield condition;
  }
}

/** Whether what a caller sent is held against a value in some blocks. */
function isComparedIn(blocks: ReadonlySet<Block>, forms: ReadonlySet<string>): boolean {
  for (const element of elementsOf(blocks)) {
    if (element.kind.endsWith("_definition") || element.kind === "raise_statement" || !mentions(element, forms))
      continue;
    if ([...element.descendants("call")].some((call) => isCheck(call) && takes(call, forms))) return true;
    if ([...element.descendants("comparison_operator")].some((test) => holds(test, forms))) return true;
  }
  return false;
}

/** Whether a call is given a value to check with, or what a loop takes out of it. What it decodes was sent. */
function takes(call: Node, forms: ReadonlySet<string>): boolean {
  const { lastName: name, positional, receiver, arguments: given } = moduleOf(call).call(call);
  const keys = given.map(({ node }) => node).filter((key) => key !== positional[0] || !DECODES.test(name));
  return (
    keys.some((key) => mentions(key, forms)) ||
    (receiver?.kind === "call" && takes(receiver, forms)) ||
    isLooped(call, forms)
  );
}

/** `any(compare_digest(given, key) for key in keys)` */
function isLooped(call: Node, forms: ReadonlySet<string>): boolean {
  for (const around of call.ancestors()) {
    if (around.kind.endsWith("_statement")) return false;
    const source =
      around.kind.endsWith("_expression") || around.kind.endsWith("_comprehension")
        ? around.child("for_in_clause")?.field("right")
        : undefined;
    if (source && mentions(source, forms)) return true;
  }
  return false;
}

/** Whether a helper checks what was sent: it may ask for the service's secret itself. */
function isHelped(subject: Node, blocks: ReadonlySet<Block>): boolean {
  return SECRET_NAME.test(lastName(subject.text)) && isServiceName(subject) && [...elementsOf(blocks)].some(verifies);
}

/** Whether a comparison holds a value against something that is neither written there nor the service's own. */
function holds(test: Node, forms: ReadonlySet<string>): boolean {
  const [left, right, ...others] = test.children;
  if (!left || !right || others.length > 0) return false;
  const [secret, given] = mentions(right, forms) ? [right, left] : [left, right];
  return (
    mentions(secret, forms) &&
    !isServiceWide(given) &&
    !/\b(is|<|>|<=|>=)\b/.test(test.fields("operators")[0]?.text ?? "")
  );
}

/** Whether a secret is a setting, and not a part of whatever object is at hand. */
function isServiceName(subject: Node): boolean {
  return /^[A-Z_0-9]+$/.test(subject.text) || /settings|config|environ|getenv/i.test(subject.text);
}

function digests(blocks: ReadonlySet<Block>): boolean {
  for (const element of elementsOf(blocks)) if (/compare_digest|constant_time_compare/.test(element.text)) return true;
  return false;
}

/** `return not self.token or compare_digest(given, self.token)`. */
function answerOpening(gate: Gate, statement: Node): Opening | undefined {
  const value = statement.children[0];
  if (value?.kind !== "boolean_operator" || !value.child("or")) return undefined;
  const [left, right] = [value.field("left"), value.field("right")];
  const subject = left && missingWhen(left);
  if (!subject || !right || !isServiceWide(subject)) return undefined;
  const forms = formsOf(subject, gate.definition);
  const isCompared = [...right.descendants("comparison_operator")].some((test) => holds(test, forms));
  const isDigested = [...right.descendants("call")].some((call) => isCheck(call) && mentions(call, forms));
  if (!isCompared && !isDigested) return undefined;
  if (!isDigested && ![...forms].some(isSecretName)) return undefined;
  return opening(gate, left, subject, { grants: [statement], refuses: false, fails: false, blocks: new Set() });
}

/** What is missing when an expression holds. */
function missingWhen(test: Node): Node | undefined {
  if (test.kind === "not_operator") return test.children[0];
  const [left, right] = test.children;
  const isMissing =
    test.kind === "comparison_operator" && (right?.kind === "none" || /^["']{2}$/.test(right?.text ?? ""));
  return isMissing && /^(is|==)$/.test(test.fields("operators")[0]?.text ?? "") ? left : undefined;
}

function switchOpening(gate: Gate, edge: Edge): Opening | undefined {
  const { condition } = edge;
  const other = opposite(edge);
  if (!condition || !other || !isServiceWide(condition) || !isGuard(gate.definition)) return undefined;
  const outcome = gate.outcome(edge.to, (next) => isPossible(next, condition));
  if (outcome.grants.length === 0 || outcome.refuses || outcome.fails) return undefined;
  const checked = gate.outcome(other.to, () => true);
  // A test that alone decides whether to refuse switches a feature, not a check.
  if (!checked.refuses || checked.grants.length === 0) return undefined;
  if ([...elementsOf(outcome.blocks)].some(verifies)) return undefined;
  if (gate.refusal !== "denies" && ![...elementsOf(checked.blocks)].some(verifies)) return undefined;
  const found = judgeSwitch(condition, edge.kind === "true");
  return (
    found && {
      ...found,
      at: condition,
      definition: gate.definition,
      isSetup: false,
      subject: condition,
      grant: outcome.grants[0],
    }
  );
}

type Judgement = Pick<Opening, "kind" | "absence" | "byDefault" | "isLikely">;

/** What a test of the service's settings is, that opens when it is `opensWhen`. */
function judgeSwitch(condition: Node, opensWhen: boolean): Judgement | undefined {
  const unsets = unconfigured(condition);
  const truth = holdsUnconfigured(condition);
  const byDefault = truth === undefined ? undefined : truth === opensWhen;
  const names = [...new Set(unsets.flatMap(({ reads }) => reads.map(settingName)))];
  const words = [...names, ...wordsOf(condition)].map(spaced);
  if (words.some((word) => TESTING_NAME.test(word)) || unsets.length === 0) return undefined;
  const [unset] = unsets;
  if (byDefault && unset && names.length > 0 && names.every((name) => SECRET_NAME.test(name.replace(/^-+/, "")))) {
    if (isDemanded(condition, names)) return undefined;
    return { kind: "secret", absence: { kind: "missing", unset }, byDefault, isLikely: false };
  }
  if (words.some((word) => MODE_NAME.test(word))) {
    const isDebug =
      opensWhen && condition.kind !== "comparison_operator" && words.some((word) => DEBUG_NAME.test(word));
    if (isDebug || byDefault) return { kind: isDebug ? "debug" : "mode", byDefault, isLikely: false };
    return words.some((word) => DEPLOYED_NAME.test(word)) ? { kind: "mode", byDefault, isLikely: true } : undefined;
  }
  return byDefault && words.some((word) => SWITCH_NAME.test(word))
    ? { kind: "switch", byDefault, isLikely: true }
    : undefined;
}

/** The names in a test and in what they are assigned from. */
function wordsOf(condition: Node): readonly string[] {
  const words: string[] = [];
  for (const name of condition.descendants("identifier", "string_content")) {
    if (!/^(self|os|environ|getenv|get|lower|settings|config|app)$/.test(name.text)) words.push(name.text);
  }
  return words;
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}

/** Whether checking the caller is what a function is for: it is named so, or a framework asks it first. */
function isGuard(definition: FunctionDefinition): boolean {
  if (isNamedGate(definition)) return true;
  return definition.parameters.some((parameter) =>
    /\b(Depends|Security)\(/.test(`${parameter.default?.text ?? ""}${parameter.annotation?.text ?? ""}`),
  );
}

/** Verification that may fail to run: a `try` around it whose handler lets the caller in. */
function* errorOpening(gate: Gate, handler: Handler): Generator<Opening> {
  const { body, protects, node } = handler;
  if (!body || !verifies(protects) || NO_GATE_NAME.test(gate.definition.name)) return;
  const [first] = body.children;
  const [place] = first ? gate.graph.locate(first) : [];
  if (!first || !place || !isGuard(gate.definition)) return;
  // Who tries again is checked again.
  const isRetry = ({ to }: Edge): boolean => to.elements.some((element) => protects.contains(element));
  const outcome = gate.outcome(place.block, (edge) => isPossible(edge, node) && !isRetry(edge));
  if (outcome.refuses || [...elementsOf(outcome.blocks)].some(({ kind }) => kind === "raise_statement")) return;
  const grant = outcome.grants.find((each) => letsIn(each, gate, body));
  if (!grant) return;
  yield {
    kind: "error",
    at: node,
    definition: gate.definition,
    isSetup: false,
    subject: node,
    byDefault: undefined,
    grant,
    isLikely: false,
  };
}

/** Whether what a handler leads to lets in whoever asks: a yes, what the caller sent, a made-up user, the next handler. */
function letsIn(grant: Node, gate: Gate, handler: Node): boolean {
  const value = grant.kind === "return_statement" ? grant.children[0] : undefined;
  const isHere = handler.contains(grant);
  if (value === undefined || value.kind === "none") {
    return (
      GATE_NAME.test(gate.definition.name) &&
      gate.refusal !== "answers" &&
      !gate.definition.returns.some((each) => each.children[0] && each.children[0].kind !== "none")
    );
  }
  if (isHere && value.kind === "true") return true;
  const inner = value.kind === "await" ? value.children[0] : value;
  if (inner?.kind === "call" && gate.refusal === "denies" && isNext(inner, gate.definition)) return true;
  if (!isHere) return false;
  if (isSent(value, gate.definition)) return true;
  return (
    isMadeUp(value) && !/anonym|guest|public|unauth|nobody|visitor|error|fail|invalid|false|none/i.test(value.text)
  );
}

/** The call that goes on to what the check protects. */
function isNext(call: Node, definition: FunctionDefinition): boolean {
  const callee = call.field("function")?.text ?? "";
  if (/^(call_next|handler|next_handler|get_response|self\.get_response|self\.app|continuation)$/.test(callee))
    return true;
  const isWrapped = call.text.includes("*args") && call.text.includes("**");
  return (
    isWrapped &&
    definition.parameter(callee) === undefined &&
    definition.module.scopes.lookup(callee, call)?.bindings[0]?.kind === "parameter"
  );
}

function isSent(value: Node, definition: FunctionDefinition): boolean {
  const root = accessPath(value)?.split(".")[0];
  const parameter = root === undefined ? undefined : definition.parameter(root);
  return (
    parameter !== undefined &&
    parameter !== definition.receiver &&
    /cred|token|key|auth|user|payload|claims/i.test(root ?? "")
  );
}

/** A user that is written down: `{"sub": "dev", "role": "admin"}`, `User(name="dev")`. */
function isMadeUp(value: Node): boolean {
  if (value.kind === "dictionary")
    return value.children.length > 0 && value.children.every((pair) => isConstant(pair.field("value")));
  if (value.kind !== "call") return false;
  const { lastName: name, arguments: given } = moduleOf(value).call(value);
  return /^[A-Z]/.test(name) && given.length > 0 && given.every((argument) => isConstant(argument.value));
}

function isConstant(node: Node | undefined): boolean {
  if (!node) return false;
  if (/^(list|tuple)$/.test(node.kind)) return node.children.every(isConstant);
  return /^(string|integer|true|none)$/.test(node.kind) && node.child("interpolation") === undefined;
}

/** Checks that are put in place only when there is a secret, or only in production. */
function* setupOpenings(module: Module): Generator<Opening> {
  const graphs = new Map<FlowGraph, Node[]>();
  for (const install of installsIn(module)) {
    const graph = module.graphAround(install);
    const known = graphs.get(graph);
    if (known) known.push(install);
    else graphs.set(graph, [install]);
  }
  for (const [graph, installs] of graphs) {
    const installing = new Set(installs.flatMap((install) => graph.locate(install).map(({ block }) => block)));
    for (const edge of graph.blocks.flatMap(decisions).slice(0, MOST_TESTS)) {
      const found = setupOpening(graph, edge, installing, installs);
      if (found) yield found;
    }
  }
}

/** A call that puts a check in place. */
const INSTALL: Prefilter = {
  name: "a check put in place",
  mayHold: (text) =>
    GATE_NAME.test(text) && (INSTALLING.test(text) || (APPENDING.test(text) && INSTALLED_INTO.test(text))),
};

function* installsIn(module: Module): Generator<Node> {
  for (const node of module.within(INSTALL, "call")) {
    const call = module.call(node);
    if (!INSTALLERS.test(call.lastName)) continue;
    const around = call.node.parent?.kind === "decorator" ? call.node.parent.parent?.field("definition") : undefined;
    const names = [...call.arguments.map(({ node: given }) => given.text), around?.field("name")?.text ?? ""];
    const isCheckpoint = names.some((text) => text.length < 200 && GATE_NAME.test(text) && !NO_GATE_NAME.test(text));
    const isAppended = APPENDERS.test(call.lastName) && !INSTALLED_INTO.test(call.receiver?.text ?? "");
    if (isCheckpoint && !isAppended && call.receiver) yield around ?? call.node;
  }
}

function setupOpening(
  graph: FlowGraph,
  edge: Edge,
  installing: ReadonlySet<Block>,
  installs: readonly Node[],
): Opening | undefined {
  const { condition } = edge;
  const other = opposite(edge);
  if (!condition || !other || !leads(graph, other.to, installing, () => true).installs) return undefined;
  const subject = missingSubject(edge);
  const isHeld = (next: Edge): boolean => isPossible(next, subject ?? condition);
  const without = leads(graph, edge.to, installing, isHeld);
  if (without.installs || without.fails || !without.leaves) return undefined;
  const module = moduleOf(condition);
  const definition = module.functionAround(condition);
  const base = { at: condition, definition, isSetup: true, grant: undefined };
  if (subject && isNeeded(subject, installs)) {
    const absence = absenceOf(subject);
    if (absence.kind === "never") return undefined;
    return {
      ...base,
      kind: "secret",
      subject,
      absence,
      byDefault: absence.kind === "missing" ? true : undefined,
      isLikely: absence.kind === "possible",
    };
  }
  if (!isServiceWide(condition)) return undefined;
  const found = judgeSwitch(condition, edge.kind === "true");
  return found && found.kind !== "debug" ? { ...base, ...found, subject: condition } : undefined;
}

/** Whether what is installed is made with a secret, or the secret is named as one. */
function isNeeded(subject: Node, installs: readonly Node[]): boolean {
  const forms = new Set([subject.text]);
  return (
    SECRET_NAME.test(lastName(subject.text)) ||
    (installs.some((install) => mentions(install, forms)) && !/enabled|disabled|debug/i.test(subject.text))
  );
}

function leads(
  graph: FlowGraph,
  from: Block,
  installing: ReadonlySet<Block>,
  isOpen: (edge: Edge) => boolean,
): { readonly installs: boolean; readonly fails: boolean; readonly leaves: boolean } {
  const seen = new Set([from]);
  let installs = false;
  let fails = false;
  let leaves = false;
  for (const block of seen) {
    installs ||= installing.has(block);
    fails ||= block.elements.some((element) => element.kind === "raise_statement" || endsProgram(element));
    for (const edge of block.out) {
      if (edge.kind === "raise" || !isOpen(edge)) continue;
      if (edge.to === graph.exit) leaves = true;
      else seen.add(edge.to);
    }
  }
  return { installs, fails, leaves };
}
