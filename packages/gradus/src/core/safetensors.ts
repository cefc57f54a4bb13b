/** A tensor as a safetensors file holds it: "F64" or the like, its shape, and its numbers' bytes. */
export type StoredTensor = { name: string; type: string; shape: number[]; bytes: Uint8Array };

/**
 * The bytes of a safetensors file. Widest numbers come first, so that every tensor starts at a multiple of its own
 * number's size. Format: https://huggingface.co/docs/safetensors
 */
export function writeSafetensors(
  tensors: readonly StoredTensor[],
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const ordered = tensors.toSorted((a, b) => width(b.type) - width(a.type));
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, type, shape, bytes } of ordered) {
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - (text.length % 8)) % 8;
  const file = new Uint8Array(8 + text.length + padding + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length + padding), true);
  file.set(text, 8);
  file.fill(0x20, 8 + text.length, 8 + text.length + padding);
  let position = 8 + text.length + padding;
  for (const { bytes } of ordered) {
    file.set(bytes, position);
    position += bytes.length;
  }
  return file;
}

const width = (type: string): number => (type === "BOOL" ? 1 : Number(type.slice(1)) / 8);
