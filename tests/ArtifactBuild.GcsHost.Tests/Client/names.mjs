export const odd = [
  'with space', 'ünïcödé/日本語.txt', '100%', '%41', 'a%2Fb', 'hash#tag', 'question?mark=1&x', 'plus+plus', 'a//b', '/leading',
  'trailing/', 'dots/../up', './here', 'quote"\'`', 'back\\slash', 'semi;colon,comma', 'tab\there', 'colon:at@', '[brackets]{}*',
  '\u{1F600}.bin', 'generation=5', 'o/b/c', '...', '~', 'e\u0301',
];

export default async function names(bucket) {
  const result = [];
  for (const [index, name] of odd.entries()) {
    const file = bucket.file(name);
    await file.save(`simple ${index}`, { resumable: false });
    await file.save(`content ${index}`, { resumable: true });
    const [content] = await bucket.file(name).download();
    const [metadata] = await bucket.file(name).getMetadata();
    result.push({ name, content: content.toString() === `content ${index}`, listedAs: metadata.name });
  }

  const [listed] = await bucket.getFiles();
  const allListed = JSON.stringify(listed.map(each => each.name).sort()) === JSON.stringify([...odd].sort());
  for (const name of odd)
    await bucket.file(name).delete();
  return { result, allListed, left: (await bucket.getFiles())[0].length };
}
