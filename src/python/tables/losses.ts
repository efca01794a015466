/** Verbs of work that somebody counts on: when it fails without a word, data or a message is lost. */
export const LOSS_VERBS: ReadonlySet<string> = new Set(
  (
    "checkpoint commit deliver dispatch dump enqueue execute executemany flush insert notify persist post publish " +
    "push put replicate restore save send sendall store submit sync upload upsert write"
  ).split(" "),
);

/** Names of functions that answer whether all is well, or whether somebody may do something. */
export const VERDICT_NAME =
  /(^|_)(health\w*|alive|liveness|ready|readiness|auth|authenticat\w*|authori[sz]\w*|allow(s|ed)?|permit(s|ted)?|verif(y|ies|ied)|accepts)(_|$)/i;

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
