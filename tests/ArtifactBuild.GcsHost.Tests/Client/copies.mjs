import { bytes, failure, md5 } from './bytes.mjs';

export default async function copies(bucket, storage) {
  const data = bytes(2_500_000);
  const source = bucket.file('source.bin');
  await source.save(data, { resumable: false, contentType: 'application/x-model', metadata: { metadata: { step: '7' } } });
  const [other] = await storage.createBucket('copies-target');

  await source.copy(other.file('copied.bin'));
  const [copied] = await other.file('copied.bin').getMetadata();
  const twice = await failure(() => source.copy(other.file('copied.bin'), { preconditionOpts: { ifGenerationMatch: 0 } }));

  const [before] = await source.getMetadata();
  await source.copy(source, { preconditionOpts: { ifGenerationMatch: before.generation } });
  const [after] = await bucket.file('source.bin').getMetadata();
  const stale = await failure(() => source.copy(bucket.file('source.bin'), { preconditionOpts: { ifGenerationMatch: before.generation } }));

  await bucket.file('source.bin').move('moved.bin');
  return {
    copied: { md5Right: copied.md5Hash === md5(data), contentType: copied.contentType, own: copied.metadata },
    twice, stale,
    newGeneration: BigInt(after.generation) > BigInt(before.generation),
    moved: (await bucket.file('moved.bin').download())[0].equals(data),
    sourceLeft: (await bucket.file('source.bin').exists())[0],
    missing: await failure(() => bucket.file('missing').copy('elsewhere')),
    deleted: await failure(() => bucket.file('moved.bin').delete()),
    deletedTwice: await failure(() => bucket.file('moved.bin').delete()),
    notEmpty: await failure(() => other.delete()),
  };
}
