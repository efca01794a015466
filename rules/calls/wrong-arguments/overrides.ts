import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { fitTo, type Misfit } from "../../../src/python/model/fit.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { keepsSignature, signatureOf } from "../../../src/python/model/signature.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";

/** A method that does not take what its base passes to the method that it overrides. */
export interface NarrowOverride {
  readonly override: FunctionDefinition;
  /** The base's own call, and the method that makes it. */
  readonly call: Call;
  readonly caller: FunctionDefinition;
  readonly misfit: Misfit;
  /** Whether the program is seen to run the base's method with an object that has the override. */
  readonly isRun: boolean;
}

/** The methods of a file that do not take what their bases pass to themselves. */
export function* narrowOverrides(module: Module): Generator<NarrowOverride> {
  for (const definition of module.classes) {
    if (definition.ancestry.classes.length < 2) continue;
    for (const methods of definition.methods.values()) {
      const override = methods.at(-1);
      const found = override && narrowest(override, definition);
      if (found) yield found;
    }
  }
}

function narrowest(override: FunctionDefinition, of: ClassDefinition): NarrowOverride | undefined {
  const { name } = override;
  if (name.startsWith("__") || override.isProperty || !keepsSignature(override)) return undefined;
  const bases = of.ancestry.classes.slice(1);
  const base = bases.flatMap(({ methods }) => methods.get(name)?.at(-1) ?? [])[0];
  if (!base || !keepsSignature(base)) return undefined;
  const [own, theirs] = [override, base].map((method) => signatureIn(method, of));
  if (!own || !theirs) return undefined;
  for (const { call, caller } of callsOnSelf(name, bases)) {
    const misfit = fitTo(call, own);
    const isFit = fitTo(call, theirs).kind === "fits";
    if (misfit.kind === "misfit" && isFit && of.method(caller.name) === caller)
      return { override, call, caller, misfit, isRun: isRunWith(caller, override) };
  }
  return undefined;
}

function isRunWith(caller: FunctionDefinition, override: FunctionDefinition): boolean {
  const { project } = caller.module;
  return project.callersOf(caller).some(({ call: { module, receiver } }) => {
    const objects = receiver ? project.evaluator.withCallers(module.valuesOf(receiver)) : [];
    return objects.some(
      (object) =>
        object.kind === "instance" && object.at.kind === "call" && object.of.method(override.name) === override,
    );
  });
}

function signatureIn(definition: FunctionDefinition, of: ClassDefinition): ReturnType<typeof signatureOf> {
  const at: Node = definition.receiver?.node ?? definition.node;
  const isBound = definition.isClassMethod || definition.receiver !== undefined;
  return signatureOf({ kind: "function", definition, ...(isBound && { self: { kind: "instance", of, at } }) });
}

interface OwnCall {
  readonly call: Call;
  readonly caller: FunctionDefinition;
}

const OWN_CALLS = question<readonly OwnCall[]>([]);
/** Of a base's calls of one method, as many say what it passes. */
const MOST_CALLS = 24;

/** The calls of a method of `self` that some classes make. */
function callsOnSelf(name: string, bases: readonly ClassDefinition[]): readonly OwnCall[] {
  return bases.flatMap((base) =>
    base.module.project.once(OWN_CALLS, base, () => ownCalls(name, base).slice(0, MOST_CALLS), name),
  );
}

function ownCalls(name: string, base: ClassDefinition): readonly OwnCall[] {
  const { module, node } = base;
  return module.callsNamed(name).flatMap((call) => {
    const isOwn = node.contains(call.node) && call.receiver && module.receiverClass(call.receiver) === base;
    const caller = isOwn ? module.functionAround(call.node) : undefined;
    return caller?.owner === base ? [{ call, caller }] : [];
  });
}
