import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import sirv from "sirv";
import { UsageError } from "../exit.ts";
import { headersFor, readRules } from "./rules.ts";

/** This machine and nobody else. */
const host = "127.0.0.1";

/** Ports that are tried after the usual one before the system is asked for any. */
const alternatives = 10;

export type StudioServer = { address: string; close(): Promise<void> };

/** Where to listen: exactly there, or there or nearby. */
export type Port = { wanted: number; isExact: boolean };

/**
 * Serves a built studio, with the headers that its file `_headers` asks for, to this machine only.
 *
 * @throws {UsageError} if exactly this port was wanted and cannot be had.
 */
export async function serveStudio(folder: string, { wanted, isExact }: Port): Promise<StudioServer> {
  const rules = readRules(readFileSync(join(folder, "_headers"), "utf8"));
  const setHeaders = (response: ServerResponse, path: string) => {
    for (const [name, value] of headersFor(rules, path)) response.setHeader(name, value);
    if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-cache");
    // sirv would have the browser unpack .gz files; these are data, to be had as they are.
    if (path.endsWith(".gz"))
      response.setHeader("Content-Encoding", "identity").setHeader("Content-Type", "application/gzip");
  };
  const send = sirv(folder, { etag: true, gzip: true, setHeaders });
  const server = createServer((request, response) => {
    const refuse = (status: number, text: string) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    };
    if (request.method === "GET" || request.method === "HEAD") {
      send(request, response, () => refuse(404, "there is nothing here of that name"));
    } else refuse(405, "only GET and HEAD are answered here");
  });

  const ports = isExact ? [wanted] : [...Array.from({ length: alternatives + 1 }, (_, i) => wanted + i), 0];
  for (const port of ports) {
    try {
      server.listen(port, host);
      await once(server, "listening");
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
      if (!isExact) continue;
      const reason = code === "EACCES" ? "may not be used by this user" : "is in use";
      throw new UsageError(`port ${port} ${reason}: name another, or none to have a free one found`);
    }
  }
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${host}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
