import type { Control, ControlValue, ControlValues } from "@gradus/papers";

/** The values that controls have until somebody changes them. */
export const initialValues = (controls: readonly Control[]): ControlValues =>
  Object.fromEntries(controls.map(({ name, value }) => [name, value]));

/** The values after one was changed, with those that an entry of a list sets along with it. */
export function changed(
  controls: readonly Control[],
  values: ControlValues,
  name: string,
  value: ControlValue,
): ControlValues {
  const control = controls.find((other) => other.name === name);
  const entry = control?.kind === "choice" ? control.options.find((option) => option.value === value) : undefined;
  return { ...values, ...entry?.sets, [name]: value };
}

/** Whether a control matters at these values. */
export function matters({ when }: Control, values: ControlValues): boolean {
  if (when === undefined) return true;
  const value = values[when.control];
  return Array.isArray(value) ? (value as unknown[]).includes(when.is) : value === when.is;
}

export type ControlGroup = { title: string | undefined; method: string | undefined; controls: Control[] };

/** Controls that matter by their groups, in the order in which groups appear; first those without one. */
export function groupsOf(controls: readonly Control[], values: ControlValues): ControlGroup[] {
  const groups = new Map<string | undefined, ControlGroup>([
    [undefined, { title: undefined, method: undefined, controls: [] }],
  ]);
  for (const control of controls) {
    if (!matters(control, values)) continue;
    const { group: title, method } = control;
    const group = groups.get(title) ?? { title, method, controls: [] };
    group.controls.push(control);
    groups.set(title, group);
  }
  return [...groups.values()].filter((group) => group.controls.length > 0);
}
