// SPDX-License-Identifier: GPL-3.0-or-later
// What rebinding.test.mjs runs on a network of its own. Throws where a promise is broken.
//
//   node rebindingstory.mjs PUBLIC_ADDRESS
import assert from 'node:assert/strict';
import http from 'node:http';
import { request } from './lib/http.mjs';
import { videoLikeBytes } from './lib/media.mjs';
import { NameServer } from './lib/nameserver.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { waitUntil } from './lib/wait.mjs';

const [, , publicAddress] = process.argv;
const video = videoLikeBytes(new Random(3), 100_000);

/** Serves every path as the same video, redirects below /to/<host>/, and counts. */
async function webServer(address) {
    const server = http.createServer((incoming, outgoing) => {
        server.requests += 1;
        const [, to] = /^\/to\/([^/]+)\//.exec(incoming.url) ?? [];
        if (to) outgoing.writeHead(302, { Location: `http://${to}/inside.mp4` }).end();
        else outgoing.writeHead(200, { 'Content-Length': video.length }).end(video);
    });
    server.requests = 0;
    server.connections = 0;
    server.on('connection', () => (server.connections += 1));
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(80, address, resolve);
    });
    return server;
}

const inside = '127.0.0.1';
let isTurned = false; // "later.example.com" leads inside from now on
const names = {
    // What a client sees that looks the name up once to check it and once more to connect.
    'checked.example.com': (type, count) => (type === 'A' ? [count === 0 ? publicAddress : inside] : []),
    'first.example.com': (type, count) => (type === 'A' ? [count === 0 ? inside : publicAddress] : []),
    'both.example.com': (type) => (type === 'A' ? [inside, publicAddress] : []),
    'families.example.com': (type) => (type === 'A' ? [publicAddress] : ['::1']),
    'six.example.com': (type) => (type === 'A' ? [] : ['::1']),
    'later.example.com': (type) => (type === 'A' ? [isTurned ? inside : publicAddress] : []),
};
const nameServer = await NameServer.start((name, type, count) => names[name]?.(type, count) ?? []);
const outer = await webServer(publicAddress);
const trap = await webServer(inside);
const trap6 = await webServer('::1');
const service = await Service.start({
    home: temporaryFolder(),
    settings: {
        CACHE_CUSTOM_DOMAINS: Object.keys(names).join(','),
        CACHE_PULL_THROUGH: 'on',
        CACHE_MAX_RETRY_ATTEMPTS: '0',
    },
});

const result = async (url) => (await service.preCache([url])).results[0];
const isTrapped = () => trap.connections + trap6.connections;

try {
    // The trap does work, and the public address does.
    for (const address of [inside, publicAddress])
        assert.ok((await request(`http://${address}/x.mp4`)).body.equals(video));
    [trap.connections, outer.requests] = [0, 0];

    for (const name of ['checked', 'both', 'families', 'later']) {
        const url = `http://${name}.example.com/a.mp4`;
        const { success, error, cacheEntry } = await result(url);
        assert.equal(success, true, `${name}: ${JSON.stringify(error)}`);
        assert.ok((await request(cacheEntry.localUrl)).body.equals(video));
        assert.equal(isTrapped(), 0, name);
    }
    assert.ok(outer.requests >= 4);
    for (const name of ['first', 'six']) {
        for (const url of [
            `http://${name}.example.com/a.mp4`,
            `http://both.example.com/to/${name}.example.com/b.mp4`,
        ]) {
            const { success, error } = await result(url);
            assert.equal(success, false, url);
            assert.match(JSON.stringify(error), /private|reserved/i, url);
            const fetched = await request(
                `${service.proxyUrl}/fetch/${encodeURIComponent(url)}`,
                { timeoutMs: 30_000 }
            );
            assert.ok(fetched.status >= 300, url);
            assert.equal(isTrapped(), 0, url);
        }
    }

    // A name that was good: asked again once what was remembered of it is old, it leads inside.
    isTurned = true;
    const asked = () => nameServer.log.filter(({ name }) => name === 'later.example.com').length;
    const askedBefore = asked();
    let turn = 0;
    const refusal = await waitUntil(
        'it is looked up again',
        async () => {
            const { success, error } = await result(`http://later.example.com/${++turn}.mp4`);
            assert.equal(isTrapped(), 0);
            assert.ok(success || asked() > askedBefore, JSON.stringify(error));
            return !success && error;
        },
        { timeoutMs: 120_000, everyMs: 500 }
    );
    assert.match(JSON.stringify(refusal), /private|reserved/i);
    assert.ok(asked() > askedBefore);
    const before = outer.requests;
    await result('http://later.example.com/to/later.example.com/x.mp4');
    assert.equal(outer.requests, before);
    assert.equal(isTrapped(), 0);
    console.log(
        `${nameServer.log.length} look-ups, ${outer.requests} requests to the public address, ` +
            `none to this machine`
    );
} finally {
    await service.stop();
    nameServer.stop();
    for (const server of [outer, trap, trap6]) server.close();
}
