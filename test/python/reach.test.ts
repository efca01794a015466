import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isRunByHand, unrunBecause, waitsBecause } from "../../src/concepts/reach/reach.js";
import type { Project } from "../../src/python/model/project.js";
import { projectOf } from "../support/program.js";

/** A program whose start imports a module of its package; what is asked about is beside that. */
const PROGRAM = {
  "main.py": 'from shop import orders\n\n\nif __name__ == "__main__":\n    orders.take()\n',
  "shop/__init__.py": "",
  "shop/orders.py": "import json\n\n\ndef take():\n    return json.dumps({})\n",
};
const LABELS = "def label(order):\n    return order.name\n";
const IDLE = "Nothing of the project imports or starts this file.";

type Files = Readonly<Record<string, string>>;

/** Why nothing runs a file. */
async function because(path: string, files: Files, program: Files = PROGRAM): Promise<string | undefined> {
  const module = (await projectOf({ ...program, ...files })).module(path);
  assert.ok(module, `${path} is not there`);
  return unrunBecause(module);
}

describe("a module that nothing leads to", () => {
  it("is run by nothing", async () => {
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS }), IDLE);
  });

  it("is run by nothing when only such a module imports it", async () => {
    const files = { "shop/labels.py": LABELS, "shop/prints.py": "from shop.labels import label\n" };
    assert.equal(await because("shop/labels.py", files), IDLE);
  });

  it("is run by nothing when all that leads to it begins with such a module, be it in a circle", async () => {
    const files = {
      "shop/labels.py": LABELS,
      "shop/prints.py": "from shop.labels import label\nfrom shop import sheets\n",
      "shop/sheets.py": "from shop import prints\n",
      "shop/boxes.py": "from shop import prints\n",
    };
    assert.equal(await because("shop/labels.py", files), IDLE);
    const led = { ...files, "shop/orders.py": "from shop import boxes\n" };
    assert.equal(await because("shop/labels.py", led), undefined);
  });

  it("is run by nothing far below a folder whose name some tools know", async () => {
    const folders = ["shop/modules", "shop/modules/prints", "shop/modules/prints/sheets"];
    const packages = Object.fromEntries(folders.map((folder) => [`${folder}/__init__.py`, ""]));
    const path = "shop/modules/prints/sheets/labels.py";
    assert.equal(await because(path, { ...packages, [path]: LABELS }), IDLE);
    const near = "shop/modules/prints/labels.py";
    assert.equal(await because(near, { ...packages, [near]: LABELS }), undefined);
  });

  const PACKAGE = "shop/prints/__init__.py";
  it("is run by nothing when it is the file of a package from which nothing is imported", async () => {
    const files = { [PACKAGE]: LABELS, "shop/prints/sheets.py": "from shop.prints import label\n" };
    assert.equal(await because(PACKAGE, files), IDLE);
  });

  const opened: readonly (readonly [how: string, files: Files])[] = [
    ["imported", { "shop/orders.py": "from shop import prints\n" }],
    ["imported for what lies in it", { "shop/orders.py": "from shop.prints.sheets import sheet\n" }],
    ["imported for a module in it", { "shop/orders.py": "import shop.prints.sheets\n" }],
    ["imported from beside it", { "shop/orders.py": "from .prints.sheets import sheet\n" }],
    ["started by a module in it", { "shop/prints/run.py": 'if __name__ == "__main__":\n    pass\n' }],
    ["spelled in a string", { "shop/orders.py": 'HANDLERS = ["shop.prints.sheets.sheet"]\n' }],
  ];
  for (const [how, files] of opened) {
    it(`may be run when it is the file of a package that is ${how}`, async () => {
      const inside = { [PACKAGE]: LABELS, "shop/prints/sheets.py": "def sheet():\n    return None\n" };
      assert.equal(await because(PACKAGE, { ...inside, ...files }), undefined);
    });
  }

  it("is run by nothing when a module of its name is imported from elsewhere", async () => {
    const files = {
      "shop/labels.py": LABELS,
      "depot/labels.py": LABELS,
      "shop/orders.py": "from depot import labels\n",
    };
    assert.equal(await because("shop/labels.py", files), IDLE);
  });

  it("is run by nothing when only a comment speaks of it", async () => {
    const files = { "shop/labels.py": LABELS, "shop/orders.py": "# labels are made by hand\n" };
    assert.equal(await because("shop/labels.py", files), IDLE);
  });

  const namedElsewhere: readonly (readonly [what: string, files: Files])[] = [
    ["a page", { "shop/orders.py": 'import json\n\nPAGE = "/labels"\nBELOW = f"{json}/labels/v1"\n' }],
    ["a key", { "shop/orders.py": 'COUNTS = {"labels": 4}\n' }],
    ["a table", { "shop/orders.py": '__tablename__ = "labels"\nKEY = ForeignKey("labels.id")\n' }],
    [
      "what looks through another folder",
      { "shop/load.py": "import pkgutil\n\nimport gates\n\nlist(pkgutil.iter_modules(gates.__path__))\n" },
    ],
    [
      "what Celery takes tasks from",
      { "shop/load.py": 'from celery import Celery\n\napp = Celery("shop")\napp.autodiscover_tasks(["shop"])\n' },
    ],
    ["a mere word in a string", { "shop/orders.py": 'ROWS = {}\n\n\ndef take():\n    return ROWS["labels"]\n' }],
    ["a table of a migration", { "shop/migrations/first.py": 'op.create_table("labels")\n' }],
    ["a key of a compose file", { "compose.yml": "services:\n  labels:\n    image: redis\n" }],
  ];
  for (const [what, files] of namedElsewhere) {
    it(`is run by nothing when ${what} is called like it or beside it`, async () => {
      assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS, ...files }), IDLE);
    });
  }

  it("is run by nothing when files beside the program have its name only inside of others", async () => {
    const files = {
      "shop/build.py": LABELS,
      "pyproject.toml": "[build-system]\n",
      Makefile: "hatchling.build\n",
      Dockerfile: "",
    };
    assert.equal(await because("shop/build.py", files), IDLE);
    const started = { ...files, Makefile: "shop.build\n" };
    assert.equal(await because("shop/build.py", started), undefined);
  });

  const reached: readonly (readonly [how: string, files: Files])[] = [
    ["an import", { "shop/orders.py": "import shop.labels\n" }],
    [
      "an import inside a function",
      { "shop/orders.py": "def take():\n    from shop.labels import label\n    return label\n" },
    ],
    ["a relative import", { "shop/orders.py": "from . import labels\n" }],
    ["a relative import of what it holds", { "shop/orders.py": "from .labels import label\n" }],
    ["an import of the package's member", { "main.py": "from shop import (\n    labels,\n)\n" }],
    ["a dotted path in a string", { "shop/orders.py": 'HANDLERS = ["shop.labels.label"]\n' }],
    [
      "its name in a string",
      { "shop/orders.py": 'import importlib\n\nimportlib.import_module("." + "labels", "shop")\n' },
    ],
    [
      "its package, which somebody is given",
      { "shop/orders.py": "from desk import Desk\n\nPACKAGE = __package__\nDesk(root_package=PACKAGE).open()\n" },
    ],
    ["its path in a command", { "shop/orders.py": 'import os\n\nos.system("python shop/labels.py --all")\n' }],
    [
      "a name that is put together",
      { "shop/orders.py": 'import importlib\n\nimportlib.import_module(f"shop.{name}")\n' },
    ],
    [
      "who looks through the folder",
      { "main.py": "import pkgutil\n\nimport shop\n\nlist(pkgutil.iter_modules(shop.__path__))\n" },
    ],
    [
      "who looks through its own folder",
      { "shop/__init__.py": "import pkgutil\n\nlist(pkgutil.iter_modules(__path__))\n" },
    ],
    ["a test", { "tests/test_labels.py": "from shop.labels import label\n" }],
    ["a file that does not compile", { "shop/orders.py": "from shop import labels\n\ndef take(:\n" }],
    ["a Dockerfile", { Dockerfile: 'CMD ["gunicorn", "shop.labels:label"]\n' }],
    ["a compose file", { "deploy/compose.yml": "command: python -m shop.labels\n" }],
    ["an entry point", { "pyproject.toml": '[project.scripts]\nlabels = "shop.labels:label"\n' }],
    ["a Makefile", { Makefile: "labels:\n\tpython shop/labels.py\n" }],
  ];
  for (const [how, files] of reached) {
    it(`may be run when ${how} leads to it`, async () => {
      // The start goes on importing what the program consists of.
      const main = `${PROGRAM["main.py"]}${files["main.py"] ?? ""}`;
      assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS, ...files, "main.py": main }), undefined);
    });
  }

  const starts: readonly (readonly [what: string, path: string, text: string])[] = [
    ["has a guard", "shop/labels.py", `${LABELS}\n\nif __name__ == "__main__":\n    label(None)\n`],
    ["does its work as it is imported", "shop/labels.py", `${LABELS}\n\nprint(label(None))\n`],
    ["loops as it is imported", "shop/labels.py", `${LABELS}\n\nfor order in ():\n    label(order)\n`],
    ["makes an application", "shop/labels.py", `from fastapi import FastAPI\n\nservice = FastAPI()\n\n\n${LABELS}`],
    ["has an application by name", "shop/labels.py", `from shop.orders import create\n\napp = create()\n\n\n${LABELS}`],
    ["begins with a shebang", "shop/labels.py", `#!/usr/bin/env python3\n${LABELS}`],
    ["is a migration", "shop/migrations/labels.py", LABELS],
    ["is a command", "shop/management/commands/labels.py", LABELS],
    ["is a plugin", "shop/plugins/labels.py", LABELS],
    ["is what Django looks for", "shop/signals.py", LABELS],
    ["is what pytest looks for", "shop/conftest.py", LABELS],
    ["has what loads an extension", "shop/labels.py", `${LABELS}\n\ndef setup(bot):\n    bot.add(label)\n`],
  ];
  for (const [what, path, text] of starts) {
    it(`may be run when it ${what}`, async () => {
      assert.equal(await because(path, { [path]: text }), undefined);
    });
  }

  it("is run by nothing when it has what loads an extension, and who loads them looks elsewhere", async () => {
    const cog = `${LABELS}\n\ndef setup(bot):\n    bot.add(label)\n`;
    const main = `${PROGRAM["main.py"]}\n\nfor name in NAMES:\n    bot.load_extension(f"shop.cogs.{name}")\n`;
    assert.equal(
      await because("shop/oldcogs/labels.py", {
        "shop/oldcogs/labels.py": cog,
        "main.py": main,
        "requirements.txt": "",
      }),
      IDLE,
    );
    assert.equal(
      await because("shop/cogs/labels.py", { "shop/cogs/labels.py": cog, "main.py": main, "requirements.txt": "" }),
      undefined,
    );
  });

  it("may be there for others in a distribution", async () => {
    const packed = { "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\n' };
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS, ...packed }), undefined);
    const deployed = { ...packed, "compose.yml": "services: {}\n" };
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS, ...deployed }), IDLE);
    const published = { "pyproject.toml": `${packed["pyproject.toml"]}[project.urls]\n`, Dockerfile: "FROM python\n" };
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS, ...published }), undefined);
  });

  it("is a part of the program around it when it is built and not published", async () => {
    const built = { "shop/pyproject.toml": "[build-system]\n", "shop/labels.py": LABELS };
    assert.equal(await because("shop/labels.py", built), undefined);
    assert.equal(await because("shop/labels.py", { ...built, "compose.yml": "services: {}\n" }), IDLE);
  });

  it("is run by nothing in what others cannot install beside their own, or may not have", async () => {
    const needs = (sign: string): string =>
      `[project]\nclassifiers = []\ndependencies = [\n${["a", "b", "c", "d"].map((name) => `  "${name}${sign}1.0",\n`).join("")}]\n`;
    const of = (text: string): Files => ({ "pyproject.toml": text, "shop/labels.py": LABELS });
    assert.equal(await because("shop/labels.py", of(needs(">="))), undefined);
    assert.equal(await because("shop/labels.py", of(needs("=="))), IDLE);
    assert.equal(await because("shop/labels.py", of(`${needs(">=")}license = "Proprietary"\n`)), IDLE);
    const managed = { ...of(needs(">=")), "shop/manage.py": "" };
    assert.equal(await because("shop/labels.py", managed), IDLE);
  });

  it("is not spoken of where no program is in sight", async () => {
    assert.equal(await because("labels.py", { "labels.py": LABELS }, {}), undefined);
    const library = { "shop/__init__.py": "", "shop/orders.py": "from shop import papers\n", "shop/papers.py": "" };
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS }, library), undefined);
    const neighbour = { "depot/main.py": "import racks\n\nprint(__name__ == '__main__')\n", "depot/racks.py": "" };
    assert.equal(await because("shop/labels.py", { "shop/labels.py": LABELS }, neighbour), undefined);
  });
});

