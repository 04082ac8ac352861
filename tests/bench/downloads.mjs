// SPDX-License-Identifier: GPL-3.0-or-later
// Downloading one video: r2cache beside aria2c, curl and Node's fetch, from the same nginx in the same
// run. Needs a release build, nginx, aria2, curl and node; for the lossy link root, python3 and
// iproute2. About twenty minutes.
//
//   node tests/bench/downloads.mjs [free|throttled|lossy …] [--rounds N] [--peers aria2c,curl,fetch]
//
// On the throttled link curl and fetch, with their one connection, need two minutes a round each.
import { spawn } from 'node:child_process';
import { link, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuOf, peakMemoryOf, readAll, tools, verifying } from './downloads/tools.mjs';
import { median, shown, table } from './serve/table.mjs';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
const { freePort, request } = await import('../e2e/lib/http.mjs');
const { videoLikeBytes } = await import('../e2e/lib/media.mjs');
const { Child } = await import('../e2e/lib/processes.mjs');
const { Random } = await import('../e2e/lib/random.mjs');
const { Service, temporaryFolder } = await import('../e2e/lib/service.mjs');
const { sleep, waitUntil } = await import('../e2e/lib/wait.mjs');

const lossyServer = '10.9.0.2';
const lossyPort = 8080;

const scenes = {
    free: { title: 'free loopback', bytes: 1 << 30, verify: true },
    throttled: { title: '2 MB/s per connection', bytes: 256 << 20, limitRate: '2m' },
    lossy: { title: '50 ms and 1 % loss', bytes: 64 << 20, lossy: true },
};

const configuration = (home, root, listen, limitRate) => `
daemon off;
user root;
worker_processes 2;
pid ${home}/pid;
error_log ${home}/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    types { video/mp4 mp4; }
    client_body_temp_path ${home}/body;
    proxy_temp_path ${home}/proxy;
    fastcgi_temp_path ${home}/fastcgi;
    uwsgi_temp_path ${home}/uwsgi;
    scgi_temp_path ${home}/scgi;
    sendfile on;
    root ${root};
    server { listen ${listen}; ${limitRate ? `limit_rate ${limitRate};` : ''} }
}
`;

/** The same megabyte over and over, but for its first bytes. */
async function writeVideo(path, bytes) {
    const block = videoLikeBytes(new Random(1), 1 << 20);
    const file = await open(path, 'w');
    for (let at = 0; at < bytes; at += block.length) {
        await file.write(block);
        block.writeDoubleBE(at, 64);
    }
    await file.sync();
    await file.close();
}

/** A folder with @p count names of one video, and what nginx needs to serve it. */
async function prepareOrigin({ bytes, limitRate, lossy }, count) {
    const folder = temporaryFolder();
    const root = join(folder, 'videos');
    await mkdir(root);
    await writeVideo(join(root, 'v.mp4'), bytes);
    for (let name = 0; name < count; name += 1)
        await link(join(root, 'v.mp4'), join(root, `v${name}.mp4`));
    const listen = lossy ? `${lossyServer}:${lossyPort}` : `127.0.0.1:${await freePort()}`;
    const path = join(folder, 'nginx.conf');
    await writeFile(path, configuration(folder, root, listen, limitRate));
    const args = ['-e', join(folder, 'error.log'), '-p', folder, '-c', path];
    return { url: `http://${listen}`, command: ['/usr/sbin/nginx', ...args] };
}

/** @return {seconds, verified, cpu, memory} of r2cache, whose reader takes all as it comes. */
async function cached(service, url, bytes) {
    const pid = service.child.process.pid;
    const before = await cpuOf(pid);
    const begun = performance.now();
    const answer = await service.processConfig(JSON.stringify({ url }), { wait: false });
    const read = await readAll(answer.urlMappings[url]);
    const seconds = (performance.now() - begun) / 1000;
    if (read !== bytes) throw new Error(`${read} of ${bytes} bytes came`);
    while (!(await service.entries()).some((entry) => entry.originalUrl === url && entry.status === 'ready'))
        await sleep(10);
    const verified = (performance.now() - begun) / 1000;
    const cpu = (await cpuOf(pid)) - before;
    return { seconds, verified, cpu, memory: await peakMemoryOf(pid) };
}

/** Drops the lease of what was downloaded, then all entries. */
async function forget(service) {
    const { leases } = await service.data('GET', '/api/cache/leases');
    for (const { id } of leases) await service.data('DELETE', `/api/cache/lease/${id}`);
    await service.data('POST', '/api/cache/clear', { strategy: 'all' });
}

