// SPDX-License-Identifier: GPL-3.0-or-later
// Who is let in, where r2cache may be sent, and that no secret leaves the files made for it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { seeing } from './lib/disks.mjs';
import { request } from './lib/http.mjs';
import { hs256, rs256, unsigned } from './lib/jwt.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn, waitUntil } from './lib/wait.mjs';

const video = videoLikeBytes(new Random(5), 200_000);

/** Every operation that the service describes, as [method, path], with "x" for what is variable. */
async function describedRoutes(service) {
    const { paths } = (await service.api('GET', '/api/openapi.json')).json();
    return Object.entries(paths).flatMap(([path, item]) =>
        ['get', 'post', 'put', 'patch', 'delete']
            .filter((method) => method in item)
            .map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')])
    );
}

/** What a server answers to these very bytes; it has to close the connection. */
function rawAnswer(url, text) {
    return new Promise((resolve, reject) => {
        const port = Number(new URL(url).port);
        const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.setTimeout(10_000, () => socket.destroy(new Error(`no end of ${answer}`)));
        socket.on('data', (data) => (answer += data));
        socket.on('error', reject);
        socket.on('close', () => resolve(answer));
    });
}

/** The status of an answer that may have no end; its body is left. */
function statusOf(url, options) {
    return new Promise((resolve, reject) => {
        const outgoing = http.request(url, { agent: false, ...options }, (incoming) => {
            resolve(incoming.statusCode);
            outgoing.destroy();
        });
        outgoing.on('error', reject);
        outgoing.end();
    });
}

