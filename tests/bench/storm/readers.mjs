// SPDX-License-Identifier: GPL-3.0-or-later
// A thread of its own with the storm's video readers: random ranges, each compared with the file that
// the origin serves.
//
// workerData: {videos: [{url, path}], readers, seconds, seed}. At the end posts {counts, bytes,
// broken}: answers by status, bytes read, sentences.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { request } from '../../e2e/lib/http.mjs';
import { Random } from '../../e2e/lib/random.mjs';

const { videos, readers, seconds, seed } = workerData;
const files = videos.map(({ path }) => readFileSync(path));
const end = performance.now() + seconds * 1000;
const counts = {};
const broken = [];
let bytes = 0;

async function reader(number) {
    const random = new Random(seed + number);
    while (performance.now() < end) {
        const index = random.integer(0, videos.length - 1);
        const file = files[index];
        const begin = random.integer(0, file.length - 1);
        const last = Math.min(file.length, begin + random.integer(1, 2_000_000)) - 1;
        let outcome;
        try {
            const headers = { Range: `bytes=${begin}-${last}` };
            const answer = await request(videos[index].url, { headers });
            outcome = answer.status;
            bytes += answer.body.length;
            if (answer.status === 206 && !answer.body.equals(file.subarray(begin, last + 1)))
                broken.push(`wrong bytes of ${videos[index].path} from ${begin} to ${last}`);
            if (![206, 302, 503, 504].includes(answer.status))
                broken.push(`read: ${answer.status} of ${videos[index].url}`);
        } catch (error) {
            outcome = error.code ?? error.message; // a broken origin breaks its readers off
            if (error.code === 'ECONNREFUSED') broken.push('the proxy is not there');
        }
        counts[`read ${outcome}`] = (counts[`read ${outcome}`] ?? 0) + 1;
    }
}

await Promise.all(Array.from({ length: readers }, (_, number) => reader(number)));
parentPort.postMessage({ counts, bytes, broken: broken.slice(0, 20) });
