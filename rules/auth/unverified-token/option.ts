import { holdsUnconfigured } from "../../../src/concepts/settings/defaults.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";
import type { Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Decode } from "./decodes.js";

/**
 * The option that has a token go unverified, where one decides: on every way to the call, or to what is done with the claims behind it,
 * a test of `verify_signature` or its like has said no.
 */
export function optionAgainst({ call: { node } }: Decode): Node | undefined {
  const graph = moduleOf(node).graphAround(node);
  const places = [node, ...usesOf(node)];
  const edges = graph.blocks.flatMap(({ out }) => out);
  const options = edges.flatMap((edge) => saysNo(edge) ?? []);
  return options.find((option) => isOnEveryWay(graph, option, places));
}

function isOnEveryWay(graph: FlowGraph, option: Node, [call, ...uses]: readonly Node[]): boolean {
  const edge = (taken: Edge): boolean => saysNo(taken) === option;
  if (call && graph.everyPathTo(call, { edge })) return true;
  return uses.length > 0 && uses.every((use) => graph.everyPathTo(use, { edge }));
}

/** Whether nobody goes without verifying who has not switched it off: `verify = options.get("verify", True)`. */
export function verifiesByDefault(option: Node): boolean {
  if (holdsUnconfigured(option) === true) return true;
  const bindings = option.kind === "identifier" ? moduleOf(option).bindingsReaching(option.text, option) : [];
  return (
    bindings.length > 0 &&
    bindings.every(({ from }) => {
      const call = from?.kind === "call" ? moduleOf(from).call(from) : undefined;
      return call?.lastName === "get" && call.positional[1]?.kind === "true";
    })
  );
}

/** The option that an edge is taken without. */
function saysNo(edge: Edge): Node | undefined {
  return factsOf(edge).find(({ kind, subject }) => kind === "falsy" && VERIFYING.test(accessPath(subject) ?? ""))
    ?.subject;
}

const VERIFYING = /(^|[._])(verif|check_sig|validate_sig)\w*$/i;

/** Where the name stands again, in the same function, that a call's claims are given. */
function usesOf(call: Node): readonly Node[] {
  const module = moduleOf(call);
  const names = assignedTo(call).filter(({ kind }) => kind === "identifier");
  return names.flatMap((name) =>
    module
      .identifiers(name.text)
      .filter((use) => use !== name && module.bindingsReaching(name.text, use).some(({ node }) => node === name)),
  );
}
