import { calledName, spellingOf } from "../../../src/python/cfg/expression.js";
import { SECRET_NAME } from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";

/** What is longer, in characters, does more than to name a value. */
const LONGEST = 200;

/** Expressions that stand for one value, however they are laid out. */
export class Forms {
  readonly #bySpelling = new Map<string, Node>();
  /** Their last names: few other expressions have to be spelled. */
  readonly #lastNames = new Set<string | undefined>();

  constructor(expression: Node) {
    this.add(expression);
  }

  add(expression: Node): void {
    const spelling = spellingOf(expression, LONGEST);
    if (spelling.length > LONGEST) return;
    this.#bySpelling.set(spelling, expression);
    this.#lastNames.add(calledName(expression));
  }

  has(expression: Node): boolean {
    return this.#lastNames.has(calledName(expression)) && this.#bySpelling.has(spellingOf(expression, LONGEST));
  }

  /** Whether one of them goes by the name of a secret: `getattr(settings, "API_TOKEN", None)`. */
  get isSecret(): boolean {
    return [...this.#bySpelling.values()].some((form) =>
      wordsIn(form, isOfValue).some((word) => SECRET_NAME.test(word)),
    );
  }
}

/** The last word that an expression names something by: `token` of `self.token`, of `settings["token"]`, of `get(token)`. */
export function lastWord(expression: Node): string {
  return wordsIn(expression).at(-1) ?? "";
}

/** The names in an expression, and the words of the texts. */
function wordsIn(expression: Node, counts: (part: Node) => boolean = () => true): readonly string[] {
  const parts = [...expression.descendants("identifier", "string_content")].filter(counts);
  return parts.flatMap(({ text }) => text.match(/\w+/g) ?? []);
}

/** Whether a part says what the value is, and not by which variable it is looked up: `FEATURES.get(feature_key)` gives no key. */
function isOfValue({ kind, text, parent, fieldName }: Node): boolean {
  if (kind !== "identifier" || text === text.toUpperCase()) return true;
  if (parent?.kind === "subscript") return fieldName !== "subscript";
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return calledName(call) !== "get";
}
