import type { Node } from "../syntax/node.js";
import { BUILTINS, canonical } from "./tables/types.js";
import { annotatedElements, annotationValues } from "./annotation.js";
import type { Call } from "./call.js";
import { givenByFramework } from "./callbacks.js";
import type { Ancestry, ClassDefinition } from "./class.js";
import { isEmptyBody, type FunctionDefinition, type Parameter } from "./function.js";
import { moduleOf, type Module } from "./module.js";
import type { Project } from "./project.js";
import type { Binding, ImportSource } from "./scope.js";
import { Solver } from "./solver.js";
import type { Store } from "./stores.js";
import { NOTHING_KNOWN, UNKNOWN, union, type Access, type Value, type Values } from "./value.js";

/** An access chain on an unknown argument longer than this is not followed to the caller. */
const LONGEST_PATH = 4;

const LITERAL_TYPES: Readonly<Record<string, string>> = {
  string: "str",
  concatenated_string: "str",
  integer: "int",
  float: "float",
  list: "list",
  list_comprehension: "list",
  dictionary: "dict",
  dictionary_comprehension: "dict",
  set: "set",
  set_comprehension: "set",
  tuple: "tuple",
  generator_expression: "generator",
  true: "bool",
  false: "bool",
};

/** Decorators that leave a function what it is. */
const TRANSPARENT = new Set([
  "staticmethod",
  "classmethod",
  "abc.abstractmethod",
  "typing.final",
  "typing.override",
  "typing.overload",
  "typing.no_type_check",
  "functools.wraps()",
  "functools.lru_cache",
  "functools.lru_cache()",
  "functools.cache",
  "atexit.register",
]);

/** What expressions may be: names, attributes and calls resolved through scopes, classes, modules and functions. */
export class Evaluator {
  readonly #solver = new Solver();
  readonly #returnKeys = new WeakMap<FunctionDefinition, object>();
  readonly #ancestries = new Set<ClassDefinition>();
  /** The classes whose bases' bases are being read. */
  readonly #reading = new Set<ClassDefinition>();

  constructor(readonly project: Project) {}

  /** What an expression may be where it stands. What a parameter was given stays symbolic; see {@link withCallers}. */
  evaluate(node: Node): Values {
    return this.#solver.ask(node, () => this.compute(node));
  }

  /** The same with every symbolic parameter replaced by the arguments that callers in the project pass. */
  withCallers(values: Values, depth = 2): Values {
    return union(
      ...values.map((value): Values => {
        if (value.kind !== "parameter") return [value];
        const found: Values[] = [NOTHING_KNOWN];
        for (const { call, bound } of this.project.callersOf(value.parameter.function)) {
          const argument = this.argumentValues(value.parameter, call, bound);
          const reached = this.follow(argument, value.path);
          found.push(depth > 0 ? this.withCallers(reached, depth - 1) : reached);
        }
        return union(...found);
      }),
    );
  }

  private compute(node: Node): Values {
    if (isLongChain(node)) return NOTHING_KNOWN;
    switch (node.kind) {
      case "identifier":
        return this.nameValues(node.text, node);
      case "attribute": {
        const object = node.field("object");
        const name = node.field("attribute")?.text;
        return object && name !== undefined ? this.attribute(this.evaluate(object), name, node) : NOTHING_KNOWN;
      }
      case "call":
        return this.callValues(moduleOf(node).call(node));
      case "none":
        return [{ kind: "none", at: node }];
      case "await":
        return union(...this.operand(node).map((value) => this.awaited(value)));
      case "parenthesized_expression":
      case "expression_statement":
      case "type":
        return this.operand(node);
      case "named_expression":
      case "assignment": {
        const value = node.field("value") ?? node.field("right");
        return value ? this.evaluate(value) : NOTHING_KNOWN;
      }
      case "conditional_expression": {
        const [yes, , no] = node.children;
        return union(yes ? this.evaluate(yes) : [], no ? this.evaluate(no) : []);
      }
      case "boolean_operator":
        return this.booleanValues(node);
      case "subscript":
        return this.subscriptValues(node);
      case "lambda":
        return [{ kind: "function", definition: moduleOf(node).function(node) }];
      default:
        return node.kind in LITERAL_TYPES ? [{ kind: "literal", at: node }] : NOTHING_KNOWN;
    }
  }

