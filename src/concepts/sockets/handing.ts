import { pathOf } from "../../python/dataflow/effects.js";
import type { Call } from "../../python/model/call.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { holdsWord, matchesPattern } from "../../python/prefilter/prefilter.js";
import type { Node } from "../../syntax/node.js";
import { transitionsOn, type SocketEvent } from "./sockets.js";

/** A call that hands a socket to a function which binds or connects it. */
export interface Handing {
  readonly call: Call;
  readonly socket: Node;
  readonly event: SocketEvent;
}

const HANDINGS = question<readonly Handing[]>([]);

/** The calls of a file that hand something to a function which binds it, or connects it, on every way through. */
export function handings(module: Module): readonly Handing[] {
  return module.project.once(HANDINGS, module, () => [...mayHandOn(module)].flatMap(handed));
}

function handed(call: Call): readonly Handing[] {
  return call.positional.flatMap((socket) => {
    if (!pathOf(socket) || /^(self|cls)$/.test(socket.text)) return [];
    const events = transitionsOn(call, socket);
    const firsts = (["bind", "connect"] as const).map((one) => events.find(({ transition }) => transition === one));
    return firsts.flatMap((event) => (event ? [{ call, socket, event }] : []));
  });
}

/** Whoever knows ZeroMQ may have helpers for helpers; elsewhere, the calls that are named as a function that binds. */
function mayHandOn(module: Module): Iterable<Call> {
  if (module.mayHold(holdsWord("zmq"))) return module.calls;
  return binders(module).flatMap((name) => module.callsOf(name));
}

const BINDERS = question<readonly string[]>([]);

/** The names of the functions of a project that bind something which they are given. */
function binders(asker: Module): readonly string[] {
  const { project } = asker;
  const find = (): readonly string[] => {
    const modules = project.modulesMatching("bind", BINDS, asker) ?? [];
    const found = modules.flatMap((module) =>
      BINDING.flatMap((name) => module.callsNamed(name)).flatMap(({ node, receiver }) => {
        const around = module.functionAround(node);
        return around && receiver && around.parameter(receiver.text) ? around.name : [];
      }),
    );
    return [...new Set(found)].sort();
  };
  return project.once(BINDERS, project, find, asker.isTest ? "tests" : "program");
}

/** The methods that bind. */
export const BINDING = ["bind", "bind_to_random_port"];
const BINDS = matchesPattern("a bind", /\bbind(?:_to_random_port)?[\s\\]*[(#]/);
