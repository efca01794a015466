import { inSourceOrder, type Node } from "../../syntax/node.js";
import type { FunctionDefinition } from "./function.js";
import { decoratorsOf } from "./function.js";
import type { Module } from "./module.js";
import { holdsAny, type Prefilter } from "../prefilter/prefilter.js";
import type { Binding } from "./scope.js";
import type { Store } from "./stores.js";

const STORES = holdsAny("a store", [".", "setattr"]);

/** The bases of a class and theirs, nearest first, and what of them could not be read. */
export interface Ancestry {
  /** The class itself, then its bases in the project, in method resolution order. */
  readonly classes: readonly ClassDefinition[];
  /** Dotted names of bases from outside the project: `threading.Thread`. */
  readonly external: readonly string[];
  /** Some base could not be found at all. */
  readonly isOpen: boolean;
}

/** A `class` statement. */
export class ClassDefinition {
  #methods: ReadonlyMap<string, readonly FunctionDefinition[]> | undefined;
  readonly #stores = new Map<string, readonly Store[]>();

  constructor(
    /** The `class_definition`. */
    readonly node: Node,
    /** The file that defines it. */
    readonly module: Module,
  ) {}

  /** Its own name. */
  get name(): string {
    return this.node.field("name")?.text ?? "";
  }

  /** The statements in it; undefined where the file breaks off. */
  get body(): Node | undefined {
    return this.node.field("body");
  }

  /** The expressions of the bases, keyword arguments left out. */
  get baseNodes(): readonly Node[] {
    return (this.node.field("superclasses")?.children ?? []).filter((base) => base.kind !== "keyword_argument");
  }

  /** The decorators' expressions, topmost first. */
  get decorators(): readonly Node[] {
    return decoratorsOf(this.node);
  }

  /** Whether the constructor's parameters are the annotated fields of the body, in order. */
  get hasGeneratedInit(): boolean {
    if (this.methods.has("__init__")) return false;
    const generators = /(^|\.)(dataclass|dataclasses|define|frozen|mutable|attrs|s|NamedTuple|BaseModel)$/;
    const names = this.decorators.map((d) => (d.kind === "call" ? d.field("function")?.text : d.text) ?? "");
    return names.some((name) => generators.test(name)) || this.ancestry.external.some((name) => generators.test(name));
  }

  /** The annotated fields of the body, in order. */
  get fields(): readonly Binding[] {
    const fields: Binding[] = [];
    for (const bindings of this.scope.values()) {
      for (const binding of bindings) if (binding.node.parent?.field("type")) fields.push(binding);
    }
    return fields.sort((a, b) => inSourceOrder(a.node, b.node));
  }

  /** The class's bases, theirs, and what of them is out of sight. */
  get ancestry(): Ancestry {
    return this.module.project.evaluator.ancestryOf(this);
  }

  /** What the body binds, by name. */
  get scope(): ReadonlyMap<string, readonly Binding[]> {
    return this.module.scopes.opened(this.node).all();
  }

  /** The methods that the body defines, by name; several when a name is defined twice (a property and its setter). */
  get methods(): ReadonlyMap<string, readonly FunctionDefinition[]> {
    if (!this.#methods) {
      const methods = new Map<string, FunctionDefinition[]>();
      for (const [name, bindings] of this.scope) {
        const found = bindings.filter((binding) => binding.kind === "function");
        if (found.length > 0)
          methods.set(
            name,
            found.map((binding) => this.module.function(binding.node)),
          );
      }
      this.#methods = methods;
    }
    return this.#methods;
  }

  /** The method of a name that an object of this class has: its own, or the nearest base's. */
  method(name: string): FunctionDefinition | undefined {
    for (const definition of this.ancestry.classes) {
      const found = definition.methods.get(name)?.at(-1);
      if (found) return found;
    }
    return undefined;
  }

  /** The assignments to an attribute of `self` in the class's own methods, in source order. */
  storesNamed(name: string): readonly Store[] {
    let known = this.#stores.get(name);
    if (!known) this.#stores.set(name, (known = this.own(this.module.storesNamed(name, this.node))));
    return known;
  }

  /** The assignments to attributes of `self` in those of the class's own methods whose text fits. @internal */
  storesNear(prefilter: Prefilter): readonly Store[] {
    return this.own(this.module.storesNear(prefilter, this.node));
  }

  /** The attributes of `self` that the class's own methods assign, in source order. */
  get assignedAttributes(): ReadonlySet<string> {
    return new Set(this.storesNear(STORES).map(({ name }) => name));
  }

  private own(stores: readonly Store[]): readonly Store[] {
    return stores.filter((store) => this.node.contains(store.node) && this.module.receiverClass(store.object) === this);
  }

  /** Whether this is the class, or one of the classes, that `other` derives from. */
  isBaseOf(other: ClassDefinition): boolean {
    return other.ancestry.classes.includes(this);
  }
}

const ENUMS = new Set(["enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag", "enum.ReprEnum"]);

/** Whether what is assigned in the body of a class are the objects that the class has. */
export function isEnum({ ancestry }: ClassDefinition): boolean {
  return ancestry.external.some((path) => ENUMS.has(path));
}
