import { bytes, failure, md5 } from './bytes.mjs';

const MiB = 1024 * 1024;

export default async function hashes(bucket) {
  const data = bytes(MiB + 3);
  const other = bytes(MiB + 3, 99);
  const wrong = { md5Hash: md5(other) };
  const right = { md5Hash: md5(data) };
  async function attempt(name, metadata, options) {
    const result = await failure(() => bucket.file(name).save(data, { metadata, ...options }));
    return { ...result, stored: (await bucket.file(name).exists())[0] };
  }

  return {
    rightSimple: await attempt('a', right, { resumable: false }),
    wrongSimple: await attempt('b', wrong, { resumable: false }),
    rightResumable: await attempt('c', right, { resumable: true }),
    wrongResumable: await attempt('d', wrong, { resumable: true }),
    wrongChunked: await attempt('e', wrong, { resumable: true, chunkSize: 512 * 1024 }),
    wrongCrc32c: await attempt('f', { crc32c: 'AAAAAA==' }, { resumable: false, validation: false }),
  };
}
