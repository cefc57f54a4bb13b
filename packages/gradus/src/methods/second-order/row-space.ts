import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { applyTransposed, type Matrix, transpose, zeros } from "../../engine/linear-algebra/matrix.ts";
import type { Conditions } from "./jacobian.ts";
import type { ParameterSubset } from "./parameter-subset.ts";

/** A matrix M that need not be stored: what its decomposition and its transposed product take. */
export interface RowSpace {
  rows: number;
  columns: number;
  /** M Mᵀ */
  gram(): Promise<Matrix>;
  /** Mᵀ M */
  columnGram(): Promise<Matrix>;
  /** Mᵀ w */
  combine(weights: Float64Array): Promise<Float64Array>;
  /** M itself, where it is stored. */
  matrix?(): Matrix;
}

/** A stored matrix. Borrows it. */
export function storedRows(M: Matrix): RowSpace {
  return {
    rows: M.rows,
    columns: M.columns,
    gram: async () => innerProducts(M, M),
    columnGram: async () => {
      const transposed = transpose(M);
      return innerProducts(transposed, transposed);
    },
    combine: async (weights) => applyTransposed(M, weights),
    matrix: () => M,
  };
}

export type JacobianRowsOptions = {
  /** A factor for each row. */
  rowScale: Float64Array;
  /** A factor for each column. */
  columnScale?: Float64Array;
  /** The columns that there are; all where it is left out. */
  subset?: ParameterSubset;
  /** Rows to hold at a time; all are stored where it is left out. */
  chunk?: number;
  /** Products of rows in the precision of the parameters will do: nothing is stored where there are many. */
  isRough?: boolean;
};

/** Up to so many products, B² P, the host takes no longer than the engine does to be asked. */
const fewProducts = 1.5e7;

/** The scaled Jacobian diag(rowScale) J diag(columnScale) of conditions. */
export async function jacobianRows(
  conditions: Conditions,
  { rowScale, columnScale, subset, chunk, isRough = false }: JacobianRowsOptions,
): Promise<RowSpace> {
  const count = conditions.values.length;
  const scaled = async (a: number, b: number) => {
    const M = await columnsOf(conditions, a, b, subset);
    for (let i = 0; i < M.rows; i++) {
      const row = M.data.subarray(i * M.columns, (i + 1) * M.columns);
      const factor = rowScale[a + i]!;
      for (let j = 0; j < row.length; j++) row[j]! *= columnScale ? factor * columnScale[j]! : factor;
    }
    return M;
  };
  const isWhole = chunk === undefined || chunk >= count;
  const isPlain = columnScale === undefined && subset === undefined && isWhole && count <= conditions.parameters;
  const byEngine = isRough && isPlain && count * count * conditions.parameters > fewProducts;
  if (isWhole && !byEngine) return storedRows(await scaled(0, count));

  const length = chunk ?? count;
  const starts = Array.from({ length: Math.ceil(count / length) }, (_, i) => i * length);
  const piece = (start: number) => scaled(start, Math.min(start + length, count));
  const columns = subset?.count ?? conditions.parameters;
  return {
    rows: count,
    columns,
    async gram() {
      if (byEngine) return scaledOnBothSides(await conditions.gram(), rowScale);
      const result = zeros(count, count);
      for (const i of starts) {
        const own = await piece(i);
        for (const j of starts) {
          if (j > i) break;
          put(result, innerProducts(own, j === i ? own : await piece(j)), i, j);
        }
      }
      return result;
    },
    async columnGram() {
      const result = zeros(columns, columns);
      for (const i of starts) {
        const transposed = transpose(await piece(i));
        const part = innerProducts(transposed, transposed);
        for (let p = 0; p < part.data.length; p++) result.data[p]! += part.data[p]!;
      }
      return result;
    },
    async combine(weights) {
      const sum = await conditions.combine(weights.map((weight, a) => weight * rowScale[a]!));
      const chosen = subset ? subset.gather(sum) : sum;
      return columnScale ? chosen.map((value, j) => value * columnScale[j]!) : chosen;
    },
  };
}

/** diag(s) G diag(s) */
const scaledOnBothSides = ({ data, ...size }: Matrix, s: Float64Array): Matrix => ({
  ...size,
  data: data.map((value, i) => value * s[Math.floor(i / size.columns)]! * s[i % size.columns]!),
});

/** Rows a to b − 1 of the Jacobian, the subset's columns of them: array by array, so that no more is held at a time. */
async function columnsOf(conditions: Conditions, a: number, b: number, subset?: ParameterSubset): Promise<Matrix> {
  if (subset === undefined) return conditions.rows([a, b]);
  const data = new Float64Array((b - a) * subset.count);
  let start = 0;
  for (const { leaf, places } of subset.parts) {
    const panel = await conditions.rows([a, b], leaf);
    for (let i = 0; i < b - a; i++) {
      const to = i * subset.count + start;
      const from = i * panel.columns;
      for (let j = 0; j < places.length; j++) data[to + j] = panel.data[from + places[j]!]!;
    }
    start += places.length;
  }
  return { rows: b - a, columns: subset.count, data };
}

/** Puts a block and its mirror image into a symmetric matrix. */
function put({ columns, data }: Matrix, block: Matrix, row: number, column: number): void {
  for (let i = 0; i < block.rows; i++) {
    for (let j = 0; j < block.columns; j++) {
      const value = block.data[i * block.columns + j]!;
      data[(row + i) * columns + column + j] = value;
      data[(column + j) * columns + row + i] = value;
    }
  }
}
