// SPDX-License-Identifier: GPL-3.0-or-later
// The servers of the benchmark, all of them serving one and the same file of the page cache.
import { open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Origin } from '../../e2e/lib/origins.mjs';
import { Child } from '../../e2e/lib/processes.mjs';
import { request, sha256 } from '../../e2e/lib/http.mjs';
import { Service } from '../../e2e/lib/service.mjs';
import { startNginx } from './nginx.mjs';

const MiB = 1024 * 1024;

/** As many as the proxy has (proxyOptions in app/service.cpp): nginx gets the same. */
export const workers = Math.min(Math.max(availableParallelism(), 2), 4);

/** A file that begins as an MP4 does; every 4 KiB have their own offset in them. */
async function writeVideo(path, size) {
    const file = await open(path, 'wx');
    const block = Buffer.alloc(MiB);
    for (let begin = 0; begin < size; begin += MiB) {
        for (let page = 0; page < MiB; page += 4096) block.writeDoubleLE(begin + page, page);
        if (begin === 0) {
            block.write('\0\0\0\x18ftypisom\0\0\x02\0isomiso2avc1mp41', 0, 'latin1');
        }
        await file.write(block);
    }
    await file.close();
}

/** Starts r2cache and has it fetch a video of @p size bytes. @return {service, path, url} */
async function fillCache(home, size) {
    const origin = await Origin.start(home);
    const service = await Service.start({
        home,
        settings: { CACHE_CUSTOM_DOMAINS: origin.url },
    });
    await writeVideo(join(home, 'source.mp4'), size);
    const { results } = await service.preCache([origin.urlOf('source.mp4')], { waitMs: 240_000 });
    if (!results[0].success) throw new Error(`not cached: ${results[0].error}`);
    await origin.stop();
    await rm(join(home, 'source.mp4')); // its pages too: the page cache holds the video once
    const [entry] = await service.entries();
    return { service, path: entry.localPath, url: entry.localUrl };
}

/** All servers. @return [{name, port, path, pids}]; they end with this program. */
export async function startServers({ home, size, expressDirectory }) {
    const { service, path, url } = await fillCache(home, size);
    const directory = dirname(path);
    const nginx = await startNginx({ home: join(home, 'nginx'), root: directory, workers });
    const express = new Child('express', process.execPath, [
        join(expressDirectory, 'server.mjs'),
        directory,
    ]);
    const [, expressUrl] = await express.line(/^listening (http:\/\/\S+)$/m);

    const file = `/${basename(path)}`;
    const servers = [
        { name: 'r2cache', url, pids: [service.child.process.pid] },
        { name: 'nginx', url: `http://127.0.0.1:${nginx.ports[0]}${file}`, pids: nginx.pids },
        { name: 'nginx+ofc', url: `http://127.0.0.1:${nginx.ports[1]}${file}`, pids: nginx.pids },
        { name: 'Express', url: `${expressUrl}${file}`, pids: [express.process.pid] },
    ];
    await checkSameBytes(servers, size);
    return servers.map(({ name, url, pids }) => {
        const { port, pathname } = new URL(url);
        return { name, port, path: pathname, pids };
    });
}

/** The load looks at no body: that all servers send the same bytes is checked here, once. */
async function checkSameBytes(servers, size) {
    const begin = size - 3 * MiB - 12345;
    const headers = { Range: `bytes=${begin}-${begin + MiB - 1}` };
    const digests = new Set();
    for (const { name, url } of servers) {
        const answer = await request(url, { headers });
        if (answer.status !== 206) throw new Error(`${name}: ${answer.status} ${answer.text}`);
        digests.add(sha256(answer.body));
    }
    if (digests.size !== 1) throw new Error('the servers send different bytes');
}
