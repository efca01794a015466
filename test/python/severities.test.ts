import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Report, Rule } from "../../src/engine/rule.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { standingOf } from "../../src/engine/run/standing.js";
import type { Severity } from "../../src/engine/severity.js";
import { projectOf } from "../support/program.js";

/** How grave the first finding of a rule in a file is. */
async function severityOf(
  id: string,
  path: string,
  files: Readonly<Record<string, string>>,
  standing: Weigh = asReported,
): Promise<string> {
  const rule = RULES.find((one) => one.id === id)?.rule;
  const module = (await projectOf(files)).module(path);
  assert.ok(rule && module);
  const [report] = rule.check(module);
  assert.ok(report, "nothing is found");
  return standing(report, rule, report.severity ?? rule.severity);
}

type Weigh = (report: Report, rule: Rule, weight: Severity) => string;
const asReported: Weigh = (_report, _rule, weight) => weight;
/** By where it stands, too. */
const asToldOf: Weigh = (report, rule, weight) => standingOf(report, rule).severity(weight);

const SHOP = { "shop/__init__.py": "", "shop/prices.py": "def price():\n    return 1\n" };
const LOST = "from shop.prices import cost\n";

describe("an import that fails", () => {
  for (const [severity, how, files] of [
    [
      "critical",
      "where the program starts with what imports it",
      { "shop/till.py": LOST, "run.py": "import shop.till\n", Dockerfile: 'CMD ["python", "run.py"]\n' },
    ],
    ["low", "where nobody says that the program starts so", { "shop/till.py": LOST, "run.py": "import shop.till\n" }],
    ["low", "at the top of a file that no other imports", { "shop/till.py": LOST }],
    ["high", "in a function", { "shop/till.py": "def pay():\n    from shop.prices import cost\n    return cost\n" }],
  ] as const) {
    it(`is ${severity} ${how}`, async () => {
      assert.equal(await severityOf("imports/missing-name", "shop/till.py", { ...SHOP, ...files }), severity);
    });
  }
});

const ROUTED = "import fastapi\nimport psycopg2\n\nrouter = fastapi.APIRouter()\n\n\n";

describe("what stands behind an import that fails", () => {
  it("is low, and says why", async () => {
    const call = "def pay(price):\n    return price()\n\n\npay()\n";
    const grave = { ...SHOP, "shop/till.py": call };
    assert.equal(await severityOf("calls/wrong-arguments", "shop/till.py", grave, asToldOf), "critical");
    const behind = { ...SHOP, "shop/till.py": `from shop.desk import till\n\n\n${call}` };
    assert.equal(await severityOf("calls/wrong-arguments", "shop/till.py", behind, asToldOf), "low");
    const caught = `try:\n    from shop.desk import till\nexcept ImportError:\n    till = None\n\n\n${call}`;
    assert.equal(
      await severityOf("calls/wrong-arguments", "shop/till.py", { ...SHOP, "shop/till.py": caught }, asToldOf),
      "critical",
    );
  });
});

describe("a test that is skipped", () => {
  it("makes what is wrong with it low", async () => {
    const test = "import pytest\n\n\ndef test_it(found):\n    assert (found, 1)\n";
    assert.equal(await severityOf("tests/always-true", "test_till.py", { "test_till.py": test }, asToldOf), "medium");
    const skipped = test.replace("def test", "@pytest.mark.skip\ndef test");
    assert.equal(await severityOf("tests/always-true", "test_till.py", { "test_till.py": skipped }, asToldOf), "low");
  });
});

