/** What objects are called that write to a log. */
export const LOGGER_NAME = /^_?log(ger|ging)?$/i;

/** Other functions that tell somebody what has happened, as they are written. */
export const TELLERS = /^(print|traceback\.print_\w+|sys\.stderr\.\w+|warnings\.warn)$/;
