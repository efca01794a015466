import { AccessCheck } from "../../../src/concepts/access/access-check.js";
import { dependenciesIn } from "../../../src/concepts/access/dependencies.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";
import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf, lastNameOf, returnedValue } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition, Parameter } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { tells } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { NO_CHECK_NAME } from "../../../src/python/tables/access.js";
import { matches, type ApiSet } from "../../../src/python/tables/api.js";
import {
  CHECKS_BEFORE,
  CHECKS_CALLER,
  CREDENTIAL_FIELD,
  FORMAL,
  HEADER_PARAMETERS,
  SCHEMES,
} from "../../../src/python/tables/credentials.js";
import type { Node } from "../../../src/syntax/node.js";
import { standsBefore } from "./before-requests.js";

/** A check that looks at nothing but the form of what a client sent. */
export interface OnlyForm {
  readonly definition: FunctionDefinition;
  /** What the client sent: a parameter, or a variable. */
  readonly sent: Node;
  /** Where the caller is let in. */
  readonly grant: Node;
  /** Whether what was sent, or a piece of it, is what the function gives. */
  readonly isReturned: boolean;
}

/** Every such check of a file. */
export function* onlyFormsIn(module: Module): Generator<OnlyForm> {
  for (const node of module.definitions("function_definition")) {
    const definition = module.function(node);
    if (!isCheck(definition)) continue;
    const sent = sentTo(definition);
    const grant = sent && grantOf(definition, sent);
    if (!grant || !hasOnlyForms(definition, sent) || isHandedOn(definition)) continue;
    const value = returnedValue(grant);
    yield { definition, sent, grant, isReturned: value !== undefined && isMadeOfSent(unwrap(value), sent) };
  }
}

/** Whether a function, or the one around it, is named for checking who calls. */
function isCheck(definition: FunctionDefinition): boolean {
  const { name, module, node, owner } = definition;
  const around = node.parent && module.functionAround(node.parent);
  if (standsBefore(definition) && [name, owner?.name ?? ""].some((one) => CHECKS_BEFORE.test(one))) return true;
  return [name, around?.name ?? ""].some((one) => CHECKS_CALLER.test(one) && !NO_CHECK_NAME.test(one));
}

/** What a client proves itself with: the one parameter that a scheme fills in, or the one header that is read. */
function sentTo(definition: FunctionDefinition): Node | undefined {
  const { parameters } = definition;
  // What other parameters are asked for may have checked who calls.
  if (parameters.some((one) => mayKnowCaller(one) && !isScheme(one) && !isHeader(one))) return undefined;
  const [given, ...others] = parameters.filter(
    (one) => isScheme(one) || (isHeader(one) && CREDENTIAL_FIELD.test(one.name)),
  );
  if (given) return others.length === 0 ? given.node : undefined;
  return AccessCheck.of(definition)?.refusal === "denies" ? readIn(definition) : undefined;
}

/** Whether a parameter is filled in by something that may look at the request: what takes nothing, such as `get_settings`, does not. */
export function mayKnowCaller({ default: given, annotation }: Parameter): boolean {
  const dependencies = [given, annotation].flatMap((part) => [...dependenciesIn(part)]);
  return dependencies.some((dependency) => {
    const values = moduleOf(dependency).valuesOf(dependency);
    return values.length === 0 || values.some((value) => value.kind !== "function" || !takesNothing(value.definition));
  });
}

const takesNothing = ({ parameters, decorators }: FunctionDefinition): boolean =>
  parameters.length === 0 &&
  decorators.every((decorator) => /^(lru_)?cache$/.test(calledName(decorator) ?? lastNameOf(decorator) ?? ""));

function isScheme({ default: given, annotation }: Parameter): boolean {
  const schemes = [given, annotation].flatMap((part) => [...dependenciesIn(part)]);
  return schemes.length > 0 && schemes.every((scheme) => isOneOf(scheme, SCHEMES));
}

export function isHeader({ default: given, annotation }: Parameter): boolean {
  return [given, ...(annotation?.descendants("call") ?? [])].some((part) => part && isOneOf(part, HEADER_PARAMETERS));
}

function isOneOf(node: Node, set: ApiSet): boolean {
  const paths = moduleOf(node).apiPathsOf(node);
  return paths.length > 0 && paths.every((path) => matches(set, path));
}

