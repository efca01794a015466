import type { Node } from "../../../syntax/node.js";
import type { Edge } from "../../../python/cfg/graph.js";
import { argumentOf, callerFrames, type CallFrame } from "../../../python/dataflow/frames.js";
import type { Call } from "../../../python/model/call.js";
import type { FunctionDefinition, Parameter } from "../../../python/model/function.js";
import { moduleOf, type Module } from "../../../python/model/module.js";
import type { Binding } from "../../../python/model/scope.js";
import { defaultsQuestion, distinct, GIVEN_UP, never, unknown, type Defaults } from "./default.js";
import type { DefaultsReader } from "./reader.js";
import { lastNameOf } from "../../../python/cfg/expression.js";

type Frame = CallFrame | undefined;

const IMPORTED = defaultsQuestion();

/** What a name is: what the bindings give that are in force where it is used. */
export function nameDefaults(reader: DefaultsReader, name: Node, frame: Frame): Defaults {
  const bindings = moduleOf(name).bindingsReaching(name.text, name);
  return bindings.length > 0 ? bindingsDefaults(reader, bindings, name, frame) : [unknown(name)];
}

/** What a name of another module is; `use` stands after all of that module. */
export function memberDefaults(reader: DefaultsReader, module: Module, name: string, use: Node): Defaults {
  const bindings = module.scopes.module.bindings(name);
  return bindings.length > 0 ? bindingsDefaults(reader, bindings, use, undefined) : [unknown(use)];
}

function bindingsDefaults(reader: DefaultsReader, bindings: readonly Binding[], use: Node, frame: Frame): Defaults {
  const alive = bindings.filter(
    (binding) => binding.kind !== "delete" && reaches(reader, binding, bindings, use, frame),
  );
  return alive.length > 0 ? alive.flatMap((binding) => bindingDefaults(reader, binding, frame)) : [never(use)];
}

/** Whether what a binding gives is still there at `use`, which stands after all of its module unless it stands in it. */
function reaches(reader: DefaultsReader, binding: Binding, all: readonly Binding[], use: Node, frame: Frame): boolean {
  if (!reader.runs(binding.node, frame)) return false;
  if (all.length === 1) return true;
  const graph = moduleOf(binding.node).graphAround(binding.node);
  const others = new Set(all.filter((other) => other !== binding).map((other) => graph.elementOf(other.node)));
  const along = (edge: Edge): boolean => reader.isTaken(edge, frame);
  const isHere = use.tree.whole === binding.node.tree.whole && moduleOf(use).graphAround(use) === graph;
  if (isHere) return graph.reaches(binding.node, use, { through: (element) => !others.has(element), along });
  let out = false;
  graph.walkFrom(
    binding.node,
    (element) => (others.has(element) ? "stop" : "go"),
    (edge) => {
      if (!along(edge)) return false;
      out ||= edge.to === graph.exit;
      return true;
    },
  );
  return out;
}

function bindingDefaults(reader: DefaultsReader, binding: Binding, frame: Frame): Defaults {
  const { from, node } = binding;
  switch (binding.kind) {
    case "assign":
      return from && !binding.unpack?.length ? reader.read(from, frame) : [unknown(node)];
    case "import":
      return importDefaults(reader, binding);
    case "parameter": {
      const parameter = moduleOf(node).function(binding.scope.node).parameter(binding.name);
      return parameter ? parameterDefaults(reader, parameter, frame) : [unknown(node)];
    }
    default:
      return [unknown(node)];
  }
}

/** What an import gives; modules may import a name from each other in a circle. */
function importDefaults(reader: DefaultsReader, binding: Binding): Defaults {
  const { node, source } = binding;
  const module = moduleOf(node);
  const found = source?.member === undefined ? undefined : module.project.resolveImport(module, source);
  if (!found || source?.member === undefined) return [unknown(node)];
  const { member } = source;
  const defaults = module.project.once(IMPORTED, binding, () =>
    distinct(memberDefaults(reader, found, member, node), node),
  );
  return defaults === GIVEN_UP ? [unknown(node)] : defaults;
}

function parameterDefaults(reader: DefaultsReader, parameter: Parameter, frame: Frame): Defaults {
  const { function: definition } = parameter;
  if (frame?.definition === definition) return argumentDefaults(reader, parameter, frame);
  const frames = callerFrames(definition);
  const registered = registrationsOf(definition).filter(({ module }) => !module.isTest || definition.module.isTest);
  if (frames.length + registered.length > 0) {
    return [
      ...frames.flatMap((caller) => argumentDefaults(reader, parameter, caller)),
      ...registered.flatMap((call) => keywordDefaults(reader, parameter, call)),
    ];
  }
  return parameter.default ? reader.read(parameter.default, undefined) : [unknown(parameter.node)];
}

function argumentDefaults(reader: DefaultsReader, parameter: Parameter, frame: CallFrame): Defaults {
  const given = argumentOf(parameter, frame);
  return given ? reader.read(given.node, given.frame) : [unknown(parameter.node)];
}

/** The argument that a call hands on by keyword: `app.add_middleware(Class, name=value)`. */
function keywordDefaults(reader: DefaultsReader, parameter: Parameter, call: Call): Defaults {
  const argument = call.keyword(parameter.name) ?? (call.hasSplat ? undefined : parameter.default);
  return argument ? reader.read(argument, undefined) : [unknown(parameter.node)];
}

/** The calls that hand a class to a framework, which makes the object: `app.add_middleware(Class, …)`. */
function registrationsOf(definition: FunctionDefinition): readonly Call[] {
  const { owner, module } = definition;
  if (definition.name !== "__init__" || !owner) return [];
  return [module, ...module.project.modulesMentioning(owner.name, module).filter((other) => other !== module)].flatMap(
    (other) =>
      ["add_middleware", "Middleware", "partial"].flatMap((name) =>
        other.callsNamed(name).filter(({ positional: [first] }) => lastNameOf(first) === owner.name),
      ),
  );
}
