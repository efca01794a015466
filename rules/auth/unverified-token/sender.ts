import { isNamedCheck } from "../../../src/concepts/access/access-check.js";
import { dependenciesIn } from "../../../src/concepts/access/dependencies.js";
import { nameOf } from "../../../src/concepts/reach/module-names.js";
import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { originsOf, type FlowStep, type Origin } from "../../../src/python/dataflow/flow.js";
import type { Parameter } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { SERVES } from "../../../src/python/tables/token-decoders.js";
import type { Node } from "../../../src/syntax/node.js";

/** Who a token comes from. */
export interface Sender {
  readonly kind:
    /** A client of the service. */
    | "client"
    /** Callers that are not seen, of a service. */
    | "unseen"
    /** The program itself, or a server that it asked. */
    | "own"
    | "unknown";
  /** How the token came. */
  readonly steps: readonly FlowStep[];
}

/** What the program itself has asked for, or put away. */
const OWN = new Set(["an HTTP response", "a value from Redis", "an object from S3"]);

/** Who a token comes from: a client, when it may. */
export function senderOf(token: Node): Sender {
  const senders = [...originsOf(token, { label: networkLabel })].map(senderBy);
  const order: readonly Sender["kind"][] = ["client", "own", "unseen", "unknown"];
  for (const kind of order) {
    const found = senders.find((sender) => sender.kind === kind);
    if (found) return found;
  }
  return { kind: "unknown", steps: [] };
}

function senderBy(origin: Origin): Sender {
  const { kind, at, label, steps } = origin;
  switch (kind) {
    case "source":
      return { kind: OWN.has(label) ? "own" : "client", steps };
    case "parameter":
      return { kind: askedOf(at), steps };
    case "call":
      return { kind: moduleOf(at).call(at).lastName === "encode" ? "own" : "unknown", steps };
    case "constant":
    case "attribute":
    case "unknown":
      return { kind: "unknown", steps };
  }
}

/** Who fills in a parameter: a framework that asks a client, or callers that are not seen. */
function askedOf(at: Node): Sender["kind"] {
  const module = moduleOf(at);
  const parameter = module.functionAround(at)?.parameter(at.text);
  if (!parameter) return "unknown";
  if (isDependency(parameter)) return "client";
  if (!isServed(module)) return "unknown";
  return isNamedCheck(parameter.function) ? "client" : "unseen";
}

/** Whether a framework fills a parameter with what a dependency gives. */
export function isDependency({ default: given, annotation }: Parameter): boolean {
  return [given, annotation].some((part) => [...dependenciesIn(part)].length > 0);
}

const SERVES_REQUESTS = matchesPattern("a file that answers requests", SERVES);

/** Whether a file answers requests, or one that imports it does. */
function isServed(module: Module): boolean {
  if (module.mayHold(SERVES_REQUESTS)) return true;
  return module.project.modulesMentioning(nameOf(module.path), module).some((other) => other.mayHold(SERVES_REQUESTS));
}