describe('who is let in', () => {
    const secret = 'a-secret-of-the-tests-0123456789abcdef';
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: 'r2cache', exp: now + 600 };
    const proxied = [
        ...['/health', '/cache/stats', '/cache/list', '/metrics'],
        ...['/video/x.mp4', '/cache/x', '/fetch/x', '/nowhere'],
    ];
    let service;
    let routes;

    before(async () => {
        service = await Service.start({
            home: temporaryFolder(),
            settings: { CACHE_JWT_SECRET: secret },
        });
        routes = await describedRoutes(service);
        assert.ok(routes.length > 30, `${routes.length} routes`);
    });
    after(() => service?.stop());

    /** All routes refuse such a request with @p status. */
    async function allRefuse(status, what, { query = '', body, ...options }) {
        for (const [method, path] of routes) {
            const answer = await service.api(method, path + query, body, options);
            assert.equal(answer.status, status, `${what}: ${method} ${path}: ${answer.text}`);
            assert.equal(answer.json().success, false, `${what}: ${method} ${path}`);
        }
    }

    /**
     * No route turns such a request away: it answers, or complains about the rest of it. The new
     * token that token/rotate gives is taken over.
     */
    async function allLetIn(headersOf) {
        for (const [method, path] of routes) {
            const url = service.apiUrl + path;
            const headers = headersOf();
            if (path.endsWith('/events')) {
                assert.equal(await statusOf(url, { method, headers }), 200, path);
                continue;
            }
            const answer = await request(url, { method, headers });
            assert.ok(![401, 403].includes(answer.status), `${method} ${path}: ${answer.text}`);
            if (path.endsWith('/token/rotate')) service.token = answer.json().data.token;
        }
    }

    test('no token, a wrong one, one in the query or in a cookie', async () => {
        const { token } = service;
        const without = { token: null };
        const inHead = (headers) => ({ token: null, headers });
        await allRefuse(401, 'none', without);
        await allRefuse(401, 'too long', { token: `${token}x` });
        await allRefuse(401, 'too short', { token: token.slice(0, -1) });
        for (const name of ['token', 'access_token', 'api_key', 'X-API-Key', 'Authorization']) {
            await allRefuse(401, `query ${name}`, { ...without, query: `?${name}=${token}` });
        }
        await allRefuse(401, 'cookie', inHead({ Cookie: `token=${token}` }));
        await allRefuse(401, 'Basic', inHead({ Authorization: `Basic ${token}` }));
        await allRefuse(401, 'no scheme', inHead({ Authorization: token }));
        await allRefuse(401, 'empty key', inHead({ 'X-API-Key': '' }));
        await allRefuse(401, 'wrong key', inHead({ 'X-API-Key': `${token}x` }));
        const { text } = await service.api('GET', '/api/cache/stats', undefined, without);
        assert.match(text, /Authorization/);
        assert.match(text, /X-API-Key/);
    });

    test('the token, in either field', async () => {
        await allLetIn(() => ({ Authorization: `Bearer ${service.token}` }));
        await allLetIn(() => ({ 'X-API-Key': service.token }));
    });

    test('JSON Web Tokens', async () => {
        const refused = {
            'alg none': unsigned(claims),
            'alg None': unsigned(claims, 'None'),
            'HS256 without a signature': unsigned(claims, 'HS256'),
            'another key': hs256('another', claims),
            'an empty key': hs256('', claims),
            'the API token as key': hs256(service.token, claims),
            expired: hs256(secret, { ...claims, exp: now - 600 }),
            'without exp': hs256(secret, { aud: 'r2cache' }),
            'exp as a word': hs256(secret, { ...claims, exp: 'never' }),
            'not valid yet': hs256(secret, { ...claims, nbf: now + 600 }),
            'another audience': hs256(secret, { ...claims, aud: 'another' }),
            'without an audience': hs256(secret, { exp: claims.exp }),
            'RS256, by a key of its own': rs256(claims),
            'said to be RS256, signed by HMAC': hs256(secret, claims, 'RS256'),
            'said to be HS512': hs256(secret, claims, 'HS512'),
        };
        for (const [what, token] of Object.entries(refused)) await allRefuse(401, what, { token });
        const good = hs256(secret, claims);
        const [head, , signature] = good.split('.');
        const [, longer] = hs256(secret, { ...claims, exp: now + 6000 }).split('.');
        await allRefuse(401, 'changed claims', { token: `${head}.${longer}.${signature}` });
        await allLetIn(() => ({ Authorization: `Bearer ${good}` }));
    });

    test('a foreign Host gets nothing, at either server', async () => {
        const foreign = [
            ...['evil.example', 'evil.example.', '127.0.0.1.evil.example', '169.254.169.254'],
            ...['localhost.evil.example', 'localhost.evil.example.', 'evil.example:3000'],
            ...['[::2]', '0.0.0.0'],
        ];
        for (const host of foreign) {
            const headers = { Host: host };
            await allRefuse(403, host, { headers });
            await allRefuse(403, `${host}, without token`, { headers, token: null });
            for (const path of proxied) {
                for (const method of ['GET', 'HEAD', 'OPTIONS']) {
                    const answer = await request(service.proxyUrl + path, { method, headers });
                    assert.equal(answer.status, 403, `${host} ${method} ${path}`);
                    if (method === 'GET') assert.match(answer.text, /CACHE_ALLOWED_HOSTS/);
                }
            }
        }
        for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:9', '[::1]', '[::1]:3000']) {
            const headers = { Host: host };
            const answer = await service.api('GET', '/api/cache/stats', undefined, { headers });
            assert.equal(answer.status, 200, host);
            const health = await request(`${service.proxyUrl}/health`, { headers });
            assert.equal(health.status, 200, host);
        }
    });

    test('nor does a request whose Host is missing, empty, twofold or none', async () => {
        const hosts = {
            '': 'HTTP/1.1',
            'Host:\r\n': 'HTTP/1.1',
            'Host: localhost\r\nHost: evil.example\r\n': 'HTTP/1.1',
            'Host: localhost@evil.example\r\n': 'HTTP/1.1',
            'Host: 127.0.0.1:80@evil.example\r\n': 'HTTP/1.1',
            'X-Forwarded-Host: localhost\r\n': 'HTTP/1.0',
        };
        const targets = [
            ...routes.map((route) => [service.apiUrl, ...route]),
            ...proxied.map((path) => [service.proxyUrl, 'GET', path]),
        ];
        const rest = `Authorization: Bearer ${service.token}\r\nConnection: close\r\n\r\n`;
        for (const [field, version] of Object.entries(hosts)) {
            for (const [url, method, path] of targets) {
                const text = `${method} ${path} ${version}\r\n${field}${rest}`;
                const answer = await rawAnswer(url, text);
                assert.match(answer, /^HTTP\/1\.1 40[03] /, `${field} ${method} ${path}`);
            }
        }
    });

    test('a foreign Origin gets nothing, whatever its token', async () => {
        const foreign = [
            'null',
            'https://evil.example',
            'http://localhost.evil.example',
            'http://127.0.0.1.evil.example',
            'http://localhost@evil.example',
            'file://',
            '',
        ];
        for (const origin of foreign) {
            await allRefuse(403, origin, { headers: { Origin: origin } });
            for (const [method, path] of routes) {
                const options = await service.api('OPTIONS', path, undefined, {
                    token: null,
                    headers: { Origin: origin, 'Access-Control-Request-Method': method },
                });
                assert.equal(options.status, 403, `${origin} OPTIONS ${path}`);
                assert.equal(options.headers['access-control-allow-origin'], undefined, origin);
            }
            // The proxy asks for no login; a page elsewhere may still not read what it says.
            for (const path of proxied) {
                const headers = { Origin: origin };
                for (const method of ['GET', 'OPTIONS']) {
                    const answer = await request(service.proxyUrl + path, { method, headers });
                    const what = `${origin} ${method} ${path}`;
                    assert.equal(answer.headers['access-control-allow-origin'], undefined, what);
                    assert.match(answer.headers.vary ?? '', /\bOrigin\b/, what);
                }
            }
        }
        for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080']) {
            const headers = { Origin: origin };
            const path = '/api/cache/stats';
            const allowed = await service.api('GET', path, undefined, { headers });
            assert.equal(allowed.status, 200, origin);
            assert.equal(allowed.headers['access-control-allow-origin'], origin);
        }
    });

    test('OPTIONS needs no token, and does nothing', async () => {
        for (const [method, path] of routes) {
            const headers = {
                Origin: 'http://localhost:5173',
                'Access-Control-Request-Method': method,
                'Access-Control-Request-Headers': 'authorization',
            };
            const options = await service.api('OPTIONS', path, undefined, { headers, token: null });
            assert.equal(options.status, 204, path);
            assert.equal(options.headers['access-control-allow-origin'], headers.Origin, path);
            assert.equal(options.text, '');
        }
        assert.equal((await service.api('GET', '/api/cache/stats')).status, 200); // not rotated
    });

    test('what a form of another site can send gets nothing', async () => {
        const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
        for (const type of types) {
            const form = { token: null, body: '{"strategy":"all","a":"="}' };
            const headers = { 'Content-Type': type, 'Sec-Fetch-Site': 'cross-site' };
            const from = (origin) => ({ ...form, headers: { ...headers, Origin: origin } });
            await allRefuse(403, `${type}, cross-site`, from('https://evil.example'));
            await allRefuse(403, `${type}, sandboxed`, from('null'));
            // Even from a loopback page the token decides.
            await allRefuse(401, `${type}, loopback`, from('http://localhost:5173'));
            await allRefuse(401, `${type}, no Origin`, { ...form, headers });
        }
    });

    test('the proxy is read-only', async () => {
        for (const path of proxied) {
            for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
                const answer = await request(service.proxyUrl + path, { method });
                assert.ok([404, 405].includes(answer.status), `${method} ${path}`);
            }
        }
    });
});

