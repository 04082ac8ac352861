// SPDX-License-Identifier: GPL-3.0-or-later
// Every relative link of every Markdown file leads to a file, and its #part to a heading there.
//
//   node tests/links.mjs ROOT
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** Below @p folder, but for what is built or installed. */
function* pagesBelow(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
            if (!['.git', 'build', 'node_modules', 'temp'].includes(entry.name)) yield* pagesBelow(path);
        } else if (entry.name.endsWith('.md')) {
            yield path;
        }
    }
}

const withoutFences = (text) => text.replace(/^( *)(```|~~~).*?^ *\2/gms, '');

/** Where links may point in @p text: as GitHub names headings, the second of a name with -1. */
function anchorsOf(text) {
    const anchors = new Set();
    const seen = new Map();
    for (const [, heading] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
        const name = heading
            .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
            .toLowerCase()
            .replace(/[^\p{L}\p{N}_\- ]/gu, '')
            .replaceAll(' ', '-');
        const count = seen.get(name) ?? 0;
        seen.set(name, count + 1);
        anchors.add(count > 0 ? `${name}-${count}` : name);
    }
    return anchors;
}

function brokenLinks(root) {
    const broken = [];
    for (const page of pagesBelow(root)) {
        const text = readFileSync(page, 'utf8');
        const prose = withoutFences(text).replace(/`[^`\n]*`/g, (code) => 'x'.repeat(code.length));
        for (const [, target] of prose.matchAll(/\]\(([^()\s]+)\)/g)) {
            if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue; // not here
            const [path, anchor] = target.split('#');
            const file = path ? resolve(dirname(page), decodeURIComponent(path)) : page;
            const isThere = existsSync(file);
            const isFound = isThere
                && (!anchor || (statSync(file).isFile() && anchorsOf(readFileSync(file, 'utf8')).has(anchor)));
            if (!isFound) broken.push(`${relative(root, page)}: ${target}`);
        }
    }
    return broken;
}

/** That it would notice: a page with three links that lead nowhere and two that do not. */
function proveItself() {
    const folder = mkdtempSync(join(tmpdir(), 'r2cache-links-'));
    try {
        writeFileSync(
            join(folder, 'a.md'),
            '# A `b` c\n[ok](a.md#a-b-c) [ok](#a-b-c) [no](gone.md) [no](#gone) [no](a.md#gone)\n'
            + '`[no link](x.md)`\n```\n[no link](y.md)\n```\n'
        );
        const found = brokenLinks(folder).join(' ');
        if (found !== 'a.md: gone.md a.md: #gone a.md: a.md#gone') {
            throw new Error(`links.mjs does not see what it should: ${found}`);
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
}

proveItself();
const broken = brokenLinks(resolve(process.argv[2] ?? '.'));
for (const each of broken) console.error(`leads nowhere: ${each}`);
process.exitCode = broken.length > 0 ? 1 : 0;
