import { failure } from './bytes.mjs';

export default async function versions(plain, storage) {
  const [bucket] = await storage.createBucket('kept-versions', { versioning: { enabled: true } });
  const file = bucket.file('doc');
  const generations = [];
  for (const text of ['one', 'two', 'three']) {
    await file.save(text, { resumable: false });
    generations.push((await bucket.file('doc').getMetadata())[0].generation);
  }

  const list = async () => (await bucket.getFiles({ versions: true }))[0]
    .map(each => ({ generation: each.metadata.generation, deleted: Boolean(each.metadata.timeDeleted) }));
  const read = async generation => (await bucket.file('doc', { generation }).download())[0].toString();
  const written = await list();
  const old = await read(generations[0]);
  await bucket.file('doc').delete();
  const deleted = await list();
  const gone = await failure(() => bucket.file('doc').getMetadata());
  const oldAfter = await read(generations[2]);
  await bucket.file('doc', { generation: generations[1] }).delete();
  const purged = await list();

  const lost = plain.file('doc');
  await lost.save('one', { resumable: false });
  const [before] = await lost.getMetadata();
  await lost.save('two', { resumable: false });
  return {
    generations, written, old, deleted, gone, oldAfter, purged,
    enabled: (await bucket.getMetadata())[0].versioning?.enabled,
    notKept: await failure(() => plain.file('doc', { generation: before.generation }).getMetadata()),
    plainVersions: (await plain.getFiles({ versions: true }))[0].length,
  };
}
