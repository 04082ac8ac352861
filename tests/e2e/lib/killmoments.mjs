// SPDX-License-Identifier: GPL-3.0-or-later
// When to kill: each gives a promise of the moment.
import { watch } from 'node:fs';
import { byteCount } from './spans.mjs';
import { sleep } from './wait.mjs';

/** Names that appear while a fill is saved and committed; "ends" tells them apart. */
const steps = [
    { name: 'map written aside', ends: '.part.json.tmp' },
    { name: 'map renamed', ends: '.part.json' },
    { name: 'sidecar written aside', ends: /^[0-9a-f]{32}\.json\.tmp$/ },
    { name: 'sidecar renamed', ends: /^[0-9a-f]{32}\.json$/ },
    { name: 'video renamed', ends: '.mp4' },
    { name: 'partial file created', ends: '.part' },
];

const fits = (step, name) =>
    step.ends instanceof RegExp ? step.ends.test(name) : name.endsWith(step.ends);

async function untilSent(origin, objects, fraction) {
    const whole = objects.reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (;;) {
        const sent = objects.reduce((sum, { url }) => sum + byteCount(origin.sent(url)), 0);
        if (sent >= whole * fraction) return;
        await sleep(1);
    }
}

/** The first time that a file of this step is seen, and up to 3 ms later; or @p otherwise. */
async function untilStep(step, directories, random, otherwise) {
    let watchers;
    const seen = new Promise((resolve) => {
        watchers = directories.map((directory) =>
            watch(directory, (event, name) => {
                if (name && fits(step, name)) resolve(true);
            })
        );
    });
    const wasSeen = await Promise.race([seen, otherwise]);
    for (const watcher of watchers) watcher.close();
    const laterMs = random.integer(0, 3);
    if (wasSeen && laterMs > 0) await sleep(laterMs);
}

/**
 * name → {share of the rounds, wait(round)}; round is {origin, objects, watched, random}; watched are directories.
 * A fill that begins is short of everything; towards its end come hashing, fsync, sidecar, rename
 * and row within some milliseconds.
 */
export const killMoments = {
    beginning: { share: 15, wait: ({ random }) => sleep(random.integer(0, 80)) },
    midway: {
        share: 40,
        wait: ({ origin, objects, random }) => untilSent(origin, objects, random.next()),
    },
    'last byte sent': {
        share: 20,
        wait: async ({ origin, objects, random }) => {
            const one = objects[random.integer(0, objects.length - 1)];
            await untilSent(origin, [one], 1);
            await sleep(random.integer(0, 40));
        },
    },
    'file step': {
        share: 25,
        wait: ({ origin, objects, watched, random }) => {
            const step = steps[random.integer(0, steps.length - 1)];
            const over = untilSent(origin, objects, 1).then(() => sleep(200));
            return untilStep(step, watched, random, over);
        },
    },
};

export function drawKillMoment(random) {
    let left = random.next() * Object.values(killMoments).reduce((sum, m) => sum + m.share, 0);
    for (const [name, { share }] of Object.entries(killMoments)) {
        left -= share;
        if (left < 0) return name;
    }
    return 'midway';
}
