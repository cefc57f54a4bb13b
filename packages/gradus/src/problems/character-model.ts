import { nn, numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, readOptions, z } from "../core/options.ts";
import type { HasBatches, HasInitial, HasLoss, HasMetrics, HasName, HasPredictions } from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";
import * as tree from "../engine/tree.ts";
import { type Layer, perceptron, splitKey } from "./networks.ts";
import { precision } from "./precision.ts";

const characterModelOptions = z.object({
  /** Characters that a prediction looks back on. Default 16. */
  context: count().default(16),
  /** Numbers that stand for a character. Default 16. */
  embedding: count().default(16),
  /** Neurons of the hidden layer. Default 128. */
  hidden: count().default(128),
  /** Windows a batch. Default 64. */
  batchSize: count().default(64),
  /** Precision of the parameters. Default float32. */
  dtype: precision().default("float32"),
});

export type CharacterModelOptions = z.input<typeof characterModelOptions>;

/** The vectors of the characters, and the layers over a window of them. */
export type CharacterModel = { embedding: np.Array; layers: Layer[] };

/** Windows of character numbers [rows, context], and the character after each [rows]. */
export type CharacterBatch = { contexts: np.Array; next: np.Array };

export type CharacterProblem = HasName &
  HasInitial<CharacterModel> &
  HasLoss<CharacterModel, CharacterBatch> &
  HasBatches<CharacterBatch> &
  HasPredictions<CharacterModel, CharacterBatch> &
  HasMetrics<CharacterModel>;

/** How many held-out windows the metrics look at, evenly spread. */
const measuredWindows = 2000;

/**
 * A small language model of characters: the next one from a window of those before it, by an embedding and a perceptron
 * (tanh), as cross-entropy in nats a character. Windows of a batch are drawn at random from the training text.
 * Metrics: testLoss (nats a character) and testAccuracy.
 *
 * @param data numbers of characters below `vocabulary`, to train on and held out.
 * @throws {OptionError} if a text is not longer than the context.
 * @source Y. Bengio et al., A Neural Probabilistic Language Model, 2003, section 2, with characters for words and no
 * direct connections.
 * @example
 * const problem = characterModel({ train: ids.subarray(0, 200_000), test: ids.subarray(200_000), vocabulary: 76 });
 */
export function characterModel(
  data: { train: Int32Array; test?: Int32Array; vocabulary: number; name?: string },
  options: CharacterModelOptions = {},
): CharacterProblem {
  const { context, embedding, hidden, batchSize, dtype } = readOptions(
    "characterModel",
    characterModelOptions,
    options,
  );
  const { train, test, vocabulary } = data;
  for (const text of [train, ...(test ? [test] : [])]) {
    if (text.length <= context) {
      throw new OptionError(`characterModel: context must be below the text's length ${text.length}, got ${context}`);
    }
  }
  const layers = perceptron([context * embedding, hidden, vocabulary], "tanh", dtype as np.DType);

  const windows = (text: Int32Array, starts: number[]): CharacterBatch => {
    const contexts = new Int32Array(starts.length * context);
    for (const [row, start] of starts.entries()) contexts.set(text.subarray(start, start + context), row * context);
    const next = Int32Array.from(starts, (start) => text[start + context]!);
    return {
      contexts: np.array(contexts, { shape: [starts.length, context], dtype: np.int32 }),
      next: np.array(next, { shape: [starts.length], dtype: np.int32 }),
    };
  };
  const predict = (params: CharacterModel, contexts: np.Array) => {
    const rows = contexts.shape[0]!;
    // A product with one-hot rows: the gradient of a look-up does not compile.
    const characters = nn.oneHot(contexts.reshape([rows * context]), vocabulary).astype(params.embedding.dtype);
    const vectors = np.dot(characters, params.embedding).reshape([rows, context * embedding]);
    return layers.predict({ layers: params.layers }, vectors);
  };
  const lossOfPrediction = (scores: np.Array, { contexts, next }: CharacterBatch) => {
    contexts.dispose();
    return nn.logSoftmax(scores).mul(nn.oneHot(next, vocabulary)).sum(1).mean().neg();
  };

  return {
    name: data.name ? `character model of ${data.name}` : "character model",
    initial(key) {
      const [own, others] = splitKey(key, 2) as [np.Array, np.Array];
      const vectors = random.normal(own, [vocabulary, embedding]).astype(dtype as np.DType);
      return { embedding: vectors, ...layers.initial(others) };
    },
    predict,
    inputsOf({ contexts, next }) {
      next.dispose();
      return contexts;
    },
    lossOfPrediction,
    predictionSmoothness: 1 / 2,
    loss: (params, batch) => lossOfPrediction(predict(params, batch.contexts.ref), batch),
    batches: (seed) => (index) => {
      const draw = generator(seedFor(seed, "batch", index));
      return windows(
        train,
        Array.from({ length: batchSize }, () => draw.integer(train.length - context)),
      );
    },
    async metrics(params): Promise<Record<string, number>> {
      if (!test) return {};
      const places = test.length - context;
      const count = Math.min(measuredWindows, places);
      const batch = windows(
        test,
        Array.from({ length: count }, (_, i) => Math.floor((i * places) / count)),
      );
      const scores = predict(tree.ref(params), batch.contexts.ref);
      const isRight = np.argmax(scores.ref, 1).equal(batch.next.ref).astype(np.float32);
      const loss = lossOfPrediction(scores, batch);
      return {
        testLoss: (await loss.data())[0]!,
        testAccuracy: (await isRight.mean().data())[0]!,
      };
    },
  };
}
