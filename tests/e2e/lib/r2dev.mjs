// SPDX-License-Identifier: GPL-3.0-or-later
// https://<anything>.r2.dev and https://<account>.r2.cloudflarestorage.com as one r2cache finds them,
// without a byte that leaves the machine:
//
//   r2cache → HTTPS_PROXY (CONNECT) → TLS, certificate for those names → an origin of the tests
//
// In its mount namespace r2cache trusts that certificate alone, and no name server answers, so that
// names are the proxy's business.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { seeing } from './disks.mjs';
import { run } from './processes.mjs';

function listening(server) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => resolve(server.address().port));
    });
}

function joined(one, other) {
    for (const [from, to] of [
        [one, other],
        [other, one],
    ]) {
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
    }
}

export class R2Dev {
    /** Names that were asked for, in their order. */
    asked = [];
    #servers = [];

    /** @param folder  for its certificate; @p originUrl is what answers behind every name. */
    static async start(folder, originUrl) {
        const r2 = new R2Dev();
        const certificates = join(folder, 'certificates');
        await mkdir(certificates, { recursive: true });
        const names = 'DNS:*.r2.dev,DNS:*.r2.cloudflarestorage.com';
        const [key, certificate] = [join(folder, 'r2.key'), join(certificates, 'r2.pem')];
        await run('openssl', [
            ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
            ...['-subj', '/CN=r2.dev', '-addext', `subjectAltName=${names}`],
            ...['-keyout', key, '-out', certificate],
        ]);
        await run('openssl', ['rehash', certificates]);
        const resolver = join(folder, 'resolv.conf');
        await writeFile(resolver, 'nameserver 127.0.0.1\noptions attempts:1 timeout:1\n');

        const port = Number(new URL(originUrl).port);
        const front = tls.createServer(
            { key: await readFile(key), cert: await readFile(certificate) },
            (socket) => joined(socket, net.connect(port, '127.0.0.1'))
        );
        const frontPort = await listening(front);
        const proxy = http.createServer((request, response) => response.writeHead(405).end());
        proxy.on('connect', (request, socket) => {
            r2.asked.push(request.url);
            if (!/^[\w-]+\.r2\.(dev|cloudflarestorage\.com):443$/.test(request.url)) {
                socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
                return;
            }
            const behind = net.connect(frontPort, '127.0.0.1');
            socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
            joined(socket, behind);
        });
        r2.settings = { HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}` };
        r2.wrapper = await seeing([
            [certificates, '/etc/ssl/certs'],
            [resolver, '/etc/resolv.conf'],
        ]);
        r2.#servers = [front, proxy];
        return r2;
    }

    stop() {
        for (const server of this.#servers) server.close();
    }
}