/** Listens on every address, and counts who connects. */
async function trap() {
    let connections = 0;
    const server = net.createServer((socket) => {
        connections += 1;
        socket.destroy();
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, resolve);
    });
    return {
        port: server.address().port,
        connections: () => connections,
        close: () => new Promise((resolve) => server.close(resolve)),
    };
}

/**
 * An origin whose /<steps>/<target>/a.mp4 sends on to <target> after so many redirects, all but the
 * last one to itself; /a.mp4 is a video.
 */
class Redirector {
    last = 0; // redirects to a target so far

    static async start() {
        const redirector = new Redirector();
        redirector.server = http.createServer((incoming, outgoing) =>
            redirector.#answer(incoming, outgoing)
        );
        await new Promise((resolve) => redirector.server.listen(0, '127.0.0.1', resolve));
        redirector.url = `http://127.0.0.1:${redirector.server.address().port}`;
        return redirector;
    }

    urlOf(steps, target) {
        return `${this.url}/${steps}/${encodeURIComponent(target)}/a.mp4`;
    }

    #answer(incoming, outgoing) {
        const [, steps, target] = /^\/(\d+)\/([^/]+)\/a\.mp4$/.exec(incoming.url) ?? [];
        if (!steps) {
            const headers = { 'Content-Type': 'video/mp4', 'Content-Length': video.length };
            outgoing.writeHead(200, headers).end(video);
            return;
        }
        const isLast = Number(steps) <= 1;
        const to = decodeURIComponent(target);
        if (isLast) this.last += 1;
        const Location = isLast ? to : this.urlOf(Number(steps) - 1, to);
        outgoing.writeHead([301, 302, 303, 307, 308][this.last % 5], { Location }).end();
    }

    close() {
        this.server.closeAllConnections?.();
        return new Promise((resolve) => this.server.close(resolve));
    }
}

