/* Colours of the page on a canvas, which does not know CSS variables. */

/** Reads colours as they are on the page at this moment. */
export type Ink = (colour: string) => string;

/** Resolves CSS colours as they apply to an element. What was read is kept until the page changes its colours. */
export function inkOf(element: HTMLElement): Ink {
  const probe = element.appendChild(document.createElement("span"));
  probe.hidden = true;
  const known = new Map<string, string>();
  return (colour) => {
    const earlier = known.get(colour);
    if (earlier !== undefined) return earlier;
    probe.style.color = colour;
    const resolved = getComputedStyle(probe).color;
    known.set(colour, resolved);
    return resolved;
  };
}

/** Calls back when the page goes from light to dark or back, or a font has arrived. Returns how to end that. */
export function onLookChange(changed: () => void): () => void {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  document.fonts.addEventListener("loadingdone", changed);
  return () => {
    scheme.removeEventListener("change", changed);
    observer.disconnect();
    document.fonts.removeEventListener("loadingdone", changed);
  };
}
