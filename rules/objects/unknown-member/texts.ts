// What stands between the names of a path: space, line continuations and comments.
const GAP = String.raw`(?:[\s\\]|#.*)*`;
const NAME = String.raw`[\w\x80-\uffff]+`;

const READ = new RegExp(String.raw`\.${GAP}(${NAME})`, "g");
const PAIR = new RegExp(String.raw`\bself${GAP}\.${GAP}(${NAME})[)\s\\]*(?:#.*\s*)*\.${GAP}(${NAME})`, "g");

/** The names of all attributes that a text speaks of, each once. */
export function attributesIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(READ), ([, name = ""]) => name))];
}

/** The names of the attributes that a text speaks of right behind a name, each once. */
export function attributesBehind(text: string, name: string): readonly string[] {
  const behind = new RegExp(String.raw`\b${name}[)\s\\]*(?:#.*\s*)*\.${GAP}(${NAME})`, "g");
  return [...new Set(Array.from(text.matchAll(behind), ([, read = ""]) => read))];
}

/** The names of the attributes that a text speaks of behind each attribute of `self`. */
export function pairsIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const pairs = new Map<string, Set<string>>();
  for (const [, field = "", name = ""] of text.matchAll(PAIR)) {
    const names = pairs.get(field);
    if (names) names.add(name);
    else pairs.set(field, new Set([name]));
  }
  return pairs;
}
