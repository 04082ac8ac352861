// SPDX-License-Identifier: GPL-3.0-or-later
// Kills at random moments of fills, as many as wanted; prints a table of what happened and ends with
// 1 if there was a fault, after which the lane goes on in new directories. In any folder:
//
//   R2CACHE_BIN=… node killfills.mjs [--rounds 1000] [--lanes 2] [--seed N] [--output rounds.jsonl]
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KillStory } from './lib/killstory.mjs';
import { killTable } from './lib/killtable.mjs';
import { Random } from './lib/random.mjs';
import { temporaryFolder } from './lib/service.mjs';

const { values: options } = parseArgs({
    options: {
        rounds: { type: 'string', default: '1000' },
        lanes: { type: 'string', default: '1' }, // services side by side
        seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
        output: { type: 'string' },
    },
});
const rounds = Number(options.rounds);
const lanes = Number(options.lanes);
const folder = temporaryFolder();
const results = [];
const faults = [];
let begun = 0;

const note = (line) => {
    if (options.output) appendFileSync(options.output, `${JSON.stringify(line)}\n`);
};

/** Rounds in one directory until there were enough of them, or to the first fault in it. */
async function runStory(lane, random) {
    const story = await KillStory.start(join(folder, `${lane}-${begun}`), random);
    try {
        while (begun < rounds) {
            const round = ++begun;
            try {
                results.push(await story.round());
            } catch (error) {
                const message = `round ${round}, lane ${lane}: ${error.message}`;
                note({ round, lane, fault: message });
                throw new Error(message, { cause: error });
            }
            note({ round, lane, ...results.at(-1) });
            if (results.length % 50 === 0) console.error(`${results.length} rounds`);
        }
    } finally {
        await story.stop();
    }
    await story.indexIsSound();
}

async function runLane(lane) {
    const random = new Random(Number(options.seed) + lane);
    while (begun < rounds) {
        try {
            await runStory(lane, random);
        } catch (error) {
            faults.push(error);
        }
    }
}

console.log(`--rounds ${rounds} --lanes ${lanes} --seed ${options.seed}`);
await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
console.log(killTable(results));
console.log(`${results.length} of ${rounds} rounds without a fault, ${faults.length} faults`);
for (const fault of faults) console.error(fault.stack);
process.exit(faults.length > 0 ? 1 : 0);