  private operand(node: Node): Values {
    const inner = node.children[0];
    return inner ? this.evaluate(inner) : NOTHING_KNOWN;
  }

  private booleanValues(node: Node): Values {
    const left = node.field("left");
    const right = node.field("right");
    if (!left || !right) return NOTHING_KNOWN;
    const first = this.evaluate(left);
    // `a or b` is never a None that a was.
    const kept = node.child("or") ? first.filter((value) => value.kind !== "none") : first;
    return union(kept, this.evaluate(right));
  }

  private subscriptValues(node: Node): Values {
    const object = node.field("value");
    if (!object) return NOTHING_KNOWN;
    const index = node.field("subscript");
    return union(
      ...this.evaluate(object).map((value): Values => {
        if (value.kind === "api") return [{ kind: "api", path: canonical(`${value.path}[]`), at: node }];
        if (value.kind === "literal") return this.itemOf(value.at, index);
        // `List[int]`, `Queue[str]`: a class with type arguments is that class.
        if (value.kind === "class") return [value];
        return NOTHING_KNOWN;
      }),
    );
  }

  private itemOf(container: Node, index: Node | undefined): Values {
    if (index?.kind === "integer" && /^(list|tuple)$/.test(container.kind)) {
      const item = container.children[Number(index.text)];
      return item && !item.kind.endsWith("splat") ? this.evaluate(item) : NOTHING_KNOWN;
    }
    if (container.kind === "dictionary" && index) {
      const pairs = container.children.filter((pair) => pair.kind === "pair");
      const match = pairs.find((pair) => pair.field("key")?.text === index.text);
      const chosen = match ? [match] : index.kind === "string" ? [] : pairs;
      const values = chosen.map((pair) => pair.field("value")).filter((value) => value !== undefined);
      return union(NOTHING_KNOWN, ...values.map((value) => this.evaluate(value)));
    }
    return NOTHING_KNOWN;
  }

  /** What a name may stand for where it is used. */
  nameValues(name: string, use: Node): Values {
    const module = moduleOf(use);
    const bindings = module.bindingsReaching(name, use).filter((binding) => binding.kind !== "delete");
    if (bindings.length > 0) return union(...bindings.map((binding) => this.bindingValues(binding)));
    if (module.scopes.lookup(name, use)) return NOTHING_KNOWN;
    return this.starValues(module, name) ?? builtinValues(name, use);
  }

  /** What a name gets from one place that binds it. */
  bindingValues(binding: Binding): Values {
    return this.#solver.ask(binding, () => this.computeBinding(binding));
  }

  private computeBinding(binding: Binding): Values {
    const module = moduleOf(binding.node);
    const { from } = binding;
    switch (binding.kind) {
      case "import":
        return binding.source ? this.importValues(module, binding.source, binding.node) : NOTHING_KNOWN;
      case "class":
        return [{ kind: "class", definition: module.class(binding.node) }];
      case "function":
        return this.decorated(module.function(binding.node));
      case "parameter":
        return this.parameterValues(module.function(binding.scope.node), binding);
      case "assign": {
        const annotation = binding.node.parent?.field("type");
        if (annotation && binding.node.fieldName === "left") return this.annotated(annotation, from);
        return from ? this.unpack(this.evaluate(from), binding.unpack ?? []) : NOTHING_KNOWN;
      }
      case "iterate":
        return from ? this.unpack(this.elements(this.evaluate(from), from), binding.unpack ?? []) : NOTHING_KNOWN;
      case "enter":
        return from ? this.entered(this.evaluate(from)) : NOTHING_KNOWN;
      case "catch":
        return from ? this.caught(from) : NOTHING_KNOWN;
      case "augment":
      case "match":
        return NOTHING_KNOWN;
      case "delete":
        return [];
    }
  }

  private annotated(annotation: Node, from: Node | undefined): Values {
    const given = from ? this.evaluate(from) : [];
    // A placeholder says less than the annotation beside it.
    const useful = given.filter((value) => value.kind !== "unknown" && value.kind !== "none");
    return useful.length > 0 ? given : union(given, annotationValues(annotation, this));
  }

  private caught(types: Node): Values {
    const list = types.kind === "tuple" ? types.children : [types];
    return union(...list.map((type) => this.evaluate(type).flatMap((value) => this.instantiate(value, type))));
  }

