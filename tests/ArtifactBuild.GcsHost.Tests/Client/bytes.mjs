import { createHash } from 'node:crypto';

// Bytes that repeat nowhere within a block, so that a lost or doubled one shows.
export function bytes(length, seed = 1) {
  const result = Buffer.alloc(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    result[i] = state >>> 24;
  }
  return result;
}

export const md5 = buffer => createHash('md5').update(buffer).digest('base64');

// What the client reports of a call that must fail.
export async function failure(call) {
  try {
    await call();
    return { code: 0 };
  } catch (error) {
    return { code: error.code ?? error.status ?? -1, reason: error.errors?.[0]?.reason, message: `${error.message}` };
  }
}
