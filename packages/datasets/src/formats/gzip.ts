import { DataError } from "gradus";

/**
 * Unpacks gzip; bytes that are not gzip come back as they are (some servers unpack on their own).
 *
 * @throws {DataError} if the file is gzip but damaged or truncated.
 */
export async function gunzip(bytes: Uint8Array, name = "file"): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    return new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  } catch (cause) {
    throw new DataError(`${name} cannot be unpacked: it is not a whole gzip file`, { cause });
  }
}
