import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "./class.js";
import { FlowGraph } from "../cfg/graph.js";
import type { Module } from "./module.js";
import { parameterName } from "./bindings.js";
import { calledName } from "../cfg/expression.js";

/** How a parameter takes its argument. */
export type ParameterKind = "positional" | "keyword" | "rest" | "keywords";

/** What a function takes an argument by. */
export interface Parameter {
  readonly function: FunctionDefinition;
  /** The identifier. */
  readonly node: Node;
  /** As a caller names it. */
  readonly name: string;
  /** How it takes its argument. */
  readonly kind: ParameterKind;
  /** Whether it stands in front of a `/`, so that no keyword reaches it. */
  readonly isPositionalOnly: boolean;
  /** Place among the positional parameters, counted from zero, `self` included. */
  readonly index: number;
  readonly annotation: Node | undefined;
  readonly default: Node | undefined;
}

/** What people call the object or the class that a method is passed. */
const NAMED_AS_OBJECT = /^_*(self|cls|klass|this|mcs|me|meta(cls)?)\d?$/;

/** Whether a parameter is called as the object or the class is that a method is passed. */
export function isNamedAsObject({ name }: Pick<Parameter, "name">): boolean {
  return NAMED_AS_OBJECT.test(name);
}

/** Decorators that leave it to Python to pass the object. */
const BINDS = new Set([
  ..."classmethod property cached_property abstractmethod abstractproperty abstractclassmethod setter getter deleter".split(
    " ",
  ),
  ..."override final overload wraps lru_cache cache contextmanager asynccontextmanager coroutine no_type_check".split(
    " ",
  ),
]);

/** A `def` or a `lambda`. */
export class FunctionDefinition {
  #parameters: readonly Parameter[] | undefined;
  #own: OwnNodes | undefined;

  constructor(
    /** The `function_definition` or `lambda`. */
    readonly node: Node,
    /** The file that defines it. */
    readonly module: Module,
    /** The class whose body holds the definition. */
    readonly owner: ClassDefinition | undefined,
  ) {}

  /** Its own name; `<lambda>` for a lambda. */
  get name(): string {
    return this.node.field("name")?.text ?? "<lambda>";
  }

  /** `Class.method` or `function`, as a person would call it. */
  get qualifiedName(): string {
    return this.owner ? `${this.owner.name}.${this.name}` : this.name;
  }

  /** Whether it is an `async def`. */
  get isAsync(): boolean {
    return this.node.child("async") !== undefined;
  }

  /** Whether calling it gives a generator: it yields. */
  get isGenerator(): boolean {
    return this.own.yields.length > 0;
  }

  /** Its statements, or the expression of a lambda; undefined where the file breaks off. */
  get body(): Node | undefined {
    return this.node.field("body");
  }

  /** How control runs through it. */
  get graph(): FlowGraph {
    return FlowGraph.of(this.node);
  }

  /** The decorators' expressions, topmost first. */
  get decorators(): readonly Node[] {
    return decoratorsOf(this.node);
  }

  /** Whether a decorator is written with one of these names, however it is qualified. */
  isDecorated(...names: string[]): boolean {
    return this.decorators.some((decorator) => names.includes(calledName(decorator) ?? ""));
  }

  /** Whether it is a method that is passed neither the object nor the class. */
  get isStatic(): boolean {
    return this.owner !== undefined && (this.isDecorated("staticmethod") || this.name === "__new__");
  }

  /** Whether it is a method that is passed the class. */
  get isClassMethod(): boolean {
    return (
      this.owner !== undefined &&
      (this.isDecorated("classmethod") || this.name === "__init_subclass__" || this.name === "__class_getitem__")
    );
  }

  /** Whether reading an attribute of its name calls it. */
  get isProperty(): boolean {
    return this.owner !== undefined && this.isDecorated("property", "cached_property", "abstractproperty");
  }

  /** The parameter that stands for the object (or the class, in a class method). */
  get receiver(): Parameter | undefined {
    const first = this.parameters[0];
    if (!this.owner || this.node.kind === "lambda" || this.isStatic || first?.kind !== "positional") return undefined;
    return isNamedAsObject(first) || !(this.isTaken || this.isPlain) ? first : undefined;
  }

  /** Whether nothing but where it stands says that it is a method: what is called by the class alone may be a function. */
  private get isPlain(): boolean {
    return this.decorators.length === 0 && !/^__\w+__$/.test(this.name);
  }