describe("a function that nothing speaks of", () => {
  const ORDERS = `${PROGRAM["shop/orders.py"]}\n\n`;
  const CANCEL = "def cancel_order(order):\n    return order.name\n";
  const METHOD = "class Desk:\n    def cancel_order(self, order):\n        return order.name\n\n\nDESK = Desk()\n";
  const UNUSED = "Nothing that runs uses 'cancel_order'.";
  const MORE = Object.fromEntries(
    Array.from({ length: 10 }, (_, number) => [`shop/part_${String(number)}.py`, "import os\n"]),
  );

  /** Why nothing runs the function or method of that name, in a module that the program imports. */
  async function why(text: string, files: Files = {}): Promise<string | undefined> {
    const project = await projectOf({ ...PROGRAM, ...MORE, "shop/orders.py": `${ORDERS}${text}`, ...files });
    return whyIn(project);
  }

  function whyIn(project: Project): string | undefined {
    const module = project.module("shop/orders.py");
    const place =
      module && [...module.root.descendants("return_statement")].find(({ text }) => text.endsWith("order.name"));
    assert.ok(place);
    return unrunBecause(place);
  }

  for (const [what, text] of [
    ["is nowhere called", CANCEL],
    ["is a method", METHOD],
    ["is called by itself alone", "def cancel_order(order):\n    cancel_order(order)\n    return order.name\n"],
    ["is called by what nothing speaks of", `${CANCEL}\n\ndef refund(order):\n    cancel_order(order)\n`],
    ["stands in a comment", `# cancel_order is to come\n${CANCEL}`],
    ["stands beside what is done as its module is imported", `${CANCEL}\n\ntake()\n`],
  ] as const) {
    it(`is run by nothing when it ${what}`, async () => {
      assert.equal(await why(text), UNUSED);
    });
  }

  const TASK = `from celery import shared_task\n\n\n@shared_task(bind=True)\n${CANCEL}`;
  it("is run by nothing when it is a task that nobody sends", async () => {
    assert.equal(await why(TASK), UNUSED);
    assert.equal(
      await why(TASK, { "shop/till.py": "from shop import orders\n\norders.cancel_order.delay(1)\n" }),
      undefined,
    );
    const beat = 'BEAT = {"nightly": {"task": "shop.orders.cancel_order"}}\n';
    assert.equal(await why(TASK, { "shop/till.py": beat }), undefined);
    assert.equal(await why(TASK.replace("bind=True", 'name="cancel"')), undefined);
    assert.equal(await why(TASK.replace("celery", "invoke")), undefined);
  });

  it("is there for others in a program of few files", async () => {
    assert.equal(whyIn(await projectOf({ ...PROGRAM, "shop/orders.py": `${ORDERS}${CANCEL}` })), undefined);
  });

  it("is run by nothing when only a test calls it", async () => {
    const test = "from shop.orders import cancel_order\n\n\ndef test_it():\n    cancel_order(None)\n";
    assert.equal(await why(CANCEL, { "tests/test_orders.py": test }), UNUSED);
  });

  it("is run by nothing when only a module calls it that nothing imports", async () => {
    assert.equal(
      await why(CANCEL, {
        "shop/desk.py": "from shop import orders\n\n\ndef sell():\n    orders.cancel_order(None)\n",
      }),
      UNUSED,
    );
  });

  it("is run by nothing when another module only imports it", async () => {
    const start = { "main.py": `${PROGRAM["main.py"]}from shop import prints\n` };
    assert.equal(await why(CANCEL, { ...start, "shop/prints.py": "from shop.orders import cancel_order\n" }), UNUSED);
  });

  const DESK = { "main.py": `${PROGRAM["main.py"]}from shop import desk\n` };

  for (const [what, desk] of [
    ["another function is called so", "def sell():\n    def cancel_order():\n        pass\n\n    cancel_order()\n"],
    ["a method is called so", "def sell(order):\n    order.cancel_order()\n"],
    ["a page is called so", 'def sell(ask):\n    ask("/cancel_order")\n'],
    ["a keyword is called so", "def sell(ask):\n    ask(cancel_order=True)\n"],
  ] as const) {
    it(`is run by nothing when elsewhere ${what}`, async () => {
      assert.equal(await why(CANCEL, { ...DESK, "shop/desk.py": desk }), UNUSED);
    });
  }

  for (const [how, files] of [
    ["its name", { "shop/desk.py": "from shop.orders import cancel_order\n\ncancel_order(None)\n" }],
    ["all names", { "shop/desk.py": "from shop.orders import *\n\ncancel_order(None)\n" }],
    ["its module", { "shop/desk.py": "import shop.orders as papers\n\npapers.cancel_order(None)\n" }],
    [
      "a package that passes it on",
      {
        "shop/__init__.py": "from shop.orders import cancel_order\n",
        "shop/desk.py": "import shop\n\nshop.cancel_order(None)\n",
      },
    ],
  ] as const) {
    it(`may be run by who has ${how}`, async () => {
      assert.equal(await why(CANCEL, { ...DESK, ...files }), undefined);
    });
  }

  for (const [what, text] of [
    ["is called", `${CANCEL}\n\nDONE = cancel_order(None)\n`],
    ["is passed on", `${CANCEL}\n\nHANDLERS = {"c": cancel_order}\n`],
    ["is decorated", `import shop.web\n\n\n@shop.web.get("/cancel")\n${CANCEL}`],
    ["is named by a string", `${METHOD}\ngetattr(DESK, "cancel_order")(None)\n`],
    ["is named by a path in a string, as in a call", `${CANCEL}\n\nPATH = "orders.cancel_order"\n`],
    ["is named by a path in a string", `${CANCEL}\n\nPATH = "shop.orders:cancel_order"\n`],
    [
      "is a method of a class from elsewhere",
      METHOD.replace("class Desk", "import socketserver\n\n\nclass Desk(socketserver.BaseServer)"),
    ],
    [
      "may be read by a name that is put together",
      `${METHOD}\n\ndef ask(what):\n    getattr(DESK, "cancel_" + what)(None)\n`,
    ],
    ["may be taken out of the module's names", `${CANCEL}\n\ndef ask(what):\n    globals()[what](None)\n`],
    ["has a name that frameworks put together", METHOD.replaceAll("cancel_order", "handle_cancel")],
    ["is called by Python", METHOD.replace("cancel_order", "__call__")],
  ] as const) {
    it(`may be run when it ${what}`, async () => {
      assert.equal(await why(text), undefined);
    });
  }

  it("may be run when an object is told of a method as its class is made", async () => {
    const registered = METHOD.replace("    def", "    @desk.route('/cancel')\n    def").replace("DESK = Desk()", "");
    assert.equal(await why(registered), undefined);
    assert.equal(await why(registered.replace("desk.route", "route")), "Nothing that runs uses 'Desk'.");
  });

  const AGAIN = "'cancel_order' is defined again further down, and this one never runs.";
  const SECOND = "def cancel_order(order):\n    return None\n";
  const METHODS = METHOD.replace(
    "\n\n\nDESK",
    `\n\n    ${SECOND.replace("    ", "        ").replace("(", "(self, ")}\n\nDESK`,
  );

  for (const [what, text] of [
    ["a function of its name follows", `${CANCEL}\n\n${SECOND}\n\ncancel_order(None)\n`],
    ["its class defines it again", `${METHODS}DESK.cancel_order(None)\n`],
    [
      "a method between them calls what has its name then",
      METHODS.replace("order.name\n", "order.name\n\n    def sell(self):\n        self.cancel_order(None)\n"),
    ],
  ] as const) {
    it(`is run by nothing when ${what}`, async () => {
      assert.equal(await why(text), AGAIN);
    });
  }

  for (const [what, text] of [
    ["it is called before another one takes its name", `${CANCEL}\ncancel_order(None)\n\n${SECOND}`],
    [
      "it is kept before another one takes its name",
      METHODS.replace("\n\n    def", "\n    take = cancel_order\n    def"),
    ],
    [
      "another one takes its name under a condition alone",
      `${CANCEL}\nif slow:\n    ${SECOND.replace("    ", "        ")}\ncancel_order(1)\n`,
    ],
    ["a decorator may keep it", `import web\n\n\n@web.get("/1")\n${CANCEL}\n\n@web.get("/2")\n${SECOND}`],
  ] as const) {
    it(`may be run when ${what}`, async () => {
      assert.equal(await why(text), undefined);
    });
  }

  it("may be run by who is told its name, and not by who starts its file", async () => {
    assert.equal(await why(CANCEL, { Dockerfile: 'CMD ["serve", "shop.orders:cancel_order"]\n' }), undefined);
    assert.equal(await why(CANCEL, { Dockerfile: 'CMD ["serve", "shop.orders"]\n' }), UNUSED);
  });

  it("is run by nothing at the end of a chain that nobody begins, be it a circle", async () => {
    const chain = `${CANCEL}\n\ndef refund(order):\n    cancel_order(order)\n\n\ndef close(order):\n    refund(order)\n`;
    assert.equal(await why(chain), UNUSED);
    assert.equal(await why(`${chain}\n\nclose(None)\n`), undefined);
    const circle = chain.replace("return order.name", "close(order)\n    return order.name");
    assert.equal(await why(circle), UNUSED);
    assert.equal(await why(`${circle}\n\nrefund(None)\n`), undefined);
  });

  it("is run by nothing when a package only passes on its class, unless somebody looks through that", async () => {
    const passed = { "shop/__init__.py": 'from shop.orders import Desk\n\n__all__ = ["Desk"]\n' };
    const desk = METHOD.replace("\n\n\nDESK = Desk()", "");
    const made =
      "class Desk:\n    def __init__(self, order):\n        self.name = order.name\n        return order.name\n";
    assert.equal(await why(desk, passed), UNUSED);
    assert.equal(await why(made, passed), "Nothing that runs uses 'Desk'.");
    const main = `${PROGRAM["main.py"]}import shop\n\n`;
    assert.equal(await why(made, { ...passed, "main.py": `${main}getattr(shop, input())(None)\n` }), undefined);
    assert.equal(await why(made, { ...passed, "main.py": `${main}shop.Desk(None)\n` }), undefined);
  });

  it("may be run in a program of Django, which names its settings only", async () => {
    const manage = 'import os\n\nos.environ["DJANGO_SETTINGS_MODULE"] = "conf"\nif __name__ == "__main__":\n    pass\n';
    const files = { ...MORE, "shop/orders.py": `${ORDERS}${CANCEL}`, "shop/urls.py": "from shop import orders\n" };
    assert.equal(whyIn(await projectOf(files)), undefined);
    assert.equal(whyIn(await projectOf({ ...files, "manage.py": manage })), UNUSED);
  });

  it("is told of by what reads members of other objects by put together names no more", async () => {
    const other = "class Till:\n    def ask(self, what):\n        return getattr(self, what)()\n";
    assert.equal(await why(`${METHOD}\n${other}`), UNUSED);
    assert.equal(await why(`${METHOD}\n${other.replace("self, what)()", "what, what)()")}`), undefined);
  });

  it("may be read as a property by the name that a text holds", async () => {
    const property = METHOD.replace("    def", "    @property\n    def").replace("self, order", "order");
    assert.equal(await why(property), UNUSED);
    assert.equal(await why(`${property}\nFIELDS = ["cancel_order"]\n`), undefined);
  });

  it("is run by nothing when a function defines it and does nothing with it", async () => {
    const inner = (more: string): string =>
      `def handle_day(app):\n    def cancel_order(order):\n        return order.name\n\n    ${more}\n\n\nhandle_day(None)\n`;
    assert.equal(await why(inner("return app")), UNUSED);
    assert.equal(await why(inner("return cancel_order")), undefined);
  });

  it("is run by nothing when what only wraps it decorates it", async () => {
    assert.equal(await why(`import functools\n\n\n@functools.lru_cache\n${CANCEL}`), UNUSED);
  });

  it("may be called by a template when it takes nothing", async () => {
    const method = "class Desk:\n    def cancel_order(order):\n        return order.name\n\n\nDESK = Desk()\n";
    assert.equal(await why(method), UNUSED);
    const view =
      "from flask import render_template\n\n\ndef show(desk):\n    return render_template('desk.html', desk=desk)\n";
    assert.equal(await why(method, { "shop/views.py": view }), UNUSED);
    assert.equal(await why(method, { "shop/views.py": `from shop.orders import Desk\n${view}` }), undefined);
    const row = method.replace("class Desk:", "class Desk(db.Model):");
    assert.equal(await why(row, { "shop/views.py": view }), undefined);
  });

  it("is not called by what calls a method of its own class that has the name", async () => {
    const method = "class Desk:\n    def cancel_order(self, order):\n        return order.name\n\n\nDESK = Desk()\n";
    const other =
      "class Till:\n    def cancel_order(self, order):\n        pass\n\n    def close(self):\n        self.cancel_order(1)\n\n\nTILL = Till()\n";
    const main = PROGRAM["main.py"].replace("orders\n", "orders, tills\n");
    assert.equal(await why(method, { "main.py": main, "shop/tills.py": other }), UNUSED);
    const same = other.replace("class Till:", "from shop.orders import Desk\n\n\nclass Till(Desk):");
    assert.equal(await why(method, { "main.py": main, "shop/tills.py": same }), undefined);
    const mixed = `from shop.orders import Desk\n\n\n${other}\n\nclass Counter(Desk, Till):\n    pass\n`;
    assert.equal(await why(method, { "main.py": main, "shop/tills.py": mixed }), undefined);
  });

  it("is not spoken of at the places that run as it is defined", async () => {
    const project = await projectOf({
      ...PROGRAM,
      "shop/orders.py": `${ORDERS}def cancel_order(order=take()):\n    pass\n`,
    });
    const call = project.module("shop/orders.py")?.callsNamed("take")[0];
    assert.ok(call);
    assert.equal(unrunBecause(call.node), undefined);
  });
});

