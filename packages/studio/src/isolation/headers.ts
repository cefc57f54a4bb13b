/*
 * What a host is to say with every file of the built site. `gradus studio` and the development server say it, hosts that
 * read a file `_headers` can, and where a host says nothing a service worker does.
 */

/** One list of sources for each kind of content. */
type Policy = Record<string, string>;

const written = (policy: Policy): string =>
  Object.entries(policy)
    .map(([kind, sources]) => `${kind} ${sources}`)
    .join("; ");

/** Nothing comes from another origin or goes to one. */
const everywhere: Policy = {
  "default-src": "'none'",
  "connect-src": "'self'",
  "font-src": "'self'",
  // Charts are drawn to images that a person keeps.
  "img-src": "'self' data: blob:",
  // Equations and the editor's marks are placed by style attributes.
  "style-src": "'self' 'unsafe-inline'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** Pages run nothing but their own files. It stands in the page itself, so that it holds on any host. */
export const pagePolicy = written({ ...everywhere, "script-src": "'self'", "worker-src": "'self'" });

/**
 * Workers obey what came with their file: they compile kernels, start the engine's threads, which have no file, and
 * evaluate a person's own objective, which thereby reaches no other origin. On a page its own policy holds as well.
 */
const workerPolicy = written({
  ...everywhere,
  "script-src": "'self' blob: 'unsafe-eval' 'wasm-unsafe-eval'",
  "worker-src": "'self' blob:",
  "frame-ancestors": "'none'",
});

/** Threads share memory, which browsers allow on pages that are isolated from other origins. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export const headers: Record<string, string> = {
  ...isolation,
  "Content-Security-Policy": workerPolicy,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
