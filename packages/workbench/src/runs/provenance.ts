/** What results depend on besides their seeds. */
export type Provenance = {
  gradus: string;
  engine: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  /** Where it was computed, by the device's own name. */
  device: string;
};