  private instantiate(value: Value, at: Node): Values {
    if (value.kind === "class") return [{ kind: "instance", of: value.definition, at }];
    if (value.kind === "api") return [{ kind: "api", path: canonical(`${value.path}()`), at }];
    return NOTHING_KNOWN;
  }

  /** The object that an expression of a type describes. */
  instancesOf(type: Node): Values {
    return union(...this.evaluate(type).map((value) => this.instantiate(value, type)));
  }

  private importValues(module: Module, source: ImportSource, at: Node): Values {
    const found = this.project.resolveImport(module, source);
    const { member } = source;
    if (found)
      return member === undefined || member === "*"
        ? [{ kind: "module", module: found }]
        : this.memberOf(found, member);
    if (member !== undefined) {
      const submodule = this.project.resolveImport(module, {
        ...source,
        module: source.module ? `${source.module}.${member}` : member,
        level: source.level,
      });
      if (submodule) return [{ kind: "module", module: submodule }];
    }
    if (source.level > 0 || this.project.isOwnPackage(module, source)) return NOTHING_KNOWN;
    const path = member === undefined ? source.module : `${source.module}.${member}`;
    return [{ kind: "api", path: canonical(path), at }];
  }

  /** What a name of another module stands for. */
  memberOf(module: Module, name: string): Values {
    const bindings = module.scopes.module.bindings(name).filter((binding) => binding.kind !== "delete");
    if (bindings.length > 0) return union(...bindings.map((binding) => this.bindingValues(binding)));
    const submodule = this.project.submodule(module, name);
    if (submodule) return [{ kind: "module", module: submodule }];
    return this.starValues(module, name) ?? NOTHING_KNOWN;
  }

  /** What a name gets through `from x import *`; undefined when no such import can be where it comes from. */
  private starValues(module: Module, name: string): Values | undefined {
    if (name.startsWith("_")) return undefined;
    let isOpen = false;
    for (const star of module.scopes.module.bindings("*")) {
      const source = star.source && this.project.resolveImport(module, star.source);
      if (!source) isOpen = true;
      else if (source.scopes.module.bindings(name).length > 0) return this.memberOf(source, name);
      else {
        const further = source === module ? undefined : this.starValues(source, name);
        if (further) return further;
      }
    }
    return isOpen && !BUILTINS.has(name) ? NOTHING_KNOWN : undefined;
  }

  private decorated(definition: FunctionDefinition): Values {
    let values: Values = [{ kind: "function", definition }];
    for (const decorator of [...definition.decorators].reverse()) {
      values = union(...this.evaluate(decorator).map((value) => this.decorate(value, values, decorator, definition)));
    }
    return values;
  }

  private decorate(decorator: Value, values: Values, at: Node, definition: FunctionDefinition): Values {
    if (decorator.kind === "api") {
      if (TRANSPARENT.has(decorator.path) || definition.isProperty) return values;
      return [{ kind: "api", path: `${decorator.path}()`, at }];
    }
    if (decorator.kind === "function") {
      const first = decorator.definition.parameters[decorator.self ? 1 : 0];
      return union(
        ...this.returnsOf(decorator.definition).map((value): Values => {
          if (value.kind !== "parameter") return [value];
          return value.parameter === first && value.path.length === 0 ? values : NOTHING_KNOWN;
        }),
      );
    }
    // `@name.setter` and its like keep the property that `name` is.
    return decorator.kind === "unknown" && definition.owner && /\.(setter|getter|deleter)$/.test(at.text)
      ? values
      : NOTHING_KNOWN;
  }

  private parameterValues(definition: FunctionDefinition, binding: Binding): Values {
    const parameter = definition.parameter(binding.name);
    if (!parameter) return NOTHING_KNOWN;
    if (parameter === definition.receiver && definition.owner) {
      const of = definition.owner;
      if (definition.isClassMethod) return [{ kind: "class", definition: of }];
      return [{ kind: "instance", of, at: parameter.node }];
    }
    if (parameter.kind === "rest" || parameter.kind === "keywords") return NOTHING_KNOWN;
    if (parameter.annotation) {
      const known = annotationValues(parameter.annotation, this).filter((value) => value.kind !== "unknown");
      if (known.length > 0) return known;
    }
    const given = givenByFramework(parameter);
    if (given !== undefined) return [{ kind: "api", path: given, at: parameter.node }];
    return [{ kind: "parameter", parameter, path: [] }];
  }

