const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** The names that every module has, in any Python from 3.8 to 3.14 and on any system; those with two underscores aside. */
export const BUILTINS = words(
  "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError " +
    "BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError " +
    "ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception " +
    "ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError " +
    "ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError " +
    "KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented " +
    "NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError " +
    "PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning " +
    "StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError " +
    "TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError " +
    "UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError abs aiter all anext any ascii bin " +
    "bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir " +
    "divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input " +
    "int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow " +
    "print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type " +
    "vars zip",
);

/** The names that every module had in Python 2 alone. */
export const PYTHON_2_BUILTINS = words(
  "StandardError apply basestring buffer cmp coerce execfile file intern long raw_input reduce reload unichr unicode xrange",
);

/** The methods that Python 2 alone called by itself. */
export const PYTHON_2_METHODS = words(
  "__cmp__ __coerce__ __nonzero__ __unicode__ __long__ __oct__ __hex__ __div__ __rdiv__ __idiv__ __getslice__ __setslice__ __delslice__",
);

/** Names that a program gives to the files that it runs for its configuration. */
export const GIVEN_BY_HOSTS: readonly (readonly [name: string, files: RegExp])[] = [
  ["c", /config\.py$/],
  ["tags", /(^|\/)conf\.py$/],
  ["defines", /dmg[^/]*\.py$/],
];

/** Names that are there because of who runs the file: IPython, Jupyter, type checkers, profilers, gettext. */
export const GIVEN_NAMES = words("_ get_ipython get_config display reveal_type reveal_locals profile");
