import { bytes, failure } from './bytes.mjs';

const created = { preconditionOpts: { ifGenerationMatch: 0 } };

export default async function conditions(bucket) {
  const file = bucket.file('one');
  const first = await failure(() => file.save('first', { resumable: false, ...created }));
  const second = await failure(() => file.save('second', { resumable: false, ...created }));
  const secondResumable = await failure(() => file.save('second', { resumable: true, ...created }));
  const [metadata] = await file.getMetadata();
  const generation = metadata.generation;
  const swapped = await failure(() => file.save('swapped', { resumable: false, preconditionOpts: { ifGenerationMatch: generation } }));
  const stale = await failure(() => file.save('stale', { resumable: false, preconditionOpts: { ifGenerationMatch: generation } }));
  const staleDelete = await failure(() => file.delete({ ifGenerationMatch: generation }));
  const [content] = await file.download();

  // Many writers, one name, simple and resumable ones mixed.
  const race = await Promise.all(Array.from({ length: 16 }, (_, i) =>
    failure(() => bucket.file('race').save(bytes(300_000, i + 1), { resumable: i % 2 === 0, ...created }))));

  // A session that started in time and ends too late.
  const [late] = await bucket.file('late').createResumableUpload({ preconditionOpts: { ifGenerationMatch: 0 } });
  await bucket.file('late').save('earlier', { resumable: false, ...created });
  const tooLate = await failure(() => bucket.file('late').save('later', { resumable: true, uri: late }));

  return {
    first, second, secondResumable, swapped, stale, staleDelete, tooLate,
    content: content.toString(),
    late: (await bucket.file('late').download())[0].toString(),
    raceCodes: race.map(each => each.code).sort(),
    metageneration: await failure(() => file.setMetadata({ contentType: 'a/b' }, { ifMetagenerationMatch: 7 })),
    metagenerationRight: await failure(() => file.setMetadata({ contentType: 'a/b', metadata: { k: 'v' } }, { ifMetagenerationMatch: 1 })),
    changed: (await bucket.file('one').getMetadata())[0],
  };
}
