/** Remembers, while the tab is open, that the page was loaded anew. */
const mark = "gradus: loaded anew for threads";

/**
 * Isolates the page from other origins, without which browsers give it no threads, where its host does not: a service
 * worker adds the headers, and the page is loaded anew, once. Where that cannot be, everything runs on one thread.
 */
export async function isolate(): Promise<void> {
  try {
    if (crossOriginIsolated) return sessionStorage.removeItem(mark);
    if (sessionStorage.getItem(mark) !== null) return;
    await navigator.serviceWorker.register("./service-worker.js");
    await navigator.serviceWorker.ready;
    sessionStorage.setItem(mark, "");
    location.reload();
  } catch {
    // Private windows and old browsers have no service workers or no storage.
  }
}
