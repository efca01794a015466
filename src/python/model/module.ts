/*
 * Every question that a file answers by itself. It is longer than other files because it is the one door to them: most
 * methods are a few lines that ask others and remember the answer.
 */

import { firstWhere, inSourceOrder, type Node } from "../../syntax/node.js";
import { Lines } from "../../syntax/positions.js";
import type { Tree } from "../../syntax/tree.js";
import { Call } from "./call.js";
import { ClassDefinition } from "./class.js";
import { FunctionDefinition } from "./function.js";
import type { Project } from "./project.js";
import { ReachingDefinitions } from "../cfg/reaching.js";
import type { Fault } from "../grammar/check.js";
import type { NameUsage } from "../grammar/usage.js";
import { FlowGraph } from "../cfg/graph.js";
import { COMPREHENSIONS } from "./bindings.js";
import { Scopes, type Binding, type Scope } from "./scope.js";
import { knownText } from "../../syntax/known-text.js";
import { callOf, renamingAnywhere, renamingOf, storeOf, type Occurrence } from "../prefilter/occurrences.js";
import { holdsWord, type Prefilter } from "../prefilter/prefilter.js";
import { question, sameItems } from "./solver.js";
import { storesAmong, type Store } from "./stores.js";
import { canonical } from "../tables/types.js";
import type { Text } from "./texts.js";
import type { Values } from "./value.js";

/** Nobody nests as many definitions; the text of each is read with all that are in it. */
const MOST_NESTED = 30;

const MOST_BINDINGS = 400;
/** A call with more UTF-16 units may hold anything. */
const MOST_READ = 4_000;

/** The module that a node belongs to. */
export function moduleOf(node: Node): Module {
  const { owner } = node.tree.whole;
  if (!(owner instanceof Module)) throw new Error("a node was asked for its module before the module was made");
  return owner;
}

/** `file.py:12`, as a message refers to a place. */
export function whereIs(node: Node): string {
  const module = moduleOf(node);
  return `${module.path.split("/").at(-1) ?? module.path}:${module.lines.position(node.start).line}`;
}

/** The classes of a file that derive from a class, by that. */
type Derived = ReadonlyMap<ClassDefinition, readonly ClassDefinition[]>;

const DERIVED = question<Derived>(
  new Map(),
  (a, b) => a.size === b.size && [...a].every(([base, heirs]) => sameItems(heirs, b.get(base) ?? [])),
);

/** One Python file of the project, and what the names in it mean. */
export class Module {
  #tree: Tree | undefined;
  #scopes: Scopes | undefined;
  readonly #functions = new Map<Node, FunctionDefinition>();
  readonly #classes = new Map<Node, ClassDefinition>();
  readonly #calls = new Map<Node, Call>();
  readonly #reaching = new Map<Node, ReachingDefinitions>();
  #breaksOff: boolean | undefined;
  #lines: Lines | undefined;
  readonly #callsNamed = new Map<string, readonly Call[]>();
  readonly #partCalls = new Map<Tree, ReadonlyMap<string, readonly Call[]>>();
  readonly #aliases = new Map<string, readonly string[]>();
  readonly #storesNamed = new Map<string, readonly Store[]>();
  readonly #storeOffsets = new Map<string, Offsets>();
  readonly #storesInOrder = new Map<Tree, readonly Store[]>();
  readonly #spelled = new Map<string, readonly Node[]>();
  #definedClasses: readonly ClassDefinition[] | undefined;
  #definedFunctions: readonly FunctionDefinition[] | undefined;
  #writtenCalls: readonly Call[] | undefined;
  readonly #partStores = new Map<Tree, ReadonlyMap<string, readonly Store[]>>();

  constructor(
    /** Relative to the run's root, with forward slashes. */
    readonly path: string,
    private readonly text: Text,
    private readonly onParsed: (units: number) => void,
    /** All that can be seen of the project around the file. */
    readonly project: Project,
  ) {}

  /** The text of the file. */
  get source(): string {
    return this.text.source;
  }

  /** The syntax tree, parsed when it is first asked for: a rule that reads the text alone does not pay for it. @internal */
  get tree(): Tree {
    if (!this.#tree) {
      this.#tree = this.text.tree(this.onParsed);
      this.#tree.owner = this;
    }
    return this.#tree;
  }

