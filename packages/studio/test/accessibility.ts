import axe from "axe-core";
import type { Page } from "playwright-core";

/** Serious and critical violations that axe finds: rule, and the elements. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return (await axe.run({ runOnly: { type: "tag", values } })).violations;
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id} (${help}): ${target} ${any[0]?.message ?? ""}`),
    );
}

/** Controls that have no name for those who do not see them, as the browser itself tells assistive technology. */
export async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const controls = /^(button|link|textbox|searchbox|combobox|checkbox|radio|slider|spinbutton|image)$/;
  return nodes
    .filter(({ ignored, role, name }) => !ignored && controls.test(role?.value) && !name?.value)
    .map(({ role, backendDOMNodeId }) => `${role!.value} (node ${backendDOMNodeId})`);
}

/** Where the page is wider than the window: the elements that stand out of it. */
export const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const { right } = element.getBoundingClientRect();
      // What a box of its own can be scrolled to does not widen the page.
      const isInBox = element.parentElement?.closest("*") && scrollBox(element) !== null;
      return right > clientWidth + 0.5 && !isInBox;
    });
    return wide.map((element) => (element.cloneNode() as Element).outerHTML.slice(0, 160));

    function scrollBox(element: Element): Element | null {
      for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== "visible") return box;
      }
      return null;
    }
  });

/** Walks through the page with the Tab key, once around; answers with the controls that this does not reach. */
export async function unreachable(page: Page): Promise<string[]> {
  await page.evaluate(startWalk);
  // Longer than any page; a walk that is held somewhere ends there.
  for (let pressed = 0; pressed < 400; pressed++) {
    await page.keyboard.press("Tab");
    const { isAround, isEditor } = await page.evaluate(arrive);
    if (isAround) break;
    // In an editor the key writes; Escape gives it back its meaning.
    if (isEditor) await page.keyboard.press("Escape");
  }
  return page.evaluate(leftOut);

  // These run in the page, where they see nothing of this file.
  function startWalk(): void {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.collapse(document.body, 0);
    Object.assign(window, { reached: [] });
  }
  function arrive() {
    const { reached } = window as unknown as { reached: Element[] };
    const element = document.activeElement!;
    const isAround = element === document.body || element === reached[0];
    reached.push(element);
    return { isAround, isEditor: (element as HTMLElement).isContentEditable };
  }
  function leftOut(): string[] {
    const reached = new Set((window as unknown as { reached: Element[] }).reached);
    const controls = "a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable='true']";
    const missed = [...document.querySelectorAll<HTMLElement>(controls)].filter((element) => {
      if (reached.has(element) || element.tabIndex < 0 || element.matches(":disabled, [inert] *")) return false;
      // One radio button of a group stands for all: arrows lead to the others.
      const { name, form, type } = element as HTMLInputElement;
      const isReachedInGroup = [...reached].some(
        (other) =>
          other instanceof HTMLInputElement && other.type === "radio" && other.name === name && other.form === form,
      );
      if (type === "radio" && isReachedInGroup) return false;
      return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
    });
    return missed.map((element) => (element.cloneNode() as Element).outerHTML.slice(0, 160));
  }
}
