// Written by `npm run generate` from the files in rules/; edit those.
import type { RuleDoc } from "../docs/rule-doc.js";

/** What the comment above each rule says, sorted by id. */
export const DOCS: readonly RuleDoc[] = [
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
    "limits": "A handler that does anything at all, were it only to count, is taken to handle the error. A `try` that only\ntidies up (`close`, `terminate`, `unlink` and the like) or a handler that only sleeps is reported with `--audit`. When the\n`try` always returns, so that what follows it runs only after an error, and that is more than a constant answer, it\nis taken for the real fallback. `suppress` is seen in a `with` statement only.",
    "off": "In code that must never fail because of what it observes, such as a crash reporter or a tracing hook; there,\nsilence the line and say why.",
    "see": [
      "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
      "https://cwe.mitre.org/data/definitions/390.html"
    ]
  },
];