describe('where r2cache may be sent', () => {
    const folder = temporaryFolder();
    const names = ['inside.example.com', 'pub-0123456789abcdef.r2.dev']; // of 127.0.0.1
    const hosts = [
        ...['127.0.0.1', '127.1', '2130706433', '0177.0.0.1', '0x7f.1', '0x7f000001', '127.0.0.1.'],
        ...['0.0.0.0', '0', '127.255.255.254', '169.254.169.254', 'localhost', 'LOCALHOST.'],
        ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
        ...['[64:ff9b::7f00:1]', '%31%32%37.0.0.1'],
        ...['%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1', ...names],
    ];
    let service;
    let forbidden;
    let allowed;

    before(async () => {
        forbidden = await trap();
        allowed = await Redirector.start();
        const hostsFile = join(folder, 'hosts');
        await writeFile(hostsFile, `127.0.0.1 localhost\n127.0.0.1 ${names.join(' ')}\n`);
        service = await Service.start({
            home: join(folder, 'home'),
            settings: {
                // The first is exact; the name is not, and says nothing about its address.
                CACHE_CUSTOM_DOMAINS: `${allowed.url},${names[0]}`,
                CACHE_PULL_THROUGH: 'on',
                CACHE_MAX_RETRY_ATTEMPTS: '0',
            },
            wrapper: await seeing([[hostsFile, '/etc/hosts']]),
        });
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => allowed?.close(),
            () => forbidden?.close()
        )
    );

    /** Each of the four ways to give a URL; @return the results. */
    async function given(url) {
        const preCached = await service.preCache([url]);
        const config = JSON.stringify({ src: url });
        const { updatedConfig } = await service.processConfig(config);
        const probe = { url, probe: true };
        const validated = await service.data('POST', '/api/cache/validate-url', probe);
        const path = `/fetch/${encodeURIComponent(url)}`;
        const fetched = await request(service.proxyUrl + path, { timeoutMs: 20_000 });
        return { successful: preCached.summary.successful, updatedConfig, validated, fetched };
    }

    async function isNotReached(url) {
        const { successful, updatedConfig, validated, fetched } = await given(url);
        assert.equal(successful, 0, url);
        assert.deepEqual(updatedConfig, { src: url });
        assert.notEqual(validated.reachable, true, url);
        if (fetched.status === 302) {
            // The last way out of a render; only ever to what was asked for, of an allowed origin.
            assert.equal(fetched.headers.location, url);
            const mayBe = [allowed.url, ...names.map((name) => `https://${name}`)];
            assert.ok(mayBe.includes(new URL(url).origin), url);
        } else {
            assert.ok(fetched.status >= 400, `${fetched.status} ${url}`);
            assert.equal(fetched.headers.location, undefined, url);
        }
        assert.equal(forbidden.connections(), 0, url);
    }

    test('the trap, the redirects and the exact origin do work', async () => {
        const other = await trap();
        const socket = net.connect(other.port, '127.0.0.1');
        await waitUntil('the trap counts', () => other.connections() === 1);
        socket.destroy();
        await other.close();
        for (const url of [`${allowed.url}/a.mp4`, allowed.urlOf(3, `${allowed.url}/a.mp4`)]) {
            const { successful, updatedConfig, validated, fetched } = await given(url);
            assert.equal(successful, 1, url);
            assert.notEqual(updatedConfig.src, url);
            assert.equal(validated.reachable, true, url);
            assert.equal(fetched.status, 200, url);
            assert.ok(fetched.body.equals(video), url);
        }
    });

    for (const host of hosts) {
        test(`not to ${host}`, async () => {
            const { validated } = await given(`http://${host}:${forbidden.port}/a.mp4`);
            assert.equal(validated.isValid, false);
            for (const scheme of ['http', 'https']) {
                await isNotReached(`${scheme}://${host}:${forbidden.port}/a.mp4`);
            }
        });
        test(`not by redirects to ${host}`, async () => {
            for (const scheme of ['http', 'https']) {
                for (const steps of [1, 3]) {
                    const before = allowed.last;
                    const target = `${scheme}://${host}:${forbidden.port}/a.mp4`;
                    await isNotReached(allowed.urlOf(steps, target));
                    assert.ok(allowed.last > before, 'the redirect was seen');
                }
            }
        });
    }

    for (const name of names) {
        test(`not to the loopback address of the allowed ${name}`, async () => {
            // On its own port the name is allowed: only its address is in the way.
            const url = `https://${name}/a.mp4`;
            for (const each of [url, allowed.urlOf(1, url), allowed.urlOf(3, url)]) {
                const [{ success, error }] = (await service.preCache([each])).results;
                assert.equal(success, false, each);
                assert.match(JSON.stringify(error), /127\.0\.0\.1/, each);
                assert.match(JSON.stringify(error), /private|loopback|address/i, each);
                await isNotReached(each);
            }
        });
    }

    test('nor by what only looks like the allowed origin', async () => {
        const { host } = new URL(allowed.url);
        const targets = [
            `http://${host}@127.0.0.1:${forbidden.port}/a.mp4`,
            `http://${host}%2f@127.0.0.1:${forbidden.port}/a.mp4`,
            `http://${host}\\@127.0.0.1:${forbidden.port}/a.mp4`,
            `//127.0.0.1:${forbidden.port}/a.mp4`,
            `\\\\127.0.0.1:${forbidden.port}/a.mp4`,
            `ftp://127.0.0.1:${forbidden.port}/a.mp4`,
            `file:///etc/passwd`,
            `data:video/mp4;base64,${video.toString('base64').slice(0, 400)}`,
        ];
        for (const target of targets) {
            await isNotReached(target);
            for (const steps of [1, 3]) await isNotReached(allowed.urlOf(steps, target));
        }
    });

    test('nor by redirects without end', async () => {
        await isNotReached(allowed.urlOf(1000, `${allowed.url}/a.mp4`));
    });
});