  /** What a value gives when attributes and calls are applied to it in turn. */
  private follow(values: Values, path: readonly Access[]): Values {
    let reached = values;
    for (const step of path) {
      reached =
        "attribute" in step
          ? this.attribute(reached, step.attribute, step.at)
          : union(...reached.map((value) => this.callValue(value, moduleOf(step.call).call(step.call))));
    }
    return reached;
  }

  /** What an attribute of the values may be. */
  attribute(values: Values, name: string, at: Node): Values {
    return union(...values.map((value) => this.attributeOf(value, name, at)));
  }

  private attributeOf(value: Value, name: string, at: Node): Values {
    switch (value.kind) {
      case "none":
        return [];
      case "literal":
        return [{ kind: "api", path: `${LITERAL_TYPES[value.at.kind] ?? "object"}().${name}`, at }];
      case "module":
        return this.memberOf(value.module, name);
      case "class":
        return this.classAttribute(value.definition, name, at);
      case "instance":
        return this.instanceAttribute(value, name, at);
      case "super":
        return this.superAttribute(value, name, at);
      case "api":
        return this.outsideAttribute(value, name, at);
      case "parameter":
        if (value.path.length >= LONGEST_PATH) return NOTHING_KNOWN;
        return [{ ...value, path: [...value.path, { attribute: name, at }] }];
      default:
        return NOTHING_KNOWN;
    }
  }

  private outsideAttribute(value: Value & { kind: "api" }, name: string, at: Node): Values {
    const path = `${value.path}.${name}`;
    const module = /^[\w.]+$/.test(path) ? this.project.namespaceMember(moduleOf(at), path) : undefined;
    return [module ? { kind: "module", module } : { kind: "api", path: canonical(path), at }];
  }

  private classAttribute(definition: ClassDefinition, name: string, at: Node): Values {
    const self: Value = { kind: "class", definition };
    const stored = this.storedOnClass(definition, name);
    for (const base of definition.ancestry.classes) {
      const bindings = base.scope.get(name);
      if (!bindings) continue;
      return union(...bindings.map((binding) => this.bindingValues(binding)), stored).map((value) =>
        value.kind === "function" && value.definition.isClassMethod ? { ...value, self } : value,
      );
    }
    return stored.length > 0 ? stored : this.inherited(definition, name, at, "");
  }

  /** What class methods put into an attribute through `cls`, and the class's file through its name. */
  private storedOnClass(definition: ClassDefinition, name: string): Values {
    return union(
      ...definition.ancestry.classes.map((base) => {
        const byClass = base.module.storesNamed(name).filter(({ object }) => object.text === base.name);
        const byMethod = base
          .storesNamed(name)
          .filter(({ node }) => base.module.functionAround(node)?.isClassMethod ?? false);
        return union(...[...byClass, ...byMethod].map((store) => this.storeValues(store)));
      }),
    );
  }

  /** What a base from outside the project may contribute under a name. */
  private inherited(definition: ClassDefinition, name: string, at: Node, suffix: "" | "()"): Values {
    const { external, isOpen } = definition.ancestry;
    const values: Values = external.map((path) => ({
      kind: "api",
      path: canonical(`${canonical(path + suffix)}.${name}`),
      at,
    }));
    return isOpen ? union(values, NOTHING_KNOWN) : values;
  }

  private superAttribute(value: Value & { kind: "super" }, name: string, at: Node): Values {
    for (const base of value.of.ancestry.classes.slice(1)) {
      const found = base.methods.get(name)?.at(-1);
      if (found) return [{ kind: "function", definition: found, self: value.self }];
    }
    return this.inherited(value.of, name, at, "()");
  }

  private instanceAttribute(value: Value & { kind: "instance" }, name: string, at: Node): Values {
    const values = this.#solver.ask(value.of.attributeKey(name), () => this.computeAttribute(value.of, name));
    const bound = union(
      ...values.map((member): Values => {
        if (member.kind !== "function" || member.definition.owner === undefined || member.self) return [member];
        if (member.definition.isProperty)
          return this.substitute(this.returnsOf(member.definition), undefined, member.definition, value);
        if (member.definition.isStatic) return [member];
        const self: Value = member.definition.isClassMethod ? { kind: "class", definition: value.of } : value;
        return [{ ...member, self }];
      }),
    );
    const field = this.fieldArgument(value, name);
    if (field) return union(field);
    const known = bound.length > 0 ? bound : this.inherited(value.of, name, at, "()");
    return this.asConstructed(value, known);
  }

