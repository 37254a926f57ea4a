import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { bytes, md5 } from './bytes.mjs';

const MiB = 1024 * 1024;

export default async function resuming(bucket) {
  const data = bytes(2 * MiB + 100);
  const file = bucket.file('resumed.bin');
  const [uri] = await file.createResumableUpload();
  await pipeline(Readable.from([data.subarray(0, MiB)]), file.createWriteStream({ uri, isPartialUpload: true, offset: 0, chunkSize: MiB, resumable: true, validation: false, metadata: { contentLength: data.length } }));
  const existsHalfway = (await file.exists())[0];
  // A new stream knows nothing but the address, and asks how far the session is.
  await pipeline(Readable.from([data]), file.createWriteStream({ uri, resumable: true, validation: false }));
  const [metadata] = await file.getMetadata();
  return { existsHalfway, size: metadata.size, md5Right: metadata.md5Hash === md5(data) };
}