describe("a test that no run collects", () => {
  const TESTS =
    "import pytest\n\n\nclass TestLabels:\n    def test_label(self):\n        assert label()\n\n\ndef label():\n    return 1\n";

  async function ofAssertion(path: string, files: Files = {}, text = TESTS): Promise<string | undefined> {
    const module = (await projectOf({ ...PROGRAM, [path]: text, ...files })).module(path);
    const [assertion] = module?.root.descendants("assert_statement") ?? [];
    assert.ok(assertion);
    return unrunBecause(assertion);
  }
  const UNCOLLECTED = "No run of the tests collects 'TestLabels'.";

  it("is run by nothing", async () => {
    const led = { "shop/orders.py": "import shop.checks\n" };
    assert.equal(await ofAssertion("shop/checks/__init__.py", led), UNCOLLECTED);
    assert.equal(await ofAssertion("shop/checks.py", led), UNCOLLECTED);
  });

  it("may be run where the configuration says so", async () => {
    const files = { "pytest.ini": "[pytest]\npython_files = *.py\n", "shop/orders.py": "import shop.checks\n" };
    assert.equal(await ofAssertion("shop/checks.py", files), undefined);
  });

  it("may be run by the test that imports it", async () => {
    const files = {
      "shop/orders.py": "import shop.checks\n",
      "tests/test_labels.py": "from shop.checks import TestLabels\n",
    };
    assert.equal(await ofAssertion("shop/checks.py", files), undefined);
  });

  it("is none where pytest is not spoken of, or nothing has the name of a test", async () => {
    const led = { "shop/orders.py": "import shop.checks\n" };
    assert.equal(await ofAssertion("shop/checks.py", led, TESTS.replace("import pytest", "import json")), undefined);
    assert.equal(await ofAssertion("shop/checks.py", led, TESTS.replace("test_label", "look")), undefined);
  });
});

