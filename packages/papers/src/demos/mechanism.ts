import type { AxisTitle, Ends, Frame, ScenePanel } from "../demo.ts";

/** What sets a method apart: numbers that contenders tell of themselves, as curves against the step. */
export type Mechanism = {
  title: string;
  description: string;
  y: AxisTitle & Partial<Ends>;
  /** One line each: whose it is (a key of the contenders), and which number of its rows it shows. */
  lines: { name: string; of: string; reads: string }[];
};

export type Points = NonNullable<Frame["points"]>[string];

/** Its panel with the lines of those who take part; none if there are none. */
export function mechanismPanels(
  mechanism: Mechanism | undefined,
  taking: readonly { key: string; method: string }[],
): ScenePanel[] {
  if (mechanism === undefined) return [];
  const { title, description, y } = mechanism;
  const lines = mechanism.lines.flatMap(({ name, of }) =>
    taking.filter(({ key }) => key === of).map(({ method }) => ({ name, method })),
  );
  if (lines.length === 0) return [];
  return [{ id: "mechanism", kind: "curves", title, description, x: { title: "step" }, y, lines }];
}

/** The new points of a contender's lines. */
export const mechanismPoints = (
  mechanism: Mechanism | undefined,
  contender: string,
  step: number,
  extra: Record<string, number>,
): Points =>
  (mechanism?.lines ?? []).flatMap(({ name, of, reads }) => {
    const y = extra[reads];
    return of === contender && y !== undefined ? [{ line: name, x: step, y }] : [];
  });
