// Reports that wait on this device. A classic script: the service worker and the pages both read it.
"use strict";
self.faultStore = (() => {
  const store = (mode, work) =>
    new Promise((done, failed) => {
      const opening = indexedDB.open("felanmalningar", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
      opening.onerror = () => failed(opening.error);
      opening.onsuccess = () => {
        const change = opening.result.transaction("drafts", mode);
        const asked = work(change.objectStore("drafts"));
        change.oncomplete = () => (opening.result.close(), done(asked.result));
        change.onerror = change.onabort = () => (opening.result.close(), failed(change.error));
      };
    });

  const drafts = () => store("readonly", (rows) => rows.getAll());
  const keep = (row) => store("readwrite", (rows) => rows.put(row));
  // Reads a row and changes it in one go: `how` gives the new row, null to take it away, undefined to leave it.
  const change = async (key, how) => {
    let now;
    await store("readwrite", (rows) => {
      const asked = rows.get(key);
      asked.onsuccess = () => {
        now = asked.result && how(asked.result);
        if (now) rows.put(now);
        if (now === null) rows.delete(key);
      };
      return asked;
    });
    return now;
  };
  return { drafts, keep, change };
})();
