import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import { ancestorPaths } from "../../../src/python/model/callbacks.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches, type ApiSet } from "../../../src/python/tables/api.js";
import { REQUEST_HANDLERS, UNIX_SERVERS } from "../../../src/python/tables/socketserver.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * The call that makes the server for whose requests an expression of a handler stands, `self.request` or `self.rfile`,
 * where every server that the handler is given to listens on a UNIX socket.
 */
export function unixServerOf(source: Node): Call | undefined {
  const handler = ownerOf(source);
  if (!handler || !derives(handler, REQUEST_HANDLERS)) return undefined;
  const servers = usesOf(handler).map(serverGiven);
  return servers.every((server) => server && isUnixServer(server)) ? servers[0] : undefined;
}

/** The class of the object that `self.rfile.read()` begins with. */
function ownerOf(expression: Node): ClassDefinition | undefined {
  let at = unwrap(expression);
  let object = objectIn(at);
  while (object) {
    at = unwrap(object);
    object = objectIn(at);
  }
  return moduleOf(at).receiverClass(at);
}

const objectIn = (node: Node): Node | undefined => node.field("function") ?? node.field("object");

function derives(definition: ClassDefinition, bases: ApiSet): boolean {
  return ancestorPaths(definition).some((path) => matches(bases, path));
}

/** The expressions of the program that stand for a class. */
function usesOf(definition: ClassDefinition): readonly Node[] {
  const { module, name } = definition;
  const modules = new Set([module, ...module.project.modulesMentioning(name, module)]);
  return [...modules]
    .flatMap((other) => other.identifiers(name))
    .filter(({ parent }) => parent?.kind !== "dotted_name" && parent !== definition.node)
    .map((use) => (use.fieldName === "attribute" && use.parent ? use.parent : use))
    .filter((use) => isClass(use, definition));
}

function isClass(use: Node, definition: ClassDefinition): boolean {
  return moduleOf(use)
    .valuesOf(use)
    .some((value) => value.kind === "class" && value.definition === definition);
}

/** The server that is made with a handler: `UnixStreamServer(path, Handler)`. */
function serverGiven(use: Node): Call | undefined {
  const whole = wrapped(use);
  const list = whole.parent?.kind === "keyword_argument" ? whole.parent.parent : whole.parent;
  const node = list?.kind === "argument_list" ? list.parent : undefined;
  const call = node?.kind === "call" ? moduleOf(node).call(node) : undefined;
  const handler = call?.argument(1, "RequestHandlerClass");
  return handler && wrapped(handler) === whole ? call : undefined;
}

function isUnixServer({ targets }: Call): boolean {
  return targets.some((value) => {
    if (value.kind === "api") return matches(UNIX_SERVERS, value.path);
    return value.kind === "class" && derives(value.definition, UNIX_SERVERS);
  });
}
