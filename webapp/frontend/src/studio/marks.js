/** Entries of mutants.toml. */

const quoted = (words) => `"${words.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replace(/[\u0000-\u001f\u007f]/g, " ")}"`;

/** The text of mutants.toml with one more mutant marked, and the author's reason. */
export function markEquivalent(text, file, id, reason) {
  const entry = `[[equivalent]]\nfile = ${quoted(file)}\nmutant = ${quoted(id)}\nreason = ${quoted(reason)}\n`;
  const before = text.replace(/\n+$/, "");
  return before ? `${before}\n\n${entry}` : entry;
}
