import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Module } from "../../../src/python/model/module.js";
import {
  HARMLESS_FIELD,
  IDENTITY_FIELD,
  LOGIN_LIBRARIES,
  LOGS_IN,
  PROVES,
} from "../../../src/python/tables/credentials.js";
import type { Node } from "../../../src/syntax/node.js";

/** A login of whoever a client says that it is. */
export interface NamedOnly {
  readonly definition: FunctionDefinition;
  /** The call that logs the user in. */
  readonly call: Call;
  /** Where the client says who it is. */
  readonly field: Node;
}

/** The logins of a file that take nothing out of the request but a name, find the user by that, and ask for no proof. */
export function* namedOnly(module: Module): Generator<NamedOnly> {
  for (const [name, place] of LOGS_IN) {
    for (const call of module.callsNamed(name)) {
      const definition = module.functionAround(call.node);
      const user = call.positional[place];
      if (!definition || user?.kind !== "identifier" || mayKnowCaller(definition)) continue;
      if (!call.apis.some((path) => LOGIN_LIBRARIES.test(path))) continue;
      const [binding, ...others] = module.bindingsReaching(user.text, user);
      const lookup = others.length === 0 && binding?.kind === "assign" ? binding.from : undefined;
      const field = lookup && unwrap(lookup).kind === "call" ? onlyField(definition, lookup) : undefined;
      if (lookup && field && !proves(definition, lookup, call.node)) yield { definition, call, field };
    }
  }
}

/** Whether a function is given something else that tells who calls, or is not there for everybody. */
function mayKnowCaller({ parameters, decorators, name, node }: FunctionDefinition): boolean {
  if (parameters.some((parameter) => !/^(self|cls|request|_?args|_?kwargs)$/.test(parameter.name))) return true;
  if (
    decorators.some((decorator) => /require|admin|permission|staff|super|login|test/i.test(calledName(decorator) ?? ""))
  )
    return true;
  if (INTERNAL.test(name)) return true;
  return [...node.descendants("attribute", "subscript")].some(
    (part) =>
      /(^|\.)(session|cookies|headers|META)$/.test(accessPath(part.field("value") ?? part) ?? "") && !isStored(part),
  );
}

const INTERNAL = /impersonat|masquerad|switch|debug|dev|test|demo|fake|mock|sso|oauth|saml|callback/i;

const isStored = ({ fieldName, parent }: Node): boolean =>
  (fieldName === "left" && parent?.kind === "assignment") || (fieldName === "value" && parent?.kind === "subscript");

/** The one field of the request that a function reads, by which a user is looked up; undefined where it reads any other. */
function onlyField(definition: FunctionDefinition, lookup: Node): Node | undefined {
  const reads = [...definition.node.descendants("attribute")].filter(isOfRequest).map((node) => keyOf(node));
  const fields = reads.flatMap((read) => (read && IDENTITY_FIELD.test(read.key) ? read.node : []));
  if (
    fields.length !== 1 ||
    reads.some((read) => !read || !(IDENTITY_FIELD.test(read.key) || HARMLESS_FIELD.test(read.key)))
  )
    return undefined;
  const [field] = fields;
  return field && leadsTo(field, lookup, definition) ? field : undefined;
}

const isOfRequest = (node: Node): boolean =>
  /^(flask\.|self\.)?request\.(form|values|json|POST|data|args|GET|get_json)$/.test(accessPath(node) ?? "");

interface FieldRead {
  readonly key: string;
  readonly node: Node;
}

/** `request.form["email"]`, `request.form.get("email")` */
function keyOf(fields: Node): FieldRead | undefined {
  const { parent } = fields;
  const [call, given] =
    parent?.kind === "attribute" && parent.parent?.kind === "call"
      ? [parent.parent, parent.parent.field("arguments")?.children[0]]
      : [parent, parent?.field("subscript")];
  const key = given && textOf(given);
  return call && key !== undefined ? { key, node: call } : undefined;
}

function leadsTo(field: Node, lookup: Node, { module }: FunctionDefinition): boolean {
  if (lookup.contains(field)) return true;
  return [...lookup.descendants("identifier")].some((name) => {
    const bindings = module.bindingsReaching(name.text, name);
    return bindings.length === 1 && bindings[0]?.from?.contains(field) === true;
  });
}

/** Whether anything between the look-up and the login, or around both, may ask for a proof. */
function proves(definition: FunctionDefinition, lookup: Node, login: Node): boolean {
  const between = [...definition.node.descendants("identifier", "string_content")].filter(
    ({ start }) => start >= lookup.start && start < login.start,
  );
  const conditions = [...login.ancestors()].flatMap((around) =>
    around.kind === "if_statement" && definition.node.contains(around) ? (around.field("condition") ?? []) : [],
  );
  const words = [...between, ...conditions.flatMap((condition) => [...condition.descendants("identifier")])];
  return words.some(({ kind, text }) => kind === "identifier" && PROVES.test(text));
}
