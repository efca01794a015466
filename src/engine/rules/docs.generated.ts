// Written by `npm run generate` from the files in rules/; edit those.
import type { RuleDoc } from "../../docs/rule-doc.js";

/** What the comment above each rule says, sorted by id. */
export const DOCS: readonly RuleDoc[] = [
  {
    "id": "asyncio/await-of-sync-call",
    "summary": "The result of a plain function is awaited.",
    "description": "`await` needs an awaitable. The plain function runs, blocks the event loop while it does, and then the line raises\n`TypeError: object NoneType can't be used in 'await' expression`. It often stands in a clean-up path that only runs\nwhen something else has gone wrong. The same holds for `async with` and `async for` over what is made for a plain\n`with` or `for`, and for a method that is awaited through its base while the one that a subclass puts in its place is\nplain.",
    "bad": [
      "async def answer(writer, store):\n    await save(store)\n\ndef save(store):\n    store[\"saved\"] = True\n"
    ],
    "good": [
      "async def answer(writer, store):\n    save(store)\n\ndef save(store):\n    store[\"saved\"] = True\n"
    ],
    "limits": "Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine\nfunction are not reported, nor is what the code has asked about with `isawaitable` or `iscoroutinefunction`. A plain\nfunction that gives something to await on some of its paths is reported when all the others surely give nothing, and\nwith `--audit` when only some do, or it depends on its arguments.",
    "off": "When a test awaits a plain function on purpose to see the error.",
    "see": [
      "https://docs.python.org/3/reference/expressions.html#await-expression"
    ]
  },
  {
    "id": "asyncio/blocking-call",
    "summary": "A coroutine makes a call that blocks the event loop.",
    "description": "All coroutines of a loop run in one thread. While one of them sleeps with `time.sleep`, waits for an answer from\n`requests` or for a process, no other runs: requests pile up, heartbeats are missed, timeouts fire late. It is as bad\nwhen the blocking call stands in a plain helper, where it looks innocent.",
    "bad": [
      "import time\n\nasync def push(messages, send):\n    for message in messages:\n        await send(message)\n        back_off()\n\ndef back_off():\n    time.sleep(0.5)\n"
    ],
    "good": [
      "import asyncio\n\nasync def push(messages, send):\n    for message in messages:\n        await send(message)\n        await back_off()\n\nasync def back_off():\n    await asyncio.sleep(0.5)\n"
    ],
    "limits": "Helpers are followed through three calls, as far as it is certain which function each runs, and files that are opened and read are\nno matter here. Left alone are tests, coroutines that run before or after a service serves (`main`, `lifespan`,\n`startup`, …) or alone in their program, code that asks for a running loop first, and lines that are marked `noqa`\nfor Ruff's rules about the same. With `--audit` are reported a query of SQLite or Redis, a sleep of a\ntenth of a second, what a comment or docstring calls meant to block, and what commands, examples and fixtures of tests do,\ncoroutines that only those before and after the service call, that run alone in the loop of a thread, or that nothing runs.",
    "off": "In programs whose loop has nothing else to do.",
    "see": [
      "https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code"
    ]
  },
  {
    "id": "asyncio/dangling-task",
    "summary": "A task is started, and nothing keeps it until it is done.",
    "description": "The event loop knows its tasks by weak references only. A task that waits for something which only the task itself\nleads to can be collected in the middle of its work, without a word. And an error that ends it is seen by nobody:\nit is logged when the task is collected, long after what it left undone has been missed.",
    "bad": [
      "import asyncio\n\nclass Socket:\n    def __init__(self, session):\n        self.session = session\n\n    def dispose(self):\n        asyncio.create_task(self.session.close())\n"
    ],
    "good": [
      "import asyncio\n\nclass Socket:\n    def __init__(self, session):\n        self.session = session\n        self.tasks = set()\n\n    def dispose(self):\n        task = asyncio.create_task(self.session.close())\n        self.tasks.add(task)\n        task.add_done_callback(self.tasks.discard)\n"
    ],
    "limits": "A task that is passed on or stored anywhere counts as kept, and so does one in a local of a function that\ngoes on waiting. Left alone are tests, lines that are marked `noqa` for Ruff's RUF006, and tasks of coroutines that never wait, or only for the clock\nor a thread, which lead to the task. Tasks of coroutines that handle all their errors themselves, or in a project that has the\nloop tell of them, those that are started just before the loop is, and those that a\ncallback returns to the loop, are reported with `--audit`.",
    "off": "When every coroutine of the project is kept alive by something else that it waits for.",
    "see": [
      "https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task"
    ]
  },
  {
    "id": "asyncio/forgotten-await",
    "summary": "A coroutine function is called, and what it gives is used without an `await`.",
    "description": "Calling it runs nothing: it gives a coroutine. As a condition that is always true, so that a check lets everybody in;\n`len`, a loop or an attribute fail on it; and where it is dropped, what was to be written is not, with nothing but a\nwarning when the coroutine is collected.\n\nWhat a library's method gives is known of some libraries, and wherever the same function or class awaits the same method of the\nsame object elsewhere.",
    "bad": [
      "class Rights:\n    async def may_enter(self, member):\n        return member.paid\n\nasync def enter(rights: Rights, member):\n    if not rights.may_enter(member):\n        raise PermissionError(member)\n"
    ],
    "good": [
      "class Rights:\n    async def may_enter(self, member):\n        return member.paid\n\nasync def enter(rights: Rights, member):\n    if not await rights.may_enter(member):\n        raise PermissionError(member)\n"
    ],
    "limits": "Coroutine functions that are decorated by something unknown, or that a plain function overrides, are left\nalone, and so is what is passed on to anything but a log or a `cast`, stored in an object, or asked about with `iscoroutine` and its like. Tests are not\nlooked at. It is `high` where what is done with the coroutine fails or decides something, and in what answers requests, and `critical` where it decides who may do something.",
    "off": "When a framework awaits what a plain-looking call gives.",
    "see": [
      "https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines"
    ]
  },
  {
    "id": "asyncio/gather-of-sync-call",
    "summary": "Something that is no coroutine is gathered with others.",
    "description": "`gather`, `wait` and `as_completed` wait for coroutines and futures. One result of a plain function among them raises\n`TypeError` before anything is waited for, even with `return_exceptions=True`; the coroutines beside it never run. In a\nshutdown, the servers behind it stay up. So does a list that is handed to `gather` without a star.",
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
    "id": "auth/unchecked-credentials",
    "summary": "A check of who is calling lets the caller in without having checked anything.",
    "description": "A function that frameworks ask before a route is taken at its word: when it returns, the caller is in. One that asks only\nwhether there is a token, or whether it begins with \"Bearer \", lets in everybody who sends any text; one that swallows\nits own refusal, or the error of what it asks about the caller, lets in everybody. So does a login that looks the user up by what the client says, and asks for no password,\nand a check of a signature that never reads what is signed.",
    "bad": [
      "from fastapi import Depends, HTTPException\nfrom fastapi.security import HTTPBearer\n\ndef verify_token(credentials=Depends(HTTPBearer())):\n    if not credentials.credentials:\n        raise HTTPException(status_code=401)\n    return credentials.credentials\n"
    ],
    "good": [
      "import os\nimport secrets\n\nfrom fastapi import Depends, HTTPException\nfrom fastapi.security import HTTPBearer\n\ndef verify_token(credentials=Depends(HTTPBearer())):\n    if not secrets.compare_digest(credentials.credentials.encode(), os.environ[\"API_TOKEN\"].encode()):\n        raise HTTPException(status_code=401)\n    return credentials.credentials\n"
    ],
    "limits": "A dependency that tells routes who is calling, and has that from a header such as `X-User-Id`, is reported with `--audit`: what stands in front of the service may set it. A function counts as a check by its name, and where it stands before routes: as a dependency, a decorator or a\nmiddleware. A login is one that reads nothing of the request but a name or an address. What is given to any other function may be checked there, and is left alone, as are functions\nthat only take a token out of a request to hand it on. Checks that let everyone in because nobody configured them are\nreported by [web/fail-open-auth](../web/fail-open-auth.md).",
    "off": "Where a gateway in front of the service has checked the token, and the service only wants to have one.",
    "see": [
      "https://cwe.mitre.org/data/definitions/287.html"
    ]
  },
  {
    "id": "auth/unverified-token",
    "summary": "What a token says is believed although nobody has checked its signature.",
    "description": "A JSON Web Token is text that anybody can write; only the signature tells who did. A service that reads the claims\nwithout it lets in whoever writes \"sub\": \"admin\" into a text of their own. The same goes for a service that asks the\ntoken which algorithm to check it with.",
    "bad": [
      "import jwt\nfrom fastapi import Depends\nfrom fastapi.security import HTTPBearer\n\ndef current_user(credentials=Depends(HTTPBearer())):\n    claims = jwt.decode(credentials.credentials, options={\"verify_signature\": False})\n    return claims[\"sub\"]\n"
    ],
    "good": [
      "import os\n\nimport jwt\nfrom fastapi import Depends\nfrom fastapi.security import HTTPBearer\n\nPUBLIC_KEY = os.environ[\"ISSUER_PUBLIC_KEY\"]\n\ndef current_user(credentials=Depends(HTTPBearer())):\n    claims = jwt.decode(credentials.credentials, PUBLIC_KEY, algorithms=[\"RS256\"])\n    return claims[\"sub\"]\n"
    ],
    "limits": "A token that is checked before or after, in the function, its callers, or by another dependency or decorator of\nthe route, is left alone, and so is one that the program has made itself or got from a server that it asked. Where\nonly the expiry or the issuer is read, where nobody knows who sends the token or nothing calls it one, and behind a switch for\ndebugging, where verifying was switched off, or where some way on leads to a check, the finding takes `--audit`. It is `low` where a comment beside it says that nothing is\nverified, and where an option has to ask for verifying.",
    "off": "Where a gateway in front of the service checks every token and nothing else can reach the service.",
    "see": [
      "https://cwe.mitre.org/data/definitions/347.html",
      "https://pyjwt.readthedocs.io/en/stable/usage.html"
    ]
  },
  {
    "id": "calls/wrong-arguments",
    "summary": "A call passes what is called something that it does not take, or not all that it needs.",
    "description": "Python finds out when the line runs, and raises `TypeError`: in the error handler, the nightly job, the integration of\ntwo modules whose own tests each pass a mock. It is left behind when a signature changes and not all of its callers do, when a\nkeyword is misspelt, when a comma is missing between two strings, and when a class is made with the arguments of another.",
    "bad": [
      "class Kitchen:\n    def bake(self, item, minutes, trays=1):\n        return item, minutes, trays\n\ndef supper(kitchen: Kitchen):\n    return kitchen.bake(\"rye\", minutes=40, tray=2)\n"
    ],
    "good": [
      "class Kitchen:\n    def bake(self, item, minutes, trays=1):\n        return item, minutes, trays\n\ndef supper(kitchen: Kitchen):\n    return kitchen.bake(\"rye\", minutes=40, trays=2)\n"
    ],
    "limits": "All that a call may run has to be found, and none of it may fit: a decorator that may change what a function takes,\nan override that takes it, a metaclass, a base class out of sight, an attribute that other code replaces, or a handler for `TypeError`\naround the call keep it silent, and of arguments behind `*args` and `**kwargs` only what is certain counts. Models of\npydantic are left alone, and so are tests. A method that does not take what its base passes to the one that it overrides is\nreported with `--audit` where no object is seen that the base runs with. Errors that cannot be raised are `errors/raise-that-fails`.",
    "off": "Where a framework changes what functions take after they are defined.",
    "see": [
      "https://docs.python.org/3/reference/expressions.html#calls"
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
    "limits": "The way of the bytes is followed through assignments, containers, attributes, helpers and files of the\nproject, not through code that is not there. Bytes that pass `hmac.compare_digest` or a signature's `verify` on every\npath are trusted, whatever the key is; so is an unpickler that overrides `find_class`, also where a switch puts another one in its place. So are messages of a ZeroMQ\nsocket that the project's code, or its class for the context, gives keys or an authenticator; where only some ways\nthrough that code do, the finding takes `--audit`. What only programs of this machine\ncan send (`ipc://`, a UNIX socket, the standard input) is `low`, as is what is kept in Redis or comes from a broker that\nthe program itself writes to, and what only the process itself can (`inproc://`) is\nreported with `--audit`. So are files that are named by an argument, the command line or the environment; other local\nfiles and pipes between the program's own processes are not reported at all.",
    "off": "When the transport itself authenticates every peer (mutual TLS) and all of them may run code here anyway.",
    "see": [
      "https://docs.python.org/3/library/pickle.html",
      "https://cwe.mitre.org/data/definitions/502.html"
    ]
  },
  {
    "id": "errors/raise-that-fails",
    "summary": "An error is raised with arguments that its class does not take.",
    "description": "Making the error raises `TypeError`, and that is what leaves: no handler for the error takes it, and what the error was to\ntell is lost. It happens only when something is wrong already, where no test goes. So it is with what is no exception at all: a\ntext, `NotImplemented`, or an object of a class that derives from none; and with a handler that names such a thing, once\nanything is raised in its `try`.",
    "bad": [
      "class NoBerth(Exception):\n    def __init__(self, harbour, ship):\n        super().__init__(f\"no berth for {ship} in {harbour}\")\n\ndef dock(ship, harbour, berths):\n    if not berths:\n        raise NoBerth(f\"{harbour} is full\")\n    return berths.pop()\n"
    ],
    "good": [
      "class NoBerth(Exception):\n    def __init__(self, harbour, ship):\n        super().__init__(f\"no berth for {ship} in {harbour}\")\n\ndef dock(ship, harbour, berths):\n    if not berths:\n        raise NoBerth(harbour, ship)\n    return berths.pop()\n"
    ],
    "limits": "The class has to be one of the project, with a constructor that can be read. What a variable holds is not judged, nor are\narguments behind `*args` and `**kwargs`, and what stands where `TypeError` is waited for. Tests are left alone.",
    "off": "Nothing is gained by it.",
    "see": [
      "https://docs.python.org/3/reference/simple_stmts.html#the-raise-statement"
    ]
  },
  {
    "id": "errors/swallowed-exception",
    "summary": "A handler catches every exception and does nothing about it.",
    "description": "The error is gone: no log, no metric, no traceback, and the program goes on with work half done. What breaks later\nbreaks far away, and nobody can tell why. A bare `except:` (or `except BaseException`) also takes\n`KeyboardInterrupt` and `SystemExit`, so that the process cannot be stopped in an orderly way; it is reported even\nwhen it answers with a constant.\n\nIt is `medium` where the loss costs something: when what is tried delivers something, keeps or sends what is about money or orders, when a check of health or access answers as if it had been made, when a test's assertion is tried; `low` otherwise, and where the line tells another linter that all errors are meant (`noqa: BLE001`).",
    "bad": [
      "def publish(client, event):\n    try:\n        client.send(event)\n    except Exception:\n        pass\n"
    ],
    "good": [
      "import logging\n\ndef publish(client, event):\n    try:\n        client.send(event)\n    except ConnectionError:\n        logging.warning(\"Event %s was not published\", event, exc_info=True)\n"
    ],
    "limits": "A handler that does anything at all, were it only to count, is taken to handle the error. With `--audit` only are\nreported a `try` that tidies up (`close`, `terminate`, `unlink` and the like), tells of another error, waits for a queue's next\nitem, converts one value in a loop, or does what a program can do without (caches, metrics, progress); a handler that only sleeps,\nthat a comment explains, or that follows one which logged; scripts, migrations and tests; and a `try` that always\nreturns, so that what follows it runs only after an error. A call of a function that logs its errors\nand raises them again is left alone, and so is one that takes every error itself. `suppress` is seen in a `with` statement only.",
    "off": "In code that must never fail because of what it observes, such as a crash reporter or a tracing hook; there,\nsilence the line and say why.",
    "see": [
      "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
      "https://cwe.mitre.org/data/definitions/390.html"
    ]
  },
  {
    "id": "functions/endless-recursion",
    "summary": "A function calls itself on every way through it, or with just what it was given.",
    "description": "It ends in `RecursionError`, after a thousand calls that have each done their part once more. Typical are a property\nthat reads or sets itself where the attribute behind it was meant, a wrapper that was given the name of what it wraps,\nand a `__getattr__` that reads an attribute which is never set.",
    "bad": [
      "class Account:\n    def __init__(self, balance):\n        self._balance = balance\n\n    @property\n    def balance(self):\n        return self.balance\n"
    ],
    "good": [
      "class Account:\n    def __init__(self, balance):\n        self._balance = balance\n\n    @property\n    def balance(self):\n        return self._balance\n"
    ],
    "limits": "Calls of the same function on the same object alone, on every way through it or with just what it was given and nothing done before; functions that call each other in turn are left alone, and so is a method\nthat a subclass overrides. A `__getattr__` that reads what only the constructor sets, and so fails for an object that is being copied or\nunpickled, is reported with `--audit` where its own file copies none, and so is a function that nothing else of the project speaks of.",
    "off": "Nothing is gained by it.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#RecursionError"
    ]
  },
  {
    "id": "http/no-timeout",
    "summary": "A request waits for its answer for ever.",
    "description": "`requests`, `urllib` and `http.client` have no timeout unless they are given one. A server that takes the connection and\nthen says nothing, or a router that drops the packets, holds the thread until somebody restarts the service: first one\nworker, then all of them, without an error in any log.",
    "bad": [
      "import requests\n\nclass Rates:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def latest(self, currency):\n        return self.session.get(f\"https://rates.example/{currency}\").json()\n"
    ],
    "good": [
      "import requests\n\nTIMEOUT = (3, 20)\n\nclass Rates:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def latest(self, currency):\n        return self.session.get(f\"https://rates.example/{currency}\", timeout=TIMEOUT).json()\n"
    ],
    "limits": "Of clients that have a timeout of their own (`httpx`, `aiohttp`, `urllib3`), only those are reported that are told\nto have none, and whose answers are no streams. Left alone are sessions with an adapter or a method of the project's own, calls that are passed\n`**options` of which it is not seen what is in them, what stands in a `with timeout(…)` or `wait_for(…)`, programs that set a default for all sockets, and tests.\nScripts, commands, requests to the machine itself, and sessions that are known by their type alone are reported with\n`--audit`. What a handler, a job or an endless loop runs is `high`; `low` is what builds, releases or sets up a program, what\nscripts alone ask, and a command that somebody types, who sees it hang.",
    "off": "In programs that a person starts and watches.",
    "see": [
      "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts",
      "https://cwe.mitre.org/data/definitions/400.html"
    ]
  },
  {
    "id": "imports/missing-module",
    "summary": "A module of the project's own package is imported that is not there.",
    "description": "The import raises `ModuleNotFoundError`: at the top of a file as soon as anybody imports that, in a function when it is\ncalled for the first time. The module was renamed, moved or never committed.",
    "bad": [
      "# greenhouse/__init__.py\n\n# greenhouse/plan.py\nfrom greenhouse.weather import forecast\n"
    ],
    "good": [
      "# greenhouse/__init__.py\n\n# greenhouse/forecasts.py\ndef forecast(day): ...\n\n# greenhouse/plan.py\nfrom greenhouse.forecasts import forecast\n"
    ],
    "limits": "Left alone is what may come from elsewhere: compiled and generated modules, those that a build file or `.gitignore` speaks of,\npackages that extend their own path, that several distributions share or that exist twice, imports in a `try` that handles\ntheir error, under `TYPE_CHECKING` or for some version of Python, and where the code has asked whether its file is there. A relative import in a folder without `__init__.py`, over which\nother files may be laid, is reported with `--audit`. Tests are not looked at.\nIt is `high` in a function, `critical` at the top of a file that leads to a start which the files beside the program name, and `low` at the top of any other:\nwhat fails as it is imported hardly goes unseen in a program that runs.",
    "off": "In trees of which parts are taken away before they are scanned.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#ModuleNotFoundError"
    ]
  },
  {
    "id": "imports/missing-name",
    "summary": "A name is imported from a module of the project that does not define it.",
    "description": "The import raises `ImportError`: at the top of a file as soon as anybody imports that, in a function when it is called for\nthe first time. It is left behind when a function is renamed or moved, or by a merge.",
    "bad": [
      "# valves.py\ndef open_valve(number): ...\n\n# plan.py\nfrom valves import close_valve\n"
    ],
    "good": [
      "# valves.py\ndef open_valve(number): ...\n\n# plan.py\nfrom valves import open_valve\n"
    ],
    "limits": "Left alone are modules that compute names (`__getattr__`, `globals()`, `exec`, entries of `sys.modules`), take over all names\nof a module that was not found, or do not compile; imports in a `try` that handles their error, under `TYPE_CHECKING` or\nfor some version of Python; names that a compiled module beside it may define, or one that a build file computes; and what one\nof several modules has that an absolute import may mean. Tests are not looked at.\nIt is `high` in a function, `critical` at the top of a file that leads to a start which the files beside the program name, and `low` at the top of any other:\nwhat fails as it is imported hardly goes unseen in a program that runs.",
    "off": "In trees of which parts are taken away before they are scanned.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#ImportError"
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
    "limits": "Text whose origin cannot be seen (the result of a function that is not there) is not reported. With `--audit`\nonly: Python files that are run on purpose (`exec(compile(f.read(), path, \"exec\"))`), evaluators that are handed their\nnamespaces, command loops (`cmd.Cmd`), functions that nothing of the project calls though it imports their file, or that a file which is run by itself does not call, attributes that a base class of a library fills, and generated definitions into which only names are filled. Checked names, numbers, quoted text, members of a\nfixed list and what a regular expression admits as a whole are taken to be harmless; whether the expression is, is not judged.\nIt is `critical` where the text comes over the network, and `high` where it is read of a row.\nModules of the program whose path is written down, as in a `setup.py` that reads a version, are left alone.",
    "off": "In consoles, debuggers and notebooks, whose purpose is to run what their user types.",
    "see": [
      "https://docs.python.org/3/library/functions.html#eval",
      "https://docs.python.org/3/library/ast.html#ast.literal_eval",
      "https://cwe.mitre.org/data/definitions/95.html"
    ]
  },
  {
    "id": "inject/sql-value-in-text",
    "summary": "A value is written into the text of an SQL statement.",
    "description": "An apostrophe in a name breaks the statement; a text that is made for it reads or deletes every row of the table. Where a\nvalue stands, the database takes a parameter, which can do neither, is quicker, and needs no quotes.",
    "bad": [
      "def find(cursor, name):\n    cursor.execute(f\"SELECT * FROM birds WHERE name = '{name}'\")\n    return cursor.fetchall()\n"
    ],
    "good": [
      "def find(cursor, name):\n    cursor.execute(\"SELECT * FROM birds WHERE name = %s\", (name,))\n    return cursor.fetchall()\n"
    ],
    "limits": "A statement is followed through `+`, `+=`, `%`, `format`, `join`, f-strings, local names and helpers, to what runs it. Where a\nname stands (a table, a column, `ORDER BY`), which can be no parameter, only what comes over the network is reported; with `--audit`\nalso what callers pass. So is a value without quotes around it that may be a number, one whose quotes the code doubles\nitself, and what only the environment, the configuration or the command line says. Numbers, times, UUIDs, members of fixed lists, checked texts and\nwhat a function for it has quoted are left alone, and so are tests, migrations, and statements that define something, which take\nno parameters, unless what is written into them comes over the network. It is `critical` where a request reaches the statement, and\n`low` where a file does, where nothing but callers of which no more is known, or in a script that somebody starts by hand: whoever does\nthat may run any statement anyway. Requests that arrive in a file which nothing of the project imports or starts do not count.",
    "off": "In tools whose user may run any statement anyway.",
    "see": [
      "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries",
      "https://cwe.mitre.org/data/definitions/89.html"
    ]
  },
  {
    "id": "loops/condition-never-changes",
    "summary": "A loop waits for a change that nothing in it makes.",
    "description": "The job that runs it never ends, and uses a whole core or asks a server for the same page until somebody stops it. It\nshows on the day when there is a second page, when a peer closes its connection in the middle of a message, or when a file ends early.",
    "bad": [
      "def read_frame(sock, size):\n    data = b\"\"\n    while len(data) < size:\n        data += sock.recv(size - len(data))\n    return data\n"
    ],
    "good": [
      "def read_frame(sock, size):\n    data = b\"\"\n    while len(data) < size:\n        chunk = sock.recv(size - len(data))\n        if not chunk:\n            raise ConnectionError(\"closed in the middle of a frame\")\n        data += chunk\n    return data\n"
    ],
    "limits": "Only conditions over local names, and over what a file or a socket gives at its end, and then loops that no condition on what was\nread leaves. Names that a\nfunction inside changes, objects that are handed to something or have methods called, generators, and loops with any other way\nout are left alone. A local that is only ever True, and a loop in a `try`, are reported with `--audit`, as is what stands in tests.",
    "off": "Nothing is gained by it: such a loop only ends with the process.",
    "see": [
      "https://docs.python.org/3/library/socket.html#socket.socket.recv",
      "https://cwe.mitre.org/data/definitions/835.html"
    ]
  },
  {
    "id": "memory/only-grows",
    "summary": "A container of an object that lives as long as the service gets more entries all the time, and nothing ever takes one out.",
    "description": "The service needs more memory from day to day, until the system ends it. No test sees that, for none runs long enough.",
    "bad": [
      "class Monitor:\n    def __init__(self):\n        self.readings = []\n\n    def on_reading(self, value):\n        self.readings.append(value)\n\ndef serve(socket):\n    monitor = Monitor()\n    while True:\n        monitor.on_reading(socket.recv_json())\n"
    ],
    "good": [
      "from collections import deque\n\nclass Monitor:\n    def __init__(self):\n        self.readings = deque(maxlen=1000)\n\n    def on_reading(self, value):\n        self.readings.append(value)\n\ndef serve(socket):\n    monitor = Monitor()\n    while True:\n        monitor.on_reading(socket.recv_json())\n"
    ],
    "limits": "Reported with `--audit` only. How many keys there can be is not known, apart from constants and types.",
    "off": "Where as much comes as the memory holds, and no more.",
    "see": [
      "https://docs.python.org/3/library/collections.html#collections.deque"
    ]
  },
  {
    "id": "names/read-before-assignment",
    "summary": "A name is read where nothing can have bound it yet.",
    "description": "An assignment or import anywhere in a function makes the name a local one in all of it, so that the module's own of that\nname is out of sight there, and the read raises `UnboundLocalError`: an `import` that was moved into a branch, `count += 1`\nwithout `global`. The name of what an `except` clause has caught ends with the clause, be it bound before. And a handler that only logs goes on to\ncode that needs what the `try` should have bound: the log names one error, and the program dies of another. So does code\nbehind an `if` without any other branch that needs what only the `if` binds.",
    "bad": [
      "import json\n\ndef load(text, pretty=False):\n    data = json.loads(text)\n    if pretty:\n        import json\n        return json.dumps(data, indent=2)\n    return data\n"
    ],
    "good": [
      "import json\n\ndef load(text, pretty=False):\n    data = json.loads(text)\n    if pretty:\n        return json.dumps(data, indent=2)\n    return data\n"
    ],
    "limits": "A read is reported when no path to it binds the name, or when a handler leads straight to it whose `try` binds the name last\nof all, or to what a call gives that may fail, where the handler takes any error, or at the top of a module to what it was to import, or when it comes next behind an `if` of a function that has no other branch and alone binds the name, unless what it asks about was asked before, or a loop is around it; what else only some paths bind is left alone. So are functions that look into `locals()`, reads whose error is handled, and\nhandlers that may leave. Tests are not looked at.",
    "off": "In files that another program runs with names of its own.",
    "see": [
      "https://docs.python.org/3/faq/programming.html#why-am-i-getting-an-unboundlocalerror-when-the-variable-has-a-value"
    ]
  },
  {
    "id": "names/unbound-in-handler",
    "summary": "A handler or `finally` uses a name that only the `try` before it binds, and something fails before it is bound.",
    "description": "The handler then dies of an `UnboundLocalError` itself: what it should have cleaned up or logged stays as it is, and\nthe error that led there is hidden behind another one.",
    "bad": [
      "import sqlite3\n\ndef count(path):\n    try:\n        connection = sqlite3.connect(path)\n        return connection.execute(\"select count(*) from tickets\").fetchone()\n    finally:\n        connection.close()\n"
    ],
    "good": [
      "import sqlite3\n\ndef count(path):\n    connection = sqlite3.connect(path)\n    try:\n        return connection.execute(\"select count(*) from tickets\").fetchone()\n    finally:\n        connection.close()\n"
    ],
    "limits": "Handlers for particular classes, which mostly come from what runs after the name is bound, and uses under a condition are\nreported with `--audit`. Left alone are names that anything binds before the `try`, functions that look into `locals()`, uses\nwhose own error is handled, a `finally` behind handlers that all bind the name, and what hardly fails: constants, reads of\nnames and attributes, `len(…)`, logging, imports of the standard library, `pop` and `get` with a default. Tests are not\nlooked at.",
    "off": "Where any error in such a place ends the program anyway, and nobody reads what it says.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#UnboundLocalError"
    ]
  },
  {
    "id": "names/undefined-name",
    "summary": "A name is read that nothing defines.",
    "description": "The line raises `NameError` when it runs: a misspelt name, an import that was forgotten or removed, a variable of another\nfunction, something that only `if TYPE_CHECKING:` imports. It hides where nobody looks before production does, in an error handler\nor a rare branch.",
    "bad": [
      "import json\n\ndef load(path):\n    with open(path) as file:\n        return json.load(fiel)\n"
    ],
    "good": [
      "import json\n\ndef load(path):\n    with open(path) as file:\n        return json.load(file)\n"
    ],
    "limits": "Left alone is what may be defined out of sight: by `import *` from a module that was not found, `exec`, `globals()`, something\nthat installs a builtin, a metaclass that prepares the body of a class, code that may set the module's global from\noutside (`plugin.logger = …`), a handler for `NameError`; and reads under a test such as `\"x\" in locals()`. Names in annotations\nthat are not evaluated, in code that cannot be reached, and those that only Python 2 has are reported with `--audit`. Tests\nare not looked at.",
    "off": "In files that another program runs with names of its own.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#NameError"
    ]
  },
  {
    "id": "objects/none-then-used",
    "summary": "Something is None where it is used as if it were not.",
    "description": "The use raises `AttributeError: 'NoneType' object has no attribute …`. Typical are a resource that a subclass gives away\nafter `super().__init__()` while inherited methods go on using it, a clean-up that forgets the object before closing\nit or that runs although opening it has failed, a `try` that logs its failure and then goes on with what it failed to\nmake, a branch that looks into what it has just found to be None (high), a thread that sets to None what another one has just tested, and the result of a call that returns nothing:\n`thread = Thread(target=work).start()`.",
    "bad": [
      "class Channel:\n    def __init__(self, connection):\n        self.connection = connection\n\n    def close(self):\n        self.connection = None\n        self.connection.close()\n"
    ],
    "good": [
      "class Channel:\n    def __init__(self, connection):\n        self.connection = connection\n\n    def close(self):\n        self.connection.close()\n        self.connection = None\n"
    ],
    "limits": "An attribute that other code fills is a placeholder. Its uses are reported right behind the `None`, in a clean-up\nthat the class itself runs when filling has failed, and where a thread takes it away behind a test; with `--audit` also\nin methods that may be called before it is filled, when another method asks whether it is or when they are there to\nclean up (`close`, `stop`), and where an `await` lets others run between test and use. What a function returns on some paths only is reported where most of its callers\ntest it, and not where the row of a statement that counts is fetched. When only some paths leave it None, the use is reported if one of them leads from the `None` straight to it, or\nis that of a failed `try`.",
    "off": "When another library fills the attribute from outside.",
    "see": [
      "https://docs.python.org/3/library/constants.html#None"
    ]
  },
  {
    "id": "objects/unknown-member",
    "summary": "An attribute or a method is used that the object does not have.",
    "description": "The line raises `AttributeError` when it runs, which may be the first time a rare branch is taken in production. It is left\nbehind when a method is renamed, when code moves from one class to another, or when two people had different ideas of\nwhat one side offers to the other; a test that puts a mock in between does not see it. The object may be the method's own,\nor any other whose class is known: made on the spot, by a function of the project, by its type, as what a handler catches\n(critical: it goes wrong only when something has gone wrong already), or because other code gives it to a parameter or an\nattribute. Nor has an object yet what its constructor reads, or what a method reads that it calls, before it assigns it.\nThe members of the project's own modules are judged, too, and so is what is called like its module:\n`datetime.now()` after `import datetime`, the `message` that errors of Python's own had in Python 2, and what a container or a text\nis asked for that those of another type have: `seen.append(name)` of a set.",
    "bad": [
      "class ThermalPrinter:\n    def print_label(self, text):\n        return text\n\nclass Belt:\n    def __init__(self, printer):\n        self.printer = printer\n\n    def label(self, parcel):\n        self.printer.print_parcel_label(parcel)\n\nbelt = Belt(ThermalPrinter())\n",
      "import threading\n\nclass Leases:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.leases = {}\n\n    def grant(self, key, owner):\n        with self.lock:\n            self.leases[key] = owner\n"
    ],
    "good": [
      "class ThermalPrinter:\n    def print_label(self, text):\n        return text\n\nclass Belt:\n    def __init__(self, printer):\n        self.printer = printer\n\n    def label(self, parcel):\n        self.printer.print_label(parcel)\n\nbelt = Belt(ThermalPrinter())\n"
    ],
    "limits": "A class is judged only when all its bases are found and nothing dynamic (`setattr` with a computed name, also in a\nfunction that is given the object, `__getattr__`, metaclasses, unknown decorators, a state machine of another library)\ncan define attributes. An attribute that a subclass or any other\ncode of the program assigns counts as defined; what tests assign, mock or derive does not. Of an object that is not the\nmethod's own, a name is judged when no other code of the program defines one like it, when the file itself names the class,\nwhen it is the one object of its class that a module makes for all who import it, or when few files know it and other code fills the attribute that it is read from. Where only some of the objects that are\ngiven lack it, or where a condition may tell them apart, it is reported with `--audit`. One that only some method assigns, and no\nconstructor, is reported with `--audit` where another method may read it before, and so is the `message` in a handler for any `Exception`; nor are those more than likely that stand\nin classes, functions and methods which nothing else of the project speaks of. Modules with `__getattr__`, `globals()` and the like\nare left alone, and so are reads behind `hasattr`, `isinstance`, or within a `try` that expects the error, or that only tries one way before its handler takes another of the same object. So are classes of a\nfile that does not compile, and what is declared to be of a class where the program gives it an object that has the name.",
    "off": "In mix-ins whose users live in other projects.",
    "see": [
      "https://docs.python.org/3/library/exceptions.html#AttributeError"
    ]
  },
  {
    "id": "orm/no-such-column",
    "summary": "A mapped class is asked for something that it does not map.",
    "description": "SQLAlchemy finds out when the line runs: the constructor raises `TypeError`, a filter `InvalidRequestError` or\n`AttributeError`. Columns are renamed in the model and in most places, and what is left fails in production, in a path\nthat no test takes; type checkers do not see the names in `filter_by` and in constructors at all.",
    "bad": [
      "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\nclass Ticket(Base):\n    __tablename__ = \"tickets\"\n    id = Column(Integer, primary_key=True)\n    owner_id = Column(Integer)\n\ndef tickets_of(session, user):\n    return session.query(Ticket).filter_by(user_id=user.id).all()\n"
    ],
    "good": [
      "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\nclass Ticket(Base):\n    __tablename__ = \"tickets\"\n    id = Column(Integer, primary_key=True)\n    owner_id = Column(Integer)\n\ndef tickets_of(session, user):\n    return session.query(Ticket).filter_by(owner_id=user.id).all()\n"
    ],
    "limits": "Declarative classes of SQLAlchemy and Flask-SQLAlchemy, all of whose bases can be found. A class that reads its table from\nthe database, or from elsewhere in the program, is left alone, and so are rows that a query puts together of several classes.",
    "off": "For a class whose columns are added while the program runs.",
    "see": [
      "https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html"
    ]
  },
  {
    "id": "orm/untracked-change",
    "summary": "What a column holds is changed in place, and SQLAlchemy does not see it.",
    "description": "A plain `JSON`, `ARRAY` or `PickleType` column is compared with what was loaded, which is the very object that was\nchanged: they are equal, and the commit writes nothing. No error is raised, and the object in memory looks right until\nthe row is loaded again. Assigning the same object back changes nothing.",
    "bad": [
      "from sqlalchemy import JSON, Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\nclass Order(Base):\n    __tablename__ = \"orders\"\n    id = Column(Integer, primary_key=True)\n    history = Column(JSON, default=list)\n\ndef record(session, order_id, event):\n    order = session.get(Order, order_id)\n    order.history.append(event)\n    session.commit()\n"
    ],
    "good": [
      "from sqlalchemy import JSON, Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\nclass Order(Base):\n    __tablename__ = \"orders\"\n    id = Column(Integer, primary_key=True)\n    history = Column(JSON, default=list)\n\ndef record(session, order_id, event):\n    order = session.get(Order, order_id)\n    order.history = [*order.history, event]\n    session.commit()\n"
    ],
    "limits": "Reported where the function that makes the change saves it, too, or one that hands it the row; with `--audit` also where somebody else may. A row that\nthe function has made itself is written as a whole, and is left alone.",
    "off": "Where a listener of the session compares what columns hold.",
    "see": [
      "https://docs.sqlalchemy.org/en/20/orm/extensions/mutable.html"
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
    "limits": "The first error of a file is reported, as CPython does; correcting it may uncover the next one. A program\nthat one of the versions compiles is left alone, even when the team's own version does not: `except OSError, error:`\ncompiles since Python 3.14, where it catches two types; it is reported with `--audit`, as are the holes of templates. Not judged are files with\nnull bytes, how many blocks nest, how long chains of lambdas and conditional expressions are, and whether a name in\n`\\N{…}` or an encoding exists. It is `high` in a file that another one imports, unless Python 2 would compile the line.",
    "off": "For templates and test data that end in `.py` and are not meant to be Python.",
    "see": [
      "https://docs.python.org/3/reference/grammar.html"
    ]
  },
  {
    "id": "resources/close-skipped-by-exception",
    "summary": "A connection, session or socket is closed, but not when something fails before.",
    "description": "The exception is handled elsewhere, and what it has left open is missing in the pool, or holds its locks at the server. One\nsuch error does no harm, those of a bad night use up the pool, and then every request waits for a connection that\nnobody gives back.",
    "bad": [
      "import sqlite3\n\ndef count(path):\n    connection = sqlite3.connect(path)\n    number = connection.execute(\"select count(*) from entries\").fetchone()\n    connection.close()\n    return number\n"
    ],
    "good": [
      "import sqlite3\nfrom contextlib import closing\n\ndef count(path):\n    with closing(sqlite3.connect(path)) as connection:\n        return connection.execute(\"select count(*) from entries\").fetchone()\n"
    ],
    "limits": "What is returned, stored, or passed to something that may keep it is left alone, and so is what a program's `main`\nor a command of a terminal opens. In folders of scripts, and of\ndatagram sockets, it is reported with `--audit`. It is `medium` in a loop and in what answers requests, but for what\nSQLite has open, which ends with the function.",
    "off": "Where the process ends with the exception.",
    "see": [
      "https://docs.python.org/3/library/contextlib.html#contextlib.closing"
    ]
  },
  {
    "id": "resources/never-closed",
    "summary": "A connection, session or socket is opened, and there is a way out of the function on which nobody closes it.",
    "description": "It is closed when the interpreter happens to free it, if at all. Until then the pool lacks a connection, or the server keeps one with\nits locks and its open transaction. What is no object but a number, such as the descriptor that `tempfile.mkstemp()` opens, nobody ever frees.\nA `with` over a connection of `sqlite3`, `psycopg2` or `pyodbc` ends a transaction and closes nothing; CPython 3.11 and later free that of `sqlite3` only when\nthey collect garbage, and a service runs out of descriptors before.",
    "bad": [
      "import sqlite3\n\ndef count(path, table):\n    connection = sqlite3.connect(path)\n    if not table:\n        return 0\n    number = connection.execute(\"select count(*) from entries\").fetchone()\n    connection.close()\n    return number\n"
    ],
    "good": [
      "import sqlite3\nfrom contextlib import closing\n\ndef count(path, table):\n    if not table:\n        return 0\n    with closing(sqlite3.connect(path)) as connection:\n        return connection.execute(\"select count(*) from entries\").fetchone()\n"
    ],
    "limits": "What is returned, stored, or passed to something that may keep it is left alone, as is what something that was made of it\nleaves the function, and what a program's `main` or a command of a terminal opens. In folders of scripts, and of\ndatagram sockets, it is reported\nwith `--audit`.",
    "off": "Where the process ends with the function.",
    "see": [
      "https://docs.python.org/3/library/contextlib.html#contextlib.closing"
    ]
  },
  {
    "id": "retry/without-wait",
    "summary": "A loop that failed to reach a server tries again at once, and for ever.",
    "description": "While the server is down, each attempt fails within a millisecond: the loop uses a whole core, fills the disk with the same\nline of log, and meets the server with thousands of requests when it comes back, which takes it down again.",
    "bad": [
      "import requests\n\ndef fetch(url):\n    while True:\n        try:\n            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n            continue\n",
      "import requests\n\ndef fetch(url):\n    while True:\n        answer = requests.get(url, timeout=5)\n        if answer.status_code != 200:\n            continue\n        return answer.json()\n"
    ],
    "good": [
      "import time\n\nimport requests\n\ndef fetch(url):\n    wait = 1\n    while True:\n        try:\n            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n            time.sleep(wait)\n            wait = min(wait * 2, 60)\n"
    ],
    "limits": "A request is known by its library, directly in the loop or up to two helpers further. Loops in which anything waits, counts, looks at the clock,\nor takes something new (from a queue, a socket, an iterator), and handlers that may leave, are left alone, but for what only runs behind a request that has succeeded; so are those for errors that say\nthat time has passed. An answer is looked at where an `if` finds an error in it, and does nothing but tell before it begins the next round. Loops in tests are reported with `--audit`.",
    "off": "Where something outside of the loop paces it.",
    "see": [
      "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
      "https://cwe.mitre.org/data/definitions/770.html"
    ]
  },
  {
    "id": "secrets/public-signing-key",
    "summary": "The key that guards what comes in is a text of the source.",
    "description": "A service believes a token, a cookie or a signature because only it has the key. When the key is written down in the\nsource, or is what a setting falls back to, everybody who has the source has it too, and signs as whomever they like. A\ndeployment that forgets the variable runs, and looks healthy. Asking whether the key is empty does not help, for it\nnever is, and neither does a warning in the log.",
    "bad": [
      "import os\n\nimport jwt\n\nSIGNING_KEY = os.getenv(\"SIGNING_KEY\", \"change-me\")\n\ndef issue(user):\n    return jwt.encode({\"sub\": user}, SIGNING_KEY, algorithm=\"HS256\")\n"
    ],
    "good": [
      "import os\n\nimport jwt\n\nSIGNING_KEY = os.environ[\"SIGNING_KEY\"]\n\ndef issue(user):\n    return jwt.encode({\"sub\": user}, SIGNING_KEY, algorithm=\"HS256\")\n"
    ],
    "limits": "Keys are known by what they are used for: signing and checking tokens, sealing, signed cookies, and comparing\nwith what a client sent; keys for somebody else's service open nothing here and are left alone. A default that the\nprogram refuses, by an error or an exit, or replaces by a random one is none, wherever in the project that\nhappens. Settings for development and tests, by the name of their file or class, are left alone. What callers out of\nsight may pass instead takes `--audit`. What the environment may set is `low`.",
    "off": "In programs that only their author runs, on a machine of their own.",
    "see": [
      "https://cwe.mitre.org/data/definitions/798.html",
      "https://cwe.mitre.org/data/definitions/1188.html"
    ]
  },
  {
    "id": "state/mutated-default",
    "summary": "Something inside a default is changed, because only the outermost dictionary or list was copied, or nothing was.",
    "description": "What `copy` gives is new, what it holds is not. The first caller who fills in a value writes it into the constant, and all who\ncome later start with it: the settings of one user in the session of another. A list or dictionary in front of a parameter is made once,\ntoo, with the function: who changes it changes it for all calls that leave the argument out.",
    "bad": [
      "DEFAULTS = {\"width\": 80, \"yarn\": {\"weft\": \"wool\"}}\n\ndef load(weft):\n    config = DEFAULTS.copy()\n    config[\"yarn\"][\"weft\"] = weft\n    return config\n"
    ],
    "good": [
      "import copy\n\nDEFAULTS = {\"width\": 80, \"yarn\": {\"weft\": \"wool\"}}\n\ndef load(weft):\n    config = copy.deepcopy(DEFAULTS)\n    config[\"yarn\"][\"weft\"] = weft\n    return config\n"
    ],
    "limits": "What a parameter falls back to is left alone where the function asks what it was given, and where the name says that it is to be kept, as of a cache. A constant that another name stands for, without any copy, is reported where it is called a default, a base or a\ntemplate, and with `--audit` otherwise; so is a copy over which something is spread that is not seen, and a snapshot that a handler puts back, though what is inside was changed since.\nIt is `high` where it is what a parameter falls back to, and a call of the project leaves the argument out.",
    "off": "Where the constant is to be changed.",
    "see": [
      "https://docs.python.org/3/library/copy.html"
    ]
  },
  {
    "id": "state/override-not-restored",
    "summary": "Something shared is overridden for a while, and there is a way out on which the old value is not put back.",
    "description": "The exception that skips it is handled somewhere else, and the process goes on with the override: in another folder,\nwith another `sys.stdout`, with signals off. What fails is the next request, or the next test, far from here.\nAn exception in the body of a `with` is raised at the `yield` of its context manager.",
    "bad": [
      "import contextlib\nimport os\n\n@contextlib.contextmanager\ndef folder(path):\n    before = os.getcwd()\n    os.chdir(path)\n    yield\n    os.chdir(before)\n"
    ],
    "good": [
      "import contextlib\nimport os\n\n@contextlib.contextmanager\ndef folder(path):\n    before = os.getcwd()\n    os.chdir(path)\n    try:\n        yield\n    finally:\n        os.chdir(before)\n"
    ],
    "limits": "In a plain function it is reported for what the whole process shares, and for everything where a `raise` is\nwritten in between; with `--audit` also for attributes of objects, past which only a call that fails can lead. What an\n`if` puts back is reported where the old value is seen to be None somewhere, with `--audit` where that is not seen.",
    "off": "Where nothing goes on after an exception.",
    "see": [
      "https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager"
    ]
  },
  {
    "id": "state/shared-class-attribute",
    "summary": "A list, dictionary or set of a class is changed through an object, and all objects of the class share it.",
    "description": "What stands in the body of a class is made once. What one object puts in, the others find: the rows of one request in the answer to the\nnext, which is seen as soon as two of them are made in one process.",
    "bad": [
      "class Harvest:\n    baskets = []\n\n    def pick(self, apple):\n        self.baskets.append(apple)\n\nharvests = [Harvest() for _ in range(2)]\n"
    ],
    "good": [
      "class Harvest:\n    def __init__(self):\n        self.baskets = []\n\n    def pick(self, apple):\n        self.baskets.append(apple)\n\nharvests = [Harvest() for _ in range(2)]\n"
    ],
    "limits": "Reported where the program makes several objects, or one for each request; with `--audit` where it is not seen how many it makes.\nWhat only subclasses in other files change is reported at what the class binds.\nSo are the fields of `attrs`, whose defaults are made once, too. What is got at by the class as well, is declared as `ClassVar`, or is called a cache or a registry, is meant to be shared;\na set of running tasks, each of which is taken out when it is done, harms nobody.",
    "off": "Where all objects are to share what is changed.",
    "see": [
      "https://docs.python.org/3/tutorial/classes.html#class-and-instance-variables"
    ]
  },
  {
    "id": "suppression/malformed",
    "summary": "A comment to scarlint cannot be understood.",
    "description": "It silences nothing, whatever it was meant to silence. A comment has to name the rules that it is about: one that\nsilenced all of them would also hide the bugs that are made there later.",
    "bad": [
      "try:\n    deliver()\nexcept TimeoutError:  # scarlint: ignore\n    pass\n"
    ],
    "good": [
      "try:\n    deliver()\nexcept Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller\n    pass\n"
    ],
    "limits": "Only comments with `# scarlint:` in them are looked at, in small letters.",
    "off": "When the comments of another tool look like this.",
    "see": [
      "https://docs.astral.sh/ruff/rules/blanket-noqa/"
    ]
  },
  {
    "id": "suppression/missing-reason",
    "summary": "A comment silences a rule and does not say why.",
    "description": "Reported only when the configuration says `require-reason = true`. Without a reason, nobody who comes after can tell\na finding that was understood and accepted from one that was in the way of a release, and nobody dares to remove the\ncomment.",
    "bad": [
      "try:\n    deliver()\nexcept Exception:  # scarlint: ignore[errors/swallowed-exception]\n    pass\n"
    ],
    "good": [
      "try:\n    deliver()\nexcept Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller\n    pass\n"
    ],
    "limits": "Any word after the brackets is taken for a reason.",
    "off": "It is off until the configuration demands reasons.",
    "see": [
      "https://docs.astral.sh/ruff/rules/blanket-noqa/"
    ]
  },
  {
    "id": "suppression/unknown-rule",
    "summary": "A comment silences a rule that does not exist.",
    "description": "It was mistyped, or the rule has another name by now. Whoever wrote the comment believes that it does something;\nthe finding that it was meant for is still reported, or was never reported at all.",
    "bad": [
      "try:\n    deliver()\nexcept TimeoutError:  # scarlint: ignore[errors/swallowed-exceptions] delivery is retried by the caller\n    pass\n"
    ],
    "good": [
      "try:\n    deliver()\nexcept Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller\n    pass\n"
    ],
    "limits": "Rules of a team's own are known only in a scan that runs with them.",
    "off": "When different scans of the same code run with different rules of the team's own.",
    "see": [
      "https://docs.astral.sh/ruff/rules/invalid-rule-code/"
    ]
  },
  {
    "id": "suppression/unused",
    "summary": "A comment silences a rule that finds nothing there.",
    "description": "The bug that it excused is gone, or was never there. What stays is a claim that nobody checks any more, and the day\nthat the bug comes back to this statement it comes back in silence.",
    "bad": [
      "try:\n    deliver()\nexcept TimeoutError:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller\n    pass\n"
    ],
    "good": [
      "try:\n    deliver()\nexcept Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller\n    pass\n"
    ],
    "limits": "Only said of rules that have run on all that was to be scanned: not when `--select` or `--ignore` left them\nout, nor of a domain when they left out one of its rules, nor when a part of the scan failed, nor in a file with a\nsyntax error. A comment that silences what only `--audit` reports has its use.",
    "off": "While rules are being tried out that find more on one day and less on the next.",
    "see": [
      "https://docs.astral.sh/ruff/rules/unused-noqa/"
    ]
  },
  {
    "id": "tests/always-true",
    "summary": "An assertion holds whatever the program does.",
    "description": "A tuple is true, and so are a text, a generator, a function that nobody calls, `x or True`. The test is green on the day it\nis written and on the day the code breaks.",
    "bad": [
      "# test_rates.py\ndef rate(country):\n    return -1\n\ndef test_rate():\n    assert (rate(\"fr\") > 0, \"the rate is positive\")\n"
    ],
    "good": [
      "# test_rates.py\ndef rate(country):\n    return 20\n\ndef test_rate():\n    assert rate(\"fr\") > 0, \"the rate is positive\"\n"
    ],
    "limits": "Looks at the form of the condition, and at what names in it mean. What compares a value with itself is left alone,\nfor tests of `__eq__` do so, and so is `assert True`, a mark that this line was reached. What is\nwritten to hold, such as `or True` and `len(…) >= 0`, is `low`.",
    "off": "Never: an assertion that cannot fail can go.",
    "see": [
      "https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement"
    ]
  },
  {
    "id": "tests/assert-only-in-handler",
    "summary": "All that a test asserts stands in the handler of an error that may never come.",
    "description": "It looks at the error's text, or at its code, and does not ask whether there was an error. On the day that the program refuses\nnothing any more, the handler is not run, and the test passes.",
    "bad": [
      "# test_hosts.py\ndef parse(text):\n    return text\n\ndef test_refuses_garbage():\n    try:\n        parse(\"@#$%\")\n    except ValueError as error:\n        assert \"not a host\" in str(error)\n"
    ],
    "good": [
      "# test_hosts.py\nimport pytest\n\ndef parse(text):\n    raise ValueError(\"not a host\")\n\ndef test_refuses_garbage():\n    with pytest.raises(ValueError, match=\"not a host\"):\n        parse(\"@#$%\")\n"
    ],
    "limits": "Leaves tests alone in which anything else could fail: another assertion, a `raise`, a call that is named like one. A\nhandler that only says that the error must not be (`assert False`, `pytest.fail`) is one way to write that nothing is raised.",
    "off": "Where the error comes on some machines only, and the test is about what it looks like then.",
    "see": []
  },
  {
    "id": "tests/asserts-nothing",
    "summary": "Tests assert what is written down in them, and call nothing that is tested.",
    "description": "They count as tests, pass, and raise the numbers in reports, and no change of the program can make them fail.",
    "bad": [
      "# test_export.py\ndef test_formats():\n    assert \"csv\" == \"csv\"\n"
    ],
    "good": [
      "# test_export.py\nFORMATS = (\"csv\", \"json\")\n\ndef test_formats():\n    assert \"csv\" in FORMATS\n"
    ],
    "limits": "Tells of a file once, and how many of its tests are such. A test that calls anything of the program, takes a fixture,\nor imports something may fail by that, and is left alone.",
    "off": "Where such tests keep a place for what is to be written; they can be skipped instead, and say why.",
    "see": []
  },
  {
    "id": "tests/comparison-without-assert",
    "summary": "A test, or a helper called `assert_…`, compares something, and does nothing with the result.",
    "description": "The `assert` in front of it is missing. The test passes, whatever the two sides are.",
    "bad": [
      "# test_body.py\ndef test_body(client):\n    response = client.get(\"/rates\")\n    response.status == 200\n"
    ],
    "good": [
      "# test_body.py\ndef test_body(client):\n    response = client.get(\"/rates\")\n    assert response.status == 200\n"
    ],
    "limits": "A comparison that is there to raise, or not to raise, is left alone: in a `with` or a `try`, on a line that says\n`noqa`, in a test that speaks of `__eq__` and its like.",
    "off": "Never: a comparison that is meant not to raise can be assigned to `_`.",
    "see": []
  },
  {
    "id": "tests/dead-assert",
    "summary": "An assertion at the end of a block that has to raise is never run.",
    "description": "What stands before it raises, and control leaves the block; or nothing raises, and the block fails for that reason. Either\nway the assertion says nothing: the message, the status or the state that it was written for may be anything.",
    "bad": [
      "# test_charge.py\nimport pytest\n\nclass CardError(Exception): ...\n\ndef charge(card):\n    raise CardError(\"wrong\")\n\ndef test_says_why():\n    with pytest.raises(CardError) as caught:\n        charge(\"4000\")\n        assert \"declined\" in str(caught.value)\n"
    ],
    "good": [
      "# test_charge.py\nimport pytest\n\nclass CardError(Exception): ...\n\ndef charge(card):\n    raise CardError(\"declined\")\n\ndef test_says_why():\n    with pytest.raises(CardError) as caught:\n        charge(\"4000\")\n    assert \"declined\" in str(caught.value)\n"
    ],
    "limits": "Looks at the statements of the block itself. An assertion that calls, awaits or subscripts something may be what\nraises, and counts only when it names the error; so does one below `raises(Exception)`, which an assertion that fails would\nsatisfy. Of several in a row the first is reported. The fix moves them behind the block; whether they then hold is for a person\nto see, also that `str(caught)` of pytest is not the error's text: that is `str(caught.value)`.",
    "off": "Never: the assertion can be moved out of the block.",
    "see": [
      "https://docs.pytest.org/en/stable/reference/reference.html#pytest-raises"
    ]
  },
  {
    "id": "tests/environment-leaks",
    "summary": "A test changes the environment of the process and leaves it so.",
    "description": "`os.environ` belongs to the whole run: tests after this one see the variable, in other files, too, and so do the programs\nthat they start. They pass or fail with the order in which they run, and alone they do the other thing.",
    "bad": [
      "# test_shop.py\nimport os\n\ndef test_offline():\n    os.environ[\"SHOP_MODE\"] = \"offline\"\n    assert os.getenv(\"SHOP_MODE\") == \"offline\"\n"
    ],
    "good": [
      "# test_shop.py\nimport os\n\ndef test_offline(monkeypatch):\n    monkeypatch.setenv(\"SHOP_MODE\", \"offline\")\n    assert os.getenv(\"SHOP_MODE\") == \"offline\"\n"
    ],
    "limits": "Whatever may put the variable back keeps the rule silent: a `finally`, a clean-up, a fixture, a method after tests, a base\nclass or helper that touches the environment. What a file sets when it is imported is left alone.",
    "off": "Where each test runs in a process of its own.",
    "see": [
      "https://docs.pytest.org/en/stable/how-to/monkeypatch.html#monkeypatching-environment-variables"
    ]
  },
  {
    "id": "tests/fixture-called",
    "summary": "A pytest fixture is called like a function.",
    "description": "pytest refuses: the test fails with `Fixture \"account\" called directly`. A fixture is asked for by a parameter of its\nname; what other code needs as well belongs into a function that the fixture calls.",
    "bad": [
      "# test_shop.py\nimport pytest\n\n@pytest.fixture\ndef account():\n    return {\"name\": \"ann\"}\n\ndef test_name():\n    assert account()[\"name\"] == \"ann\"\n"
    ],
    "good": [
      "# test_shop.py\nimport pytest\n\n@pytest.fixture\ndef account():\n    return {\"name\": \"ann\"}\n\ndef test_name(account):\n    assert account[\"name\"] == \"ann\"\n"
    ],
    "limits": "The name has to mean the fixture and nothing else: one that is bound again, a fixture that other decorators wrap, and\nwhat `pytest.fixture(function)` gives are left alone.",
    "off": "Nothing is gained by it: the line can only fail.",
    "see": [
      "https://docs.pytest.org/en/stable/deprecations.html#calling-fixtures-directly"
    ]
  },
  {
    "id": "tests/fixture-in-testcase",
    "summary": "A test of a `unittest.TestCase` has a parameter that nothing fills.",
    "description": "unittest calls its tests with nothing, and so does pytest where the class is a `TestCase`: fixtures are for functions and\nfor plain classes. The test fails every time with a `TypeError`.",
    "bad": [
      "# test_shop.py\nimport unittest\n\nimport pytest\n\n@pytest.fixture\ndef account():\n    return {\"name\": \"ann\"}\n\nclass AccountTest(unittest.TestCase):\n    def test_name(self, account):\n        self.assertEqual(account[\"name\"], \"ann\")\n"
    ],
    "good": [
      "# test_shop.py\nimport pytest\n\n@pytest.fixture\ndef account():\n    return {\"name\": \"ann\"}\n\nclass TestAccount:\n    def test_name(self, account):\n        assert account[\"name\"] == \"ann\"\n"
    ],
    "limits": "All bases of the class have to be found, and none of them may run tests in a way of its own. Tests with decorators other\nthan those of `mock`, `unittest` and `pytest.mark` are left alone.",
    "off": "Nothing is gained by it: the test can only fail.",
    "see": [
      "https://docs.pytest.org/en/stable/how-to/unittest.html"
    ]
  },
  {
    "id": "tests/mock-assert-not-called",
    "summary": "An assertion of a mock is named, and not called.",
    "description": "The parentheses are missing: `bell.ring.assert_called_once` is a method, which is true, and nobody runs it. The test passes,\nwhether the mock was called or not.",
    "bad": [
      "# test_bell.py\nfrom unittest.mock import Mock\n\ndef test_rings():\n    bell = Mock()\n    bell.ring.assert_called_once\n"
    ],
    "good": [
      "# test_bell.py\nfrom unittest.mock import Mock\n\ndef test_rings():\n    bell = Mock()\n    bell.ring.assert_called_once()\n"
    ],
    "limits": "Follows mocks through names, attributes of `self`, decorators, `with`, fixtures and helpers of the project. Of what is\nnot known to be a mock the same is reported with `--audit`.",
    "off": "Never: the parentheses can be put behind it.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock.assert_called_once"
    ]
  },
  {
    "id": "tests/mock-assert-typo",
    "summary": "What looks like an assertion of a mock is one more mock.",
    "description": "A mock has every attribute that it is asked for: `bell.ring.called_once` is a new mock, which is true, and\n`bell.ring.called_with(3)` calls one, which takes any arguments. The test passes, whatever was called. CPython 3.12 and later\nrefuse most of these names with an `AttributeError`.",
    "bad": [
      "# test_bell.py\nfrom unittest.mock import Mock\n\ndef test_rings():\n    bell = Mock()\n    bell.ring.called_once_with(3)\n"
    ],
    "good": [
      "# test_bell.py\nfrom unittest.mock import Mock\n\ndef test_rings():\n    bell = Mock()\n    bell.ring.assert_called_once_with(3)\n"
    ],
    "limits": "Only of what is known to be a mock without a specification; a mock that was made with one has the names that\nthis gives it, and any other object may have its own.",
    "off": "Never: the name that is meant begins with `assert_`.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock.assert_called_once_with"
    ]
  },
  {
    "id": "tests/module-stub-leaks",
    "summary": "A test file puts a stub into `sys.modules` and leaves it there.",
    "description": "All tests of a run share one process: whatever imports the module later, in any other file, gets the stub. Which tests\nthen fail, or pass for the wrong reason, depends on the order of the files, on who has imported the module before, and\non how many processes share the work.",
    "bad": [
      "# test_shop.py\nimport sys\nfrom unittest.mock import MagicMock\n\nsys.modules[\"paho\"] = MagicMock()\n\ndef test_publishes():\n    import paho\n\n    assert paho.publish(\"lamp\", \"on\")\n"
    ],
    "good": [
      "# test_shop.py\nimport sys\nfrom unittest.mock import MagicMock, patch\n\ndef test_publishes():\n    with patch.dict(sys.modules, {\"paho\": MagicMock()}):\n        import paho\n\n        assert paho.publish(\"lamp\", \"on\")\n"
    ],
    "limits": "Names that are computed are not followed, but for loops over written ones and helpers that the file calls when it is\nimported. Files that take entries out again, or keep all of them, are left alone, and so is `conftest.py`: a stub for the whole\nrun is a decision.",
    "off": "Where each test file runs in a process of its own.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#patch-dict"
    ]
  },
  {
    "id": "tests/never-awaited",
    "summary": "An asynchronous test stands in a class of which nothing awaits the tests.",
    "description": "`unittest.TestCase` calls the method, gets a coroutine, and drops it: not a line of the test runs, and it passes. All\nthere is to see is a warning that a coroutine was never awaited. `unittest.IsolatedAsyncioTestCase` awaits its tests.",
    "bad": [
      "# test_shop.py\nimport unittest\n\nclass TransferTest(unittest.TestCase):\n    async def test_amount(self):\n        self.assertEqual(1, 2)\n"
    ],
    "good": [
      "# test_shop.py\nimport unittest\n\nclass TransferTest(unittest.IsolatedAsyncioTestCase):\n    async def test_amount(self):\n        self.assertEqual(2, 2)\n"
    ],
    "limits": "All bases of the class have to be found, and none of them may run tests in a way of its own. Decorated tests are left\nalone, and so are functions outside of classes, of which pytest says itself that nothing awaits them.",
    "off": "Where something outside of the tests awaits them.",
    "see": [
      "https://docs.python.org/3/library/unittest.html#unittest.IsolatedAsyncioTestCase"
    ]
  },
  {
    "id": "tests/never-collected",
    "summary": "A test stands where no runner of tests looks for it.",
    "description": "Pytest does not make objects of classes that have a constructor of their own, takes for tests only the classes whose names it is\nconfigured for, does not look into functions, and does not run tests that yield. It says so in a warning, or not at all.",
    "bad": [
      "# test_basket.py\nclass TestBasket:\n    def __init__(self):\n        self.items = []\n\n    def test_is_empty(self):\n        assert self.items == []\n"
    ],
    "good": [
      "# test_basket.py\nclass TestBasket:\n    def setup_method(self):\n        self.items = []\n\n    def test_is_empty(self):\n        assert self.items == []\n"
    ],
    "limits": "Goes by the configuration of pytest in the project, or its defaults. Leaves alone what is used by somebody, what has\na base or a decorator that is not known, what a collector of the project's own may find (`pytest_collect_file`,\n`pytest_pycollect_makeitem`, `load_tests`), and files that pytest does not look into.",
    "off": "Where another runner of tests finds what pytest does not.",
    "see": [
      "https://docs.pytest.org/en/stable/explanation/goodpractices.html#conventions-for-python-test-discovery"
    ]
  },
  {
    "id": "tests/no-running-loop",
    "summary": "A plain test asks asyncio for the running event loop, and there is none.",
    "description": "`asyncio.create_task` and `get_running_loop` raise `RuntimeError: no running event loop` outside of a coroutine: the test\nfails every time. The coroutine that was to become a task is never awaited. A plain fixture runs outside of the loop,\ntoo, also that of an asynchronous test.",
    "bad": [
      "# test_shop.py\nimport asyncio\n\nasync def work():\n    return 1\n\ndef test_work():\n    task = asyncio.create_task(work())\n    assert not task.done()\n"
    ],
    "good": [
      "# test_shop.py\nimport asyncio\n\nasync def work():\n    return 1\n\ndef test_work():\n    async def scenario():\n        task = asyncio.create_task(work())\n        assert await task == 1\n\n    asyncio.run(scenario())\n"
    ],
    "limits": "Left alone are tests with decorators that are not known, in classes with bases that were not found, with a parameter\nthat is called like a loop, those that expect the error and those that put something else in the place of the function.\n`ensure_future` of a coroutine is reported with `--audit` only: before Python 3.14 it may make a loop of its own.",
    "off": "Where something outside of the tests runs them in a loop.",
    "see": [
      "https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task"
    ]
  },
  {
    "id": "tests/patch-misses-user",
    "summary": "A test patches a name where it is defined, and what it tests has imported the name for itself.",
    "description": "`from shop.tax import lookup` gives the importing module a name of its own, which goes on meaning the real function\nwhatever happens to `shop.tax`. The mock is never called: the test exercises the real thing, and passes as long as that\ncomes to the same. A name is patched where it is looked up.",
    "bad": [
      "# tax.py\ndef lookup(country):\n    return 0.2\n\n# price.py\nfrom tax import lookup\n\ndef gross(net, country):\n    return net * (1 + lookup(country))\n\n# test_price.py\nfrom unittest.mock import patch\n\nfrom price import gross\n\n@patch(\"tax.lookup\", return_value=0)\ndef test_gross(lookup):\n    assert gross(10, \"de\") == 10\n"
    ],
    "good": [
      "# tax.py\ndef lookup(country):\n    return 0.2\n\n# price.py\nfrom tax import lookup\n\ndef gross(net, country):\n    return net * (1 + lookup(country))\n\n# test_price.py\nfrom unittest.mock import patch\n\nfrom price import gross\n\n@patch(\"price.lookup\", return_value=0)\ndef test_gross(lookup):\n    assert gross(10, \"de\") == 10\n"
    ],
    "limits": "Reported with `--audit` only. What a test reaches is not followed further than its own imports. Left alone is what any code\nreads as an attribute of the module, imports inside a function, or uses in the module that defines it.",
    "off": "Where tests patch for modules that are only imported later.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#where-to-patch"
    ]
  },
  {
    "id": "tests/patch-target",
    "summary": "A test patches a name that the module does not have.",
    "description": "`patch` looks the attribute up before it replaces it, and raises `AttributeError`: the test fails every time, or has\nnot run for long. The name was renamed or moved, or it is imported inside the function that uses it and never is the\nmodule's own.",
    "bad": [
      "# carrier.py\ndef quote(country): ...\n\n# price.py\ndef shipping(country):\n    from carrier import quote\n\n    return quote(country)\n\n# test_price.py\nfrom unittest.mock import patch\n\nfrom price import shipping\n\ndef test_shipping():\n    with patch(\"price.quote\", return_value=5):\n        assert shipping(\"de\") == 5\n"
    ],
    "good": [
      "# carrier.py\ndef quote(country): ...\n\n# price.py\ndef shipping(country):\n    from carrier import quote\n\n    return quote(country)\n\n# test_price.py\nfrom unittest.mock import patch\n\nfrom price import shipping\n\ndef test_shipping():\n    with patch(\"carrier.quote\", return_value=5):\n        assert shipping(\"de\") == 5\n"
    ],
    "limits": "The module has to be one of the project that the path leads to exactly, with names that can all be read: one with\n`__getattr__`, `globals()` or a star import from elsewhere is left alone, and so are classes. So are skipped tests, those\nthat expect the error, and files that put modules of their own into `sys.modules`.",
    "off": "Where tests are run against another version of the code than the one beside them.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#where-to-patch"
    ]
  },
  {
    "id": "tests/patched-for-ever",
    "summary": "A test replaces an attribute of an imported module or class, and nothing puts it back.",
    "description": "Modules and classes are shared by all tests of a run: those that come later call the mock, in other files, too. They pass\nfor the wrong reason, or fail with what this test has told the mock to do, depending on the order.",
    "bad": [
      "# test_shop.py\nimport json\nfrom unittest.mock import Mock\n\ndef test_dumps():\n    json.dumps = Mock(return_value=\"{}\")\n    assert json.dumps({\"a\": 1}) == \"{}\"\n"
    ],
    "good": [
      "# test_shop.py\nimport json\nfrom unittest.mock import patch\n\ndef test_dumps():\n    with patch.object(json, \"dumps\", return_value=\"{}\"):\n        assert json.dumps({\"a\": 1}) == \"{}\"\n"
    ],
    "limits": "Reported are mocks, lambdas and functions of the test. Whatever may put the attribute back keeps the rule silent: code of\nthe file that keeps the old value, deletes or sets the attribute again, or names it in a string; a module that is loaded\nanew; a base class that is not found.",
    "off": "Where each test runs in a process of its own.",
    "see": [
      "https://docs.python.org/3/library/unittest.mock.html#patch-object"
    ]
  },
  {
    "id": "tests/returned-comparison",
    "summary": "A test returns what it should assert.",
    "description": "Nobody looks at what a test returns: it passes whether the comparison holds or not. pytest only warns of it.",
    "bad": [
      "# test_shop.py\ndef test_total():\n    return sum([1, 2]) == 4\n"
    ],
    "good": [
      "# test_shop.py\ndef test_total():\n    assert sum([1, 2]) == 3\n"
    ],
    "limits": "Tests that assert anything else, or whose name the file uses for something, as a script does that calls them itself, are\nleft alone, and so are decorated ones.",
    "off": "Where something else than pytest or unittest runs the tests and looks at what they return.",
    "see": [
      "https://docs.pytest.org/en/stable/how-to/assert.html#returning-non-none-value-in-test-functions"
    ]
  },
  {
    "id": "tests/shadowed",
    "summary": "A test is defined again under the same name, and the first one never runs.",
    "description": "The second definition takes the name in its scope before any runner of tests looks there. Nothing says that there is one test\nless; a copy whose name was not changed is the usual cause.",
    "bad": [
      "# test_total.py\ndef test_total():\n    assert sum([1, 1]) == 3\n\ndef test_total():\n    assert sum([2, 2]) == 4\n"
    ],
    "good": [
      "# test_total.py\ndef test_total():\n    assert sum([1, 1]) == 2\n\ndef test_total_of_others():\n    assert sum([2, 2]) == 4\n"
    ],
    "limits": "Definitions in different branches of an `if` or a `try` are taken for alternatives. A first one that a decorator may\nhave handed on, or that is used before the second, is left alone.",
    "off": "Never: the second one can have a name of its own.",
    "see": []
  },
  {
    "id": "tests/sleep-instead-of-wait",
    "summary": "A test sleeps for a while and then asserts that something has happened beside it.",
    "description": "How long that takes is up to the machine: on a busy one the assertion comes first, and the test fails now and then. A\nlonger sleep makes every run slower and fails less often; what the test means is to wait until it has happened.",
    "bad": [
      "# test_shop.py\nimport threading\nimport time\n\ndef test_delivers():\n    received = []\n    threading.Timer(0.05, lambda: received.append(\"hello\")).start()\n    time.sleep(0.1)\n    assert received == [\"hello\"]\n"
    ],
    "good": [
      "# test_shop.py\nimport queue\nimport threading\n\ndef test_delivers():\n    received = queue.Queue()\n    threading.Timer(0.05, lambda: received.put(\"hello\")).start()\n    assert received.get(timeout=5) == \"hello\"\n"
    ],
    "limits": "What is asserted has to be a local name of the test that a function, lambda or bound method fills which the test itself\nhands over. A sleep in a loop, a test that joins, awaits or stops something in between, and assertions that nothing has come,\nwhich only waiting can show, are left alone.",
    "off": "Where the time itself is what is tested.",
    "see": [
      "https://docs.python.org/3/library/queue.html#queue.Queue.get"
    ]
  },
  {
    "id": "tests/swallowed-assert",
    "summary": "A handler swallows the failure of an assertion.",
    "description": "An assertion fails by raising an `AssertionError`, which is an `Exception` like any other. The handler was written for\nsomething else, takes it, and goes on: the test is green, whether what it asserts is so or not.",
    "bad": [
      "# test_probe.py\ndef test_probe(probe):\n    try:\n        assert probe()[\"ok\"]\n    except Exception:\n        print(\"no probe here\")\n"
    ],
    "good": [
      "# test_probe.py\nimport pytest\n\ndef test_probe(probe):\n    try:\n        answer = probe()\n    except ConnectionError:\n        pytest.skip(\"no probe here\")\n    assert answer[\"ok\"]\n"
    ],
    "limits": "A handler that does more than to log, print and go on is taken to handle the failure; so is one in a loop\nthat tries again. Looks at test functions, and at the assertions that stand in them.",
    "off": "Never: what may fail can be moved out of the `try`, or the handler be made narrower.",
    "see": []
  },
  {
    "id": "threads/check-then-act",
    "summary": "A container that threads share is tested, and then used as if nothing could happen in between.",
    "description": "Between the look and the act another thread may take the last item or delete the key: the act fails with IndexError\nor KeyError, once in a million rounds and never in a test. The look and the act have to be one step: under one lock,\nin a `queue.Queue`, or by trying and catching the error.\n\nThe same goes for walking through a dict, set or deque: when its size changes in between, the next step fails with\nRuntimeError. `list(d)`, `list(d.items())` and `d.copy()` are one step in CPython, and safe to walk through.",
    "bad": [
      "import threading\n\nclass Worker:\n    def __init__(self):\n        self.jobs = []\n        self._stop = threading.Event()\n        self._threads = [threading.Thread(target=self._run) for _ in range(4)]\n        for thread in self._threads:\n            thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.1):\n            if len(self.jobs) > 0:\n                self.jobs.pop(0).execute()\n\n    def stop(self):\n        self._stop.set()\n        for thread in self._threads:\n            thread.join()\n"
    ],
    "good": [
      "import threading\n\nclass Worker:\n    def __init__(self):\n        self.jobs = []\n        self._lock = threading.Lock()\n        self._stop = threading.Event()\n        self._threads = [threading.Thread(target=self._run) for _ in range(4)]\n        for thread in self._threads:\n            thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.1):\n            with self._lock:\n                job = self.jobs.pop(0) if self.jobs else None\n            if job:\n                job.execute()\n\n    def stop(self):\n        self._stop.set()\n        for thread in self._threads:\n            thread.join()\n"
    ],
    "limits": "Containers are attributes of `self` and names of the module that are made as a list, dict, set or deque. The\ntest and the act stand in one function, and something is taken out there or in another method, from another thread\nthat the project itself starts: what is there stays there while others only add. Keys that are only ever added are\nnot reported, nor `if key not in d: d[key] = …`, nor what is assigned to a key that has been read, nor what runs only\nbefore the thread is started or after it was joined. With `--audit` are reported removals of a key that has another\nname, those that follow an order to stop, and those of functions that nothing calls. With `--audit`, a loop that takes from a public container is reported\neven when nothing in the project fills it.",
    "off": "When all that touches the container is confined to one thread by means that the code does not show.",
    "see": [
      "https://docs.python.org/3/library/queue.html"
    ]
  },
  {
    "id": "threads/coarse-sweep",
    "summary": "A background loop takes back what has expired, and looks only every so many whole seconds.",
    "description": "A lease of 200 ms is held for as long as the sweeper sleeps: whoever waits for the lock, the session or the memory\nwaits for the sweeper's pause instead of the time that was promised. The pause should follow the shortest time that\nanything may last, or be given by whoever knows it.",
    "bad": [
      "import threading\nimport time\n\nclass Leases:\n    def start(self):\n        self._stop = threading.Event()\n        self._sweeper = threading.Thread(target=self._sweep)\n        self._sweeper.start()\n\n    def stop(self):\n        self._stop.set()\n        self._sweeper.join()\n\n    def _sweep(self):\n        while not self._stop.is_set():\n            for key, until in list(self.leases.items()):\n                if until < time.monotonic():\n                    self.leases.pop(key, None)\n            time.sleep(5)\n"
    ],
    "good": [
      "import threading\nimport time\n\nclass Leases:\n    def start(self, interval=0.1):\n        self._stop = threading.Event()\n        self._sweeper = threading.Thread(target=self._sweep, args=(interval,))\n        self._sweeper.start()\n\n    def stop(self):\n        self._stop.set()\n        self._sweeper.join()\n\n    def _sweep(self, interval):\n        while not self._stop.wait(interval):\n            for key, until in list(self.leases.items()):\n                if until < time.monotonic():\n                    self.leases.pop(key, None)\n"
    ],
    "limits": "What a loop takes back is told by its comparisons of times and by the names of what it calls. Loops that also\ndo other work, and pauses that come from a parameter, the environment or a configuration, are left alone, and so are\nthose that are shorter than what is swept lasts. Where that cannot be told, or others look at the times themselves,\nthe loop is reported with `--audit`.",
    "off": "When a late sweep costs nobody anything.",
    "see": [
      "https://docs.python.org/3/library/threading.html#threading.Event.wait"
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
    "limits": "Loops are followed into the background through threads, timers, executors, and up to four calls from there;\na function handed to a framework that starts the thread itself is not. Loops of daemons whose object has no method to stop\nit, and that nobody is handed, are reported with `--audit`, as are those in tests. A loop that would end with an error, because\nits class closes what it waits for, is reported with `--audit`, as is one inside a `try` that expects an error.\nOf coroutines, those are reported that swallow their own cancellation.",
    "off": "In programs that are only ever ended by a signal and hold nothing that could be left half done.",
    "see": [
      "https://docs.python.org/3/library/threading.html#event-objects"
    ]
  },
  {
    "id": "threads/target-called",
    "summary": "A function is called where it was to be handed over.",
    "description": "`Thread(target=work())` runs `work` at once, in the thread that makes the call, and hands its result to the new one.\nWhere that is None the thread does nothing and says nothing; where `work` loops for ever, the program never comes as\nfar as the thread. Executors, timers and event loops raise `TypeError`, some of them in a place where nobody looks.",
    "bad": [
      "import threading\n\ndef watch():\n    print(\"watching\")\n\ndef start():\n    watcher = threading.Thread(target=watch())\n    watcher.start()\n    watcher.join()\n"
    ],
    "good": [
      "import threading\n\ndef watch():\n    print(\"watching\")\n\ndef start():\n    watcher = threading.Thread(target=watch)\n    watcher.start()\n    watcher.join()\n"
    ],
    "limits": "A call whose result may be something to call is left alone, and so is one of a function that cannot be found.",
    "off": "Nothing is gained by it: where None is meant, say None.",
    "see": [
      "https://docs.python.org/3/library/threading.html#threading.Thread"
    ]
  },
  {
    "id": "threads/unjoined-thread",
    "summary": "A thread is told to stop, or forgotten, and nothing waits until it has ended.",
    "description": "Between the order to stop and the thread's end it still works on what the owner is closing: sockets, files, tables.\nA restart then runs two of them, and a daemon is cut off in the middle of a write when the interpreter exits. A\nthread that is no daemon and that nobody holds keeps the process alive, and its errors are seen by nobody.",
    "bad": [
      "import threading\n\nclass Sweeper:\n    def __init__(self, leases):\n        self.leases = leases\n        self._stop = threading.Event()\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.5):\n            self.leases.expire()\n\n    def stop(self):\n        self._stop.set()\n        self.leases.close()\n"
    ],
    "good": [
      "import threading\n\nclass Sweeper:\n    def __init__(self, leases):\n        self.leases = leases\n        self._stop = threading.Event()\n        self._thread = threading.Thread(target=self._run)\n        self._thread.start()\n\n    def _run(self):\n        while not self._stop.wait(0.5):\n            self.leases.expire()\n\n    def stop(self):\n        self._stop.set()\n        self._thread.join()\n        self.leases.close()\n"
    ],
    "limits": "A thread that is returned, passed on, or stored in another object is left alone. A join counts wherever it\nstands in the project, tests apart, also when the stop path itself does not reach it; so does waiting for a sign that\nthe thread gives at its end. What ends a thread is told by what its loop looks at, or works on; an\nerror that its loop catches ends none. With `--audit` are reported: threads with neither a join nor a way to stop, those\nthat hold their object by a weak reference, daemons of objects that the program makes once, as it is loaded, threads of\ntests, and dropped threads that end by themselves. So are those that it costs little not to wait for, where nobody closes\nwhat they work on, they hold no work, and none is started again meanwhile: threads that look at their signal every second\nor more often, that end with their work, or that sit in `input()`, daemons that are told only as the process ends, and\nwhat only `__del__` stops.",
    "off": "In command-line programs whose threads are meant to end with the process.",
    "see": [
      "https://docs.python.org/3/library/threading.html#threading.Thread.join"
    ]
  },
  {
    "id": "time/naive-with-aware",
    "summary": "A time with a zone is compared with one without, or subtracted from it.",
    "description": "Python refuses: the line raises `TypeError: can't compare offset-naive and offset-aware datetimes`, often in a job\nthat expires or retries things, where nobody looks.",
    "bad": [
      "from datetime import datetime, timedelta, timezone\n\nclass Lease:\n    def __init__(self):\n        self.end = datetime.now(timezone.utc) + timedelta(hours=1)\n\n    def is_over(self):\n        return self.end < datetime.utcnow()\n"
    ],
    "good": [
      "from datetime import datetime, timedelta, timezone\n\nclass Lease:\n    def __init__(self):\n        self.end = datetime.now(timezone.utc) + timedelta(hours=1)\n\n    def is_over(self):\n        return self.end < datetime.now(timezone.utc)\n"
    ],
    "limits": "Both times have to be made in the project, or be that of a column with `timezone=True` in a program that speaks of no\ndatabase which forgets zones, such as SQLite: what comes from a file or a parser may be either.",
    "off": "Nothing is gained by it: the line can only fail.",
    "see": [
      "https://docs.python.org/3/library/datetime.html#aware-and-naive-objects"
    ]
  },
  {
    "id": "values/never-a-member",
    "summary": "A member of an enumeration is compared with something that no member is.",
    "description": "A member of a plain `Enum` equals neither the text nor the number that it stands for, and no member stands for a text\nthat is misspelled. Such a comparison always has the same answer, and the branch behind it never runs, or always does.",
    "bad": [
      "from enum import Enum\n\nclass Berth(Enum):\n    FREE = \"free\"\n    TAKEN = \"taken\"\n\ndef may_dock(berth: Berth):\n    return berth == \"free\"\n"
    ],
    "good": [
      "from enum import Enum\n\nclass Berth(Enum):\n    FREE = \"free\"\n    TAKEN = \"taken\"\n\ndef may_dock(berth: Berth):\n    return berth is Berth.FREE\n"
    ],
    "limits": "Enumerations that compare or make their members in ways of their own are left alone, and so is what the\nproject gives anything else than a member, whatever its annotation says. Numbers and texts that are compared with a\nmember are known where they are made, or by all that the program gives to a field or a parameter.",
    "off": "When members are compared with what another type makes equal to them.",
    "see": [
      "https://docs.python.org/3/library/enum.html"
    ]
  },
  {
    "id": "values/not-a-mapping",
    "summary": "Something is used as a mapping that is a bool, a number, a tuple, a list or a set.",
    "description": "The line raises `AttributeError` or `TypeError` when it comes to that: where a function answers True instead of what it\nfound, or returns a pair on the path that nobody tests.",
    "bad": [
      "class Lamp:\n    def is_lit(self, hour) -> bool:\n        return hour > 18\n\ndef colour(lamp: Lamp, hour):\n    state = lamp.is_lit(hour)\n    return state.get(\"colour\")\n"
    ],
    "good": [
      "class Lamp:\n    def state(self, hour) -> dict:\n        return {\"colour\": \"white\", \"lit\": hour > 18}\n\ndef colour(lamp: Lamp, hour):\n    state = lamp.state(hour)\n    return state.get(\"colour\")\n"
    ],
    "limits": "What is known of a function by its name alone, and what a function gives on some of its paths, is reported\nwith `--audit`. Attributes and parameters are followed to a dictionary that a caller writes out, and to objects of a class of\nthe project that nothing derives from, where the program is seen to give them one and nothing else.",
    "off": "Nothing is gained by it: the line can only fail.",
    "see": []
  },
  {
    "id": "web/fail-open-auth",
    "summary": "A check of who is calling lets everyone in when it cannot check.",
    "description": "A secret that is missing, misspelt in a deployment, or lost with a volume does not stop such a service: it runs,\nanswers, looks healthy, and is open. Nobody notices until somebody else does. The same goes for a check that is only\nthere in production when production has to be asked for, and for an error that counts as a yes.",
    "bad": [
      "import os\nimport secrets\n\nfrom fastapi import Header, HTTPException\n\nAPI_KEY = os.environ[\"API_KEY\"]\n\ndef require_api_key(x_api_key: str = Header(default=\"\")):\n    if os.getenv(\"APP_ENV\", \"development\") != \"production\":\n        return\n    if not secrets.compare_digest(x_api_key.encode(), API_KEY.encode()):\n        raise HTTPException(status_code=401)\n"
    ],
    "good": [
      "import os\nimport secrets\n\nfrom fastapi import Header, HTTPException\n\nAPI_KEY = os.environ[\"API_KEY\"]\n\ndef require_api_key(x_api_key: str = Header(default=\"\")):\n    if not secrets.compare_digest(x_api_key.encode(), API_KEY.encode()):\n        raise HTTPException(status_code=401)\n"
    ],
    "limits": "A check that is spread over several functions is seen only where one of them both asks for the secret and turns\ncallers away. What a check of a subclass adds to the one that it overrides, and asks too, may be missing. A secret that the project demands anywhere when it starts is taken to be there. Checks that answer with\na truth rather than with 401 or 403, and switches of their own (`AUTH_ENABLED`), are reported with `--audit` unless the\nsecret is known to be missing by default. It is `high` where what is told of payments goes unsigned while a secret is\nmissing. What a caller may do (roles, scopes, groups) is not judged, only who it is.",
    "off": "In tools that only listen on the loopback interface and whose key is an extra.",
    "see": [
      "https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/",
      "https://cwe.mitre.org/data/definitions/636.html"
    ]
  },
  {
    "id": "web/wildcard-cors",
    "summary": "The pages of every web site may read what the service answers.",
    "description": "A browser keeps the pages of one site from reading the answers of another, unless that other says that they may. A\nservice that says so to everybody answers each page that a user happens to visit, from inside the user's network. With\ncredentials the browser sends the user's cookies along, and the page acts as the user.",
    "bad": [
      "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\nfrom starlette.middleware.sessions import SessionMiddleware\n\napp = FastAPI()\napp.add_middleware(SessionMiddleware, secret_key=read_key(), same_site=\"none\", https_only=True)\napp.add_middleware(CORSMiddleware, allow_origins=[\"*\"], allow_credentials=True)\n"
    ],
    "good": [
      "import os\n\nfrom fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\norigins = os.environ.get(\"ALLOWED_ORIGINS\", \"https://app.example.com\").split(\",\")\napp.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)\n"
    ],
    "limits": "Origins that are computed, or read from a file, are not judged. A policy that is in force only when somebody\nswitches it on is left alone, and so are settings files of django that are named for development or tests. Headers\nwritten by hand are reported next to `Access-Control-Allow-Credentials` only. It is `high` where cookies are sent along\nand the project says that its own go to pages of other sites (`SameSite=None`), and `low` otherwise: an API that looks for a token\nin a header answers nobody else's page, and is mostly open on purpose; of cookies of which nothing is said browsers keep most on\ntheir site, and they take no `*` together with credentials.",
    "off": "In services that publish open data to everybody and know no users.",
    "see": [
      "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
      "https://www.starlette.io/middleware/#corsmiddleware",
      "https://cwe.mitre.org/data/definitions/942.html"
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
