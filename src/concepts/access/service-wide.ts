import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import { calledName } from "../../python/cfg/expression.js";
import { moduleOf } from "../../python/model/module.js";
import { textOf } from "../../python/model/literal.js";
import type { Binding } from "../../python/model/scope.js";
import { CONFIGURATION_NAME, REQUEST_NAME } from "../../python/tables/access.js";
import { matches } from "../../python/tables/api.js";
import { OPTIONAL_VARIABLES } from "../../python/tables/settings.js";

/** Names are followed back through this many assignments. */
const LONGEST_CHAIN = 6;

/**
 * Whether an expression is the same for every request: a constant, a setting, an attribute of the object that serves,
 * or made of nothing but these.
 */
export function isServiceWide(expression: Node, steps = LONGEST_CHAIN): boolean {
  if (steps === 0) return false;
  const all = (nodes: readonly (Node | undefined)[]): boolean =>
    nodes.every((node) => node !== undefined && isServiceWide(node, steps - 1));
  switch (expression.kind) {
    case "none":
    case "true":
    case "false":
    case "string":
    case "integer":
    case "float":
      return true;
    case "identifier":
      return isWideName(expression, steps);
    case "attribute":
      return isWideAttribute(expression, steps);
    case "subscript":
      return all([expression.field("value")]);
    case "call":
      return isWideCall(expression, steps);
    case "await":
    case "parenthesized_expression":
    case "not_operator":
    case "boolean_operator":
    case "comparison_operator":
    case "conditional_expression":
    case "list":
    case "tuple":
    case "set":
      return all(expression.children);
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
      return all([expression.children[1]?.field("right")]);
    default:
      return false;
  }
}

function isWideName(name: Node, steps: number): boolean {
  if (REQUEST_NAME.test(name.text)) return false;
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found) return false;
  if (found.scope.isModule) return true;
  const bindings = module.bindingsReaching(name.text, name);
  return bindings.length > 0 && bindings.every((binding) => isWideBinding(binding, name, steps));
}

function isWideBinding(binding: Binding, use: Node, steps: number): boolean {
  switch (binding.kind) {
    case "import":
      return true;
    case "assign":
      return binding.from !== undefined && isServiceWide(binding.from, steps - 1);
    case "parameter": {
      const module = moduleOf(use);
      const definition = module.function(binding.scope.node);
      // A function inside of the one that was given it keeps it for as long as it lives.
      if (module.functionAround(use) !== definition) return !isDecorated(binding);
      const parameter = definition.parameter(binding.name);
      if (!parameter || parameter === definition.receiver) return parameter !== undefined;
      return CONFIGURATION_NAME.test(binding.name) || isSettingsType(parameter.annotation);
    }
    default:
      return false;
  }
}

/** Whether one of the names in an annotation is that of a class of settings. */
function isSettingsType(annotation: Node | undefined): boolean {
  for (const name of annotation?.descendants("identifier", "string") ?? [])
    if (/Settings$|Config\w*$/.test(textOf(name) ?? name.text)) return true;
  return false;
}

/** Whether a parameter is the function that a decorator wraps. */
function isDecorated(binding: Binding): boolean {
  return /^(f|fn|func|function|handler|view|view_func|callback|wrapped)$/.test(binding.name);
}

function isWideAttribute(attribute: Node, steps: number): boolean {
  const object = attribute.field("object");
  if (!object) return false;
  // `request.app.state.token`, `self.request.app`: what hangs on the application is the application's.
  const last = calledName(object) ?? "";
  if (object.kind === "attribute" && /^(app|application|config|settings|server)$/.test(last)) return true;
  if (last === "state" && calledName(unwrap(object).field("object")) === "app") return true;
  const module = moduleOf(attribute);
  const owner = module.receiverClass(object);
  if (owner) {
    const name = attribute.field("attribute")?.text ?? "";
    if (REQUEST_NAME.test(name)) return false;
    return !isRecord(owner.ancestry.external) && !declaresColumn(owner.scope.get(name));
  }
  return isServiceWide(object, steps - 1);
}

/** Classes whose objects are rows, messages or forms. */
function isRecord(bases: readonly string[]): boolean {
  return bases.some((base) =>
    /(^|\.)(Model|BaseModel|SQLModel|DeclarativeBase|Document|Form|Schema|Serializer)$/.test(base),
  );
}

function declaresColumn(bindings: readonly Binding[] | undefined): boolean {
  return bindings?.some(({ from }) => from?.kind === "call" && COLUMN.test(calledName(from) ?? "")) ?? false;
}

/** What declares a column of a table, or a field of a form. */
const COLUMN = /(Field|Column|mapped_column|relationship)$/;

function isWideCall(node: Node, steps: number): boolean {
  const module = moduleOf(node);
  const call = module.call(node);
  const [first] = call.positional;
  if (call.apis.some((path) => matches(OPTIONAL_VARIABLES, path))) return true;
  if (/^(bool|str|bytes|list|set|tuple|frozenset|len|getattr|cast|SecretStr)$/.test(call.lastName) && first) {
    return isServiceWide(call.lastName === "cast" ? (call.positional[1] ?? first) : first, steps - 1);
  }
  const takesOnlyConstants = call.positional.every((argument) => isServiceWide(argument, steps - 1));
  if (!takesOnlyConstants) return false;
  if (call.receiver && !module.receiverClass(call.receiver)) return isServiceWide(call.receiver, steps - 1);
  // A function that is given nothing of the request answers the same every time, unless it looks the request up.
  return /(settings?|config\w*|env\w*|conf|enabled|is_\w+)$|expected|configured/i.test(call.lastName);
}