describe("what answers requests", () => {
  const counting =
    'def count(address):\n    connection = psycopg2.connect(address)\n    connection.execute("select 1")\n    connection.close()\n';
  const asking =
    "async def may_enter(member):\n    return await member.paid()\n\n\nROUTEdef enter(member):\n    return f'{may_enter(member)}'\n";
  for (const [id, severity, program] of [
    ["resources/close-skipped-by-exception", "medium", `ROUTE${counting}`],
    ["asyncio/forgotten-await", "high", asking],
  ] as const) {
    it(`makes ${id} grave`, async () => {
      const at = (route: string): Promise<string> =>
        severityOf(id, "shop/till.py", { ...SHOP, "shop/till.py": ROUTED + program.replace("ROUTE", route) });
      assert.equal(await at('@router.get("/")\n'), severity);
      assert.equal(await at(""), "low");
    });
  }

  it("leaves what ends with its function to that", async () => {
    const till = `${ROUTED}@router.get("/")\n${counting}`.replaceAll("psycopg2", "sqlite3");
    assert.equal(
      await severityOf("resources/close-skipped-by-exception", "shop/till.py", { ...SHOP, "shop/till.py": till }),
      "low",
    );
  });
});

describe("a coroutine that is taken for what it gives", () => {
  for (const [severity, use] of [
    ["high", "may_enter(member).upper()"],
    ["high", "may_enter(member)['name']"],
    ["high", "'in' if may_enter(member) else 'out'"],
    ["low", "f'{may_enter(member)}'"],
  ] as const) {
    it(`is ${severity} in '${use}'`, async () => {
      const program = `async def may_enter(member):\n    return await member.paid()\n\n\ndef enter(member):\n    return ${use}\n`;
      assert.equal(
        await severityOf("asyncio/forgotten-await", "shop/till.py", { ...SHOP, "shop/till.py": program }),
        severity,
      );
    });
  }
});

describe("a name that nothing defines", () => {
  const compared = (method: string): string =>
    `class Boat:\n    def ${method}(self, other):\n        return compared(self, other)\n`;
  for (const [severity, method] of [
    ["low", "__cmp__"],
    ["high", "__eq__"],
  ] as const) {
    it(`is ${severity} in '${method}'`, async () => {
      assert.equal(await severityOf("names/undefined-name", "boat.py", { "boat.py": compared(method) }), severity);
    });
  }
});

describe("an error that is dropped while another one is told of", () => {
  const paying = (end: string): string =>
    `def pay(till, order):\n    try:\n        till.charge(order)\n    except ValueError as error:\n        try:\n            till.save_order(order)\n        except Exception:\n            pass\n        ${end}\n`;
  for (const [severity, end] of [
    ["low", "raise"],
    ["medium", "till.close(error)"],
  ] as const) {
    it(`is ${severity} before '${end}'`, async () => {
      assert.equal(await severityOf("errors/swallowed-exception", "till.py", { "till.py": paying(end) }), severity);
    });
  }
});

describe("a key that stands in the source", () => {
  const app = 'import flask\n\napp = flask.Flask(__name__)\napp.config["SECRET_KEY"] = "dev!"\n';
  const signs = (origin: string): string =>
    `import hmac\nimport os\n\n\ndef secret():\n    key = ${origin}\n    if not key:\n        key = "reset-me"\n    return key.encode()\n\n\n` +
    "def check(body, signature):\n    return hmac.compare_digest(hmac.new(secret(), body, 'sha256').hexdigest(), signature)\n";
  for (const [severity, how, program] of [
    ["low", "where the application is not seen to sign anything", app],
    ["critical", "where it keeps sessions", `${app}\n\ndef enter(name):\n    flask.session["name"] = name\n`],
    ["low", "where it takes the place of what the environment lacks", signs('os.getenv("RESET_KEY")')],
    ["critical", "where nothing is asked before", signs('""')],
  ] as const) {
    it(`is ${severity} ${how}`, async () => {
      assert.equal(await severityOf("secrets/public-signing-key", "till.py", { "till.py": program }), severity);
    });
  }
});

describe("a check that passes whoever calls while its secret is missing", () => {
  const check = (name: string, secret: string, digest: string): string =>
    `import hmac\nimport os\n\n${secret} = os.environ.get("${secret}", "")\n\n\ndef ${name}(body, given):\n    if not ${secret}:\n        return True\n` +
    `    return ${digest}\n`;
  const signed = (secret: string): string =>
    `hmac.compare_digest(hmac.new(${secret}.encode(), body, "sha256").hexdigest(), given)`;
  for (const [severity, how, program] of [
    ["low", "where that is a key", check("verify_api_key", "API_KEY", "API_KEY == given")],
    ["low", "where that signs what a webhook is sent", check("verify_webhook", "HOOK_SECRET", signed("HOOK_SECRET"))],
    [
      "high",
      "where a webhook is told of payments",
      check("verify_webhook_signature", "STRIPE_WEBHOOK_SECRET", signed("STRIPE_WEBHOOK_SECRET")),
    ],
  ] as const) {
    it(`is ${severity} ${how}`, async () => {
      assert.equal(
        await severityOf("web/fail-open-auth", "shop/till.py", { ...SHOP, "shop/till.py": program }),
        severity,
      );
    });
  }
});

