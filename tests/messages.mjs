// SPDX-License-Identifier: GPL-3.0-or-later
// What TROUBLESHOOTING.md quotes as a message of r2cache stands in the source: **`…`**, in which … stands
// for whatever is put there.
//
//   node tests/messages.mjs ROOT
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? '.';
const foreign = [/^A delayRender\(\)/]; // Remotion's

function* sourcesBelow(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* sourcesBelow(path);
        else if (/\.(cpp|h)$/.test(entry.name)) yield path;
    }
}

/** String literals over several lines are one, escaped quotation marks are such, blanks are one. */
const readable = (source) =>
    source
        .replace(/"(?:_s)?\s*\n\s*u?"/g, '')
        .replaceAll('\\"', '"')
        .replace(/\s+/g, ' ');

const sources = ['app', 'core', 'ui'].flatMap((folder) =>
    [...sourcesBelow(join(root, folder))].map((path) => readable(readFileSync(path, 'utf8')))
);

/** Its parts in this order, as far from each other as arguments and operators put them. */
function isPrinted(message) {
    const parts = message.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(parts.filter((part) => part !== '').join('.{0,160}?'));
    return sources.some((source) => pattern.test(source));
}

const page = readFileSync(join(root, 'app/TROUBLESHOOTING.md'), 'utf8');
const messages = [...page.matchAll(/(?:\*\*|, )`([^`]{20,})`/g)]
    .map(([, text]) => text.replace(/\s+/g, ' '))
    .filter((text) => / /.test(text) && !foreign.some((pattern) => pattern.test(text)));
if (messages.length < 20 || isPrinted('No r2cache has ever said …')) {
    throw new Error('messages.mjs does not see what it should');
}
const unknown = messages.filter((message) => !isPrinted(message));
for (const message of unknown) console.error(`nobody says: ${message}`);
process.exitCode = unknown.length > 0 ? 1 : 0;