/** The variable that a function puts a header into which callers prove themselves with. */
function readIn({ body, module, node }: FunctionDefinition): Node | undefined {
  const found: Node[] = [];
  for (const assignment of body?.descendants("assignment") ?? []) {
    const target = assignment.field("left");
    const value = assignment.field("right");
    if (target?.kind !== "identifier" || !value || module.functionAround(assignment)?.node !== node) continue;
    if (isCredential(unwrap(value))) found.push(target);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** `request.headers.get("Authorization", "")`, `request.headers["X-Token"]`. */
function isCredential(value: Node): boolean {
  const call = value.kind === "call" ? moduleOf(value).call(value) : undefined;
  const key = call?.lastName === "get" ? call.positional[0] : value.field("subscript");
  const object = call ? call.receiver : value.field("value");
  if (!key || !object || !CREDENTIAL_FIELD.test(textOf(key) ?? "")) return false;
  return networkLabel(object) !== undefined;
}

/** Where a caller is let in: the first `return` that says neither no nor nothing, or else the end. */
function grantOf({ returns, fallsThrough, node }: FunctionDefinition, sent: Node): Node | undefined {
  const values = returns.filter((statement) => (returnedValue(statement)?.kind ?? "none") !== "none");
  // What is let in before anything is asked for needs no credentials.
  const isAfter = (statement: Node): boolean => statement.end >= sent.start;
  if (values.length === 0) return returns.findLast(isAfter) ?? (fallsThrough ? node.field("name") : undefined);
  const isFormal = (value: Node): boolean => isMadeOfSent(value, sent) || value.kind === "true" || isNext(value);
  return values.find((statement) => {
    const value = returnedValue(statement);
    return isAfter(statement) && value !== undefined && isFormal(unwrap(value));
  });
}

function isMadeOfSent(value: Node, sent: Node): boolean {
  const names = namesOf(sent);
  return (
    /^(identifier|attribute|subscript)$/.test(value.kind) &&
    [...value.descendants("identifier")].some(({ text }) => names.has(text))
  );
}

/** The call of what a decorator wraps, or of what handles the request next. */
function isNext(value: Node): boolean {
  const inner = value.kind === "await" ? unwrap(value.children[0] ?? value) : value;
  const call = inner.kind === "call" ? moduleOf(inner).call(inner) : undefined;
  return (
    call?.callee.kind === "identifier" &&
    moduleOf(value).scopes.lookup(call.callee.text, value)?.bindings[0]?.kind === "parameter"
  );
}

/** The names in a function that stand for what was sent, or for a piece of it. */
export function namesOf(sent: Node): ReadonlySet<string> {
  const names = new Set([sent.text]);
  const around = moduleOf(sent).functionAround(sent);
  for (const assignment of around?.body?.descendants("assignment", "named_expression") ?? []) {
    const target = assignment.field("left") ?? assignment.field("name");
    const value = assignment.field("right") ?? assignment.field("value");
    const isPiece = [...(value?.descendants("identifier") ?? [])].some(({ text }) => names.has(text));
    if (isPiece) for (const name of target?.descendants("identifier") ?? []) names.add(name.text);
  }
  return names;
}

/** Whether nothing that was sent is given to a function, held against a secret, or looked up. */
function hasOnlyForms(definition: FunctionDefinition, sent: Node): boolean {
  const names = namesOf(sent);
  const { body, parameters } = definition;
  const isParameter = parameters.some(({ node }) => node === sent);
  for (const part of body?.descendants("call", "comparison_operator", "subscript", "await", "with_statement") ?? [])
    if (!isFormal(part, names, isParameter)) return false;
  return body !== undefined && [...body.descendants("identifier")].some(({ text }) => text === sent.text);
}

function isFormal(part: Node, names: ReadonlySet<string>, isParameter: boolean): boolean {
  switch (part.kind) {
    case "call":
      return isFormalCall(part, names, isParameter);
    case "await":
      // The word itself is a node, too.
      return part.children.length === 0 || isNext(part);
    case "comparison_operator": {
      const { left, right } = comparisonOf(part) ?? {};
      if (left && !isParameter && isWhatIsAsked(left)) return true;
      return left !== undefined && right !== undefined && [left, right].some(isWritten);
    }
    case "subscript":
      return ![...(part.field("subscript")?.descendants("identifier") ?? [])].some(({ text }) => names.has(text));
    default:
      return false;
  }
}

/** `request.path`, `request.method`: what a request is for. */
const isWhatIsAsked = (side: Node): boolean => /(^|\.)(path|method|endpoint|blueprint)$/.test(accessPath(side) ?? "");

/** Whether a side of a comparison says nothing of who calls: a short word, a number, None. */
function isWritten(side: Node): boolean {
  const inner = unwrap(side);
  const text = textOf(inner);
  return text === undefined
    ? /^(integer|none|true|false)$/.test(inner.kind)
    : /^(bearer|basic|token|api-?key|options|)\s*$/i.test(text);
}

function isFormalCall(node: Node, names: ReadonlySet<string>, isParameter: boolean): boolean {
  const { lastName, arguments: given } = moduleOf(node).call(node);
  const isGiven = given.some(({ value }) => [...value.descendants("identifier")].some(({ text }) => names.has(text)));
  if (FORMAL.test(lastName)) return !isGiven || TAKES_TEXT.test(lastName);
  if (tells(node) || isNext(node) || isAnswer(node)) return true;
  // What else a decorator asks may be who calls.
  if (!isParameter) return isServiceWide(node);
  return !isGiven;
}

/** What is asked about a text that it is given. */
const TAKES_TEXT = /^(len|str|bool|isinstance|join|format)$/;

/** What makes an answer or an error. */
function isAnswer(node: Node): boolean {
  return /^(jsonify|abort|make_response|json_response|wraps|\w*(Response|Error|Exception|Unauthorized|Forbidden|Denied|Failed))$/.test(
    calledName(node) ?? "",
  );
}

/** Whether a route that is given what a check returns gives it to a function, which may check it. */
function isHandedOn({ name, module, node }: FunctionDefinition): boolean {
  const modules = new Set([module, ...module.project.modulesMentioning(name, module)]);
  for (const use of [...modules].flatMap((other) => other.identifiers(name))) {
    if (use.parent === node) continue;
    const parameter = [...use.ancestors()].find(({ kind }) => kind.endsWith("parameter"));
    const target = parameter?.field("name") ?? parameter?.children[0];
    const around = parameter?.parent?.parent;
    if (target && around && isPassed(target.text, around)) return true;
    if (!parameter && isCalled(use)) return true;
  }
  return false;
}

function isPassed(name: string, definition: Node): boolean {
  for (const call of definition.field("body")?.descendants("call") ?? [])
    for (const { value } of moduleOf(call).call(call).arguments)
      if ([...value.descendants("identifier")].some(({ text }) => text === name)) return true;
  return false;
}

/** Whether a function is called by hand: what it gives may go on from there. */
function isCalled(use: Node): boolean {
  return use.fieldName === "function" && use.parent?.kind === "call";
}
