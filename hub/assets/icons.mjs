// Draws own/icons.svg: one sprite with the icons named in icons.json, and no other.
// Run by hand with `npm install && npm run icons` after adding a name; the sprite is committed.
import { readFileSync, writeFileSync } from "node:fs";

const names = JSON.parse(readFileSync("icons.json", "utf8")).sort();
const licence = readFileSync("node_modules/@tabler/icons/LICENSE", "utf8").trim();

function symbol(name) {
  const [kind, file] = name.endsWith("-filled") ? ["filled", name.slice(0, -7)] : ["outline", name];
  const source = readFileSync(`node_modules/@tabler/icons/icons/${kind}/${file}.svg`, "utf8");
  const shapes = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"))
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

writeFileSync("own/icons.svg", [
  '<svg xmlns="http://www.w3.org/2000/svg">', `<!-- Tabler Icons.\n${licence}\n-->`, ...names.map(symbol), "</svg>", "",
].join("\n"));
console.log(`${names.length} icons`);
