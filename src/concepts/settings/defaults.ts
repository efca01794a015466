import type { Node } from "../../syntax/node.js";
import { matches } from "../../python/tables/api.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition, Parameter } from "../../python/model/function.js";
import type { Block, Edge, FlowGraph } from "../../python/cfg/graph.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { contains, equals, isList, isMapping, textMethod, truthOf, type Plain } from "./constant.js";
import type { Binding } from "../../python/model/scope.js";
import type { Store } from "../../python/model/stores.js";
import {
  FIELDS,
  OPTIONAL_VARIABLES,
  REQUIRED_VARIABLES,
  SETTINGS_BASES,
  TRANSPARENT,
} from "../../python/tables/settings.js";
import type { Value } from "../../python/model/value.js";

/** One thing that an expression may be when nobody configures the program. */
export interface Unset {
  /** Undefined when it is not known. */
  readonly value: Plain | undefined;
  /** Where the value is written, or the expression of which nothing is known. */
  readonly at: Node;
  /** The places where configuration is read on the way, each with its default. */
  readonly reads: readonly Node[];
}

/** Everything that an expression may be when nobody configures the program. */
export type Unsets = readonly Unset[];

/**
 * What an expression is when the program runs with an empty environment, no arguments and the defaults of its own
 * settings: one entry for each possibility, none when the program would not get as far.
 */
export function unconfigured(expression: Node): Unsets {
  return new Reader().read(expression, undefined);
}

/** Whether an expression holds when nobody configures the program; undefined when that cannot be told. */
export function holdsUnconfigured(expression: Node): boolean | undefined {
  return commonTruth(unconfigured(expression));
}

/** Whether control gets to a node when nobody configures the program, as far as can be told. */
export function runsUnconfigured(node: Node): boolean {
  return new Reader().runs(node, undefined);
}

/** Definitions inside definitions are looked into this deep. */
const DEEPEST = 24;
/** Expressions looked at for one question; what would take more is not known. */
const MOST_READS = 4000;
/** More possibilities than this say nothing. */
const MOST = 16;

interface Context {
  readonly call: Call;
  readonly definition: FunctionDefinition;
  readonly bound: boolean;
  readonly outer: Context | undefined;
}

const answers = new WeakMap<Node, Unsets>();

function commonTruth(unsets: Unsets): boolean | undefined {
  const truths = new Set(unsets.map(({ value }) => (value === undefined ? undefined : truthOf(value))));
  return truths.size === 1 ? [...truths][0] : undefined;
}

class Reader {
  readonly #open = new Set<Node>();
  readonly #live = new Map<FlowGraph, ReadonlySet<Block>>();
  readonly #busy = new Set<FlowGraph>();
  #reads = 0;

