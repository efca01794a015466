/**
 * What the standard library names like the module that it is in, and those modules: whoever imports one reads from the
 * other by mistake. All that can be read from each, by its path; functions have nothing.
 */
const MEMBERS: Readonly<Record<string, string>> = {
  datetime: "date datetime time timedelta timezone tzinfo MINYEAR MAXYEAR UTC datetime_CAPI sys",
  "datetime.datetime":
    "today fromtimestamp fromordinal fromisoformat fromisocalendar min max resolution year month day hour minute second " +
    "microsecond tzinfo fold now utcnow utcfromtimestamp combine strptime date time timetz replace astimezone utcoffset dst " +
    "tzname timetuple toordinal utctimetuple timestamp isoformat weekday isoweekday isocalendar ctime strftime",
  ...Object.fromEntries(
    (
      "time.time copy.copy glob.glob pprint.pprint random.random signal.signal select.select bisect.bisect " +
      "getpass.getpass timeit.timeit platform.platform fnmatch.fnmatch gettext.gettext warnings.warn"
    )
      .split(" ")
      .map((path) => [path, ""]),
  ),
};

/** What there is to read from such a module, class or function; undefined for all others. */
export function membersOfShadowing(path: string): ReadonlySet<string> | undefined {
  const names = Object.hasOwn(MEMBERS, path) ? MEMBERS[path] : undefined;
  return names === undefined ? undefined : new Set(names.split(" "));
}
