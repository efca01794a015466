import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, returnedValue } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { docstringOf, textOf } from "../../../src/python/model/literal.js";
import { tells } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { IDENTITY_HEADER, TELLS_WHO } from "../../../src/python/tables/credentials.js";
import type { Node } from "../../../src/syntax/node.js";
import { isGivenToRoutes } from "./before-requests.js";
import { isHeader, mayKnowCaller, namesOf } from "./only-form.js";

/** A dependency that tells routes who is calling, and has that from a header which anybody may send. */
export interface ClaimedIdentity {
  readonly definition: FunctionDefinition;
  readonly sent: Node;
  readonly grant: Node;
}

/** Every such dependency of a file. What stands in front of the service may set the header, and take away that of others. */
export function* claimedIdentitiesIn(module: Module): Generator<ClaimedIdentity> {
  for (const node of module.definitions("function_definition")) {
    const definition = module.function(node);
    if (!TELLS_WHO.test(definition.name)) continue;
    const sent = sentAs(definition);
    const names = sent && namesOf(sent);
    const grant = names && grantOf(definition, names);
    if (!sent || !grant || !asksNothingElse(definition) || isInFrontOf(definition)) continue;
    if (isGivenToRoutes(definition)) yield { definition, sent, grant };
  }
}

/** The parameter, or the variable, that a header fills which says who is calling. */
function sentAs({ parameters, body, module, node }: FunctionDefinition): Node | undefined {
  // What other parameters are asked for may have checked who calls.
  if (parameters.some((one) => mayKnowCaller(one) && !isHeader(one))) return undefined;
  const headers = parameters.filter(isHeader);
  if (headers.length > 0) {
    const [header, ...others] = headers;
    return header && others.length === 0 && IDENTITY_HEADER.test(header.name.replaceAll("_", "-"))
      ? header.node
      : undefined;
  }
  for (const assignment of body?.descendants("assignment") ?? []) {
    const target = assignment.field("left");
    const value = assignment.field("right");
    if (target?.kind !== "identifier" || !value || module.functionAround(assignment)?.node !== node) continue;
    if (isIdentity(unwrap(value))) return target;
  }
  return undefined;
}

/** `request.headers.get("X-User-Id")` */
function isIdentity(value: Node): boolean {
  const call = value.kind === "call" ? moduleOf(value).call(value) : undefined;
  const key = call?.lastName === "get" ? call.positional[0] : value.field("subscript");
  const object = call ? call.receiver : value.field("value");
  if (!key || !object || !IDENTITY_HEADER.test(writtenIn(unwrap(key)) ?? "")) return false;
  return networkLabel(object) !== undefined;
}

/** The text that an expression is, or the constant that it names. */
function writtenIn(key: Node): string | undefined {
  const [value, ...others] = textOf(key) === undefined ? moduleOf(key).valuesOf(key) : [];
  return textOf(key) ?? (value?.kind === "literal" && others.length === 0 ? textOf(value.at) : undefined);
}

function grantOf({ returns }: FunctionDefinition, names: ReadonlySet<string>): Node | undefined {
  return returns.find((statement) => {
    const value = returnedValue(statement);
    return (
      value &&
      [...value.descendants("identifier"), value].some(({ kind, text }) => kind === "identifier" && names.has(text))
    );
  });
}

/** What is called without asking anybody who the caller is. */
const PLAIN =
  /^(get|strip|lower|upper|split|replace|str|int|UUID|len|bool|dict|isinstance|HTTPException|\w*(Error|Exception|Unauthorized|Forbidden|Response))$/;

const ADDRESS = new Set(["client", "remote_addr", "client_host"]);

function asksNothingElse({ body }: FunctionDefinition): boolean {
  if (!body) return false;
  for (const call of body.descendants("call")) if (!PLAIN.test(calledName(call) ?? "") && !tells(call)) return false;
  // Whose address is looked at may be the one that may say so.
  return body.descendants("await").next().done === true && !mentionsName(body, ADDRESS);
}

/** Whether those who wrote it say that something in front of the service sets the header. */
function isInFrontOf(definition: FunctionDefinition): boolean {
  return /proxy|gateway|ingress|sidecar|upstream|mesh|load.?balancer/i.test(
    `${docstringOf(definition)} ${definition.node.text}`,
  );
}
