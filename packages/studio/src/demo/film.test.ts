import type { Frame, Mark } from "@gradus/papers";
import { expect, test } from "vitest";
import { Film } from "./film.ts";

const trail = (name: string, x: number, more = {}): Mark => ({ name, kind: "trail", at: [x, -x], ...more });
const filmOf = (...frames: Frame[]) => {
  const film = new Film({ panels: [] });
  film.add(frames);
  return film;
};

test("a trail has the points of all frames so far, and its end once it has come", () => {
  const film = filmOf(
    { step: 0, marks: { plane: [trail("adam", 1), trail("sgd", 1)] } },
    { step: 1, marks: { plane: [trail("adam", 2, { width: 0.5 })] } },
    { step: 2, marks: { plane: [trail("adam", 3, { ended: "diverged" })] } },
  );
  const [adam, sgd] = film.trailsAt("plane", 1);
  expect(adam).toMatchObject({ name: "adam", count: 2, ended: undefined });
  expect(adam!.at[1]).toEqual([2, -2]);
  expect(adam!.widths.slice(0, 2)).toEqual([undefined, 0.5]);
  expect(sgd).toMatchObject({ name: "sgd", count: 1 });
  expect(film.trailsAt("plane", 2)[0]).toMatchObject({ count: 3, ended: "diverged" });
  expect(film.trailsAt("plane", 0)[0]).toMatchObject({ count: 1, ended: undefined });
});

test("other marks, bars, fields, texts and figures stay until they are replaced, backwards too", () => {
  const dots = (x: number): Mark => ({ name: "swarm", kind: "points", at: [[x, x]] });
  const film = filmOf(
    {
      step: 0,
      marks: { plane: [dots(0)] },
      bars: { b: [{ label: "a", height: 1 }] },
      figures: [{ label: "f", value: 1 }],
    },
    { step: 1, says: "one" },
    { step: 2, marks: { plane: [dots(2)] }, bars: { b: [] }, texts: { t: [{ label: "who", text: "what" }] } },
    { step: 3, marks: { plane: [] } },
  );
  expect(film.marksAt("plane", 1)).toEqual([dots(0)]);
  expect(film.marksAt("plane", 2)).toEqual([dots(2)]);
  expect(film.marksAt("plane", 3)).toEqual([]);
  expect(film.marksAt("plane", 0)).toEqual([dots(0)]);
  expect(film.barsAt("b", 1)).toEqual([{ label: "a", height: 1 }]);
  expect(film.barsAt("b", 2)).toEqual([]);
  expect(film.textsAt("t", 1)).toEqual([]);
  expect(film.textsAt("t", 3)).toEqual([{ label: "who", text: "what" }]);
  expect(film.figuresAt(3)).toEqual([{ label: "f", value: 1 }]);
  expect([0, 1, 3].map((frame) => film.saysAt(frame))).toEqual(["", "one", "one"]);
});

test("lines have the points that had come; axes know the ends of all that they can show", () => {
  const film = filmOf(
    { step: 0, points: { loss: [{ line: "adam", x: 0, y: 5 }] } },
    {
      step: 1,
      points: {
        loss: [
          { line: "adam", x: 1, y: 0 },
          { line: "sgd", x: 1, y: 9 },
        ],
      },
    },
    { step: 2, points: { loss: [{ line: "sgd", x: 2, y: Number.POSITIVE_INFINITY, ended: "diverged" }] } },
  );
  expect(film.pointsAt("loss", "adam", 0)).toEqual([{ x: 0, y: 5 }]);
  expect(film.pointsAt("loss", "sgd", 0)).toEqual([]);
  expect(film.pointsAt("loss", "sgd", 2).at(-1)?.ended).toBe("diverged");
  expect(film.endsOf("loss", "y", false)).toEqual([0, 9]);
  expect(film.endsOf("loss", "y", true)).toEqual([5, 9]);
  expect(film.endsOf("loss", "x", false)).toEqual([0, 2]);
  expect(film.endsOf("other", "y", false)).toEqual([]);
});

test("an axis without anything to show has no ends", () => {
  const film = filmOf({ step: 0, points: { loss: [{ line: "adam", x: 0, y: -1 }] } });
  expect(film.endsOf("loss", "y", true)).toEqual([]);
});

test("frames have the steps they tell", () => {
  const film = filmOf({ step: 10 }, { step: 20 });
  expect(film.length).toBe(2);
  expect([film.stepAt(0), film.stepAt(1), film.stepAt(5)]).toEqual([10, 20, 0]);
});
