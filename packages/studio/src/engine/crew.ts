import { stopped } from "./failure.ts";
import type { Hand } from "./hand.ts";

export type CrewOptions = {
  spawn(threads: boolean): Hand;
  /** As many workers as there are at most. */
  capacity: number;
  /** Milliseconds after which a worker with nothing to do is ended. */
  idleTime: number;
};

/** Workers, started when there is something to do. */
export type Crew = {
  /** A worker that nobody else has; `owner` gets the one that it had before, where that is free. */
  take(owner: object, threads: boolean, signal?: AbortSignal): Promise<Hand>;
  /** Takes a worker back: ready for the next job, or ended. */
  giveBack(hand: Hand, isEnded?: boolean): void;
  /** The owner needs no worker any more. */
  forget(owner: object): void;
};

type Member = {
  hand: Hand;
  threads: boolean;
  owner: object | undefined;
  isFree: boolean;
  timer?: ReturnType<typeof setTimeout>;
};
type Request = { owner: object; threads: boolean; resolve(hand: Hand): void };

export function createCrew({ spawn, capacity, idleTime }: CrewOptions): Crew {
  const members: Member[] = [];
  const requests: Request[] = [];

  function end(member: Member): void {
    clearTimeout(member.timer);
    members.splice(members.indexOf(member), 1);
    member.hand.end();
  }

  /** The owner's own, one that nobody counts on, a new one, or any that is free: in this order. */
  function memberFor({ owner, threads }: Request): Member | undefined {
    const free = members.filter((member) => member.isFree);
    const fitting = free.filter((member) => member.threads === threads);
    const found =
      fitting.find((member) => member.owner === owner) ?? fitting.find((member) => member.owner === undefined);
    if (found !== undefined) return found;
    if (members.length >= capacity) {
      if (fitting.length > 0) return fitting[0];
      if (free.length === 0) return undefined;
      end(free[0]!);
    }
    const member: Member = { hand: spawn(threads), threads, owner, isFree: true };
    members.push(member);
    member.hand.broken.then(() => {
      if (member.isFree && members.includes(member)) end(member);
    });
    return member;
  }

  function serve(): void {
    while (requests.length > 0) {
      const member = memberFor(requests[0]!);
      if (member === undefined) return;
      const { owner, resolve } = requests.shift()!;
      clearTimeout(member.timer);
      Object.assign(member, { owner, isFree: false });
      resolve(member.hand);
    }
  }

  return {
    take(owner, threads, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(stopped());
        const give = (hand: Hand) => {
          signal?.removeEventListener("abort", leave);
          resolve(hand);
        };
        const request = { owner, threads, resolve: give };
        const leave = () => {
          requests.splice(requests.indexOf(request), 1);
          reject(stopped());
        };
        signal?.addEventListener("abort", leave, { once: true });
        requests.push(request);
        serve();
      });
    },
    giveBack(hand, isEnded = false) {
      const member = members.find((other) => other.hand === hand);
      if (member === undefined) return;
      member.isFree = true;
      if (isEnded) end(member);
      else member.timer = setTimeout(() => end(member), idleTime);
      serve();
    },
    forget(owner) {
      for (const member of members) if (member.owner === owner) member.owner = undefined;
    },
  };
}
