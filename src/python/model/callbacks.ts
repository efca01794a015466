import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import type { Module } from "./module.js";
import { OVERRIDES, REGISTRATIONS, REQUEST_PARAMETERS, STORED_CALLBACKS } from "../tables/callbacks.js";
import type { Node } from "../../syntax/node.js";
import { question } from "./solver.js";

type Callbacks = ReadonlyMap<FunctionDefinition, readonly string[]>;

const CALLBACKS = question<Callbacks>(new Map(), sameCallbacks);

/**
 * What a framework passes for a parameter, as an API path: because the method overrides one of the framework's, because
 * the function was handed to it in the same file, or because it is a view.
 */
export function givenByFramework(parameter: Parameter): string | undefined {
  const { function: definition } = parameter;
  const position = definition.parameters.indexOf(parameter);
  const { owner, name } = definition;
  if (owner) {
    const bases = ancestorPaths(owner);
    const override = OVERRIDES.find(
      (each) => each.position === position && each.methods.test(name) && bases.some((base) => each.bases.test(base)),
    );
    if (override) return override.gives;
  }
  const own = position - (definition.receiver ? 1 : 0);
  const given = callbacksOf(definition.module).get(definition)?.[own];
  if (given) return given;
  return parameter.name === "request" && own === 0 ? requestIn(definition.module) : undefined;
}

/** The dotted names of a class, its bases and theirs, those of the project by the paths of their files. */
export function ancestorPaths({ ancestry }: ClassDefinition): readonly string[] {
  return [...ancestry.external, ...ancestry.classes.map(dottedName)];
}

/** `inference_pb2_grpc.InferenceServicer`: enough to know a class of the project that a generator wrote. */
function dottedName({ module, name }: { readonly module: Module; readonly name: string }): string {
  return `${module.path.replace(/\.py$/, "").replaceAll("/", ".")}.${name}`;
}

function requestIn(module: Module): string | undefined {
  const imported = [...module.root.descendants("import_statement", "import_from_statement")].map((statement) => {
    const named = statement.field("module_name") ?? statement.field("name");
    return (named?.kind === "aliased_import" ? named.field("name") : named)?.children[0]?.text ?? "";
  });
  const framework = Object.keys(REQUEST_PARAMETERS).find((name) => imported.includes(name));
  return framework === undefined ? undefined : REQUEST_PARAMETERS[framework];
}

/** The functions that a file hands to frameworks, with what their parameters are given. */
function callbacksOf(module: Module): Callbacks {
  return module.project.once(CALLBACKS, module, () => findCallbacks(module));
}

function findCallbacks(module: Module): Callbacks {
  const found = new Map<FunctionDefinition, readonly string[]>();
  const add = (callback: Node | undefined, gives: readonly string[]): void => {
    if (!callback) return;
    for (const value of module.valuesOf(callback)) if (value.kind === "function") found.set(value.definition, gives);
  };
  for (const { call: name, position, keywords = [], gives } of REGISTRATIONS) {
    for (const call of module.callsNamed(name)) {
      for (const keyword of keywords) add(call.keyword(keyword), gives);
      if (position !== undefined) add(call.positional[position], gives);
    }
  }
  for (const [attribute, gives] of Object.entries(STORED_CALLBACKS)) {
    for (const store of module.storesNamed(attribute)) add(store.from, gives);
  }
  return found;
}

function sameCallbacks(a: Callbacks, b: Callbacks): boolean {
  return a.size === b.size && [...a].every(([definition, gives]) => b.get(definition) === gives);
}