describe("what stands beside a program", () => {
  const files = { "examples/show.py": LABELS, "backup/orders.py": LABELS };

  it("is an example or a copy", async () => {
    const marked = { ...files, "requirements.txt": "" };
    assert.equal(await because("examples/show.py", marked), "This file is an example.");
    const written = { ...marked, "docs/source/quickstarts/plot_orders.py": LABELS };
    assert.equal(await because("docs/source/quickstarts/plot_orders.py", written), "This file is an example.");
    const named = { "shop/labels_example.py": LABELS, "requirements.txt": "" };
    assert.equal(await because("shop/labels_example.py", named), "This file is an example.");
    const shown = { "shop/LABELS_SNIPPET.py": LABELS, "requirements.txt": "" };
    assert.equal(await because("shop/LABELS_SNIPPET.py", shown), "This file is an example.");
    const used = { ...named, "main.py": `${PROGRAM["main.py"]}from shop import labels_example\n` };
    assert.equal(await because("shop/labels_example.py", used), undefined);
    assert.equal(await because("backup/orders.py", marked), "This file is a copy that was put away.");
  });

  it("may be all there is", async () => {
    assert.equal(await because("examples/main.py", { "examples/main.py": LABELS }), undefined);
    assert.equal(
      await because("backup/main.py", { "backup/main.py": LABELS, "backup/requirements.txt": "" }),
      undefined,
    );
  });

  it("is a part of it when that imports it", async () => {
    const shown = { "requirements.txt": "", "examples/__init__.py": "", "examples/show.py": LABELS };
    assert.equal(await because("examples/show.py", shown), "This file is an example.");
    const main = `${PROGRAM["main.py"]}from examples import show\n`;
    assert.equal(await because("examples/show.py", { ...shown, "main.py": main }), undefined);
  });
});

