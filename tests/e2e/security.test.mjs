// SPDX-License-Identifier: GPL-3.0-or-later
// Who is let in, where r2cache may be sent, and that no secret leaves the files made for it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { seeing } from './lib/disks.mjs';
import { request } from './lib/http.mjs';
import { hs256, rs256, unsigned } from './lib/jwt.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn } from './lib/wait.mjs';

const video = videoLikeBytes(new Random(5), 200_000);

/** Every route with its method, taken from the description that the service itself gives. */
async function describedRoutes(service) {
    const { paths } = (await service.api('GET', '/api/openapi.json')).json();
    return Object.entries(paths).flatMap(([path, item]) =>
        ['get', 'post', 'patch', 'delete']
            .filter((method) => method in item)
            .map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')])
    );
}

describe('who is let in', () => {
    const secret = 'a-secret-of-the-tests-0123456789abcdef';
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: 'r2cache', exp: now + 600 };
    let service;
    let routes;

    before(async () => {
        service = await Service.start({
            home: temporaryFolder(),
            settings: { CACHE_JWT_SECRET: secret },
        });
        routes = (await describedRoutes(service)).filter(([, path]) => path.startsWith('/api'));
        assert.ok(routes.length > 30, `${routes.length} routes`);
    });
    after(() => service?.stop());

    /** All routes answer @p status to such a head. */
    async function allAnswer(status, { query = '', ...options }) {
        for (const [method, path] of routes) {
            const answer = await service.api(method, path + query, undefined, options);
            assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
            assert.equal(answer.json().success, false);
        }
    }

    test('no token, a wrong one, one in the query or in a cookie', async () => {
        const { token } = service;
        await allAnswer(401, { token: null });
        await allAnswer(401, { token: `${token}x` });
        await allAnswer(401, { token: token.slice(0, -1) });
        await allAnswer(401, { token: null, query: `?token=${token}&access_token=${token}` });
        await allAnswer(401, { token: null, headers: { Cookie: `token=${token}` } });
        await allAnswer(401, { token: null, headers: { Authorization: `Basic ${token}` } });
        await allAnswer(401, { token: null, headers: { 'X-API-Key': '' } });
    });

    test('JSON Web Tokens', async () => {
        const status = async (token) =>
            (await service.api('GET', '/api/cache/stats', undefined, { token })).status;
        const refused = {
            'alg none': unsigned(claims),
            'alg None': unsigned(claims, 'None'),
            'HS256 without a signature': unsigned(claims, 'HS256'),
            'another key': hs256('another', claims),
            'an empty key': hs256('', claims),
            expired: hs256(secret, { ...claims, exp: now - 600 }),
            'without exp': hs256(secret, { aud: 'r2cache' }),
            'exp as a word': hs256(secret, { ...claims, exp: 'never' }),
            'not valid yet': hs256(secret, { ...claims, nbf: now + 600 }),
            'another audience': hs256(secret, { ...claims, aud: 'another' }),
            'RS256, by a key of its own': rs256(claims),
            'said to be RS256, signed by HMAC': hs256(secret, claims, 'RS256'),
            'said to be HS512': hs256(secret, claims, 'HS512'),
        };
        for (const [name, token] of Object.entries(refused)) {
            assert.equal(await status(token), 401, name);
        }
        assert.equal(await status(hs256(secret, claims)), 200);
    });

    test('a foreign Host gets nothing, at either server', async () => {
        const foreign = [
            'rebound.example.com',
            '169.254.169.254',
            'localhost.example.com',
            '127.0.0.1.example.com',
            '[::2]',
        ];
        for (const host of foreign) await allAnswer(403, { headers: { Host: host } });
        await allAnswer(400, { headers: { Host: 'localhost@example.com' } }); // no Host at all
        const proxied = ['/health', '/cache/stats', '/cache/list', '/metrics', '/video/x.mp4'];
        for (const path of [...proxied, '/cache/x', '/fetch/x']) {
            for (const host of foreign) {
                const headers = { Host: host };
                const answer = await request(service.proxyUrl + path, { headers });
                assert.equal(answer.status, 403, `${host} ${path}`);
                assert.match(answer.text, /CACHE_ALLOWED_HOSTS/);
            }
        }
        for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:9', '[::1]', '[::1]:3000']) {
            const headers = { Host: host };
            const answer = await service.api('GET', '/api/cache/stats', undefined, { headers });
            assert.equal(answer.status, 200, host);
        }
    });

    test('a foreign Origin gets nothing, whatever its token', async () => {
        const foreign = [
            'null',
            'https://evil.example.com',
            'http://localhost.evil.example.com',
            'http://127.0.0.1.evil.example.com',
            'http://localhost@evil.example.com',
            'file://',
            '',
        ];
        for (const origin of foreign) {
            await allAnswer(403, { headers: { Origin: origin } });
            const options = await service.api('OPTIONS', '/api/cache/clear', undefined, {
                token: null,
                headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
            });
            assert.equal(options.headers['access-control-allow-origin'], undefined, origin);
        }
        for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080']) {
            const headers = { Origin: origin };
            const path = '/api/cache/stats';
            const allowed = await service.api('GET', path, undefined, { headers });
            assert.equal(allowed.status, 200, origin);
            assert.equal(allowed.headers['access-control-allow-origin'], origin);
            const options = await service.api('OPTIONS', path, undefined, { headers, token: null });
            assert.equal(options.status, 204, origin);
        }
        // Even from a loopback page the token decides: what a form can send has none.
        const headers = { Origin: 'http://localhost:5173', 'Content-Type': 'text/plain' };
        const body = '{"strategy":"all"}';
        const form = await service.api('POST', '/api/cache/clear', body, { token: null, headers });
        assert.equal(form.status, 401);
    });
});

