// SPDX-License-Identifier: GPL-3.0-or-later
// A thread of its own that looks at the storm from outside, five times a second whatever the clients
// are busy with: disk use by du, the figures of the API, memory by /proc.
//
// workerData: {apiUrl, token, directory, pid, seconds}. Posts {at, du} and {at, ms, api, entries} as
// it goes (times of the wall clock in ms), each second {rss} in MB and {at, until, entries, free}, where
// free names the entries that nobody holds; {error}; at the end {isOver: true}.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import { request } from '../../e2e/lib/http.mjs';
import { sleep } from '../../e2e/lib/wait.mjs';

const { apiUrl, token, directory, pid, seconds } = workerData;
const everyMs = 200;
const now = () => performance.timeOrigin + performance.now();
const end = now() + seconds * 1000;

/** Bytes, again and again. A shell starts du: this process is large, and slow to fork. */
function watchDisk() {
    const script = 'while :; do du -s --block-size=1 "$0" 2>/dev/null; sleep 0.15; done';
    const shell = spawn('sh', ['-c', script, directory], { stdio: ['ignore', 'pipe', 'ignore'] });
    createInterface({ input: shell.stdout }).on('line', (line) => {
        parentPort.postMessage({ at: now(), du: parseInt(line) });
    });
    return shell;
}

/** Posts what @p seen makes of the answer of @p route and of when it was asked. */
async function sampleApi(route, seen) {
    const at = now();
    try {
        const headers = { Authorization: `Bearer ${token}` };
        const answer = await request(`${apiUrl}/api/cache/${route}`, { headers });
        parentPort.postMessage({ at, ...seen(answer.json().data, at) });
    } catch (error) {
        parentPort.postMessage({ error: `${route}: ${error.message}` });
    }
}

const figures = ({ cache }, at) => {
    return { ms: now() - at, api: cache.currentSizeBytes, entries: cache.entryCount };
};

const holders = ({ entries: list }) => {
    const here = list.filter(({ status }) => ['ready', 'expired'].includes(status));
    const free = here.filter(({ pinned, leased, beingRead }) => !(pinned || leased || beingRead));
    const names = free.map(({ id, version }) => `${id}-${version}`);
    return { until: now(), entries: here.length, free: names };
};

function sampleMemory() {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    parentPort.postMessage({ rss: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024 });
}

const shell = watchDisk();
const asked = new Set(); // none waits for the one before
const ask = (route, seen) => {
    const sample = sampleApi(route, seen).finally(() => asked.delete(sample));
    asked.add(sample);
};
for (let turn = 0; now() < end; ++turn) {
    const begun = now();
    ask('stats', figures);
    if (turn % 5 === 0) {
        ask('entries?limit=200', holders);
        sampleMemory();
    }
    await sleep(Math.max(0, begun + everyMs - now()));
}
shell.kill('SIGKILL');
await once(shell, 'exit');
await Promise.all(asked);
parentPort.postMessage({ isOver: true });
