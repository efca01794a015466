import { isCopy, isExample } from "./copies.js";
import { spend } from "../../syntax/effort.js";
import type { Call } from "./call.js";
import { isBound } from "./call.js";
import { textOf } from "./literal.js";
import type { ClassDefinition } from "./class.js";
import { Evaluator } from "./evaluator.js";
import { MOST_ANCESTORS } from "./evaluator/ancestry.js";
import type { FunctionDefinition } from "./function.js";
import { overridesOf } from "./hierarchy.js";
import { directory, ImportPaths, join, type LostImport } from "./import-paths.js";
import { Knowledge } from "./knowledge.js";
import { Leanings, type Remembered } from "./leanings.js";
import { Module } from "./module.js";
import type { ImportSource } from "./scope.js";
import { searchPathOf } from "./search-path.js";
import { isSuperCall } from "../cfg/expression.js";
import type { Value, Values } from "./value.js";
import { question, sameItems, Solver, type Question } from "./solver.js";
import { LONG } from "../prefilter/definitions.js";
import { ANY_PLACES, type Taking } from "../prefilter/shapes.js";
import { BUILTINS } from "../tables/builtins.js";
import { isBuiltinError } from "../tables/members.js";
import { STANDARD_LIBRARY } from "../tables/stdlib.js";
import type { PatternPrefilter } from "../prefilter/prefilter.js";
import type { Definition, TextQuestion } from "../prefilter/text-question.js";
import type { PytestSettings } from "./pytest-settings.js";
import { TestFiles } from "./test-files.js";
import type { Texts } from "./texts.js";

/** The files that a project may look into, by paths relative to its root, with forward slashes. */
export interface SourceHost {
  /** The decoded text of a file; undefined when there is none or it cannot be read. */
  read(path: string): string | undefined;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The project's files whose text uses a word, sorted; undefined when they are too many. */
  filesWhere(question: TextQuestion): readonly string[] | undefined;
  /** What the project's files seem to define under a name, sorted by path; undefined when too many define it. */
  definitionsOf(name: string): readonly Definition[] | undefined;
  /** Told of all that is asked of the host, where that is of interest. */
  readonly leanings?: Leanings;
}

/** A call of a function, and whether the receiver is passed by the method's binding. */
export interface Caller {
  readonly call: Call;
  readonly bound: boolean;
}

/** What a definition takes, and the path of the file that it stands in. */
export interface HomedTaking {
  readonly taking: Taking;
  readonly home: string;
}

/** A name used in more files than this is everybody's: who uses it says nothing, and looking would be slow. */
const MOST_FILES = 24;
/** Files that do one thing to a name are looked into up to this many. */
const MOST_MATCHING = 60;
/** A name in more files than this is well known. */
const FEW_FILES = 8;
/** A name in more files than this is not even looked for by how it is used. */
const MOST_TEXTS = 400;

const TAKINGS = question<readonly HomedTaking[] | undefined>(undefined, sameTakings);
const OPTIONAL = question(false);
const OPENING = question(false);
const SEARCH_PATH = question<readonly string[]>([]);
const CALLERS = question<readonly Caller[]>([], sameCallers);
const REACHED = question<Reached>(new Map(), sameReached);
const DIRECT_SUBCLASSES = question<Heirs>({ list: [], isAll: true }, sameHeirs);
const SUBCLASSES = question<Heirs>({ list: [], isAll: true }, sameHeirs);

/** Classes that derive from one are looked for up to this many. */
const MOST_SUBCLASSES = 1000;

/** Classes that derive from one. */
interface Heirs {
  readonly list: readonly ClassDefinition[];
  /** Whether there are no others: a class can have too many of them to look for. */
  readonly isAll: boolean;
}

/** How the text of a module has to use a word. */
type Match = "call" | "store" | "base" | "any" | PatternPrefilter;

interface Below {
  readonly subclass: ClassDefinition;
  /** How many classes further down it is. */
  readonly depth: number;
}

/** All the Python that can be seen from one root, parsed when it is first asked for. */
export class Project {
  /** @internal */
  readonly evaluator = new Evaluator(this);
  readonly #leanings: Leanings;
  readonly #solver: Solver;
  #size = 0;
  readonly #modules: Map<string, Remembered<Module | undefined>>;
  readonly #imports: ImportPaths;
  readonly #tests: TestFiles;

