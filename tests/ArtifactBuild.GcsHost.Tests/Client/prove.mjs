// Drives a host with Google's own client and prints, as JSON, what the client saw. The tests judge it.
// node prove.mjs FOLDER-OF-THE-CLIENT ENDPOINT SECTION...
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const [folder, endpoint, ...names] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.join(folder, 'package.json')));
const { Storage } = require('@google-cloud/storage');

const storage = new Storage({ apiEndpoint: endpoint, projectId: 'proof', retryOptions: { autoRetry: false } });
const results = {};
for (const name of names) {
  const { default: section } = await import(`./${name}.mjs`);
  try {
    const [bucket] = await storage.createBucket(name.toLowerCase());
    results[name] = await section(bucket, storage);
  } catch (error) {
    results[name] = { failed: `${error.stack}` };
  }
}

console.log(JSON.stringify(results));
