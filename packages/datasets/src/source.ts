import { DataError } from "gradus";
import { gunzip } from "./formats/gzip.ts";

/** Where data come from: a location (file:, http:, blob:), or the content itself as bytes or, for text formats, a string. */
export type Source = URL | Uint8Array | ArrayBuffer | Blob | string;

/** What to call a source in messages. */
export const nameOf = (source: Source, otherwise: string): string =>
  source instanceof URL ? (source.pathname.split("/").at(-1) ?? source.href) : otherwise;

/**
 * The bytes of a source, unpacked if they are gzip.
 *
 * @throws {DataError} if the location cannot be read.
 */
export async function readBytes(source: Source, name: string): Promise<Uint8Array> {
  if (typeof source === "string") return new TextEncoder().encode(source);
  const bytes = source instanceof URL ? await readLocation(source, name) : source;
  return gunzip(
    bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes instanceof Blob ? await bytes.arrayBuffer() : bytes),
    name,
  );
}

/** The text of a source (UTF-8, a byte order mark left out). @throws {DataError} if it cannot be read or is not UTF-8. */
export async function readText(source: Source, name: string): Promise<string> {
  if (typeof source === "string") return source.replace(/^\uFEFF/, "");
  const bytes = await readBytes(source, name);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DataError(`${name} is not a text in UTF-8`, { cause });
  }
}

async function readLocation(location: URL, name: string): Promise<Uint8Array> {
  if (location.protocol === "file:") {
    // Kept from bundlers: a browser never comes here.
    const { readFile } = await import(/* @vite-ignore */ "node:fs/promises");
    return readFile(location).catch((cause: NodeJS.ErrnoException) => {
      throw new DataError(
        `${name} cannot be read: ${cause.code === "ENOENT" ? "there is no such file" : cause.message}`,
        {
          cause,
        },
      );
    });
  }
  const response = await fetch(location).catch((cause: unknown) => {
    throw new DataError(`${name} cannot be fetched`, { cause });
  });
  if (!response.ok) throw new DataError(`${name} cannot be fetched: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
