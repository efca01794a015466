/** What libraries have that handlers name by mistake for an error: settings, and things that are called almost like one. */
export const NO_EXCEPTIONS: ReadonlySet<string> = new Set([
  "aiohttp.ClientTimeout",
  "httpx.Timeout",
  "urllib3.Timeout",
  "urllib3.util.Timeout",
  "asyncio.timeout",
  "asyncio.wait_for",
  "asyncio.Timeout",
  "async_timeout.timeout",
  "requests.Response",
  "aiohttp.ClientResponse",
  "httpx.Response",
  "subprocess.CompletedProcess",
]);
