// SPDX-License-Identifier: GPL-3.0-or-later
// What a power cut may do to files that were not synced, done to them after a kill. What was synced
// before it was renamed is left alone: an entry's file is durable by contract.
import { constants, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { union } from './spans.mjs';

/** The spans that the map of a partial file promises; none if there is no map that can be read. */
export async function promisedSpans(partialPath) {
    try {
        const [json] = (await readFile(`${partialPath}.json`, 'utf8')).split('\n');
        return union(JSON.parse(json).ranges);
    } catch {
        return [];
    }
}

async function withFile(path, work) {
    const file = await open(path, constants.O_RDWR);
    try {
        return await work(file, (await file.stat()).size);
    } finally {
        await file.close();
    }
}

const named = async (directory, ending) =>
    (await readdir(directory)).filter((n) => n.endsWith(ending)).map((n) => join(directory, n));

/** Bytes that no map promises become zeros, or the file ends before them. */
async function losePartialTails(partials, random) {
    for (const path of await named(partials, '.part')) {
        const promised = await promisedSpans(path);
        await withFile(path, async (file, size) => {
            const safe = promised.at(-1)?.[1] ?? 0;
            const kept = random.integer(0, 1) ? size : random.integer(Math.min(safe, size), size);
            await file.truncate(kept);
            let from = 0;
            for (const [begin, end] of [...promised, [kept, kept]]) {
                if (begin > from) await file.write(Buffer.alloc(begin - from), 0, begin - from, from);
                from = end;
            }
        });
    }
}

/** Torn in place: cut short, a stretch of zeros, or one digit that became another. */
async function tear(path, random) {
    await withFile(path, async (file, size) => {
        if (size === 0) return;
        const at = random.integer(0, size - 1);
        const way = random.integer(0, 2);
        if (way === 0) {
            await file.truncate(at);
        } else if (way === 1) {
            const length = random.integer(1, size - at);
            await file.write(Buffer.alloc(length), 0, length, at);
        } else {
            const text = await file.readFile();
            const digits = [...text.keys()].filter((i) => text[i] >= 0x30 && text[i] <= 0x39);
            const digit = digits[random.integer(0, digits.length - 1)];
            text[digit] = 0x30 + ((text[digit] - 0x30 + random.integer(1, 9)) % 10);
            await file.write(text, 0, text.length, 0);
        }
    });
}

const tearAll = async (paths, random) => {
    for (const path of paths) await tear(path, random);
};

/** The last rename is undone: no map, or one that was never finished. */
async function loseMaps(partials, random) {
    for (const path of await named(partials, '.part.json')) {
        if (random.integer(0, 1)) await rm(path);
    }
    await tearAll(await named(partials, '.part.json.tmp'), random);
}

/** The index loses its newest transactions, in the middle of a page or between two. */
async function loseLogTail(stateDirectory, random) {
    for (const name of await readdir(stateDirectory, { recursive: true })) {
        if (!name.endsWith('-wal')) continue;
        const path = join(stateDirectory, name);
        const { size } = await stat(path);
        const lost = random.integer(1, [64, 5_000, 50_000][random.integer(0, 2)]);
        await truncate(path, Math.max(0, size - lost));
    }
}

/**
 * name → what it does to a service that was killed: {videos, partials, state} are directories, ids
 * those of the objects whose fills were cut off. Several are done in this order: the first one asks
 * the maps what was synced.
 */
export const powerCuts = {
    'partial tails': ({ partials }, random) => losePartialTails(partials, random),
    'torn maps': async ({ partials }, random) =>
        tearAll(await named(partials, '.part.json'), random),
    'lost maps': ({ partials }, random) => loseMaps(partials, random),
    'log tail': ({ state }, random) => loseLogTail(state, random),
    'torn sidecar temporaries': async ({ videos, ids }, random) => {
        // The moment in which one exists is short: the kill leaves few.
        for (const id of ids) await writeFile(join(videos, `${id}.json.tmp`), '{"format":1,"id":"');
        await tearAll(await named(videos, '.json.tmp'), random);
    },
};
