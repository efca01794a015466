// Written by `npm run generate` from the files in rules/; edit those.
import type { RuleDoc } from "../docs/rule-doc.js";

/** What the comment above each rule says, sorted by id. */
export const DOCS: readonly RuleDoc[] = [
  {
    "id": "asyncio/await-of-sync-call",
    "summary": "The result of a plain function is awaited.",
    "description": "`await` needs an awaitable. The plain function runs, blocks the event loop while it does, and then the line raises\n`TypeError: object NoneType can't be used in 'await' expression`. It often stands in a clean-up path that only runs\nwhen something else has gone wrong.",
    "bad": [
      "async def answer(writer, store):\n    await save(store)\n\ndef save(store):\n    store[\"saved\"] = True\n"
    ],
    "good": [
      "async def answer(writer, store):\n    save(store)\n\ndef save(store):\n    store[\"saved\"] = True\n"
    ],
    "limits": "Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine\nfunction are not reported, nor is what the code has asked about with `isawaitable` or `iscoroutinefunction`.",
    "off": "When a test awaits a plain function on purpose to see the error.",
    "see": [
      "https://docs.python.org/3/reference/expressions.html#await-expression"
    ]
  },
  {
    "id": "asyncio/gather-of-sync-call",
    "summary": "Something that is no coroutine is gathered with others.",
    "description": "`gather`, `wait` and `as_completed` wait for coroutines and futures. One result of a plain function among them raises\n`TypeError` before anything is waited for, even with `return_exceptions=True`; the coroutines beside it never run. In a\nshutdown, the servers behind it stay up.",
    "bad": [
      "import asyncio\n\nclass Metrics:\n    def stop(self):\n        self.running = False\n\nasync def shutdown(http):\n    metrics = Metrics()\n    await asyncio.gather(http.stop(), metrics.stop())\n"
    ],
    "good": [
      "import asyncio\n\nclass Metrics:\n    def stop(self):\n        self.running = False\n\nasync def shutdown(http):\n    metrics = Metrics()\n    metrics.stop()\n    await asyncio.gather(http.stop())\n"
    ],
    "limits": "Lists are followed through literals, comprehensions and `append` within the function, or the class when the\nlist is an attribute. Callees that cannot be found are not reported.",
    "off": "When a test hands in plain functions on purpose to see the error.",
    "see": [
      "https://docs.python.org/3/library/asyncio-task.html#asyncio.gather"
    ]
  },
  {
    "id": "asyncio/task-from-sync-call",
    "summary": "A task is made of something that is no coroutine.",
    "description": "`create_task`, `run`, `wait_for` and their like need a coroutine or a future. Given the result of a plain function\nthey raise `TypeError` — after that function has already run, blocking the event loop for as long as it took; a server\nwhose `start` loops forever never lets the program come so far. Nothing tells until that line runs.",
    "bad": [
      "import asyncio\n\nclass Server:\n    def start(self):\n        self.running = True\n\nasync def main():\n    server = Server()\n    asyncio.create_task(server.start())\n"
    ],
    "good": [
      "import asyncio\n\nclass Server:\n    def start(self):\n        self.running = True\n\nasync def main():\n    server = Server()\n    await asyncio.to_thread(server.start)\n"
    ],
    "limits": "Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine\nfunction are not reported, nor is what the code has asked about with `iscoroutinefunction` or `isawaitable`.",
    "off": "When a test hands in plain functions on purpose to see the error.",
    "see": [
      "https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task"
    ]
  },
  {
    "id": "deserialize/untrusted-pickle",
    "summary": "Bytes that came from outside the process are unpickled.",
    "description": "A pickle is a program: while it is read it may call any function with any arguments. Whoever can send the bytes, or\ncan reach the port, the queue or the bucket that they come from, runs code inside the service, with its rights and\nits secrets. Checking what came out is too late, and the same holds for `marshal`, `dill`, `cloudpickle`,\n`jsonpickle`, `joblib`, `torch.load` without `weights_only=True`, and YAML with an unsafe loader.",
    "bad": [
      "import pickle\nimport zmq\n\ndef next_task(socket: zmq.Socket):\n    message = socket.recv()\n    return pickle.loads(message)\n"
    ],
    "good": [
      "import json\nimport zmq\n\ndef next_task(socket: zmq.Socket):\n    message = socket.recv()\n    return json.loads(message)\n"
    ],
    "limits": "The way of the bytes is followed through assignments, containers, attributes, helpers and files of the\nproject, not through code that is not there. Bytes that pass `hmac.compare_digest` or a signature's `verify` on every\npath are trusted, whatever the key is; so is an unpickler that overrides `find_class`. Files that are named by an\nargument, the command line or the environment are reported with `--audit`, other local files and pipes between the\nprogram's own processes not at all.",
    "off": "When the transport itself authenticates every peer (mutual TLS, ZeroMQ's CURVE with a list of keys) and all of\nthem may run code here anyway.",
    "see": [
      "https://docs.python.org/3/library/pickle.html",
      "https://cwe.mitre.org/data/definitions/502.html"
    ]
  },
  {
    "id": "errors/swallowed-exception",
    "summary": "A handler catches every exception and does nothing about it.",
    "description": "The error is gone: no log, no metric, no traceback, and the program goes on with work half done. What breaks later\nbreaks far away, and nobody can tell why. A bare `except:` (or `except BaseException`) also takes\n`KeyboardInterrupt` and `SystemExit`, so that the process cannot be stopped in an orderly way; it is reported even\nwhen it answers with a constant.",
    "bad": [
      "def publish(client, event):\n    try:\n        client.send(event)\n    except Exception:\n        pass\n"
    ],
    "good": [
      "import logging\n\ndef publish(client, event):\n    try:\n        client.send(event)\n    except ConnectionError:\n        logging.warning(\"Event %s was not published\", event, exc_info=True)\n"
    ],
    "limits": "A handler that does anything at all, were it only to count, is taken to handle the error. A `try` that only\ntidies up (`close`, `terminate`, `unlink` and the like) or only tells of another error, or a handler that only sleeps is reported with `--audit`. When the\n`try` always returns, so that what follows it runs only after an error, and that is more than a constant answer, it\nis taken for the real fallback. `suppress` is seen in a `with` statement only.",
    "off": "In code that must never fail because of what it observes, such as a crash reporter or a tracing hook; there,\nsilence the line and say why.",
    "see": [
      "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
      "https://cwe.mitre.org/data/definitions/390.html"
    ]
  },
  {
    "id": "inject/eval-of-config",
    "summary": "Text that is not the program's own is run as Python.",
    "description": "What `eval` and `exec` are given can do all that the service can: read its secrets, call its clients, stop it. A\ncondition in a configuration file, a formula in a row, a flag in the environment thereby become a place to put code,\nfor everybody who can write there. Passing an emptied `__builtins__` does not contain it: every object leads to its\nclass, and from there to every class of the process.",
    "bad": [
      "class Rule:\n    def __init__(self, condition: str):\n        self.condition = condition\n\n    def holds(self, sample: dict) -> bool:\n        return bool(eval(self.condition, {\"__builtins__\": {}}, sample))\n"
    ],
    "good": [
      "import operator\n\nCOMPARISONS = {\"above\": operator.gt, \"below\": operator.lt}\n\nclass Rule:\n    def __init__(self, field: str, comparison: str, limit: float):\n        self.field = field\n        self.compare = COMPARISONS[comparison]\n        self.limit = limit\n\n    def holds(self, sample: dict) -> bool:\n        return self.compare(sample[self.field], self.limit)\n"
    ],
    "limits": "Text whose origin cannot be seen (the result of a function that is not there) is not reported. With `--audit`\nonly: Python files that are run on purpose (`exec(compile(f.read(), path, \"exec\"))`), evaluators that are handed their\nnamespaces, and generated definitions into which only names are filled. Checked names, numbers, quoted text, members of a\nfixed list and what a regular expression admits as a whole are taken to be harmless; whether the expression is, is not judged.",
    "off": "In consoles, debuggers and notebooks, whose purpose is to run what their user types.",
    "see": [
      "https://docs.python.org/3/library/functions.html#eval",
      "https://docs.python.org/3/library/ast.html#ast.literal_eval",
      "https://cwe.mitre.org/data/definitions/95.html"
    ]
  },
  {
    "id": "python/syntax-error",
    "summary": "The file cannot be compiled.",
    "description": "Importing it, or running it, ends in a `SyntaxError` before its first line. A service that imports the file late\nstarts well and dies when the import is reached; the tests that should have told do not even load. What is\nreported is refused by every CPython from 3.8 to 3.14, be it by the parser or by the compiler behind it.",
    "bad": [
      "def publish(client, event):\n    with client.session() as session:\n    session.send(event)\n"
    ],
    "good": [
      "def publish(client, event):\n    with client.session() as session:\n        session.send(event)\n"
    ],
    "limits": "The first error of a file is reported, as CPython does; correcting it may uncover the next one. A program\nthat one of the versions compiles is left alone, even when the team's own version does not: `except OSError, error:`\ncompiles since Python 3.14, where it catches two types. Not judged are files with null bytes, expressions of more\nthan 400 nested lambdas, and blocks of more than 20 nested statements. Names in `\\N{…}` are not looked up.",
    "off": "For templates and test data that end in `.py` and are not meant to be Python.",
    "see": [
      "https://docs.python.org/3/reference/grammar.html"
    ]
  },
  {
    "id": "threads/stop-less-loop",
    "summary": "A loop that runs in the background has no way out.",
    "description": "Nothing can end the work in an orderly way: a thread that is no daemon keeps the process from exiting, and a daemon\nis cut off in the middle of whatever it does. Tests that start the service leak a thread each, and a restart within\nthe process runs two of them.",
    "bad": [
      "import threading\nimport time\n\nclass Sampler:\n    def start(self):\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def _run(self):\n        while True:\n            self.sample()\n            time.sleep(0.5)\n"
    ],
    "good": [
      "import threading\n\nclass Sampler:\n    def start(self):\n        self._stop = threading.Event()\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def stop(self):\n        self._stop.set()\n        self._thread.join()\n\n    def _run(self):\n        while not self._stop.wait(0.5):\n            self.sample()\n"
    ],
    "limits": "Loops are followed into the background through threads, timers, executors, and up to four calls from there;\na function handed to a framework that starts the thread itself is not. A loop that would end with an error, because\nits class closes what it waits for, is reported with `--audit`, as is one inside a `try` that expects an error.\nOf coroutines, those are reported that swallow their own cancellation.",
    "off": "In programs that are only ever ended by a signal and hold nothing that could be left half done.",
    "see": [
      "https://docs.python.org/3/library/threading.html#event-objects"
    ]
  },
  {
    "id": "threads/unjoined-thread",
    "summary": "A thread is told to stop, or forgotten, and nothing waits until it has ended.",
    "description": "Between the order to stop and the thread's end it still works on what the owner is closing: sockets, files, tables.\nA restart then runs two of them, and a daemon is cut off in the middle of a write when the interpreter exits. A\nthread that is no daemon and that nobody holds keeps the process alive, and its errors are seen by nobody.",
    "bad": [
      "import threading\n\nclass Sweeper:\n    def __init__(self, leases):\n        self.leases = leases\n        self._stop = threading.Event()\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.5):\n            self.leases.expire()\n\n    def stop(self):\n        self._stop.set()\n"
    ],
    "good": [
      "import threading\n\nclass Sweeper:\n    def __init__(self, leases):\n        self.leases = leases\n        self._stop = threading.Event()\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.5):\n            self.leases.expire()\n\n    def stop(self):\n        self._stop.set()\n        self._thread.join()\n"
    ],
    "limits": "A thread that is returned, passed on, or stored in another object is left alone. A join counts wherever it\nstands in the project, also when the stop path itself does not reach it. Threads with neither a join nor a way to\nstop, and dropped daemons and timers, are reported with `--audit`.",
    "off": "In command-line programs whose threads are meant to end with the process.",
    "see": [
      "https://docs.python.org/3/library/threading.html#threading.Thread.join"
    ]
  },
  {
    "id": "zmq/bind-then-connect",
    "summary": "One ZeroMQ socket is both bound and connected.",
    "description": "A socket is one side of a conversation: it binds and waits for peers, or it connects to one. A bound publisher that also\nconnects sends what it publishes to itself or to another publisher, a bound `REP` that connects waits for itself. No\ncall fails; messages are lost, doubled, or go round in circles.",
    "bad": [
      "import zmq\n\ndef publish(quote):\n    socket = zmq.Context.instance().socket(zmq.PUB)\n    socket.bind(\"tcp://127.0.0.1:5556\")\n    socket.connect(\"tcp://127.0.0.1:5556\")\n    socket.send_json(quote)\n"
    ],
    "good": [
      "import zmq\n\ndef publish(quote):\n    socket = zmq.Context.instance().socket(zmq.PUB)\n    socket.bind(\"tcp://127.0.0.1:5556\")\n    socket.send_json(quote)\n"
    ],
    "limits": "`ROUTER`, `DEALER`, `XPUB`, `XSUB` and `PAIR` sockets, which proxies and meshes bind and connect at once, are\nreported only for one and the same endpoint. A socket whose origin cannot be found is not reported.",
    "off": "When a socket deliberately listens on one endpoint and dials another.",
    "see": [
      "https://zguide.zeromq.org/docs/chapter2/#Plugging-Sockets-into-the-Topology"
    ]
  },
  {
    "id": "zmq/rebind",
    "summary": "A ZeroMQ socket that is already bound is bound again.",
    "description": "The second `bind` to the same endpoint fails with \"Address already in use\" — and the address is in use by this very socket.\nIt happens between files: a pool hands out sockets that it has bound, and an agent that believes it got a fresh one\nbinds it. Retrying never helps; with another port it succeeds, and the socket listens where nobody expects it.",
    "bad": [
      "import zmq\n\ndef reply_socket(port):\n    socket = zmq.Context.instance().socket(zmq.REP)\n    socket.bind(f\"tcp://*:{port}\")\n    return socket\n\ndef serve(port):\n    socket = reply_socket(port)\n    socket.bind(f\"tcp://*:{port}\")\n"
    ],
    "good": [
      "import zmq\n\ndef reply_socket(port):\n    socket = zmq.Context.instance().socket(zmq.REP)\n    socket.bind(f\"tcp://*:{port}\")\n    return socket\n\ndef serve(port):\n    socket = reply_socket(port)\n    return socket.recv()\n"
    ],
    "limits": "Two binds side by side to endpoints that are written differently are taken to be meant, since a socket may listen\non many; they are reported with `--audit`. A socket whose origin cannot be found is not reported.",
    "off": "When a socket deliberately listens on endpoints that are added one by one.",
    "see": [
      "http://api.zeromq.org/4-3:zmq-bind"
    ]
  },
];
