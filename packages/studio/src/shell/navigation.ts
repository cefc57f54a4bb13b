/*
 * What a browser does when a page is loaded, for pages that replace one another: a new page begins at its top and is
 * told by its heading; going back returns to where one was.
 */

/** Watches the addresses of a site whose pages stand behind the fragment. `arrived` is called when a page stands. */
export function followNavigation(path: () => string): { arrived(): void } {
  let shown: string | undefined;
  let scrollTo: number | undefined;
  history.scrollRestoration = "manual";
  window.addEventListener("popstate", ({ state }) => {
    scrollTo = typeof state?.scroll === "number" ? state.scroll : undefined;
  });
  // The place is kept with the entry of the history that is left.
  window.addEventListener("scrollend", keepPlace);
  document.addEventListener("click", keepPlace, { capture: true });

  return {
    arrived() {
      const now = path();
      if (now === shown) return;
      const isFirst = shown === undefined;
      shown = now;
      const heading = document.querySelector<HTMLElement>("main h1");
      document.title = titleOf(heading);
      if (isFirst) {
        if (typeof history.state?.scroll === "number") scrollToPlace(history.state.scroll);
        return;
      }
      heading?.setAttribute("tabindex", "-1");
      heading?.focus({ preventScroll: true });
      scrollToPlace(scrollTo ?? 0);
      scrollTo = undefined;
    },
  };
}

function keepPlace(): void {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
}

const scrollToPlace = (top: number): void => window.scrollTo({ top, behavior: "instant" });

/** The heading is the title: "AdaBelief Optimizer – Gradus". The front page is called by what the site is. */
function titleOf(heading: HTMLElement | null): string {
  const text = heading?.dataset["title"] ?? heading?.textContent?.trim();
  return text ? `${text} – Gradus` : "Gradus";
}