describe("a check that lets everybody in while a mode is not set", () => {
  const gate = (comment: string): string =>
    `import os\n\nfrom fastapi import HTTPException\n\n${comment}MODE = os.getenv("AUTH_MODE", "dev").lower()\n\n\n` +
    `def authenticate(token):\n    if MODE == "dev":\n        return {"id": "dev"}\n    if token != os.environ["TOKEN"]:\n        raise HTTPException(401)\n    return {"id": "user"}\n`;
  for (const [severity, comment] of [
    ["low", "# Modes:\n#   dev: the one who writes the program\n#   prod: all others\n"],
    ["low", "# Modes:\n#   dev: no auth is asked for\n#   prod: a token is, as above\n#   test: like prod\n"],
  ] as const) {
    it(`is ${severity} below '${comment}'`, async () => {
      assert.equal(await severityOf("web/fail-open-auth", "gate.py", { "gate.py": gate(comment) }), severity);
    });
  }
});

describe("what is raised and is no exception", () => {
  for (const [severity, raised, before = ""] of [
    ["low", "NotImplemented", '"""For each till to say."""\n    '],
    ["medium", "NotImplemented", "print(1)\n    "],
    ["critical", "'the till is closed'"],
  ] as const) {
    it(`is ${severity} for '${raised}'${before === "" ? "" : ` behind ${before.trim()}`}`, async () => {
      const program = `def pay():\n    ${before}raise ${raised}\n`;
      assert.equal(
        await severityOf("errors/raise-that-fails", "shop/till.py", { ...SHOP, "shop/till.py": program }),
        severity,
      );
    });
  }
});

describe("an assertion that cannot fail", () => {
  for (const [severity, condition] of [
    ["medium", "(found, 1)"],
    ["medium", "(item for item in found)"],
    ["low", "found or True"],
    ["low", "len(found) >= 0"],
  ] as const) {
    it(`is ${severity}: ${condition}`, async () => {
      const files = { "test_till.py": `def test_till(found):\n    assert ${condition}\n` };
      assert.equal(await severityOf("tests/always-true", "test_till.py", files), severity);
    });
  }
});

const OPEN = 'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n';
const ANSWERS = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\n";

const CONSOLE =
  "from discord.ext import commands\n\n\nclass Desk(commands.Cog):\n    @commands.group()\n    async def eval_desk(self, ctx):\n        pass\n\n" +
  "    @eval_desk.command()\n    async def bot(self, ctx, *, code):\n        exec(code)\n";