/** Listens on every address, and counts who connects. */
async function trap() {
    const server = net.createServer((socket) => {
        server.connections_ += 1;
        socket.destroy();
    });
    server.connections_ = 0;
    await new Promise((resolve) => server.listen(0, '::', resolve));
    return {
        port: server.address().port,
        connections: () => server.connections_,
        close: () => new Promise((resolve) => server.close(resolve)),
    };
}

describe('where r2cache may be sent', () => {
    const folder = temporaryFolder();
    const hosts = [
        '127.1',
        '2130706433',
        '0177.0.0.1',
        '0x7f.1',
        '0.0.0.0',
        '[::1]',
        '[::]',
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[::127.0.0.1]',
        '169.254.169.254',
        'localhost',
        // Both resolve to 127.0.0.1; the first is named in CACHE_CUSTOM_DOMAINS.
        ...['inside.example.com', 'pub-0123456789abcdef.r2.dev'],
    ];
    let service;
    let forbidden;
    let redirector;
    let allowed;

    before(async () => {
        forbidden = await trap();
        // Sends on to where its path says, after as many steps to itself as the path begins with.
        redirector = http.createServer((incoming, outgoing) => {
            const [, steps, target] = /^\/(\d+)\/([^/]+)\/a\.mp4$/.exec(incoming.url) ?? [];
            const location =
                steps === '0'
                    ? decodeURIComponent(target)
                    : `${allowed}/${Number(steps) - 1}/${target}/a.mp4`;
            outgoing.writeHead(302, { Location: location }).end();
        });
        await new Promise((resolve) => redirector.listen(0, '127.0.0.1', resolve));
        allowed = `http://127.0.0.1:${redirector.address().port}`;
        const names = join(folder, 'hosts');
        writeFileSync(
            names,
            `127.0.0.1 localhost\n127.0.0.1 inside.example.com pub-0123456789abcdef.r2.dev\n`
        );
        service = await Service.start({
            home: join(folder, 'home'),
            settings: {
                CACHE_CUSTOM_DOMAINS: `${allowed},inside.example.com`,
                CACHE_PULL_THROUGH: 'on',
                CACHE_MAX_RETRY_ATTEMPTS: '0',
            },
            // The names resolve in a mount namespace of its own; nobody else sees them.
            wrapper: await seeing([[names, '/etc/hosts']]),
        });
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => redirector?.close(),
            () => forbidden?.close()
        )
    );

    async function isNotReached(url) {
        const pre = await service.api('POST', '/api/cache/pre-cache', { urls: [url] });
        assert.ok([200, 400].includes(pre.status), pre.text);
        if (pre.status === 200) assert.equal(pre.json().data.summary.successful, 0, pre.text);
        const text = JSON.stringify({ src: url });
        const processed = await service.processConfig(text);
        assert.deepEqual(processed.updatedConfig, { src: url });
        const probe = { url, probe: true };
        const validated = await service.api('POST', '/api/cache/validate-url', probe);
        assert.equal(validated.status, 200, validated.text);
        assert.notEqual(validated.json().data.reachable, true, validated.text);
        const path = `/fetch/${encodeURIComponent(url)}`;
        const fetched = await request(service.proxyUrl + path, { timeoutMs: 20_000 });
        // A 302 sends the client to the original URL, and fetches nothing.
        assert.ok(fetched.status >= 400 || fetched.status === 302, `${fetched.status}`);
        assert.equal(forbidden.connections(), 0, url);
    }

    for (const host of hosts) {
        test(`not to ${host}`, async () => {
            await isNotReached(`http://${host}:${forbidden.port}/a.mp4`);
            await isNotReached(`https://${host}:${forbidden.port}/a.mp4`);
        });
    }
    for (const host of hosts) {
        test(`not by redirects to ${host}`, async () => {
            const target = encodeURIComponent(`http://${host}:${forbidden.port}/a.mp4`);
            await isNotReached(`${allowed}/0/${target}/a.mp4`);
            await isNotReached(`${allowed}/2/${target}/a.mp4`);
        });
    }
    for (const name of ['inside.example.com', 'pub-0123456789abcdef.r2.dev']) {
        // On its own port the name is allowed: only the address it resolves to is in the way.
        test(`not to the loopback address of the allowed ${name}`, async () => {
            for (const url of [
                `https://${name}/a.mp4`,
                `${allowed}/1/${encodeURIComponent(`https://${name}/a.mp4`)}/a.mp4`,
            ]) {
                const answer = await service.api('POST', '/api/cache/pre-cache', { urls: [url] });
                const [{ success, error }] = answer.json().data.results;
                assert.equal(success, false);
                assert.match(JSON.stringify(error), /127\.0\.0\.1/, answer.text);
                assert.match(JSON.stringify(error), /private|loopback|address/i, answer.text);
            }
        });
    }
    test('nor by redirects without end, or to another scheme', async () => {
        await isNotReached(`${allowed}/1000/x/a.mp4`);
        await isNotReached(`${allowed}/0/${encodeURIComponent('file:///etc/passwd')}/a.mp4`);
    });
});

