// SPDX-License-Identifier: GPL-3.0-or-later
// Memory stays flat and a healthy client is served, whatever many others do: r2cache --no-gui with a
// 2 GB video, crowds of hostile clients, one after the other. Prints a line a figure with its goal;
// exits with 1 if one was missed. Linux only (/proc).
//
//   node tests/bench/hostile.mjs [--seconds N] [--size-mb N] [--control] [SCENE…]
//
// --control sends each crowd to a second r2cache too, while the healthy client reads from the first:
// what it suffers then is the machine's share, not the server's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
process.env.R2CACHE_ORIGIN_BIN ??= join(build, 'tests/support/origin/r2cache-origin');
const client = process.env.BENCH_HOSTILE_BIN ?? join(build, 'tests/bench/bench-hostile');
const { Origin } = await import('../e2e/lib/origins.mjs');
const { Service, temporaryFolder } = await import('../e2e/lib/service.mjs');
const { sleep } = await import('../e2e/lib/wait.mjs');

const scenes = {
    slow: { count: 500, rssMb: 60, what: 'read 2 GB at 100 kB/s' },
    never: { count: 500, rssMb: 60, what: 'ask for 2 GB and never read' },
    headers: { count: 200, rssMb: 60, what: 'send endless headers' },
    bodies: { count: 200, rssMb: 60, what: 'send endless bodies' },
    chunks: { count: 200, rssMb: 60, what: 'send endless chunked bodies' },
    dribble: { count: 2000, rssMb: 100, what: 'dribble their heads a byte at a time' },
    'api-bodies': { count: 200, rssMb: 60, what: 'send endless bodies to the API', api: true },
};
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        seconds: { type: 'string', default: '15' },
        'size-mb': { type: 'string', default: '2048' },
        control: { type: 'boolean', default: false },
    },
});
const seconds = Number(values.seconds);
const sizeMb = Number(values['size-mb']);
const chosen = positionals.length > 0 ? positionals : Object.keys(scenes);

/** A file that begins as an MP4 does; the rest is a hole. */
async function sparseVideo(path, size) {
    const file = await open(path, 'w');
    await file.write(Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp42\0\0\0\x01mdat', 'latin1'));
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(size - 24));
    await file.write(length);
    await file.truncate(size);
    await file.close();
}

let missed = 0;
function judge(what, figure, unit, goal) {
    const holds = figure <= goal;
    if (!holds) missed += 1;
    console.log(
        `  ${what.padEnd(38)} ${figure.toFixed(2).padStart(9)} ${unit.padEnd(3)}` +
            ` goal ${goal.toFixed(2).padStart(8)}  ${holds ? 'OK' : 'MISSED'}`
    );
}

/** What the kernel says about a process. */
class Watched {
    constructor(pid) {
        this.pid = pid;
    }

    rssMb() {
        const status = readFileSync(`/proc/${this.pid}/status`, 'latin1');
        return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024;
    }

    cpuSeconds() {
        const fields = readFileSync(`/proc/${this.pid}/stat`, 'latin1').split(') ')[1].split(' ');
        return (Number(fields[11]) + Number(fields[12])) / 100;
    }

    /** {files, sockets} that are open. */
    descriptors() {
        const folder = `/proc/${this.pid}/fd`;
        const targets = readdirSync(folder).map((name) => {
            try {
                return readlinkSync(join(folder, name));
            } catch {
                return ''; // closed meanwhile
            }
        });
        return {
            files: targets.length,
            sockets: targets.filter((target) => target.startsWith('socket:')).length,
        };
    }

    /** Begins a new peak: the kernel keeps it (proc(5), clear_refs and VmHWM), so that nothing of
     *  ours runs beside the clients. */
    forgetPeak() {
        writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
    }

    peakRssMb() {
        const status = readFileSync(`/proc/${this.pid}/status`, 'latin1');
        return Number(/^VmHWM:\s+(\d+)/m.exec(status)[1]) / 1024;
    }
}

/** Runs bench-hostile. @return {connected(), result} */
function clients(scene, count, port, path, time) {
    // Behind everybody else: on one machine their CPU would otherwise be taken from the server's.
    const child = spawn('nice', [
        ...['-n', scene === 'healthy' ? '0' : '10'],
        ...[client, scene, count, port, path, time].map(String),
    ]);
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.pipe(process.stderr);
    const ended = once(child, 'close').then(([code]) => {
        if (code !== 0) throw new Error(`bench-hostile ${scene} ended with ${code}`);
        return JSON.parse(output.trim().split('\n').at(-1));
    });
    const connected = async () => {
        while (!output.includes('all connected')) {
            await Promise.race([once(child.stdout, 'data'), ended]);
        }
    };
    return { connected, result: ended };
}

