import type { numpy as np } from "@jax-js/jax";
import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import type { HasInitial } from "./problem.ts";

/*
 * One optimization inside another, on the host in float64:
 *
 *     min over x ∈ X, y ∈ Y of F(x, y)   subject to   y ∈ argmin over y' ∈ Y of { f(x, y') : g(x, y') ≤ 0 or = 0 }
 *
 * x has n entries, y has m and g has l. F is the upper level, f the lower. No function changes its arguments or keeps them.
 */

/** What depends on x and y, by its parts: n entries, m entries. */
export type ByLevel = { x: Float64Array; y: Float64Array };

/** A function of x and y with its gradients, and its second derivatives where a method needs them. */
export interface LevelFunction {
  value(x: Float64Array, y: Float64Array): number | Promise<number>;
  gradient(x: Float64Array, y: Float64Array): ByLevel | Promise<ByLevel>;
  /** ∇²_xy (n × m) and ∇²_yy (m × m). The same object every time tells that they are constant. */
  hessians?(x: Float64Array, y: Float64Array): SecondDerivatives | Promise<SecondDerivatives>;
}

export type SecondDerivatives = { xy: Matrix; yy: Matrix };

/** The constraints of the lower level, g(x, y) ≤ 0 or g(x, y) = 0, each convex in y. */
export interface LowerConstraints {
  /** l */
  count: number;
  kind: "inequality" | "equality";
  values(x: Float64Array, y: Float64Array): Float64Array | Promise<Float64Array>;
  /** ∇_x g(x, y)ᵀ λ and ∇_y g(x, y)ᵀ λ. */
  pullBack(x: Float64Array, y: Float64Array, multipliers: Float64Array): ByLevel | Promise<ByLevel>;
  /** Where g is affine: g = B x + A y + c, with B of l × n and A of l × m. */
  affine?: { x: Matrix; y: Matrix; offset: Float64Array };
}

/**
 * A closed convex set of vectors as data, so that a method decides how to project on it: all of Rⁿ; an affine set
 * A w + b = 0; a half-space aᵀw ≤ b; a box; a polyhedron; a product of sets of consecutive entries; or a set that brings
 * its own Euclidean projection.
 */
export type ConvexSet =
  | { kind: "whole" }
  | { kind: "affine"; A: Matrix; b: Float64Array }
  | { kind: "half-space"; normal: Float64Array; bound: number }
  /** Bounds for each entry, or one for all. */
  | { kind: "box"; lower: Float64Array | number; upper: Float64Array | number }
  | { kind: "polyhedron"; rows: LinearRow[] }
  | { kind: "product"; parts: { size: number; set: ConvexSet }[] }
  | { kind: "own"; project(w: Float64Array): Float64Array };

/** Σ_k values_k w[indices_k] ≤ bound, or = bound. */
export type LinearRow = { indices: Int32Array; values: Float64Array; bound: number; isEquality?: boolean };

/** Two levels, what couples them, and the sets that can be projected on. */
export interface Bilevel {
  /** n and m */
  sizes: { x: number; y: number };
  /** F */
  upper: LevelFunction;
  /** f */
  lower: LevelFunction;
  /** g */
  constraints?: LowerConstraints;
  /** C = { (x, y) ∈ X × Y : g(x, y) ≤ 0 or = 0 }, of vectors (x, y). Left out, it is the whole space. */
  joint?: ConvexSet;
  /** X and Y, each left out where it is the whole space. */
  upperSet?: ConvexSet;
  lowerSet?: ConvexSet;
  /** A solution of the lower level at x, and multipliers for it. */
  solveLower?(x: Float64Array): LowerSolution | Promise<LowerSolution>;
}

/** `status` is "solved", or why y is no solution. */
export type LowerSolution = { y: Float64Array; multipliers: Float64Array; status: string };

/** An optimization whose lower level is an optimization. */
export interface HasBilevel {
  bilevel: Bilevel;
}

/**
 * Where to start: x and y, and for methods that track the lower level a point θ and multipliers λ of g. What is left out
 * starts at y and at 0.
 */
export type BilevelStart = { x: np.Array; y: np.Array; theta?: np.Array; lambda?: np.Array };

/** A bilevel problem with a start. */
export type BilevelProblem = HasInitial<BilevelStart> & HasBilevel;

/** Sites that hold data and answer with gradients: the lower level is their mean, weighted by their samples. */
export interface HasClients {
  clients: Client[];
}

export type Client = { samples: number; gradient(y: Float64Array): Float64Array | Promise<Float64Array> };
