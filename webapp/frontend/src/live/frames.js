/** What travels over the socket, as docs/live.md describes it; webapp/live/sockets/frames.py is its other end. */
export const HAVE = 0;
export const UPDATE = 1;
export const STORED = 2;
export const LARGEST = 256 * 1024; // bytes that the server takes at once

/** "This is how far I am in this document, send what I lack." */
export function have(place, state) {
  return joined([HAVE, place], state);
}

/** An update, with a count that comes back when it is stored. */
export function update(place, count, data) {
  return joined([UPDATE, place, (count >>> 24) & 255, (count >>> 16) & 255, (count >>> 8) & 255, count & 255], data);
}

function joined(head, body) {
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}

/** A frame of the server: {kind, place, body}, for STORED {kind, place, count}. */
export function parse(buffer) {
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  const [kind, place] = bytes;
  if (kind === HAVE) return { kind, place, body: bytes.subarray(2) };
  if (kind === UPDATE) return { kind, place, body: bytes.subarray(6) };
  return { kind, place, count: view.getUint32(2) };
}
