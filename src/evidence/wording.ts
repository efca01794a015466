/** `97.99 %`, cut and not rounded: nothing seems to reach what it misses. */
export function percentText(percent: number, digits = 2): string {
  const scale = 10 ** digits;
  // What is a whole number but for the last bits of it stays one.
  return `${(Math.floor(percent * scale + 1e-6) / scale).toFixed(digits).replace(/\.0+$/, "")} %`;
}

/** `12 s`, `3 min 20 s`, `1 h 2 min`. */
export function secondsText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 3600) return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
  return `${String(Math.floor(whole / 3600))} h ${String(Math.floor((whole % 3600) / 60))} min`;
}

/** Some names in quotes, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const left = names.length - shown.length;
  return `${shown.join(", ")}${left > 0 ? ` and ${String(left)} more` : ""}`;
}

/** Seconds in `60m`, `90s`, `1h`, `1h30m`, `45`; undefined when it is none of these. */
export function secondsIn(text: string): number | undefined {
  const [whole, hours = "0", minutes = "0", seconds = "0"] =
    /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text) ?? [];
  return whole === undefined || whole === ""
    ? undefined
    : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