describe("a module to which nothing but tests leads", () => {
  it("can wait, unless others may import it", async () => {
    const files = {
      "shop/labels.py": LABELS,
      "tests/test_labels.py": "from shop.labels import label\n\n\ndef test_label():\n    label(None)\n",
    };
    const waits = async (more: Files = {}): Promise<string | undefined> => {
      const module = (await projectOf({ ...PROGRAM, ...files, ...more })).module("shop/labels.py");
      const [place] = module?.spelled("order") ?? [];
      return place && waitsBecause(place);
    };
    assert.equal(await waits(), "Nothing but tests imports this file.");
    assert.equal(await waits({ "shop/orders.py": "from shop import labels\n" }), undefined);
    assert.equal(await waits({ "setup.py": 'setup(name="shop", classifiers=[])\n' }), undefined);
  });
});

describe("what a condition that never holds defines", () => {
  it("is run by nobody", async () => {
    const orders =
      "class Orders:\n    if False:\n        def drop(self):\n            return self.dropped\n\n    def keep(self):\n        return self.kept\n";
    const module = (await projectOf({ ...PROGRAM, "shop/orders.py": `${orders}\n\nprint(Orders().keep)\n` })).module(
      "shop/orders.py",
    );
    const why = (name: string): string | undefined => module?.spelled(name).map(unrunBecause).at(-1);
    assert.equal(why("dropped"), "No way leads to this line.");
    assert.equal(why("kept"), undefined);
  });
});

