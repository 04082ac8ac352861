// SPDX-License-Identifier: GPL-3.0-or-later
// Who is let in, where r2cache may be sent, and that no secret leaves the files made for it.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { request } from './lib/http.mjs';
import { hs256, rs256, unsigned } from './lib/jwt.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

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
        const socket = net.connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
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
