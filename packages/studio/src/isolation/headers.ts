/*
 * What a host is to say with every file of the built site. `gradus studio` and the development server say it, hosts that
 * read a file `_headers` can, and where a host says nothing a service worker does.
 */

/**
 * Nothing comes from another origin or goes to one. It stands in the page itself as well, so that it holds on any host, and
 * with the page for its workers, which start from scripts of the page's own.
 */
const policy = {
  "default-src": "'none'",
  "connect-src": "'self'",
  "font-src": "'self'",
  // Charts are drawn to images that a person keeps.
  "img-src": "'self' data: blob:",
  // Equations and the editor's marks are placed by style attributes.
  "style-src": "'self' 'unsafe-inline'",
  // Workers compile kernels and evaluate a person's own objective.
  "script-src": "'self' blob: 'wasm-unsafe-eval'",
  "worker-src": "'self' blob:",
  "base-uri": "'none'",
  "form-action": "'none'",
};

const written = (entries: Record<string, string>): string =>
  Object.entries(entries)
    .map(([kind, sources]) => `${kind} ${sources}`)
    .join("; ");

export const pagePolicy = written(policy);

/** Threads share memory, which browsers allow on pages that are isolated from other origins. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export const headers: Record<string, string> = {
  ...isolation,
  // Only a header can forbid that the page is shown inside another.
  "Content-Security-Policy": written({ ...policy, "frame-ancestors": "'none'" }),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
