import type { Node } from "../../../syntax/node.js";
import type { Call } from "../../model/call.js";
import type { ClassDefinition } from "../../model/class.js";
import type { FunctionDefinition, Parameter } from "../../model/function.js";
import { overridesOf } from "../../model/hierarchy.js";
import { interpret, type Domain } from "../../model/interpreter.js";
import { moduleOf } from "../../model/module.js";
import type { Binding } from "../../model/scope.js";
import { nodeKey, type Values } from "../../model/value.js";
import { PASSES_ARGUMENTS, YIELDS_CONSTANT } from "../../tables/propagators.js";
import { step, type FlowStep } from "../evidence.js";
import type { Origin, Sources } from "../flow.js";
import { callerFrames, depthOf, type CallFrame } from "../frames.js";
import { mutationsOf } from "../mutations.js";

/** Calls that lead from a result back to its arguments are matched with the call they came through, this deep. */
const DEEPEST_FRAME = 6;
/** Places looked at for one question; beyond this the answer is what was found so far. */
const MOST_PLACES = 4000;

/** Stands for the place of an item that is not known by a number. */
const SOME_ITEM = -1;

interface Trail {
  readonly step: FlowStep;
  readonly next: Trail | undefined;
}

export interface Task {
  readonly node: Node;
  readonly trail: Trail | undefined;
  /** The call that the function around is looked at for; none where it is looked at for all. */
  readonly frame: CallFrame | undefined;
  /** Which item of a tuple is asked about, outermost first: `b` of `a, b = f()` is `[1]` of what `f` returns. */
  readonly items: readonly number[];
  /** The attribute that is asked about of an object that is not known: `rule.when`, for whatever makes `rule`. */
  readonly member?: string | undefined;
}

/** One question: what is still to be looked at, and what has been found. */
export class Tracer implements Domain<void, Task> {
  readonly #tasks: Task[] = [];
  readonly #seen = new Set<string>();
  readonly #found: Origin[] = [];

  constructor(private readonly sources: Sources) {}

  *run(expression: Node): Generator<Origin> {
    this.push([{ node: expression, trail: undefined, frame: undefined, items: [] }]);
    for (let task = this.#tasks.pop(); task && this.#seen.size < MOST_PLACES; task = this.#tasks.pop()) {
      this.visit(task);
      yield* this.#found.splice(0);
    }
  }

