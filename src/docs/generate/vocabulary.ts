import path from "node:path";
import {
  Node,
  Project,
  Scope,
  SyntaxKind,
  type ClassDeclaration,
  type ExportSpecifier,
  type SourceFile,
} from "ts-morph";

/** A word that a rule can ask, as its page shows it. */
export interface Word {
  /** `familyOf`, `Call.argument`. */
  readonly name: string;
  /** How it is written: `Call.argument(position: number, keyword?: string): Node | undefined`; a type's whole declaration. */
  readonly signature: string;
  readonly isType: boolean;
  /** What it answers, as Markdown. */
  readonly answer: string;
  /** The file that it is defined in, from the project's root. */
  readonly file: string;
}

/** A question, a program that shows it, and the words that answer it. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly python: string;
  /** Lines of JavaScript; what stands behind `; //` is what a line gives. */
  readonly js: string;
  readonly words: readonly Word[];
}

/** The vocabulary by question, and one line for each word that does not say what it answers. */
export interface Vocabulary {
  readonly questions: readonly Question[];
  readonly problems: readonly string[];
}

interface Section extends Omit<Question, "words"> {
  readonly exports: ExportSpecifier[];
  readonly members: readonly string[];
}

const INDEX = "src/vocabulary.ts";

/** Reads `src/vocabulary.ts`, and of the files behind it what their comments say of the words. */
export function readVocabulary(root: string): Vocabulary {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  const sections = sectionsOf(project.addSourceFileAtPath(path.join(root, INDEX)));
  const words = new Map<ExportSpecifier, Word[]>();
  for (const specifier of sections.flatMap(({ exports }) => exports)) words.set(specifier, wordsOf(specifier, root));
  const all = new Map([...words.values()].flat().map((word) => [word.name, word]));
  const moved = new Set(sections.flatMap(({ members }) => members));
  const questions = sections.map(({ exports, members, ...question }): Question => {
    const own = exports.flatMap((specifier) => words.get(specifier) ?? []).filter(({ name }) => !moved.has(name));
    return { ...question, words: [...members.flatMap((name) => all.get(name) ?? []), ...own] };
  });
  const problems = [
    ...[...moved].filter((name) => !all.has(name)).map((name) => `${INDEX}: there is no '${name}' to be brought along`),
    ...[...all.values()]
      .filter(({ answer }) => answer === "")
      .map(({ name, file }) => `${file}: '${name}' has no comment; say in a sentence what it answers, or @internal`),
  ];
  return { questions, problems };
}

function sectionsOf(source: SourceFile): Section[] {
  const sections: Section[] = [];
  for (const declaration of source.getExportDeclarations()) {
    const comment = declaration.getLeadingCommentRanges().findLast((range) => range.getText().startsWith("/**"));
    if (comment) sections.push(readSection(linesOf(comment.getText())));
    sections.at(-1)?.exports.push(...declaration.getNamedExports());
  }
  return sections;
}

function readSection(comment: string): Section {
  const block = (language: string): string =>
    new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(comment)?.[1] ?? "";
  const [, title = "", text = ""] = /^# (.*)\n([\s\S]*?)(?=^```|^@|$(?![\s\S]))/m.exec(comment) ?? [];
  const members = [...comment.matchAll(/^@members (.*)$/gm)].flatMap(([, names = ""]) => names.trim().split(/\s+/));
  return { title, text: text.trim(), python: block("python"), js: block("js"), exports: [], members };
}

function wordsOf(specifier: ExportSpecifier, root: string): Word[] {
  const from = specifier.getExportDeclaration().getModuleSpecifierValue() ?? "";
  const file = path.posix.join("src", from.replace(/\.js$/, ".ts"));
  const name = specifier.getAliasNode()?.getText() ?? specifier.getName();
  const declared = declarationOf(specifier, path.join(root, file));
  if (!declared) return [{ name, signature: name, isType: false, answer: "", file }];
  const word = { name, signature: name + parametersOf(declared), isType: false, answer: answerOf(declared), file };
  if (Node.isClassDeclaration(declared)) return [word, ...membersOf(declared, name, file)];
  if (Node.isFunctionDeclaration(declared) || Node.isVariableStatement(declared)) return [word];
  const text = declared.getText().replace(/^(export )?(interface|type) \w+/, `$2 ${name}`);
  return [{ ...word, signature: text, isType: true }];
}

