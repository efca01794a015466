import { apis, type ApiSet } from "./api.js";

/** Middleware of ASGI applications that takes `allow_origins` and `allow_credentials`. */
export const CORS_MIDDLEWARE: ApiSet = apis("{starlette,fastapi}.middleware.cors.CORSMiddleware");

/** Extensions that allow every origin unless they are told which, with the keywords they take. */
export const CORS_EXTENSIONS: readonly {
  readonly apis: ApiSet;
  readonly origins: string;
  readonly credentials: string;
}[] = [
  {
    apis: apis(
      "flask_cors.{CORS,cross_origin,extension.CORS,decorator.cross_origin}",
      "flask_cors.CORS().init_app",
      "flask.ext.cors.{CORS,cross_origin}",
      "sanic_cors.{CORS,cross_origin}",
    ),
    origins: "origins",
    credentials: "supports_credentials",
  },
  { apis: apis("quart_cors.{cors,route_cors}"), origins: "allow_origin", credentials: "allow_credentials" },
];

/** Names in code that knows its users by a cookie. */
export const COOKIE_NAMES: readonly string[] =
  "set_cookie set_access_cookies COOKIES Cookie APIKeyCookie CookieTransport SessionMiddleware flask_login flask_session aiohttp_session".split(
    " ",
  );

/** Words by which a program says to whose pages browsers send its cookies. */
export const SAME_SITE_WORDS: readonly string[] =
  "samesite SameSite same_site cookie_samesite COOKIE_SAMESITE SESSION_COOKIE_SAMESITE session_cookie_samesite JWT_COOKIE_SAMESITE".split(
    " ",
  );

/** What `aiohttp_cors` allows one origin, or `*`. */
export const RESOURCE_OPTIONS: ApiSet = apis("aiohttp_cors.{ResourceOptions,resource_options.ResourceOptions}");

/** Settings of django-cors-headers: those that say yes to every origin, and those that list patterns or origins. */
export const DJANGO_ALL: readonly string[] = ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"];
export const DJANGO_LISTS: readonly string[] = [
  "CORS_ALLOWED_ORIGINS",
  "CORS_ORIGIN_WHITELIST",
  "CORS_ALLOWED_ORIGIN_REGEXES",
  "CORS_ORIGIN_REGEX_WHITELIST",
];
export const DJANGO_CREDENTIALS = "CORS_ALLOW_CREDENTIALS";