  /** Puts tasks on the stack so that the first is looked at first. */
  private push(tasks: readonly Task[]): void {
    for (const task of [...tasks].reverse()) {
      const key = `${nodeKey(task.node)} ${task.frame ? nodeKey(task.frame.call.node) : ""} ${task.items.join()} ${task.member ?? ""}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#tasks.push(task);
    }
  }

  private visit(task: Task): void {
    const { node } = task;
    if (this.sources.isClean?.(node)) return;
    const label = this.sources.label(node);
    if (label !== undefined) this.end("source", task, label);
    else interpret(this, node, task);
  }

  private end(kind: Origin["kind"], task: Task, label = ""): void {
    const steps: FlowStep[] = label === "" ? [] : [step(task.node, "source", label)];
    for (let trail = task.trail; trail; trail = trail.next) steps.push(trail.step);
    this.#found.push({ kind, at: task.node, label, steps });
  }

  private go(task: Task, nodes: readonly (Node | undefined)[], by?: FlowStep): void {
    this.same({ ...task, items: [] }, nodes, by);
  }

  /** Goes on to what the value is as a whole, so that the same item of it is asked about. */
  private same(task: Task, nodes: readonly (Node | undefined)[], by?: FlowStep): void {
    const { frame, items, member } = task;
    const trail = by ? { step: by, next: task.trail } : task.trail;
    this.push(nodes.flatMap((node) => (node ? [{ node, trail, frame, items, member }] : [])));
  }

  oneOf(expressions: readonly Node[], task: Task): void {
    this.same(task, expressions);
  }

  item(subscript: Node, task: Task): void {
    const index = subscript.field("subscript");
    const items = [index?.kind === "integer" ? Number(index.text) : SOME_ITEM, ...task.items];
    this.same({ ...task, items }, [subscript.field("value")]);
  }

  other(node: Node, task: Task): void {
    switch (node.kind) {
      case "tuple":
      case "expression_list":
        this.tuple(task);
        return;
      case "list_comprehension":
      case "set_comprehension":
      case "generator_expression":
      case "dictionary_comprehension":
        this.go(task, [node.field("body")]);
        return;
      case "binary_operator":
      case "list":
      case "set":
      case "dictionary":
      case "list_splat":
      case "dictionary_splat":
      case "concatenated_string":
        if (node.children.length === 0) this.end("constant", task);
        else this.go(task, task.items.length > 0 ? node.children.map(valueOf) : node.children);
        return;
      case "pair":
        this.go(task, [node.field("value"), node.field("key")]);
        return;
      case "string":
        this.text(task);
        return;
      case "yield":
        this.end("unknown", task);
        return;
      default:
        this.end("constant", task);
    }
  }

  private text(task: Task): void {
    const { children } = task.node;
    const parts = children.filter((child) => child.kind === "interpolation");
    if (parts.length < children.length - 2 || parts.length === 0) this.end("constant", task);
    this.go(
      task,
      parts.map((part) => part.field("expression")),
    );
  }

  private tuple(task: Task): void {
    const { children } = task.node;
    const [index, ...items] = task.items;
    const item = index === undefined || index < 0 ? undefined : children[index];
    if (children.length === 0) this.end("constant", task);
    else if (item && !children.some((child) => child.kind === "list_splat")) this.same({ ...task, items }, [item]);
    else this.go(task, children);
  }

  name(node: Node, task: Task): void {
    const module = moduleOf(node);
    const bindings = module.bindingsReaching(node.text, node).filter((binding) => binding.kind !== "delete");
    if (bindings.length === 0) {
      this.end("unknown", task);
      return;
    }
    for (const binding of bindings) this.binding(binding, task);
    const scope = bindings[0]?.scope;
    for (const mutation of mutationsOf(module, node.text)) {
      if (module.scopes.lookup(node.text, mutation.at)?.scope !== scope) continue;
      this.go(task, [mutation.value], step(mutation.at, "put", node.text));
    }
  }

  private binding(binding: Binding, task: Task): void {
    const { node, from } = binding;
    switch (binding.kind) {
      case "assign":
        this.same(unpacked(task, binding.unpack), [from], step(node, "assigned", binding.name));
        return;
      case "augment":
        this.go(task, [from, node], step(node, "added", binding.name));
        return;
      case "iterate":
        this.go(task, [from], step(node, "iterated", binding.name));
        return;
      case "enter":
        this.go(task, [from], step(node, "opened", binding.name));
        return;
      case "parameter":
        this.parameter(moduleOf(node).function(binding.scope.node).parameter(binding.name), task);
        return;
      case "import":
        this.imported(binding, task);
        return;
      case "function":
      case "class":
        this.end("constant", task);
        return;
      case "match":
        this.go(task, subjectsOf(node), step(node, "matched", binding.name));
        return;
      default:
        this.end("unknown", task);
    }
  }

  private imported(binding: Binding, task: Task): void {
    const module = moduleOf(binding.node);
    const { source } = binding;
    const found = source && module.project.resolveImport(module, source);
    const member = source?.member;
    const bindings = found && member !== undefined ? found.scopes.module.bindings(member) : [];
    if (bindings.length === 0) this.end("unknown", task);
    for (const inner of bindings) if (inner.kind !== "import" || inner.node !== binding.node) this.binding(inner, task);
  }

  private parameter(parameter: Parameter | undefined, task: Task): void {
    if (!parameter) {
      this.end("unknown", task);
      return;
    }
    const at = { ...task, node: parameter.node };
    const label = this.sources.label(parameter.node);
    const { function: definition } = parameter;
    if (label !== undefined) this.end("source", at, label);
    else if (parameter === definition.receiver) this.end("unknown", at);
    else if (task.frame?.definition === definition) this.argument(parameter, task.frame, task);
    else {
      // A default is what the parameter is when nobody says otherwise; for `lambda x, rule=rule:` always.
      if (parameter.default) this.go(task, [parameter.default]);
      const callers = callerFrames(definition);
      for (const caller of callers) if (this.sources.leads?.(caller) ?? true) this.argument(parameter, caller, task);
      if (callers.length === 0) this.end("parameter", at);
    }
  }

  private argument(parameter: Parameter, { call, bound, outer }: CallFrame, task: Task): void {
    const { function: definition, name } = parameter;
    const given = call.argumentsFor(parameter, bound);
    const next = { ...task, frame: outer };
    if (given.length > 0) this.same(next, given, step(call.node, "passed", definition.qualifiedName, name));
    else if (parameter.default && !call.hasSplat) this.go(next, [parameter.default]);
    else this.end("parameter", { ...task, node: parameter.node });
  }

  attribute(object: Node, name: string, node: Node, task: Task): void {
    const module = moduleOf(node);
    let isKnown = false;
    for (const value of module.valuesOf(object)) {
      if (value.kind === "module") {
        const bindings = value.module.scopes.module.bindings(name);
        for (const binding of bindings) this.binding(binding, task);
        isKnown ||= bindings.length > 0;
      } else if (value.kind === "instance" || value.kind === "class") {
        const definition = value.kind === "instance" ? value.of : value.definition;
        isKnown = this.member(definition.ancestry.classes, name, task) || isKnown;
      }
    }
    if (isKnown) return;
    // A part of an object is where the object comes from; an attribute of `self` that nobody assigns is not.
    if (module.receiverClass(object)) this.end("attribute", task);
    else this.go({ ...task, member: name }, [object]);
  }

  private member(classes: readonly ClassDefinition[], name: string, task: Task): boolean {
    let found = false;
    for (const definition of classes) {
      for (const store of definition.storesNamed(name)) {
        found = true;
        if (store.from)
          this.same(unpacked(task, store.unpack), [store.from], step(store.node, "stored", store.node.text));
      }
      for (const mutation of mutationsOf(definition.module, `self.${name}`)) {
        if (!definition.node.contains(mutation.at)) continue;
        this.go(task, [mutation.value], step(mutation.at, "put", `self.${name}`));
      }
      for (const method of definition.methods.get(name) ?? []) {
        found = true;
        if (method.isProperty) this.go(task, method.results, step(method.node, "returned", method.qualifiedName));
      }
      for (const binding of definition.scope.get(name) ?? []) {
        if (binding.kind !== "assign") continue;
        found = true;
        if (binding.from) this.go(task, [binding.from], step(binding.node, "assigned", `${definition.name}.${name}`));
        if (definition.hasGeneratedInit) this.field(definition, name, task);
        else if (!binding.from) this.end("attribute", task);
      }
    }
    return found;
  }

  /** A field of a class whose constructor takes one argument for each: what the project's constructions pass. */
  private field(definition: ClassDefinition, name: string, task: Task): void {
    const index = definition.fields.findIndex((field) => field.name === name);
    for (const module of new Set([
      definition.module,
      ...definition.module.project.modulesMentioning(definition.name, definition.module),
    ])) {
      if (module.isTest && !definition.module.isTest) continue;
      const made = [definition.name, ...(module === definition.module ? ["cls"] : [])];
      for (const call of made.flatMap((word) => module.callsNamed(word))) {
        if (!call.targets.some((value) => value.kind === "class" && value.definition === definition)) continue;
        const given = call.argument(index, name) ?? call.arguments.find(({ splat }) => splat !== undefined)?.node;
        this.go(task, [given], step(call.node, "passed", definition.name, name));
      }
    }
    this.end("attribute", task);
  }

  call(call: Call, task: Task): void {
    const { targets } = call;
    let isKnown = false;
    for (const value of targets) {
      if (value.kind === "class") isKnown = this.made(value.definition, call, task) || isKnown;
      if (value.kind !== "function") continue;
      isKnown = true;
      for (const definition of [value.definition, ...overridesOf(value.definition, value.self)]) {
        this.enter(definition, call, value.self !== undefined, task);
      }
    }
    if (!isKnown) this.outside(call, targets, task);
  }

  /** To what the attribute that is asked about is given by the call that makes the object: `when` of `Rule(**row)`. */
  private made(definition: ClassDefinition, call: Call, { member, ...task }: Task): boolean {
    if (member === undefined || !definition.hasGeneratedInit) return false;
    const index = definition.fields.findIndex((field) => field.name === member);
    const given = call.argument(index, member) ?? call.arguments.find(({ splat }) => splat !== undefined)?.node;
    if (index < 0 || !given) return false;
    this.go(task, [given], step(call.node, "passed", definition.name, member));
    return true;
  }

  /** Into a function of the project, from what it returns. */
  private enter(definition: FunctionDefinition, call: Call, bound: boolean, task: Task): void {
    if (depthOf(task.frame) >= DEEPEST_FRAME) return;
    const frame = { call, definition, bound, outer: task.frame };
    const { results } = definition;
    this.same({ ...task, frame }, results, step(call.node, "returned", definition.qualifiedName));
    if (results.length === 0) this.end("constant", task);
  }

  /** Through a function outside the project: what it is called on goes through, what it is given only when it is known to. */
  private outside(call: Call, targets: Values, task: Task): void {
    const paths = targets.flatMap((value) => (value.kind === "api" ? [value.path] : []));
    if (paths.some((path) => YIELDS_CONSTANT.has(path))) {
      this.end("constant", task);
      return;
    }
    const passes = paths.some((path) => PASSES_ARGUMENTS.has(path) || PASSES_ARGUMENTS.has(`*.${call.lastName}`));
    const given = passes
      ? call.arguments.map(({ node, keyword, value }) => (keyword === undefined ? node : value))
      : [];
    const { receiver } = call;
    const receiverIsValue =
      receiver !== undefined && (this.sources.label(receiver) !== undefined || !isNamespace(receiver));
    if (given.length > 0 || receiverIsValue) {
      this.go(
        receiverIsValue ? { ...task, member: undefined } : task,
        receiverIsValue ? [receiver, ...given] : given,
        step(task.node, "through", call.name),
      );
    } else this.end("call", task);
  }
}

/** An item of a dictionary is no key of it. */
const valueOf = (part: Node): Node => (part.kind === "pair" ? (part.field("value") ?? part) : part);

/** What a `match` statement takes apart to bind a name. */
function subjectsOf(capture: Node): readonly Node[] {
  for (const outer of capture.ancestors()) if (outer.kind === "match_statement") return outer.fields("subject");
  return [];
}

/** The task of the value that another is an item of. */
function unpacked(task: Task, positions: readonly number[] = []): Task {
  return { ...task, items: [...positions, ...task.items] };
}

/** Whether an expression is just a module or a class, which no value flows through. */
function isNamespace(node: Node): boolean {
  const values = moduleOf(node).valuesOf(node);
  return (
    values.length > 0 &&
    values.every(
      (value) =>
        value.kind === "module" || value.kind === "class" || (value.kind === "api" && !/[()[\]]/.test(value.path)),
    )
  );
}
