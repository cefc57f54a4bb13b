import type { Generator } from "../../engine/random.ts";

/** Transitions of the past, one a row; of those beyond `capacity` the oldest are forgotten. */
export type Replay = { rows: Float64Array; width: number; count: number; capacity: number };

/** What is remembered of one step. */
export type Transition = {
  observation: Float64Array;
  action: number;
  reward: number;
  next: Float64Array;
  isOver: boolean;
};

/** A transition's row: observation, next observation, action one-hot, reward, and 1 where the episode goes on. */
export const widthOf = (observationSize: number, actions: number) => 2 * observationSize + actions + 2;

export const emptyReplay = (width: number, capacity: number): Replay => ({
  rows: new Float64Array(0),
  width,
  count: 0,
  capacity,
});

/** The rows' places: one more than are remembered, so that a new row never overwrites what the replay before it holds. */
const placesOf = ({ capacity }: Replay) => capacity + 1;

/** The replay with a transition more. The rows are shared with the replay before, which stays as it was. */
export function remember(replay: Replay, { observation, next, action, reward, isOver }: Transition): Replay {
  const { width, count } = replay;
  const place = count % placesOf(replay);
  let { rows } = replay;
  if (place * width >= rows.length) {
    const places = Math.min(placesOf(replay), Math.max(64, 2 * (rows.length / width)));
    const grown = new Float64Array(places * width);
    grown.set(rows);
    rows = grown;
  }
  const start = place * width;
  const size = observation.length;
  rows.set(observation, start);
  rows.set(next, start + size);
  rows.fill(0, start + 2 * size, start + width - 2);
  rows[start + 2 * size + action] = 1;
  rows[start + width - 2] = reward;
  rows[start + width - 1] = isOver ? 0 : 1;
  return { ...replay, rows, count: count + 1 };
}

/** `batchSize` remembered rows, drawn with replacement, one after the other. */
export function sample(replay: Replay, batchSize: number, random: Generator): Float64Array {
  const { rows, width, count, capacity } = replay;
  const remembered = Math.min(count, capacity);
  const batch = new Float64Array(batchSize * width);
  for (let i = 0; i < batchSize; i++) {
    const place = (count - remembered + random.integer(remembered)) % placesOf(replay);
    batch.set(rows.subarray(place * width, (place + 1) * width), i * width);
  }
  return batch;
}
