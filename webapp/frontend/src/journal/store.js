/**
 * The journal: what is in the editor, in this browser. IndexedDB keeps it (it survives a killed browser), and
 * localStorage takes a copy at once (it is written before the page is gone). The newer of the two is read back.
 * A record: {text, base, dirty, seq, at, sent}: `base` is the server revision that the text descends from, `dirty` says
 * that the server has not got it yet, `sent` is what was sent last, whether or not an answer came.
 */
const KEEP = 40; // earlier texts per problem
const name = (key) => `readyroom:journal:${key}`;

let database;

function open() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("readyroom", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts");
      request.result.createObjectStore("earlier", { autoIncrement: true }).createIndex("key", "key");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

async function within(store, mode, work) {
  const transaction = (await open()).transaction(store, mode);
  const result = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Writes the record to both places; resolves to whether at least one took it. */
export async function write(key, record) {
  const copied = copy(key, record);
  const kept = await within("drafts", "readwrite", (store) => store.put(record, key)).then(() => true, () => false);
  return copied || kept;
}

function copy(key, record) {
  try {
    localStorage.setItem(name(key), JSON.stringify(record));
    return true;
  } catch {
    prune();
    try {
      localStorage.setItem(name(key), JSON.stringify(record));
      return true;
    } catch {
      return false;
    }
  }
}

/** When localStorage is full, the copies that the server has too give way. */
function prune() {
  for (const item of Object.keys(localStorage).filter((item) => item.startsWith("readyroom:journal:"))) {
    if (!parse(localStorage.getItem(item))?.dirty) localStorage.removeItem(item);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The newest record of this browser, or null. */
export async function read(key) {
  let copied = null;
  try {
    copied = parse(localStorage.getItem(name(key)));
  } catch {
    // Storage is switched off: IndexedDB alone is asked.
  }
  const kept = await within("drafts", "readonly", (store) => store.get(key)).catch(() => null);
  if (!copied || !kept) return copied ?? kept ?? null;
  return copied.seq >= kept.seq ? copied : kept;
}

/** Forgets the record, for instance when an anonymous draft has moved into an account. */
export async function forget(key) {
  try {
    localStorage.removeItem(name(key));
  } catch {
    // Nothing was stored there.
  }
  await within("drafts", "readwrite", (store) => store.delete(key)).catch(() => null);
}

/** Puts a text aside: {why, text, at}. The newest forty of a problem stay. */
export async function putAside(key, text, why) {
  const rows = await earlier(key);
  if (!text.trim() || rows[0]?.text === text) return;
  await within("earlier", "readwrite", (store) => {
    for (const row of rows.slice(KEEP - 1)) store.delete(row.id);
    return store.add({ key, text, why, at: Date.now() });
  }).catch(() => null);
}

/** Texts that were put aside, newest first. */
export async function earlier(key) {
  const rows = [];
  await within("earlier", "readonly", (store) => {
    store.index("key").openCursor(IDBKeyRange.only(key), "prev").onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      rows.push({ id: cursor.primaryKey, ...cursor.value });
      cursor.continue();
    };
  }).catch(() => null);
  return rows;
}