describe("what is mostly meant", () => {
  const handler = "from flask import request\nimport redis, pickle\n\n\ndef take(client, config):\n    ";
  for (const [severity, id, how, files] of [
    ["low", "web/wildcard-cors", "where nobody is known by a cookie", { "api.py": ANSWERS + OPEN }],
    [
      "high",
      "web/wildcard-cors",
      "where somebody is, and it goes to other sites",
      {
        "api.py": ANSWERS + OPEN,
        "login.py": 'def login(answer):\n    answer.set_cookie("session", "1", samesite="none", secure=True)\n',
      },
    ],
    [
      "high",
      "web/wildcard-cors",
      "where a handler reads one that does",
      {
        "api.py": ANSWERS + OPEN,
        "login.py": 'def user(request):\n    return request.cookies["user"]\n',
        "conf.py": 'COOKIE_SAMESITE = "None"\n',
      },
    ],
    [
      "low",
      "web/wildcard-cors",
      "where it stays on its site",
      { "api.py": ANSWERS + OPEN, "login.py": 'def login(answer):\n    answer.set_cookie("session", "1")\n' },
    ],
    [
      "low",
      "web/wildcard-cors",
      "where browsers decide where it goes",
      {
        "api.py":
          "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, supports_credentials=True)\n",
      },
    ],
    [
      "low",
      "web/wildcard-cors",
      "where it is said to stay",
      {
        "api.py":
          "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, supports_credentials=True)\n",
        "conf.py": 'SESSION_COOKIE_SAMESITE = "Lax"\n',
      },
    ],
    [
      "low",
      "web/wildcard-cors",
      "where browsers refuse it",
      {
        "api.py":
          'def answer(response):\n    response["Access-Control-Allow-Origin"] = "*"\n    response["Access-Control-Allow-Credentials"] = "true"\n',
      },
    ],
    [
      "low",
      "web/wildcard-cors",
      "in settings of django",
      { "api.py": "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n" },
    ],
    [
      "low",
      "web/wildcard-cors",
      "where no cookies are sent",
      { "api.py": ANSWERS + OPEN.replace(", allow_credentials=True", "") },
    ],
    ["low", "inject/eval-of-config", "where a file is run", { "api.py": `${handler}eval(open("rates.txt").read())\n` }],
    ["low", "inject/eval-of-config", "in a console", { "api.py": CONSOLE }],
    [
      "high",
      "inject/eval-of-config",
      "where a row is run",
      {
        "api.py":
          'import sqlite3\n\n\ndef take():\n    cursor = sqlite3.connect("a.db").execute("SELECT rate FROM rates")\n    eval(cursor.fetchone()[0])\n',
      },
    ],
    ["low", "inject/eval-of-config", "where the owner says it", { "api.py": `${handler}eval(config.rates)\n` }],
    [
      "critical",
      "inject/eval-of-config",
      "where a caller does",
      { "api.py": `${handler}eval(request.args["rate"])\n` },
    ],
  ] as const) {
    it(`is ${severity}: ${id} ${how}`, async () => {
      assert.equal(await severityOf(id, "api.py", files), severity);
    });
  }
});

describe("a key that everybody knows", () => {
  for (const [severity, key] of [
    ["critical", '"s3cr3t-of-the-till"'],
    ["low", 'os.environ.get("TILL_KEY", "s3cr3t-of-the-till")'],
  ] as const) {
    it(`is ${severity}: ${key}`, async () => {
      const program = `import os\n\nimport jwt\n\nKEY = ${key}\n\n\ndef sign(user):\n    return jwt.encode({"sub": user}, KEY, algorithm="HS256")\n`;
      assert.equal(await severityOf("secrets/public-signing-key", "till.py", { "till.py": program }), severity);
    });
  }
});

describe("a default that is changed", () => {
  const change = "def add(row, rows=[]):\n    rows.append(row)\n    return rows\n";
  it("is high where somebody leaves the argument out, and low where nobody is seen to call", async () => {
    assert.equal(await severityOf("state/mutated-default", "rows.py", { "rows.py": `${change}\n\nadd(1)\n` }), "high");
    assert.equal(await severityOf("state/mutated-default", "rows.py", { "rows.py": change }), "low");
  });
});

describe("an import in a chain that nothing starts", () => {
  it("is low", async () => {
    const files = { ...SHOP, "shop/till.py": LOST, "shop/team.py": "from shop import till\n\nTEAM = [till]\n" };
    assert.equal(await severityOf("imports/missing-name", "shop/till.py", files), "low");
  });
});

