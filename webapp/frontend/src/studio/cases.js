/** A case put into cases.py where its generator ends. */

/** {text, line, note}: the text with the case in it, the line that it stands on, and what to say. */
export function insertCase(text, source) {
  const lines = text.replace(/\n+$/, "").split("\n");
  const start = lines.findIndex((line) => /^def cases\s*\(/.test(line));
  const call = /^from readyroom import .*\bCase\b/m.test(text) ? source : `readyroom.${source}`;
  let end = start;
  for (let at = start + 1; start >= 0 && at < lines.length; at++) {
    if (/^\S/.test(lines[at]) && !/^[)\]}#]/.test(lines[at])) break;
    if (/\S/.test(lines[at])) end = at;
  }
  const body = start < 0 ? "" : lines.slice(start, end + 1).join("\n");
  if (!/\byield\b/.test(body)) {
    lines.push("", "", `# A case that kills a mutant, for the generator to give: ${call}`);
    return { text: `${lines.join("\n")}\n`, line: lines.length, note: "cases(rng) does not yield its cases one by one, so the case stands at the end as a comment: put it where your generator makes its own." };
  }
  lines.splice(end + 1, 0, `    yield ${call}`);
  return { text: `${lines.join("\n")}\n`, line: end + 2, note: "The case is in cases.py, at the end of cases(rng). Prove it again to see the mutant killed." };
}
