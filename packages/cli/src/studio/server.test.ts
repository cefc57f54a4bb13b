import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, expect, it } from "vitest";
import { type Port, type StudioServer, serveStudio } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-site-"));
const packed = gzipSync("1,2,3");
mkdirSync(join(folder, "assets"));
writeFileSync(
  join(folder, "_headers"),
  "/*\n  Cross-Origin-Opener-Policy: same-origin\n/assets/*\n  Cache-Control: immutable\n",
);
writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>");
for (const name of ["code.js", "kernel.wasm", "face.woff2"]) writeFileSync(join(folder, "assets", name), "");
writeFileSync(join(folder, "assets/data.csv.gz"), packed);
writeFileSync(join(folder, "assets/code.js.gz"), gzipSync("packed beforehand"));
afterAll(() => rmSync(folder, { recursive: true }));

const servers: StudioServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serve(port: Port = { wanted: 0, isExact: true }): Promise<StudioServer> {
  const server = await serveStudio(folder, port);
  servers.push(server);
  return server;
}

const portOf = ({ address }: StudioServer): number => Number(new URL(address).port);

it("serves the page at the address, with the headers that the site asks for", async () => {
  const { address } = await serve();
  const response = await fetch(address);
  expect(await response.text()).toContain("page");
  expect(response.headers.get("content-type")).toBe("text/html;charset=utf-8");
  expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  const asset = await fetch(`${address}assets/code.js`);
  expect(asset.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(asset.headers.get("cache-control")).toBe("immutable");
});

it.each([
  ["code.js", "text/javascript"],
  ["kernel.wasm", "application/wasm"],
  ["face.woff2", "font/woff2"],
])("says of %s that it is %s", async (name, type) => {
  const { address } = await serve();
  expect((await fetch(`${address}assets/${name}`)).headers.get("content-type")).toBe(type);
});

it("hands out packed data as they are", async () => {
  const { address } = await serve();
  const response = await fetch(`${address}assets/data.csv.gz`);
  expect(response.headers.get("content-type")).toBe("application/gzip");
  expect(Buffer.from(await response.arrayBuffer())).toEqual(packed);
});

it("sends what was packed beforehand to whoever unpacks it, and the file itself to whoever does not", async () => {
  const { address } = await serve();
  const [packed, plain] = await Promise.all([
    fetch(`${address}assets/code.js`, { headers: { "Accept-Encoding": "gzip" } }),
    fetch(`${address}assets/code.js`, { headers: { "Accept-Encoding": "identity" } }),
  ]);
  expect(await packed.text()).toBe("packed beforehand");
  expect(packed.headers.get("content-type")).toBe("text/javascript");
  expect(await plain.text()).toBe("");
  for (const { headers } of [packed, plain]) expect(headers.get("vary")).toBe("Accept-Encoding");
});

it("answers what is not there with 404 and what is not asked for with 405", async () => {
  const { address } = await serve();
  expect((await fetch(`${address}nothing`)).status).toBe(404);
  expect((await fetch(`${address}../package.json`)).status).toBe(404);
  expect((await fetch(`${address}%2e%2e%2fpackage.json`)).status).toBe(404);
  expect((await fetch(address, { method: "POST" })).status).toBe(405);
});

it("takes the next free port, but not where one was asked for by name", async () => {
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
  const { port } = busy.address() as AddressInfo;
  try {
    const other = await serve({ wanted: port, isExact: false });
    expect(portOf(other)).not.toBe(port);
    await expect(serve({ wanted: port, isExact: true })).rejects.toThrow(
      `port ${port} is in use: name another, or none to have a free one found`,
    );
  } finally {
    busy.close();
  }
});

it("can be reached from this machine only", async () => {
  const port = portOf(await serve());
  // Another of this machine's own addresses: who listens to the whole network is found there too.
  const error = await new Promise<Error | undefined>((resolve) => {
    const socket = connect(port, "127.0.0.2", () => resolve(socket.destroy() && undefined));
    socket.on("error", resolve);
  });
  expect(error).toBeInstanceOf(Error);
});

it("ends though a reader keeps its connection open", async () => {
  const server = await serveStudio(folder, { wanted: 0, isExact: true });
  await fetch(server.address);
  await server.close();
  await expect(fetch(server.address)).rejects.toThrow();
});
