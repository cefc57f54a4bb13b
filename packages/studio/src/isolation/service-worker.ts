import { headers } from "./headers.ts";

/*
 * Stands between the page and a host that does not say what threads need, and says it in the host's place. It keeps
 * nothing: every file comes from the host.
 */

const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { origin } = new URL(event.request.url);
  if (origin === worker.location.origin) event.respondWith(answer(event.request));
});

async function answer(request: Request): Promise<Response> {
  const response = await fetch(request);
  // What the browser itself follows or does not show has no headers that could be written.
  if (response.type === "opaqueredirect" || response.type === "error") return response;
  const added = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) added.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers: added });
}