/** What a file declares by a name, itself or by handing on what another does. */
function declarationOf(specifier: ExportSpecifier, file: string): Node | undefined {
  const name = specifier.getName();
  const source = specifier.getProject().addSourceFileAtPath(file);
  const found = source.forEachChildAsArray().find((statement) => declares(statement, name));
  if (found) return found;
  const onward = source.getExportDeclarations().flatMap((declaration) => declaration.getNamedExports());
  const next = onward.find((other) => (other.getAliasNode()?.getText() ?? other.getName()) === name);
  const from = next?.getExportDeclaration().getModuleSpecifierValue()?.replace(/\.js$/, ".ts");
  return next && from !== undefined ? declarationOf(next, path.join(path.dirname(file), from)) : undefined;
}

function declares(statement: Node, name: string): boolean {
  if (Node.isVariableStatement(statement))
    return statement.getDeclarations().some((variable) => variable.getName() === name);
  return !Node.isExportDeclaration(statement) && nameOf(statement) === name;
}

function membersOf(declared: ClassDeclaration, owner: string, file: string): Word[] {
  const given = declared.getConstructors()[0]?.forEachChildAsArray() ?? [];
  return [...given, ...declared.forEachChildAsArray()].filter(isPublic).map((member) => {
    const name = `${owner}.${nameOf(member)}`;
    const type = parametersOf(member) || `: ${typeOf(member)}`;
    return { name, signature: name + type, isType: false, answer: answerOf(member), file };
  });
}

const nameOf = (node: Node): string => (Node.hasName(node) ? node.getName() : "");

/** Whether a node is a member of a class that rules may ask. */
function isPublic(node: Node): boolean {
  if (/@internal\b/.test(commentOf(node)) || nameOf(node).startsWith("#")) return false;
  if (Node.isParameterDeclaration(node)) return node.isReadonly() && node.getScope() === Scope.Public;
  const isMember = Node.isPropertyDeclaration(node) || Node.isGetAccessorDeclaration(node);
  return (isMember || Node.isMethodDeclaration(node)) && node.getScope() === Scope.Public;
}

function typeOf(member: Node): string {
  if (Node.isGetAccessorDeclaration(member)) return member.getReturnTypeNode()?.getText() ?? "";
  const written = Node.isTyped(member) ? member.getTypeNode() : undefined;
  // `knowledge = new Knowledge()` says what it is, too.
  const made = Node.isInitializerExpressionGetable(member) ? member.getInitializer() : undefined;
  return (written ?? made?.asKind(SyntaxKind.NewExpression)?.getExpression())?.getText() ?? "";
}

/** What a function takes and gives; empty for what is none. */
function parametersOf(callable: Node): string {
  if (!Node.isFunctionDeclaration(callable) && !Node.isMethodDeclaration(callable)) return "";
  const parameters = callable.getParameters().map((parameter) => {
    // A pattern says nothing that its type does not.
    const name = /^\w+$/.test(parameter.getName()) ? parameter.getName() : "of";
    const isRest = parameter.isRestParameter();
    return `${isRest ? "..." : ""}${name}${!isRest && parameter.isOptional() ? "?" : ""}: ${parameter.getTypeNode()?.getText() ?? ""}`;
  });
  return `(${parameters.join(", ")}): ${callable.getReturnTypeNode()?.getText() ?? ""}`.replace(/\s+/g, " ");
}

function commentOf(declared: Node): string {
  const range = declared.getLeadingCommentRanges().findLast((comment) => comment.getText().startsWith("/**"));
  return range ? linesOf(range.getText()) : "";
}

/** What a comment says in front of its tags, with links as code, and what it says of parameters. */
function answerOf(declared: Node): string {
  const [text = "", ...tags] = commentOf(declared).split(/(?:^|\s)@(?=param |returns |throws |internal)/m);
  const given = tags.map((tag) => /^param (\w+) ([\s\S]*)/.exec(tag)).filter((found) => found !== null);
  const parameters = given.map(([, name = "", said = ""]) => `\`${name}\`: ${said}`);
  const paragraphs = [text, ...parameters].map((part) => part.replace(/\s+/g, " ").trim());
  return paragraphs
    .filter((part) => part !== "")
    .join(" ")
    .replace(/\{@link ([^}]+)\}/g, "`$1`");
}

/** A comment's lines without its delimiters and the asterisks in front. */
function linesOf(raw: string): string {
  const body = raw.replace(/^\/\*\*[ \t]*\n?/, "").replace(/\s*\*\/$/, "\n");
  return body.replace(/^[ \t]*\* ?/gm, "");
}
