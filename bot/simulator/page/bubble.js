// One message, built from plain data. Text is only ever set as text; formatting comes from the entities.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote",
};
const STAND_INS = {
  photo: ["🖼", "Foto"], voice: ["🎤", "Sprachnachricht, 0:04"], sticker: ["👍", ""], document: ["📄", "notizen.pdf"],
  video: ["🎬", "Video"], video_note: ["🎬", "Videonachricht"], audio: ["🎵", "Musik"], location: ["📍", "Standort"],
  contact: ["👤", "Kontakt"], poll: ["📊", "Umfrage"], rich_message: ["📝", "Gestaltete Nachricht"],
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_LINK = /^(https?|tg|mailto):/i;
const time = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// What a tap opens: spoilers, and quotes of more than three lines.
function folded(node) {
  const open = () => { node.classList.toggle("open"); node.ariaExpanded = String(node.classList.contains("open")); };
  const onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } };
  return Object.assign(node, { tabIndex: 0, role: "button", ariaExpanded: "false", onclick: open, onkeydown });
}

const heights = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!target.classList.contains("open")) target.classList.toggle("long", target.scrollHeight > target.clientHeight + 1);
  }
});

function element(entity, text) {
  if (entity.type === "text_link" || entity.type === "url") {
    const href = entity.url ?? text;
    return SAFE_LINK.test(href) ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }) : make("span");
  }
  if (entity.type === "spoiler") return folded(make("span", { className: "spoiler" }));
  if (entity.type === "expandable_blockquote") {
    const quote = folded(make("blockquote", { className: "expandable" }));
    heights.observe(quote);
    return quote;
  }
  return make(TAGS[entity.type] ?? "span");
}

// Entities are sorted, the outer before the inner; offsets count UTF-16 units, as JavaScript does.
function formatted(text, entities, start = 0, end = text.length) {
  const nodes = [];
  let position = start;
  for (let index = 0; index < entities.length; index++) {
    const entity = entities[index];
    if (entity.offset < position || entity.offset >= end) continue;
    nodes.push(text.slice(position, entity.offset));
    const stop = Math.min(entity.offset + entity.length, end);
    const node = element(entity, text.slice(entity.offset, stop));
    node.append(...formatted(text, entities.slice(index + 1), entity.offset, stop));
    nodes.push(node);
    position = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop; // a block ends its own line
  }
  nodes.push(text.slice(position, end));
  return nodes;
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} Byte` : `${Math.round(bytes / 1024).toLocaleString("de-DE")} KB`;
}

function attachment(message, show) {
  const file = message.file;
  if (file && message.kind === "photo") {
    const source = `/simulator/files/${file.id}`;
    const alt = message.text || "Bild";
    const image = make("img", { src: source, alt, width: file.width, height: file.height });
    return make("button", { className: "image", type: "button", ariaLabel: "Bild vergrößern", onclick: () => show(source, alt) }, image);
  }
  if (file) {
    const names = make("span", {}, make("b", { textContent: file.name }), make("small", { textContent: size(file.size) }));
    return make("a", { className: "file", href: `/simulator/files/${file.id}`, download: file.name }, make("span", { textContent: "↓", ariaHidden: "true" }), names);
  }
  if (message.kind === "text") return "";
  const [sign, name] = STAND_INS[message.kind] ?? ["📎", message.kind];
  return make("div", { className: `stand-in ${message.kind}` }, sign, make("span", { textContent: name }));
}

function keys(message, press) {
  const rows = message.rows.map((row) => make("div", {}, ...row.map((button) => {
    if (button.url) return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", textContent: button.text });
    return make("button", { type: "button", textContent: button.text, onclick: (event) => press(message, button, event.currentTarget) });
  })));
  return make("div", { className: "keys", role: "group", ariaLabel: "Antworten" }, ...rows);
}

export function day(date) {
  return date.toLocaleDateString("de-DE", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Berlin" });
}

// `actions` holds press(message, button, node), edit(message) and show(source, description).
export function bubble(message, actions) {
  const text = make("span", { className: "text" }, ...formatted(message.text, message.entities));
  const when = make("span", { className: "foot", textContent: `${message.edited ? "bearbeitet " : ""}${time.format(new Date(message.date))}` });
  const body = make("div", { className: "bubble" }, attachment(message, actions.show), text, when);
  const node = make("div", { className: "message" }, body);
  node.classList.toggle("own", !message.bot);
  node.classList.toggle("wide", message.rows.length > 0 || (message.kind === "photo" && message.file !== null));
  node.dataset.id = message.id;
  if (!message.text) text.remove();
  if (message.rows.length) node.append(keys(message, actions.press));
  if (!message.bot && message.kind === "text") {
    const pencil = make("button", { className: "edit", type: "button", ariaLabel: "Diese Nachricht bearbeiten", title: "Bearbeiten", onclick: () => actions.edit(message) });
    pencil.append(document.getElementById("pencil").content.cloneNode(true));
    body.append(pencil);
  }
  return node;
}
