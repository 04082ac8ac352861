// SPDX-License-Identifier: GPL-3.0-or-later
// Serving a cached file: r2cache beside nginx and Express, in turns. Started by serve.sh.
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { temporaryFolder } from '../../e2e/lib/service.mjs';
import { startServers, workers } from './servers.mjs';
import { median, shown, table } from './table.mjs';

const GB = 1e9;
const { values: options } = parseArgs({
    options: {
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '2' },
        size: { type: 'string', default: String(1024 ** 3) },
        ranges: { type: 'string', default: `0,${1024 ** 2},${64 * 1024}` },
        connections: { type: 'string', default: '1,8,64' },
        peers: { type: 'string', default: 'nginx,nginx+ofc,Express' },
    },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1)); // and clean up
const rounds = Number(options.rounds);
const milliseconds = Number(options.seconds) * 1000;
const size = Number(options.size);
const numbers = (text) => text.split(',').map(Number);

// nginx's workers take connections from one queue, and now and then one takes all of them. Then it
// has one core for itself and the load the other: another race than the one of two busy workers.
const evenShare = 0.65;

// A percentile of less says nothing about the server.
const enoughForP99 = 20;

async function run(server, { range, connections }) {
    const { stdout } = await promisify(execFile)(
        process.env.BENCH_SERVE,
        [server.port, server.path, size, range, connections, 300, milliseconds, ...server.pids],
        { timeout: milliseconds + 30_000 }
    );
    const result = JSON.parse(stdout);
    return {
        rate: result.bytes / result.seconds / GB,
        cpu: result.cpuSeconds / (result.bytes / GB),
        p99: result.requests >= enoughForP99 ? result.p99Ms : NaN,
        usesAllWorkers: result.busiestCpuSeconds < evenShare * result.cpuSeconds,
        cpuPerRequest: range ? (result.cpuSeconds / result.requests) * 1e6 : NaN,
    };
}

const nameOf = (range) => {
    if (range === 0) return 'whole';
    return range >= 1024 ** 2 ? `${range / 1024 ** 2} MB` : `${range / 1024} KB`;
};

/** Median over the rounds of ours / theirs. */
const ratio = (rounds, peer, what) =>
    median(rounds.map((round) => round.r2cache[what] / round[peer][what]));
const own = (cell, server, what) => median(cell.rounds.map((round) => round[server][what]));

const peers = options.peers.split(',').filter(Boolean);
const all = await startServers({
    home: temporaryFolder(),
    size,
    expressDirectory: process.env.EXPRESS_DIRECTORY,
});
const servers = all.filter(({ name }) => name === 'r2cache' || peers.includes(name));
const cells = numbers(options.ranges).flatMap((range) =>
    numbers(options.connections).map((connections) => ({ range, connections, rounds: [] }))
);

for (let round = 0; round < rounds; ++round) {
    for (const cell of cells) {
        const results = {};
        // Each round begins with another server: none always follows the same one.
        for (let turn = 0; turn < servers.length; ++turn) {
            const server = servers[(turn + round) % servers.length];
            results[server.name] = await run(server, cell);
        }
        cell.rounds.push(results);
    }
    console.error(`round ${round + 1} of ${rounds} done`);
}

const label = (cell) => `${nameOf(cell.range)} x ${cell.connections}`;
console.log(
    `Medians of ${rounds} rounds of ${options.seconds} s, ${workers} workers each (Express: 1).\n\n` +
        'GB/s, server CPU seconds per GB, p99 in ms, CPU µs per request:\n'
);
console.log(
    table([
        ['', ...servers.map(({ name }) => name)],
        ...cells.map((cell) => [
            label(cell),
            ...servers.map(({ name }) =>
                [
                    shown(own(cell, name, 'rate')),
                    shown(own(cell, name, 'cpu'), 3),
                    shown(own(cell, name, 'p99')),
                    shown(own(cell, name, 'cpuPerRequest'), 0),
                ].join(' ')
            ),
        ]),
    ])
);

const goals = { rate: (x) => x >= 0.95, cpu: (x) => x <= 1.1, p99: (x) => x <= 1.2 };
const judged = (rounds, peer) =>
    Object.keys(goals)
        .map((what) => {
            const value = ratio(rounds, peer, what);
            return shown(value) + (Number.isNaN(value) || goals[what](value) ? ' ' : '!');
        })
        .join(' ');
console.log(
    '\nr2cache / peer: throughput (goal at least 1.0; 0.95 counts), CPU per GB (at most 1.1), ' +
        'p99 (at most 1.2); "!" misses it:\n'
);
console.log(
    table([
        ['', ...peers],
        ...cells.map((cell) => [
            label(cell),
            ...peers.map((peer) => judged(cell.rounds, peer)),
        ]),
    ])
);

const nginxes = peers.filter((peer) => peer.startsWith('nginx'));
const shared = cells.filter((cell) => cell.connections >= 2 * workers);
if (nginxes.length > 0 && shared.length > 0) {
    console.log('\nThe same of those rounds alone in which nginx used all its workers:\n');
    console.log(
        table([
            ['', ...nginxes],
            ...shared.map((cell) => [
                label(cell),
                ...nginxes.map((peer) => {
                    const even = cell.rounds.filter((round) => round[peer].usesAllWorkers);
                    return `${judged(even, peer)} of ${even.length}`;
                }),
            ]),
        ])
    );
}
process.exit(0); // and with it the servers