describe('secrets', () => {
    const secrets = {
        signature: 'feedc0de5ec4e7feedc0de5ec4e7feedc0de5ec4e7feedc0de5ec4e7feedc0de',
        credential: 'AKIASECRETACCESSKEYOFURL',
        sessionToken: 'SecretSessionTokenOfUrl42',
        password: 'passwordInTheUrl77',
        accessKey: 'R2KEYIDOFTHISTEST1234',
        secretKey: 'r2-secret-key-of-this-test-98765',
        jwt: 'jwt-secret-of-this-test-0123456789',
    };

    test('are in no log, answer, index or sidecar', async () => {
        const folder = temporaryFolder();
        await writeFiles(join(folder, 'origin'), { 'a.mp4': video });
        const origin = await Origin.start(join(folder, 'origin'));
        const home = join(folder, 'home');
        const service = await Service.start({
            home,
            settings: {
                CACHE_CUSTOM_DOMAINS: origin.url,
                CACHE_R2_ACCESS_KEY_ID: secrets.accessKey,
                CACHE_R2_SECRET_ACCESS_KEY: secrets.secretKey,
                CACHE_JWT_SECRET: secrets.jwt,
                CACHE_MAX_RETRY_ATTEMPTS: '0',
                DEBUG: 'cache:*',
            },
        });
        let answers = '';
        const query =
            `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${secrets.credential}%2F20260101` +
            `%2Fauto%2Fs3%2Faws4_request&X-Amz-Date=20991231T000000Z&X-Amz-Expires=604800` +
            `&X-Amz-Security-Token=${secrets.sessionToken}&X-Amz-SignedHeaders=host` +
            `&X-Amz-Signature=${secrets.signature}`;
        const user = origin.url.replace('//', `//someone:${secrets.password}@`);
        const urls = [
            `${origin.url}/a.mp4?${query}`,
            `${origin.url}/missing.mp4?${query}`,
            `${origin.urlOf('a.mp4', 'status=403')}?${query}`,
            `${user}/a.mp4`,
            `${user}/missing.mp4?${query}`,
        ];
        // What an answer repeats of its own request (a URL that failed, an untouched config) was
        // the asker's already; everything else is searched.
        const config = Object.fromEntries(urls.map((url, i) => [`v${i}`, url]));
        const { failed } = await service.processConfig(JSON.stringify(config));
        assert.ok(failed.length > 0);
        answers += JSON.stringify(failed.map(({ error }) => error));
        const { results } = await service.preCache(urls);
        answers += JSON.stringify(results.map(({ error, cacheEntry }) => [error, cacheEntry]));
        for (const { id } of await service.entries()) {
            answers += (await request(`${service.proxyUrl}/cache/${id}`)).status;
            answers += (await service.api('GET', `/api/cache/entry/${id}`)).text;
        }
        const read = (await describedRoutes(service)).filter(
            ([method, path]) => method === 'GET' && !/\/events$|\/x/.test(path)
        );
        for (const [, path] of read.filter(([, path]) => path.startsWith('/api'))) {
            answers += `\n${path} ${(await service.api('GET', path)).text}`;
        }
        for (const path of ['/health', '/cache/stats', '/cache/list', '/metrics']) {
            const headers = { Authorization: `Bearer ${service.token}` };
            answers += (await request(service.proxyUrl + path, { headers })).text;
        }
        assert.ok((await service.entries()).length > 0, 'something was cached');

        const found = [];
        const search = (name, text) => {
            for (const [secret, value] of [...Object.entries(secrets), ['token', service.token]]) {
                if (text.includes(value)) found.push(`${secret} in ${name}`);
            }
        };
        const searchFiles = () => {
            for (const name of readdirSync(home, { recursive: true })) {
                const path = join(home, name);
                if (!statSync(path).isFile()) continue;
                const before = found.length;
                search(relative(home, path), readFileSync(path, 'latin1'));
                if (found.length > before) assert.equal(statSync(path).mode & 0o777, 0o600, path);
            }
        };
        searchFiles(); // with the WAL as it is beside a running service
        await inTurn(
            () => service.stop(),
            () => origin.stop()
        );
        searchFiles();
        search('answers', answers);
        search('stdout', service.child.stdout);
        search('stderr', service.child.stderr);
        assert.ok(service.child.stderr.length > 0, 'it logged');
        const places = [...new Set(found)].sort();
        const tokenFile = relative(home, service.endpoint.tokenFile);
        // Also shows that the search finds what is there.
        assert.ok(places.includes(`token in ${tokenFile}`), places.join('\n'));
        assert.ok(places.some((place) => /^signature in .*signed/i.test(place)), places.join('\n'));
        assert.ok(service.child.stderr.length < 65_536, 'all of the log was kept');
        const unexpected = places.filter(
            (place) =>
                place !== `token in ${tokenFile}` &&
                !/^(signature|credential|sessionToken) in .*signed/i.test(place)
        );
        assert.deepEqual(unexpected, [], places.join('\n'));
        const files = new Set(places.map((place) => place.split(' in ')[1]));
        assert.ok(files.size <= 2, `only the token's file and one of signed URLs: ${places}`);
    });
});