describe("what nobody from outside is known to reach", () => {
  const finding = "def find(cursor, name):\n    cursor.execute(f\"SELECT * FROM birds WHERE name = '{name}'\")\n";
  const asked = `from flask import request\n\n\n${finding}\n\ndef take(cursor):\n    find(cursor, request.args["name"])\n`;

  it("is low, and critical where a request does", async () => {
    assert.equal(await severityOf("inject/sql-value-in-text", "birds.py", { "birds.py": finding }), "low");
    assert.equal(await severityOf("inject/sql-value-in-text", "birds.py", { "birds.py": asked }), "critical");
  });

  it("is nothing where the request arrives in a file that nothing imports", async () => {
    const files = {
      "main.py": 'import birds\n\n\nif __name__ == "__main__":\n    birds.find(None, "wren")\n',
      "birds.py": finding,
      "routes.py":
        'import birds\nfrom flask import request\n\n\ndef take():\n    birds.find(None, request.args["name"])\n',
    };
    await assert.rejects(severityOf("inject/sql-value-in-text", "birds.py", files), /nothing is found/);
    const imported = { ...files, "main.py": `import routes\n${files["main.py"]}` };
    assert.equal(await severityOf("inject/sql-value-in-text", "birds.py", imported), "critical");
  });
});

describe("an error that is dropped", () => {
  const dropped = (name: string, body: string, end: string): string =>
    `def ${name}(cursor, message):\n    try:\n        ${body}\n    except Exception:\n        pass\n${end}`;
  const told = (body: string): string =>
    `def keep(cursor, message, log):\n    try:\n        message.check()\n    except ValueError:\n        log.error("bad")\n        try:\n            ${body}\n        except Exception:\n            pass\n`;
  for (const [severity, what, text] of [
    ["medium", "of what is written", dropped("keep", 'cursor.execute("INSERT INTO orders VALUES (1)")', "")],
    ["low", "of rows that nobody misses", dropped("keep", 'cursor.execute("INSERT INTO birds VALUES (1, 2)")', "")],
    ["medium", "of what is about to be paid", dropped("keep", "cursor.add(payment)\n        cursor.commit()", "")],
    ["low", "of something that is committed", dropped("keep", "cursor.add(bird)\n        cursor.commit()", "")],
    ["medium", "of what is not delivered", dropped("keep", "cursor.deliver(message)", "")],
    [
      "low",
      "that is called best effort",
      dropped("keep", "cursor.insert(order)", "").replace("pass", "pass  # best-effort: the next round saves it"),
    ],
    ["low", "of what is read", dropped("look", 'cursor.execute("SELECT 1 FROM birds")', "")],
    ["low", "of a table that is prepared", dropped("look", 'cursor.execute("ALTER TABLE birds ADD weight")', "")],
    [
      "low",
      "of a table that is prepared and committed",
      dropped("look", 'cursor.execute("CREATE INDEX i ON birds(name)")\n        cursor.commit()', ""),
    ],
    [
      "medium",
      "of rows beside such a table",
      dropped(
        "look",
        'cursor.execute("CREATE TABLE b(n)")\n        cursor.execute("INSERT INTO orders VALUES (1)")',
        "",
      ),
    ],
    ["low", "of a transaction that is given up", dropped("look", 'cursor.execute("ROLLBACK")', "")],
    [
      "low",
      "of what callers are told",
      dropped("keep", "cursor.insert(order)\n        return True", "    return False\n"),
    ],
    ["low", "of what callers get nothing of", dropped("keep", "return cursor.insert(order)", "")],
    ["medium", "of what is the same to callers", dropped("keep", "cursor.insert(order)", "    return True\n")],
    [
      "medium",
      "of what one of several rows is",
      "def keep(rows):\n    for order in rows:\n        try:\n            order.commit()\n        except Exception:\n            continue\n    return len(rows)\n",
    ],
    [
      "low",
      "of what is refused then",
      dropped("keep", "cursor.insert(order)\n        return message", "    return abort(500)\n"),
    ],
    ["low", "of a message about an error", told("cursor.send_email(message)")],
    ["medium", "of a state that an error leaves", told("cursor.insert(order)")],
    [
      "low",
      "that a comment is about",
      dropped("keep", "cursor.insert(order)", "").replace("pass", "pass  # the next round saves it"),
    ],
    [
      "medium",
      "of a check that has said yes",
      dropped("is_allowed", "message.check()", "    return allowed\n").replace(
        "    try",
        "    allowed = True\n    try",
      ),
    ],
    [
      "low",
      "of a check that has said no",
      dropped("is_allowed", "message.check()", "    return allowed\n").replace(
        "    try",
        "    allowed = False\n    try",
      ),
    ],
    [
      "low",
      "of a count beside what a check refuses",
      "def check_auth(user, denied):\n    if user.known:\n        return True\n    else:\n        try:\n            denied.inc()\n        except Exception:\n            pass\n        raise PermissionError(user)\n",
    ],
    ["medium", "of a check that goes on", dropped("is_allowed", "message.check()", "    return True\n")],
    ["low", "of a check that ends in a no", dropped("is_allowed", "message.check()", "    return False\n")],
  ] as const) {
    it(`is ${severity}: ${what}`, async () => {
      assert.equal(await severityOf("errors/swallowed-exception", "birds.py", { "birds.py": text }), severity);
    });
  }
});

