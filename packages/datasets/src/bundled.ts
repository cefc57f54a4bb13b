import { loadCsv } from "./formats/csv.ts";
import { type CharacterData, loadText } from "./formats/text.ts";
import { loadIdxImages } from "./images.ts";
import type { ImageData, Parts, TabularData } from "./samples.ts";

/*
 * The data sets that come with the package. Sources and licences: data/ATTRIBUTION.md. Each location is written out,
 * because bundlers look for exactly this form.
 */

/**
 * 10,000 of MNIST's handwritten digits, 28 × 28, in two parts: 8,000 to train on, 2,000 held out (a fifth of each digit).
 * Not the customary division into 60,000 and 10,000: accuracies are not comparable with published ones.
 */
export async function loadMnist(): Promise<Parts<ImageData>> {
  const [train, test] = await Promise.all([
    loadIdxImages(
      new URL("../data/mnist-train-images-idx3-ubyte.gz", import.meta.url),
      new URL("../data/mnist-train-labels-idx1-ubyte.gz", import.meta.url),
      { name: "MNIST, 8000 digits" },
    ),
    loadIdxImages(
      new URL("../data/mnist-test-images-idx3-ubyte.gz", import.meta.url),
      new URL("../data/mnist-test-labels-idx1-ubyte.gz", import.meta.url),
      { name: "MNIST, 2000 digits" },
    ),
  ]);
  return { train, test };
}

/** 1,797 handwritten digits of 8 × 8 pixels, levels 0 to 16 (Alpaydin and Kaynak 1998), as a table of 64 features. */
export const loadDigits = (): Promise<TabularData> =>
  loadCsv(new URL("../data/digits.csv.gz", import.meta.url), { name: "digits", target: "digit", classes: true });

/** 569 breast tumours by 30 measurements of cell nuclei, benign (0) or malignant (1) (Wolberg, Street, Mangasarian 1995). */
export const loadBreastCancer = (): Promise<TabularData> =>
  loadCsv(new URL("../data/breast-cancer.csv", import.meta.url), { name: "breast cancer", target: "diagnosis" });

/** 442 diabetes patients by 10 measurements, and a measure of progression a year later (Efron et al. 2004). As measured, not scaled. */
export const loadDiabetes = (): Promise<TabularData> =>
  loadCsv(new URL("../data/diabetes.csv", import.meta.url), { name: "diabetes", target: "progression" });

/** 178 wines of three cultivars by 13 chemical measurements (Forina et al. 1991). */
export const loadWine = (): Promise<TabularData> =>
  loadCsv(new URL("../data/wine.csv", import.meta.url), { name: "wine", target: "cultivar" });

/** 150 irises of three species by 4 lengths (Fisher 1936). */
export const loadIris = (): Promise<TabularData> =>
  loadCsv(new URL("../data/iris.csv", import.meta.url), { name: "iris", target: "species" });

/** The first 25 chapters of Herman Melville's Moby-Dick (1851), 230,229 characters, in plain ASCII. */
export const loadCharacters = (): Promise<CharacterData> =>
  loadText(new URL("../data/moby-dick.txt.gz", import.meta.url), { name: "Moby-Dick, chapters 1 to 25" });