describe('secrets', () => {
    const secrets = {
        signature: 'feedc0de5ec4e7feedc0de5ec4e7feedc0de5ec4e7feedc0de5ec4e7feedc0de',
        credential: 'AKIASECRETACCESSKEYOFURL',
        sessionToken: 'SecretSessionTokenOfUrl42',
        password: 'passwordInTheUrl77',
        proxyPassword: 'passwordOfTheProxy78',
        accessKey: 'R2KEYIDOFTHISTEST1234',
        secretKey: 'r2-secret-key-of-this-test-98765',
        jwtSecret: 'jwt-secret-of-this-test-0123456789',
        hookPath: 'T0SECRETPATHOFTHEHOOK',
        token: 'api-token-of-this-test-0123456789abcdef',
        wrongToken: 'token-of-another-place-0123456789',
    };
    const ofSignedUrls = ['signature', 'credential', 'sessionToken'];
    const jwt = hs256(secrets.jwtSecret, {
        aud: 'r2cache',
        exp: Math.floor(Date.now() / 1000) + 600,
    });
    const folder = temporaryFolder();
    const home = join(folder, 'home');
    let origin;
    let service;
    let hook;
    let proxy;
    let output = '';
    let hookPosts = '';
    let tunnels = 0;

    const listening = (server) =>
        new Promise((resolve) =>
            server.listen(0, '127.0.0.1', () => resolve(server.address().port))
        );

    before(async () => {
        await writeFiles(join(folder, 'origin'), { 'a.mp4': video, 'b.mp4': video });
        origin = await Origin.start(join(folder, 'origin'));
        // A webhook that takes nothing, and an HTTPS proxy that leads nowhere: failures are logged.
        hook = http.createServer((incoming, outgoing) => {
            incoming.on('data', (data) => (hookPosts += data));
            incoming.on('end', () => outgoing.writeHead(500).end());
        });
        proxy = http.createServer();
        proxy.on('connect', (incoming, socket) => {
            tunnels += 1;
            socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        });
        const hookUrl = `http://127.0.0.1:${await listening(hook)}/${secrets.hookPath}`;
        const proxyHost = `127.0.0.1:${await listening(proxy)}`;
        service = await Service.start({
            home,
            settings: {
                CACHE_CUSTOM_DOMAINS: origin.url,
                CACHE_R2_ACCESS_KEY_ID: secrets.accessKey,
                CACHE_R2_SECRET_ACCESS_KEY: secrets.secretKey,
                CACHE_JWT_SECRET: secrets.jwtSecret,
                CACHE_API_TOKEN: secrets.token,
                CACHE_ALERT_WEBHOOK: hookUrl,
                CACHE_MAX_RETRY_ATTEMPTS: '1',
                HTTPS_PROXY: `http://someone:${secrets.proxyPassword}@${proxyHost}`,
                DEBUG: 'cache:*',
            },
        });
        // All of it: a Child keeps the last 64 KB alone.
        for (const name of ['stdout', 'stderr']) {
            output += service.child[name];
            service.child.process[name].on('data', (text) => (output += text));
        }
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => origin?.stop(),
            () => hook?.close(),
            () => proxy?.close()
        )
    );

    /** Names of the secrets in @p text, which has to be one at all. */
    function secretsIn(text) {
        assert.ok(text.length > 0);
        const all = { ...secrets, jwt: jwt.split('.')[2] };
        return Object.keys(all).filter((name) => text.includes(all[name]));
    }

    /** [name of the file, names of its secrets] of each that has one, index and WAL included. */
    function filesWithSecrets() {
        const found = [];
        for (const name of readdirSync(home, { recursive: true })) {
            const path = join(home, name);
            if (!statSync(path).isFile() || statSync(path).size === 0) continue;
            const names = secretsIn(readFileSync(path, 'latin1'));
            if (names.length === 0) continue;
            assert.equal(statSync(path).mode & 0o777, 0o600, name);
            found.push([name, names]);
        }
        return found;
    }

    function checkFiles({ isSigned }) {
        const tokenFile = relative(home, service.endpoint.tokenFile);
        const found = filesWithSecrets();
        const others = found.filter(([name]) => name !== tokenFile);
        const token = found.find(([name]) => name === tokenFile);
        assert.deepEqual(token, [tokenFile, ['token']]);
        assert.ok(others.length <= 1, `one file of signed URLs: ${JSON.stringify(others)}`);
        for (const [name, names] of others) {
            const foreign = names.filter((each) => !ofSignedUrls.includes(each));
            assert.deepEqual(foreign, [], name);
        }
        if (isSigned) assert.ok(others[0]?.[1].includes('signature'), 'signed URLs are kept');
    }

    /** The query of a URL that was signed just now. */
    function signedQuery() {
        const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
        return new URLSearchParams({
            'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
            'X-Amz-Credential': `${secrets.credential}/${date.slice(0, 8)}/auto/s3/aws4_request`,
            'X-Amz-Date': date,
            'X-Amz-Expires': '3600',
            'X-Amz-Security-Token': secrets.sessionToken,
            'X-Amz-SignedHeaders': 'host',
            'X-Amz-Signature': secrets.signature,
        }).toString();
    }

    /** Every `error` below @p value, whatever it is made of, as one text. */
    function errorsIn(value) {
        if (value === null || typeof value !== 'object') return '';
        return Object.entries(value)
            .map(([name, each]) => (name === 'error' ? JSON.stringify(each) : errorsIn(each)))
            .join('\n');
    }

    test('are in no log, answer, event, index or sidecar', async () => {
        let events = '';
        const headers = { Authorization: `Bearer ${service.token}` };
        const stream = http.get(`${service.apiUrl}/api/cache/events`, { headers, agent: false });
        stream.on('error', () => {});
        stream.on('response', (incoming) => incoming.on('data', (data) => (events += data)));
        await waitUntil('events begin', () => events.includes('hello'));

        const query = signedQuery();
        const user = origin.url.replace('//', `//someone:${secrets.password}@`);
        const good = [`${origin.url}/a.mp4?${query}`, `${origin.url}/b.mp4?${query}`];
        const bad = [
            `${origin.url}/missing.mp4?${query}`,
            `${origin.urlOf('a.mp4', 'status=403')}?${query}`,
            `${origin.urlOf('a.mp4', 'status=500')}?${query}`,
            `https://account.r2.cloudflarestorage.com/bucket/private.mp4`,
            `https://account.r2.cloudflarestorage.com/bucket/signed.mp4?${query}`,
            `${user}/a.mp4`,
            `${user}/missing.mp4?${query}`,
        ];
        // What these answers repeat of their own request the asker had already.
        const { summary } = await service.preCache([...good, ...bad]);
        assert.equal(summary.successful, good.length);
        assert.ok(tunnels > 0, 'the private bucket was asked for');
        await service.processConfig(JSON.stringify({ list: [...good, ...bad] }));
        const answers = [];
        const ask = async (path, token = service.token) => {
            const { text } = await service.api('GET', path, undefined, { token });
            answers.push([path, text]);
            return JSON.parse(text).data;
        };
        for (const url of [...good, ...bad]) {
            const body = { url, probe: true };
            await service.api('POST', '/api/cache/validate-url', body);
        }
        await ask('/api/cache/stats', jwt);
        await ask('/api/cache/stats', `${jwt}x`);
        await ask('/api/cache/stats', secrets.wrongToken);

        // Health changes; nobody takes the news.
        await service.data('PATCH', '/api/cache/settings', { CACHE_ENABLED: false });
        await waitUntil('the webhook is asked', () => hookPosts.includes('CACHE_ENABLED'));
        const isLogged = () => output.includes('CACHE_ALERT_WEBHOOK does not take');
        await waitUntil('and its failure logged', isLogged);
        await service.data('PATCH', '/api/cache/settings', { CACHE_ENABLED: true });

        for (const [method, path] of await describedRoutes(service)) {
            const isRead = method === 'GET' && !/\/(events|x)\b/.test(path);
            if (isRead) await ask(path);
        }
        for (const { id } of (await ask('/api/cache/jobs')).jobs) {
            // Its result is what the waiting call gave, and repeats that call's own URLs.
            const job = await service.data('GET', `/api/cache/jobs/${id}`);
            const { result, urls, ...others } = job;
            answers.push([`job ${id}`, JSON.stringify({ ...others, urls })]);
            answers.push([`errors of job ${id}`, errorsIn({ urls, result })]);
        }
        await ask('/api/cache/logs?level=debug&limit=1000');
        const { entries } = await ask('/api/cache/entries?limit=1000');
        assert.equal(entries.filter(({ status }) => status === 'ready').length, good.length);
        for (const { id } of entries) await ask(`/api/cache/entry/${id}`);
        for (const { id } of (await ask('/api/cache/entries?status=error')).entries) {
            await ask(`/api/cache/entry/${id}`);
        }
        for (const path of ['/health', '/cache/stats', '/cache/list', '/metrics']) {
            answers.push([path, (await request(service.proxyUrl + path, { headers })).text]);
        }
        for (const { id } of entries) {
            const { status, headers: fields } = await request(`${service.proxyUrl}/cache/${id}`);
            assert.equal(status, 200);
            answers.push([`/cache/${id}`, JSON.stringify(fields)]);
        }
        await waitUntil('events of entries', () => /^event: entr/m.test(events));
        checkFiles({ isSigned: true }); // the WAL as it is beside a running service
        stream.destroy();

        const leaks = answers
            .map(([path, text]) => [path, secretsIn(text)])
            .filter(([, names]) => names.length > 0);
        assert.deepEqual(leaks, []);
        assert.deepEqual(secretsIn(events), [], 'events');
        assert.deepEqual(secretsIn(hookPosts), [], 'what the webhook gets');
    });

    test('nor in what it prints or leaves behind', async () => {
        const { stdout } = await run(process.env.R2CACHE_BIN, ['config'], {
            env: service.environment,
            cwd: home,
        });
        assert.match(stdout, /CACHE_ALERT_WEBHOOK/);
        assert.deepEqual(secretsIn(stdout), [], 'r2cache config');
        await service.stop();
        checkFiles({ isSigned: true });
        assert.match(output, /cache\.download/, 'it logged everything');
        assert.deepEqual(secretsIn(output), [], 'output');
    });
});
