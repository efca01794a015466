/** Verbs of bringing something to somebody who waits for it: it is lost, whatever it is. */
export const COUNTED_ON: ReadonlySet<string> = new Set(["deliver"]);

/** Verbs of what a database does with rows. */
export const ROW_VERBS: ReadonlySet<string> = new Set("commit execute executemany insert upsert".split(" "));

/** The table of which a statement of SQL keeps or takes rows. */
export const TABLE = /\b(?:INTO|UPDATE|FROM)\s+["`[]?(?:\w+\.)?(\w+)/gi;

/** Verbs of keeping something, and of sending it to somebody. */
export const KEEPING_VERBS: ReadonlySet<string> = new Set(
  "checkpoint enqueue persist replicate restore save store sync upload write".split(" "),
);
export const SENDING_VERBS: ReadonlySet<string> = new Set("dispatch post publish push put send submit".split(" "));

/** Names of what is paid and ordered: few miss anything else that is not kept or sent. */
export const MONEY =
  /(^|_)(orders?|trades?|payments?|payouts?|invoices?|charges?|refunds?|ledgers?|balances?|portfolios?|positions?|bookings?|subscriptions?)(_|$)/i;

/** Verbs that say what is kept alone, without a word behind them: `cursor.execute`, not `execute_script`. */
export const LONE_VERBS: ReadonlySet<string> = new Set(["execute"]);

/** Statements of SQL that keep no rows: they read, prepare the tables, give up a transaction. */
export const KEEPS_NO_ROWS =
  /^\s*(--[^\n]*\n\s*)*(SELECT|PRAGMA|SHOW|EXPLAIN|CREATE|ALTER|DROP|ROLLBACK|SAVEPOINT|RELEASE|BEGIN|VACUUM|ANALYZE|SET|ATTACH|DETACH|LISTEN|UNLISTEN|NOTIFY)\b/i;

/** Statements of SQL that keep rows. */
export const KEEPS_ROWS = /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\w+|DELETE\s+FROM|MERGE\s+INTO)\b/i;

/** Names of those who have something at hand that shows, passes on or puts in order, and keeps nothing: what is written to them nobody counts on. */
export const KEEPS_NOTHING =
  /(^|_)(stdout|stderr|console|terminal|tty|handlers?|loggers?|logfile|log|widget|text_?box|label|canvas|window|status_?bar|path|q|queue|queues|executor|pool|wfile|writer|transport|stream|request|ws|websocket|sock|socket|pipe|proc|process)$/i;

/** What is sent for the sake of the moment: whoever does not get it is none the worse. */
export const FOR_THE_MOMENT =
  /(^|_)(typing|chat_action|heartbeat|ping|pong|keep_?alive|progress|toast|alerts?|good_?bye|bye|signal|interrupt|quit|cancel|stop|reset|notif(y|ication|ications))(_|$)/i;

/** Names of functions that write down what has happened, for those who look for it. */
export const LOGGING_NAME = /^_*(log|debug|trace|audit_?log|print|write_log|append_log|log_to_file)(_|$)/i;

/** Names of functions that answer whether all is well, or whether somebody may do something. */
export const VERDICT_NAME = new RegExp(
  [
    String.raw`^_*((is|are|has|can|may|should|check|ensure|require|test)_(\w+_)?)?` +
      String.raw`(health\w*|alive|liveness|ready|readiness|auth|authenticat\w*|authori[sz]\w*|allow(s|ed)?|permit(s|ted)?|verif(y|ies|ied)|accepts)$`,
    String.raw`^_*(health|healthz|liveness|readiness|authenticate|authori[sz]e|allow|permit|verif(y|ies)|accepts)_`,
    String.raw`_(healthy|alive|ready|allowed|permitted|verified|authenticated|authori[sz]ed)$`,
    String.raw`(^|_)(health|auth|liveness|readiness)_?check$`,
    String.raw`^_*(is|can|may|has)_\w*(auth|allow|permit|verif)`,
  ].join("|"),
  "i",
);

/** Names of what a program can do without: what is only watched, shown or kept to be quicker. */
export const EXTRA_NAME =
  /(^|_)(analytics|badge|banner|breadcrumbs?|caches?|cached|colou?rs?|counters?|gauges?|hints?|histograms?|icons?|metrics?|progress|spans?|statsd?|telemetry|title|tracers?|tracing|usage)(_|$)/i;

/** Functions that make one value of another. */
export const CONVERSIONS: ReadonlySet<string> = new Set(
  (
    "bool bytes date datetime decode Decimal dict float fromisoformat fromtimestamp int len list literal_eval loads parse " +
    "parse_date set split str strip strptime tuple UUID"
  ).split(" "),
);

/** Files that are run by hand or once. */
export const ONE_OFF_PATH =
  /(^|\/)(alembic|benchmarks?|demos?|docs?|examples?|migrations?|samples?|scripts?|tools?)\//i;

/** How other linters are told that a handler takes all errors on purpose. */
export const WAIVES = {
  noqa: /\b(BLE001|S110|S112|E722)\b/i,
  pylint: /broad-ex/i,
  nosec: /\bB11[02]\b/i,
};

/** What runs a function that it is handed at another time or in another thread, and tells nobody here of its errors. */
export const RUN_ELSEWHERE = /^(submit|start_new_thread|apply_async|spawn|add_task|call_soon|call_soon_threadsafe)$/;
