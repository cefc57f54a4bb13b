import type { Expression } from "./internals.ts";

/** The numbers that a vector is made of: four of float32 or two of float64. */
export type Lane = "float32" | "float64";

/** An operation on vectors. Truth values are masks, all bits of a lane set or none. */
export type Operation =
  | ("add" | "sub" | "mul" | "div" | "min" | "max" | "sqrt" | "floor" | "ceil" | "nearest")
  | ("less" | "differs" | "and" | "or" | "xor" | "select")
  | ("toInteger" | "integerAdd" | "integerLess" | "integerGreater" | "shiftIntoExponent");

export type Node =
  | { op: Operation; inputs: number[] }
  | { op: "constant" | "bits"; inputs: []; value: number }
  /** The vector of a buffer's entries at hand, or one entry in all lanes. */
  | { op: "each"; inputs: []; buffer: number }
  | { op: "entry"; inputs: []; buffer: number; index: number };

/** What is computed for each vector of entries: nodes in an order in which inputs come first, each but once. */
export class Graph {
  readonly nodes: Node[] = [];
  #known = new Map<string, number>();

  add(node: Node): number {
    // JSON has neither −0 nor infinities.
    const key = JSON.stringify(node, (_, v) => (typeof v === "number" ? (Object.is(v, -0) ? "-0" : String(v)) : v));
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.nodes.push(node) - 1;
      this.#known.set(key, index);
    }
    return index;
  }

  /** All of it: two graphs with the same text are the same. */
  get text(): string {
    return [...this.#known.keys()].join();
  }

  apply(op: Operation, ...inputs: number[]): number {
    return this.add({ op, inputs });
  }

  constant(value: number): number {
    return this.add({ op: "constant", inputs: [], value });
  }

  bits(value: number): number {
    return this.add({ op: "bits", inputs: [], value });
  }
}

const ofNumbers: Record<string, Operation> = {
  Add: "add",
  Sub: "sub",
  Mul: "mul",
  Min: "min",
  Max: "max",
  Sqrt: "sqrt",
  Floor: "floor",
  Ceil: "ceil",
};
const ofTruths: Record<string, Operation> = { Add: "or", Max: "or", Mul: "and", Min: "and", Cmpne: "xor" };
const comparisons: Record<string, Operation> = { Cmplt: "less", Cmpne: "differs" };

/** Thrown within `translate` at the first thing that has no vector form. */
const impossible = Symbol("no vector form");

/**
 * Adds an expression to the graph, operation by operation as the engine would compile it, so that the numbers are the same
 * to the last bit. `load` adds what a `GlobalIndex` stands for. Nothing is returned where something has no vector form.
 */
export function translate(
  graph: Graph,
  lane: Lane,
  expression: Expression,
  load: (expression: Expression) => number | undefined,
): number | undefined {
  const known = new Map<Expression, number>();

  const number = (e: Expression): number => {
    const inputs = () => e.src.map(visit);
    if (e.op === "Const") return graph.constant(e.arg as number);
    if (e.op === "GlobalIndex") return load(e) ?? fail();
    if (e.op === "Reciprocal") return graph.apply("div", graph.constant(1), ...inputs());
    if (e.op === "Where") return select(e);
    if (e.op === "Exp" && lane === "float32") return exponential(graph, visit(e.src[0]!));
    if (e.op === "Cast" && e.src[0]!.dtype === "bool") return graph.apply("and", visit(e.src[0]!), graph.constant(1));
    const op = Object.hasOwn(ofNumbers, e.op) ? ofNumbers[e.op] : undefined;
    return op === undefined ? fail() : graph.apply(op, ...inputs());
  };

  const truth = (e: Expression): number => {
    if (e.op === "Const") return graph.bits(e.arg ? -1 : 0);
    if (e.op === "Where") return select(e);
    const table = e.src[0]?.dtype === "bool" ? ofTruths : comparisons;
    const op = Object.hasOwn(table, e.op) ? table[e.op] : undefined;
    return op === undefined ? fail() : graph.apply(op, ...e.src.map(visit));
  };

  const select = ({ src: [condition, yes, no] }: Expression) =>
    graph.apply("select", visit(yes!), visit(no!), visit(condition!));

  const visit = (e: Expression): number => {
    let index = known.get(e);
    if (index === undefined) {
      index = e.dtype === lane ? number(e) : e.dtype === "bool" ? truth(e) : fail();
      known.set(e, index);
    }
    return index;
  };

  try {
    return visit(expression);
  } catch (error) {
    if (error === impossible) return undefined;
    throw error;
  }
}

function fail(): never {
  throw impossible;
}

/** eˣ of float32, the engine's own: 2ᵏ times the Taylor polynomial of degree 6 at r = x − k ln 2. */
function exponential(graph: Graph, x: number): number {
  const multiple = graph.apply("nearest", graph.apply("mul", x, graph.constant(1 / Math.LN2)));
  const k = graph.apply("toInteger", multiple);
  const r = graph.apply("sub", x, graph.apply("mul", multiple, graph.constant(Math.LN2)));
  const series = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120]
    .map((coefficient) => graph.constant(coefficient))
    .reduceRight((sum, c) => graph.apply("add", graph.apply("mul", sum, r), c), graph.constant(1 / 720));
  const power = graph.apply("shiftIntoExponent", graph.apply("integerAdd", k, graph.bits(127)));
  const isLarge = graph.apply("integerGreater", k, graph.bits(127));
  const isSmall = graph.apply("integerLess", k, graph.bits(-126));
  const unlessSmall = graph.apply("select", graph.constant(0), graph.apply("mul", series, power), isSmall);
  return graph.apply("select", graph.constant(Number.POSITIVE_INFINITY), unlessSmall, isLarge);
}
