import fc from "fast-check";

const FUNCTION =
  "def relay(queue, *, limit=10):\n    for item in queue:\n        yield item or (limit, 'größe', \"😀\")\n\n\n";

/** Texts that parsers have been known to stumble over, by what is special about them. */
export const STRESS: Readonly<Record<string, string>> = {
  nothing: "",
  "white space only": " \t\n\f\n   ",
  "a comment without an end of line": "# done",
  "just over 32 KiB": FUNCTION.repeat(400),
  "a third of a megabyte": FUNCTION.repeat(3000),
  "a line of 100,000 characters": `names = [${"'a', ".repeat(20_000)}]\n`,
  "a byte order mark": `\ufeff${FUNCTION}`,
  CRLF: FUNCTION.repeat(3).replaceAll("\n", "\r\n"),
  "lone CR": FUNCTION.repeat(3).replaceAll("\n", "\r"),
  "ends of lines of all kinds": "a = 1\r\nb = 2\rc = 3\n\rd = 4\r\r\ne = 5",
  "form feeds": "import os\n\f\ndef f():\n\f    return os\n\fclass A:\n    pass\n",
  tabs: "def f():\n\tif x:\n\t\treturn\t1\n\treturn\t2\n",
  "astral characters": "name = '😀😀' + f'{x!r:>{w}}𝔘'\n𝔘𝔫𝔦 = {'🐍': name}\n",
  "half a surrogate pair": "x = '\ud83d' + y\nz = '\ude00'\n",
  "a null character": "x = 1\0\ny = 2\n",
  "line continuations": "total = 1 + \\\n    2 + \\\r\n    3\nassert total, \\\r    'none'\n",
  "deep brackets": `${"(".repeat(2000)}x${")".repeat(2000)}\n`,
  "deep blocks":
    Array.from({ length: 90 }, (_, depth) => `${" ".repeat(depth)}if x:\n`).join("") + `${" ".repeat(90)}y\n`,
  "brackets that are not closed": `${"f(".repeat(500)}\n${FUNCTION}`,
  "a string that is not closed": `x = """${FUNCTION}`,
  "an f-string that is not closed": `x = f"{a!r:{b\n${FUNCTION}`,
  "conflict markers": `<<<<<<< ours\n${FUNCTION}=======\n${FUNCTION}>>>>>>> theirs\n`,
  "a statement that breaks off": `class Relay(\n    def run(self)\n        return self.\n\n${FUNCTION}`,
  "Python 2": "print 'x', y\nexec code in ns\ntry:\n    pass\nexcept E, e:\n    raise E, 'm'\n",
  "new grammar":
    "match point:\n    case Point(x=0) | [*_]:\n        type A[T] = list[T]\nwith (a as b, c):\n    pass\n",
};

const PIECES = [
  ...["(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "+", "*", "@", ";", "\\", "'", '"', "#"],
  ...[" ", "\t", "\n", "\r", "\f"],
  ...["\r\n", "\n    ", "\n\t", "é", "😀", "𝔘", "\u2028", "\0", "0x1", "1.5e3j", "f'{", "}'", '"""', ":=", "->", "**"],
  ...[
    "def ",
    "class ",
    "async ",
    "await ",
    "if ",
    "else:",
    "for ",
    "in ",
    "with ",
    "try:",
    "except ",
    "return ",
    "lambda ",
  ],
  ...["match ", "case ", "yield ", "import ", "x", "self", "print ", "not ", "None"],
];

/** Texts put together from pieces of Python: some are programs, most are broken ones. */
export const python = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join(""));
