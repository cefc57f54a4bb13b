import { stopped } from "./failure.ts";
import type { Hand } from "./hand.ts";

/** What a worker is for: those that ran a person's own code do nothing else afterwards. */
export type WorkerKind = "usual" | "threads" | "own code";

export type CrewOptions = {
  spawn(kind: WorkerKind): Hand;
  /** As many workers as there are at most. */
  capacity: number;
  /** Milliseconds after which a worker with nothing to do is ended. */
  idleTime: number;
};

/** Workers, started when there is something to do. */
export type Crew = {
  /** A worker that nobody else has; `owner` gets the one that it had before, where that is free. */
  take(owner: object, kind: WorkerKind, signal?: AbortSignal): Promise<Hand>;
  /** Takes a worker back: ready for the next job, or ended. */
  giveBack(hand: Hand, isEnded?: boolean): void;
  /** The owner needs no worker any more. */
  forget(owner: object): void;
};

type Member = {
  hand: Hand;
  kind: WorkerKind;
  owner: object | undefined;
  isFree: boolean;
  timer?: ReturnType<typeof setTimeout>;
};
type Request = { owner: object; kind: WorkerKind; resolve(hand: Hand): void };

export function createCrew({ spawn, capacity, idleTime }: CrewOptions): Crew {
  const members: Member[] = [];
  const requests: Request[] = [];

  function end(member: Member): void {
    clearTimeout(member.timer);
    members.splice(members.indexOf(member), 1);
    member.hand.end();
  }

  const mayStay = ({ kind, owner }: Member): boolean => kind !== "own code" || owner !== undefined;

  /** The owner's own, one that nobody counts on, a new one, or any that is free: in this order. */
  function memberFor({ owner, kind }: Request): Member | undefined {
    const free = members.filter((member) => member.isFree);
    const fitting = free.filter((member) => member.kind === kind);
    const found =
      fitting.find((member) => member.owner === owner) ?? fitting.find((member) => member.owner === undefined);
    if (found !== undefined) return found;
    if (members.length >= capacity) {
      if (fitting.length > 0) return fitting[0];
      if (free.length === 0) return undefined;
      end(free[0]!);
    }
    const member: Member = { hand: spawn(kind), kind, owner, isFree: true };
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
    take(owner, kind, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(stopped());
        const give = (hand: Hand) => {
          signal?.removeEventListener("abort", leave);
          resolve(hand);
        };
        const request = { owner, kind, resolve: give };
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
      if (isEnded || !mayStay(member)) end(member);
      else member.timer = setTimeout(() => end(member), idleTime);
      serve();
    },
    forget(owner) {
      for (const member of members.filter((other) => other.owner === owner)) {
        member.owner = undefined;
        if (member.isFree && !mayStay(member)) end(member);
      }
      serve();
    },
  };
}
