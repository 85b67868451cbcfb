/**
 * What this browser still has of a round that is over: words that were written when it was away, and never arrived. They are
 * sent, and kept there as late; the copies here are then forgotten. Of a round whose recording was deleted they are only forgotten;
 * lines of the chat, of which this browser knows that they never arrived, are shown once more before.
 */
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import * as Y from "yjs";
import * as store from "../journal/store.js";
import { Refused, send, sendForJson } from "../lib/http.js";
import { Outbox, outboxOf } from "../live/outbox.js";
import { copyOf } from "../live/shared.js";

const OPENING = 3000; // ms that the browser's own storage may take
const NOTHING = 2; // bytes of an update that says nothing
const GONE = new Set([404, 410]); // answers after which trying again is of no use

/** Sends what a document holds; resolves to whether any of it was new. Rejects with Refused. */
export async function sendDocument(url, doc) {
  const body = Y.encodeStateAsUpdate(doc);
  return body.length > NOTHING && (await (await send(url, { body })).json()).new;
}

/**
 * Sends the chat lines that wait; resolves to {fresh, dropped}: whether one was new to the server, and the texts of those that it will
 * never take. What may be tried again stays.
 */
export async function sendLines(url, outbox) {
  const result = { fresh: false, dropped: [] };
  for (const line of outbox.waiting) {
    let answer = null;
    try {
      answer = await sendForJson(url, { json: line });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (!GONE.has(problem.status)) continue;
      result.dropped.push(line.text);
    }
    result.fresh ||= Boolean(answer?.new);
    outbox.said(line.id);
  }
  return result;
}

/** Looks through the copies of this round; resolves to {fresh, dropped, waiting}, of which the last are lines not taken yet. */
export async function sendCopies(page) {
  const found = [];
  const outbox = new Outbox(outboxOf(page.account, page.room));
  const lines = page.lines ? await sendLines(page.lines, outbox) : { fresh: false, dropped: [] };
  for (const [name, url] of Object.entries(page.journals)) found.push(await journal(`${page.user}|${page.round}/${name}`, url, page.erased));
  const there = page.room && (await databases());
  for (const [name, url] of Object.entries(page.documents)) {
    const key = copyOf(page.account, page.room, name);
    if (!there || there.has(key)) found.push(await shared(key, url, page.erased));
  }
  if (page.room) await forgetChat(page, there);
  return { fresh: lines.fresh || found.includes(true), dropped: lines.dropped, waiting: outbox.waiting.length };
}

/** The server has all lines of a chat but those that wait, which this copy does not hold. */
async function forgetChat(page, there) {
  const key = copyOf(page.account, page.room, "chat");
  if (!there || there.has(key)) await clearDocument(key);
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
    return GONE.has(problem.status) ? false : null;
  }
}
