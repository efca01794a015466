// Between the names of a path may stand space, line continuations and comments.
const GAP = String.raw`(?:[\s\\]|#.*$){0,99}`;
const NAME = String.raw`[\w\x80-\uffff]+`;
const BEGINS = String.raw`(?<![\w\x80-\uffff])`;

const READ = new RegExp(String.raw`\.${GAP}(${NAME})`, "gm");
const CLASSES = new RegExp(String.raw`${BEGINS}(${NAME})${GAP}\.${GAP}([A-Z]${NAME})`, "gm");

const PAIR = new RegExp(String.raw`\bself${GAP}\.${GAP}(${NAME})(?:[)\s\\]|#.*$){0,99}\.${GAP}(${NAME})`, "gm");

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

/** The names of all attributes that a text speaks of, each once. */
export function attributesIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(READ), ([, name = ""]) => name))];
}

/** The names of the attributes that a text speaks of right behind a name, each once. */
export function attributesBehind(text: string, name: string): readonly string[] {
  if (!text.includes(name)) return [];
  const behind = new RegExp(String.raw`${BEGINS}${name}(?:[)\s\\]|#.*$){0,99}\.${GAP}(${NAME})`, "gm");
  return [...new Set(Array.from(text.matchAll(behind), ([, read = ""]) => read))];
}

/** The attributes that a text speaks of and that are called as classes are, by the name in front of them. */
export function classesBehind(text: string): ReadonlyMap<string, readonly string[]> {
  const classes = new Map<string, string[]>();
  for (const [, owner = "", name = ""] of text.matchAll(CLASSES)) {
    const names = classes.get(owner);
    if (!names) classes.set(owner, [name]);
    else if (!names.includes(name)) names.push(name);
  }
  return classes;
}
