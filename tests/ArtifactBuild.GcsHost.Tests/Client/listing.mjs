const all = 1205;

export default async function listing(bucket) {
  const names = Array.from({ length: all }, (_, i) => `data/${String(i).padStart(5, '0')}`);
  const left = [...names, 'a', 'data', 'data.txt', 'z/one/two', 'z/three', 'é', '\u{1F600}', '\uFF01'];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let name; (name = left.pop()) !== undefined;)
      await bucket.file(name).save(name, { resumable: false });
  }));

  const sizes = [];
  const paged = [];
  let query = { maxResults: 500, autoPaginate: false, prefix: 'data/' };
  while (query) {
    const [files, next] = await bucket.getFiles(query);
    sizes.push(files.length);
    paged.push(...files.map(each => each.name));
    query = next;
  }

  const [everything] = await bucket.getFiles();
  const [, nextOfDefault] = await bucket.getFiles({ autoPaginate: false });
  const [top, , response] = await bucket.getFiles({ delimiter: '/', autoPaginate: false });
  const [some] = await bucket.getFiles({ startOffset: 'data/01199', endOffset: 'data/01202' });
  const [tooMany, stillNext] = await bucket.getFiles({ maxResults: 5000, autoPaginate: false });
  const [none] = await bucket.getFiles({ prefix: 'nothing/' });
  return {
    sizes,
    pagedRight: JSON.stringify(paged) === JSON.stringify(names),
    everything: everything.length,
    tail: everything.slice(-3).map(each => each.name),
    hasNext: Boolean(nextOfDefault?.pageToken),
    top: top.map(each => each.name),
    prefixes: response.prefixes,
    some: some.map(each => each.name),
    clipped: tooMany.length,
    clippedHasNext: Boolean(stillNext),
    none: none.length,
  };
}
