/* Puts the editor of YASGUI in place of the text area, which does without where scripts are off.

   It completes prefixes, the names of the ontology, and the names of the graph; these it asks of
   the search of this server. Nothing is kept in the browser. */
"use strict";

const area = document.getElementById("query");
const known = JSON.parse(area.dataset.known); // {prefixes: {kg: "https://…"}, terms: ["kg:Call", …]}
const WORD = /^([a-z]\w*)(:?)([\w%-]*)$/i;

Yasqe.forkAutocompleter("prefixes", {
  name: "declarations",
  onInitialize: null, // which would declare each prefix that is used; none need be
  persistenceId: null,
  get: () => Object.entries(known.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
});
Yasqe.registerAutocompleter({
  name: "names",
  bulk: false,
  autoShow: true,
  isValidCompletionPosition: (editor) => WORD.test(wordBefore(editor)),
  get: (editor) => findNames(wordBefore(editor)),
  preProcessToken: (editor, token) => {
    const { ch } = editor.getDoc().getCursor();
    return { ...token, from: { ch: ch - wordBefore(editor).length }, to: { ch } };
  },
});

const editor = new Yasqe(area.parentElement, {
  value: area.value,
  autocompleters: ["declarations", "names", "variables"],
  persistenceId: null,
  createShareableLink: null,
  consumeShareLink: null,
  showQueryButton: false,
  resizeable: false,
  editorHeight: null,
  viewportMargin: Infinity,
});
area.hidden = true;
editor.getInputField().setAttribute("aria-label", "SPARQL");
editor.addKeyMap({
  "Ctrl-Enter": () => area.form.requestSubmit(),
  "Cmd-Enter": () => area.form.requestSubmit(),
  "Ctrl-S": false,
  Tab: false, // so that the keyboard leads out of the editor again
  "Shift-Tab": false,
});
area.form.addEventListener("submit", () => {
  area.value = editor.getValue();
});

function wordBefore(editor) {
  const { line, ch } = editor.getDoc().getCursor();
  const before = editor.getDoc().getLine(line).slice(0, ch);
  return /(?:^|[\s({;,.|/^!])([a-z]\w*:?[\w%-]*)$/i.exec(before)?.[1] ?? "";
}

async function findNames(word) {
  const [, prefix, colon, part] = WORD.exec(word);
  if (!colon) return Object.keys(known.prefixes).filter(begins(prefix)).map((found) => `${found}:`);
  const named = known.terms.filter(begins(word));
  if (part.length < 2 || named.length) return named;
  const words = part.replaceAll("_", " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  const wanted = new URLSearchParams({ q: words, limit: 50 });
  const reply = await fetch(`/api/search?${wanted}`);
  const { items } = reply.ok ? await reply.json() : { items: [] };
  return items.map(({ id }) => id).filter((id) => id?.startsWith(`${prefix}:`));
}

function begins(start) {
  return (name) => name.toLowerCase().startsWith(start.toLowerCase());
}
