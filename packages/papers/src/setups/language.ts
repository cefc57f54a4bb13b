import { loadCharacters } from "@gradus/datasets";
import { type CharacterProblem, characterModel, type Schedule, schedules } from "gradus";

const steps = 2000;
const warmupSteps = 200;

/** How the language model is trained. */
export const languageTraining = { steps, every: 10 };

/** The set-up, for people. */
export const languageSetup =
  "a model of characters (Moby-Dick, chapters 1 to 25, the last tenth held out): the next character from the sixteen " +
  `before it by an embedding and a hidden layer of 128, in float32, batches of 64 windows, ${steps} steps`;

/** A small language model of characters. */
export async function languageModel(): Promise<CharacterProblem> {
  const { ids, vocabulary, name } = await loadCharacters();
  const border = Math.floor(ids.length * 0.9);
  return characterModel({
    train: ids.subarray(0, border),
    test: ids.subarray(border),
    vocabulary: vocabulary.length,
    name,
  });
}

/** A linear rise over the first tenth of the steps, then half a cosine wave down. */
export const warmedUp = (peak: number): Schedule =>
  schedules.warmupCosine({ peak, warmupSteps, steps, from: peak / warmupSteps });

/** Half a cosine wave down from the first step. */
export const atOnce = (peak: number): Schedule => schedules.cosine({ from: peak, to: 0, steps });