  /** An attribute that the constructor was given is what this very object's construction passed. */
  private asConstructed(value: Value & { kind: "instance" }, values: Values): Values {
    const init = value.of.method("__init__");
    if (!init || value.at.kind !== "call") return values;
    return this.substitute(values, moduleOf(value.at).call(value.at), init, value);
  }

  /** The argument for a field of a class whose constructor is generated from its fields. */
  private fieldArgument(value: Value & { kind: "instance" }, name: string): Values | undefined {
    if (value.at.kind !== "call" || !value.of.hasGeneratedInit) return undefined;
    const index = value.of.fields.findIndex((field) => field.name === name);
    const field = value.of.fields[index];
    if (!field) return undefined;
    const call = moduleOf(value.at).call(value.at);
    const argument = call.argument(index, name);
    if (argument) return this.evaluate(argument);
    return call.hasSplat ? NOTHING_KNOWN : field.from && this.evaluate(field.from);
  }

  private computeAttribute(of: ClassDefinition, name: string): Values {
    const found: Values[] = [];
    for (const base of of.ancestry.classes) {
      for (const store of base.storesNamed(name)) found.push(this.storeValues(store));
    }
    for (const base of of.ancestry.classes) {
      const bindings = base.scope.get(name);
      if (!bindings) continue;
      found.push(...bindings.map((binding) => this.bindingValues(binding)));
      break;
    }
    return union(...found);
  }

  /** What an assignment to an attribute puts there. */
  storeValues(store: Store): Values {
    const { from } = store;
    if (!from) {
      const annotation = store.node.parent?.field("type");
      return annotation ? annotationValues(annotation, this) : [];
    }
    if (store.kind === "enter") return this.entered(this.evaluate(from));
    if (store.kind === "iterate") return this.unpack(this.elements(this.evaluate(from), from), store.unpack ?? []);
    if (store.kind === "augment") return NOTHING_KNOWN;
    const annotation = store.node.parent?.field("type");
    if (annotation) return this.annotated(annotation, from);
    return this.unpack(this.evaluate(from), store.unpack ?? []);
  }

  private callValues(call: Call): Values {
    return union(...call.targets.map((value) => this.callValue(value, call)));
  }

  private callValue(value: Value, call: Call): Values {
    switch (value.kind) {
      case "function":
        return this.calledFunction(value.definition, call, value.self);
      case "class":
        return [{ kind: "instance", of: value.definition, at: call.node }];
      case "api":
        return this.calledApi(value.path, call);
      case "instance": {
        const method = value.of.method("__call__");
        return method ? this.calledFunction(method, call, value) : NOTHING_KNOWN;
      }
      case "parameter":
        if (value.path.length >= LONGEST_PATH) return NOTHING_KNOWN;
        return [{ ...value, path: [...value.path, { call: call.node }] }];
      default:
        return NOTHING_KNOWN;
    }
  }

  private calledFunction(definition: FunctionDefinition, call: Call, self: Value | undefined): Values {
    if (definition.isGenerator)
      return definition.isAsync ? NOTHING_KNOWN : [{ kind: "generator", of: definition, at: call.node }];
    if (definition.isAsync) return [{ kind: "coroutine", of: definition, at: call.node }];
    return this.substitute(this.returnsOf(definition), call, definition, self);
  }

  private calledApi(path: string, call: Call): Values {
    const { node } = call;
    const first = call.positional[0];
    if (path === "super") return this.superValues(call);
    if (path === "typing.cast" && call.positional[1]) return this.evaluate(call.positional[1]);
    if (path === "getattr" && first && call.positional[1]?.kind === "string") {
      return union(
        this.attribute(this.evaluate(first), call.positional[1].text.slice(1, -1), node),
        call.positional[2] ? this.evaluate(call.positional[2]) : [],
      );
    }
    if ((path === "asyncio.run" || path.endsWith(".run_until_complete")) && first) {
      return union(...this.evaluate(first).map((value) => this.awaited(value)));
    }
    return [{ kind: "api", path: canonical(`${path}()`), at: node }];
  }