  /** The regions of the file in which names have one meaning. */
  get scopes(): Scopes {
    return (this.#scopes ??= new Scopes(this.root));
  }

  /** The node of the whole file. */
  get root(): Node {
    return this.tree.root;
  }

  /** Where the lines of the file begin. */
  get lines(): Lines {
    return (this.#lines ??= new Lines(this.source));
  }

  /** Why no CPython compiles the file; undefined when one does. */
  get fault(): Fault | undefined {
    return this.text.reading.fault;
  }

  /** What the file does with names, as far as its tokens tell; undefined when it does not compile. @internal */
  get usage(): NameUsage | undefined {
    return this.text.reading.usage;
  }

  /** Whether the file ends in the middle of a statement: nothing can be said of what it does not hold. */
  get breaksOff(): boolean {
    if (this.#breaksOff === undefined) {
      const { fault } = this;
      this.#breaksOff = fault !== undefined && fault.end > this.source.trimEnd().lastIndexOf("\n");
    }
    return this.#breaksOff;
  }

  /** Whether the file holds tests: what they pass, set and mock says nothing of the running program. */
  get isTest(): boolean {
    return this.project.isTestFile(this.path);
  }

  /** Whether the file is a copy that was put away: what is wrong there hurts nobody today. */
  get isCopy(): boolean {
    return this.project.isCopy(this.path);
  }

  /** Whether the file only shows how the program is used: what is wrong there breaks no service. */
  get isExample(): boolean {
    return this.project.isExample(this.path);
  }

  /** The line a node starts on, counted from one. */
  lineOf(node: Node): number {
    return this.lines.position(node.start).line;
  }

  /** What an expression may be where it stands. */
  valuesOf(expression: Node): Values {
    return this.project.evaluator.evaluate(expression);
  }

  /**
   * The paths of what an expression is outside the project, seen through the arguments of callers: for a call, what
   * is called and then `()`, so that a helper that only returns such a thing does not count as the thing itself.
   */
  apiPathsOf(expression: Node): readonly string[] {
    const isCall = expression.kind === "call";
    const values = this.valuesOf(isCall ? this.call(expression).callee : expression);
    return this.project.evaluator
      .withCallers(values)
      .flatMap((value) => (value.kind === "api" ? [isCall ? canonical(`${value.path}()`) : value.path] : []));
  }

  /** Every function, method and lambda of the file, in source order. */
  get functions(): readonly FunctionDefinition[] {
    const nodes = (): Node[] => [...this.definitions("function_definition", "lambda")];
    return (this.#definedFunctions ??= nodes().map((node) => this.function(node)));
  }

  /** Every class of the file, in source order. */
  get classes(): readonly ClassDefinition[] {
    const nodes = (): Node[] => [...this.definitions("class_definition")];
    return (this.#definedClasses ??= nodes().map((node) => this.class(node)));
  }

  /** The definitions of some kinds in the file, in source order; what stands in too many of them is left out. */
  *definitions(...kinds: string[]): Generator<Node> {
    const around: Node[] = [];
    for (const node of this.root.descendants(...kinds)) {
      while ((around.at(-1)?.end ?? Infinity) <= node.start) around.pop();
      if (around.push(node) <= MOST_NESTED) yield node;
    }
  }

  /** The other classes of the file that derive from a class, directly or not, in source order. */
  derivedFrom(definition: ClassDefinition): readonly ClassDefinition[] {
    return this.project.once(DERIVED, this, () => this.findDerived()).get(definition) ?? [];
  }

  private findDerived(): Derived {
    const derived = new Map<ClassDefinition, ClassDefinition[]>();
    for (const other of this.classes) {
      for (const base of other.ancestry.classes) if (base !== other) append(derived, base, other);
    }
    return derived;
  }

  /** The function that a `function_definition` or `lambda` defines. */
  function(node: Node): FunctionDefinition {
    let known = this.#functions.get(node);
    if (!known) {
      const scope = this.scopes.around(node);
      const owner = scope.isClass && node.kind !== "lambda" ? this.class(scope.node) : undefined;
      this.#functions.set(node, (known = new FunctionDefinition(node, this, owner)));
    }
    return known;
  }

  /** The class that a `class_definition` defines. */
  class(node: Node): ClassDefinition {
    let known = this.#classes.get(node);
    if (!known) this.#classes.set(node, (known = new ClassDefinition(node, this)));
    return known;
  }

  /** The function whose body a node stands in; none at the top of the module or of a class. */
  functionAround(node: Node): FunctionDefinition | undefined {
    for (let scope: Scope | undefined = this.scopes.around(node); scope; scope = scope.outer) {
      if (scope.isFunction) return this.function(scope.node);
      if (scope.isClass) return undefined;
    }
    return undefined;
  }

  /** The class whose methods a node stands in, through nested functions. */
  classAround(node: Node): ClassDefinition | undefined {
    for (let scope: Scope | undefined = this.scopes.around(node); scope; scope = scope.outer) {
      if (scope.isClass) return this.class(scope.node);
    }
    return undefined;
  }

  /** The control-flow graph that a node is part of. */
  graphAround(node: Node): FlowGraph {
    for (let scope: Scope | undefined = this.scopes.around(node); scope; scope = scope.outer) {
      if (scope.isFunction) return FlowGraph.of(scope.node);
    }
    return FlowGraph.of(this.root);
  }

  /** The call at a `call` node. */
  call(node: Node): Call {
    let known = this.#calls.get(node);
    if (!known) this.#calls.set(node, (known = new Call(node, this)));
    return known;
  }

  /** Every call of the file, in source order. */
  get calls(): readonly Call[] {
    return (this.#writtenCalls ??= [...this.root.descendants("call")].map((node) => this.call(node)));
  }

  /**
   * Whether the file, or a node of it, may hold what a prefilter looks for: the one place where texts are asked, so that
   * a no only ever saves work.
   */
  mayHold(prefilter: Prefilter, node?: Node): boolean {
    return this.text.mayHold(prefilter, node?.text);
  }

  /**
   * The nodes of some kinds whose text may hold what a prefilter looks for, in source order; nothing is parsed when the
   * file's does not.
   *
   * @param sought a word is looked for as it is written, be it in the middle of another one
   */
  *mentioning(sought: string | Prefilter, ...kinds: string[]): Generator<Node> {
    const prefilter = typeof sought === "string" ? holdsWord(sought) : sought;
    if (!this.mayHold(prefilter)) return;
    for (const node of this.within(prefilter, ...kinds)) if (this.mayHold(prefilter, node)) yield node;
  }

  /** The calls whose text may hold what a prefilter looks for, in source order. */
  *callsMentioning(sought: string | Prefilter): Generator<Call> {
    const prefilter = typeof sought === "string" ? holdsWord(sought) : sought;
    for (const node of this.within(prefilter, "call")) {
      // In each other, they would all be read with what is in them.
      if (node.end - node.start > MOST_READ || this.mayHold(prefilter, node)) yield this.call(node);
    }
  }

  /**
   * The nodes of some kinds in source order; bodies are looked into as far as their text may hold what a prefilter looks
   * for, and nothing is parsed when the file's does not.
   */
  *within(prefilter: Prefilter, ...kinds: string[]): Generator<Node> {
    if (this.mayHold(prefilter)) yield* this.inside(this.root, prefilter, ...kinds);
  }

  /** A node of the file or those below it, of some kinds, as {@link within}. */
  inside(node: Node, prefilter: Prefilter, ...kinds: string[]): Generator<Node> {
    return node.within((text) => this.text.mayHold(prefilter, text), ...kinds);
  }

  /** The calls that are written with a name, whatever it stands for: `name(…)`, `anything.name(…)`. */
  callsNamed(name: string): readonly Call[] {
    let known = this.#callsNamed.get(name);
    if (!known) {
      const calls = this.partsWith(callOf(name)).flatMap((part) => this.callsIn(part).get(name) ?? []);
      this.#callsNamed.set(name, (known = calls.sort((a, b) => inSourceOrder(a.node, b.node))));
    }
    return known;
  }

  /** The calls that are written with a name where it stands as it is looked for. */
  callsWhere(occurrence: Occurrence): readonly Call[] {
    const offsets = this.text.offsetsOf(occurrence) ?? "anywhere";
    const calls = this.partsAt(offsets).flatMap((part) => this.callsIn(part).get(occurrence.word) ?? []);
    const places = new Set(offsets === "anywhere" ? [] : offsets);
    const isMeant = ({ callee: { end } }: Call): boolean =>
      places.size === 0 || places.has(end - occurrence.word.length);
    return calls.filter(isMeant).sort((a, b) => inSourceOrder(a.node, b.node));
  }

  /** The calls that are written with a name, or with another one that an import of the file gives it. */
  callsOf(name: string): readonly Call[] {
    return [name, ...this.aliasesOf(name)].flatMap((written) => this.callsNamed(written));
  }

  /** The other names that imports of the file give to a name. */
  aliasesOf(name: string): readonly string[] {
    let known = this.#aliases.get(name);
    if (!known) this.#aliases.set(name, (known = [...this.readAliases(name)]));
    return known;
  }

  private *readAliases(name: string): Generator<string> {
    if (!this.mayHold(renamingAnywhere(name))) return;
    for (const item of this.within(renamingOf(name), "aliased_import")) {
      const alias = item.field("alias")?.text;
      if (item.field("name")?.text === name && alias !== undefined && alias !== name) yield alias;
    }
  }

  private callsIn(part: Tree): ReadonlyMap<string, readonly Call[]> {
    let known = this.#partCalls.get(part);
    if (!known) {
      const byName = new Map<string, Call[]>();
      for (const node of part.nodes("call")) {
        const call = this.call(node);
        append(byName, call.lastName, call);
      }
      this.#partCalls.set(part, (known = byName));
    }
    return known;
  }

  /** The assignments to attributes of a name, whatever object they belong to, in source order. @param within where */
  storesNamed(name: string, within?: Node): readonly Store[] {
    const known = this.#storesNamed.get(name);
    // What stands elsewhere need not be parsed.
    if (within) return storesBetween(known ?? this.readStores(name, within), within);
    if (known) return known;
    const all = this.readStores(name);
    this.#storesNamed.set(name, all);
    return all;
  }

  private readStores(name: string, within?: Node): readonly Store[] {
    let offsets = this.#storeOffsets.get(name);
    if (!offsets) this.#storeOffsets.set(name, (offsets = this.text.offsetsOf(storeOf(name)) ?? "anywhere"));
    const parts = this.partsAt(within && offsets !== "anywhere" ? between(offsets, (at) => at, within) : offsets);
    const stores = parts.flatMap((part) => this.storesIn(part).get(name) ?? []);
    return stores.sort((a, b) => inSourceOrder(a.node, b.node));
  }

  /** The assignments to attributes in the parts of the file that a node has a share in and whose text may hold them. */
  storesNear(prefilter: Prefilter, node: Node): readonly Store[] {
    const { tree, row } = node;
    const mayHold = (text: string): boolean => this.text.mayHold(prefilter, text);
    const parts = [...tree.parts(mayHold, row, tree.columns.after[row])];
    return parts.flatMap((part) => this.storesWithin(part, node));
  }

  /** The parts of the tree that a word stands in, where it may be what is looked for; none, and no tree, when it nowhere is. */
  private partsWith(occurrence: Occurrence): readonly Tree[] {
    return this.partsAt(this.text.offsetsOf(occurrence) ?? "anywhere");
  }

  private partsAt(offsets: Offsets): readonly Tree[] {
    if (offsets === "anywhere") return [...this.tree.parts(() => true)];
    return [...new Set(offsets.map((at) => this.tree.partAt(at)))];
  }

  /**
   * The names and the contents of strings in the file that are just a word, in source order; of what is folded, only
   * where the word stands is parsed.
   */
  spelled(word: string): readonly Node[] {
    let known = this.#spelled.get(word);
    if (!known) {
      const found = knownText(this.source)
        .offsetsOf(word)
        .flatMap((at) => this.tree.partAt(at).leafAt(at) ?? []);
      this.#spelled.set(word, (known = found.filter(({ end, start }) => end - start === word.length)));
    }
    return known;
  }

  /** The names in the file that are a word, in source order. */
  identifiers(word: string): readonly Node[] {
    return this.spelled(word).filter(({ kind }) => kind === "identifier");
  }

  private storesWithin(part: Tree, within: Node): readonly Store[] {
    let all = this.#storesInOrder.get(part);
    if (!all) {
      all = [...this.storesIn(part).values()].flat().sort((a, b) => inSourceOrder(a.node, b.node));
      this.#storesInOrder.set(part, all);
    }
    return storesBetween(all, within);
  }

  private storesIn(part: Tree): ReadonlyMap<string, readonly Store[]> {
    let known = this.#partStores.get(part);
    if (!known) {
      const byName = new Map<string, Store[]>();
      for (const store of storesAmong(part.nodes("attribute", "call"))) append(byName, store.name, store);
      this.#partStores.set(part, (known = byName));
    }
    return known;
  }

  /** The class whose `self` (or `cls`) an expression is, if it is just that name. */
  receiverClass(expression: Node): ClassDefinition | undefined {
    if (expression.kind !== "identifier") return undefined;
    const found = this.scopes.lookup(expression.text, expression);
    const binding = found?.bindings[0];
    if (!found || binding?.kind !== "parameter" || found.bindings.length > 1) return undefined;
    const method = this.function(found.scope.node);
    return method.receiver?.node === binding.node ? method.owner : undefined;
  }

  /**
   * The bindings of a name that may be in force where it is used: those that reach it along the control flow when it
   * is used in the function that binds it, all of them when it is used in a function inside.
   */
  bindingsReaching(name: string, use: Node): readonly Binding[] {
    const found = this.scopes.lookup(name, use);
    if (!found) return [];
    const { scope, bindings } = found;
    // All of them may reach each of as many uses: what is bound that often is not followed.
    if (bindings.length > MOST_BINDINGS) return [];
    if (bindings.length === 1 && !scope.isClass) return bindings;
    if (!this.isRunIn(scope, use, bindings)) return scope.isModule ? scope.lasting(name) : bindings;
    const { definitions, fromEntry } = this.reachingIn(scope).reaching(name, use);
    const nodes = new Set(definitions);
    // Parameters are bound before the first element of the function's graph.
    const bound = bindings.filter((binding) => nodes.has(binding.node) || (fromEntry && binding.kind === "parameter"));
    // What the body of a class has not bound yet is what it is around the class.
    return fromEntry && scope.isClass ? [...bound, ...this.bindingsReaching(name, scope.node)] : bound;
  }

  /** Whether what stands at a use is run as the code of a scope comes there, in comprehensions too, but for what they bind around them. */
  private isRunIn(scope: Scope, use: Node, bindings: readonly Binding[]): boolean {
    for (let inner = this.scopes.around(use); inner !== scope;) {
      const { node, outer } = inner;
      const isAtOnce = node.kind === "generator_expression" ? isConsumed(node) : COMPREHENSIONS.has(node.kind);
      if (!isAtOnce || !outer || bindings.some((binding) => node.contains(binding.node))) return false;
      inner = outer;
    }
    return true;
  }

  /** What a name is all over the file; undefined when the module binds it more than once, or a scope inside does, too. @internal */
  valuesThroughout(name: string): Values | undefined {
    if (!this.usage?.top.has(name) || this.usage.inner.has(name)) return undefined;
    const [binding, ...others] = this.scopes.module.bindings(name);
    return binding && others.length === 0 ? this.project.evaluator.bindingValues(binding) : undefined;
  }

  /** Whether a name is bound where it is used, in the scope that binds it or in one around it. */
  isBound(name: string, use: Node): boolean {
    const found = this.scopes.lookup(name, use);
    if (!found?.scope.isClass || this.scopes.around(use) !== found.scope) return found !== undefined;
    return !this.reachingIn(found.scope).reaching(name, use).fromEntry || this.isBound(name, found.scope.node);
  }

  /** Which definitions of a scope's own name hold where it is used, by the nodes of its bindings. @internal */
  reachingIn(scope: Scope): ReachingDefinitions {
    let known = this.#reaching.get(scope.node);
    if (!known) this.#reaching.set(scope.node, (known = this.readDefinitions(scope)));
    return known;
  }

  private readDefinitions(scope: Scope): ReachingDefinitions {
    const graph = scope.isFunction ? FlowGraph.of(scope.node) : this.graphAround(scope.node);
    const byElement = new Map<Node, { key: string; node: Node }[]>();
    for (const [name, bindings] of scope.all()) {
      for (const binding of bindings) {
        if (isBareField(binding)) continue;
        for (const { block, index } of graph.locate(binding.node)) {
          const element = block.elements[index];
          if (element) append(byElement, element, { key: name, node: binding.node });
        }
      }
    }
    return new ReachingDefinitions(graph, (element) => byElement.get(element) ?? []);
  }
}

/** Whether a generator is given away where it stands: hardly anybody keeps one of those. */
const isConsumed = ({ parent }: Node): boolean =>
  /^(call|argument_list|list_splat|binary_operator)$/.test(parent?.kind ?? "");

/** Whether a binding only says the type of a field of a class: in its body the name is what it is around it. */
const isBareField = ({ kind, from, node }: Binding): boolean =>
  kind === "assign" && from === undefined && node.fieldName === "left";

/** Where something may stand, in order. */
type Offsets = readonly number[] | "anywhere";

/** Of what is in source order, that from one offset up to another. */
function between<T>(
  all: readonly T[],
  offsetOf: (one: T) => number,
  { start, end }: Pick<Node, "start" | "end">,
): readonly T[] {
  const place = (offset: number): number => firstWhere(all.length, (index) => offsetOf(all[index] as T) >= offset);
  return all.slice(place(start), place(end));
}

/** Of stores in source order, those from one offset up to another. */
const storesBetween = (stores: readonly Store[], range: Pick<Node, "start" | "end">): readonly Store[] =>
  between(stores, ({ node }) => node.start, range);

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
