import assert from "node:assert/strict";
import { test } from "node:test";
import { findFault } from "../../src/python/grammar/check.js";
import { Lines } from "../../src/syntax/positions.js";

/** `line:column message`, or `fine`. */
function verdict(source: string): string {
  const fault = findFault(source);
  if (!fault) return "fine";
  const { line, column } = new Lines(source).position(fault.start);
  return `${String(line)}:${String(column)} ${fault.message}`;
}

/** Programs that no version compiles, with where and why. */
const REFUSED: Readonly<Record<string, readonly (readonly [program: string, verdict: string])[]>> = {
  blocks: [
    ["with a:\nb()\n", "2:1 an indented block is expected after 'with' on line 1"],
    ["def f():\n\n\n", "1:8 an indented block is expected after a function definition on line 1"],
    ["try:\n    a()\nfinally:\n", "3:8 an indented block is expected after 'finally' on line 3"],
    ["class A:\n# only a comment\nx = 1\n", "3:1 an indented block is expected after a class definition on line 1"],
    ["try:\n    a()\nb()\n", "3:1 'except' or 'finally' is expected after 'try' on line 1"],
    ["try:\n    a()\nelse:\n    b()\n", "3:1 'except' or 'finally' is expected after 'try' on line 1"],
    ["x = 1\n  y = 2\n", "2:3 the indent is unexpected"],
    ["if a:\n    b()\n  c()\n", "3:3 the unindent matches no outer indentation level"],
    [
      "if a:\n        b()\n\tc()\n",
      "3:2 tabs and spaces are mixed, so that the indentation depends on how wide a tab is",
    ],
    ["if a\n    b()\n", "1:4 ':' is expected before the end of the line"],
    ["else:\n    b()\n", "1:1 the syntax is invalid at 'else'"],
    ["if a: for b in c: pass\n", "1:7 the syntax is invalid at 'for'"],
    ["@a\nx = 1\n", "2:1 a function or class after the decorator is expected, not 'x'"],
    ["match a:\n    x = 1\n", "2:5 'case' is expected before 'x'"],
  ],
  brackets: [
    ["a = (1,\n\nb = 2\n", "1:5 the opening '(' is never closed"],
    ["a = [1\n", "1:5 the opening '[' is never closed"],
    ["a = 1)\n", "1:6 the closing ')' matches no opening bracket"],
    ["a = (1]\n", "1:7 the closing ']' does not match the opening '('"],
    ["a = {\n  1: (2]\n}\n", "2:8 the closing ']' does not match the opening '('"],
    ["f(a b)\n", "1:5 ',' or ')' is expected before 'b'"],
    [`x = ${"(".repeat(201)}1${")".repeat(201)}\n`, "1:205 the brackets nest too deep"],
  ],
  strings: [
    ["a = 'b\n", "1:5 the string that ' opens here is never closed"],
    ["a = '''b\n", "1:5 the triple-quoted string that ''' opens here is never closed"],
    ["a = f'''b\n", "1:5 the triple-quoted f-string that ''' opens here is never closed"],
    ['a = ur"b"\n', "1:5 'ur' is no prefix of a string"],
    ["a = b'ä'\n", "1:5 a bytes literal holds a character that is not ASCII"],
    ["a = 'b' b'c'\n", "1:5 bytes and text literals are mixed"],
    ["a = '\\x1'\n", "1:5 the escape '\\x' is cut short: it takes 2 hexadecimal digits"],
    ["a = '\\U00110000'\n", "1:5 the escape '\\U00110000' names no Unicode character"],
    ["a = '\\N'\n", "1:5 the escape '\\N' needs a name in braces"],
    ["a = b'\\x1'\n", "1:5 the escape '\\x' is cut short: it takes 2 hexadecimal digits"],
    ["a = f'{}'\n", "1:8 an expression is expected in the f-string's field before '}'"],
    ["a = f'}'\n", "1:7 a single '}' stands in the text of an f-string"],
    ["a = f'{b'\n", "1:7 the '{' of an f-string's field is never closed"],
    ["a = f'{b!x}'\n", "1:9 an f-string's conversion is one of '!r', '!s' and '!a'"],
    ["a = f'{b c}'\n", "1:7 '}' is expected in an f-string's field"],
    ["a = f'{lambda b: c}'\n", "1:16 ':' is expected before ':'"],
    ["a = f'{b:{c:{d:{e}}}}'\n", "1:16 the fields of an f-string nest too deep"],
    [`a = ${"f'{".repeat(150)}1${"}'".repeat(150)}\n`, "1:452 the f-strings nest too deep"],
    ["a = f'{b:{c}'\n", "1:7 the '{' of an f-string's field is never closed"],
  ],
  numbers: [
    ["a = 0777\n", "1:5 '0777' has a leading zero, which a decimal number cannot have; octal is '0o'"],
    ["a = 1_\n", "1:5 a decimal number is malformed"],
    ["a = 1__0\n", "1:5 a decimal number is malformed"],
    ["a = 0xZ\n", "1:5 a number in hexadecimal is malformed"],
    ["a = 0b12\n", "1:5 '2' is no digit of a number in binary"],
    ["a = 10L\n", "1:5 the number '10L' is malformed"],
    ["a = 5kg\n", "1:5 the number '5kg' is malformed"],
  ],
  characters: [
    ["a = 5 €\n", "1:7 the character '€' (U+20AC) cannot stand in a program outside of strings"],
    ["a =\u00a05\n", "1:4 the character U+00A0 cannot stand in a program outside of strings"],
    ["a = 5\uffff\n", "1:6 the character U+FFFF cannot stand in a program outside of strings"],
    ["a = b?\n", "1:6 the character '?' cannot stand in a program outside of strings"],
    ["a = b \\ c\n", "1:7 an unexpected character follows the line continuation '\\'"],
    ["\ufeffa = 5\n", "1:1 the character U+FEFF cannot stand in a program outside of strings"],
    ["<<<<<<< HEAD\na = 1\n", "1:1 a merge conflict marker stands in the program"],
  ],
  functions: [
    ["return 1\n", "1:1 'return' stands outside of a function"],
    ["class A:\n    return\n", "2:5 'return' stands outside of a function"],
    ["yield 1\n", "1:1 'yield' stands outside of a function"],
    ["class A:\n    x = yield\n", "2:9 'yield' stands outside of a function"],
    ["def f(): return [(yield a) for a in b]\n", "1:19 'yield' stands inside a comprehension"],
    ["async def f():\n    yield from a\n", "2:5 'yield from' stands in an async function"],
    ["async def f():\n    return 1\n    yield\n", "2:5 'return' has a value in an async generator"],
    ["await a\n", "1:1 'await' stands outside of a function"],
    ["def f():\n    await a\n", "2:5 'await' stands outside of an async function"],
    ["async def f():\n    return lambda: await a\n", "2:20 'await' stands outside of an async function"],
    ["def f():\n    async for a in b: pass\n", "2:5 'async for' stands outside of an async function"],
    ["async with a: pass\n", "1:1 'async with' stands outside of an async function"],
    [
      "def f(): return {a async for a in b}\n",
      "1:17 an asynchronous comprehension stands outside of an async function",
    ],
    [
      "def f(): return [await a for a in b]\n",
      "1:17 an asynchronous comprehension stands outside of an async function",
    ],
    ["break\n", "1:1 'break' stands outside of a loop"],
    ["for a in b:\n    def f():\n        continue\n", "3:9 'continue' stands outside of a loop"],
    ["for a in b: pass\nelse: break\n", "2:7 'break' stands outside of a loop"],
  ],
  parameters: [
    ["def f(a, a): pass\n", "1:10 the parameter 'a' stands twice in the function"],
    ["lambda a, *, a: 0\n", "1:14 the parameter 'a' stands twice in the function"],
    ["def f(a=1, b): pass\n", "1:12 a parameter without a default follows one with a default"],
    ["def f(*): pass\n", "1:7 a named parameter must follow the bare '*'"],
    ["def f(*, **a): pass\n", "1:7 a named parameter must follow the bare '*'"],
    ["def f(*a, *b): pass\n", "1:11 '*' stands twice among the parameters"],
    ["def f(/, a): pass\n", "1:7 '/' has no parameter before it"],
    ["def f(*a, /): pass\n", "1:11 '/' follows '*' among the parameters"],
    ["def f(**a, b): pass\n", "1:12 a parameter follows '**'"],
    ["def f(*a=1): pass\n", "1:9 the parameter after '*' cannot have a default"],
    ["def f((a, b)): pass\n", "1:7 the syntax is invalid at '('"],
    ["def f(None): pass\n", "1:7 the syntax is invalid at 'None'"],
  ],
  arguments: [
    ["f(a=1, b)\n", "1:8 a positional argument follows a keyword argument"],
    ["f(**a, b)\n", "1:8 a positional argument follows a keyword argument unpacking '**'"],
    ["f(**a, *b)\n", "1:8 an argument unpacking '*' follows a keyword argument unpacking '**'"],
    ["f(a=1, b=2, a=3)\n", "1:13 the keyword argument 'a' is repeated"],
    ["f(a for a in b, 1)\n", "1:3 a generator expression must be parenthesised here"],
    ["f(1, a for a in b)\n", "1:6 a generator expression must be parenthesised here"],
    ["f(a.b=1)\n", "1:3 an attribute cannot be a keyword argument's name"],
    ["f(True=1)\n", "1:3 'True' cannot be a keyword argument's name"],
    ["class A(a for a in b): pass\n", "1:11 the syntax is invalid at 'for'"],
  ],
  targets: [
    ["f() = 1\n", "1:1 a function call cannot be assigned to"],
    ["None = 1\n", "1:1 'None' cannot be assigned to"],
    ["a + b = 1\n", "1:1 an expression with an operator cannot be assigned to"],
    ["a = 1 = b\n", "1:5 a literal cannot be assigned to"],
    ["(a, b()) = 1\n", "1:5 a function call cannot be assigned to"],
    ["[a, (b, 1)] = c\n", "1:9 a literal cannot be assigned to"],
    ["*a = b\n", "1:1 a starred target stands outside of a list or tuple"],
    ["*a, *b = c\n", "1:5 an assignment has two starred targets"],
    ["a, b += 1\n", "1:1 a tuple cannot be the target of '+='"],
    ["f() += 1\n", "1:1 a function call cannot be the target of '+='"],
    ["(a, b): int\n", "1:1 a tuple cannot be annotated"],
    ["for f() in a: pass\n", "1:5 a function call cannot be assigned to"],
    ["with a as b(): pass\n", "1:11 a function call cannot be assigned to"],
    ["[a for 1 in b]\n", "1:8 a literal cannot be assigned to"],
    ["del f()\n", "1:5 a function call cannot be deleted"],
    ["del a, *b\n", "1:8 a starred expression cannot be deleted"],
    ["a := 1\n", "1:3 the syntax is invalid at ':='"],
    ["(a.b := 1)\n", "1:6 the syntax is invalid at ':='"],
    ["[a := 1 for a in b]\n", "1:2 ':=' cannot rebind the comprehension's variable 'a'"],
    ["[a for a in (b := c)]\n", "1:14 ':=' cannot be used in what a comprehension iterates over"],
    ["class A:\n    b = [c := 1 for d in e]\n", "2:10 ':=' cannot be used in a comprehension in a class body"],
    ["if a = 1: pass\n", "1:6 ':' is expected before '='"],
  ],
  expressions: [
    ["*a\n", "1:1 a starred expression cannot stand here"],
    ["a = *b\n", "1:5 a starred expression cannot stand here"],
    ["a = [*b for b in c]\n", "1:6 a starred expression cannot be a comprehension's element"],
    ["a = {**b for b in c}\n", "1:6 '**' cannot be used in a dict comprehension"],
    ["a = b if c\n", "1:10 'else' is expected before the end of the file"],
    ["a = b + not c\n", "1:9 the syntax is invalid at 'not'"],
    ["a = {1: 2, 3}\n", "1:13 ':' is expected before '}'"],
    ["a = {1: }\n", "1:7 a value is expected after ':' in the dict"],
    ["a = b[]\n", "1:7 the syntax is invalid at ']'"],
    ["a = b.class\n", "1:7 'class' is a keyword and cannot be a name"],
    ["a = b.\n", "1:6 a name is expected, not the end of the file"],
    ["a =\n", "1:3 the end of the file comes too early"],
    ["a = b =\nc = 1\n", "1:7 the end of the line comes too early"],
    ["async = 1\n", "1:7 the syntax is invalid at '='"],
  ],
  "the name '__debug__'": [
    "__debug__ = 1",
    "a, [*__debug__] = b",
    "a = (__debug__) = 1",
    "a.__debug__ = 1",
    "__debug__: int",
    "(a.__debug__): int = 1",
    "__debug__ += 1",
    "(__debug__ := 1)",
    "__ｄebug__ = 1",
    "for __debug__ in a: pass",
    "for a.__debug__ in b: pass",
    "[a for b, __debug__ in c]",
    "with a as __debug__: pass",
    "import __debug__",
    "import a.b as __debug__",
    "from a import __debug__",
    "from a import b as __debug__",
    "def __debug__(): pass",
    "class __debug__: pass",
    "def f(*, __debug__): pass",
    "lambda **__debug__: 0",
    "f(__debug__=1)",
    "class A(__debug__=1): pass",
    "try: pass\nexcept E as __debug__: pass",
    "match a:\n    case [__debug__]: pass",
    "match a:\n    case A(__debug__=1): pass",
    "match a:\n    case {**__debug__}: pass",
    "type __debug__ = int",
    "def f[__debug__](): pass",
  ].map((program) => {
    const before = program.slice(0, program.search(/__(?:d|ｄ)/)).split("\n");
    const at = `${String(before.length)}:${String((before.at(-1) ?? "").length + 1)}`;
    return [`${program}\n`, `${at} '__debug__' is a constant and cannot be assigned to`] as const;
  }),
  "lines that are continued before their first token": [
    ["a = 1\n\\\n\nb = (\n", "4:5 the opening '(' is never closed"],
    ["class A:\n    \\\n\n", "1:8 an indented block is expected after a class definition on line 1"],
    ["def f():\n    \\\n    return a b\n", "3:14 the syntax is invalid at 'b'"],
    ["a = 1\n\\\n", "2:1 the file ends after a line continuation '\\'"],
  ],
  names: [
    ["def f():\n    a = 1\n    global a\n", "3:12 the name 'a' is used or assigned before its global declaration"],
    ["a = 1\nglobal a\n", "2:8 the name 'a' is used or assigned before its global declaration"],
    ["def f(a):\n    global a\n", "2:12 the name 'a' is parameter and global"],
    ["def f():\n    def g():\n        nonlocal a\n", "3:18 no enclosing function binds the nonlocal name 'a'"],
    ["nonlocal a\n", "1:10 'nonlocal' stands at module level"],
    [
      "a = 1\ndef f():\n    print(a)\n    def g():\n        nonlocal a\n",
      "5:18 no enclosing function binds the nonlocal name 'a'",
    ],
    ["def f():\n    global a\n    a: int = 1\n", "3:5 the annotated name 'a' cannot be global"],
    [
      "def f():\n    a = 1\n    def g():\n        global a\n        nonlocal a\n",
      "5:18 the name 'a' is nonlocal and global",
    ],
  ],
  imports: [
    ["def f():\n    from a import *\n", "2:19 'import *' stands outside of module level"],
    ["import a\nfrom __future__ import annotations\n", "2:1 'from __future__' stands after other statements"],
    ["from __future__ import braces\n", "1:24 the future feature 'braces' is unknown"],
    ["from a import b,\n", "1:16 a trailing comma after imported names needs parentheses around them"],
    ["from a import ()\n", "1:16 a name is expected, not ')'"],
    ["import a.b as c.d\n", "1:16 the syntax is invalid at '.'"],
    ["from a import b.c\n", "1:16 the syntax is invalid at '.'"],
  ],
  handlers: [
    ["try: a()\nexcept: b()\nexcept E: c()\n", "2:1 a bare 'except:' is not the last handler"],
    ["try: a()\nexcept E: b()\nexcept* F: c()\n", "3:1 one 'try' has both 'except' and 'except*' handlers"],
    ["try: a()\nexcept*: b()\n", "2:8 'except*' needs an exception type"],
    ["try: a()\nexcept E, F as e: b()\n", "2:9 several exception types with 'as' need parentheses"],
    ["for a in b:\n    try: a()\n    except* E: break\n", "3:16 'break' stands in an 'except*' block"],
  ],
  patterns: [
    ["match a:\n    case b: pass\n    case c: pass\n", "2:10 the pattern matches everything and is not the last one"],
    ["match a:\n    case b | c: pass\n", "2:14 the alternatives after this one can never match"],
    ["match a:\n    case [b, b]: pass\n", "2:14 the pattern captures the name 'b' twice"],
    ["match a:\n    case [b] | [c]: pass\n", "2:16 the alternatives of the pattern capture different names"],
    ["match a:\n    case [*b, *c]: pass\n", "2:15 a sequence pattern has two starred patterns"],
    ["match a:\n    case A(b=1, 2): pass\n", "2:17 a positional pattern follows a keyword pattern"],
    ["match a:\n    case {'b': 1, \"b\": 2}: pass\n", "2:19 the mapping pattern has an equal key before"],
    ["match a:\n    case {1: b, True: c}: pass\n", "2:17 the mapping pattern has an equal key before"],
    ["match a:\n    case {0x10: b, 16.0: c}: pass\n", "2:20 the mapping pattern has an equal key before"],
    ["match a:\n    case {-1+0j: b, -1: c}: pass\n", "2:21 the mapping pattern has an equal key before"],
    ["match a:\n    case {'\\x62' 'c': 1, r'bc': 2}: pass\n", "2:26 the mapping pattern has an equal key before"],
    [
      "match a:\n    case {None: b, c: d, None: e}: pass\n",
      "2:20 a mapping pattern's key is a literal or an attribute",
    ],
    ["match a:\n    case f'b': pass\n", "2:10 a pattern cannot be an f-string"],
    ["match a:\n    case -b: pass\n", "2:11 a number is expected, not 'b'"],
  ],
  "Python 2": [
    ["print 'a'\n", "1:1 'print' is a function in Python 3: its argument needs parentheses"],
    ["exec 'a' in b\n", "1:1 'exec' is a function in Python 3: its argument needs parentheses"],
    ["raise E, 'a'\n", "1:8 'raise' takes one exception in Python 3, not an exception and a value"],
    ["a = `b`\n", "1:5 backquotes are no syntax in Python 3: it is 'repr()'"],
    ["a = b <> c\n", "1:7 '<>' is no operator in Python 3: it is '!='"],
  ],
};