  /** How many UTF-16 units of source have been parsed and are held. @internal */
  get size(): number {
    return this.#size;
  }

  /** How many answers have been found out. @internal */
  get answers(): number {
    return this.#solver.size;
  }

  private readonly onParsed = (units: number): void => {
    this.#size += units;
  };

  constructor(
    private readonly texts: Pick<Texts, "of">,
    private readonly host: SourceHost,
    /** What the project has said about itself. */
    readonly knowledge = new Knowledge(),
  ) {
    this.#leanings = host.leanings ?? new Leanings();
    this.#solver = new Solver(this.#leanings);
    this.#modules = this.#leanings.memory();
    this.#imports = new ImportPaths(host, this.#leanings);
    this.#tests = new TestFiles(host, this.#leanings);
  }

  /**
   * The answer to a question about something in the project, computed when it is first asked: the one way in which
   * answers are remembered that lean on others.
   *
   * @param detail says which of several such answers there are about the same thing: a name
   * @internal
   */
  once<T>(question: Question<T>, about: object, compute: () => T, detail?: string): T {
    return this.#solver.ask(question, about, compute, detail);
  }

  /** Says that the answers being worked out lack something that a shallower question would find: they are not kept. */
  cutOff(): void {
    this.#solver.cutOff();
  }

  /** The module in a file; undefined when the file cannot be read. */
  module(path: string): Module | undefined {
    return this.#leanings.remember(this.#modules, path, () => {
      const source = this.host.read(path);
      return source === undefined ? undefined : new Module(path, this.texts.of(source), this.onParsed, this);
    });
  }

  /** Whether a file holds tests, by its name. */
  isTestFile(path: string): boolean {
    return this.#tests.holds(path);
  }

  /** What pytest's configuration says of which code is a test, for a file. */
  pytestFor(path: string): PytestSettings {
    return this.#tests.settingsFor(path);
  }

  /** Whether pytest looks into a file for tests, by its name. */
  isCollected(path: string): boolean {
    return this.#tests.isCollected(path);
  }

  /** Whether a file is, by its name, a copy of another one that was put away. */
  isCopy(path: string): boolean {
    return isCopy(path, this.host);
  }

  /** Whether a file is, by its folder, an example of how the program is used. */
  isExample(path: string): boolean {
    return isExample(path, this.host);
  }

  /** The module that an import in `from` names, as far as it lies in the project. */
  resolveImport(from: Module, source: ImportSource): Module | undefined {
    const path =
      this.#imports.near(from.path, source) ??
      this.onSearchPath(from, source) ??
      this.#imports.beside(from.path, source);
    return path === undefined ? undefined : this.module(path);
  }

  /** The module that an import means by what is around the importing file alone. @internal */
  nearby(from: Module, source: ImportSource): Module | undefined {
    const path = this.#imports.near(from.path, source);
    return path === undefined ? undefined : this.module(path);
  }

  /** All modules that an import may mean by what is around the importing file alone. @internal */
  candidates(from: Module, { module, level }: ImportSource): readonly Module[] {
    if (level > 0) return [];
    return this.#imports.candidates(from.path, module).flatMap((path) => this.module(path) ?? []);
  }

  /** Whether a dotted name leads to a file or a folder, from whatever folder above a file. @internal */
  leads(from: Module, dotted: string): boolean {
    return this.#imports.leads(from.path, dotted);
  }

  /** Where an import of the project's own that was not found leads nowhere. @internal */
  lostImport(from: Module, source: ImportSource): LostImport | undefined {
    return this.#imports.lost(from.path, source);
  }

  /** Whether programs look for modules in a folder. @internal */
  isStart(folder: string): boolean {
    return this.#imports.isStart(folder);
  }

  /** Whether a file or folder lies at a path. @internal */
  holdsPath(path: string): boolean {
    return this.host.isFile(path) || this.host.isDirectory(path);
  }

  /** The text of a file of any kind; undefined when there is none. @internal */
  textAt(path: string): string | undefined {
    return this.host.read(path);
  }

  /** Whether any file of the project is a module by the end of its dotted name. @internal */
  hasNamesake(dotted: string): boolean {
    const path = dotted.replaceAll(".", "/");
    return this.host.filesWhere({ word: path, use: "module", most: 1 })?.length !== 0;
  }

  /** A module in a folder that the importing file puts on `sys.path` itself. */
  private onSearchPath(from: Module, source: ImportSource): string | undefined {
    const [first = ""] = source.module.split(".", 1);
    // What is only appended comes after the standard library.
    if (source.level > 0 || STANDARD_LIBRARY.has(first)) return undefined;
    // Finding the folders reads names, and reading names may resolve imports.
    for (const folder of this.once(SEARCH_PATH, from, () => searchPathOf(from))) {
      const found = this.#imports.fileOf(join(folder, ...source.module.split(".")));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What files beside a module, or below the same folders, may import it as: `shop.bus`. */
  namesOf(path: string): readonly string[] {
    return this.#imports.namesOf(path);
  }

  /** Whether an import names something that the project should hold, though it was not found. */
  isOwnPackage(from: Module, source: ImportSource): boolean {
    return source.level > 0 || this.#imports.holdsPackage(from.path, source);
  }

  /** The module that a dotted name is when its first part is a folder without `__init__.py`: a namespace package. */
  namespaceMember(from: Module, dotted: string): Module | undefined {
    return this.#imports.isNamespace(from.path, dotted)
      ? this.resolveImport(from, { module: dotted, level: 0 })
      : undefined;
  }

  /** The module `name` inside the package that `module` is. */
  submodule(module: Module, name: string): Module | undefined {
    if (!module.path.endsWith("__init__.py")) return undefined;
    const path = this.#imports.fileOf(join(directory(module.path), name));
    return path === undefined ? undefined : this.module(path);
  }

  /** The calls in the project that can reach a function, in order of file and place. */
  callersOf(definition: FunctionDefinition): readonly Caller[] {
    return this.once(CALLERS, definition, () => this.findCallers(definition));
  }

  /**
   * The modules of the project whose text holds a word; none when it is everywhere.
   *
   * @param asker the module that wants to know: a test is answered with tests, too
   * @param alongside other words, of which the text has to hold one, too
   */
  modulesMentioning(word: string, asker: Module, alongside?: readonly string[]): readonly Module[] {
    const question = alongside ? { word, alongside } : { word, mostHolding: MOST_FILES };
    return this.modulesAt(this.host.filesWhere({ ...question, most: MOST_FILES }) ?? [], asker);
  }

  /**
   * Tests are not the program: what they assign, call, derive or mock says nothing of how the program runs. So a
   * question about the program is answered without them; a question that a test asks is answered with them.
   */
  private modulesAt(paths: readonly string[], asker: Module, withTests = asker.isTest): readonly Module[] {
    return this.withoutTests(paths, withTests).flatMap((path) => this.module(path) ?? []);
  }

  /** Nobody need read a test to leave it out. */
  private withoutTests(paths: readonly string[], withTests: boolean): readonly string[] {
    return withTests ? paths : paths.filter((path) => !this.isTestFile(path));
  }

  /**
   * The modules whose text calls something by a name, and whether they are all; when they are many, those nearest to
   * where it is defined.
   */
  modulesCalling(name: string, asker: Module): { readonly list: readonly Module[]; readonly isAll: boolean } {
    const calling = this.host.filesWhere({ word: name, use: "call", mostHolding: MOST_TEXTS });
    const paths = this.withoutTests(calling ?? [], asker.isTest);
    const list = nearestTo(asker, paths);
    const modules = list.flatMap((path) => this.module(path) ?? []);
    return { list: modules, isAll: calling !== undefined && list.length === paths.length };
  }

  /** The modules whose text imports something by a name, as far as a line tells; when they are many, the nearest to who asks. */
  modulesImporting(name: string, asker: Module): readonly Module[] {
    return this.modulesAt(nearestTo(asker, this.host.filesWhere({ word: name, use: "import" }) ?? []), asker);
  }

  /** The modules in a folder, and below it, whose text holds a word: the first of them when they are many. */
  modulesBelow(folder: string, word: string, asker: Module): readonly Module[] {
    const paths = this.host.filesWhere({ word, ...below(folder) }) ?? [];
    return this.modulesAt(paths.slice(0, MOST_MATCHING), asker);
  }

  /** Whether so many files in a folder, and below it, hold a word, be they tests. */
  holdsBelow(folder: string, word: string, many: number): boolean {
    return this.host.filesWhere({ word, ...below(folder), mostHolding: many - 1 }) === undefined;
  }

  /** The modules that assign an attribute of a name to any object; undefined when they are too many to look at. */
  modulesAssigning(attribute: string, asker: Module): readonly Module[] | undefined {
    return this.modulesMatching(attribute, "store", asker);
  }

  /**
   * The classes of the project that derive from a class, directly or not, in order of file and place: those that were
   * found, when {@link knowsSubclassesOf} denies that they are all.
   */
  subclassesOf(definition: ClassDefinition): readonly ClassDefinition[] {
    return this.heirsOf(definition).list;
  }

  /** Whether {@link subclassesOf} are all there are; a class can have too many of them to look for. */
  knowsSubclassesOf(definition: ClassDefinition): boolean {
    return this.heirsOf(definition).isAll;
  }

  private heirsOf(definition: ClassDefinition): Heirs {
    return this.once(SUBCLASSES, definition, () => {
      const found = new Set<ClassDefinition>();
      let isAll = true;
      // Whoever derives from a subclass need not mention the class itself.
      const below = (of: ClassDefinition, depth: number): Below[] => {
        const direct = this.directSubclassesOf(of);
        isAll &&= direct.isAll;
        return [...direct.list].reverse().map((subclass) => ({ subclass, depth }));
      };
      const waiting = below(definition, 1);
      for (let next = waiting.pop(); next && found.size < MOST_SUBCLASSES; next = waiting.pop()) {
        if (found.has(next.subclass)) continue;
        found.add(next.subclass);
        if (next.depth < MOST_ANCESTORS) waiting.push(...below(next.subclass, next.depth + 1));
        else isAll = false;
      }
      return { list: [...found], isAll: isAll && found.size < MOST_SUBCLASSES };
    });
  }

  private directSubclassesOf(definition: ClassDefinition): Heirs {
    return this.once(DIRECT_SUBCLASSES, definition, () => this.findDirectSubclasses(definition));
  }

  private findDirectSubclasses(definition: ClassDefinition): Heirs {
    const modules = new Set([definition.module]);
    let isAll = true;
    // An import may give the class another name.
    const names = new Set([definition.name]);
    for (const name of names) {
      const deriving = this.modulesMatching(name, "base", definition.module);
      isAll &&= deriving !== undefined;
      for (const module of deriving ?? []) {
        modules.add(module);
        isAll &&= !derivesByName(module, name);
        for (const alias of module.aliasesOf(name)) names.add(alias);
      }
    }
    return { list: [...modules].flatMap((module) => module.derivedFrom(definition)), isAll };
  }

  /**
   * The modules whose text holds a word and uses it or may hold something else; undefined when they are too many to look at.
   *
   * @param how `any` where it is enough that the text holds the word
   * @param withTests whether what tests do counts, too, whoever asks
   */
  modulesMatching(word: string, how: Match, asker: Module, withTests = asker.isTest): readonly Module[] | undefined {
    const paths = this.filesMatching(word, how);
    return paths && this.modulesAt(paths, asker, withTests);
  }

  /** Whether there are any {@link modulesMatching}; so, when they are too many. Nobody need read them for that. */
  isMatched(word: string, how: Match, asker: Module): boolean {
    const paths = this.filesMatching(word, how);
    return paths === undefined || this.withoutTests(paths, asker.isTest).length > 0;
  }

  private filesMatching(word: string, how: Match): readonly string[] | undefined {
    const use = typeof how === "string" ? how : { source: how.pattern.source, flags: how.pattern.flags };
    const asked = { word, mostHolding: MOST_TEXTS, most: MOST_MATCHING };
    return this.host.filesWhere(use === "any" ? asked : { ...asked, use });
  }

  /**
   * What calling a name may take that the project defines, as far as texts show; undefined when too many files define it.
   * What tests define is left out, and what the text of a library's decorator hides.
   */
  takingsOf(name: string, asker: Module): readonly HomedTaking[] | undefined {
    return this.once(TAKINGS, this, () => this.findTakings(name, asker), toldTo(asker, name));
  }

  private findTakings(name: string, asker: Module): readonly HomedTaking[] | undefined {
    return this.homesOf(name, asker)?.flatMap(({ path: home, defined }) => {
      const takings = defined.flatMap(({ taking, decorator, bases }): readonly Taking[] => {
        if (bases.length > 0) return bases.flatMap((base) => this.inheritedTakings(base, asker));
        if (decorator === undefined) return [taking];
        return decorator === LONG || this.isDefined(decorator) ? ["unclear"] : [];
      });
      // Classes that derive from namesakes of each other inherit the same again and again.
      return [...new Set(takings)].map((taking) => ({ taking, home }));
    });
  }

  /** What a class takes that has its constructor from others; nothing is known of one from outside, but for errors. */
  private inheritedTakings(base: string, asker: Module): readonly Taking[] {
    const own = this.takingsOf(base, asker)?.map(({ taking }) => taking) ?? ["unclear"];
    // One of the project's own may be called like those of Python.
    const isFromOutside = isBuiltinError(base) && (own.length === 0 || BUILTINS.has(base));
    return isFromOutside ? [...own, ANY_PLACES] : own;
  }

  /** Whether a function of a name may return None on some path only; so, when many files define one. */
  mayGiveNone(name: string, asker: Module): boolean {
    return this.once(OPTIONAL, this, () => this.definesOptional(name, asker), toldTo(asker, name));
  }

  private definesOptional(name: string, asker: Module): boolean {
    const homes = this.homesOf(name, asker);
    return homes?.some(({ defined }) => defined.some(({ isOptional }) => isOptional)) ?? true;
  }

  /** Whether a function of a name may open a resource; not so, when many files define one. */
  mayOpen(name: string, asker: Module): boolean {
    return this.once(OPENING, this, () => this.definesOpening(name, asker), toldTo(asker, name));
  }

  private definesOpening(name: string, asker: Module): boolean {
    return this.homesOf(name, asker)?.some(({ defined }) => defined.some(({ mayOpen }) => mayOpen)) ?? false;
  }

  /** The modules with a function of a name that may read rows and return them; undefined when many files define one. */
  modulesReadingRows(name: string, asker: Module): readonly Module[] | undefined {
    const homes = this.homesOf(name, asker)?.filter(({ defined }) => defined.some(({ mayReadRows }) => mayReadRows));
    return homes?.flatMap(({ path }) => this.module(path) ?? []);
  }

  /** What the program seems to define under a name, file by file; undefined when they are too many. */
  private homesOf(name: string, asker: Module): readonly Definition[] | undefined {
    return this.host.definitionsOf(name)?.filter(({ path }) => asker.isTest || !this.isTestFile(path));
  }

  /** Whether something in the project seems to define a name. */
  private isDefined(name: string): boolean {
    return this.host.filesWhere({ word: name, use: "define", most: MOST_FILES })?.length !== 0;
  }

  /** Whether a file of the program may define a name, or assign it, be it as an attribute; so, when many hold the name. */
  mayDefine(name: string, asker: Module): boolean {
    const paths = this.host.filesWhere({ word: name, use: "member", mostHolding: FEW_FILES });
    return paths?.some((path) => asker.isTest || !this.isTestFile(path)) ?? true;
  }

  /** Whether few files hold a word, in whatever sense. */
  isRare(word: string): boolean {
    return this.host.filesWhere({ word, mostHolding: FEW_FILES }) !== undefined;
  }

  /** Whether the text of another file, be it a test's, holds a word, in whatever sense. */
  isMentionedBeside(module: Module, word: string): boolean {
    const paths = this.host.filesWhere({ word, mostHolding: MOST_TEXTS, most: MOST_MATCHING });
    return paths?.some((path) => path !== module.path) ?? true;
  }

  /** Whether a file defines a class or function of a name. */
  defines(path: string, name: string): boolean {
    const module = this.host.isFile(path) ? this.module(path) : undefined;
    const definitions = module?.mentioning(name, "function_definition", "class_definition") ?? [];
    return [...definitions].some((definition) => definition.field("name")?.text === name);
  }

  /** Whether the text of some file, be it a test's, defines a coroutine function of a name. */
  mayBeCoroutineFunction(name: string): boolean {
    return this.host.filesWhere({ word: name, use: "async", most: 0 }) === undefined;
  }

  private findCallers(definition: FunctionDefinition): readonly Caller[] {
    const names = this.namesCalling(definition);
    const { module: home } = definition;
    const modules = new Set([home, ...names.flatMap((name) => this.modulesCalling(name, home).list)]);
    const isInit = definition.name === "__init__";
    return [...modules].flatMap((module) => {
      const written = isInit ? [...names, "__init__"] : names;
      return written.flatMap((name) => this.reachedBy(module, name).get(definition) ?? []);
    });
  }

  /** What calls of a function are written with: for a constructor the names of the classes that have it. */
  namesCalling(definition: FunctionDefinition): readonly string[] {
    const { owner, name } = definition;
    if (name !== "__init__" || !owner) return [name];
    const heirs = this.subclassesOf(owner).filter((sub) => sub.method("__init__") === definition);
    return [...new Set([owner, ...heirs].map((of) => of.name))];
  }

  /** The functions that calls of a file which are written with a name can reach, and those calls. */
  private reachedBy(module: Module, name: string): Reached {
    return this.once(REACHED, module, () => reachedFrom(module.callsNamed(name)), name);
  }
}

function below(folder: string): Pick<TextQuestion, "below"> {
  return folder === "" ? {} : { below: folder };
}

/** The functions that some calls can reach, and by which of them. */
type Reached = ReadonlyMap<FunctionDefinition, readonly Caller[]>;

function sameTakings(a: readonly HomedTaking[] | undefined, b: readonly HomedTaking[] | undefined): boolean {
  if (!a || !b) return a === b;
  return sameItems(a, b, (one, other) => one.taking === other.taking && one.home === other.home);
}

function sameHeirs(a: Heirs, b: Heirs): boolean {
  return a.isAll === b.isAll && sameItems(a.list, b.list);
}

function sameCallers(a: readonly Caller[], b: readonly Caller[]): boolean {
  return sameItems(a, b, (one, other) => one.call === other.call && one.bound === other.bound);
}

function sameReached(a: Reached, b: Reached): boolean {
  return a.size === b.size && [...a].every(([definition, callers]) => sameCallers(callers, b.get(definition) ?? []));
}

function reachedFrom(calls: readonly Call[]): Reached {
  const reached = new Map<FunctionDefinition, Caller[]>();
  for (const call of calls) {
    for (const value of targetsOf(call)) {
      const init = value.kind === "class" ? value.definition.method("__init__") : undefined;
      const target = value.kind === "function" ? value.definition : init;
      const self = value.kind === "function" ? value.self : undefined;
      const overrides = target && !choosesItself(call, value) ? overridesOf(target, self) : [];
      for (const definition of target ? new Set([target, ...overrides]) : []) {
        spend();
        const callers = reached.get(definition);
        const caller = { call, bound: isBound(value) };
        if (callers) callers.push(caller);
        else reached.set(definition, [caller]);
      }
    }
  }
  return reached;
}

/** What a call may run, with the methods of the objects that callers hand over: `self.codec.decode(frame)`. */
function targetsOf({ targets, module }: Call): Values {
  const isHanded = targets.some((value) => value.kind === "parameter" && value.path.length > 0);
  return isHanded ? module.project.evaluator.withCallers(targets) : targets;
}

/** Whether a call says itself whose method runs: `super().send()`, `Gateway.send(self)`, `Gateway()`. */
function choosesItself(call: Call, value: Value): boolean {
  if (value.kind === "class") return call.lastName === value.definition.name;
  const { receiver, module } = call;
  if (value.kind !== "function" || !value.definition.owner || !receiver) return false;
  if (isSuperCall(receiver)) return true;
  return value.self === undefined && !module.receiverClass(receiver) && module.valuesOf(receiver).every(isClass);
}

const isClass = ({ kind }: Value): boolean => kind === "class";

/** Few of some files, those that share most folders with a module. */
function nearestTo({ path }: Module, paths: readonly string[]): readonly string[] {
  const nearest = [...paths].sort((a, b) => sharedLength(b, path) - sharedLength(a, path));
  return nearest.slice(0, MOST_FILES).sort();
}

/** How many folders two paths have in common. */
function sharedLength(a: string, b: string): number {
  const folders = b.split("/");
  const differs = a.split("/").findIndex((folder, index) => folder !== folders[index]);
  return differs < 0 ? folders.length : differs;
}

/** Whether a class of a file derives from what a call has looked up by its name: `Report = get_class("reports", "Report")`. */
function derivesByName(module: Module, name: string): boolean {
  const isLoaded = module.scopes.module
    .bindings(name)
    .some(({ from }) => from?.kind === "call" && [...from.descendants("string")].some((text) => textOf(text) === name));
  return isLoaded && module.classes.some(({ baseNodes }) => baseNodes.some(({ text }) => text === name));
}

/** Tests are told of tests, too: two answers to the same question. */
const toldTo = (asker: Module, name: string): string => (asker.isTest ? `${name} in tests` : name);
