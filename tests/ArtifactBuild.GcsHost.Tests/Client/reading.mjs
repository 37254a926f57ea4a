import { bytes, failure } from './bytes.mjs';

export default async function reading(bucket) {
  const data = bytes(700_000);
  const file = bucket.file('data.bin');
  await file.save(data, { resumable: false });
  const part = async options => (await file.download(options))[0];
  return {
    middle: (await part({ start: 1000, end: 300_999 })).equals(data.subarray(1000, 301_000)),
    toEnd: (await part({ start: 699_990 })).equals(data.subarray(699_990)),
    tail: (await part({ end: -10 })).equals(data.subarray(699_990)),
    pastEnd: (await part({ start: 699_999, end: 800_000 })).equals(data.subarray(699_999)),
    beyond: await failure(() => file.download({ start: 700_000, end: 700_010 })),
    missing: await failure(() => bucket.file('missing').download()),
    missingMetadata: await failure(() => bucket.file('missing').getMetadata()),
    exists: (await file.exists())[0],
    missingExists: (await bucket.file('missing').exists())[0],
    noBucket: await failure(() => bucket.storage.bucket('no-such-bucket').getMetadata()),
    noBucketFile: await failure(() => bucket.storage.bucket('no-such-bucket').file('a').save('x', { resumable: false })),
    bucketTwice: await failure(() => bucket.storage.createBucket(bucket.name)),
  };
}
