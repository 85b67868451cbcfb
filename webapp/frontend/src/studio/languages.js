/** Which language a file of a package is written in. */
import { markdown } from "@codemirror/lang-markdown";
import { pythonLanguage, python } from "@codemirror/lang-python";
import { StreamLanguage } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { EditorView } from "@codemirror/view";

const tomlLanguage = StreamLanguage.define(toml);

/** The editor's extension for a path. */
export function languageOf(path) {
  if (path.endsWith(".py")) return python();
  if (path.endsWith(".toml")) return tomlLanguage;
  if (path.endsWith(".md")) return [markdown({ codeLanguages: (info) => (info === "python" ? pythonLanguage : null) }), EditorView.lineWrapping];
  return [];
}
