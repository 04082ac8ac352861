// SPDX-License-Identifier: GPL-3.0-or-later
// From exec to the first answered request, and memory when idle after it: r2cache with an empty
// cache beside nginx and a bare node server, in turns. Started by startup.sh.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../e2e/lib/http.mjs';
import { Child } from '../../e2e/lib/processes.mjs';
import { environment, temporaryFolder } from '../../e2e/lib/service.mjs';
import { waitUntil } from '../../e2e/lib/wait.mjs';
import { childrenOf, writeNginxConfiguration } from './nginx.mjs';
import { workers } from './servers.mjs';
import { median, shown, table } from './table.mjs';

const rounds = Number(process.argv[2] ?? 9);
const patienceMs = 10_000;
const home = temporaryFolder();

/** One try: whether the server on @p port has answered. */
function answers(port) {
    return new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => resolve(false));
        socket.on('close', () => resolve(false));
        socket.on('data', (data) => {
            resolve(data.toString('latin1').startsWith('HTTP/1.1 200'));
            socket.destroy();
        });
        socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
}

async function field(path, name) {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(await readFile(path, 'utf8'));
    return Number(match[1]) / 1024;
}

async function cpuTicks(pids) {
    let ticks = 0;
    for (const pid of pids) {
        const text = await readFile(`/proc/${pid}/stat`, 'latin1');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        ticks += Number(fields[11]) + Number(fields[12]);
    }
    return ticks;
}

/** Waits until the processes have used no CPU time for a while. */
async function idle(pids) {
    let before = -1;
    await waitUntil(
        'the server is idle',
        async () => {
            const now = await cpuTicks(pids);
            return now === before || ((before = now), false);
        },
        { everyMs: 200 }
    );
}

/** @return {ms, rss, pss}: memory of all its processes in MiB. */
async function measure({ name, command, args, env, port }) {
    const begun = performance.now();
    const child = new Child(name, command, args, env ? { env, cwd: home } : {});
    while (!(await answers(port))) {
        if (performance.now() - begun > patienceMs) {
            throw new Error(`${name} does not answer: ${child.tail()}`);
        }
        await sleep(1);
    }
    const ms = performance.now() - begun;
    const pids = [child.process.pid, ...(await childrenOf(child.process.pid))];
    await idle(pids);
    const memory = { rss: 0, pss: 0 };
    for (const pid of pids) {
        memory.rss += await field(`/proc/${pid}/status`, 'VmRSS');
        memory.pss += await field(`/proc/${pid}/smaps_rollup`, 'Pss');
    }
    await child.stop();
    return { ms, ...memory };
}

async function servers() {
    const [proxyPort, apiPort, nginxPort, unused, nodePort] = await Promise.all(
        Array.from({ length: 5 }, freePort)
    );
    const nginxHome = join(home, 'nginx');
    await mkdir(join(home, 'root'));
    await writeFile(join(home, 'root', 'health'), 'ok\n');
    const configuration = await writeNginxConfiguration({
        home: nginxHome,
        root: join(home, 'root'),
        workers,
        ports: [nginxPort, unused],
    });
    const bare = `require('http').createServer((_, r) => r.end('ok')).listen(${nodePort}, '127.0.0.1')`;
    return [
        {
            name: 'r2cache --no-gui',
            command: process.env.R2CACHE_BIN,
            args: ['--no-gui'],
            env: await environment(home, {
                CACHE_PROXY_PORT: String(proxyPort),
                CACHE_API_PORT: String(apiPort),
            }),
            port: proxyPort,
        },
        { name: 'nginx', ...configuration, port: nginxPort },
        { name: 'node http', command: process.execPath, args: ['-e', bare], port: nodePort },
    ];
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1)); // and clean up
const all = await servers();
const results = new Map(all.map(({ name }) => [name, []]));
for (const server of all) await measure(server); // programs into memory, folders and keys made
for (let round = 0; round < rounds; ++round) {
    for (let turn = 0; turn < all.length; ++turn) {
        const server = all[(turn + round) % all.length];
        results.get(server.name).push(await measure(server));
    }
}
const of = (name, what) => median(results.get(name).map((result) => result[what]));
const fastest = (name) => Math.min(...results.get(name).map(({ ms }) => ms));
console.log(`Medians of ${rounds} starts (goals for r2cache: under 100 ms, under 40 MB RSS):\n`);
console.log(
    table([
        ['', 'ms to the first answer', 'fastest', 'RSS in MiB', 'PSS in MiB'],
        ...all.map(({ name }) => [
            name,
            shown(of(name, 'ms'), 1),
            shown(fastest(name), 1),
            shown(of(name, 'rss'), 1),
            shown(of(name, 'pss'), 1),
        ]),
    ])
);
