/**
 * What objects of Python's own containers and texts have beside special methods, by their types; what Python 2 had besides
 * is not missed.
 */
export const BUILTIN_MEMBERS: Readonly<Record<string, ReadonlySet<string>>> = {
  dict: names(
    "clear copy fromkeys get items keys pop popitem setdefault update values has_key iteritems iterkeys itervalues " +
      "viewitems viewkeys viewvalues",
  ),
  list: names("append clear copy count extend index insert pop remove reverse sort"),
  set: names(
    "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset " +
      "issuperset pop remove symmetric_difference symmetric_difference_update union update",
  ),
  str: names(
    "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii " +
      "isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip " +
      "maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split " +
      "splitlines startswith strip swapcase title translate upper zfill decode",
  ),
  tuple: names("count index"),
};

/** Methods that mappings have, and no other of these types. */
export const MAPPING_METHODS: ReadonlySet<string> = names("get items keys values setdefault");

/** What other languages call methods of theirs, and people who come from there. */
const OF_OTHER_LANGUAGES = names(
  "push length size contains has isEmpty forEach indexOf substring trim toLowerCase toUpperCase",
);

/** The names whose absence from such an object is a mistake: those of the other types. */
export const SOUGHT_IN_BUILTINS: ReadonlySet<string> = new Set([
  ...OF_OTHER_LANGUAGES,
  ...Object.values(BUILTIN_MEMBERS).flatMap((members) => [...members]),
]);

/** What a method of one type is called in another: what was meant, by what is missing. */
export const CALLED_IN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  list: { add: "append", push: "append", update: "extend", discard: "remove", indexOf: "index" },
  set: { append: "add", push: "add", extend: "update", insert: "add" },
  str: { contains: "find", trim: "strip", toLowerCase: "lower", toUpperCase: "upper", indexOf: "find" },
};

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
