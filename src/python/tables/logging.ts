/** What objects are called that write to a log. */
export const LOGGER_NAME = /^(_?log(ging)?|(\w*_)?logger)$/i;

/** What others are called that do, or that keep a list: what is done to them tells which. */
export const LOG_NAME = /_log$/i;
export const LOG_LEVELS: ReadonlySet<string> = new Set("debug info warning warn error exception critical".split(" "));

/** Other functions that tell somebody what has happened, as they are written. */
export const TELLERS = /^(print|traceback\.print_\w+|sys\.stderr\.\w+|warnings\.warn)$/;
