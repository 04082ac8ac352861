// SPDX-License-Identifier: GPL-3.0-or-later
// A private bucket whose keys are configured: signed requests succeed at an origin that checks each
// signature, and neither the keys nor a signature appear in anything written, logged or answered.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { R2Dev } from './lib/r2dev.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn, waitUntil } from './lib/wait.mjs';

const random = new Random(21);
const names = ['held.mp4', 'streamed.mp4', 'probed.mp4'];
const videos = Object.fromEntries(names.map((name) => [name, videoLikeBytes(random, 3_000_000)]));
const keys = { id: 'R2KEYIDOFTHESTORY4321', secret: 'r2-secret-key-of-the-story-13579' };
const account = 'https://account.r2.cloudflarestorage.com';
const urlOf = (name) => `${account}/bucket/${name}`;

/** Passes on to @p port, and keeps what clients sent. */
async function tap(port) {
    const kept = { text: '' };
    const server = net.createServer((socket) => {
        const behind = net.connect(port, '127.0.0.1');
        socket.on('data', (data) => (kept.text += data.toString('latin1')));
        for (const each of [socket, behind]) {
            each.on('error', () => {});
            each.on('close', () => (each === socket ? behind : socket).destroy());
        }
        socket.pipe(behind).pipe(socket);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    kept.url = `http://127.0.0.1:${server.address().port}`;
    kept.close = () => server.close();
    kept.signatures = () => [
        ...new Set([...kept.text.matchAll(/Signature=([0-9a-f]{64})/g)].map(([, found]) => found)),
    ];
    return kept;
}

describe('a private bucket', () => {
    const folder = temporaryFolder();
    const home = join(folder, 'home');
    const answers = []; // [what, text]
    let origin, wire, r2, service;
    let output = '';
    let events = '';

    async function start(at, secret) {
        const started = await Service.start({
            home: at,
            settings: {
                ...r2.settings,
                CACHE_R2_ACCESS_KEY_ID: keys.id,
                CACHE_R2_SECRET_ACCESS_KEY: secret,
                CACHE_MAX_RETRY_ATTEMPTS: '1',
                DEBUG: 'cache:*',
            },
            wrapper: r2.wrapper,
        });
        for (const name of ['stdout', 'stderr']) {
            output += started.child[name];
            started.child.process[name].on('data', (text) => (output += text));
        }
        return started;
    }

    before(async () => {
        const files = Object.fromEntries(
            Object.entries(videos).map(([name, bytes]) => [`bucket/${name}`, bytes])
        );
        await writeFiles(join(folder, 'origin'), files);
        origin = await Origin.start(join(folder, 'origin'), {
            signWith: `${keys.id}:${keys.secret}`,
        });
        wire = await tap(Number(new URL(origin.url).port));
        r2 = await R2Dev.start(folder, wire.url);
        service = await start(home, keys.secret);
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => r2?.stop(),
            () => wire?.close(),
            () => origin?.stop()
        )
    );

    function secretsIn(text) {
        const all = [keys.id, keys.secret, ...wire.signatures(), 'AWS4-HMAC-SHA256'];
        return all.filter((secret) => text.includes(secret));
    }
    async function keep(what, method, path, body) {
        const answer = await service.api(method, path, body);
        answers.push([what, JSON.stringify(answer.headers) + answer.text]);
        assert.ok(answer.status < 300, `${what}: ${answer.status} ${answer.text}`);
        return answer.json().data;
    }

    test('answers nobody who does not sign', async () => {
        const { status } = await request(`${origin.url}/bucket/held.mp4`);
        assert.equal(status, 403);
    });

    test('is cached and served, streamed and probed', async () => {
        const headers = { Authorization: `Bearer ${service.token}` };
        const stream = http.get(`${service.apiUrl}/api/cache/events`, { headers, agent: false });
        stream.on('error', () => {});
        stream.on('response', (incoming) => incoming.on('data', (data) => (events += data)));
        await waitUntil('events begin', () => events.includes('hello'));

        const held = { urls: [urlOf('held.mp4')] };
        const { summary } = await keep('pre-cache', 'POST', '/api/cache/pre-cache', held);
        assert.equal(summary.successful, 1);
        const config = { config: [urlOf('held.mp4'), urlOf('streamed.mp4')], wait: false };
        const { urlMappings } = await keep('config', 'POST', '/api/cache/process-config', config);
        for (const name of ['held.mp4', 'streamed.mp4']) {
            const answer = await request(urlMappings[urlOf(name)]);
            assert.equal(answer.status, 200, name);
            assert.equal(sha256(answer.body), sha256(videos[name]), name);
            answers.push([`read ${name}`, JSON.stringify(answer.headers)]);
        }
        const probe = { url: urlOf('probed.mp4'), probe: true };
        const probed = await keep('probe', 'POST', '/api/cache/validate-url', probe);
        assert.equal(probed.reachable, true);
        assert.equal(probed.sizeBytes, videos['probed.mp4'].length);
        await keep('analyse', 'POST', '/api/cache/analyze-config', { ...config, probe: true });
        const missing = { urls: [urlOf('missing.mp4')] };
        await keep('missing', 'POST', '/api/cache/pre-cache', missing);
        await keep('optimize', 'POST', '/api/cache/optimize');
        assert.ok(wire.signatures().length >= 3, `${wire.signatures().length} signatures`);
        stream.destroy();
    });

    test('with a wrong secret is refused in words', async () => {
        const wrong = 'r2-wrong-secret-of-the-story-24680';
        const other = await start(join(folder, 'other'), wrong);
        try {
            const answer = await other.api('POST', '/api/cache/pre-cache', {
                urls: [urlOf('held.mp4')],
            });
            const [{ success, error }] = answer.json().data.results;
            assert.equal(success, false);
            assert.match(JSON.stringify(error), /403|forbidden|refus|key/i);
            assert.ok(!answer.text.includes(wrong));
            answers.push(['wrong secret', answer.text]);
        } finally {
            await other.stop();
        }
        assert.ok(!output.includes(wrong));
    });

    test('leaves no key and no signature anywhere', async () => {
        const { paths } = (await service.api('GET', '/api/openapi.json')).json();
        for (const [path, item] of Object.entries(paths)) {
            if (!item.get || /\{|events/.test(path)) continue;
            await keep(path, 'GET', path === '/api/cache/logs' ? `${path}?level=debug&limit=1000` : path);
        }
        for (const { id } of (await service.data('GET', '/api/cache/jobs')).jobs)
            await keep(`job ${id}`, 'GET', `/api/cache/jobs/${id}`);
        for (const { id } of await service.entries())
            await keep(`entry ${id}`, 'GET', `/api/cache/entry/${id}`);
        for (const path of ['/health', '/cache/stats', '/cache/list', '/metrics'])
            answers.push([path, (await request(service.proxyUrl + path)).text]);
        const { stdout } = await run(process.env.R2CACHE_BIN, ['config'], {
            env: service.environment,
            cwd: home,
        });
        assert.match(stdout, /CACHE_R2_SECRET_ACCESS_KEY/);
        answers.push(['r2cache config', stdout], ['events', events]);
        const inFiles = () => {
            for (const name of readdirSync(folder, { recursive: true })) {
                const path = join(folder, name);
                if (!statSync(path).isFile()) continue;
                assert.deepEqual(secretsIn(readFileSync(path, 'latin1')), [], name);
            }
        };
        inFiles(); // the WAL as it is beside a running service
        await service.stop();
        service = undefined;
        inFiles();
        answers.push(['output', output]);
        assert.match(output, /cache\.download/, 'it logged everything');
        assert.ok(answers.length > 25, `${answers.length} answers`);
        const leaks = answers
            .map(([what, text]) => [what, secretsIn(text)])
            .filter(([, found]) => found.length > 0);
        assert.deepEqual(leaks, []);
    });
});
