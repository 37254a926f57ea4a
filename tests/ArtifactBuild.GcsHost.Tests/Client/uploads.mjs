import { bytes, md5 } from './bytes.mjs';

const MiB = 1024 * 1024;

export default async function uploads(bucket) {
  async function upload(name, size, options) {
    const data = bytes(size);
    const file = bucket.file(name);
    await file.save(data, options);
    const [metadata] = await file.getMetadata();
    const [back] = await file.download({ validation: 'crc32c' });
    const [checked] = await file.download({ validation: 'md5' });
    return {
      same: back.equals(data) && checked.equals(data),
      md5Right: metadata.md5Hash === md5(data),
      size: metadata.size,
      contentType: metadata.contentType,
      own: metadata.metadata,
    };
  }

  return {
    simple: await upload('simple.txt', 1000, { resumable: false, contentType: 'text/plain', metadata: { metadata: { colour: 'blue' } } }),
    simpleLarge: await upload('simple-large.bin', 5 * MiB, { resumable: false, validation: 'md5' }),
    empty: await upload('empty', 0, { resumable: false }),
    resumable: await upload('resumable.bin', 3 * MiB + 5, { resumable: true, contentType: 'application/x-model' }),
    chunked: await upload('chunked.bin', 3 * MiB + 17, { resumable: true, chunkSize: MiB }),
    chunkedWhole: await upload('chunked-whole.bin', 2 * MiB, { resumable: true, chunkSize: MiB }),
    chunkedEmpty: await upload('chunked-empty.bin', 0, { resumable: true }),
    gzip: await upload('page.html', 100_000, { resumable: false, gzip: true, contentType: 'text/html' }),
  };
}