describe("a request that waits for ever", () => {
  const ASKS = 'import requests\n\n\ndef rates():\n    return requests.get("https://rates.example/all").json()\n';
  const AT_TOP = 'import requests\n\nRATES = requests.get("https://rates.example/all").json()\n';
  const SCRIPT = 'import rates\n\n\nif __name__ == "__main__":\n    print(rates.rates())\n';
  const TOOL = '[project]\nname = "rates"\ndescription = "Shows rates"\n\n[project.scripts]\nrates = "rates:rates"\n';
  for (const [severity, how, files, path] of [
    ["medium", "in a function that anybody may call", { "rates.py": ASKS }, "rates.py"],
    ["low", "where the program is built", { "build_tools/rates.py": ASKS }, "build_tools/rates.py"],
    ["medium", "in a tool of an agent", { "agent/tools/rates.py": ASKS }, "agent/tools/rates.py"],
    ["low", "that only scripts make", { "rates.py": ASKS, "show.py": SCRIPT }, "rates.py"],
    [
      "medium",
      "that something makes that goes on",
      { "rates.py": ASKS, "show.py": `import threading\n${SCRIPT}    threading.Thread(target=print).start()\n` },
      "rates.py",
    ],
    [
      "medium",
      "that another module makes, too",
      { "rates.py": ASKS, "show.py": SCRIPT, "shop.py": "import rates\n\n\ndef price():\n    return rates.rates()\n" },
      "rates.py",
    ],
    [
      "medium",
      "that a script makes which the program starts",
      { "rates.py": ASKS, "show.py": SCRIPT, Procfile: "worker: python show.py\n" },
      "rates.py",
    ],
    ["low", "at the top of a file that nothing imports", { "look.py": AT_TOP }, "look.py"],
    [
      "low",
      "at the top of a file that a distribution leaves out",
      { "look.py": AT_TOP, "MANIFEST.in": "exclude look.py\n" },
      "look.py",
    ],
    ["low", "in a hook that builds the program", { "hatch_build.py": ASKS }, "hatch_build.py"],
    ["medium", "at the top of a file that is imported", { "look.py": AT_TOP, "shop.py": "import look\n" }, "look.py"],
    [
      "medium",
      "at the top of a file that goes on",
      { "look.py": `${AT_TOP}while True:\n    print(RATES)\n` },
      "look.py",
    ],
    ["low", "in a command that somebody types", { "rates.py": ASKS, "pyproject.toml": TOOL }, "rates.py"],
    [
      "medium",
      "in what is deployed",
      { "rates.py": ASKS, "pyproject.toml": TOOL, Dockerfile: "FROM python\n" },
      "rates.py",
    ],
    [
      "medium",
      "in a service that has a command",
      { "rates.py": ASKS, "pyproject.toml": `${TOOL}\n# needs fastapi\n` },
      "rates.py",
    ],
    ["low", "where another linter is told of it", { "rates.py": ASKS.replace(/\)$/m, ")  # noqa: S113") }, "rates.py"],
    ["low", "in a file of which one is", { "rates.py": `# pylint: disable=missing-timeout\n${ASKS}` }, "rates.py"],
    ["medium", "in a library", { "rates.py": ASKS, "pyproject.toml": '[project]\nname = "rates"\n' }, "rates.py"],
  ] as const) {
    it(`is ${severity} ${how}`, async () => {
      assert.equal(await severityOf("http/no-timeout", path, files), severity);
    });
  }
});