  /** Whether a decorator may call it as it stands, as routes do that are written in a class for order's sake. */
  private get isTaken(): boolean {
    return this.decorators.some((decorator) => !BINDS.has(calledName(decorator) ?? ""));
  }

  /** What it takes, `self` included, in source order. */
  get parameters(): readonly Parameter[] {
    return (this.#parameters ??= [...readParameters(this)]);
  }

  /** The parameter of a name. */
  parameter(name: string): Parameter | undefined {
    return this.parameters.find((parameter) => parameter.name === name);
  }

  /** The `return` statements of the function itself, bare ones included. */
  get returns(): readonly Node[] {
    return this.own.returns;
  }

  /** The `yield` expressions of the function itself. */
  get yields(): readonly Node[] {
    return this.own.yields;
  }

  /** The expressions whose values whoever calls the function gets: those it returns or, for a generator, yields. */
  get results(): readonly Node[] {
    if (this.node.kind === "lambda") return this.body ? [this.body] : [];
    return (this.isGenerator ? this.yields : this.returns).flatMap((statement) => statement.children.slice(0, 1));
  }

  /** The calls that the function itself makes, in source order. */
  get calls(): readonly Node[] {
    return this.own.calls;
  }

  /** Whether control can reach the end of the body, which returns None. */
  get fallsThrough(): boolean {
    return this.node.kind !== "lambda" && this.graph.fallsThrough;
  }

  private get own(): OwnNodes {
    return (this.#own ??= ownNodes(this.node));
  }
}

interface OwnNodes {
  readonly returns: Node[];
  readonly yields: Node[];
  readonly calls: Node[];
}

/** The decorators' expressions of a definition, topmost first. */
export function decoratorsOf(definition: Node): readonly Node[] {
  const around = definition.parent;
  if (around?.kind !== "decorated_definition") return [];
  return around.children.flatMap((child) => (child.kind === "decorator" ? child.children.slice(0, 1) : []));
}

function ownNodes(node: Node): OwnNodes {
  const own: OwnNodes = { returns: [], yields: [], calls: [] };
  const body = node.field("body")?.holder;
  if (!body) return own;
  const { tree } = body;
  const { columns, kindNames } = tree;
  const last = columns.after[body.row] ?? 0;
  for (let row = body.row; row < last;) {
    const kind = kindNames[columns.kind[row] ?? 0] ?? "";
    if (kind === "return_statement") own.returns.push(tree.node(row));
    else if (kind === "call") own.calls.push(tree.node(row));
    else if (kind === "yield" && tree.node(row).isNamed) own.yields.push(tree.node(row));
    const closed =
      row > body.row && (kind === "function_definition" || kind === "lambda" || kind === "class_definition");
    row = closed ? (columns.after[row] ?? last) : row + 1;
  }
  return own;
}

function* readParameters(owner: FunctionDefinition): Generator<Parameter> {
  let index = 0;
  let keywordOnly = false;
  const nodes = owner.node.field("parameters")?.children ?? [];
  const slash = nodes.findIndex(({ kind }) => kind === "positional_separator");
  for (const [at, node] of nodes.entries()) {
    const name = parameterName(node);
    if (node.kind === "keyword_separator") keywordOnly = true;
    if (!name) continue;
    const star = node.kind.endsWith("splat_pattern") ? node.kind : node.children[0]?.kind;
    const kind: ParameterKind =
      star === "list_splat_pattern"
        ? "rest"
        : star === "dictionary_splat_pattern"
          ? "keywords"
          : keywordOnly
            ? "keyword"
            : "positional";
    if (kind === "rest") keywordOnly = true;
    yield {
      function: owner,
      node: name,
      name: name.text,
      kind,
      isPositionalOnly: at < slash,
      index: kind === "positional" ? index++ : -1,
      annotation: node.field("type")?.children[0],
      default: node.field("value"),
    };
  }
}

/** Whether a body only documents: a docstring, `...`, `pass`. */
export function isEmptyBody(definition: FunctionDefinition): boolean {
  return (definition.body?.children ?? []).every((statement) => {
    if (statement.kind === "pass_statement") return true;
    const only = statement.kind === "expression_statement" ? statement.children[0]?.kind : undefined;
    return only === "string" || only === "ellipsis";
  });
}