  read(node: Node, context: Context | undefined): Unsets {
    const known = context ? undefined : answers.get(node);
    if (known) return known;
    if (this.#open.has(node) || this.#open.size >= DEEPEST || this.#reads++ > MOST_READS) return [unknown(node)];
    this.#open.add(node);
    const found = this.compute(node, context);
    this.#open.delete(node);
    const result = found.length > MOST ? [unknown(node)] : found;
    // What was found inside of another question may lack what that one is still looking for.
    if (!context && this.#open.size === 0) answers.set(node, result);
    return result;
  }

  private compute(node: Node, context: Context | undefined): Unsets {
    switch (node.kind) {
      case "none":
        return [known(null, node)];
      case "true":
      case "false":
        return [known(node.kind === "true", node)];
      case "integer":
      case "float":
        return [{ ...unknown(node), value: numberOf(node.text) }];
      case "string":
        return this.text(node, context);
      case "concatenated_string":
        return this.joined(node, node.children, context);
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
        return this.list(node, context);
      case "dictionary":
        return this.mapping(node, context);
      case "list_comprehension":
      case "set_comprehension":
      case "generator_expression":
        return this.comprehension(node, context);
      case "parenthesized_expression":
      case "await":
      case "expression_statement":
      case "type":
        return node.children[0] ? this.read(node.children[0], context) : [unknown(node)];
      case "named_expression":
        return this.field(node, "value", context);
      case "conditional_expression":
        return this.conditional(node, context);
      case "boolean_operator":
        return this.either(node, context);
      case "not_operator":
        return this.field(node, "argument", context).map((unset) => derived(unset, negated(unset.value)));
      case "comparison_operator":
        return this.comparison(node, context);
      case "binary_operator":
        return this.sum(node, context);
      case "subscript":
        return this.item(node, context);
      case "identifier":
        return this.name(node, context);
      case "attribute":
        return this.attribute(node, context);
      case "call":
        return this.called(moduleOf(node).call(node), context);
      default:
        return [unknown(node)];
    }
  }

  private field(node: Node, name: string, context: Context | undefined): Unsets {
    const part = node.field(name);
    return part ? this.read(part, context) : [unknown(node)];
  }

  private text(node: Node, context: Context | undefined): Unsets {
    const parts = node.children.filter((child) => child.kind === "interpolation");
    if (parts.length === 0) return [known(written(node), node)];
    const reads = parts.flatMap((part) => this.field(part, "expression", context).flatMap((unset) => unset.reads));
    return [{ ...unknown(node), reads }];
  }

  private joined(node: Node, parts: readonly Node[], context: Context | undefined): Unsets {
    const texts = parts.map((part) => only(this.read(part, context)));
    return [texts.every((text) => typeof text === "string") ? known(texts.join(""), node) : unknown(node)];
  }

  private list(node: Node, context: Context | undefined): Unsets {
    const reads: Node[] = [];
    const items = node.children.flatMap((item): readonly (Plain | undefined)[] => {
      const isSplat = item.kind === "list_splat";
      const unsets = this.read((isSplat ? item.children[0] : item) ?? item, context);
      reads.push(...unsets.flatMap((unset) => unset.reads));
      const value = only(unsets);
      if (!isSplat) return [value];
      return isList(value) ? value : [undefined];
    });
    return [{ value: items, at: node, reads }];
  }

  private mapping(node: Node, context: Context | undefined): Unsets {
    const entries = new Map<string, Plain | undefined>();
    for (const pair of node.children) {
      if (pair.kind === "pair") {
        const key = only(this.field(pair, "key", context));
        if (typeof key === "string") entries.set(key, only(this.field(pair, "value", context)));
        continue;
      }
      const spread = pair.children[0] && only(this.read(pair.children[0], context));
      if (isMapping(spread)) for (const [key, value] of spread) entries.set(key, value);
    }
    return [{ value: entries, at: node, reads: [] }];
  }

  /** `[part.strip() for part in parts if part]` is the parts, tidied up. */
  private comprehension(node: Node, context: Context | undefined): Unsets {
    const [body, clause, ...others] = node.children;
    const variable = clause?.field("left");
    const source = clause?.field("right");
    if (!body || !variable || !source || others.some((other) => other.kind !== "if_clause")) return [unknown(node)];
    const isTidied = body.text.replace(/\.r?strip\([^()]*\)|\.lower\(\)|^str\(|\)$/g, "") === variable.text;
    return this.read(source, context).map((unset): Unset => {
      if (!isList(unset.value)) return derived(unset, undefined);
      const items = unset.value.map((item) => (isTidied ? (typeof item === "string" ? item.trim() : item) : undefined));
      return derived(unset, others.length > 0 ? items.filter((item) => item !== "") : items);
    });
  }

  private conditional(node: Node, context: Context | undefined): Unsets {
    const [yes, test, no] = node.children;
    if (!yes || !test || !no) return [unknown(node)];
    const tests = this.read(test, context);
    const truth = commonTruth(tests);
    const chosen = truth === true ? [yes] : truth === false ? [no] : [yes, no];
    return chosen.flatMap((part) => this.read(part, context)).map((unset) => withReads(unset, tests));
  }

  private either(node: Node, context: Context | undefined): Unsets {
    const isOr = node.child("or") !== undefined;
    return this.field(node, "left", context).flatMap((left): Unsets => {
      const truth = left.value === undefined ? undefined : truthOf(left.value);
      if (truth === isOr) return [left];
      const right = this.field(node, "right", context).map((unset) => withReads(unset, [left]));
      return truth === undefined ? [left, ...right] : right;
    });
  }

  private comparison(node: Node, context: Context | undefined): Unsets {
    const [left, right, ...others] = node.children;
    if (!left || !right || others.length > 0) return [unknown(node)];
    const operator = node
      .fields("operators")
      .map((part) => part.text.replace(/\s+/g, " "))
      .join(" ");
    const rights = this.read(right, context);
    return this.read(left, context).flatMap((a) =>
      rights.map((b): Unset => {
        const value = a.value === undefined || b.value === undefined ? undefined : compared(a.value, operator, b.value);
        return { value, at: node, reads: [...a.reads, ...b.reads] };
      }),
    );
  }

  private sum(node: Node, context: Context | undefined): Unsets {
    const lefts = this.field(node, "left", context);
    const rights = this.field(node, "right", context);
    const reads = [...lefts, ...rights].flatMap((unset) => unset.reads);
    const [a, b] = [only(lefts), only(rights)];
    if (!node.child("+")) return [{ ...unknown(node), reads }];
    if (typeof a === "string" && typeof b === "string") return [{ value: a + b, at: node, reads }];
    if (isList(a) || isList(b)) {
      return [{ value: [...(isList(a) ? a : [undefined]), ...(isList(b) ? b : [undefined])], at: node, reads }];
    }
    return [{ ...unknown(node), reads }];
  }

  private item(node: Node, context: Context | undefined): Unsets {
    const container = node.field("value");
    const index = node.field("subscript");
    if (!container || !index) return [unknown(node)];
    const { paths } = outside(moduleOf(node).valuesOf(container));
    // Without the variable, `os.environ["NAME"]` raises.
    if (paths.some((path) => /^os\.environb?$/.test(path))) return [];
    const key = only(this.read(index, context));
    return this.read(container, context).map((unset): Unset => {
      if (isMapping(unset.value) && typeof key === "string") return derived(unset, unset.value.get(key));
      if (isList(unset.value) && typeof key === "number") return derived(unset, unset.value.at(key));
      return derived(unset, undefined, node);
    });
  }

  private name(node: Node, context: Context | undefined): Unsets {
    const bindings = moduleOf(node).bindingsReaching(node.text, node);
    if (bindings.length === 0) return [unknown(node)];
    return this.bindings(bindings, node, context);
  }

  /** What the bindings give that are in force at `use`, which stands after all of their module unless it stands in it. */
  private bindings(bindings: readonly Binding[], use: Node, context: Context | undefined): Unsets {
    const alive = bindings.filter(
      (binding) => binding.kind !== "delete" && this.reaches(binding, bindings, use, context),
    );
    return alive.flatMap((binding) => this.binding(binding, context));
  }

  private reaches(binding: Binding, all: readonly Binding[], use: Node, context: Context | undefined): boolean {
    if (!this.runs(binding.node, context)) return false;
    if (all.length === 1) return true;
    const graph = moduleOf(binding.node).graphAround(binding.node);
    const others = new Set(all.filter((other) => other !== binding).map((other) => graph.elementOf(other.node)));
    const along = (edge: Edge): boolean => this.isTaken(edge, context);
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

  /** Whether control gets to a node of a function or module. */
  runs(node: Node, context: Context | undefined): boolean {
    const graph = moduleOf(node).graphAround(node);
    const places = graph.locate(node);
    const live = this.live(graph, context);
    return live === undefined || places.length === 0 || places.some(({ block }) => live.has(block));
  }

  private live(graph: FlowGraph, context: Context | undefined): ReadonlySet<Block> | undefined {
    const known = context ? undefined : this.#live.get(graph);
    // What is asked while the answer is being found is answered without it.
    if (known || this.#busy.has(graph)) return known;
    this.#busy.add(graph);
    const live = new Set([graph.entry]);
    for (const block of live) for (const edge of block.out) if (this.isTaken(edge, context)) live.add(edge.to);
    this.#busy.delete(graph);
    if (!context) this.#live.set(graph, live);
    return live;
  }

  private isTaken({ condition, kind }: Edge, context: Context | undefined): boolean {
    if (!condition || condition.kind === "case_pattern" || (kind !== "true" && kind !== "false")) return true;
    if ((condition.parent?.kind ?? "").startsWith("for_")) return true;
    const truth = commonTruth(this.read(condition, context));
    return truth === undefined || truth === (kind === "true");
  }

  private binding(binding: Binding, context: Context | undefined): Unsets {
    const { from, node } = binding;
    switch (binding.kind) {
      case "assign":
        return from && !binding.unpack?.length ? this.read(from, context) : [unknown(node)];
      case "import":
        return this.imported(binding);
      case "parameter":
        return this.parameter(moduleOf(node).function(binding.scope.node).parameter(binding.name), context, node);
      default:
        return [unknown(node)];
    }
  }

  private imported(binding: Binding): Unsets {
    const module = moduleOf(binding.node);
    const { source } = binding;
    const found = source?.member === undefined ? undefined : module.project.resolveImport(module, source);
    // Modules may import a name from each other in a circle.
    if (!found || source?.member === undefined || this.#open.has(binding.node)) return [unknown(binding.node)];
    this.#open.add(binding.node);
    const unsets = this.member(found, source.member, binding.node);
    this.#open.delete(binding.node);
    return unsets;
  }

  private member(module: Module, name: string, use: Node): Unsets {
    const bindings = module.scopes.module.bindings(name);
    return bindings.length > 0 ? this.bindings(bindings, use, undefined) : [unknown(use)];
  }

  private parameter(parameter: Parameter | undefined, context: Context | undefined, at: Node): Unsets {
    if (!parameter) return [unknown(at)];
    if (context?.definition === parameter.function)
      return this.argument(parameter, context.call, context.bound, context.outer);
    const { function: definition } = parameter;
    const isService = (module: Module): boolean => !module.isTest || definition.module.isTest;
    const callers = definition.module.project.callersOf(definition).filter(({ call }) => isService(call.module));
    const given = callers.flatMap(({ call, bound }) => this.argument(parameter, call, bound, undefined));
    const registered = registrationsOf(definition).filter((call) => isService(call.module));
    given.push(...registered.flatMap((call) => this.keyword(parameter, call)));
    if (given.length > 0 || callers.length + registered.length > 0) return given;
    return parameter.default ? this.read(parameter.default, undefined) : [unknown(parameter.node)];
  }

  private argument(parameter: Parameter, call: Call, bound: boolean, outer: Context | undefined): Unsets {
    const argument = call.argumentFor(parameter, bound);
    if (argument) return this.read(argument, outer);
    return parameter.default && !call.hasSplat ? this.read(parameter.default, undefined) : [unknown(parameter.node)];
  }

  /** The argument that a call hands on by keyword: `app.add_middleware(Class, name=value)`. */
  private keyword(parameter: Parameter, call: Call): Unsets {
    const argument = call.keyword(parameter.name);
    if (argument) return this.read(argument, undefined);
    return parameter.default && !call.hasSplat ? this.read(parameter.default, undefined) : [unknown(parameter.node)];
  }

  private attribute(node: Node, context: Context | undefined): Unsets {
    const object = node.field("object");
    const name = node.field("attribute")?.text;
    if (!object || name === undefined) return [unknown(node)];
    const module = moduleOf(node);
    const values = module.project.evaluator.withCallers(injected(object, module));
    // What one caller passes that cannot be seen is taken to be like what the others pass.
    const useful = values.filter((value) => value.kind !== "unknown" && value.kind !== "none");
    const found = useful.flatMap((value) => this.part(value, name, node, context));
    return useful.length > 0 ? found : [unknown(node)];
  }

  private part(value: Value, name: string, node: Node, context: Context | undefined): Unsets {
    switch (value.kind) {
      case "module":
        return this.member(value.module, name, node);
      case "instance":
      case "class":
        return this.classMember(value, name, node, context);
      case "api":
        return this.outsideMember(value, name, node);
      default:
        return [unknown(node)];
    }
  }

  private classMember(
    value: Value & { kind: "instance" | "class" },
    name: string,
    node: Node,
    context: Context | undefined,
  ): Unsets {
    const definition = value.kind === "instance" ? value.of : value.definition;
    const made = value.kind === "instance" && value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
    const found: Unset[] = [];
    for (const base of definition.ancestry.classes) {
      for (const store of base.storesNamed(name)) found.push(...this.store(store, made, base, context));
    }
    if (found.length > 0) return found;
    const passed = made?.keyword(name);
    if (passed && !definition.methods.has("__init__")) return this.read(passed, undefined);
    for (const base of definition.ancestry.classes) {
      const bindings = base.scope.get(name);
      if (bindings) return bindings.flatMap((binding) => this.classBinding(binding, base, value, made));
    }
    return [unknown(node)];
  }

  private store(store: Store, made: Call | undefined, owner: ClassDefinition, context: Context | undefined): Unsets {
    const { from } = store;
    if (!from || store.kind !== "assign" || store.unpack?.length) return [unknown(store.node)];
    if (!this.runs(store.node, undefined)) return [];
    const method = owner.module.functionAround(store.node);
    const isMade = made && method?.name === "__init__";
    return this.read(from, isMade ? { call: made, definition: method, bound: true, outer: context } : undefined);
  }

  private classBinding(binding: Binding, owner: ClassDefinition, value: Value, made: Call | undefined): Unsets {
    const { from } = binding;
    if (binding.kind === "function") {
      const method = owner.module.function(binding.node);
      return method.isProperty ? this.returned(method, undefined) : [unknown(binding.node)];
    }
    if (binding.kind !== "assign") return [unknown(binding.node)];
    if (from) return this.fieldDefault(from, owner);
    // A settings class does not come to be without a value for a field that has no default.
    return value.kind === "instance" && readsEnvironment(owner) && !made?.hasSplat ? [] : [unknown(binding.node)];
  }

  private fieldDefault(from: Node, owner: ClassDefinition): Unsets {
    const call = from.kind === "call" ? owner.module.call(from) : undefined;
    const isField = call?.apis.some((path) => matches(FIELDS, path)) ?? false;
    const found = call && isField ? this.declared(call) : this.read(from, undefined);
    return found.map((unset) => ({ ...unset, reads: [...unset.reads, ...(readsEnvironment(owner) ? [from] : [])] }));
  }

  private declared(field: Call): Unsets {
    const factory = field.keyword("default_factory") ?? field.keyword("factory");
    if (factory) return this.made(factory);
    const given = field.keyword("default") ?? (field.lastName === "Field" ? field.positional[0] : undefined);
    return given === undefined || given.kind === "ellipsis" ? [] : this.read(given, undefined);
  }

  /** What a factory without parameters makes. */
  private made(factory: Node): Unsets {
    const module = moduleOf(factory);
    if (factory.text === "list") return [known([], factory)];
    if (factory.text === "dict") return [known(new Map(), factory)];
    return module
      .valuesOf(factory)
      .flatMap((value) =>
        value.kind === "function" ? this.returned(value.definition, undefined) : [unknown(factory)],
      );
  }

  /** What the settings of a framework, and the arguments of a command line, are by default. */
  private outsideMember(value: Value & { kind: "api" }, name: string, node: Node): Unsets {
    if (value.path === "django.conf.settings") return this.djangoSetting(name, node);
    if (/^argparse\.ArgumentParser\(\)\.parse_(known_)?args\(\)(\[\])?$/.test(value.path))
      return this.option(moduleOf(value.at), name, node);
    return [unknown(node)];
  }

  private djangoSetting(name: string, node: Node): Unsets {
    const modules = moduleOf(node).project.modulesMentioning(name);
    const defined = modules.filter(
      (module) => module.path.includes("settings") && module.scopes.module.bindings(name).length > 0,
    );
    const found = defined.flatMap((module) => this.member(module, name, node));
    return found.length > 0 ? found : [unknown(node)];
  }

  private option(module: Module, name: string, node: Node): Unsets {
    for (const call of module.callsNamed("add_argument")) {
      const flags = call.positional.map((flag) => only(this.read(flag, undefined)));
      const own = flags.map((flag) => (typeof flag === "string" ? flag.replace(/^-+/, "").replaceAll("-", "_") : ""));
      const destination = call.keyword("dest") ? [only(this.read(call.keyword("dest") ?? node, undefined))] : own;
      if (!destination.includes(name)) continue;
      if (
        call.keyword("required")?.kind === "true" ||
        !flags.some((flag) => typeof flag === "string" && flag.startsWith("-"))
      )
        return [];
      const fallback = call.keyword("default");
      const action = only(this.read(call.keyword("action") ?? node, undefined));
      const reads = [call.node];
      if (fallback)
        return this.read(fallback, undefined).map((unset) => ({ ...unset, reads: [...unset.reads, ...reads] }));
      return [
        { value: action === "store_true" ? false : action === "store_false" ? true : null, at: call.node, reads },
      ];
    }
    return [unknown(node)];
  }

  private called(call: Call, context: Context | undefined): Unsets {
    const { node } = call;
    const { paths, functions } = outside(call.targets);
    if (paths.some((path) => matches(OPTIONAL_VARIABLES, path))) return this.variable(call, true, context);
    if (paths.some((path) => matches(REQUIRED_VARIABLES, path))) return this.variable(call, false, context);
    if (paths.some((path) => matches(TRANSPARENT, path))) return this.read(call.positional.at(-1) ?? node, context);
    if (paths.some((path) => matches(FIELDS, path))) return this.declared(call);
    if (functions.length > 0) {
      return functions.flatMap(({ definition, bound }) =>
        this.returned(definition, { call, definition, bound, outer: context }),
      );
    }
    const builtin = paths
      .map((path) => path.replace(/^builtins\./, ""))
      .find((path) => path in BUILTIN || path === "json.loads");
    const [first] = call.positional;
    if (builtin !== undefined && first) {
      return this.read(first, context).map((unset) => derived(unset, converted(builtin, unset.value)));
    }
    return call.receiver ? this.method(call, call.receiver, context) : [unknown(node)];
  }

  private variable(call: Call, isOptional: boolean, context: Context | undefined): Unsets {
    const { node } = call;
    const fallback = call.keyword("default") ?? (isOptional ? call.positional[1] : undefined);
    if (!fallback) return isOptional ? [{ value: null, at: node, reads: [node] }] : [];
    const cast = call.keyword("cast")?.text ?? "";
    return this.read(fallback, context).map((unset) => {
      const value = typeof unset.value === "string" ? castText(unset.value, cast) : unset.value;
      return { value, at: unset.at, reads: [node, ...unset.reads] };
    });
  }

  private method(call: Call, receiver: Node, context: Context | undefined): Unsets {
    const given = call.positional.map((argument) => only(this.read(argument, context)));
    return this.read(receiver, context).map((unset): Unset => {
      const { value } = unset;
      if (call.lastName === "get_secret_value" || call.lastName === "copy") return unset;
      if (typeof value === "string") return derived(unset, textMethod(value, call.lastName, given));
      const [key, fallback] = given;
      if (isMapping(value) && call.lastName === "get" && typeof key === "string") {
        const absent = call.positional[1] ? fallback : null;
        return derived(unset, value.has(key) ? value.get(key) : absent);
      }
      return derived(unset, undefined, call.node);
    });
  }

  private returned(definition: FunctionDefinition, context: Context | undefined): Unsets {
    if (definition.isGenerator || definition.isAsync) return [unknown(definition.node)];
    if (definition.node.kind === "lambda") {
      return definition.body ? this.read(definition.body, context) : [unknown(definition.node)];
    }
    const found = definition.returns
      .filter((statement) => this.runs(statement, context))
      .flatMap((statement): Unsets => {
        const value = statement.children[0];
        return value ? this.read(value, context) : [known(null, statement)];
      });
    const { graph } = definition;
    const live = this.live(graph, context);
    const fallsThrough =
      definition.fallsThrough && graph.exit.in.some((edge) => live?.has(edge.from) && !endsInReturn(edge.from));
    return fallsThrough ? [...found, known(null, definition.node)] : found;
  }
}

function endsInReturn(block: Block): boolean {
  return block.elements.at(-1)?.kind === "return_statement";
}

/** What a library for settings makes of a default that is text. */
function castText(text: string, cast: string): Plain | undefined {
  if (/Csv|CommaSeparated|list/.test(cast)) return textMethod(text, "split", [","]);
  return cast === "bool" ? /^(1|t|true|y|yes|on)$/i.test(text) : text;
}

function known(value: Plain, at: Node): Unset {
  return { value, at, reads: [] };
}

function unknown(at: Node): Unset {
  return { value: undefined, at, reads: [] };
}

function derived(unset: Unset, value: Plain | undefined, at = unset.at): Unset {
  return { value, at, reads: unset.reads };
}

function withReads(unset: Unset, others: Unsets): Unset {
  return { ...unset, reads: [...unset.reads, ...others.flatMap((other) => other.reads)] };
}

function only(unsets: Unsets): Plain | undefined {
  return unsets.length === 1 ? unsets[0]?.value : undefined;
}

function negated(value: Plain | undefined): boolean | undefined {
  return value === undefined ? undefined : !truthOf(value);
}

function compared(a: Plain, operator: string, b: Plain): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return equals(a, b);
    case "!=":
    case "is not":
      return negated(equals(a, b));
    case "in":
      return contains(b, a);
    case "not in":
      return negated(contains(b, a));
    case ">":
      return typeof a === "number" && typeof b === "number" ? a > b : undefined;
    case "<":
      return typeof a === "number" && typeof b === "number" ? a < b : undefined;
    default:
      return undefined;
  }
}

/** Builtins that make one plain value of another. */
const BUILTIN: Readonly<Record<string, true>> = {
  bool: true,
  str: true,
  list: true,
  tuple: true,
  set: true,
  frozenset: true,
  sorted: true,
  len: true,
  int: true,
};

function converted(name: string, value: Plain | undefined): Plain | undefined {
  if (value === undefined) return undefined;
  switch (name) {
    case "bool":
      return truthOf(value);
    case "str":
      return typeof value === "string"
        ? value
        : value === null
          ? "None"
          : typeof value === "number"
            ? String(value)
            : undefined;
    case "len":
      return typeof value === "string" || isList(value) ? value.length : undefined;
    case "int":
      return typeof value === "number"
        ? Math.trunc(value)
        : typeof value === "string" && /^\d+$/.test(value)
          ? Number(value)
          : undefined;
    case "json.loads":
      return typeof value === "string" ? parsed(value) : undefined;
    default:
      return isList(value) ? value : undefined;
  }
}

function parsed(text: string): Plain | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isText = (item: unknown): item is string => typeof item === "string";
    if (isText(value) || typeof value === "number" || typeof value === "boolean" || value === null) return value;
    return Array.isArray(value) && value.every(isText) ? value : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

function written(node: Node): string {
  return node.children
    .filter((child) => child.kind === "string_content")
    .map((child) => child.text)
    .join("");
}

function outside(values: readonly Value[]): {
  readonly paths: readonly string[];
  readonly functions: readonly { readonly definition: FunctionDefinition; readonly bound: boolean }[];
} {
  return {
    paths: values.flatMap((value) => (value.kind === "api" ? [value.path] : [])),
    functions: values.flatMap((value) =>
      value.kind === "function" ? [{ definition: value.definition, bound: value.self !== undefined }] : [],
    ),
  };
}

/** What an object is; a parameter of a dependency is what its provider returns: `settings = Depends(get_settings)`. */
function injected(object: Node, module: Module): readonly Value[] {
  const values = module.valuesOf(object);
  return values.flatMap((value): readonly Value[] => {
    if (value.kind !== "parameter" || value.path.length > 0) return [value];
    const { default: given, function: definition } = value.parameter;
    const call = given?.kind === "call" ? definition.module.call(given) : undefined;
    const provider = call && /^(Depends|Security)$/.test(call.lastName) ? call.positional[0] : undefined;
    if (!provider) return [value];
    return definition.module.valuesOf(provider).flatMap((made): readonly Value[] => {
      if (made.kind === "class") return [{ kind: "instance", of: made.definition, at: provider }];
      return made.kind === "function" ? module.project.evaluator.returnsOf(made.definition) : [];
    });
  });
}

function readsEnvironment(definition: ClassDefinition): boolean {
  return definition.ancestry.external.some((base) => SETTINGS_BASES.test(base));
}

/** The calls that hand a class to a framework, which makes the object: `app.add_middleware(Class, …)`. */
function registrationsOf(definition: FunctionDefinition): readonly Call[] {
  const { owner, module } = definition;
  if (definition.name !== "__init__" || !owner) return [];
  return [module, ...module.project.modulesMentioning(owner.name).filter((other) => other !== module)].flatMap(
    (other) =>
      ["add_middleware", "Middleware", "partial"].flatMap((name) =>
        other.callsNamed(name).filter(({ positional: [first] }) => first?.text.split(".").at(-1) === owner.name),
      ),
  );
}

/** What a place that reads configuration reads, as an operator would call it: a variable, a field, a flag. */
export function settingName(read: Node): string {
  const call = read.kind === "call" ? moduleOf(read).call(read) : undefined;
  const isField = call?.lastName === "Field" || call === undefined;
  const field = read.parent?.kind === "assignment" ? read.parent.field("left")?.text : undefined;
  if (isField) return field ?? read.text;
  const [first] = call.positional;
  return first === undefined ? call.name : first.kind === "string" ? written(first) : first.text;
}
