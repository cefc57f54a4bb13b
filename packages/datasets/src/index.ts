export {
  loadBreastCancer,
  loadCharacters,
  loadDiabetes,
  loadDigits,
  loadIris,
  loadMnist,
  loadWine,
} from "./bundled.ts";
export { type CsvOptions, type CsvRow, encodeCsv, loadCsv, parseCsv, tableFromCsv } from "./formats/csv.ts";
export { gunzip } from "./formats/gzip.ts";
export { encodeIdx, type IdxArray, parseIdx } from "./formats/idx.ts";
export { encodeLibsvm, type LibsvmOptions, loadLibsvm, tableFromLibsvm } from "./formats/libsvm.ts";
export { type CharacterData, charactersOf, decodeCharacters, loadText } from "./formats/text.ts";
export { loadIdxImages } from "./images.ts";
export { breastCancerMachine, datasetProblems, digitCleaning, mnistCleaning } from "./problems.ts";
export { type ImageData, type Parts, split, standardize, type TabularData, takeSamples } from "./samples.ts";
export type { Source } from "./source.ts";