/**
 * Writes and removes as much as is going to be downloaded. In a virtual machine memory that was not
 * used for a while comes from the host page by page, which takes up to two seconds a gigabyte: it
 * would be the one who happens to get those pages who looks slow.
 */
async function warmMemory(folder, bytes) {
    const path = join(folder, 'warm');
    await writeVideo(path, bytes + (256 << 20));
    await rm(path);
}

async function measure({ title, bytes, verify }, originUrl, rounds) {
    const service = await Service.start({
        home: temporaryFolder(),
        settings: { CACHE_CUSTOM_DOMAINS: originUrl, CACHE_CONNECTIONS_PER_DOWNLOAD: '16' },
    });
    const folder = temporaryFolder();
    const all = Object.entries(verify ? { ...tools, ...verifying } : tools);
    const peers = Object.fromEntries(all.filter(([name]) => chosenPeers.includes(name.split(' ')[0])));
    const results = Object.fromEntries(['r2cache', ...Object.keys(peers)].map((name) => [name, []]));
    try {
        for (let round = 0; round < rounds; round += 1) {
            const url = `${originUrl}/v${round}.mp4`;
            const contestants = Object.entries({
                r2cache: async () => {
                    const result = await cached(service, url, bytes);
                    await forget(service);
                    return result;
                },
                ...peers,
            });
            for (let turn = 0; turn < contestants.length; turn += 1) {
                // Another one begins in each round.
                const [name, download] = contestants[(turn + round) % contestants.length];
                await warmMemory(folder, bytes);
                results[name].push(await download(url, folder));
                await rm(folder, { recursive: true });
                await mkdir(folder);
            }
        }
    } finally {
        await service.kill();
    }
    report(title, bytes, results, verify);
}

function report(title, bytes, results, verify) {
    const of = (name, field) => median(results[name].map((result) => result[field]));
    const names = Object.keys(results);
    const fastest = Math.min(
        ...names.filter((name) => name !== 'r2cache' && !verifying[name]).map((name) => of(name, 'seconds'))
    );
    const rows = names.map((name) => [
        name,
        shown(of(name, 'seconds')),
        verifying[name] ? '–' : shown(of(name, 'seconds') / fastest),
        shown(of(name, 'cpu')),
        shown(of(name, 'memory'), 0),
    ]);
    console.log(`${title}, ${bytes / 1024 / 1024} MB, medians of ${results.r2cache.length}`);
    console.log(table([['', 'seconds', 'of fastest peer', 'CPU s', 'memory MB'], ...rows]));
    const [peer] = Object.keys(verifying);
    if (results[peer]) {
        const ratio = of('r2cache', 'verified') / of(peer, 'seconds');
        console.log(`to verified: ${shown(of('r2cache', 'verified'))} s, ${shown(ratio)} of ${peer}`);
    }
    console.log();
}

async function run(name, rounds) {
    const scene = scenes[name];
    const origin = await prepareOrigin(scene, rounds);
    if (scene.lossy) {
        const script = fileURLToPath(import.meta.url);
        const args = ['--server', origin.command.join(' '), '--', process.execPath, script];
        const lossyLink = fileURLToPath(new URL('downloads/lossylink.py', import.meta.url));
        const inside = ['--inside', name, '--rounds', String(rounds), '--peers', chosenPeers.join(',')];
        const child = spawn('python3', [lossyLink, ...args, ...inside], { stdio: 'inherit' });
        const code = await new Promise((resolve) => child.on('close', resolve));
        if (code !== 0) throw new Error(`the lossy link ended with ${code}`);
        return;
    }
    const nginx = new Child('nginx', origin.command[0], origin.command.slice(1));
    await waitUntil('nginx answers', () => request(origin.url).catch(() => false));
    try {
        await measure(scene, origin.url, rounds);
    } finally {
        await nginx.stop();
    }
}

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : undefined);
const rounds = Number(option('--rounds') ?? 3);
const inside = option('--inside');
const chosenPeers = (option('--peers') ?? 'aria2c,curl,fetch').split(',');
if (inside) {
    await measure(scenes[inside], `http://${lossyServer}:${lossyPort}`, rounds);
} else {
    for (const name of words.length > 0 ? words : Object.keys(scenes)) await run(name, rounds);
}