/** Programs that some version compiles, although they look wrong or a version before does not. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  "3.8": [
    "x = [a for a in b if lambda: c]\n",
    "(*x), y = 1, 2\n",
    "f((*x))\n",
    "a = 0xfor 1\n",
    "a = 1if b else 2\n",
    "a = '\\d' if c else b'\\8'\n",
    "def f(a, /, b, *, c): return *a, b\n",
    "print >>a, b\n",
    "for a in b:\n    try: pass\n    finally: continue\n",
    "def f(): return (await a for a in b)\n",
    "def f(): return (a async for a in b)\n",
    "def f(): return [a for a in (yield)]\n",
    "x = 1;\n",
    "\n\n# only a comment",
    "",
    "from __future__ import barry_as_FLUFL\na = b <> c\n",
    "global __debug__\ndel __debug__, a.__debug__\n",
    "import __debug__.a, b.__debug__\nfrom __debug__ import __debug__ as c\n",
    "a[__debug__] = a.__debug__.b = __debug__.c = 1\n",
    "a = f'{b:{c}}'\n",
    `a = ${"lambda: ".repeat(1_000)}1\n`,
    `a = ${"b if c else ".repeat(3_000)}1\n`,
    "a = b if c else lambda: d if e else lambda: (yield)\n",
    "if a:\n\tb()\n\n  # comment\n\tc()\n",
    "if a:\r\n    b()\rc()\r\n",
    "\fx = 1\n",
    'def f():\n    """a\n    """; global b; b = 1\n',
    "def f():\n    [a for a in b]\n    global a\n    a = 1\n",
    "def f():\n    lambda a: a\n    global a\n",
    "class A:\n    def f(self):\n        nonlocal __class__\n",
    "def f():\n    def g():\n        nonlocal a\n        a = 1\n    for a in b: pass\n",
    "() = []\n[] = ()\n",
    "a = b = yield_ = 1\ndel (a), [b, (yield_,)]\n",
    "a.b: int\na[0]: str = 1\n(a): int = 2\n",
    "x = {**a, 'b': 1, **c}\n",
    "f(*a, b, *c, d=1, *e, **g, h=2, **i)\n",
    "class A(b, *c, d=1, **e): pass\n",
    '"doc"; from __future__ import annotations, division\nfrom __future__ import (generators,)\n',
    "a = b[1:2, ::3, ...]\n",
    "while a: continue\nelse: pass\n",
    "async def f():\n    async with a as b, c: return [d async for d in e]\n",
    "f'{a!r:^{b}.{c}} {{}} {d=} {e:%H:%M} {f\"{g}\"}'\n",
    "rf'\\{a}' fr'{b}\\d'\n",
    "def f(a: 'b' = 1, *c: d, **e: g) -> h: pass\n",
  ],
  "3.9": [
    "a.__debug__ += 1\n",
    "a: (lambda __debug__: b(__debug__=1))\n",
    "@a[0].b(c)\n@(lambda d: d)\ndef f(): pass\n",
    "for a in *b, c: pass\n",
  ],
  "3.10": [
    "with (a as b, c as d,): pass\n",
    "with (a, b) as c, (d): pass\n",
    "match a, *b:\n    case {'c': 1, **d} if d: pass\n    case _: pass\n",
    "match = {}\nmatch[1]: int = 2\nmatch(a)\nmatch -1\n",
    "a = b[c := 1, d]\n",
    "match a:\n    case {1: b, -1: c, 1j: d, '1': e, b'1': f, None: g, 2.5: h, 1+1j: i}: pass\n",
    "match a:\n    case {b.c: 1, b.c: 2, '\\n': 3, r'\\n': 4, b'\\u0061': 5, b'a': 6}: pass\n",
    "match a:\n    case {9007199254740993: 1, 9007199254740992: 2}: pass\n",
  ],
  "3.11": ["a[*b]\n", "def f(*a: *b): pass\n", "try: a()\nexcept* E as e: pass\n"],
  "3.12": [
    "type A[B: int, *C, **D] = dict[B, C]\n",
    "class A[B](C): pass\ndef f[D](e: D) -> D: pass\n",
    `a = ${"f'{".repeat(149)}1${"}'".repeat(149)}\n`,
    "a = f'{b:{c:{d}}}'\n",
    "f'{'a'}' f\"{\n    b  # comment\n}\" f'{'\\n'.join(c)}'\n",
  ],
  "3.13": ["class A[B = int, *C = *tuple[int]]: pass\n"],
  "3.14": ["t'{a!r:>{b}}' rt'\\d'\n", "try: a()\nexcept E, F: pass\n", "try: a()\nexcept* E, F: pass\n"],
};

for (const [kind, programs] of Object.entries(REFUSED)) {
  test(`refused: ${kind}`, () => {
    assert.deepEqual(
      programs.map(([program]) => [program, verdict(program)]),
      programs,
    );
  });
}

for (const [version, programs] of Object.entries(COMPILED)) {
  test(`compiled by Python ${version}`, () => {
    assert.deepEqual(
      programs.map((program) => [program, verdict(program)]),
      programs.map((program) => [program, "fine"]),
    );
  });
}

test("the first fault is reported, a parser's before a compiler's", () => {
  assert.equal(verdict("return\nawait a\n"), "1:1 'return' stands outside of a function");
  assert.equal(verdict("return\nx = = 1\n"), "2:5 the syntax is invalid at '='");
  assert.equal(verdict("x = = 1\ny = 'a\n"), "1:5 the syntax is invalid at '='");
});

test("a handler of Python 2 that Python 3.14 reads as two types is old, not refused", () => {
  const fault = findFault("try: a()\nexcept OSError, error: b(error)\n");
  assert.equal(fault?.isOld, true);
  assert.equal(findFault("try: a()\nexcept OSError, error: return\n")?.isOld, false);
});

test("what one version compiles is fine, however the others indent a line that is continued", () => {
  const programs: Readonly<Record<string, string>> = {
    "3.8 and 3.9": "\\\n  a = 1\n",
    "3.9": "a = 1\n  \\\nb = 2\n",
    "3.8 and 3.10": "if a:\n  \\\nb\n",
    "3.10": "if a:\n\\\n  b\n",
    "from 3.9 on": "if a:\n  b\n  \\\n\n  # comment\n  c\n",
    all: "if a:\n  b\n\\\n  \\\n  c\n",
  };
  for (const [version, program] of Object.entries(programs)) assert.equal(verdict(program), "fine", version);
});

test("a file with null bytes is not judged", () => {
  assert.equal(verdict("a = \0 = \n"), "fine");
});

test("messages hold no control characters and no long texts", () => {
  const long = findFault(`f(a "${"b".repeat(500)}")\n`);
  assert.ok(long && long.message.length < 120);
  const control = findFault('f(a """\u001b[31m\nb""")\n');
  assert.ok(control && /^[ -~…]*$/.test(control.message));
});

test("hostile programs take linear time and no deep stack", () => {
  const count = 50_000;
  const programs = [
    "(".repeat(count),
    "[".repeat(count) + "]".repeat(count),
    "not ".repeat(count) + "a\n",
    "-".repeat(count) + "a\n",
    "a ** ".repeat(count) + "a\n",
    "lambda: ".repeat(count) + "a\n",
    "lambda a=".repeat(count) + "a\n",
    "b if c else lambda: ".repeat(count) + "a\n",
    "a if b else ".repeat(count) + "a\n",
    "f'{a:".repeat(count),
    "f'{".repeat(count),
    "a = ".repeat(count) + "1\n",
    "if a: pass\n" + "elif b: pass\n".repeat(count),
    Array.from({ length: 200 }, (_, depth) => " ".repeat(depth) + "if a:\n").join(""),
    "global a\n".repeat(count),
    "def f():\n" + Array.from({ length: count }, (_, n) => ` global a${String(n)}; a${String(n)} = 1\n`).join(""),
    "match ".repeat(count),
    "with (a as b, ".repeat(count),
    "with (a\n".repeat(count),
    "from __future__ import ".repeat(count),
    "'\\N{".repeat(count),
    "\\\n".repeat(count),
    "f(" + "a=1, ".repeat(count) + ")\n",
    "{" + "**a, ".repeat(count) + "}\n",
    "x = [a " + "for a in b ".repeat(count) + "]\n",
    "match a:\n case " + "a | ".repeat(count) + "a: pass\n",
    "match a:\n case " + "(".repeat(150) + "a, ".repeat(count) + ")".repeat(150) + ": pass\n",
    "\\\n ".repeat(count) + "a\n",
    "match a:\n case {" + Array.from({ length: count }, (_, n) => `${String(n)}: a, `).join("") + "}: pass\n",
    `match a:\n case {${"'\\x61' ".repeat(count)}: a}: pass\n`,
    "__debug__, ".repeat(count) + " = a\n",
    "def f():\n    global b\n    return [a for a in (" + "c, ".repeat(200_000) + ")]\n",
  ];
  for (const program of programs) {
    const started = performance.now();
    findFault(program);
    assert.ok(performance.now() - started < 5_000, program.slice(0, 40));
  }
});
