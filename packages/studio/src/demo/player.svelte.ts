import type { ControlValues, Frame, Scene } from "@gradus/papers";
import { Film } from "./film.ts";
import { advanced, expectedFrames, rateOf, shownAt } from "./playhead.ts";

/** Where frames come from. Both end with an error when `signal` is aborted, or with none. */
export type FrameSource = {
  scene(values: ControlValues, signal: AbortSignal): Promise<Scene>;
  play(values: ControlValues, onFrames: (frames: Frame[]) => void, signal: AbortSignal): Promise<void>;
};

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

/** Milliseconds that the last film is shown while the next one is computed. */
const patience = 500;

/** Shows a film: what is computed is added while it plays. */
export class Player {
  /** What is on the screen. */
  film: Film | undefined = $state.raw();
  /** How many frames the film has so far. */
  count = $state(0);
  isPlaying = $state(false);
  speed = $state(1);
  /** Nothing more will come. */
  isComplete = $state(false);
  failure: string | undefined = $state();
  /** The frame that is asked for, with its fraction; beyond the last one the film is shown as far as it is. */
  #wanted = $state(0);
  #work: AbortController | undefined;

  /** The frame on the screen. */
  position = $derived(shownAt(this.#wanted, this.count));
  isAtEnd = $derived(this.isComplete && this.position >= this.count - 1);
  /** How many frames there will be, as far as is known. */
  total = $derived.by(() => {
    const { film, count, isComplete } = this;
    if (film === undefined || isComplete) return count;
    return expectedFrames(count, film.stepAt(0), film.stepAt(count - 1), film.scene.steps);
  });
  /** Frames a second at speed 1. */
  rate = $derived(rateOf(this.total));

  /** Computes anew, from the start or staying where it is. What was on the screen stays until there is as much again. */
  async load(source: FrameSource, values: ControlValues, isFromStart: boolean): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    if (this.isAtEnd && !this.isPlaying && !isFromStart) this.#wanted = Number.POSITIVE_INFINITY;
    const begun = performance.now();
    let next: Film | undefined;
    const show = () => {
      if (next === undefined || work.signal.aborted) return;
      const needed = isFromStart ? 1 : Math.floor(this.#wanted) + 1;
      if (this.film !== next) {
        const isEnough = next.length >= needed || performance.now() - begun > patience;
        if (!isEnough && !isOver && this.film !== undefined) return;
        this.film = next;
        if (isFromStart) this.#wanted = 0;
      }
      this.count = next.length;
      this.isComplete = isOver;
    };
    let isOver = false;
    this.failure = undefined;
    try {
      next = new Film(await source.scene(values, work.signal));
      await source.play(
        values,
        (frames) => {
          next!.add(frames);
          show();
        },
        work.signal,
      );
    } catch (error) {
      if (!work.signal.aborted) this.failure = (error as Error).message;
    }
    isOver = true;
    show();
  }

  /** Shows the last frame as soon as it is there. */
  goToEnd(): void {
    this.isPlaying = false;
    this.#wanted = Number.POSITIVE_INFINITY;
  }

  goTo(frame: number): void {
    this.#wanted = Math.max(0, frame);
  }

  /** Starts or goes on; at the end, from the beginning. */
  play(): void {
    this.#wanted = this.isAtEnd ? 0 : this.position;
    this.isPlaying = true;
  }

  pause(): void {
    this.isPlaying = false;
    this.#wanted = this.position;
  }

  /** One frame forth or back. */
  step(by: 1 | -1): void {
    this.isPlaying = false;
    this.#wanted = Math.max(0, Math.min(this.count - 1, this.position + by));
  }

  restart(): void {
    this.#wanted = 0;
  }

  /** So many milliseconds have passed while it plays. */
  advance(milliseconds: number): void {
    if (this.count === 0) return;
    const frames = (milliseconds / 1000) * this.rate * this.speed;
    const { wanted, isOver } = advanced(this.#wanted, frames, this);
    this.#wanted = wanted;
    if (isOver) this.isPlaying = false;
  }

  end(): void {
    this.#work?.abort();
    this.isPlaying = false;
  }
}