  private superValues(call: Call): Values {
    const method = call.module.functionAround(call.node);
    const of = call.module.classAround(call.node);
    if (!method || !of) return NOTHING_KNOWN;
    const at = method.receiver?.node ?? call.node;
    return [{ kind: "super", of, self: { kind: "instance", of, at } }];
  }

  /** What `await` gives for a value. */
  awaited(value: Value): Values {
    if (value.kind === "coroutine") {
      const call = value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
      return this.substitute(this.returnsOf(value.of), call, value.of, undefined);
    }
    return value.kind === "api" ? [value] : NOTHING_KNOWN;
  }

  /** What a function may return, in terms of its own parameters; for a coroutine function, what awaiting gives. */
  returnsOf(definition: FunctionDefinition): Values {
    let key = this.#returnKeys.get(definition);
    if (!key) this.#returnKeys.set(definition, (key = {}));
    return this.#solver.ask(key, () => this.computeReturns(definition));
  }

  private computeReturns(definition: FunctionDefinition): Values {
    if (definition.node.kind === "lambda") return definition.body ? this.evaluate(definition.body) : NOTHING_KNOWN;
    if (definition.isDecorated("abstractmethod", "overload")) return this.declaredReturns(definition);
    const found = definition.returns.map((statement): Values => {
      const value = statement.children[0];
      return value ? this.evaluate(value) : [{ kind: "none", at: statement }];
    });
    if (definition.fallsThrough) {
      // A body that is only a docstring or `...` stands for what a subclass or a stub says.
      if (isEmptyBody(definition) && definition.node.field("return_type")) return this.declaredReturns(definition);
      found.push([{ kind: "none", at: definition.node }]);
    }
    const values = union(...found);
    return values.some((value) => value.kind === "unknown") ? union(values, this.declaredReturns(definition)) : values;
  }

  private declaredReturns(definition: FunctionDefinition): Values {
    const declared = definition.node.field("return_type");
    return declared ? annotationValues(declared, this) : NOTHING_KNOWN;
  }

  /** Puts a call's arguments in the place of the parameters of the function it calls. */
  substitute(values: Values, call: Call | undefined, definition: FunctionDefinition, self: Value | undefined): Values {
    return union(
      ...values.map((value): Values => {
        if (value.kind === "instance" && self && value.at === definition.receiver?.node) return [self];
        if (value.kind !== "parameter" || value.parameter.function !== definition) return [value];
        if (!call) return NOTHING_KNOWN;
        const bound = self !== undefined || definition.name === "__init__";
        return this.follow(this.argumentValues(value.parameter, call, bound), value.path);
      }),
    );
  }

  private argumentValues(parameter: Parameter, call: Call, bound: boolean): Values {
    const argument = call.argumentFor(parameter, bound);
    if (argument) return this.evaluate(argument);
    return parameter.default && !call.hasSplat ? this.evaluate(parameter.default) : NOTHING_KNOWN;
  }

  private unpack(values: Values, positions: readonly number[]): Values {
    let parts = values;
    for (const position of positions) {
      parts = union(
        ...parts.map((value): Values => {
          if (value.kind === "api") return [{ ...value, path: canonical(`${value.path}[]`) }];
          if (value.kind !== "literal" || position < 0) return NOTHING_KNOWN;
          const items = /^(tuple|list|expression_list)$/.test(value.at.kind) ? value.at.children : [];
          const item = items.some((other) => other.kind === "list_splat") ? undefined : items[position];
          return item ? this.evaluate(item) : NOTHING_KNOWN;
        }),
      );
    }
    return parts;
  }

  private elements(values: Values, at: Node): Values {
    return union(
      ...values.map((value): Values => {
        if (value.kind === "api") {
          return annotatedElements(value.at, this) ?? [{ kind: "api", path: canonical(`${value.path}[]`), at }];
        }
        if (value.kind === "generator") return this.yieldedBy(value.of, value.at);
        if (
          value.kind !== "literal" ||
          !/^(tuple|list|set|list_comprehension|generator_expression)$/.test(value.at.kind)
        )
          return NOTHING_KNOWN;
        const items =
          value.at.kind.includes("comp") || value.at.kind.includes("gen")
            ? [value.at.field("body")]
            : value.at.children;
        return union(
          ...items.map((item) => (item && !item.kind.endsWith("splat") ? this.evaluate(item) : NOTHING_KNOWN)),
        );
      }),
    );
  }