describe("what stands behind an import that fails", () => {
  /** Why the last line of a module of the program can wait. */
  async function waits(labels: string): Promise<string | undefined> {
    const files = { "main.py": "from shop import orders, labels\n", "shop/labels.py": `${labels}${LABELS}` };
    const module = (await projectOf({ ...PROGRAM, ...files })).module("shop/labels.py");
    const place = module?.spelled("order").at(-1);
    assert.ok(place);
    return waitsBecause(place);
  }

  it("can wait: the file gets no further", async () => {
    const why = "The file gets no further than line 1, where it fails.";
    assert.equal(await waits("from shop.printers import sheet\n\n\n"), why);
    assert.equal(await waits("from shop.orders import printed\n\n\n"), why);
  });

  it("cannot, where it does not fail or somebody counts on that", async () => {
    assert.equal(await waits("from shop.orders import take\n\n\n"), undefined);
    const tried = "try:\n    from shop.orders import printed\nexcept ImportError:\n    printed = None\n\n\n";
    assert.equal(await waits(tried), undefined);
  });
});

describe("what somebody starts by hand", () => {
  const REPAIR = 'from shop.prints import sheet\n\n\nif __name__ == "__main__":\n    sheet()\n';
  const PRINTS = { "shop/prints.py": "from shop.orders import take\n\n\ndef sheet():\n    return take()\n" };

  /** Whether only scripts that are started by hand run a file. */
  async function isByHand(path: string, files: Files): Promise<boolean> {
    const module = (await projectOf({ ...PROGRAM, ...PRINTS, ...files })).module(path);
    assert.ok(module, `${path} is not there`);
    return isRunByHand(module);
  }

  it("is a script in a folder of tools, and what it alone imports", async () => {
    assert.equal(await isByHand("tools/repair.py", { "tools/repair.py": REPAIR }), true);
    assert.equal(await isByHand("shop/prints.py", { "tools/repair.py": REPAIR }), true);
  });

  it("is not what the program runs as well", async () => {
    assert.equal(await isByHand("shop/orders.py", { "tools/repair.py": REPAIR }), false);
    const also = { "tools/repair.py": REPAIR, "shop/orders.py": "from shop import prints\n" };
    assert.equal(await isByHand("shop/prints.py", also), false);
    const imported = { "tools/repair.py": REPAIR, "shop/orders.py": "from tools import repair\n" };
    assert.equal(await isByHand("tools/repair.py", imported), false);
  });

  const served: readonly (readonly [how: string, files: Files])[] = [
    ["is called like what serves", { "tools/print_server.py": REPAIR }],
    [
      "is called like what serves, where others are named",
      { "depot/print_worker.py": REPAIR, Dockerfile: "CMD python main.py" },
    ],
    ["serves", { "tools/print_server.py": `import uvicorn\n${REPAIR}` }],
    ["goes on for ever", { "tools/print_server.py": `${REPAIR}    while True:\n        time.sleep(3)\n` }],
    ["is named beside the program", { "tools/repair.py": REPAIR, Dockerfile: 'CMD ["python", "tools/repair.py"]\n' }],
    ["stands in a folder of its own", { "depot/repair.py": REPAIR }],
    [
      "stands in a package and is named beside the program",
      { "shop/repair.py": REPAIR, Makefile: "repair:\n\tpython -m shop.repair\n" },
    ],
  ];
  for (const [how, files] of served) {
    it(`is no script that ${how}`, async () => {
      for (const path of Object.keys(files)) if (path.endsWith(".py")) assert.equal(await isByHand(path, files), false);
    });
  }

  it("is nothing where there is no program beside it", async () => {
    const module = (await projectOf({ ...PRINTS, "tools/repair.py": REPAIR })).module("tools/repair.py");
    assert.ok(module);
    assert.equal(isRunByHand(module), false);
  });

  it("is what stands below a test of '__main__' in a file that others import", async () => {
    const prints = `${PRINTS["shop/prints.py"]}\n\nif __name__ == "__main__":\n    print(sheet())\n`;
    const files = { ...PROGRAM, "shop/prints.py": prints };
    const printed = async (more: Files): Promise<boolean | undefined> => {
      const module = (await projectOf({ ...files, ...more })).module("shop/prints.py");
      const [call] = module?.callsNamed("print") ?? [];
      return call && isRunByHand(call.node);
    };
    assert.equal(await printed({ "shop/orders.py": "from shop import prints\n" }), true);
    const outside = (await projectOf({ ...PROGRAM, "depot/prints.py": prints })).module("depot/prints.py");
    assert.ok(outside);
    assert.equal(isRunByHand(outside), false);
  });

  it("is a script in a package that nobody names, and a command of Django", async () => {
    assert.equal(await isByHand("shop/repair.py", { "shop/repair.py": REPAIR }), true);
    const command = "shop/management/commands/repair.py";
    assert.equal(
      await isByHand(command, { [command]: "from shop import prints\n\n\nclass Command:\n    pass\n" }),
      true,
    );
    const called = { "shop/orders.py": 'from django.core.management import call_command\n\ncall_command("repair")\n' };
    assert.equal(await isByHand(command, { [command]: "class Command:\n    pass\n", ...called }), false);
  });

  const SERVED = { Dockerfile: 'FROM python:3.12\nCMD ["python", "main.py"]\n' };
  it("is a script that nobody names where what deploys the program says what it starts", async () => {
    const files = { "depot/repair.py": REPAIR, ...SERVED };
    assert.equal(await isByHand("depot/repair.py", files), true);
    assert.equal(await isByHand("shop/prints.py", files), true);
    const installed = { ...files, Dockerfile: "FROM python:3.12\nRUN pip install -r requirements.txt\n" };
    assert.equal(await isByHand("depot/repair.py", installed), false);
    const logging = { "depot/repair.py": `import logging\n\nhandler = logging.StreamHandler()\n${REPAIR}` };
    assert.equal(await isByHand("depot/repair.py", { ...logging, ...SERVED }), true);
    const told = { "depot/repair.py": `${REPAIR}    print("start: uvicorn main:app")\n`, ...SERVED };
    assert.equal(await isByHand("depot/repair.py", told), true);
  });

  it("is what can be tried by itself, and is imported by such scripts alone", async () => {
    const prints = { "shop/prints.py": `${PRINTS["shop/prints.py"]}\n\nif __name__ == "__main__":\n    sheet()\n` };
    assert.equal(await isByHand("shop/prints.py", { ...prints, "training/repair.py": REPAIR }), true);
    const also = { ...prints, "shop/orders.py": "from shop import prints\n" };
    assert.equal(await isByHand("shop/prints.py", also), false);
  });

  it("is a function that such scripts alone call", async () => {
    const files = {
      "main.py": 'from shop import prints\n\n\nif __name__ == "__main__":\n    prints.sheet()\n',
      "shop/__init__.py": "",
      "shop/prints.py":
        "import json\n\n\ndef sheet():\n    return json.dumps({})\n\n\ndef mend(order):\n    return order.name\n",
      "tools/repair.py": 'from shop.prints import mend\n\n\nif __name__ == "__main__":\n    mend(None)\n',
      ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`shop/part_${String(at)}.py`, "import os\n"])),
    };
    const module = (await projectOf(files)).module("shop/prints.py");
    assert.ok(module);
    const inside = [...module.root.descendants("return_statement")].map((node) => isRunByHand(node));
    assert.deepEqual(inside, [false, true]);
  });
});

