/**
 * What this browser still has of a round that is over: words that were written when it was away, and never arrived. They are
 * sent, and kept there as late; the copies here are then forgotten. Of a round whose recording was deleted they are only forgotten.
 */
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import * as Y from "yjs";
import * as store from "../journal/store.js";
import { Refused, send, sendForJson } from "../lib/http.js";
import { copyOf } from "../live/shared.js";

const OPENING = 3000; // ms that the browser's own storage may take
const NOTHING = 2; // bytes of an update that says nothing

/** Sends what a document holds; resolves to whether any of it was new. Rejects with Refused. */
export async function sendDocument(url, doc) {
  const body = Y.encodeStateAsUpdate(doc);
  return body.length > NOTHING && (await (await send(url, { body })).json()).new;
}

/** Looks through the copies of this round; resolves to whether the server has something new now. */
export async function sendCopies(page) {
  const found = [];
  for (const [name, url] of Object.entries(page.journals)) found.push(await journal(`${page.user}|${page.round}/${name}`, url, page.erased));
  const there = page.room && (await databases());
  for (const [name, url] of Object.entries(page.documents)) {
    const key = copyOf(page.account, page.room, name);
    if (!there || there.has(key)) found.push(await shared(key, url, page.erased));
  }
  if (page.room) await forgetChat(page, there);
  return found.includes(true);
}

/** The server has all lines of a chat but those that it was never sent, which go with a deleted recording alone. */
async function forgetChat(page, there) {
  const key = copyOf(page.account, page.room, "chat");
  if (!there || there.has(key)) await clearDocument(key);
  if (page.erased) localStorage.removeItem(`readyroom:live:${page.account}:${page.room}`);
}

/** The names of this browser's databases; null where it does not tell. */
async function databases() {
  try {
    return new Set((await indexedDB.databases()).map(({ name }) => name));
  } catch {
    return null;
  }
}

async function journal(key, url, erased) {
  const record = await store.read(key);
  if (!record) return false;
  const late = record.dirty && !erased && (await kept(() => sendForJson(url, { method: "PUT", json: { content: record.text, base: record.base } })));
  if (late !== null) await store.forget(key);
  return Boolean(late && late.late);
}

async function shared(key, url, erased) {
  const doc = new Y.Doc();
  const copy = new IndexeddbPersistence(key, doc);
  const late = new Promise((resolve) => setTimeout(resolve, OPENING, false));
  const opened = await Promise.race([copy._db.then(() => copy.whenSynced).then(() => true, () => false), late]);
  if (!opened) return false;
  const fresh = !erased && (await kept(() => sendDocument(url, doc)));
  await copy.destroy();
  if (fresh !== null) await clearDocument(key);
  return Boolean(fresh);
}

/** What came of it; null where it may be tried again, so that the copy stays. What is gone for good is forgotten. */
async function kept(work) {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return problem.status === 410 || problem.status === 404 ? false : null;
  }
}
