/** Folders of what somebody starts by hand, now and then, beside the program. */
export const HAND_FOLDER =
  /(^|\/)(([^/]*[_-])?scripts?|tools?|dev|dev[-_]?tools|debug|bin|hack|maintenance|migrate|one[-_]?offs?|ad[-_]?hoc|sandbox|playground|scratch|experiments?|benchmarks?|demos?|notebooks?|research|training|trainers?)\//i;

/** Commands of Django: who has one run regularly names it where the program is deployed. */
export const COMMANDS = /(^|\/)management\/commands\/\w+\.py$/;

/** Who serves or waits for somebody. */
const ROLES =
  "servers?|services?|workers?|daemons?|bots?|consumers?|listeners?|schedulers?|monitors?|agents?|cron|entrypoint";
/** What is done with that. */
const STARTS = "run|start|serve|launch";

/** Names of files that serve or wait for somebody, whatever folder they are in. */
export const SERVES_BY_NAME = new RegExp(`^(main|app|api|${STARTS})$|(^|_)(${ROLES}|${STARTS})(_|$)`, "i");

/** Those of them that say who it is, and not only that it is started. */
export const SERVES_BY_ROLE = new RegExp(`^(main|app|api)$|(^|_)(${ROLES})(_|$)`, "i");

/** What a script holds that serves or waits for somebody: no loop that reads page after page. */
export const SERVES =
  /\b(serve_forever|run_forever|run_polling|uvicorn|gunicorn|hypercorn|start_polling)\b|\b(FastAPI|Flask|Celery|Sanic|Quart)[\s\\]*\(/;
export const SERVING_NAMES: readonly string[] =
  "serve_forever run_forever run_polling uvicorn gunicorn hypercorn start_polling FastAPI Flask Celery Sanic Quart".split(
    " ",
  );
export const ENDLESS = /\bwhile[\s\\(]+(True|1)\b/;
export const RESTS = /\bsleep[\s\\]*\(/;
