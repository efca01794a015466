import { apis, type ApiSet } from "./api.js";

/** Classes whose objects handle what a server receives. */
export const REQUEST_HANDLERS: ApiSet = apis(
  "socketserver.{BaseRequestHandler,StreamRequestHandler,DatagramRequestHandler}",
);

/** Servers that only programs of the same machine can reach. */
export const UNIX_SERVERS: ApiSet = apis(
  "socketserver.{UnixStreamServer,UnixDatagramServer}",
  "socketserver.{ThreadingUnixStreamServer,ThreadingUnixDatagramServer}",
  "socketserver.{ForkingUnixStreamServer,ForkingUnixDatagramServer}",
);