describe("a line that no way leads to", () => {
  it("is run by nothing", async () => {
    const files = {
      ...PROGRAM,
      "shop/orders.py": "import json\n\n\ndef take():\n    return json.dumps({})\n    print(json.cut)\n",
    };
    const module = (await projectOf(files)).module("shop/orders.py");
    const [reached, left] = module?.root.descendants("call") ?? [];
    assert.ok(reached && left);
    assert.deepEqual([unrunBecause(reached), unrunBecause(left)], [undefined, "No way leads to this line."]);
  });
});

describe("an application of Django", () => {
  const MODELS =
    "from django.db import models\n\n\nclass Order(models.Model):\n    def cut(self):\n        return json.dumps({})\n";
  const SETTINGS =
    'DJANGO_APPS = ["django.contrib.auth"]\nINSTALLED_APPS = DJANGO_APPS + [\n    "shop",\n    # "ledger",\n]\n';
  const SITE = {
    "manage.py":
      'import os\n\nif __name__ == "__main__":\n    os.environ["DJANGO_SETTINGS_MODULE"] = "site.settings"\n',
    "site/__init__.py": "",
    "site/settings.py": SETTINGS,
    ...Object.fromEntries(
      ["shop", "ledger"].flatMap((app) => [
        [`${app}/__init__.py`, ""],
        [`${app}/apps.py`, "from django.apps import AppConfig\n"],
        [`${app}/models.py`, MODELS],
        [`${app}/views.py`, `from ${app}.models import Order\n`],
      ]),
    ),
  };
  const isDead = async (path: string, files: Record<string, string> = {}): Promise<boolean> => {
    const module = (await projectOf({ ...SITE, ...files })).module(path);
    assert.ok(module);
    return unrunBecause(module) !== undefined;
  };

  it("that the settings leave out is run by nothing", async () => {
    assert.equal(await isDead("ledger/models.py"), true);
    assert.equal(await isDead("ledger/views.py"), true);
    assert.equal(await isDead("shop/models.py"), false);
  });

  it("is run where something else names or imports it, or the list is not written down", async () => {
    const named = { "site/urls.py": 'urlpatterns = [path("ledger/", include("ledger.views"))]\n' };
    assert.equal(await isDead("ledger/models.py", named), false);
    const imported = { "site/urls.py": "from ledger import views\n" };
    assert.equal(await isDead("ledger/models.py", imported), false);
    const extended = { "site/production.py": 'from .settings import *\n\nINSTALLED_APPS += ["ledger"]\n' };
    assert.equal(await isDead("ledger/models.py", extended), false);
    const computed = { "site/settings.py": "INSTALLED_APPS = [name for name in found()]\n" };
    assert.equal(await isDead("ledger/models.py", computed), false);
  });
});
