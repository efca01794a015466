import type { Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import { moduleOf } from "../../python/model/module.js";
import { assignedTo, spellingOf } from "../../python/cfg/expression.js";

/** How two endpoints relate, as far as they are written. */
export type Relation = "same" | "different" | "unknown";

/** An endpoint's parts as they are written; expressions stand for themselves. */
interface Endpoint {
  readonly scheme: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly text: string;
}

const HERE = new Set(["*", "localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"]);

/** How the endpoints of two binds or connects of one function relate. A port picked by the first counts as its own. */
export function relate(first: Call, second: Call): Relation {
  const [one, other] = [first.argument(0, "addr"), second.argument(0, "addr")];
  if (!one || !other) return "unknown";
  const [a, b] = [readEndpoint(one), readEndpoint(other)];
  if (first.lastName === "bind_to_random_port")
    return b.port === resultName(first) && b.port !== undefined ? "same" : "unknown";
  if (a.text === b.text) return areBoundApart(one, other) ? "unknown" : "same";
  if (a.scheme === undefined || b.scheme === undefined) return a.isWritten && b.isWritten ? "different" : "unknown";
  if (a.scheme !== b.scheme) return "different";
  const isHere = a.host !== undefined && b.host !== undefined && HERE.has(a.host) && HERE.has(b.host);
  return isHere && a.port !== undefined && a.port === b.port ? "same" : "different";
}

/** Whether two names that are the same stand for what is bound in different places: each loop has its own. */
function areBoundApart(one: Node, other: Node): boolean {
  if (one.kind !== "identifier" || other.kind !== "identifier") return false;
  const placesOf = (name: Node): readonly Node[] =>
    moduleOf(name)
      .bindingsReaching(name.text, name)
      .map(({ node }) => node);
  const places = placesOf(one);
  const others = placesOf(other);
  return places.length > 0 && others.length > 0 && !others.some((place) => places.includes(place));
}

function readEndpoint(node: Node): Endpoint & { readonly isWritten: boolean } {
  const written = followed(node);
  const content = written.kind === "string" ? contentOf(written) : undefined;
  const [, scheme, address] = /^(\w+):\/\/(.*)$/s.exec(content ?? "") ?? [];
  const [, host, port] = /^(.*):([^:]+)$/s.exec(address ?? "") ?? [];
  return {
    scheme,
    host: host ?? address,
    port: port?.replace(/^\{(.*)\}$/s, "$1"),
    text: content === undefined ? spellingOf(written) : `"${content}"`,
    isWritten: content !== undefined,
  };
}

/** What stands between the quotes, with what is filled in as it is written, and no space. */
function contentOf(string: Node): string {
  return string.text.replace(/\s+/g, "").replace(/^[a-zA-Z]*("""|'''|"|')(.*)\1$/s, "$2");
}

/** What a local name or a constant was given, when that is one thing. */
function followed(node: Node): Node {
  if (node.kind !== "identifier") return node;
  const [binding, ...others] = moduleOf(node).bindingsReaching(node.text, node);
  const from = binding?.kind === "assign" && others.length === 0 && !binding.unpack?.length ? binding.from : undefined;
  return from?.kind === "string" ? from : node;
}

function resultName(call: Call): string | undefined {
  const [target] = assignedTo(call.node);
  return target && spellingOf(target);
}