  private yieldedBy(definition: FunctionDefinition, at: Node): Values {
    const call = at.kind === "call" ? moduleOf(at).call(at) : undefined;
    const yielded = definition.yields.map((node) => {
      const value = node.children[0];
      return value && !node.child("from") ? this.evaluate(value) : NOTHING_KNOWN;
    });
    return this.substitute(union(...yielded), call, definition, undefined);
  }

  /** What `with` binds: most context managers give themselves. */
  private entered(values: Values): Values {
    return union(
      ...values.map((value): Values => {
        if (value.kind === "api") return [value];
        if (value.kind !== "instance") return NOTHING_KNOWN;
        const enter = value.of.method("__enter__") ?? value.of.method("__aenter__");
        return enter ? this.substitute(this.returnsOf(enter), undefined, enter, value) : NOTHING_KNOWN;
      }),
    );
  }

  /** The bases of a class, resolved through every file. */
  ancestryOf(definition: ClassDefinition): Ancestry {
    const classes: ClassDefinition[] = [definition];
    const external: string[] = [];
    let isOpen = false;
    // A class that is asked for while its own bases are being read is its own base: broken, so open.
    if (this.#ancestries.has(definition)) return { classes, external, isOpen: true };
    this.readBasesFirst(definition);
    this.#ancestries.add(definition);
    try {
      for (const base of definition.baseNodes) {
        const values = this.evaluate(base);
        if (values.length === 0) isOpen = true;
        for (const value of values) {
          if (value.kind === "class") {
            const inherited = value.definition.ancestry;
            for (const ancestor of inherited.classes) {
              // A base shared by several comes after all of them.
              const earlier = classes.indexOf(ancestor);
              if (earlier > 0) classes.splice(earlier, 1);
              if (ancestor !== definition) classes.push(ancestor);
            }
            external.push(...inherited.external);
            isOpen ||= inherited.isOpen;
          } else if (value.kind === "api") {
            if (!TRANSPARENT_BASES.has(value.path)) external.push(value.path.replace(/\[\]$/, ""));
          } else isOpen = true;
        }
      }
    } finally {
      this.#ancestries.delete(definition);
    }
    isOpen ||= classes.length > MOST_ANCESTORS;
    return { classes: classes.slice(0, MOST_ANCESTORS), external: [...new Set(external)], isOpen };
  }

  /** Reads a chain of classes from its far end, however long it is: reading bases on the way would nest as deep. */
  private readBasesFirst(definition: ClassDefinition): void {
    if (this.#reading.has(definition)) return;
    this.#reading.add(definition);
    const unread = new Set([definition]);
    for (const of of unread) {
      for (const value of of.baseNodes.flatMap((base) => this.evaluate(base))) {
        const isUnread = value.kind === "class" && !value.definition.knowsAncestry;
        if (isUnread && !this.#reading.has(value.definition)) unread.add(value.definition);
      }
    }
    for (const of of [...unread].reverse()) if (of !== definition) of.readAncestry();
    this.#reading.delete(definition);
  }
}

/** A class with more ancestors than this is taken for one that has others. */
const MOST_ANCESTORS = 100;

/** An expression of more attributes and calls, one on the other, is not followed. */
const MOST_LINKS = 140;

function isLongChain(node: Node): boolean {
  let links = 0;
  for (let at: Node | undefined = node; at && links <= MOST_LINKS; links++) {
    at = at.kind === "attribute" ? at.field("object") : at.kind === "call" ? at.field("function") : undefined;
  }
  return links > MOST_LINKS;
}

/** Bases that give a class no attributes worth knowing. */
const TRANSPARENT_BASES = new Set([
  "object",
  "abc.ABC",
  "typing.Generic",
  "typing.Generic[]",
  "typing.Protocol",
  "typing.Protocol[]",
]);

function builtinValues(name: string, at: Node): Values {
  return BUILTINS.has(name) ? [{ kind: "api", path: canonical(name), at }] : [UNKNOWN];
}