/** Asks until @p condition holds. @return seconds it took, or Infinity. */
async function within(limitSeconds, condition) {
    const begin = performance.now();
    while (performance.now() - begin < limitSeconds * 1000) {
        if (condition()) return (performance.now() - begin) / 1000;
        await sleep(50);
    }
    return Infinity;
}

const home = temporaryFolder();
const root = join(home, 'origin');
await mkdir(root);
await sparseVideo(join(root, 'large.mp4'), sizeMb * 2 ** 20);
const origin = await Origin.start(root);

/** An r2cache that has the video. */
async function serving(home) {
    const service = await Service.start({ home, settings: { CACHE_CUSTOM_DOMAINS: origin.url } });
    await service.preCache([origin.urlOf('large.mp4')], { wait: true });
    const [entry] = await service.entries();
    return {
        service,
        path: new URL(entry.localUrl).pathname,
        proxyPort: new URL(service.proxyUrl).port,
        apiPort: new URL(service.apiUrl).port,
    };
}

const { service, path, proxyPort, apiPort } = await serving(join(home, 'r2cache'));
const control = values.control ? await serving(join(home, 'control')) : null;
await origin.stop();
const watched = new Watched(service.child.process.pid);

const alone = () => clients('healthy', sizeMb, proxyPort, path, Math.ceil(seconds / 2)).result;
const mean = (a, b) => (a + b) / 2;

/** The healthy client of the first r2cache while a crowd is at the second. */
async function besideControl(name, { count, api }) {
    const port = api ? control.apiPort : control.proxyPort;
    const crowd = clients(name.replace('api-', ''), count, port, control.path, seconds);
    await crowd.connected();
    const { sockets } = watched.descriptors();
    const healthy = await clients('healthy', sizeMb, proxyPort, path, seconds - 1).result;
    await crowd.result;
    return healthy;
}

for (const name of chosen) {
    const { count, rssMb, what, api } = scenes[name];
    console.log(`${name}: ${count} clients ${what}, ${seconds} s`);
    const idleBefore = await alone();
    const before = { rssMb: watched.rssMb(), ...watched.descriptors() };
    const cpu = watched.cpuSeconds();
    watched.forgetPeak();
    const crowd = clients(name.replace('api-', ''), count, api ? apiPort : proxyPort, path, seconds);
    await crowd.connected();
    const { sockets } = watched.descriptors();
    const healthy = await clients('healthy', sizeMb, proxyPort, path, seconds - 1).result;
    const seen = await crowd.result;
    const peakRssMb = watched.peakRssMb();
    const spent = watched.cpuSeconds() - cpu;
    const back = await within(30, () => {
        const now = watched.descriptors();
        return now.files <= before.files && now.sockets <= before.sockets;
    });
    const rssBack = await within(10, () => watched.rssMb() <= before.rssMb * 1.1);
    console.log(
        `  ${sockets} sockets, ${seen.ended} connections ended early,` +
            ` ${(seen.sent / 2 ** 20).toFixed(1)} MB in, ${(seen.received / 2 ** 20).toFixed(1)} MB` +
            ` out, ${spent.toFixed(1)} s of CPU`
    );
    const idleAfter = await alone();
    const idle = mean(idleBefore.typicalP99, idleAfter.typicalP99);
    console.log(
        `  healthy client: ${healthy.count} ranges of 64 KB, median ${healthy.p50} ms` +
            ` (alone ${idleBefore.p50}, ${idleAfter.p50}), p99 ${healthy.p99} ms` +
            ` (alone ${idleBefore.p99}, ${idleAfter.p99}), max ${healthy.max} ms`
    );
    judge('peak RSS', peakRssMb, 'MB', rssMb);
    // The median of the p99s of its seconds: what the crowd does to it shows in each of them, what
    // another program on this machine does for a moment shows in few.
    judge('p99 of a typical second, crowd/alone', healthy.typicalP99 / idle, 'x', 2);
    if (control) {
        const machine = await besideControl(name, scenes[name]);
        console.log(
            `  (the crowd at another r2cache: ${(machine.typicalP99 / idle).toFixed(2)} x,` +
                ` p99 ${machine.p99} ms)`
        );
    }
    judge('descriptors back after', back, 's', 30);
    judge(`RSS back (${before.rssMb.toFixed(1)} to ${watched.rssMb().toFixed(1)} MB) after`, rssBack, 's', 10);
}
await service.stop();
await control?.service.stop();
console.log(missed === 0 ? 'All goals met.' : `${missed} goals missed.`);
process.exitCode = missed === 0 ? 0 : 1;
